//! Awards of the FRQ: the register, and the link between an article and an award.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AwardNumber, Ror};

/// A fund of the FRQ, or the FRQ itself when no sector is named (domain.md §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fund {
    /// Fonds de recherche du Québec, no sector named.
    Frq,
    /// Secteur Nature et technologies.
    Frqnt,
    /// Secteur Santé.
    Frqs,
    /// Secteur Société et culture.
    Frqsc,
}

impl Fund {
    /// All funds, the FRQ first.
    pub const ALL: [Self; 4] = [Self::Frq, Self::Frqnt, Self::Frqs, Self::Frqsc];

    /// The key used in tables, addresses and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Frq => "frq",
            Self::Frqnt => "frqnt",
            Self::Frqs => "frqs",
            Self::Frqsc => "frqsc",
        }
    }

    /// Reads a key, in any case, with or without hyphen.
    #[must_use]
    pub fn from_key(text: &str) -> Option<Self> {
        let key = text.trim().to_ascii_lowercase().replace(['-', ' '], "");
        Self::ALL.into_iter().find(|fund| fund.key() == key)
    }

    /// The acronym.
    #[must_use]
    pub fn acronym(self) -> &'static str {
        match self {
            Self::Frq => "FRQ",
            Self::Frqnt => "FRQNT",
            Self::Frqs => "FRQS",
            Self::Frqsc => "FRQSC",
        }
    }
}

impl fmt::Display for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The kind of an award, which the 2022 transition rule looks at (domain.md §1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardKind {
    /// A grant.
    Grant,
    /// A scholarship or fellowship.
    Bursary,
    /// A salary award (chercheur-boursier).
    SalaryAward,
    /// An infrastructure grant.
    Infrastructure,
}

/// An award of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// File number.
    pub number: AwardNumber,
    /// Fund that gives it.
    #[serde(rename = "funder")]
    pub fund: Fund,
    /// Holder, `Family, Given`.
    pub holder: String,
    /// Managing institution.
    #[serde(rename = "institution_ror")]
    pub institution: Option<Ror>,
    /// Name of the programme.
    pub programme: String,
    /// Kind.
    pub kind: AwardKind,
    /// Day the competition was launched: it chooses the policy.
    #[serde(rename = "competition_launched")]
    pub launched: Option<Date>,
    /// Whether the launch date is our estimate; a verdict of non-compliance never rests on one.
    pub launch_estimated: bool,
    /// First day of funding.
    pub active_from: Option<Date>,
    /// Last day of funding.
    pub active_to: Option<Date>,
    /// For infrastructure grants of 2022–2023: the policy (2019 or 2022) that the programme rules name.
    pub programme_policy: Option<u16>,
}

/// How sure the link between an article and an award is (`indicators.json`, `link_tiers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkTier {
    /// Award recognised: its DOI, or its number found in the register.
    A,
    /// Funder declared by the publisher or depositor, award not recognised.
    B,
    /// Mention in the acknowledgements only.
    C,
    /// Inferred from the holder and the period.
    D,
}

impl LinkTier {
    /// The letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// An award as an article's metadata names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AwardLink {
    /// The fund.
    #[serde(rename = "funder")]
    pub fund: Fund,
    /// The file number, when one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<AwardNumber>,
    /// Where the link comes from.
    #[serde(default)]
    pub origin: LinkOrigin,
}

/// Where the link between an article and an award comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkOrigin {
    /// Declared by the depositor, the publisher or a sidecar file.
    #[default]
    Declared,
    /// Read from the acknowledgements.
    Acknowledgement,
    /// Inferred from the holder and the period, and confirmed by the holder.
    Holder,
}
