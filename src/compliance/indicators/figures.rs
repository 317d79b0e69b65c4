//! The sixteen indicators (`indicators.json`): each figure with what it is made of, what is unknown, and its bounds.

use super::standing::{Family, Model, Route, Stage, YearOn};
use super::summary::{Rate, Summary, Tally};
use crate::domain::LinkTier;

/// Counts below this are not shown where they may point to a person.
pub const SMALL: u64 = 5;

macro_rules! indicators {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $version:literal;)*) => {
        /// An indicator: its formula has an id and a version, which rises with every change of what it counts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator {
            $($(#[$doc])* $name,)*
        }

        impl Indicator {
            /// All indicators, in the order of the table of formulas.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its id in `indicators.json`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Version of its formula.
            #[must_use]
            pub fn version(self) -> u16 {
                match self { $(Self::$name => $version,)* }
            }
        }
    };
}

indicators! {
    /// Share of what is due that has a free copy.
    OaRate = "oa_rate", 1;
    /// Share that was free within the year after publication.
    OaRate1y = "oa_rate_1y", 2;
    /// Share that was open on the day of publication, and within a week.
    ImmediateRate = "immediate_rate", 2;
    /// Share of what is due and can be told that complies.
    ComplianceRate = "compliance_rate", 1;
    /// The least and the most that the compliance rate may be.
    ComplianceRateBounds = "compliance_rate_bounds", 1;
    /// Days from publication to deposit.
    DepositLagDays = "deposit_lag_days", 2;
    /// Days from publication to the first open copy that counts.
    OpenLagDays = "open_lag_days", 2;
    /// Licences of open copies.
    LicenceShare = "licence_share", 1;
    /// Share of open articles with an accepted licence.
    OpenLicenceRate = "open_licence_rate", 1;
    /// Versions of free copies.
    VersionShare = "version_share", 1;
    /// Where free copies are.
    RouteShare = "route_share", 1;
    /// How journals are paid for.
    JournalModelShare = "journal_model_share", 1;
    /// Share that quotes the DOI of an award.
    AwardDoiRate = "award_doi_rate", 1;
    /// Share with persistent identifiers.
    PidRate = "pid_rate", 1;
    /// Share of what is due that is in a repository.
    RepositoryCoverage = "repository_coverage", 2;
    /// Share that only its acknowledgements link to the FRQ.
    AcknGap = "ackn_gap", 1;
}

impl Indicator {
    /// The ten of the public barometer.
    pub const PUBLIC: [Self; 10] = [
        Self::ComplianceRate,
        Self::OaRate,
        Self::OaRate1y,
        Self::ImmediateRate,
        Self::OpenLagDays,
        Self::OpenLicenceRate,
        Self::RepositoryCoverage,
        Self::RouteShare,
        Self::PidRate,
        Self::AcknGap,
    ];

    /// The indicator with an id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|indicator| indicator.id() == id)
    }
}

/// What an indicator says of some articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which one.
    pub indicator: Indicator,
    /// Its shares by code; the first is the one to show where there is room for one. Several shares of one
    /// denominator are a distribution, unless they are thresholds of one thing.
    pub shares: Vec<(&'static str, Rate)>,
    /// What cannot be told, out of what it would be counted in.
    pub unknown: Rate,
    /// Least and most that the first share may be.
    pub bounds: Option<(Rate, Rate)>,
    /// Days, for delays.
    pub days: Option<Days>,
}

/// A distribution of days: nearest ranks, in whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// A quarter is at most this.
    pub p25: i32,
    /// Half is at most this.
    pub median: i32,
    /// Three quarters are at most this.
    pub p75: i32,
    /// Nine tenths are at most this.
    pub p90: i32,
}

impl Figure {
    /// What an indicator says of a summary.
    #[must_use]
    pub fn of(indicator: Indicator, summary: &Summary) -> Self {
        let due = summary.due();
        let one = |rate: Rate| vec![("rate", rate)];
        let plain = |shares, unknown| Self { indicator, shares, unknown, bounds: None, days: None };
        let bounded = |yes: u64, unknown: u64, of: u64| Self {
            indicator,
            shares: one(Rate::of(yes, of)),
            unknown: Rate::of(unknown, of),
            bounds: Some((Rate::of(yes, of), Rate::of(yes + unknown, of))),
            days: None,
        };
        match indicator {
            Indicator::OaRate => bounded(summary.free, summary.free_unknown, due),
            Indicator::OaRate1y => {
                let [free, unknown] = [YearOn::Free, YearOn::Unknown].map(|state| summary.year_on.get(state));
                bounded(free, unknown, summary.year_on.total())
            }
            Indicator::ImmediateRate => Self {
                shares: vec![("rate", summary.immediate_rate()), ("tolerance", summary.almost_immediate_rate())],
                ..bounded(summary.immediate_rate().numerator, summary.lag_unknown, due)
            },
            Indicator::ComplianceRate => Self {
                bounds: Some((summary.compliance_low(), summary.compliance_high())),
                ..plain(one(summary.compliance_rate()), summary.undetermined_share())
            },
            Indicator::ComplianceRateBounds => plain(
                vec![("low", summary.compliance_low()), ("high", summary.compliance_high())],
                summary.undetermined_share(),
            ),
            Indicator::DepositLagDays => delay(indicator, &summary.deposit_lags, summary.all()),
            Indicator::OpenLagDays => delay(indicator, &summary.open_lags, summary.all()),
            Indicator::LicenceShare => {
                let unknown = Rate::of(summary.licences.get(Family::None), summary.open);
                plain(shares(Family::ALL, Family::code, &summary.licences), unknown)
            }
            Indicator::OpenLicenceRate => {
                bounded(summary.licence_accepted, summary.licences.get(Family::None), summary.open)
            }
            Indicator::VersionShare => {
                let unknown = Rate::of(summary.versions.get(Stage::Unknown), summary.versions.total());
                plain(shares(Stage::ALL, Stage::code, &summary.versions), unknown)
            }
            Indicator::RouteShare => {
                let free = [Route::Both, Route::Publisher, Route::Repository];
                plain(shares(&free, Route::code, &summary.routes), Rate::of(summary.free_unknown, due))
            }
            Indicator::JournalModelShare => {
                let unknown = Rate::of(summary.models.get(Model::Unknown), summary.models.total());
                plain(shares(Model::ALL, Model::code, &summary.models), unknown)
            }
            // Links do not keep whether the DOI of the award was quoted: any recognised award may have been.
            Indicator::AwardDoiRate => bounded(0, summary.tiers.get(LinkTier::A), summary.all()),
            Indicator::PidRate => {
                let [doi, orcid, ror] = summary.pids.map(|count| Rate::of(count, summary.all()));
                plain(vec![("doi", doi), ("orcid", orcid), ("ror", ror)], Rate::of(0, summary.all()))
            }
            Indicator::RepositoryCoverage => bounded(summary.in_repository, summary.place_unknown, due),
            Indicator::AcknGap => {
                let linked = [LinkTier::A, LinkTier::B, LinkTier::C].map(|tier| summary.tiers.get(tier));
                let linked = linked.iter().sum();
                plain(one(Rate::of(summary.tiers.get(LinkTier::C), linked)), Rate::of(0, linked))
            }
        }
    }

    /// The share to show where there is room for one.
    #[must_use]
    pub fn first(&self) -> Rate {
        self.shares.first().map(|(_, rate)| *rate).unwrap_or_default()
    }

    /// Whether it counts so few that it may point to a person.
    #[must_use]
    pub fn is_small(&self) -> bool {
        let most = self.shares.iter().map(|(_, rate)| rate.denominator).max().unwrap_or_default();
        (1..SMALL).contains(&most)
    }
}

fn shares<K: Ord + Copy>(all: &[K], code: fn(K) -> &'static str, tally: &Tally<K>) -> Vec<(&'static str, Rate)> {
    let total = tally.total();
    all.iter().map(|key| (code(*key), Rate::of(tally.get(*key), total))).collect()
}

/// A delay: the share that is at most nothing, and the nearest ranks.
fn delay(indicator: Indicator, lags: &Tally<i32>, all: u64) -> Figure {
    let known = lags.total();
    let early = lags.iter().filter(|(days, _)| *days <= 0).map(|(_, count)| count).sum();
    Figure {
        indicator,
        shares: vec![("rate", Rate::of(early, known))],
        unknown: Rate::of(all.saturating_sub(known), all),
        bounds: None,
        days: days(lags),
    }
}

fn days(lags: &Tally<i32>) -> Option<Days> {
    let rank = |percent: u64| {
        let wanted = (lags.total() * percent).div_ceil(100).max(1);
        let mut seen = 0;
        lags.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= wanted).then_some(days)
        })
    };
    Some(Days { p25: rank(25)?, median: rank(50)?, p75: rank(75)?, p90: rank(90)? })
}
