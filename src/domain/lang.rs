//! Languages and texts that carry their language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language as a lower-case BCP 47 primary subtag (`fr`, `en`, `atj`), or `und` when undetermined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang([u8; 3]);

/// Why a text is not a language code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language code of two or three letters: {0:?}")]
pub struct InvalidLang(pub String);

impl Lang {
    /// French, the default language of the interface and of metadata.
    pub const FR: Self = Self(*b"fr\0");
    /// English.
    pub const EN: Self = Self(*b"en\0");
    /// Undetermined (ISO 639-3 `und`).
    pub const UND: Self = Self(*b"und");

    /// Parses a BCP 47 tag or an ISO 639 code: `fr`, `fr-CA`, `fra`, `FRE`.
    ///
    /// # Errors
    /// When the primary subtag is not two or three ASCII letters.
    pub fn parse(text: &str) -> Result<Self, InvalidLang> {
        if let [a @ b'a'..=b'z', b @ b'a'..=b'z'] = *text.as_bytes() {
            return Ok(Self([a, b, 0]));
        }
        let primary = text.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let short = match primary.as_str() {
            "fra" | "fre" => "fr",
            "eng" => "en",
            "spa" => "es",
            "por" => "pt",
            "deu" | "ger" => "de",
            "ita" => "it",
            "ara" => "ar",
            "zho" | "chi" => "zh",
            "iku" => "iu",
            "cre" => "cr",
            other => other,
        };
        match *short.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Ok(Self([a, b, 0])),
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_lowercase) => Ok(Self([a, b, c])),
            _ => Err(InvalidLang(text.to_owned())),
        }
    }

    /// The BCP 47 primary subtag, for `lang` attributes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let end = if self.0[2] == 0 { 2 } else { 3 };
        self.0.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("und")
    }

    /// The ISO 639-3 code, for formats that want three letters.
    #[must_use]
    pub fn iso639_3(&self) -> &str {
        match self.as_str() {
            "fr" => "fra",
            "en" => "eng",
            "es" => "spa",
            "pt" => "por",
            "de" => "deu",
            "it" => "ita",
            "ar" => "ara",
            "zh" => "zho",
            "iu" => "iku",
            "cr" => "cre",
            _ if self.0[2] == 0 => "und",
            other => other,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.as_str().to_owned()
    }
}

impl TryFrom<String> for Lang {
    type Error = InvalidLang;

    fn try_from(text: String) -> Result<Self, InvalidLang> {
        Self::parse(&text)
    }
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localised {
    /// Language of the text, `und` when nobody said.
    pub lang: Lang,
    /// The text, NFC, without leading or trailing white space.
    pub text: String,
}

impl Localised {
    /// A text in a language, trimmed.
    #[must_use]
    pub fn new(lang: Lang, text: &str) -> Self {
        Self { lang, text: text.trim().to_owned() }
    }

    /// The text in `wanted`, else the first one.
    #[must_use]
    pub fn pick(all: &[Self], wanted: Lang) -> Option<&Self> {
        all.iter().find(|item| item.lang == wanted).or_else(|| all.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_codes_of_one_language_are_equal() {
        for text in ["fr", "FR-ca", "fra", "fre", "fr_CA"] {
            assert_eq!(Lang::parse(text).unwrap(), Lang::FR);
        }
        assert_eq!(Lang::parse("atj").unwrap().as_str(), "atj");
        assert_eq!(Lang::FR.iso639_3(), "fra");
    }

    #[test]
    fn words_are_not_language_codes() {
        for text in ["", "f", "french", "1r", "é"] {
            assert!(Lang::parse(text).is_err(), "{text}");
        }
    }
}
