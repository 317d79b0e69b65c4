//! The reading page: the text of an article, a section a page, made from what was read in its file.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::file_links::viewer_href;
use super::gallery::Gallery;
use super::jats::{Fragment, JatsText, Print};
use super::scripted::{self, Setting};
use super::text::{Entry, Part, ReadingText, TextPage};
use super::tombstone::TombstonePage;
use super::view::{self, LangAttribute, Marked, Text};
use super::viewer;
use crate::domain::article::MediaType;
use crate::domain::extraction::{Extraction, WarningKind};
use crate::domain::usage::Use;
use crate::domain::{Article, Lang, Picture};
use crate::metadata::jats::Element;
use crate::metadata::open_jats;
use crate::service::{PagePictures, Shown};
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::page::{Cache, Frame};
use crate::web::visits::{Used, Visitor};
use crate::web::{Site, files, pictures};

/// Longest query that is marked, in characters.
pub(super) const LONGEST_QUERY: usize = 500;

/// Longest JATS file that is shown as it marks itself up, in bytes.
const LONGEST_JATS_BYTES: i64 = 5_000_000;

/// The page that shows the text.
#[derive(Debug, Template)]
#[template(path = "reading.html")]
pub(crate) struct ReadingPage<'a> {
    frame: &'a Frame,
    article: i64,
    title: Text,
    authors: String,
    lang: LangAttribute,
    article_href: String,
    reading_href: String,
    file_href: Option<String>,
    viewer_href: Option<String>,
    engine: String,
    labels: String,
    settings: Vec<Setting>,
    rates: Vec<(&'static str, String)>,
    warnings: Vec<String>,
    words: String,
    found: Option<FoundWords>,
    contents: Vec<Entry>,
    pages: Vec<PageView>,
    /// Whether the file marks its text up itself, so that nothing had to be guessed.
    is_marked_up: bool,
}

/// One page with its mark.
#[derive(Debug)]
struct PageView {
    number: u32,
    label: String,
    file_href: Option<String>,
    /// The page as the file itself marks it up, in place of its parts.
    html: Option<Fragment>,
    parts: Vec<Part>,
}

/// The pages on which the words stand.
#[derive(Debug)]
pub(super) struct FoundWords {
    pub(super) summary: String,
    pub(super) pages: Vec<(String, String)>,
}

impl<'a> ReadingPage<'a> {
    /// The page of a text; `mark` marks the words that are looked for.
    pub(crate) fn new(
        frame: &'a Frame,
        article: &Article,
        extraction: &Extraction,
        drawn: Vec<PagePictures>,
        words: &str,
        mark: &dyn Fn(&str) -> Marked,
    ) -> Self {
        let metadata = &article.version.metadata;
        let language = metadata.language.filter(|lang| *lang != Lang::UND);
        let file_href = article.is_open_on(frame.today).then(|| files::path(article));
        let is_pdf = article.version.file.media_type == MediaType::Pdf;
        let gallery = gallery(article, drawn, file_href.clone().filter(|_| is_pdf), frame);
        let text = ReadingText::of(extraction, language, &gallery, mark);
        let found = (!words.is_empty()).then(|| found_words(&text, frame));
        let page_href = |number: u32| gallery.page_href(number);
        Self {
            article: article.id.0,
            title: view::title(metadata, frame.locale),
            authors: view::byline(metadata, frame.locale),
            lang: LangAttribute(language),
            article_href: frame.href(&format!("/articles/{}", article.id)),
            reading_href: frame.href(&format!("/articles/{}/lire", article.id)),
            viewer_href: viewer_href(article, frame),
            engine: viewer::engine(),
            labels: scripted::reader_labels(frame.locale),
            settings: scripted::settings(frame.locale),
            rates: scripted::rates(frame.locale),
            warnings: warnings(extraction, frame),
            words: words.to_owned(),
            found,
            contents: text.contents,
            pages: text.pages.into_iter().map(|page| page_view(page, page_href, frame)).collect(),
            file_href,
            is_marked_up: false,
            frame,
        }
    }

    /// Shows the text as a JATS file marks it up.
    fn mark_up(&mut self, text: JatsText) {
        let JatsText { mut pages, contents } = text;
        self.contents = contents;
        for page in &mut self.pages {
            page.html = pages.remove(&page.number);
            page.label = self.frame.ta("jats-part", "number", &page.number.to_string());
        }
        self.is_marked_up = true;
        if let Some(found) = &mut self.found {
            let marked = |page: &PageView| {
                page.html.as_ref().map_or_else(|| page.parts.iter().any(Part::has_marks), Fragment::has_marks)
            };
            let pages: Vec<u32> = self.pages.iter().filter(|page| marked(page)).map(|page| page.number).collect();
            *found = found_on(&pages, self.frame);
        }
    }
}

/// The pictures of the text, each at its address.
fn gallery(article: &Article, drawn: Vec<PagePictures>, file: Option<String>, frame: &Frame) -> Gallery {
    let address = |page: u32, tag: &str, picture: Picture| {
        let src = pictures::path(article.id, page, picture.number, tag);
        (picture, src)
    };
    let pages = drawn.into_iter().map(|PagePictures { page, tag, pictures }| {
        (page, pictures.into_iter().map(|picture| address(page, &tag, picture)).collect())
    });
    Gallery { locale: frame.locale, pictures: pages.collect(), file }
}

fn page_view(page: TextPage, href: impl Fn(u32) -> Option<String>, frame: &Frame) -> PageView {
    let number = page.number.to_string();
    let label = match &page.printed {
        Some(printed) => frame.locale.text_with("reading-page-printed", &[("number", &number), ("printed", printed)]),
        None => frame.ta("reading-page", "number", &number),
    };
    PageView { number: page.number, label, file_href: href(page.number), html: None, parts: page.parts }
}

fn found_words(text: &ReadingText, frame: &Frame) -> FoundWords {
    let with_marks = text.pages.iter().filter(|page| page.parts.iter().any(Part::has_marks));
    found_on(&with_marks.map(|page| page.number).collect::<Vec<_>>(), frame)
}

fn found_on(pages: &[u32], frame: &Frame) -> FoundWords {
    page_summary(pages, frame, |page| format!("#p{page}"))
}

/// How many pages the words stand on, with the way to each.
pub(super) fn page_summary(pages: &[u32], frame: &Frame, href: impl Fn(u32) -> String) -> FoundWords {
    let link = |page: &u32| (href(*page), frame.ta("page-short", "number", &page.to_string()));
    let count = u64::try_from(pages.len()).unwrap_or_default();
    FoundWords { summary: frame.locale.text_count("reading-found", count), pages: pages.iter().map(link).collect() }
}

/// What could not be read, each kind told once.
fn warnings(extraction: &Extraction, frame: &Frame) -> Vec<String> {
    let mut keys: Vec<&'static str> =
        extraction.warnings.iter().filter_map(|warning| warning_key(warning.kind)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|key| frame.t(key)).collect()
}

/// A repaired file reads as any other: readers need not know.
fn warning_key(kind: WarningKind) -> Option<&'static str> {
    match kind {
        WarningKind::Repaired => None,
        WarningKind::UnmappedGlyphs => Some("warning-unmapped-glyphs"),
        WarningKind::PageUnreadable => Some("warning-page-unreadable"),
        WarningKind::NoText => Some("warning-no-text"),
        WarningKind::BudgetExhausted => Some("warning-budget-exhausted"),
    }
}

/// The JATS file of an article; a PDF, and a file that is too long, is shown as it was read.
async fn jats_file(site: &Site, article: &Article) -> Result<Option<Element>, Fault> {
    let file = &article.version.file;
    if file.media_type != MediaType::Jats || file.size_bytes > LONGEST_JATS_BYTES {
        return Ok(None);
    }
    Ok(open_jats(&site.repository.file_bytes(article).await?).ok())
}

/// The figures of an article as its PDF prints them; of a PDF that cannot be read, none.
async fn print(site: &Site, article: &Article, frame: &Frame) -> Result<Print, Fault> {
    let journal = article.publisher_doi().map(crate::domain::Doi::url);
    let Some(printed) = site.repository.printed(article).await? else {
        return Ok(Print::of(ReadingText::default(), journal));
    };
    let Ok(extraction) = site.repository.extraction(&printed).await else {
        return Ok(Print::of(ReadingText::default(), journal));
    };
    let drawn = site.repository.pictures(&printed, &extraction).await?;
    let gallery = gallery(&printed, drawn, Some(files::path(&printed)), frame);
    Ok(Print::of(ReadingText::of(&extraction, None, &gallery, &Marked::plain), journal))
}

/// `GET /articles/{id}/lire`
pub(crate) async fn show(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    Id(id): Id,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) => article,
        Shown::Tombstone(article) => {
            return frame.send_as(StatusCode::GONE, &TombstonePage::new(&frame, &article), Cache::Public(300));
        }
    };
    if !article.is_open_on(frame.today) {
        return Err(Fault::forbidden());
    }
    let extraction = site.repository.extraction(&article).await?;
    let drawn = site.repository.pictures(&article, &extraction).await?;
    let file = jats_file(&site, &article).await?;
    let words: String = pairs.first("q").chars().take(LONGEST_QUERY).collect();
    let marker = site.repository.marker(&words);
    let mark = |text: &str| Marked(marker.mark(text));
    let mut page = ReadingPage::new(&frame, &article, &extraction, drawn, &words, &mark);
    if let Some(file) = &file {
        let print = print(&site, &article, &frame).await?;
        page.mark_up(JatsText::of(file, frame.locale, &print, &mark));
    }
    let mut answer = frame.send(&page, Cache::Public(300))?;
    visitor.note(&site, id, Use::Read, answer.status());
    answer.extensions_mut().insert(Used { article: id, kind: Use::Read });
    Ok(answer)
}
