//! Version types: NISO JAV (RP-8-2008) with the COAR version vocabulary.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::table::{Row, cell_of, index, read};
use crate::domain::Lang;

/// The version of an article that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VersionType {
    /// Author's original.
    AO,
    /// Submitted manuscript under review (preprint).
    SMUR,
    /// Accepted manuscript.
    AM,
    /// Proof.
    P,
    /// Version of record.
    VoR,
    /// Corrected version of record.
    CVoR,
    /// Enhanced version of record.
    EVoR,
    /// Not applicable or unknown.
    NA,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| read(include_str!("versions.csv")));
static BY_CODE: LazyLock<HashMap<&'static str, &'static Row>> = LazyLock::new(|| index(&TABLE, "code"));

impl VersionType {
    /// All version types in the order of the vocabulary.
    pub const ALL: [Self; 8] = [Self::AO, Self::SMUR, Self::AM, Self::P, Self::VoR, Self::CVoR, Self::EVoR, Self::NA];

    /// The code, as NISO JAV writes it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AO => "AO",
            Self::SMUR => "SMUR",
            Self::AM => "AM",
            Self::P => "P",
            Self::VoR => "VoR",
            Self::CVoR => "CVoR",
            Self::EVoR => "EVoR",
            Self::NA => "NA",
        }
    }

    /// Reads a code, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Label for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        self.column(if lang == Lang::EN { "label_en" } else { "label_fr" }).to_owned()
    }

    /// COAR version type address.
    #[must_use]
    pub fn coar_uri(self) -> String {
        self.column("coar_uri").to_owned()
    }

    /// `info:eu-repo/semantics/…` term (OpenAIRE 3, DRIVER); `None` where that vocabulary has no term.
    #[must_use]
    pub fn eu_repo_uri(self) -> Option<String> {
        Some(self.column("openaire_driver_uri")).filter(|uri| !uri.is_empty()).map(str::to_owned)
    }

    fn column(self, name: &str) -> &'static str {
        cell_of(BY_CODE.get(self.code()), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_type_has_its_row() {
        for version in VersionType::ALL {
            assert!(version.coar_uri().starts_with("http://purl.org/coar/version/c_"), "{version:?}");
            assert!(!version.label(Lang::FR).is_empty());
        }
        assert_eq!(TABLE.len(), VersionType::ALL.len());
    }
}
