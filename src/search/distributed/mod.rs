//! The engine outside the program: `OpenSearch` 2.19 or 3 over its REST API, shared by any number of processes.
//!
//! One document an article, as in the embedded engine, and the same analysis: texts go there as finished terms, all terms
//! of a word at one position (`terms`), so that queries find the same articles by construction. Page texts lie beside
//! them; passages are found here, in the few articles that are shown (`places`). Every write carries the revision of its
//! article, so that a late writer never overwrites a newer one, and what left the index leaves a stone with its revision.
//!
//! An index is used through an alias. A new one is filled behind it while both are written to, and takes its place in
//! one step (`names`). The order by score may differ from the embedded engine's in two ways alone: words beside each
//! other weigh by the frequency of all their forms, and queries of more than a thousand terms are ranked by fewer
//! of them (`compile`). Phrases of more than thirty words are then looked for in abstracts and texts alone.

mod client;
mod compile;
mod counting;
mod document;
mod examine;
mod learned;
mod list;
mod names;
mod places;
mod query;
mod related;
mod schema;
mod settings;
mod suggest;
mod terms;
mod words;
mod write;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::client::{Client, Method};
use self::learned::Learned;
use self::names::Names;
use self::words::Words;
use super::analysis::Terms;
use super::crossing::{Crossing, cross};
use super::error::SearchError;
use super::mark::Marker;
use super::passages;
use super::spelling::corrected;
use super::syntax::{Asked, Group, parse};
use crate::domain::query::{Bridge, Hit, Passage, SearchQuery, SearchResult, Sort};
use crate::domain::{ArticleId, Lang};

pub(super) use examine::examine;
pub use examine::{SearchHealth, SearchState};
pub use settings::ServerSettings;

/// How long the number of articles and the generation are taken for true, about.
const FRESH: Duration = Duration::from_secs(1);
/// Memories of words that are kept.
const MOST_MEMORIES: usize = 4;
/// How long a server that did not answer is left alone before it is asked whether the index is there.
const REST: Duration = Duration::from_secs(2);

/// The index on a server.
pub(super) struct Distributed {
    client: Client,
    names: Names,
    settings: ServerSettings,
    /// Words that were met in texts, for as many as read texts at once.
    terms: Mutex<Vec<Terms>>,
    /// What was last known of the whole index, and whether somebody has asked for it since.
    known: Mutex<Known>,
    asked: AtomicBool,
    /// Whether the index is known to be there; when it was last looked for.
    ready: AtomicBool,
    looked: Mutex<Option<Instant>>,
    /// Whether this process fills a new index that takes its place with the next commit.
    refilling: AtomicBool,
}

/// What was last known of the whole index.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    articles: u64,
    generation: u64,
}

impl Distributed {
    /// The index of some settings, made when absent; tells whether it must be filled. A server that does not answer is
    /// asked again with each use.
    pub(super) fn open(settings: ServerSettings) -> Result<(Self, bool), SearchError> {
        let opened = Self {
            client: Client::new(&settings)?,
            names: Names::new(&settings.prefix),
            settings,
            terms: Mutex::default(),
            known: Mutex::default(),
            asked: AtomicBool::new(false),
            ready: AtomicBool::new(false),
            looked: Mutex::default(),
            refilling: AtomicBool::new(false),
        };
        match opened.is_filled() {
            Ok(filled) => {
                opened.look()?;
                Ok((opened, !filled))
            }
            Err(SearchError::Unavailable { what }) => {
                tracing::error!(what, "the search server does not answer: the site is served without search meanwhile");
                Ok((opened, false))
            }
            Err(error) => Err(error),
        }
    }

    /// Makes sure that the index is there.
    fn ensure(&self) -> Result<(), SearchError> {
        if self.ready.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if self.ready.load(Ordering::Acquire) {
            return Ok(());
        }
        if looked.is_some_and(|at| at.elapsed() < REST) {
            return Err(SearchError::Unavailable { what: "it did not answer a moment ago".to_owned() });
        }
        let made = self.names.make(&self.client, &self.settings);
        *looked = made.is_err().then(Instant::now);
        made?;
        self.ready.store(true, Ordering::Release);
        Ok(())
    }

    /// Asks the server something about the articles in use.
    fn ask(&self, path: &str, body: &Value) -> Result<Value, SearchError> {
        self.ensure()?;
        let path = format!("/{}/{path}", self.names.alias());
        match self.client.ask(Method::Post, &path, Some(body)) {
            Err(SearchError::Refused { status: 404, .. }) => {
                // Another one has taken its place meanwhile; or somebody removed it, and whoever looks after it fills it.
                self.ready.store(false, Ordering::Release);
                self.ensure()?;
                self.client.ask(Method::Post, &path, Some(body))
            }
            answer => answer,
        }
    }

    /// Whether all articles were put in since the index was made.
    pub(super) fn is_filled(&self) -> Result<bool, SearchError> {
        self.ensure()?;
        self.names.is_filled(&self.client)
    }

    /// Notes that all articles were put in since the index was made.
    pub(super) fn rebuild_finished(&self) -> Result<(), SearchError> {
        self.ensure()?;
        Names::note_filled(&self.client, self.names.alias())
    }

    /// Begins a new index behind the one in use: from now on both are written to.
    pub(super) fn begin_rebuild(&self) -> Result<(), SearchError> {
        self.ensure()?;
        self.names.begin(&self.client, &self.settings)
    }

    /// Whether a new index is being filled.
    pub(super) fn is_rebuilding(&self) -> Result<bool, SearchError> {
        self.ensure()?;
        Ok(self.names.in_use(&self.client)?.next.is_some())
    }

    /// Puts the new index in the place of the one in use, which goes.
    pub(super) fn finish_rebuild(&self) -> Result<(), SearchError> {
        self.ensure()?;
        self.names.switch(&self.client)?;
        self.look().map(drop)
    }

    /// Takes all articles out: with the next commit.
    pub(super) fn clear(&self) -> Result<(), SearchError> {
        self.begin_rebuild()?;
        self.refilling.store(true, Ordering::Release);
        Ok(())
    }

    /// Makes the changes visible. They are durable already.
    pub(super) fn commit(&self) -> Result<(), SearchError> {
        if self.refilling.swap(false, Ordering::AcqRel) {
            return self.finish_rebuild();
        }
        self.ask("_refresh", &Value::Null)?;
        self.look().map(drop)
    }

    /// Articles in the index, as they were a moment ago.
    pub(super) fn count(&self) -> u64 {
        self.known().articles
    }

    /// A number that changes with every commit of any process, as it was a moment ago.
    pub(super) fn generation(&self) -> u64 {
        self.known().generation
    }

    /// Nobody waits for this: a thread beside asks again, at most once a second and only while somebody wants to know.
    fn known(&self) -> Known {
        self.asked.store(true, Ordering::Relaxed);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the thread that sees what other processes change; it ends with the index.
    pub(super) fn watch(engine: &Arc<Self>) -> Result<(), SearchError> {
        let watched = Arc::downgrade(engine);
        let watching = move || {
            while let Some(engine) = watched.upgrade() {
                if engine.asked.swap(false, Ordering::Relaxed)
                    && let Err(error) = engine.look()
                {
                    tracing::debug!(error = &error as &dyn std::error::Error, "the index is as it was last known");
                }
                drop(engine);
                std::thread::sleep(FRESH);
            }
        };
        let started = std::thread::Builder::new().name("search-watch".to_owned()).spawn(watching);
        started.map(drop).map_err(|error| SearchError::Engine(Box::new(error)))
    }

    /// Asks how many articles there are, and for the sum of the numbers that each write drew.
    fn look(&self) -> Result<Known, SearchError> {
        let body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": schema::here(),
            "aggs": { "all": { "global": {}, "aggs": { "drawn": { "sum": { "field": schema::DRAWN } } } } },
        });
        let answer = self.ask("_search", &body)?;
        let sum = answer.pointer("/aggregations/all/drawn/value").and_then(Value::as_f64).unwrap_or_default();
        let known = Known { articles: query::total(&answer), generation: sum.to_bits() };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(known)
    }

    /// Answers a query; when words of it stand in no article, the one that was probably meant is named or answered.
    pub(super) fn search(&self, query: &SearchQuery) -> Result<SearchResult, SearchError> {
        corrected(query, |query, asked| self.answer(query, asked), || Words(self))
    }

    /// The order of a query: one that matches all alike is answered by date.
    fn sort_of(query: &SearchQuery, asked: &Asked) -> Sort {
        if query.sort == Sort::Relevance && !asked.is_ranked() { Sort::Newest } else { query.sort }
    }

    fn crossing(&self, query: &SearchQuery, asked: &Asked) -> Result<Crossing, SearchError> {
        match query.bridge {
            Bridge::Open => cross(asked, &Learned::of(self, asked)?),
            Bridge::Closed => Ok(Crossing::default()),
        }
    }

    /// Answers a query as it stands.
    fn answer(&self, query: &SearchQuery, asked: &Asked) -> Result<SearchResult, SearchError> {
        let sort = Self::sort_of(query, asked);
        let crossing = self.crossing(query, asked)?;
        let groups = crossing.groups(asked);
        let after = query::after(query, sort, |article| self.title_of(article))?;
        let page = query::Page { query, sort, after, with_pages: !groups.is_empty() };
        let matching = compile::compile(asked, crossing.node.as_ref());
        let mut answer = self.ask(&query::path(query), &page.body(&matching))?;
        if query::hits(&answer).is_empty() && query::total(&answer) > 0 && page.after.is_some() {
            // A cursor of another search or of an older index: better the first page than none.
            answer = self.ask(&query::path(query), &query::Page { after: None, ..page }.body(&matching))?;
        }
        let hits = self.hits(&answer, &groups, sort, query)?;
        Ok(SearchResult {
            total: query::total(&answer),
            next: query::next(&answer, sort, query),
            facets: counting::facets(&answer, query),
            hits: hits.into_iter().map(|hit| Hit { bridged: is_bridged(&hit, sort, &crossing), ..hit }).collect(),
            correction: None,
            also: crossing.phrases,
        })
    }

    fn hits(&self, answer: &Value, groups: &[Group], sort: Sort, query: &SearchQuery) -> Result<Vec<Hit>, SearchError> {
        let marker = Marker::of(groups);
        let mut hits = Vec::new();
        for hit in query::hits(answer).iter().take(query::limit(query)) {
            let article = query::article(hit)?;
            let score = if sort == Sort::Relevance { query::score(hit) } else { 0.0 };
            let passage = hit.get("_source").and_then(|source| {
                let (pages, lang) = document::pages(source);
                let places = self.places(&pages, lang, groups);
                passages::best(&pages, &places, &marker, lang)
            });
            hits.push(Hit { article, score, passage, bridged: false });
        }
        Ok(hits)
    }

    fn places(&self, pages: &[passages::Page], lang: Lang, groups: &[Group]) -> Vec<passages::Place> {
        if groups.is_empty() {
            return Vec::new();
        }
        self.with_terms(|terms| places::places(pages, lang, groups, terms))
    }

    /// Reads texts with a memory of words that nobody else uses meanwhile.
    fn with_terms<T>(&self, read: impl FnOnce(&mut Terms) -> T) -> T {
        let kept = || self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut terms = kept().pop().unwrap_or_default();
        let done = read(&mut terms);
        let mut all = kept();
        if all.len() < MOST_MEMORIES {
            all.push(terms);
        }
        done
    }

    /// The title key of the article behind a cursor.
    fn title_of(&self, article: ArticleId) -> Result<Option<String>, SearchError> {
        let source = self.source(article, &[schema::TITLE_KEY])?;
        Ok(source.and_then(|source| Some(source.get(schema::TITLE_KEY)?.as_str()?.to_owned())))
    }

    /// Some fields of an article; `None` when the index does not hold it.
    fn source(&self, article: ArticleId, fields: &[&str]) -> Result<Option<Value>, SearchError> {
        let body = json!({
            "size": 1,
            "query": { "bool": { "filter": [schema::here(), { "term": { schema::ARTICLE: article.0 } }] } },
            "_source": fields,
        });
        let mut answer = self.ask("_search", &body)?;
        Ok(answer.pointer_mut("/hits/hits/0/_source").map(Value::take))
    }

    /// The matching pages of one article, in their order.
    pub(super) fn passages(&self, text: &str, article: ArticleId, limit: usize) -> Result<Vec<Passage>, SearchError> {
        let groups = parse(text).groups();
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        let Some(source) = self.source(article, &[schema::PAGES, schema::LANGUAGE])? else { return Ok(Vec::new()) };
        let (pages, lang) = document::pages(&source);
        let places = self.places(&pages, lang, &groups);
        Ok(passages::every(&pages, &places, &Marker::of(&groups), lang, limit))
    }
}

/// Whether a hit was found by words of the other language alone.
fn is_bridged(hit: &Hit, sort: Sort, crossing: &Crossing) -> bool {
    sort == Sort::Relevance && !crossing.phrases.is_empty() && hit.score < super::ranking::DIRECT
}
