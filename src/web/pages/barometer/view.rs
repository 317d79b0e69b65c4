//! Figures and the values of dimensions in words.

use crate::compliance::indicators::{Dimension, Figure, Indicator, Rate};
use crate::domain::vocabulary::{find_field, find_institution};
use crate::domain::{Fund, Lang, Ror};
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::awards::policy_name;
use crate::web::pages::view as words;

/// A rate in per cent with one decimal, from its exact thousandths; a dash out of nothing.
pub(super) fn percent(rate: Rate, locale: Locale) -> String {
    rate.per_mille().map_or_else(|| "—".to_owned(), |thousandths| locale.per_mille(thousandths))
}

/// `312 out of 480`.
pub(super) fn made_of(rate: Rate, locale: Locale) -> String {
    let numbers = [("numerator", locale.number(rate.numerator)), ("denominator", locale.number(rate.denominator))];
    locale.text_with("indicator-made-of", &numbers.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// What the number of a figure is made of, and which share it is where there are several.
pub(super) fn made_of_first(figure: &Figure, locale: Locale) -> String {
    let first = figure.first();
    if is_delay(figure.indicator) {
        return locale.text_with("indicator-median", &[("number", &locale.number(first.denominator))]);
    }
    match figure.shares.first() {
        Some((code, rate)) if *code != "rate" => {
            let pairs = [("share", share_name(figure.indicator, code, locale)), ("counts", made_of(*rate, locale))];
            locale.text_with("indicator-share-of", &pairs.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        _ => made_of(first, locale),
    }
}

/// The number to show where there is room for one: a share, or the median of days.
pub(super) fn value(figure: &Figure, locale: Locale) -> String {
    match (figure.days, is_delay(figure.indicator)) {
        (Some(days), _) => days_text(days.median, locale),
        (None, true) => "—".to_owned(),
        (None, false) => percent(figure.first(), locale),
    }
}

/// Whether an indicator tells days.
pub(super) fn is_delay(indicator: Indicator) -> bool {
    matches!(indicator, Indicator::DepositLagDays | Indicator::OpenLagDays)
}

/// Days with their unit.
pub(super) fn days_text(days: i32, locale: Locale) -> String {
    let sign = if days < 0 { "−" } else { "" };
    let number = format!("{sign}{}", locale.number(u64::from(days.unsigned_abs())));
    locale.text_with("indicator-days", &[("number", &number)])
}

fn key(indicator: Indicator, part: &str) -> String {
    format!("indicator-{}{part}", indicator.id().replace('_', "-"))
}

/// The name of an indicator.
pub(super) fn name(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, ""))
}

/// What an indicator counts, in words.
pub(super) fn meaning(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, "-what"))
}

/// Its formula (`indicators.json`).
pub(super) fn formula(indicator: Indicator, locale: Locale) -> String {
    locale.text(&key(indicator, "-formula"))
}

/// The name of a share of an indicator; at the publisher's means nowhere else where routes are told apart.
pub(super) fn share_name(indicator: Indicator, code: &str, locale: Locale) -> String {
    match (indicator, code) {
        (Indicator::RouteShare, "publisher") => locale.text("share-publisher-only"),
        _ => locale.text(&format!("share-{}", code.replace('_', "-"))),
    }
}

/// The value of a dimension in words.
pub(super) fn value_name(dimension: Dimension, value: &str, locale: Locale) -> String {
    if value.is_empty() {
        let unknown = if dimension == Dimension::Year { "compliance-no-year" } else { "dimension-unknown" };
        return locale.text(unknown);
    }
    let named = match dimension {
        Dimension::Year | Dimension::Programme => None,
        Dimension::Sector => Fund::from_key(value).map(|fund| words::fund_name(fund, locale)),
        Dimension::Institution => {
            Ror::parse(value).ok().and_then(|ror| Some(find_institution(&ror)?.name(locale.lang()).to_owned()))
        }
        Dimension::Field => find_field(value).map(|field| field.label(locale.lang()).to_owned()),
        Dimension::Language => Lang::parse(value).ok().map(|lang| words::language_name(lang, locale)),
        Dimension::Policy => Some(policy_name(value, locale)),
        Dimension::Tier => Some(locale.text(&format!("tier-{}", value.to_ascii_lowercase()))),
    };
    named.map_or_else(|| value.to_owned(), |name| words::capitalised(&name))
}

/// The articles behind a value of a dimension; nothing where they cannot be listed, or are too few to be.
pub(super) fn list_href(dimension: Dimension, value: &str, frame: &Frame) -> Option<String> {
    let name = match dimension {
        Dimension::Year => "annee",
        Dimension::Sector => "secteur",
        Dimension::Programme => "programme",
        Dimension::Institution => "etablissement",
        Dimension::Field | Dimension::Language | Dimension::Policy | Dimension::Tier => return None,
    };
    let pair = (name.to_owned(), value.to_owned());
    (!value.is_empty()).then(|| crate::web::address::with_pairs(&frame.href("/conformite/liste"), &[pair]))
}
