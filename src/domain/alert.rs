//! Searches that people follow by mail.

use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Lang;
use super::clock::{quebec_date, quebec_moment};
use super::ids::AlertId;
use super::query::SearchQuery;

/// Hour of the day in Québec at which alerts go out.
const HOUR: i8 = 7;

/// How often news are sent, when there are any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Each morning.
    Daily,
    /// On Monday mornings.
    #[default]
    Weekly,
}

impl Frequency {
    /// All frequencies.
    pub const ALL: [Self; 2] = [Self::Daily, Self::Weekly];

    /// The code used in the database, in forms and in message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.code() == code)
    }

    /// The first moment after another at which news are due.
    #[must_use]
    pub fn next(self, after: Timestamp) -> Timestamp {
        let mut day = quebec_date(after);
        for _ in 0..8 {
            let moment = quebec_moment(day, HOUR);
            if moment > after && (self == Self::Daily || day.weekday() == Weekday::Monday) {
                return moment;
            }
            day = day.tomorrow().unwrap_or(day);
        }
        after.saturating_add(SignedDuration::from_hours(24)).unwrap_or(after)
    }
}

/// A search that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Number.
    pub id: AlertId,
    /// Where news are sent.
    pub email: String,
    /// Path and pairs of the page of results.
    pub address: String,
    /// The search.
    pub search: SearchQuery,
    /// What it is called.
    pub name: String,
    /// Language of the messages.
    pub language: Lang,
    /// How often news are sent.
    pub frequency: Frequency,
    /// Secret of the links in its messages.
    pub token: String,
    /// Whether the address was confirmed.
    pub is_confirmed: bool,
    /// Articles that went public up to here have been announced.
    pub announced_until: Timestamp,
}

/// An alert that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    /// Where news are sent.
    pub email: String,
    /// Path and pairs of the page of results.
    pub address: String,
    /// The search.
    pub search: SearchQuery,
    /// What it is called.
    pub name: String,
    /// Language of the messages.
    pub language: Lang,
    /// How often news are sent.
    pub frequency: Frequency,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(frequency: Frequency, after: &str) -> String {
        frequency.next(after.parse().unwrap()).to_string()
    }

    #[test]
    fn news_are_due_in_the_morning_of_quebec_summer_and_winter() {
        assert_eq!(next(Frequency::Daily, "2026-11-21T11:59:00Z"), "2026-11-21T12:00:00Z");
        assert_eq!(next(Frequency::Daily, "2026-11-21T12:00:00Z"), "2026-11-22T12:00:00Z");
        assert_eq!(next(Frequency::Daily, "2026-07-01T00:00:00Z"), "2026-07-01T11:00:00Z");
        assert_eq!(next(Frequency::Weekly, "2026-11-21T12:00:00Z"), "2026-11-23T12:00:00Z");
        assert_eq!(next(Frequency::Weekly, "2026-11-23T12:00:00Z"), "2026-11-30T12:00:00Z");
    }

    #[test]
    fn a_frequency_survives_its_code() {
        for frequency in Frequency::ALL {
            assert_eq!(Frequency::from_code(frequency.code()), Some(frequency));
        }
        assert_eq!(Frequency::from_code("hourly"), None);
    }
}
