//! Summaries over everything and by each dimension (`indicators.json`, `dimensions`).

use std::collections::BTreeMap;

use super::standing::Standing;
use super::summary::Summary;
use crate::domain::Fund;

/// What articles are told apart by. The observation date is the day of the whole barometer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Year of publication.
    Year,
    /// Fund.
    Sector,
    /// Programme of the award.
    Programme,
    /// Managing institution, by ROR.
    Institution,
    /// Group of the field of research.
    Field,
    /// Language of the text.
    Language,
    /// Policy applied.
    Policy,
    /// How sure the link is.
    Tier,
}

impl Dimension {
    /// All dimensions.
    pub const ALL: [Self; 8] = [
        Self::Year,
        Self::Sector,
        Self::Programme,
        Self::Institution,
        Self::Field,
        Self::Language,
        Self::Policy,
        Self::Tier,
    ];

    /// The code used in files, addresses and message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Sector => "sector",
            Self::Programme => "programme",
            Self::Institution => "institution",
            Self::Field => "field",
            Self::Language => "language",
            Self::Policy => "policy",
            Self::Tier => "tier",
        }
    }

    /// Whether a small count of it may point to a person: then it is not shown.
    #[must_use]
    pub fn may_point_to_a_person(self) -> bool {
        matches!(self, Self::Programme | Self::Institution | Self::Field | Self::Language)
    }

    /// The value of a standing; empty where it is unknown.
    fn value(self, standing: &Standing) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Year => standing.year.map(|year| format!("{year:04}")).unwrap_or_default(),
            Self::Sector => standing.fund.key().to_owned(),
            Self::Programme => text(&standing.programme),
            Self::Institution => text(&standing.institution),
            Self::Field => text(&standing.field),
            Self::Language => text(&standing.language),
            Self::Policy => text(&standing.policy),
            Self::Tier => standing.tier.as_str().to_owned(),
        }
    }
}

/// Summaries over everything and by each dimension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barometer {
    /// Over everything.
    pub total: Summary,
    groups: BTreeMap<(Dimension, String), Summary>,
}

impl Barometer {
    /// Counts one article with all its standings: once over all, and once in each group that one of them is in, each
    /// time with the strictest there. This is the count of publications that `D_all` asks for.
    pub fn add_article(&mut self, standings: &[Standing]) {
        self.step(standings, |summary, all| summary.add(all.iter().copied()));
    }

    /// Takes an article out that was counted with the same standings.
    pub fn remove_article(&mut self, standings: &[Standing]) {
        self.step(standings, |summary, all| summary.remove(all.iter().copied()));
        self.groups.retain(|_, summary| summary.all() > 0);
    }

    fn step(&mut self, standings: &[Standing], step: impl Fn(&mut Summary, &[&Standing])) {
        let all: Vec<&Standing> = standings.iter().collect();
        if all.is_empty() {
            return;
        }
        step(&mut self.total, &all);
        for dimension in Dimension::ALL {
            let mut by_value: BTreeMap<String, Vec<&Standing>> = BTreeMap::new();
            for standing in standings {
                by_value.entry(dimension.value(standing)).or_default().push(standing);
            }
            for (value, of_value) in by_value {
                step(self.groups.entry((dimension, value)).or_default(), &of_value);
            }
        }
    }

    /// The groups of a dimension in the order of their values; an empty value is what is unknown.
    #[must_use]
    pub fn by(&self, dimension: Dimension) -> impl DoubleEndedIterator<Item = (&str, &Summary)> {
        let groups = self.groups.iter().filter(move |((of, _), _)| *of == dimension);
        groups.map(|((_, value), summary)| (value.as_str(), summary))
    }

    /// The summary of a sector.
    #[must_use]
    pub fn sector(&self, fund: Fund) -> Option<&Summary> {
        self.groups.get(&(Dimension::Sector, fund.key().to_owned()))
    }
}
