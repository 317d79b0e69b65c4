//! What a report is about: everything, or what one award, holder, institution, programme, sector or year has to do with.

use std::collections::HashMap;

use super::indicators::{Dimension, Standing};
use crate::domain::{Award, AwardNumber, Fund, Ror};

/// Longest name of a holder or programme, in bytes.
const LONGEST_NAME: usize = 300;

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Every publication.
    All,
    /// One award.
    Award(AwardNumber),
    /// The awards of one holder, named as the register does.
    Holder(String),
    /// The awards that one institution manages.
    Institution(Ror),
    /// The awards of one programme.
    Programme(String),
    /// The awards of one fund.
    Sector(Fund),
    /// The publications of one year.
    Year(i16),
}

impl Subject {
    /// The codes of all kinds, as addresses and commands have them.
    pub const KINDS: [&'static str; 7] = ["all", "award", "holder", "institution", "programme", "sector", "year"];

    /// Reads a kind and a value.
    ///
    /// # Errors
    /// When there is no such kind, or the value is none of it; the message says what is asked for.
    pub fn parse(kind: &str, value: &str) -> Result<Self, InvalidSubject> {
        let value = value.trim();
        let name = || Some(value.to_owned()).filter(|name| (1..=LONGEST_NAME).contains(&name.len()));
        let read = match kind {
            "" | "all" => Some(Self::All),
            "award" => AwardNumber::parse(value).ok().map(Self::Award),
            "holder" => name().map(Self::Holder),
            "institution" => Ror::parse(value).ok().map(Self::Institution),
            "programme" => name().map(Self::Programme),
            "sector" => Fund::from_key(value).map(Self::Sector),
            "year" => value.parse().ok().filter(|year| (1000..=9999).contains(year)).map(Self::Year),
            _ => return Err(InvalidSubject::Kind(kind.to_owned())),
        };
        read.ok_or_else(|| InvalidSubject::Value { kind: kind.to_owned(), value: value.to_owned() })
    }

    /// The code of its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Award(_) => "award",
            Self::Holder(_) => "holder",
            Self::Institution(_) => "institution",
            Self::Programme(_) => "programme",
            Self::Sector(_) => "sector",
            Self::Year(_) => "year",
        }
    }

    /// Its value; empty for everything.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Award(number) => number.to_string(),
            Self::Holder(name) | Self::Programme(name) => name.clone(),
            Self::Institution(ror) => ror.as_str().to_owned(),
            Self::Sector(fund) => fund.key().to_owned(),
            Self::Year(year) => format!("{year:04}"),
        }
    }

    /// The dimension of the barometer that tells the same apart.
    #[must_use]
    pub fn dimension(&self) -> Option<Dimension> {
        match self {
            Self::All | Self::Award(_) | Self::Holder(_) => None,
            Self::Institution(_) => Some(Dimension::Institution),
            Self::Programme(_) => Some(Dimension::Programme),
            Self::Sector(_) => Some(Dimension::Sector),
            Self::Year(_) => Some(Dimension::Year),
        }
    }

    /// Whether it is about one person, so that only the funder gets it.
    #[must_use]
    pub fn is_a_person(&self) -> bool {
        matches!(self, Self::Award(_) | Self::Holder(_))
    }

    /// Whether an (article, award) belongs to it.
    #[must_use]
    pub fn has(&self, standing: &Standing, awards: &HashMap<AwardNumber, Award>) -> bool {
        let is = |value: &Option<String>, wanted: &str| value.as_deref() == Some(wanted);
        match self {
            Self::All => true,
            Self::Award(number) => is(&standing.number, number.as_str()),
            Self::Holder(name) => {
                let number = standing.number.as_deref().and_then(|number| AwardNumber::parse(number).ok());
                number.and_then(|number| awards.get(&number)).is_some_and(|award| award.holder == *name)
            }
            Self::Institution(ror) => is(&standing.institution, ror.as_str()),
            Self::Programme(name) => is(&standing.programme, name),
            Self::Sector(fund) => standing.fund == *fund,
            Self::Year(year) => standing.year == Some(*year),
        }
    }
}

/// Why there is no such report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSubject {
    /// No such kind.
    #[error("there is no report by {0:?}; choose all, award, holder, institution, programme, sector or year")]
    Kind(String),
    /// The value is none of its kind.
    #[error(
        "{value:?} is no value of {kind}: give an award number, a holder as the register names them, a ROR id, a \
         programme, frq, frqnt, frqs or frqsc, or a year"
    )]
    Value {
        /// Kind.
        kind: String,
        /// What was given.
        value: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_survives_its_kind_and_value() {
        for (kind, value) in [
            ("all", ""),
            ("award", "312345"),
            ("holder", "Roy, Léa"),
            ("institution", "0161xgx34"),
            ("programme", "Projet de recherche"),
            ("sector", "frqnt"),
            ("year", "2024"),
        ] {
            let subject = Subject::parse(kind, value).unwrap();
            assert_eq!((subject.kind(), subject.value().as_str()), (kind, value));
        }
    }

    #[test]
    fn what_is_no_value_of_its_kind_is_refused_and_says_what_is_asked_for() {
        let long = "x".repeat(301);
        for (kind, value) in [
            ("planet", "x"),
            ("award", ""),
            ("institution", "McGill"),
            ("sector", "x"),
            ("year", "24"),
            ("year", "99999"),
            ("holder", " "),
            ("programme", long.as_str()),
        ] {
            let error = Subject::parse(kind, value).unwrap_err().to_string();
            assert!(error.contains("award"), "{error}");
        }
    }
}
