//! Licences and what the FRQ's 2022 policy says of each.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::table::{Row, cell, read};
use crate::domain::Lang;

/// A licence of the table, by its code (`cc-by-4.0`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Licence(String);

/// Why a text is not a licence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a licence code that we know: {0:?}")]
pub struct UnknownLicence(pub String);

/// What the FRQ's 2022 policy says of a licence (`licences.csv`, column `frq_2022_acceptable`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceVerdict {
    /// Accepted, or equivalent to an accepted one.
    Accepted,
    /// CC BY-ND: accepted when restricting modifications is relevant; no prior approval is mentioned.
    AcceptedWhenRelevant,
    /// Not named by the policy: a person must look.
    ManualReview,
    /// Not accepted.
    Rejected,
    /// Nobody said what the licence is.
    Unknown,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| read(include_str!("licences.csv")));

impl Licence {
    /// The code of a file whose licence nobody stated.
    pub const UNKNOWN: &'static str = "unknown";

    /// Finds a licence by its code, SPDX id or address (with or without `https`, language and trailing slash).
    ///
    /// # Errors
    /// When none fits.
    pub fn parse(text: &str) -> Result<Self, UnknownLicence> {
        let wanted = text.trim().to_ascii_lowercase();
        let address = wanted.trim_start_matches("http://").trim_start_matches("https://");
        let row = TABLE.iter().find(|row| {
            let uri = cell(row, "uri");
            let uri = uri.trim_start_matches("https://").trim_end_matches('/');
            cell(row, "code") == wanted
                || (!wanted.is_empty() && cell(row, "spdx").eq_ignore_ascii_case(&wanted))
                || (!uri.is_empty()
                    && address.strip_prefix(uri).is_some_and(|rest| {
                        matches!(rest, "" | "/" | "/legalcode")
                            || rest.starts_with("/deed")
                            || rest.starts_with("/legalcode")
                    }))
        });
        row.map(|row| Self(cell(row, "code"))).ok_or_else(|| UnknownLicence(text.to_owned()))
    }

    /// All licences of the table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        TABLE.iter().map(|row| Self(cell(row, "code"))).collect()
    }

    /// The licence of a file of which nobody stated one.
    #[must_use]
    pub fn unknown() -> Self {
        Self(Self::UNKNOWN.to_owned())
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Short name for badges: the SPDX id without version mark (`CC BY 4.0`), else the label.
    #[must_use]
    pub fn short_name(&self, lang: Lang) -> String {
        match self.code().strip_prefix("cc-") {
            Some(rest) => format!(
                "CC {}",
                rest.to_ascii_uppercase()
                    .replacen("-4.0", " 4.0", 1)
                    .replacen("-3.0", " 3.0", 1)
                    .replacen("-2.5-CA", " 2.5 CA", 1)
            ),
            None if self.code() == "cc0-1.0" => "CC0 1.0".to_owned(),
            None => self.label(lang),
        }
    }

    /// Label for people.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        self.column(if lang == Lang::EN { "label_en" } else { "label_fr" })
    }

    /// Address of the licence or rights statement, when it has one.
    #[must_use]
    pub fn uri(&self) -> Option<String> {
        Some(self.column("uri")).filter(|uri| !uri.is_empty())
    }

    /// What the FRQ's 2022 policy says of it.
    #[must_use]
    pub fn frq_2022(&self) -> LicenceVerdict {
        match self.column("frq_2022_acceptable").as_str() {
            "yes" | "yes_equivalent" => LicenceVerdict::Accepted,
            "yes_if_relevant" => LicenceVerdict::AcceptedWhenRelevant,
            "unclear" => LicenceVerdict::ManualReview,
            "no" => LicenceVerdict::Rejected,
            _ => LicenceVerdict::Unknown,
        }
    }

    fn column(&self, name: &str) -> String {
        TABLE.iter().find(|row| cell(row, "code") == self.0).map(|row| cell(row, name)).unwrap_or_default()
    }
}

impl From<Licence> for String {
    fn from(licence: Licence) -> Self {
        licence.0
    }
}

impl TryFrom<String> for Licence {
    type Error = UnknownLicence;

    fn try_from(text: String) -> Result<Self, UnknownLicence> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_found_by_code_spdx_or_address() {
        for text in [
            "cc-by-4.0",
            "CC-BY-4.0",
            "http://creativecommons.org/licenses/by/4.0",
            "https://creativecommons.org/licenses/by/4.0/deed.fr",
            "https://creativecommons.org/licenses/by/4.0/legalcode",
        ] {
            assert_eq!(Licence::parse(text).unwrap().code(), "cc-by-4.0", "{text}");
        }
        assert!(Licence::parse("https://creativecommons.org/licenses/by/4.01/").is_err());
        assert!(Licence::parse("").is_err());
    }

    #[test]
    fn the_policy_column_is_read() {
        let verdict = |code: &str| Licence::parse(code).unwrap().frq_2022();
        assert_eq!(verdict("cc0-1.0"), LicenceVerdict::Accepted);
        assert_eq!(verdict("cc-by-nd-4.0"), LicenceVerdict::AcceptedWhenRelevant);
        assert_eq!(verdict("cc-by-sa-4.0"), LicenceVerdict::ManualReview);
        assert_eq!(verdict("cc-by-nc-nd-4.0"), LicenceVerdict::Rejected);
        assert_eq!(verdict("unknown"), LicenceVerdict::Unknown);
    }

    #[test]
    fn short_names_read_as_people_write_them() {
        assert_eq!(Licence::parse("cc-by-nc-nd-4.0").unwrap().short_name(Lang::FR), "CC BY-NC-ND 4.0");
        assert_eq!(Licence::parse("cc0-1.0").unwrap().short_name(Lang::FR), "CC0 1.0");
    }
}
