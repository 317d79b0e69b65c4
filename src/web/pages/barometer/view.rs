//! Figures and the values of dimensions in words.

pub(super) use crate::reporting::words::{days_text, formula, is_delay, meaning, name, percent, share_name, value};

use crate::compliance::indicators::{Dimension, Figure, Rate};
use crate::domain::vocabulary::{find_field, find_institution};
use crate::domain::{Fund, Lang, Ror};
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::awards::policy_name;
use crate::web::pages::view as words;

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
