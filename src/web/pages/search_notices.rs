//! What the results page says about a search itself: typing errors put right, the other language searched too, how the
//! query was read, and what in it could not be followed.

use crate::domain::query::{Bridge, SearchQuery, SearchResult, Spelling};
use crate::domain::understood::{Clause, Note, Part, Understood};
use crate::web::address;
use crate::web::i18n::Locale;

/// The notices above the hits.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    /// The words as they were typed.
    pub(crate) typed: String,
    /// The corrected search.
    pub(crate) meant: Option<Meant>,
    /// Words of the other language that were searched too, with the way to leave them out.
    pub(crate) also: Option<Also>,
    /// The way back to the other language, when it was left out.
    pub(crate) reopen_href: Option<String>,
    /// How the query was read.
    pub(crate) understood: Option<String>,
    /// What could not be followed.
    pub(crate) notes: Vec<String>,
}

/// A search with its typing errors put right.
#[derive(Debug)]
pub(crate) struct Meant {
    pub(crate) text: String,
    pub(crate) href: String,
    /// Whether its hits are shown.
    pub(crate) applied: bool,
    /// The search for the words as they were typed.
    pub(crate) exact_href: String,
}

/// Words of the other language.
#[derive(Debug)]
pub(crate) struct Also {
    pub(crate) words: String,
    pub(crate) off_href: String,
}

impl Notices {
    /// The notices of an answer.
    pub(crate) fn of(query: &SearchQuery, result: &SearchResult, understood: &Understood, locale: Locale) -> Self {
        let here = |query: &SearchQuery| address::of(locale, "/recherche", query);
        let meant = result.correction.as_ref().map(|correction| Meant {
            text: correction.text.clone(),
            href: here(&SearchQuery { text: correction.text.clone(), ..query.clone() }),
            applied: correction.applied,
            exact_href: here(&SearchQuery { spelling: Spelling::AsTyped, ..query.clone() }),
        });
        let also = (!result.also.is_empty()).then(|| Also {
            words: result.also.join(", "),
            off_href: here(&SearchQuery { bridge: Bridge::Closed, ..query.clone() }),
        });
        let closed = query.bridge == Bridge::Closed && !query.text.is_empty();
        Self {
            typed: query.text.clone(),
            meant,
            also,
            reopen_href: closed.then(|| here(&SearchQuery { bridge: Bridge::Open, ..query.clone() })),
            understood: understood.clause.as_ref().map(|clause| said(clause, locale, false)),
            notes: understood.notes.iter().map(|note| explained(note, locale)).collect(),
        }
    }
}

/// A clause in words; `inner` ones with parts stand in parentheses.
fn said(clause: &Clause, locale: Locale, inner: bool) -> String {
    let within = |text: String| if inner { format!("({text})") } else { text };
    let with = |key: &str, value: &str| locale.text_with(key, &[("words", value)]);
    match clause {
        Clause::All(parts) => within(all(parts, locale)),
        Clause::Any(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| said(part, locale, true)).collect();
            within(parts.join(&format!(" {} ", locale.text("query-or"))))
        }
        Clause::Not(part) => with("query-without", &said(part, locale, true)),
        Clause::Words(part, words) => located(*part, &with("query-words", words), locale),
        Clause::Phrase(part, words) => located(*part, &with("query-phrase", words), locale),
        Clause::Doi(value) => format!("DOI {value}"),
        Clause::Orcid(value) => format!("ORCID {value}"),
        Clause::Award(value) => with("query-award", value),
        Clause::Years(from, to) => years(*from, *to, locale),
    }
}

/// What is wanted, then what is not.
fn all(parts: &[Clause], locale: Locale) -> String {
    let (unwanted, wanted): (Vec<_>, Vec<_>) = parts.iter().partition(|part| matches!(part, Clause::Not(_)));
    let wanted: Vec<_> = wanted.into_iter().map(|part| said(part, locale, true)).collect();
    let mut all = vec![wanted.join(&format!(" {} ", locale.text("query-and")))];
    all.extend(unwanted.into_iter().map(|part| said(part, locale, true)));
    all.retain(|part| !part.is_empty());
    all.join(", ")
}

fn located(part: Part, words: &str, locale: Locale) -> String {
    match part {
        Part::Anywhere => words.to_owned(),
        Part::Title => locale.text_with("query-in-title", &[("words", words)]),
        Part::Author => locale.text_with("query-by-author", &[("words", words)]),
    }
}

fn years(from: Option<i16>, to: Option<i16>, locale: Locale) -> String {
    let (from, to) = (from.map(|year| year.to_string()), to.map(|year| year.to_string()));
    match (&from, &to) {
        (Some(from), Some(to)) if from == to => locale.text_with("query-year", &[("year", from)]),
        (Some(from), Some(to)) => locale.text_with("query-years", &[("from", from), ("to", to)]),
        (Some(from), None) => locale.text_with("query-years-from", &[("from", from)]),
        (None, Some(to)) => locale.text_with("query-years-to", &[("to", to)]),
        (None, None) => String::new(),
    }
}

fn explained(note: &Note, locale: Locale) -> String {
    let with = |key: &str, value: &str| locale.text_with(key, &[("words", value)]);
    match note {
        Note::OpenQuote => locale.text("note-open-quote"),
        Note::OpenParenthesis => locale.text("note-open-parenthesis"),
        Note::StrayParenthesis => locale.text("note-stray-parenthesis"),
        Note::EmptyField(name) => with("note-empty-field", name),
        Note::UnknownField(name) => with("note-unknown-field", name),
        Note::LoneOr => locale.text("note-lone-or"),
        Note::Wildcard => locale.text("note-wildcard"),
        Note::Year(value) => with("note-year", value),
        Note::Identifier(value) => with("note-identifier", value),
        Note::Cut => locale.text("note-cut"),
        Note::NoWords => locale.text("note-no-words"),
    }
}
