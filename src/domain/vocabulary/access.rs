//! Access rights: the COAR vocabulary.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::table::{Row, cell_of, index, read};
use crate::domain::Lang;

/// Who may read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessRight {
    /// Everybody, now.
    Open,
    /// Everybody, after a date.
    Embargoed,
    /// Some people only.
    Restricted,
    /// Nobody: there is only a record.
    MetadataOnly,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| read(include_str!("access_rights.csv")));
static BY_CODE: LazyLock<HashMap<&'static str, &'static Row>> = LazyLock::new(|| index(&TABLE, "code"));

impl AccessRight {
    /// All access rights in the order of the vocabulary.
    pub const ALL: [Self; 4] = [Self::Open, Self::Embargoed, Self::Restricted, Self::MetadataOnly];

    /// The code used in files and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Embargoed => "embargoed",
            Self::Restricted => "restricted",
            Self::MetadataOnly => "metadata_only",
        }
    }

    /// Label for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        self.column(if lang == Lang::EN { "label_en" } else { "label_fr" }).to_owned()
    }

    /// COAR access right address.
    #[must_use]
    pub fn coar_uri(self) -> String {
        self.column("coar_uri").to_owned()
    }

    /// `info:eu-repo/semantics/…` term (OpenAIRE 3).
    #[must_use]
    pub fn eu_repo_uri(self) -> String {
        self.column("openaire_uri").to_owned()
    }

    fn column(self, name: &str) -> &'static str {
        cell_of(BY_CODE.get(self.code()), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_access_right_has_its_row() {
        for access in AccessRight::ALL {
            assert!(access.coar_uri().starts_with("http://purl.org/coar/access_right/c_"), "{access:?}");
            assert!(access.eu_repo_uri().starts_with("info:eu-repo/semantics/"));
        }
        assert_eq!(TABLE.len(), AccessRight::ALL.len());
    }
}
