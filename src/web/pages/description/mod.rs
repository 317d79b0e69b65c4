//! A description as a form: its fields, their labels and hints. Depositors and curators fill the same one.
//!
//! `typed` writes a description into the fields, `parse` reads them back, `people` reads and writes a byline.

pub(crate) mod parse;
mod people;
mod typed;

pub(crate) use typed::typed;

use crate::domain::Lang;
use crate::domain::vocabulary::{AccessRight, Licence, ResourceType, VersionType};
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::pages::view;

/// Languages offered, the most frequent first; a code read from the file is offered as well.
const LANGUAGES: [&str; 19] = [
    "fr", "en", "es", "pt", "de", "it", "ar", "zh", "iu", "cr", "moe", "atj", "alq", "moh", "mic", "abe", "nsk", "wdt",
    "mul",
];

/// Fields that a public description cannot do without.
const REQUIRED: [&str; 5] = ["auteurs", "type", "version", "licence", "acces"];

/// Fields that belong together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) legend: String,
    pub(crate) fields: Vec<FieldView>,
}

/// A field as the page shows it.
#[derive(Debug)]
pub(crate) struct FieldView {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
    /// Lines of a text area; one line is an input.
    pub(crate) rows: u8,
    /// Choices of a list, none for a text.
    pub(crate) choices: Vec<Choice>,
    pub(crate) lang: Option<&'static str>,
    pub(crate) required: bool,
    /// Where the value comes from, where a page tells it.
    pub(crate) origin: Option<OriginView>,
    /// Other values that were found.
    pub(crate) others: Vec<OtherView>,
}

/// Where a value comes from.
#[derive(Debug)]
pub(crate) struct OriginView {
    /// Colour of the badge.
    pub(crate) class: &'static str,
    /// How sure the value is, in a word.
    pub(crate) confidence: Option<String>,
    pub(crate) source: String,
    /// The words that the value was read from.
    pub(crate) snippet: Option<String>,
}

/// Another value that was found for a field.
#[derive(Debug)]
pub(crate) struct OtherView {
    pub(crate) value: String,
    /// What people read; codes are no words.
    pub(crate) label: String,
    pub(crate) source: String,
}

impl FieldView {
    /// The value of `aria-describedby`: the hint, then the error, then the origin.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-aide", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-erreur", self.id));
        let origin = self.origin.as_ref().map(|_| format!("{}-origine", self.id));
        Some([hint, error, origin].into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|ids| !ids.is_empty())
    }
}

/// A choice of a list.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// How a field is typed.
#[derive(Debug, Clone, Copy)]
enum Control {
    Line,
    Area(u8),
    Choice(fn(Locale, &str) -> Vec<(String, String)>),
}

#[derive(Debug, Clone, Copy)]
struct Spec {
    id: &'static str,
    control: Control,
    lang: Option<&'static str>,
}

const fn line(id: &'static str) -> Spec {
    Spec { id, control: Control::Line, lang: None }
}

const fn area(id: &'static str, rows: u8, lang: Option<&'static str>) -> Spec {
    Spec { id, control: Control::Area(rows), lang }
}

const fn choice(id: &'static str, list: fn(Locale, &str) -> Vec<(String, String)>) -> Spec {
    Spec { id, control: Control::Choice(list), lang: None }
}

const GROUPS: [(&str, &[Spec]); 5] = [
    (
        "group-texts",
        &[
            choice("langue", languages),
            area("titre_fr", 2, Some("fr")),
            area("titre_en", 2, Some("en")),
            area("titre_autre", 2, None),
            area("resume_fr", 8, Some("fr")),
            area("resume_en", 8, Some("en")),
            area("resume_autre", 4, None),
            area("mots_fr", 2, Some("fr")),
            area("mots_en", 2, Some("en")),
        ],
    ),
    ("group-authors", &[area("auteurs", 6, None)]),
    (
        "group-source",
        &[
            line("doi"),
            line("revue"),
            line("issn"),
            line("volume"),
            line("numero"),
            line("pages"),
            choice("type", types),
            line("en_ligne"),
            line("parution"),
            line("acceptation"),
        ],
    ),
    (
        "group-rights",
        &[choice("version", versions), choice("licence", licences), choice("acces", accesses), line("embargo")],
    ),
    ("group-awards", &[area("octrois", 3, None)]),
];

/// The names of all fields, in the order of the form.
pub(crate) fn field_ids() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().flat_map(|(_, specs)| specs.iter().map(|spec| spec.id))
}

/// Whether a description cannot be public without a field.
pub(crate) fn is_required(id: &str) -> bool {
    REQUIRED.contains(&id)
}

/// The form with what was typed and what was wrong with it.
pub(crate) fn groups(fields: &Fields, errors: &FieldErrors, locale: Locale) -> Vec<Group> {
    let group = |(legend, specs): &(&str, &[Spec])| Group {
        legend: locale.text(legend),
        fields: specs.iter().map(|spec| field(spec, fields, errors, locale)).collect(),
    };
    GROUPS.iter().map(group).collect()
}

/// A text area outside the description, such as the comment of a decision.
pub(crate) fn comment(id: &'static str, fields: &Fields, errors: &FieldErrors, locale: Locale) -> FieldView {
    field(&area(id, 4, None), fields, errors, locale)
}

/// A single line.
pub(crate) fn text_line(id: &'static str, fields: &Fields, errors: &FieldErrors, locale: Locale) -> FieldView {
    field(&line(id), fields, errors, locale)
}

/// A list to choose from: codes with their labels.
pub(crate) fn choice_of(
    id: &'static str,
    listed: Vec<(String, String)>,
    fields: &Fields,
    errors: &FieldErrors,
    locale: Locale,
) -> FieldView {
    let value = fields.raw(id).to_owned();
    let choices =
        listed.into_iter().map(|(code, label)| Choice { chosen: code == value, value: code, label }).collect();
    FieldView { choices, ..text_line(id, fields, errors, locale) }
}

fn field(spec: &Spec, fields: &Fields, errors: &FieldErrors, locale: Locale) -> FieldView {
    let key = format!("field-{}", spec.id.replace('_', "-"));
    let hint = format!("{key}-hint");
    let value = fields.raw(spec.id).to_owned();
    let listed = match spec.control {
        Control::Choice(list) => list(locale, &value),
        Control::Line | Control::Area(_) => Vec::new(),
    };
    let choices = listed.into_iter().map(|(code, label)| Choice { chosen: code == value, value: code, label });
    FieldView {
        id: spec.id,
        label: locale.text(&key),
        hint: locale.has(&hint).then(|| locale.text(&hint)),
        error: errors.of(spec.id, locale),
        rows: if let Control::Area(rows) = spec.control { rows } else { 1 },
        choices: choices.collect(),
        lang: spec.lang,
        required: REQUIRED.contains(&spec.id),
        origin: None,
        others: Vec::new(),
        value,
    }
}

/// The list with what stands for no choice at its head, and with the typed value at its end when it is none of the
/// list: what was typed is never lost, and its error says that it cannot be used.
fn listed(none: String, typed: &str, known: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), none)];
    all.extend(known);
    if !all.iter().any(|(code, _)| code == typed) {
        all.push((typed.to_owned(), typed.to_owned()));
    }
    all
}

fn languages(locale: Locale, typed: &str) -> Vec<(String, String)> {
    let known = LANGUAGES.iter().filter_map(|code| Lang::parse(code).ok());
    let known = known.map(|lang| (lang.to_string(), view::capitalised(&view::language_name(lang, locale))));
    listed(locale.text("field-unknown"), typed, known.collect())
}

fn types(locale: Locale, typed: &str) -> Vec<(String, String)> {
    let known = ResourceType::ALL.into_iter();
    let known = known.map(|kind| (kind.code().to_owned(), view::capitalised(&kind.label(locale.lang()))));
    listed(locale.text("field-choose"), typed, known.collect())
}

fn versions(locale: Locale, typed: &str) -> Vec<(String, String)> {
    let known = VersionType::ALL.into_iter();
    let known = known.map(|version| (version.code().to_owned(), view::capitalised(&version.label(locale.lang()))));
    listed(locale.text("field-choose"), typed, known.collect())
}

fn licences(locale: Locale, typed: &str) -> Vec<(String, String)> {
    let lang = locale.lang();
    let label = |licence: &Licence| {
        let short = view::capitalised(&licence.short_name(lang));
        let full = view::capitalised(&licence.label(lang));
        if short == full { full } else { format!("{short} – {full}") }
    };
    let known = Licence::all().into_iter().map(|licence| (licence.code().to_owned(), label(&licence)));
    listed(locale.text("field-choose"), typed, known.collect())
}

fn accesses(locale: Locale, typed: &str) -> Vec<(String, String)> {
    let known = AccessRight::ALL.into_iter();
    let known = known.map(|access| (access.code().to_owned(), view::capitalised(&access.label(locale.lang()))));
    listed(locale.text("field-choose"), typed, known.collect())
}
