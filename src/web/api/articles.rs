//! `/api/v1/articles`: the search and single articles as JSON. E-mail addresses are never among the fields.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problems;
use super::schema::{AwardLinkJson, DatesJson, FileJson, JournalJson, LocalisedJson, PersonJson};
use crate::domain::query::{FacetCount, Hit, SearchQuery};
use crate::domain::{AccessRight, Article, ArticleId, Localised, ResourceType, VersionType};
use crate::service::{Found, Kind, Shown};
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::i18n::Locale;
use crate::web::{Site, SiteSettings, address, files};

/// Where the list lives.
const PATH: &str = "/api/v1/articles";

/// A page of hits.
#[derive(Debug, Serialize, ToSchema)]
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

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionJson {
    q: String,
    /// Whether the hits are those of the corrected search.
    applied: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HitJson {
    #[serde(flatten)]
    article: ArticleJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<PassageJson>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountJson {
    value: String,
    count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PassageJson {
    page: u32,
    lang: String,
    text: String,
    /// Words of the text that match, in its order.
    matches: Vec<String>,
    url: String,
}

/// An article.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleJson {
    #[schema(value_type = i64)]
    id: ArticleId,
    url: String,
    titles: Vec<LocalisedJson>,
    authors: Vec<PersonJson>,
    abstracts: Vec<LocalisedJson>,
    keywords: Vec<LocalisedJson>,
    language: Option<String>,
    r#type: Option<&'static str>,
    peer_reviewed: Option<bool>,
    version: Option<&'static str>,
    licence: Option<String>,
    access: &'static str,
    embargo_until: Option<String>,
    doi: Option<String>,
    journal: Option<JournalJson>,
    dates: DatesJson,
    field: Option<String>,
    awards: Vec<AwardLinkJson>,
    file: FileJson,
}

impl ArticleJson {
    fn of(article: &Article, site: &SiteSettings, today: jiff::civil::Date) -> Self {
        let metadata = article.version.metadata.clone();
        let open = article.is_open_on(today);
        let texts = |texts: Vec<Localised>| texts.into_iter().map(LocalisedJson::from).collect();
        Self {
            id: article.id,
            url: site.absolute(&format!("/articles/{}", article.id)),
            titles: texts(metadata.titles),
            authors: metadata.authors.into_iter().map(PersonJson::from).collect(),
            abstracts: texts(metadata.abstracts),
            keywords: texts(metadata.keywords),
            language: metadata.language.map(|lang| lang.to_string()),
            r#type: metadata.resource_type.map(ResourceType::code),
            peer_reviewed: metadata.peer_reviewed,
            version: metadata.version.map(VersionType::code),
            licence: metadata.licence.map(String::from),
            access: if open { "open" } else { metadata.access.map_or("restricted", AccessRight::code) },
            embargo_until: metadata.embargo_until.map(|date| date.to_string()),
            doi: metadata.doi.map(String::from),
            journal: metadata.journal.map(JournalJson::from),
            dates: metadata.dates.into(),
            field: metadata.field,
            awards: metadata.awards.into_iter().map(AwardLinkJson::from).collect(),
            file: FileJson::of(&article.version.file, open.then(|| site.absolute(&files::path(article)))),
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
        lang: passage.lang.to_string(),
        text: passage.pieces.iter().map(|piece| piece.text.as_str()).collect(),
        matches: marked.map(|piece| piece.text.clone()).collect(),
        url: site.absolute(&format!("{address}#p{}", passage.page)),
    })
}

/// Searches the public articles, in their titles, descriptions and texts.
#[utoipa::path(
    get, path = "/api/v1/articles", operation_id = "listArticles", tag = "articles",
    params(
        ("q" = Option<String>, Query, description = "Words, \"phrases\", `auteur:`, `titre:` and other fields"),
        ("limite" = Option<i64>, Query, description = "Articles on a page, 1 to 100"),
        ("suite" = Option<String>, Query, description = "Where the page begins; `next` of a page gives the address of the next"),
        ("tri" = Option<String>, Query, description = "`pertinence`, `recents`, `anciens`, `ajouts` or `titre`"),
    ),
    responses((status = 200, body = FoundJson), Problems),
)]
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let query = address::read(&pairs);
    let found = site.repository.search(query.clone()).await?;
    let today = site.repository.clock().today();
    super::json(&FoundJson::of(&query, &found, &site.settings, today))
}

/// An article.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}", operation_id = "showArticle", tag = "articles",
    params(("id" = i64, Path, description = "Number of the article")),
    responses((status = 200, body = ArticleJson), Problems),
)]
pub(crate) async fn show(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let today = site.repository.clock().today();
    super::json(&ArticleJson::of(&article, &site.settings, today))
}

/// The files of an article.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FilesJson {
    #[schema(value_type = i64)]
    article: ArticleId,
    files: Vec<OneFileJson>,
}

/// A file of an article.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneFileJson {
    /// `deposited`, or `described`: the same with the description inside.
    role: &'static str,
    /// Where it can be read; absent while it is not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[schema(example = "application/pdf")]
    media_type: &'static str,
    size_bytes: u64,
    /// Digest, in hexadecimal, of the deposited bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// The files of an article: as deposited, and with its description inside.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/files", operation_id = "listFiles", tag = "articles",
    params(("id" = i64, Path, description = "Number of the article")),
    responses((status = 200, body = FilesJson), Problems),
)]
pub(crate) async fn files(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let open = article.is_open_on(site.repository.clock().today());
    let at = |path: String| open.then(|| site.settings.absolute(&path));
    let (file, media_type) = (&article.version.file, article.version.file.media_type.as_str());
    let (url, sha256) = (at(files::path(&article)), Some(file.sha256.to_string()));
    let size_bytes = u64::try_from(file.size_bytes).unwrap_or_default();
    let mut all = vec![OneFileJson { role: "deposited", url, media_type, size_bytes, sha256 }];
    if open && let Some(copy) = site.repository.find_described(&article).await? {
        let (url, size_bytes) = (at(files::described_path(&article)), copy.size_bytes);
        all.push(OneFileJson { role: "described", url, media_type, size_bytes, sha256: None });
    }
    super::json(&FilesJson { article: id, files: all })
}
