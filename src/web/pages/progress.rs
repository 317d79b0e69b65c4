//! Where a deposit stands, in words, and what happened to it so far.

use crate::domain::ArticleState;
use crate::domain::clock::quebec_date;
use crate::domain::extraction::ExtractionFailure;
use crate::service::ReviewItem;
use crate::web::i18n::Locale;
use crate::web::pages::view::{self, Text};

/// Where a deposit stands.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Colour of its badge.
    pub(crate) class: &'static str,
    /// The state in a word or two.
    pub(crate) label: String,
    /// What happens next, or what to do.
    pub(crate) next: String,
    /// Whether the page will say something else in a moment.
    pub(crate) moving: bool,
}

/// A step that was taken.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) day: String,
    pub(crate) what: String,
    pub(crate) who: Option<String>,
    pub(crate) reason: Option<String>,
}

/// Where a deposit stands; `failed` when the program could not read its file through a fault of ours.
pub(crate) fn standing(item: &ReviewItem, failed: bool, locale: Locale) -> Standing {
    let (class, code) = match (item.deposit.failure, item.deposit.duplicate_of, item.state) {
        (Some(_), ..) => ("bad", "failed"),
        (_, Some(_), _) => ("middle", "duplicate"),
        (.., ArticleState::Draft) if item.draft.is_some() => ("middle", "taken-back"),
        (.., ArticleState::Draft) => ("neutral", "ended"),
        (.., ArticleState::Submitted) if failed => ("bad", "trouble"),
        (.., ArticleState::Submitted) => ("neutral", "reading"),
        (.., ArticleState::InReview | ArticleState::Accepted) => ("neutral", "in-review"),
        (.., ArticleState::Returned) => ("middle", "returned"),
        (.., ArticleState::Rejected) => ("bad", "rejected"),
        (.., ArticleState::Published) => ("good", "published"),
        (.., ArticleState::Withdrawn) => ("bad", "withdrawn"),
    };
    let next = match item.deposit.failure {
        Some(failure) => locale.text(failure_key(failure)),
        None => locale.text(&format!("standing-{code}-next")),
    };
    Standing { class, label: locale.text(&format!("standing-{code}")), next, moving: code == "reading" }
}

/// Why a file cannot be read, and what to do about it.
pub(crate) fn failure_key(failure: ExtractionFailure) -> &'static str {
    match failure {
        ExtractionFailure::Empty => "failure-empty",
        ExtractionFailure::WrongType => "failure-type",
        ExtractionFailure::Encrypted => "failure-encrypted",
        ExtractionFailure::Damaged => "failure-damaged",
        ExtractionFailure::LimitsExceeded => "failure-limits",
    }
}

/// The title of a deposit: that of its article, else the name of its file.
pub(crate) fn title(item: &ReviewItem, locale: Locale) -> Text {
    let article = item.article.as_ref().filter(|article| !article.version.metadata.titles.is_empty());
    match article {
        Some(article) => view::title(&article.version.metadata, locale),
        None => Text { text: item.deposit.file.name.clone(), lang: view::LangAttribute(None) },
    }
}

/// What a curator said last when the deposit came back or was refused.
pub(crate) fn last_word(item: &ReviewItem) -> Option<String> {
    let spoken = item.history.iter().rev().find(|event| matches!(event.action.as_str(), "returned" | "rejected"));
    let closed = matches!(item.state, ArticleState::Returned | ArticleState::Rejected);
    spoken.filter(|_| closed).and_then(|event| event.reason.clone())
}

/// Who handed the file in.
pub(crate) fn depositor(item: &ReviewItem) -> Option<String> {
    item.history
        .iter()
        .find(|event| event.action == "submit")
        .and_then(|event| event.user.clone())
        .filter(|name| !name.is_empty())
}

/// What happened so far, oldest first.
pub(crate) fn steps(item: &ReviewItem, locale: Locale) -> Vec<Step> {
    let steps = item.history.iter().map(|event| {
        let key = format!("event-{}", event.action.replace('_', "-"));
        Step {
            day: locale.day(quebec_date(event.at)),
            what: if locale.has(&key) { locale.text(&key) } else { event.action.clone() },
            // An erased account leaves what it did, without a name.
            who: event.user.clone().filter(|name| !name.is_empty()),
            // The program's own reasons are told in the words of the state.
            reason: event.reason.clone().filter(|_| event.user.is_some()),
        }
    });
    steps.collect()
}
