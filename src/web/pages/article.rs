//! The article page.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use super::awards::{AwardView, award_views};
use super::file_links::{FileLink, described_link, file_link};
use super::tombstone::TombstonePage;
use super::view::{self, Badge, LangAttribute, Text};
use crate::domain::clock::quebec_date;
use crate::domain::metadata::{Copy, CopyHost, Journal};
use crate::domain::verdict::Verdict;
use crate::domain::{Affiliation, Article, ArticleId, Doi, Lang, Localised, Metadata, Orcid, PartialDate, Person, Ror};
use crate::metadata::citation::{Citation, Piece as CitationPiece, citation};
use crate::metadata::head::head_tags;
use crate::metadata::{Format, Record, formats, schema_org};
use crate::service::{Kind, Shown};
use crate::web::api::export;
use crate::web::error::Fault;
use crate::web::extract::Id;
use crate::web::i18n::Locale;
use crate::web::page::{Cache, Frame, set};
use crate::web::{Site, address, negotiate, signposting};

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
    other_titles: Vec<Text>,
    authors: Vec<AuthorView>,
    affiliations: Vec<Place>,
    badges: Vec<Badge>,
    notice: Option<String>,
    abstracts: Vec<Abstract>,
    awards: Vec<AwardView>,
    citation: Citation,
    exports: Vec<Export>,
    read_href: Option<String>,
    file: Option<FileLink>,
    /// The copy of the file that carries its description.
    described: Option<FileLink>,
    facts: Vec<Fact>,
    copies: Vec<CopyView>,
    /// Where a curator corrects the description.
    correct_href: Option<String>,
}

#[derive(Debug)]
struct AuthorView {
    name: String,
    search: String,
    orcid: Option<String>,
    marks: String,
}

#[derive(Debug)]
struct Place {
    name: String,
    ror: Option<String>,
}

#[derive(Debug)]
struct Abstract {
    heading: String,
    lang: LangAttribute,
    paragraphs: Vec<String>,
    keywords_label: String,
    keywords: Vec<(String, String)>,
}

#[derive(Debug)]
struct Export {
    label: &'static str,
    media_type: &'static str,
    href: String,
    /// Whether people use it to cite; the others are for catalogues and aggregators.
    for_people: bool,
}

#[derive(Debug)]
struct Fact {
    label: String,
    value: String,
    href: Option<String>,
}

#[derive(Debug)]
struct CopyView {
    href: String,
    host: String,
    note: String,
}

impl<'a> ArticlePage<'a> {
    /// The page of an article with its verdicts.
    pub(crate) fn new(frame: &'a Frame, article: &Article, record: &Record<'_>, verdicts: &[Verdict]) -> Self {
        let metadata = &article.version.metadata;
        let locale = frame.locale;
        let title = view::title(metadata, locale);
        let others = metadata.titles.iter().filter(|other| other.text != title.text).map(Text::of);
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
            citation: citation(record, crate::metadata::citation::Style::Apa, locale.lang()),
            exports: exports(record),
            read_href: is_open.then(|| frame.href(&format!("/articles/{}/lire", article.id))),
            file: is_open.then(|| file_link(article, frame)),
            facts: facts(article, frame),
            copies: metadata.copies.iter().filter_map(|copy| copy_view(copy, frame)).collect(),
            correct_href: None,
            described: None,
            title,
            frame,
        }
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

/// Every place once, in the order of the byline, and the authors with the numbers of theirs.
fn byline(metadata: &Metadata, frame: &Frame) -> (Vec<Place>, Vec<AuthorView>) {
    let mut names: Vec<&Affiliation> = Vec::new();
    let mut authors = Vec::new();
    for person in &metadata.authors {
        let mut marks = Vec::new();
        for place in &person.affiliations {
            let known = names.iter().position(|other| other.name == place.name);
            let at = known.unwrap_or_else(|| {
                names.push(place);
                names.len() - 1
            });
            marks.push((at + 1).to_string());
        }
        authors.push(author(person, marks.join(", "), frame));
    }
    let places = names.iter().map(|place| Place { name: place.name.clone(), ror: place.ror.as_ref().map(Ror::url) });
    (places.collect(), authors)
}

fn author(person: &Person, marks: String, frame: &Frame) -> AuthorView {
    let name = person.display_name();
    AuthorView {
        search: address::for_words(frame.locale, &name),
        orcid: person.orcid.as_ref().map(Orcid::url),
        name,
        marks,
    }
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

/// The abstract in the language of the page first; keywords stand under the abstract of their language.
fn abstracts(metadata: &Metadata, frame: &Frame) -> Vec<Abstract> {
    let mut langs: Vec<Lang> = metadata.abstracts.iter().chain(&metadata.keywords).map(|text| text.lang).collect();
    langs.sort_by_key(|lang| (*lang != frame.locale.lang(), *lang));
    langs.dedup();
    langs.into_iter().map(|lang| abstract_in(lang, metadata, frame)).collect()
}

fn abstract_in(lang: Lang, metadata: &Metadata, frame: &Frame) -> Abstract {
    let texts = metadata.abstracts.iter().filter(|text| text.lang == lang);
    let words = metadata.keywords.iter().filter(|word| word.lang == lang);
    Abstract {
        heading: match lang.as_str() {
            "und" => frame.t("article-abstract"),
            _ => frame.ta("article-abstract-in", "language", &view::language_name(lang, frame.locale)),
        },
        lang: LangAttribute::of(lang),
        paragraphs: texts
            .flat_map(|text| text.text.lines())
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        keywords_label: match lang {
            Lang::EN => Locale::English.text("article-keywords"),
            _ => Locale::French.text("article-keywords"),
        },
        keywords: words.map(|word| (word.text.clone(), address::for_words(frame.locale, &word.text))).collect(),
    }
}

/// The formats that the article exists in.
fn exports(record: &Record<'_>) -> Vec<Export> {
    let export = |format: &'static Format| Export {
        label: format.label,
        media_type: format.media_type,
        href: format!("/articles/{}/export/{}", record.id, format.prefix),
        for_people: format.xml.is_none(),
    };
    let applying = formats().iter().filter(|crosswalk| crosswalk.applies(record));
    applying.map(|crosswalk| export(crosswalk.format())).collect()
}

/// Journal, identifiers, dates, licence and field: what the side of the page lists.
fn facts(article: &Article, frame: &Frame) -> Vec<Fact> {
    let metadata = &article.version.metadata;
    let locale = frame.locale;
    let fact = |key: &str, value: Option<String>, href: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| Fact { label: locale.text(key), value, href })
    };
    let dated = |date: Option<PartialDate>| date.map(|date| locale.date(date));
    let licence = metadata.licence_or_unknown();
    let doi = metadata.doi.as_ref();
    let lang = locale.lang();
    let here = article.published_at.map(|at| locale.day(quebec_date(at)));
    [
        fact("fact-journal", metadata.journal.as_ref().map(|journal| issue(journal, frame)), None),
        fact("fact-doi", doi.map(ToString::to_string), doi.map(Doi::url)),
        fact("fact-published", dated(metadata.published()), None),
        fact("fact-accepted", dated(metadata.dates.accepted), None),
        fact("fact-here", here, None),
        fact("fact-version", metadata.version.map(|version| view::capitalised(&version.label(lang))), None),
        fact("fact-licence", Some(view::capitalised(&licence.label(lang))), licence.uri()),
        fact("fact-field", metadata.field.as_deref().map(|code| view::field_name(code, locale)), None),
        fact("fact-address", Some(permanent(article, frame)), Some(permanent(article, frame))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn permanent(article: &Article, frame: &Frame) -> String {
    frame.site.absolute(&format!("/articles/{}", article.id))
}

/// `Title, vol. 7, no 2, p. 113–118`
fn issue(journal: &Journal, frame: &Frame) -> String {
    let part = |key: &str, value: &Option<String>| {
        value.as_deref().filter(|value| !value.is_empty()).map(|value| frame.ta(key, "value", value))
    };
    let parts = [
        Some(journal.title.clone()).filter(|title| !title.is_empty()),
        part("journal-volume", &journal.volume),
        part("journal-issue", &journal.issue),
        part("journal-pages", &journal.pages.as_deref().map(page_range)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A range of pages with an en dash; what has further hyphens is no plain range and stays.
fn page_range(pages: &str) -> String {
    let ends = pages.split_once(['-', '–']).map(|(first, last)| (first.trim(), last.trim()));
    match ends.filter(|(first, last)| !first.is_empty() && !last.is_empty() && !last.contains(['-', '–'])) {
        Some((first, last)) => format!("{first}–{last}"),
        None => pages.to_owned(),
    }
}

fn copy_view(copy: &Copy, frame: &Frame) -> Option<CopyView> {
    let there = copy.url.clone().filter(|_| copy.withdrawn.is_none());
    let href = there.filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    let lang = frame.locale.lang();
    let facts = [
        copy.version.map(|version| view::capitalised(&view::version_name(version, frame.locale))),
        copy.licence.as_ref().map(|licence| view::curly(&licence.short_name(lang))),
        copy.access.map(|access| view::curly(&access.label(lang))),
    ];
    Some(CopyView {
        host: frame.t(match copy.host {
            CopyHost::Publisher => "host-publisher",
            CopyHost::Repository => "host-repository",
        }),
        note: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        href,
    })
}

/// What the page of an article depends on beside its address: the format asked for, who is signed in, the compression.
const VARIES: &str = "accept, cookie, accept-encoding";

/// `GET /articles/{id}`: the page, or the article in the format that the request wants rather than a page.
pub(crate) async fn show(
    State(site): State<Site>,
    frame: Frame,
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
        set(response.headers_mut(), header::CONTENT_LOCATION, &address);
        set(response.headers_mut(), header::VARY, VARIES);
        return Ok(response);
    }
    let verdicts = site.repository.verdicts(&article).await?;
    let mut page = ArticlePage::new(&frame, &article, &record, &verdicts);
    page.correct_href = correction(&site, &frame, id).await?;
    let described = site.repository.offers_described(&article).await?;
    page.described = described.then(|| described_link(&article, &frame));
    let mut response = frame.send(&page, Cache::Public(60))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_pages_have_an_en_dash_and_identifiers_stay() {
        for (typed, shown) in [
            ("113-115", "113–115"),
            ("113–115", "113–115"),
            ("e12 - e19", "e12–e19"),
            ("7", "7"),
            ("1-2-3", "1-2-3"),
            ("-", "-"),
        ] {
            assert_eq!(page_range(typed), shown);
        }
    }
}
