//! What the scripts of the reading page and of the viewer are given: their texts, and the choices of the settings.

use std::collections::BTreeMap;

use crate::web::i18n::Locale;

/// Texts of the reading page that its scripts show. They put numbers in the place of `{n}` and `{m}`.
const READER: [(&str, &str); 10] = [
    ("place", "reader-place"),
    ("resume", "reader-resume"),
    ("find-count", "reader-find-count"),
    ("find-none", "reader-find-none"),
    ("find-all-forms", "reader-find-all-forms"),
    ("play", "reader-play"),
    ("pause", "reader-pause"),
    ("page", "reading-page"),
    ("loading", "viewer-loading"),
    ("failed", "viewer-failed"),
];

/// Texts of the viewer that its script shows.
const VIEWER: [(&str, &str); 5] = [
    ("page", "reading-page"),
    ("of", "viewer-of"),
    ("loading", "viewer-loading"),
    ("failed", "viewer-failed"),
    ("locked", "viewer-locked"),
];

/// Name, key of the legend, and values with the keys of their labels.
type SettingKeys = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What can be set, in the order of the panel; the empty value is what the page does by itself.
const SETTINGS: [SettingKeys; 5] = [
    (
        "size",
        "reader-size",
        &[
            ("small", "reader-size-small"),
            ("", "reader-size-normal"),
            ("large", "reader-size-large"),
            ("larger", "reader-size-larger"),
            ("largest", "reader-size-largest"),
        ],
    ),
    (
        "face",
        "reader-face",
        &[("", "reader-face-normal"), ("legible", "reader-face-legible"), ("serif", "reader-face-serif")],
    ),
    (
        "measure",
        "reader-measure",
        &[("narrow", "reader-measure-narrow"), ("", "reader-measure-normal"), ("wide", "reader-measure-wide")],
    ),
    (
        "leading",
        "reader-leading",
        &[("tight", "reader-leading-tight"), ("", "reader-leading-normal"), ("loose", "reader-leading-loose")],
    ),
    (
        "theme",
        "theme-label",
        &[("", "reader-theme-system"), ("light", "theme-light"), ("sepia", "theme-sepia"), ("dark", "theme-dark")],
    ),
];

/// Speeds of reading aloud, as shares of a voice's own.
const RATES: [&str; 6] = ["0.75", "1", "1.25", "1.5", "1.75", "2"];

/// A setting with its values.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Name of the field, and of what it sets on the page.
    pub(crate) name: &'static str,
    pub(crate) legend: String,
    /// Values with their labels.
    pub(crate) choices: Vec<(&'static str, String)>,
}

/// The texts of the reading page's scripts, as JSON.
pub(super) fn reader_labels(locale: Locale) -> String {
    labels(&READER, locale)
}

/// The texts of the viewer's script, as JSON.
pub(super) fn viewer_labels(locale: Locale) -> String {
    labels(&VIEWER, locale)
}

/// The settings of the reading page.
pub(super) fn settings(locale: Locale) -> Vec<Setting> {
    let setting = |(name, legend, choices): SettingKeys| Setting {
        name,
        legend: locale.text(legend),
        choices: choices.iter().map(|(value, key)| (*value, locale.text(key))).collect(),
    };
    SETTINGS.into_iter().map(setting).collect()
}

/// The speeds of reading aloud, with their labels.
pub(super) fn rates(locale: Locale) -> Vec<(&'static str, String)> {
    let written = |rate: &str| if locale == Locale::French { rate.replace('.', ",") } else { rate.to_owned() };
    RATES.into_iter().map(|rate| (rate, format!("{}\u{a0}×", written(rate)))).collect()
}

fn labels(keys: &[(&'static str, &'static str)], locale: Locale) -> String {
    let text = |key: &str| locale.text_with(key, &[("n", "{n}"), ("m", "{m}"), ("number", "{n}")]);
    let texts: BTreeMap<_, _> = keys.iter().map(|(name, key)| (*name, text(key))).collect();
    serde_json::json!(texts).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_get_their_texts_with_room_for_numbers() {
        for locale in Locale::ALL {
            let texts: BTreeMap<String, String> = serde_json::from_str(&reader_labels(locale)).unwrap();
            assert!(texts["place"].contains("{n}") && texts["place"].contains("{m}"), "{texts:?}");
            assert!(texts["resume"].contains("{n}"), "{texts:?}");
            let texts: BTreeMap<String, String> = serde_json::from_str(&viewer_labels(locale)).unwrap();
            assert!(texts["page"].contains("{n}"), "{texts:?}");
        }
    }

    #[test]
    fn every_setting_has_one_value_that_the_page_has_by_itself() {
        for Setting { name, choices, .. } in settings(Locale::French) {
            assert_eq!(choices.iter().filter(|(value, _)| value.is_empty()).count(), 1, "{name}");
        }
    }
}
