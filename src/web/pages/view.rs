//! What templates show, ready for them: texts with their language, marked words, cards, badges, names of codes.

use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};

use super::awards::outcome_key;
use crate::domain::query::{Facet, Piece};
use crate::domain::verdict::Outcome;
use crate::domain::vocabulary::{find_field, find_institution};
use crate::domain::{
    AccessRight, Article, Fund, Lang, Licence, Localised, Metadata, Person, ResourceType, Ror, VersionType,
};
pub(crate) use crate::reporting::words::fund_name;
use crate::web::i18n::Locale;
use crate::web::page::Frame;

/// Authors that a card names before « et al. ».
const AUTHORS_ON_CARD: usize = 4;

/// The `lang` attribute, with `dir` for scripts written from right to left; nothing when the language is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LangAttribute(pub(crate) Option<Lang>);

impl LangAttribute {
    /// The attribute for a language, unless it is undetermined.
    pub(crate) fn of(lang: Lang) -> Self {
        Self(Some(lang).filter(|lang| *lang != Lang::UND))
    }
}

impl fmt::Display for LangAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(lang) if lang.as_str() == "ar" => f.write_str(" lang=\"ar\" dir=\"rtl\""),
            Some(lang) => write!(f, " lang=\"{lang}\""),
            None => Ok(()),
        }
    }
}

// A language code holds ASCII letters only.
impl HtmlSafe for LangAttribute {}

/// A text whose pieces may be marked; it escapes itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marked(pub(crate) Vec<Piece>);

impl Marked {
    /// A text without marks.
    pub(crate) fn plain(text: &str) -> Self {
        Self(vec![Piece { text: text.to_owned(), marked: false }])
    }

    /// Whether any word is marked.
    pub(crate) fn has_marks(&self) -> bool {
        self.0.iter().any(|piece| piece.marked)
    }

    /// Adds the text that goes on from this one.
    pub(crate) fn append(&mut self, rest: Self) {
        self.0.push(Piece { text: " ".to_owned(), marked: false });
        self.0.extend(rest.0);
    }
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            if piece.marked {
                f.write_str("<mark>")?;
                Html.write_escaped_str(&mut *f, &piece.text)?;
                f.write_str("</mark>")?;
            } else {
                Html.write_escaped_str(&mut *f, &piece.text)?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Marked {}

/// A text with its language.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) lang: LangAttribute,
}

impl Text {
    pub(crate) fn of(text: &Localised) -> Self {
        Self { text: text.text.clone(), lang: LangAttribute::of(text.lang) }
    }
}

/// A short fact in a coloured frame.
#[derive(Debug, Clone)]
pub(crate) struct Badge {
    pub(crate) label: String,
    pub(crate) class: &'static str,
}

/// An article in a list.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) href: String,
    pub(crate) title: Marked,
    pub(crate) title_lang: LangAttribute,
    pub(crate) authors: String,
    pub(crate) source: String,
    pub(crate) passage: Option<PassageView>,
    pub(crate) badges: Vec<Badge>,
}

/// The best passage of an article, with the way to it.
#[derive(Debug, Clone)]
pub(crate) struct PassageView {
    pub(crate) page: String,
    pub(crate) href: String,
    pub(crate) lang: LangAttribute,
    pub(crate) text: Marked,
}

impl Card {
    /// The card of an article, nothing marked.
    pub(crate) fn of(article: &Article, frame: &Frame) -> Self {
        let locale = frame.locale;
        let metadata = &article.version.metadata;
        let title = title(metadata, locale);
        Self {
            href: locale.address(&format!("/articles/{}", article.id)),
            title: Marked::plain(&title.text),
            title_lang: title.lang,
            authors: byline(metadata, locale),
            source: source(metadata, locale),
            passage: None,
            badges: badges(article, frame),
        }
    }
}

/// The title to show: the one in the article's own language, else the first, else a word that says there is none.
pub(crate) fn title(metadata: &Metadata, locale: Locale) -> Text {
    let none = || Text { text: locale.text("article-untitled"), lang: LangAttribute(None) };
    metadata.main_title().map_or_else(none, Text::of)
}

/// The first authors.
pub(crate) fn byline(metadata: &Metadata, locale: Locale) -> String {
    let names: Vec<_> = metadata.authors.iter().take(AUTHORS_ON_CARD).map(Person::display_name).collect();
    let names = names.join(", ");
    match metadata.authors.len().checked_sub(AUTHORS_ON_CARD) {
        None | Some(0) => names,
        Some(more) => format!("{names} {}", locale.text_count("authors-more", u64::try_from(more).unwrap_or(u64::MAX))),
    }
}

fn source(metadata: &Metadata, locale: Locale) -> String {
    let journal = metadata.journal.as_ref().map(|journal| journal.title.clone()).filter(|title| !title.is_empty());
    let kind = metadata.resource_type.map(|kind| capitalised(&kind.label(locale.lang())));
    let date = metadata.published().map(|date| locale.date(date));
    [journal.or(kind), date].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Access, licence, version and language.
pub(crate) fn badges(article: &Article, frame: &Frame) -> Vec<Badge> {
    let locale = frame.locale;
    let metadata = &article.version.metadata;
    let lang = locale.lang();
    let access = access_badge(article, frame);
    let licence =
        metadata.licence.as_ref().map(|licence| Badge { label: capitalised(&licence.short_name(lang)), class: "" });
    let version =
        metadata.known_version().map(|version| Badge { label: capitalised(&version_name(version, locale)), class: "" });
    let language = metadata.language.map(|code| Badge { label: capitalised(&language_name(code, locale)), class: "" });
    [Some(access), licence, version, language].into_iter().flatten().collect()
}

/// Who may read the file today.
fn access_badge(article: &Article, frame: &Frame) -> Badge {
    let locale = frame.locale;
    let metadata = &article.version.metadata;
    let stated = metadata.access.unwrap_or(AccessRight::Open);
    let open = article.is_open_on(frame.today);
    let access = if open { AccessRight::Open } else { stated };
    let label = capitalised(&access.label(locale.lang()));
    match (access, metadata.embargo_until) {
        (AccessRight::Open, _) => Badge { label, class: "open" },
        (AccessRight::Embargoed, Some(end)) => {
            Badge { label: locale.text_with("badge-embargo", &[("date", &locale.date(end))]), class: "closed" }
        }
        _ => Badge { label, class: "closed" },
    }
}

/// The short name of a version, as it stands within a sentence.
pub(crate) fn version_name(version: VersionType, locale: Locale) -> String {
    locale.text(match version {
        VersionType::AO => "version-ao",
        VersionType::SMUR => "version-smur",
        VersionType::AM => "version-am",
        VersionType::P => "version-p",
        VersionType::VoR => "version-vor",
        VersionType::CVoR => "version-cvor",
        VersionType::EVoR => "version-evor",
        VersionType::NA => "version-na",
    })
}

/// The name of a language, its code when we have no name for it.
pub(crate) fn language_name(lang: Lang, locale: Locale) -> String {
    let key = format!("lang-{lang}");
    if locale.has(&key) { locale.text(&key) } else { lang.to_string() }
}

/// What a facet value is called.
pub(crate) fn facet_label(facet: Facet, value: &str, locale: Locale) -> String {
    let lang = locale.lang();
    let label = match facet {
        Facet::Year => None,
        Facet::Institution => Ror::parse(value)
            .ok()
            .and_then(|ror| find_institution(&ror))
            .map(|institution| curly(institution.name(lang))),
        Facet::Sector => Fund::from_key(value).map(|fund| fund_name(fund, locale)),
        Facet::Language => Lang::parse(value).ok().map(|code| capitalised(&language_name(code, locale))),
        Facet::Licence => Licence::parse(value).ok().map(|licence| capitalised(&licence.short_name(lang))),
        Facet::Type => ResourceType::from_code(value).map(|kind| capitalised(&kind.label(lang))),
        Facet::Field => find_field(value).map(|field| curly(field.label(lang))),
        Facet::Version => VersionType::from_code(value).map(|version| capitalised(&version_name(version, locale))),
        Facet::Compliance => Outcome::from_code(value).map(|outcome| locale.text(&outcome_key(outcome))),
    };
    label.unwrap_or_else(|| value.to_owned())
}

/// What a facet is called.
pub(crate) fn facet_name(facet: Facet, locale: Locale) -> String {
    locale.text(match facet {
        Facet::Year => "facet-year",
        Facet::Institution => "facet-institution",
        Facet::Sector => "facet-sector",
        Facet::Language => "facet-language",
        Facet::Licence => "facet-licence",
        Facet::Type => "facet-type",
        Facet::Field => "facet-field",
        Facet::Version => "facet-version",
        Facet::Compliance => "facet-compliance",
    })
}

/// The name of a field of research, by its code.
pub(crate) fn field_name(code: &str, locale: Locale) -> String {
    find_field(code).map_or_else(|| code.to_owned(), |field| curly(field.label(locale.lang())))
}

/// The label of a code with a capital at its head.
pub(crate) fn capitalised(label: &str) -> String {
    let label = curly(label);
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The label of a code as it is printed: the tables of the vocabularies have typewriter apostrophes.
pub(crate) fn curly(label: &str) -> String {
    label.replace('\'', "’")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_text_is_escaped_inside_and_outside_its_marks() {
        let piece = |text: &str, marked| Piece { text: text.to_owned(), marked };
        let text = Marked(vec![piece("a <b> & ", false), piece("\"c\"<", true)]);
        let html = text.to_string();
        assert!(html.contains("<mark>") && html.matches('<').count() == 2, "{html}");
        assert!(!html.contains("<b>"));
    }

    #[test]
    fn the_language_of_a_text_is_named_when_it_is_known() {
        assert_eq!(LangAttribute::of(Lang::EN).to_string(), " lang=\"en\"");
        assert_eq!(LangAttribute::of(Lang::UND).to_string(), "");
    }

    #[test]
    fn facet_values_are_named_and_unknown_ones_stay_as_they_are() {
        assert_eq!(facet_label(Facet::Institution, "04sjchr03", Locale::French), "Université Laval");
        assert_eq!(facet_label(Facet::Licence, "cc-by-4.0", Locale::French), "CC BY 4.0");
        assert_eq!(facet_label(Facet::Type, "preprint", Locale::English), "Preprint");
        assert_eq!(capitalised("version de l'éditeur"), "Version de l’éditeur");
        assert_eq!(facet_label(Facet::Sector, "nothing", Locale::French), "nothing");
    }
}
