//! The eight error conditions of the protocol (OAI-PMH 2.0 §3.6) and their texts.
//!
//! A protocol error is an *answer*: it travels in a valid document with status 200. Failures of the embedding service are the
//! provider's own error type and never pass through here.

use std::fmt;

/// Longest part of a request value that a message repeats, in characters.
const QUOTED_CHARACTERS: usize = 80;

/// The value of `code` in an `error` element (OAI-PMH 2.0 §3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An argument is undefined for the verb, repeated, missing or malformed.
    BadArgument,
    /// The resumption token is not one of ours, or has expired.
    BadResumptionToken,
    /// The verb is absent, repeated or unknown.
    BadVerb,
    /// The item, or the whole repository, does not offer the metadata format.
    CannotDisseminateFormat,
    /// No item carries the identifier.
    IdDoesNotExist,
    /// The selection is empty.
    NoRecordsMatch,
    /// The item has no metadata format at all.
    NoMetadataFormats,
    /// The repository has no sets.
    NoSetHierarchy,
}

impl ErrorCode {
    /// All eight codes.
    pub const ALL: [Self; 8] = [
        Self::BadArgument,
        Self::BadResumptionToken,
        Self::BadVerb,
        Self::CannotDisseminateFormat,
        Self::IdDoesNotExist,
        Self::NoRecordsMatch,
        Self::NoMetadataFormats,
        Self::NoSetHierarchy,
    ];

    /// The code as the protocol spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadArgument => "badArgument",
            Self::BadResumptionToken => "badResumptionToken",
            Self::BadVerb => "badVerb",
            Self::CannotDisseminateFormat => "cannotDisseminateFormat",
            Self::IdDoesNotExist => "idDoesNotExist",
            Self::NoRecordsMatch => "noRecordsMatch",
            Self::NoMetadataFormats => "noMetadataFormats",
            Self::NoSetHierarchy => "noSetHierarchy",
        }
    }

    /// The code spelled `text`, if there is one.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// Whether the `request` element must then carry no attribute (OAI-PMH 2.0 §3.2).
    #[must_use]
    pub fn hides_arguments(self) -> bool {
        matches!(self, Self::BadVerb | Self::BadArgument)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One `error` element: a code for the machine, a message for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ProtocolError {
    /// Which of the eight conditions holds.
    pub code: ErrorCode,
    /// What was wrong and what to do, in English.
    pub message: String,
}

impl ProtocolError {
    /// An error with its explanation.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn bad_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadArgument, message)
    }

    pub(crate) fn bad_token(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadResumptionToken, message)
    }
}

/// A request value as a message may repeat it: bounded and in quotation marks. Escaping is the writer's.
pub(crate) fn quoted(value: &str) -> String {
    let mut characters = value.chars();
    let start: String = characters.by_ref().take(QUOTED_CHARACTERS).collect();
    let rest = if characters.next().is_some() { "…" } else { "" };
    format!("\"{start}{rest}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_spelling() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::find(code.as_str()), Some(code));
        }
        assert_eq!(ErrorCode::find("badverb"), None);
    }

    #[test]
    fn a_long_value_is_cut_in_messages() {
        let text = quoted(&"é".repeat(500));
        assert_eq!(text.chars().count(), QUOTED_CHARACTERS + 3);
        assert_eq!(quoted("short"), "\"short\"");
    }
}
