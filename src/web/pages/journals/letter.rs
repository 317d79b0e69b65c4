//! The letter by which authors keep the right to deposit their manuscript: to the editors, in both languages.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{Asked, issn_of};
use crate::domain::AwardNumber;
use crate::service::{JournalWays, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::i18n::Locale;
use crate::web::page::Frame;

/// The languages of the letter, with the codes of their addresses.
const LANGUAGES: [(Locale, &str); 2] = [(Locale::French, "fr"), (Locale::English, "en")];

/// The letter in one language.
#[derive(Debug)]
pub(crate) struct LetterView {
    pub(crate) id: String,
    pub(crate) lang: &'static str,
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) href: String,
}

/// The letter in both languages, the one of the page first.
pub(super) fn views(
    frame: &Frame,
    asked: &Asked,
    issn: &str,
    ways: &JournalWays,
    award: Option<&AwardNumber>,
) -> Vec<LetterView> {
    let mut languages = LANGUAGES;
    languages.sort_by_key(|(locale, _)| *locale != frame.locale);
    let view = |(locale, code): (Locale, &str)| LetterView {
        id: format!("lettre-{code}"),
        lang: locale.tag(),
        heading: frame.t(&format!("letter-heading-{code}")),
        text: text(locale, asked, ways, award),
        href: asked.href(frame, "/revues/lettre.txt", issn, &[("langue", code)]),
    };
    languages.map(view).into_iter().collect()
}

/// The letter, its places filled with what is known; what is not stands in brackets.
fn text(locale: Locale, asked: &Asked, ways: &JournalWays, award: Option<&AwardNumber>) -> String {
    let or = |value: &str, key: &str| if value.is_empty() { locale.text(key) } else { value.to_owned() };
    let journal = or(ways.title.as_deref().unwrap_or_default(), "letter-place-journal");
    let title = or(&asked.title, "letter-place-title");
    let author = or(&asked.author, "letter-place-author");
    let award = award.map_or_else(|| locale.text("letter-place-award"), AwardNumber::doi_url);
    let paragraphs = [
        locale.text_with("letter-greeting", &[("journal", &journal)]),
        locale.text_with("letter-subject", &[("title", &title)]),
        locale.text_with("letter-funding", &[("award", &award)]),
        locale.text_with("letter-request", &[("award", &award)]),
        locale.text("letter-clause"),
        locale.text("letter-answer"),
        author,
    ];
    paragraphs.join("\n\n")
}

/// `GET /revues/lettre.txt`
pub(crate) async fn download(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let asked = Asked::read(&pairs);
    let issn = issn_of(&asked.journal).ok().flatten().ok_or_else(|| Fault::of(Kind::Invalid))?;
    let award = asked.award().map_err(|()| Fault::of(Kind::Invalid))?;
    let locale = if pairs.first("langue") == "en" { Locale::English } else { Locale::French };
    let ways = site.repository.journal_ways(&issn, award.as_ref(), asked.policy()).await?;
    let letter = text(locale, &asked, &ways, award.as_ref());
    let name = if locale == Locale::English { "letter" } else { "lettre" };
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_LANGUAGE, locale.tag().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}-{issn}.txt\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, format!("{letter}\n")).into_response())
}
