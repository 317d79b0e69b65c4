//! Figures, outcomes and subjects in words, the same on pages and in files.

use crate::compliance::indicators::{Figure, Indicator, Rate};
use crate::compliance::subject::Subject;
use crate::domain::Fund;
use crate::domain::verdict::{NextAction, Outcome};
use crate::domain::vocabulary::find_institution;
use crate::i18n::Locale;

/// A rate in per cent with one decimal, from its exact thousandths; a dash out of nothing.
pub(crate) fn percent(rate: Rate, locale: Locale) -> String {
    rate.per_mille().map_or_else(|| "—".to_owned(), |thousandths| locale.per_mille(thousandths))
}

/// Whether an indicator tells days.
pub(crate) fn is_delay(indicator: Indicator) -> bool {
    matches!(indicator, Indicator::DepositLagDays | Indicator::OpenLagDays)
}

/// The number to show where there is room for one: a share, or the median of days.
pub(crate) fn value(figure: &Figure, locale: Locale) -> String {
    match (figure.days, is_delay(figure.indicator)) {
        (Some(days), _) => days_text(days.median, locale),
        (None, true) => "—".to_owned(),
        (None, false) => percent(figure.first(), locale),
    }
}

/// Days with their unit.
pub(crate) fn days_text(days: i32, locale: Locale) -> String {
    let sign = if days < 0 { "−" } else { "" };
    let number = format!("{sign}{}", locale.number(u64::from(days.unsigned_abs())));
    locale.text_with("indicator-days", &[("number", &number)])
}

fn key(indicator: Indicator, part: &str) -> String {
    format!("indicator-{}{part}", indicator.id().replace('_', "-"))
}

/// The name of an indicator.
pub(crate) fn name(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, ""))
}

/// What an indicator counts, in words.
pub(crate) fn meaning(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, "-what"))
}

/// Its formula (`indicators.json`).
pub(crate) fn formula(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, "-formula"))
}

/// The name of a share of an indicator; at the publisher's means nowhere else where routes are told apart.
pub(crate) fn share_name(indicator: Indicator, code: &str, locale: Locale) -> String {
    match (indicator, code) {
        (Indicator::RouteShare, "publisher") => locale.text("share-publisher-only"),
        _ => locale.text(&format!("share-{}", code.replace('_', "-"))),
    }
}

/// The name of a fund: its sector since 2024, `FRQ` when none is named.
pub(crate) fn fund_name(fund: Fund, locale: Locale) -> String {
    locale.text(match fund {
        Fund::Frq => "fund-frq",
        Fund::Frqnt => "fund-frqnt",
        Fund::Frqs => "fund-frqs",
        Fund::Frqsc => "fund-frqsc",
    })
}

/// The message of an outcome.
pub(crate) fn outcome_key(outcome: Outcome) -> String {
    format!("outcome-{}", outcome.code().replace('_', "-"))
}

/// The message of a next action.
pub(crate) fn action_key(action: NextAction) -> String {
    format!("action-{}", action.code().replace('_', "-"))
}

/// The outcome with a code.
pub(crate) fn outcome(code: &str, locale: Locale) -> String {
    Outcome::from_code(code).map_or_else(|| code.to_owned(), |outcome| locale.text(&outcome_key(outcome)))
}

/// The next action with a code.
pub(crate) fn action(code: &str, locale: Locale) -> String {
    let found = NextAction::ALL.into_iter().find(|action| action.code() == code);
    found.map_or_else(|| code.to_owned(), |action| locale.text(&action_key(action)))
}

/// What a report is about.
pub(crate) fn subject(subject: &Subject, locale: Locale) -> String {
    let named = match subject {
        Subject::Sector(fund) => fund_name(*fund, locale),
        Subject::Institution(ror) => {
            find_institution(ror).map_or_else(|| subject.value(), |found| found.name(locale.lang()).to_owned())
        }
        _ => subject.value(),
    };
    locale.text_with(&format!("report-about-{}", subject.kind()), &[("value", &named)])
}
