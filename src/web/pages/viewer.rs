//! The viewer: the pages of an article's PDF as they are printed, opened at a page, with the words marked.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::reading::{FoundWords, LONGEST_QUERY, page_summary};
use super::tombstone::TombstonePage;
use super::view::{self, LangAttribute, Text};
use super::{progress, scripted};
use crate::domain::article::MediaType;
use crate::domain::extraction::Extraction;
use crate::domain::query::Piece;
use crate::domain::{Article, Lang};
use crate::service::{ReviewItem, Shown};
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::page::{Cache, Frame};
use crate::web::{Site, assets, files};

/// Most different words that are marked.
const MOST_WORDS: usize = 60;
/// Where the parts of PDF.js lie.
const ENGINE: &str = "vendor/pdfjs/";
/// What PDF.js asks for by name: the two fonts of signs that no device has, and the decoders of scanned pages.
const PARTS: [&str; 4] = ["FoxitSymbol.pfb", "FoxitDingbats.pfb", "jbig2.wasm", "openjpeg.wasm"];

/// The page that shows the file.
#[derive(Debug, Template)]
#[template(path = "viewer.html")]
pub(crate) struct ViewerPage<'a> {
    frame: &'a Frame,
    title: Text,
    authors: String,
    lang: LangAttribute,
    article_href: String,
    reading_href: String,
    file_href: String,
    labels: String,
    engine: String,
    marked: String,
    found: Option<FoundWords>,
}

/// What a query finds in a text: the words as they stand there, and their pages.
#[derive(Debug, Default)]
pub(crate) struct Found {
    words: BTreeSet<String>,
    pages: Vec<u32>,
}

impl Found {
    /// Looks through a text; `mark` marks the words that are looked for.
    pub(crate) fn in_text(extraction: &Extraction, mark: impl Fn(&str) -> Vec<Piece>) -> Self {
        let mut found = Self::default();
        for page in &extraction.pages {
            let pieces = page.blocks.iter().flat_map(|block| mark(&block.text)).filter(|piece| piece.marked);
            let words: BTreeSet<_> = pieces.map(|piece| piece.text.trim().to_lowercase()).collect();
            if !words.is_empty() {
                found.pages.push(page.number);
            }
            found.words.extend(words);
        }
        found
    }
}

impl<'a> ViewerPage<'a> {
    /// The page of an article's PDF; `found` is there when words are looked for.
    pub(crate) fn new(frame: &'a Frame, article: &Article, query: &str, found: Option<&Found>) -> Self {
        let metadata = &article.version.metadata;
        let search =
            if query.is_empty() { String::new() } else { format!("?{}", frame.query.as_deref().unwrap_or_default()) };
        let words: Vec<_> = found.iter().flat_map(|found| found.words.iter().take(MOST_WORDS)).collect();
        Self {
            title: view::title(metadata, frame.locale),
            authors: view::byline(metadata, frame.locale),
            lang: LangAttribute(metadata.language.filter(|lang| *lang != Lang::UND)),
            article_href: frame.href(&format!("/articles/{}", article.id)),
            reading_href: frame.href(&format!("/articles/{}/lire", article.id)) + &search,
            file_href: files::path(article),
            labels: scripted::viewer_labels(frame.locale),
            engine: engine(),
            marked: serde_json::json!(words).to_string(),
            found: found.map(|found| page_summary(&found.pages, frame, |page| format!("#page={page}"))),
            frame,
        }
    }
}

impl<'a> ViewerPage<'a> {
    /// The page of a deposit's PDF, for those who review it; nothing when its file is none.
    pub(crate) fn of_deposit(frame: &'a Frame, item: &ReviewItem) -> Option<Self> {
        let metadata = item.article.as_ref().map(|article| &article.version.metadata);
        (item.deposit.file.media_type == MediaType::Pdf).then(|| Self {
            title: progress::title(item, frame.locale),
            authors: metadata.map(|metadata| view::byline(metadata, frame.locale)).unwrap_or_default(),
            lang: LangAttribute(metadata.and_then(|metadata| metadata.language).filter(|lang| *lang != Lang::UND)),
            article_href: frame.href(&format!("/revision/{}", item.deposit.id)),
            reading_href: String::new(),
            file_href: format!("/revision/{}/fichier", item.deposit.id),
            labels: scripted::viewer_labels(frame.locale),
            engine: engine(),
            marked: "[]".to_owned(),
            found: None,
            frame,
        })
    }
}

/// The addresses of PDF.js and its parts, as JSON.
pub(super) fn engine() -> String {
    let address = |name: &str| assets::address(&format!("{ENGINE}{name}"));
    let parts: serde_json::Map<_, _> = PARTS.iter().map(|name| ((*name).to_owned(), address(name).into())).collect();
    serde_json::json!({"main": address("pdf.min.mjs"), "worker": address("pdf.worker.min.mjs"), "parts": parts})
        .to_string()
}

/// `GET /articles/{id}/pdf`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, Id(id): Id, pairs: Pairs) -> Result<Response, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) => article,
        Shown::Tombstone(article) => {
            return frame.send_as(StatusCode::GONE, &TombstonePage::new(&frame, &article), Cache::Public(300));
        }
    };
    if article.version.file.media_type != MediaType::Pdf {
        return Err(Fault::not_found());
    }
    if !article.is_open_on(frame.today) {
        return Err(Fault::forbidden());
    }
    let query: String = pairs.first("q").chars().take(LONGEST_QUERY).collect();
    let found = if query.trim().is_empty() {
        None
    } else {
        let extraction = site.repository.extraction(&article).await?;
        let marker = site.repository.marker(&query);
        Some(Found::in_text(&extraction, |text| marker.mark(text)))
    };
    frame.send(&ViewerPage::new(&frame, &article, &query, found.as_ref()), Cache::Public(300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_engine_is_embedded() {
        let engine: serde_json::Value = serde_json::from_str(&engine()).unwrap();
        let parts = engine["parts"].as_object().unwrap().values();
        for address in parts.chain([&engine["main"], &engine["worker"]]) {
            let address = address.as_str().unwrap();
            assert!(address.starts_with("/assets/vendor/pdfjs/"), "{address}");
        }
        for name in PARTS.iter().chain(&["pdf.min.mjs", "pdf.worker.min.mjs"]) {
            assert!(assets::exists(&format!("{ENGINE}{name}")), "{name}");
        }
    }
}
