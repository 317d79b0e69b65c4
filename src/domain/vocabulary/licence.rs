//! Licences and what the FRQ's 2022 policy says of each.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::table::{Row, cell, cell_of, index, read};
use crate::domain::Lang;

/// A licence of the table, by its code (`cc-by-4.0`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Licence(&'static str);

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
static BY_CODE: LazyLock<HashMap<&'static str, &'static Row>> = LazyLock::new(|| index(&TABLE, "code"));

impl Licence {
    /// The code of a file whose licence nobody stated.
    pub const UNKNOWN: &'static str = "unknown";

    /// Finds a licence by its code, SPDX id or address (with or without `https`, language and trailing slash).
    ///
    /// # Errors
    /// When none fits.
    pub fn parse(text: &str) -> Result<Self, UnknownLicence> {
        if let Some((code, _)) = BY_CODE.get_key_value(text) {
            return Ok(Self(code));
        }
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
        let code = row.and_then(|row| row.get("code"));
        code.map(|code| Self(code)).ok_or_else(|| UnknownLicence(text.to_owned()))
    }

    /// All licences of the table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        TABLE.iter().filter_map(|row| row.get("code")).map(|code| Self(code)).collect()
    }

    /// The licence of a file of which nobody stated one.
    #[must_use]
    pub fn unknown() -> Self {
        Self(Self::UNKNOWN)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0
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
        self.column(if lang == Lang::EN { "label_en" } else { "label_fr" }).to_owned()
    }

    /// Address of the licence or rights statement, when it has one.
    #[must_use]
    pub fn uri(&self) -> Option<String> {
        Some(self.column("uri")).filter(|uri| !uri.is_empty()).map(str::to_owned)
    }

    /// What the FRQ's 2022 policy says of it.
    #[must_use]
    pub fn frq_2022(&self) -> LicenceVerdict {
        match self.column("frq_2022_acceptable") {
            "yes" | "yes_equivalent" => LicenceVerdict::Accepted,
            "yes_if_relevant" => LicenceVerdict::AcceptedWhenRelevant,
            "unclear" => LicenceVerdict::ManualReview,
            "no" => LicenceVerdict::Rejected,
            _ => LicenceVerdict::Unknown,
        }
    }

    fn column(&self, name: &str) -> &'static str {
        cell_of(BY_CODE.get(self.0), name)
    }
}

impl From<Licence> for String {
    fn from(licence: Licence) -> Self {
        licence.0.to_owned()
    }
}

impl<'de> Deserialize<'de> for Licence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
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
