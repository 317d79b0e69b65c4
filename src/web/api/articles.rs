//! `/api/v1/articles`: the search and single articles as JSON. E-mail addresses are never among the fields.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::domain::query::{FacetCount, Hit, SearchQuery};
use crate::domain::{
    AccessRight, Article, ArticleId, AwardLink, Dates, Journal, Lang, Localised, Person, ResourceType, VersionType,
};
use crate::service::{Found, Kind, Shown};
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::i18n::Locale;
use crate::web::{Site, SiteSettings, address, files};

/// Where the list lives.
const PATH: &str = "/api/v1/articles";

/// A page of hits.
#[derive(Debug, Serialize)]
pub(crate) struct FoundJson {
    total: u64,
    /// The search that was probably meant, when words of this one stand in no article.
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<CorrectionJson>,
    /// Words of the other language that were searched too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_searched: Vec<String>,
    hits: Vec<HitJson>,
    facets: BTreeMap<&'static str, Vec<CountJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct CorrectionJson {
    q: String,
    /// Whether the hits are those of the corrected search.
    applied: bool,
}

#[derive(Debug, Serialize)]
struct HitJson {
    #[serde(flatten)]
    article: ArticleJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<PassageJson>,
}

#[derive(Debug, Serialize)]
struct CountJson {
    value: String,
    count: u64,
}

#[derive(Debug, Serialize)]
struct PassageJson {
    page: u32,
    lang: Lang,
    text: String,
    /// Words of the text that match, in its order.
    matches: Vec<String>,
    url: String,
}

/// An article.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleJson {
    id: ArticleId,
    url: String,
    titles: Vec<Localised>,
    authors: Vec<Person>,
    abstracts: Vec<Localised>,
    keywords: Vec<Localised>,
    language: Option<Lang>,
    r#type: Option<&'static str>,
    peer_reviewed: Option<bool>,
    version: Option<&'static str>,
    licence: Option<String>,
    access: &'static str,
    embargo_until: Option<String>,
    doi: Option<String>,
    journal: Option<Journal>,
    dates: Dates,
    field: Option<String>,
    awards: Vec<AwardLink>,
    file: FileJson,
}

#[derive(Debug, Serialize)]
struct FileJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    media_type: &'static str,
    size_bytes: i64,
    pages: Option<i64>,
    sha256: String,
}

impl ArticleJson {
    fn of(article: &Article, site: &SiteSettings, today: jiff::civil::Date) -> Self {
        let metadata = article.version.metadata.clone();
        let open = article.is_open_on(today);
        let file = &article.version.file;
        Self {
            id: article.id,
            url: site.absolute(&format!("/articles/{}", article.id)),
            titles: metadata.titles,
            authors: metadata.authors.into_iter().map(|person| Person { email: None, ..person }).collect(),
            abstracts: metadata.abstracts,
            keywords: metadata.keywords,
            language: metadata.language,
            r#type: metadata.resource_type.map(ResourceType::code),
            peer_reviewed: metadata.peer_reviewed,
            version: metadata.version.map(VersionType::code),
            licence: metadata.licence.map(String::from),
            access: if open { "open" } else { metadata.access.map_or("restricted", AccessRight::code) },
            embargo_until: metadata.embargo_until.map(|date| date.to_string()),
            doi: metadata.doi.map(String::from),
            journal: metadata.journal,
            dates: metadata.dates,
            field: metadata.field,
            awards: metadata.awards,
            file: FileJson {
                url: open.then(|| site.absolute(&files::path(article))),
                media_type: file.media_type.as_str(),
                size_bytes: file.size_bytes,
                pages: file.pages,
                sha256: file.sha256.to_string(),
            },
        }
    }
}

impl FoundJson {
    fn of(query: &SearchQuery, found: &Found, site: &SiteSettings, today: jiff::civil::Date) -> Self {
        let hits = found.articles.iter().map(|article| {
            let hit = found.result.hits.iter().find(|hit| hit.article == article.id);
            HitJson {
                article: ArticleJson::of(article, site, today),
                passage: hit.and_then(|hit| passage(hit, &found.result.words_for(hit, &query.text), site)),
            }
        });
        let next = found.result.next.map(|cursor| address::after(Locale::French, PATH, query, cursor));
        Self {
            total: found.result.total,
            correction: found
                .result
                .correction
                .as_ref()
                .map(|meant| CorrectionJson { q: meant.text.clone(), applied: meant.applied }),
            also_searched: found.result.also.clone(),
            hits: hits.collect(),
            facets: found.result.facets.iter().map(|(facet, counts)| (facet.key(), counted(counts))).collect(),
            next: next.map(|address| site.absolute(&address)),
        }
    }
}

fn counted(counts: &[FacetCount]) -> Vec<CountJson> {
    counts.iter().map(|count| CountJson { value: count.value.clone(), count: count.count }).collect()
}

fn passage(hit: &Hit, words: &str, site: &SiteSettings) -> Option<PassageJson> {
    let passage = hit.passage.as_ref()?;
    let reader = format!("/articles/{}/lire", hit.article);
    let address = address::with_pairs(&reader, &[("q".to_owned(), words.to_owned())]);
    let marked = passage.pieces.iter().filter(|piece| piece.marked);
    Some(PassageJson {
        page: passage.page,
        lang: passage.lang,
        text: passage.pieces.iter().map(|piece| piece.text.as_str()).collect(),
        matches: marked.map(|piece| piece.text.clone()).collect(),
        url: site.absolute(&format!("{address}#p{}", passage.page)),
    })
}

/// `GET /api/v1/articles`
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let query = address::read(&pairs);
    let found = site.repository.search(query.clone()).await?;
    let today = site.repository.clock().today();
    super::json(&FoundJson::of(&query, &found, &site.settings, today))
}

/// `GET /api/v1/articles/{id}`
pub(crate) async fn show(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let today = site.repository.clock().today();
    super::json(&ArticleJson::of(&article, &site.settings, today))
}
