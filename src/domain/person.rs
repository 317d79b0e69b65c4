//! People who wrote an article and the places they work at.

use serde::{Deserialize, Serialize};

use super::{Orcid, Ror};

/// An author or contributor as the article names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Given names; empty for a group or a single name.
    #[serde(default)]
    pub given: String,
    /// Family name, or the whole name of a group.
    pub family: String,
    /// ORCID iD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<Orcid>,
    /// E-mail address; never shown to the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Affiliations in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<Affiliation>,
}

impl Person {
    /// `Given Family`, as a byline shows it.
    #[must_use]
    pub fn display_name(&self) -> String {
        format!("{} {}", self.given, self.family).trim().to_owned()
    }

    /// `Family, Given`, as catalogues sort it.
    #[must_use]
    pub fn sort_name(&self) -> String {
        if self.given.is_empty() { self.family.clone() } else { format!("{}, {}", self.family, self.given) }
    }
}

/// A place of work as the article names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affiliation {
    /// The name as printed.
    pub name: String,
    /// ROR id of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ror: Option<Ror>,
}
