//! The article page: what an article is, what may be done with it, and what stands beside it.

mod beside;
mod byline;
mod facts;
mod rights;
mod share;
mod texts;
mod usage;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use self::beside::RelatedView;
use self::byline::{AuthorView, Place, byline};
use self::facts::{CopyView, Export, Fact, add_looks, copy_view, exports, facts, permanent};
use self::rights::{LicenceView, VersionView};
use self::share::{ShareLink, share_links};
use self::texts::{Abstract, abstracts};
use self::usage::UsageView;
use super::announcements::AnnouncementView;
use super::awards::{AwardView, add_readings, award_views};
use super::file_links::{FileLink, described_link, file_link, viewer_href};
use super::tombstone::TombstonePage;
use super::view::{self, Badge, Text};
use crate::domain::usage::{Use, UsedMonth};
use crate::domain::verdict::Verdict;
use crate::domain::{Article, ArticleId, Lang, Localised, Metadata};
use crate::metadata::citation::{Citation, Piece as CitationPiece, Style, citations};
use crate::metadata::head::head_tags;
use crate::metadata::{Record, schema_org};
use crate::service::{Beside, Kind, Shown};
use crate::web::api::export;
use crate::web::error::Fault;
use crate::web::extract::Id;
use crate::web::page::{Cache, Frame, set};
use crate::web::visits::{Used, Visitor};
use crate::web::{Site, negotiate, signposting};

/// Longest description of a page for search engines, in characters.
const DESCRIPTION_LENGTH: usize = 300;

/// The article page.
#[derive(Debug, Template)]
#[template(path = "article.html")]
pub(crate) struct ArticlePage<'a> {
    frame: &'a Frame,
    title: Text,
    description: String,
    meta: Vec<(&'static str, String)>,
    json_ld: String,
    kind: String,
    /// Where the title comes from.
    title_origin: Option<String>,
    other_titles: Vec<(Text, Option<String>)>,
    authors: Vec<AuthorView>,
    affiliations: Vec<Place>,
    badges: Vec<Badge>,
    notice: Option<String>,
    abstracts: Vec<Abstract>,
    awards: Vec<AwardView>,
    /// The reference in each style.
    references: Arc<[(Style, Citation)]>,
    exports: Vec<Export>,
    read_href: Option<String>,
    file: Option<FileLink>,
    /// Where its PDF is leafed through.
    viewer_href: Option<String>,
    /// The copy of the file that carries its description.
    described: Option<FileLink>,
    licence: LicenceView,
    version: Option<VersionView>,
    address: String,
    share: Vec<ShareLink>,
    related: Vec<RelatedView>,
    usage: Option<UsageView>,
    facts: Vec<Fact>,
    copies: Vec<CopyView>,
    /// Where a reader asks for a copy while the file is under embargo.
    announcements: Vec<AnnouncementView>,
    copy_href: Option<String>,
    /// Where a curator corrects the description.
    correct_href: Option<String>,
}

impl<'a> ArticlePage<'a> {
    /// The page of an article with its verdicts.
    pub(crate) fn new(frame: &'a Frame, article: &Article, record: &Record<'_>, verdicts: &[Verdict]) -> Self {
        let metadata = &article.version.metadata;
        let locale = frame.locale;
        let title = view::title(metadata, locale);
        let others =
            metadata.titles.iter().filter(|other| other.text != title.text).map(|other| (Text::of(other), None));
        let (affiliations, authors) = byline(metadata, frame);
        let is_open = article.is_open_on(frame.today);
        Self {
            description: description(metadata, locale.lang()),
            meta: head_tags(record),
            json_ld: schema_org::script_text(record),
            kind: metadata
                .resource_type
                .map_or_else(|| frame.t("article-kind"), |kind| view::capitalised(&kind.label(locale.lang()))),
            other_titles: others.collect(),
            authors,
            affiliations,
            badges: view::badges(article, frame),
            notice: notice(article, frame),
            abstracts: abstracts(metadata, frame),
            awards: award_views(metadata, verdicts, locale),
            references: citations(record, locale.lang()),
            exports: exports(record),
            read_href: is_open.then(|| frame.href(&format!("/articles/{}/lire", article.id))),
            file: is_open.then(|| file_link(article, frame)),
            viewer_href: viewer_href(article, frame).filter(|_| is_open),
            facts: facts(article, frame),
            copies: metadata.copies.iter().filter_map(|copy| copy_view(copy, frame)).collect(),
            announcements: Vec::new(),
            copy_href: None,
            licence: rights::licence(metadata, frame),
            version: rights::version(metadata, frame),
            address: permanent(article, frame),
            share: share_links(&title.text, &permanent(article, frame), frame),
            related: Vec::new(),
            usage: None,
            title_origin: None,
            correct_href: None,
            described: None,
            title,
            frame,
        }
    }
}

impl ArticlePage<'_> {
    /// Adds what stands beside the article.
    fn add_beside(&mut self, article: &Article, beside: &Beside) {
        let (metadata, frame) = (&article.version.metadata, self.frame);
        self.related = beside.related.iter().map(|found| beside::related(metadata, found, frame)).collect();
        for (text, origin) in metadata.titles.iter().zip(&beside.titles) {
            let words = Some(beside::origin(*origin, article, frame));
            if text.text == self.title.text {
                self.title_origin = words;
            } else if let Some((_, own)) = self.other_titles.iter_mut().find(|(other, _)| other.text == text.text) {
                *own = words;
            }
        }
        for (text, origin) in metadata.abstracts.iter().zip(&beside.abstracts) {
            if let Some(part) = self.abstracts.iter_mut().find(|part| part.language == text.lang) {
                part.origin = Some(beside::origin(*origin, article, frame));
            }
        }
    }

    /// Adds how much the article is used.
    fn add_usage(&mut self, id: ArticleId, months: &[UsedMonth]) {
        let href = format!("/api/v1/articles/{id}/usage");
        self.usage = UsageView::of(months, href, self.frame.today, self.frame.locale);
    }
}

fn description(metadata: &Metadata, lang: Lang) -> String {
    let text = Localised::pick(&metadata.abstracts, lang).map(|text| text.text.as_str()).unwrap_or_default();
    if text.chars().count() <= DESCRIPTION_LENGTH {
        return text.to_owned();
    }
    let cut: String = text.chars().take(DESCRIPTION_LENGTH).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole_words, _)| whole_words))
}

/// Why the file cannot be read here today.
fn notice(article: &Article, frame: &Frame) -> Option<String> {
    if article.is_open_on(frame.today) {
        return None;
    }
    let end = article.version.metadata.embargo_until;
    Some(match end.filter(|end| end.latest() > frame.today) {
        Some(end) => frame.ta("article-embargo", "date", &frame.locale.date(end)),
        None => frame.t("article-closed"),
    })
}

/// What the page of an article depends on beside its address: the format asked for, who is signed in, the compression.
const VARIES: &str = "accept, cookie, accept-encoding";

/// `GET /articles/{id}`: the page, or the article in the format that the request wants rather than a page.
pub(crate) async fn show(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) => article,
        Shown::Tombstone(article) => {
            let page = TombstonePage::new(&frame, &article);
            return frame.send_as(StatusCode::GONE, &page, Cache::Public(300));
        }
    };
    let file_url = site.repository.file_url(&article);
    let record = site.repository.record(&article, &file_url);
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if let Some(crosswalk) = negotiate::preferred(accept).filter(|crosswalk| crosswalk.applies(&record)) {
        let mut response = export::document(crosswalk, &record, &site, &article)?;
        let address = format!("/articles/{id}/export/{}", crosswalk.format().prefix);
        visitor.note(&site, id, Use::Look, response.status());
        set(response.headers_mut(), header::CONTENT_LOCATION, &address);
        set(response.headers_mut(), header::VARY, VARIES);
        return Ok(response);
    }
    let about = site.repository.about(&article).await?;
    let mut page = ArticlePage::new(&frame, &article, &record, &about.verdicts);
    add_looks(&mut page.copies, &about.looks, &frame);
    add_readings(&mut page.awards, &about.funding, frame.locale);
    page.correct_href = correction(&site, &frame, id).await?;
    page.add_beside(&article, &*site.repository.beside(&article).await);
    page.add_usage(id, &about.uses);
    page.announcements = about.announcements.iter().map(|one| AnnouncementView::new(one, frame.locale)).collect();
    let asks = site.repository.takes_copy_requests(&article).await?;
    page.copy_href = asks.then(|| frame.href(&format!("/articles/{id}/copie")));
    let described = site.repository.offers_described(&article).await?;
    page.described = described.then(|| described_link(&article, &frame));
    let mut response = frame.send(&page, Cache::Public(60))?;
    visitor.note(&site, id, Use::Look, response.status());
    response.extensions_mut().insert(Used { article: id, kind: Use::Look });
    set(response.headers_mut(), header::VARY, VARIES);
    set(response.headers_mut(), header::LINK, &signposting::of_page(&record, &frame.site));
    Ok(response)
}

/// The desk of the article's deposit, for curators.
async fn correction(site: &Site, frame: &Frame, id: ArticleId) -> Result<Option<String>, Fault> {
    if !frame.may_review() {
        return Ok(None);
    }
    match site.repository.review_outline_of(id).await {
        Ok(item) => Ok(Some(frame.href(&format!("/revision/{}", item.deposit.id)))),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
