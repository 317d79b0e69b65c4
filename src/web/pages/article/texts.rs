//! Titles and abstracts, each with its language and where it comes from.

use crate::domain::{Lang, Metadata};
use crate::web::address;
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::view::{self, LangAttribute};

/// An abstract in one language, with the keywords of that language.
#[derive(Debug)]
pub(super) struct Abstract {
    pub(super) language: Lang,
    pub(super) heading: String,
    /// Where it comes from.
    pub(super) origin: Option<String>,
    pub(super) lang: LangAttribute,
    pub(super) paragraphs: Vec<String>,
    pub(super) keywords_label: String,
    pub(super) keywords: Vec<(String, String)>,
}

/// The abstract in the language of the page first; keywords stand under the abstract of their language.
pub(super) fn abstracts(metadata: &Metadata, frame: &Frame) -> Vec<Abstract> {
    let mut langs: Vec<Lang> = metadata.abstracts.iter().chain(&metadata.keywords).map(|text| text.lang).collect();
    langs.sort_by_key(|lang| (*lang != frame.locale.lang(), *lang));
    langs.dedup();
    langs.into_iter().map(|lang| abstract_in(lang, metadata, frame)).collect()
}

fn abstract_in(lang: Lang, metadata: &Metadata, frame: &Frame) -> Abstract {
    let texts = metadata.abstracts.iter().filter(|text| text.lang == lang);
    let words = metadata.keywords.iter().filter(|word| word.lang == lang);
    Abstract {
        language: lang,
        origin: None,
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
