//! Languages of the interface: messages (Fluent), addresses, and how numbers and dates are written.
//!
//! French is the default at `/…`, English the same page at `/en/…`. A language is a file in `templates/locale/`;
//! a test compares their keys and arguments (`web/i18n_tests.rs`).
//!
//! Neighbours: `web` and `mail` speak through it. It knows no page and no message.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::{Lang, PartialDate};

/// U+00A0, before a colon and inside guillemets.
const NO_BREAK: char = '\u{a0}';
/// U+202F, before `;`, `!`, `?`, and between groups of digits.
const NARROW_NO_BREAK: char = '\u{202f}';

/// A language that the interface speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    /// French, at `/…`.
    French,
    /// English, at `/en/…`.
    English,
}

type Messages = FluentBundle<FluentResource>;

static FRENCH: LazyLock<Messages> =
    LazyLock::new(|| messages("fr-CA", &french_spacing(include_str!("../templates/locale/fr.ftl"))));
static ENGLISH: LazyLock<Messages> =
    LazyLock::new(|| messages("en-CA", &apostrophes(include_str!("../templates/locale/en.ftl"))));

impl Locale {
    /// All languages, the default one first.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language that an address asks for, and the path without its language.
    pub(crate) fn of_path(path: &str) -> (Self, &str) {
        match path.strip_prefix("/en") {
            Some("") => (Self::English, "/"),
            Some(rest) if rest.starts_with('/') => (Self::English, rest),
            _ => (Self::French, path),
        }
    }

    /// The address of a path in this language.
    pub(crate) fn address(self, path: &str) -> String {
        match self {
            Self::French => path.to_owned(),
            Self::English => format!("/en{path}"),
        }
    }

    /// The language of texts.
    pub(crate) fn lang(self) -> Lang {
        match self {
            Self::French => Lang::FR,
            Self::English => Lang::EN,
        }
    }

    /// BCP 47 tag of the page.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::French => "fr-CA",
            Self::English => "en-CA",
        }
    }

    /// The language of the interface for somebody whose language is known; French when it is another one.
    pub(crate) fn of_lang(lang: Lang) -> Self {
        if lang == Lang::EN { Self::English } else { Self::French }
    }

    /// The other language.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::French => Self::English,
            Self::English => Self::French,
        }
    }

    /// A message without arguments.
    pub(crate) fn text(self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// A message with named texts.
    pub(crate) fn text_with(self, key: &str, arguments: &[(&str, &str)]) -> String {
        let values = arguments.iter().map(|(name, value)| (*name, FluentValue::from((*value).to_owned())));
        self.format(key, &values.collect())
    }

    /// A message about a number: `$n` chooses the plural form, `$number` is how it is written.
    pub(crate) fn text_count(self, key: &str, count: u64) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("n", FluentValue::from(count));
        arguments.set("number", FluentValue::from(self.number(count)));
        self.format(key, &arguments)
    }

    /// Whether there is such a message.
    pub(crate) fn has(self, key: &str) -> bool {
        self.messages().get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// A whole number, its digits in groups of three.
    pub(crate) fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let separator = if self == Self::French { NARROW_NO_BREAK } else { ',' };
        let mut written = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }

    /// Thousandths as a percentage with one decimal.
    pub(crate) fn per_mille(self, thousandths: u64) -> String {
        let (whole, tenth) = (thousandths / 10, thousandths % 10);
        match self {
            Self::French => format!("{whole},{tenth}{NO_BREAK}%"),
            Self::English => format!("{whole}.{tenth}%"),
        }
    }

    /// A size in bytes, in decimal units.
    pub(crate) fn size(self, bytes: u64) -> String {
        let (divisor, french, english) = if bytes >= 1_000_000 { (1_000_000, "Mo", "MB") } else { (1000, "ko", "kB") };
        let tenths = (bytes.saturating_mul(10) / divisor).max(1);
        let separator = if self == Self::French { ',' } else { '.' };
        let unit = if self == Self::French { french } else { english };
        match (tenths / 10, tenths % 10) {
            (whole, tenth) if whole < 10 && tenth > 0 => format!("{whole}{separator}{tenth}{NO_BREAK}{unit}"),
            (whole, _) => format!("{whole}{NO_BREAK}{unit}"),
        }
    }

    /// A date as people write it, as precise as it is known.
    pub(crate) fn date(self, date: PartialDate) -> String {
        let first = date.earliest();
        let year = date.year();
        let month = self.text(month_key(first.month()));
        match (date.to_string().len(), self) {
            (4, _) => year.to_string(),
            (7, _) => format!("{month} {year}"),
            (_, Self::French) if first.day() == 1 => format!("1er{NO_BREAK}{month} {year}"),
            (_, Self::French) => format!("{}{NO_BREAK}{month} {year}", first.day()),
            (_, Self::English) => format!("{month}{NO_BREAK}{}, {year}", first.day()),
        }
    }

    /// A day as people write it.
    pub(crate) fn day(self, day: jiff::civil::Date) -> String {
        self.date(PartialDate::from_day(day))
    }

    fn messages(self) -> &'static Messages {
        match self {
            Self::French => &FRENCH,
            Self::English => &ENGLISH,
        }
    }

    fn format(self, key: &str, arguments: &FluentArgs<'_>) -> String {
        let messages = self.messages();
        let Some(pattern) = messages.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(message.key = key, "a message is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text: Cow<'_, str> = messages.format_pattern(pattern, Some(arguments), &mut errors);
        text.into_owned()
    }
}

/// Messages of a file; what does not parse is left out, which a test would show.
fn messages(tag: &str, source: &str) -> Messages {
    let language = tag.parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
    if bundle.add_resource(resource).is_err() {
        tracing::error!(message.language = tag, "a message is defined twice");
    }
    bundle
}

/// French spacing (OQLF): no-break spaces before high punctuation and inside guillemets, so that the files stay legible.
pub(crate) fn french_spacing(source: &str) -> String {
    let mut text = apostrophes(source);
    for (plain, space, mark) in [
        (" :", NO_BREAK, ":"),
        (" »", NO_BREAK, "»"),
        (" %", NO_BREAK, "%"),
        (" ;", NARROW_NO_BREAK, ";"),
        (" !", NARROW_NO_BREAK, "!"),
        (" ?", NARROW_NO_BREAK, "?"),
    ] {
        text = text.replace(plain, &format!("{space}{mark}"));
    }
    text.replace("« ", &format!("«{NO_BREAK}"))
}

fn apostrophes(source: &str) -> String {
    source.replace('\'', "’")
}

fn month_key(month: i8) -> &'static str {
    match month {
        1 => "month-1",
        2 => "month-2",
        3 => "month-3",
        4 => "month-4",
        5 => "month-5",
        6 => "month-6",
        7 => "month-7",
        8 => "month-8",
        9 => "month-9",
        10 => "month-10",
        11 => "month-11",
        _ => "month-12",
    }
}
