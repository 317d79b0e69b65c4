//! The engine inside the program: a Tantivy index.
//!
//! One document an article. The text of all its pages is one run of words; a table kept beside tells at which word
//! each page begins. So an article matches as a whole and facets count articles, while the positions of the matching
//! words give the page and the passage without reading the text again.

mod adjacent;
mod alive;
mod bridge;
mod collect;
mod columns;
mod compile;
mod document;
mod folder;
mod lifted;
mod list;
mod places;
mod related;
mod schema;
mod spelling;
mod suggest;
mod tokens;
mod view;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::query::Query;
use tantivy::{DocAddress, IndexWriter, Searcher, TantivyDocument, Term};

use self::alive::first_alive;
use self::bridge::Learned;
use self::collect::{Found, Page};
use self::folder::Generation;
use self::lifted::Floor;
use self::places::Locator;
use self::schema::{Fields, MADE_FROM, TITLE_KEY};
use self::view::View;
use super::counts::facets;
use super::crossing::{Crossing, cross};
use super::entry::{Entry, Gone};
use super::error::SearchError;
use super::mark::Marker;
use super::passages;
use super::ranking::{DIRECT, MAX_LIMIT, WITHOUT_TITLE};
use super::spelling::corrected;
use super::syntax::{Asked, Group, parse};
use crate::domain::ArticleId;
use crate::domain::ids::VersionId;
use crate::domain::query::{Bridge, Hit, Passage, SearchQuery, SearchResult, Sort};
use crate::domain::related::{Related, Subject};
use crate::domain::understood::Suggestion;

/// Memory for documents that are not yet written to a segment.
const WRITER_BYTES: usize = 96_000_000;

/// The index and its writer.
pub(super) struct Embedded {
    index: tantivy::Index,
    view: View,
    fields: Fields,
    /// Opened by the first change, so that reading needs no lock on the folder.
    writer: Mutex<Option<IndexWriter>>,
    dir: Option<PathBuf>,
}

impl Embedded {
    /// An index in memory.
    pub(super) fn in_memory() -> Result<Self, SearchError> {
        let (schema, fields) = schema::build();
        Self::new(tantivy::Index::create_in_ram(schema), fields, None)
    }

    /// Opens the index in a folder, or makes a new one; tells whether it must be filled.
    pub(super) fn open(dir: &Path) -> Result<(Self, bool), SearchError> {
        std::fs::create_dir_all(dir).map_err(|source| SearchError::Folder { path: dir.to_owned(), source })?;
        if let Some(generation) = Generation::current(dir) {
            match Self::open_generation(dir, &generation) {
                Ok(opened) => return Ok((opened, !generation.is_filled())),
                Err(error) => tracing::warn!(%error, "the search index is damaged and will be built anew"),
            }
        }
        let generation = Generation::create(dir)?;
        let (schema, fields) = schema::build();
        let index = tantivy::Index::create_in_dir(generation.path(dir), schema)?;
        let opened = Self::new(index, fields, Some((dir, generation.path(dir))))?;
        generation.save(dir)?;
        generation.remove_others(dir);
        Ok((opened, true))
    }

    fn open_generation(dir: &Path, generation: &Generation) -> Result<Self, SearchError> {
        let (schema, fields) = schema::build();
        let index = tantivy::Index::open_in_dir(generation.path(dir))?;
        if index.schema() != schema {
            return Err(tantivy::TantivyError::SchemaError("not the schema of this version".to_owned()).into());
        }
        Self::new(index, fields, Some((dir, generation.path(dir))))
    }

    /// An index, and where it is on disk: the folder of all generations and that of this one.
    fn new(index: tantivy::Index, fields: Fields, place: Option<(&Path, PathBuf)>) -> Result<Self, SearchError> {
        index.tokenizers().register(tokens::ANALYSIS, tokens::analyzer());
        let (dir, folder) = place.map(|(dir, folder)| (dir.to_owned(), folder)).unzip();
        let view = View::new(&index, folder)?;
        Ok(Self { index, view, fields, writer: Mutex::default(), dir })
    }

    /// Notes that all articles were put in since the index was made.
    pub(super) fn rebuild_finished(&self) -> Result<(), SearchError> {
        match self.dir.as_deref().and_then(|dir| Some((dir, Generation::current(dir)?))) {
            Some((dir, generation)) if !generation.is_filled() => generation.filled().save(dir),
            _ => Ok(()),
        }
    }

    /// Replaces the documents of some articles.
    pub(super) fn upsert(&self, entries: &[Entry]) -> Result<(), SearchError> {
        self.write(|writer| {
            for entry in entries {
                writer.delete_term(Term::from_field_i64(self.fields.article, entry.article.0));
                writer.add_document(document::document(&self.fields, entry))?;
            }
            Ok(())
        })
    }

    /// Removes the documents of some articles.
    pub(super) fn remove(&self, articles: &[Gone]) -> Result<(), SearchError> {
        self.write(|writer| {
            for gone in articles {
                writer.delete_term(Term::from_field_i64(self.fields.article, gone.article.0));
            }
            Ok(())
        })
    }

    /// Removes all documents.
    pub(super) fn clear(&self) -> Result<(), SearchError> {
        self.write(|writer| writer.delete_all_documents().map(|_| ()))
    }

    /// Makes the changes durable and visible.
    pub(super) fn commit(&self) -> Result<(), SearchError> {
        if self.writer().is_some() {
            self.write(|writer| writer.commit().map(|_| ()))?;
        }
        Ok(self.view.reload()?)
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works with the one writer. After an error it is given up with what was not committed, so that the next change
    /// starts sound.
    fn write(&self, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<(), SearchError> {
        let mut writer = self.writer();
        let opened = match &mut *writer {
            Some(opened) => opened,
            None => writer.insert(self.new_writer()?),
        };
        let done = work(opened);
        if done.is_err() {
            *writer = None;
        }
        Ok(done?)
    }

    /// A writer in a folder that holds what was committed and nothing else. A commit that was cut off leaves files whose names
    /// the next one chooses again, and Tantivy writes over none: without this it would fail again and again.
    fn new_writer(&self) -> tantivy::Result<IndexWriter> {
        let writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        writer.garbage_collect_files().wait()?;
        Ok(writer)
    }

    /// Articles in the index.
    pub(super) fn count(&self) -> u64 {
        self.view.searcher().num_docs()
    }

    /// All articles in the index, each with the version that it was made from.
    pub(super) fn versions(&self) -> Result<Vec<(ArticleId, Option<VersionId>)>, SearchError> {
        let mut all = Vec::new();
        for reader in self.view.searcher().segment_readers() {
            let (article, version) = (reader.fast_fields().i64("article")?, reader.fast_fields().i64(MADE_FROM)?);
            let held = |doc| Some((ArticleId(article.first(doc)?), version.first(doc).map(VersionId)));
            all.extend(reader.doc_ids_alive().filter_map(held));
        }
        Ok(all)
    }

    /// Files of the index whose checksum is wrong.
    pub(super) fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        Ok(self.index.validate_checksum()?.into_iter().collect())
    }

    /// Answers a query; when words of it stand in no article, the one that was probably meant is named or answered.
    pub(super) fn search(&self, query: &SearchQuery) -> Result<SearchResult, SearchError> {
        let searcher = self.view.searcher();
        corrected(
            query,
            |query, asked| self.answer(&searcher, query, asked),
            || spelling::Words { fields: &self.fields, searcher: &searcher },
        )
    }

    /// Answers a query as it stands.
    fn answer(&self, searcher: &Searcher, query: &SearchQuery, asked: &Asked) -> Result<SearchResult, SearchError> {
        let sort = if query.sort == Sort::Relevance && !asked.is_ranked() { Sort::Newest } else { query.sort };
        let limit = query.limit.min(MAX_LIMIT);
        let page = Page::new(query, sort, limit, self.title_after(searcher, query)?);
        let (compiled, crossing) = self.compiled(searcher, query, asked, page.floor())?;
        let mut collected = searcher.search(&*compiled, &page)?;
        if collected.found.is_empty() && collected.total > 0 && page.is_later() {
            // A cursor of another search or of an older index: better the first page than none.
            collected = searcher.search(&*compiled, &page.first())?;
        }
        let has_more = collected.found.len() > limit;
        collected.found.truncate(limit);
        let next = collected.found.last().filter(|_| has_more).map(Found::cursor);
        let groups = crossing.groups(asked);
        let mut hits = self.hits(searcher, &collected.found, &groups)?;
        if sort == Sort::Relevance && !crossing.phrases.is_empty() {
            for hit in &mut hits {
                hit.bridged = hit.score < DIRECT;
            }
        }
        let facets = facets(&collected.counts, query);
        Ok(SearchResult { total: collected.total, hits, facets, next, correction: None, also: crossing.phrases })
    }

    /// The query of the engine, and what of it is in the other language.
    fn compiled(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        asked: &Asked,
        floor: &Floor,
    ) -> Result<(Box<dyn Query>, Crossing), SearchError> {
        let crossing = match query.bridge {
            Bridge::Open => cross(asked, &Learned { fields: &self.fields, searcher })?,
            Bridge::Closed => Crossing::default(),
        };
        let compiled = compile::compile(&self.fields, asked, crossing.node.as_ref(), floor);
        Ok((compiled, crossing))
    }

    /// The title key of the article behind a cursor, when titles are the order.
    fn title_after(&self, searcher: &Searcher, query: &SearchQuery) -> Result<Option<String>, SearchError> {
        let Some(cursor) = query.after.filter(|_| query.sort == Sort::Title) else { return Ok(None) };
        let Some(address) = self.find(searcher, ArticleId(cursor.article))? else { return Ok(None) };
        let mut title = String::new();
        if let Some(column) = searcher.segment_reader(address.segment_ord).fast_fields().str(TITLE_KEY)?
            && let Some(number) = column.term_ords(address.doc_id).next()
        {
            column.ord_to_str(number, &mut title).map_err(tantivy::TantivyError::from)?;
        }
        Ok(Some(if title.is_empty() { WITHOUT_TITLE.to_owned() } else { title }))
    }

    /// What somebody may mean who has typed a beginning.
    pub(super) fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
        suggest::suggest(&self.fields, &self.view.searcher(), typed)
    }

    /// The articles that belong beside one.
    pub(super) fn related(&self, subject: &Subject, limit: usize) -> Result<Vec<Related>, SearchError> {
        related::related(&self.fields, &self.view.searcher(), subject, limit)
    }

    /// A number that changes with every commit that readers see.
    pub(super) fn generation(&self) -> u64 {
        self.view.generation()
    }

    fn hits(&self, searcher: &Searcher, found: &[Found], groups: &[Group]) -> Result<Vec<Hit>, SearchError> {
        let marker = Marker::of(groups);
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|index| found.get(*index).map(|found| found.address));
        let mut passages: Vec<Option<Passage>> = vec![None; found.len()];
        let mut open: Option<(u32, Locator)> = None;
        for index in order.into_iter().filter(|_| !groups.is_empty()) {
            let (Some(found), Some(slot)) = (found.get(index), passages.get_mut(index)) else { continue };
            let segment = found.address.segment_ord;
            let (_, locator) = if let Some(kept) = open.take().filter(|(opened, _)| *opened == segment) {
                open.insert(kept)
            } else {
                let locator = Locator::open(&self.fields, searcher.segment_reader(segment), groups)?;
                open.insert((segment, locator))
            };
            let places = locator.places(found.address.doc_id);
            if !places.is_empty() {
                let pages = self.pages(searcher, found.address)?;
                *slot = passages::best(&pages, &places, &marker, places::language(searcher, found.address)?);
            }
        }
        let hit = |(found, passage): (&Found, _)| Hit {
            article: ArticleId(found.article()),
            score: found.score,
            passage,
            bridged: false,
        };
        Ok(found.iter().zip(passages).map(hit).collect())
    }

    fn pages(&self, searcher: &Searcher, address: DocAddress) -> Result<Vec<passages::Page>, SearchError> {
        let stored: TantivyDocument = searcher.doc(address)?;
        Ok(document::pages(&self.fields, &stored))
    }

    /// The matching pages of one article, in their order.
    pub(super) fn passages(&self, text: &str, article: ArticleId, limit: usize) -> Result<Vec<Passage>, SearchError> {
        let groups = parse(text).groups();
        let searcher = self.view.searcher();
        let Some(address) = self.find(&searcher, article)? else { return Ok(Vec::new()) };
        let mut locator = Locator::open(&self.fields, searcher.segment_reader(address.segment_ord), &groups)?;
        let places = locator.places(address.doc_id);
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let lang = places::language(&searcher, address)?;
        let pages = self.pages(&searcher, address)?;
        Ok(passages::every(&pages, &places, &Marker::of(&groups), lang, limit))
    }

    fn find(&self, searcher: &Searcher, article: ArticleId) -> Result<Option<DocAddress>, SearchError> {
        first_alive(searcher, &Term::from_field_i64(self.fields.article, article.0))
    }
}
