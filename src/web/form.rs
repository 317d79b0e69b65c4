//! Posted forms: their fields as they were typed, and what was wrong with them.
//!
//! Pages turn [`Fields`] into values of the domain; whatever cannot be understood becomes a [`FieldErrors`] that names
//! its field, and the page is shown again with everything that was typed. No rule of the domain belongs here.

use axum::extract::{Form, FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;

use super::error::Fault;
use super::i18n::Locale;
use super::{Site, session};
use crate::service::Kind;

/// Characters of a wrong value that its message repeats.
const LONGEST_ECHO: usize = 80;

/// The fields of a form, in the order they came, line ends as `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields from pairs; browsers send line ends as `\r\n` (HTML, constructing the entry list).
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect())
    }

    /// Adds a field.
    pub(crate) fn push(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// Whether the form has a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// A field as it was typed; empty when it is absent.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Every value of a name, as they were typed.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A field without what nobody sees and without space around it.
    pub(crate) fn text(&self, name: &str) -> String {
        clean(self.raw(name))
    }

    /// The lines of a field that hold anything.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// All fields but some, as they were typed.
    pub(crate) fn pairs_without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// Whether the form is one that we sent to this session.
    pub(crate) fn is_ours(&self, site: &Site, headers: &HeaderMap) -> bool {
        session::is_ours(&site.settings, headers, self.raw("jeton"))
    }
}

impl FromRequest<Site> for Fields {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Fault> {
        match Form::<Vec<(String, String)>>::from_request(request, site).await {
            Ok(Form(pairs)) => Ok(Self::of(pairs)),
            Err(rejection) => Err(Fault::of(match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
                _ => Kind::Invalid,
            })),
        }
    }
}

/// Takes out control characters, zero-width spaces and the marks that turn the direction of text around (Unicode
/// TR 36 §2.5): they deceive readers and break identifiers. Joiners stay, some scripts need them.
pub(crate) fn clean(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !hidden(*c)).collect::<String>().trim().to_owned()
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// Name and anchor of the field.
    pub(crate) field: &'static str,
    /// Message that says what was wrong and what to do.
    pub(crate) key: &'static str,
    /// The part that was wrong, as it was typed.
    pub(crate) value: String,
}

impl FieldError {
    /// The message in a language.
    pub(crate) fn message(&self, locale: Locale) -> String {
        locale.text_with(self.key, &[("value", &self.value)])
    }
}

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// A single error.
    pub(crate) fn one(field: &'static str, key: &'static str) -> Self {
        let mut errors = Self::default();
        errors.add(field, key, "");
        errors
    }

    /// Adds an error; the value is cut to what a message can show.
    pub(crate) fn add(&mut self, field: &'static str, key: &'static str, value: &str) {
        let mut shown: String = value.chars().take(LONGEST_ECHO).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.0.push(FieldError { field, key, value: shown });
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages of a field in one text.
    pub(crate) fn of(&self, field: &str, locale: Locale) -> Option<String> {
        let messages: Vec<_> = self.0.iter().filter(|e| e.field == field).map(|e| e.message(locale)).collect();
        Some(messages.join(" ")).filter(|text| !text.is_empty())
    }

    /// Anchor and message of each error, for the summary at the head of the page.
    pub(crate) fn summary(&self, locale: Locale) -> Vec<(&'static str, String)> {
        self.0.iter().map(|error| (error.field, error.message(locale))).collect()
    }

    /// Each error.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The fields that are wrong.
    #[cfg(test)]
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        self.0.iter().map(|error| error.field).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_keeps_what_was_typed_and_gives_what_can_be_seen() {
        let fields = Fields::of(vec![("a".into(), " x\u{202e}y\u{0}\r\nz\u{200b} ".into())]);
        assert_eq!(fields.raw("a"), " x\u{202e}y\u{0}\nz\u{200b} ");
        assert_eq!(fields.text("a"), "xy\nz");
        assert_eq!(fields.lines("a"), ["xy", "z"]);
        assert_eq!(fields.raw("absent"), "");
    }

    #[test]
    fn joiners_that_scripts_need_stay() {
        assert_eq!(clean("نمی\u{200c}خواهم"), "نمی\u{200c}خواهم");
    }

    #[test]
    fn a_long_wrong_value_is_cut_in_its_message() {
        let mut errors = FieldErrors::default();
        errors.add("doi", "form-doi", &"é".repeat(500));
        assert_eq!(errors.0.first().map(|error| error.value.chars().count()), Some(LONGEST_ECHO + 1));
    }
}
