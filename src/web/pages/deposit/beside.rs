//! What stands beside the fields of a draft: articles here that it may be, and its awards held against the register.

use super::handlers::Shown;
use crate::domain::vocabulary::find_institution;
use crate::domain::{ArticleState, Award};
use crate::service::{AwardCheck, Checked, Lookalike};
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::view::{self, Text};

/// An article that a draft may be.
#[derive(Debug)]
pub(crate) struct LookalikeView {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) byline: String,
    /// Where it can be read, when it is public.
    pub(crate) href: Option<String>,
}

impl LookalikeView {
    pub(super) fn new(like: &Lookalike, frame: &Frame) -> Self {
        let public = like.state == ArticleState::Published;
        Self {
            id: like.article.to_string(),
            title: view::title(&like.metadata, frame.locale),
            byline: view::byline(&like.metadata, frame.locale),
            href: public.then(|| frame.href(&format!("/articles/{}", like.article))),
        }
    }
}

/// An award that the draft names.
#[derive(Debug)]
pub(crate) struct AwardLine {
    pub(crate) name: String,
    /// What the register says of it.
    pub(crate) known: Option<String>,
    /// Whether the register does not know it.
    pub(crate) unknown: bool,
    /// What may be meant instead.
    pub(crate) near: Vec<Offer>,
}

/// An award that can be put into the field: the whole text of the field then, and what people read.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) value: String,
    pub(crate) label: String,
}

/// The awards of a draft whose field holds `typed`.
pub(super) fn award_lines(checks: &[AwardCheck], typed: &str, locale: Locale) -> Vec<AwardLine> {
    let line = |check: &AwardCheck| {
        let number = check.link.number.as_ref()?.as_str();
        let (known, near) = match &check.checked {
            Checked::Known(award) => (Some(described(award, locale)), Vec::new()),
            Checked::Unknown(near) => (None, near.iter().map(|award| instead(award, typed, number, locale)).collect()),
            Checked::Unasked => return None,
        };
        let name = format!("{} {number}", check.link.fund.acronym());
        Some(AwardLine { name, unknown: known.is_none(), known, near })
    };
    checks.iter().filter_map(line).collect()
}

/// The awards that somebody searched for, to be added to the field.
pub(super) fn offers(shown: &Shown, typed: &str, locale: Locale) -> Vec<Offer> {
    let offer = |award: &Award| {
        let value = format!("{typed}\n{}", line_of(award));
        Offer { value: value.trim().to_owned(), label: format!("{} – {}", award.number, described(award, locale)) }
    };
    shown.found.iter().map(offer).collect()
}

fn line_of(award: &Award) -> String {
    format!("{} {}", award.fund, award.number)
}

/// The field with an award in place of the line that holds a number.
fn instead(award: &Award, typed: &str, number: &str, locale: Locale) -> Offer {
    let line = |line: &str| if line.contains(number) { line_of(award) } else { line.to_owned() };
    let value = typed.lines().map(line).collect::<Vec<_>>().join("\n");
    Offer { value, label: format!("{} – {}", award.number, described(award, locale)) }
}

/// Holder, institution, programme and years.
fn described(award: &Award, locale: Locale) -> String {
    let place = award.institution.as_ref().and_then(find_institution).map(|place| place.name(locale.lang()).to_owned());
    let years = award.active_from.map(|from| match award.active_to {
        Some(to) => format!("{}–{}", from.year(), to.year()),
        None => from.year().to_string(),
    });
    let parts = [Some(award.holder.clone()), place, Some(award.programme.clone()), years];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
