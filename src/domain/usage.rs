//! How much an article is used, in the terms of COUNTER (Code of Practice, release 5.1, §3.3).

use std::fmt;
use std::ops::AddAssign;

use jiff::civil::Date;

use super::ArticleId;

/// What somebody does with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// Looks at what the article is: its page, its description. An *investigation*.
    Look,
    /// Reads or fetches its text: a *request*, which is an investigation too.
    Read,
}

/// Uses of an article in a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UseCounts {
    /// `Total_Item_Investigations`.
    pub investigations: u64,
    /// `Unique_Item_Investigations`: once a visit.
    pub unique_investigations: u64,
    /// `Total_Item_Requests`.
    pub requests: u64,
    /// `Unique_Item_Requests`: once a visit.
    pub unique_requests: u64,
}

impl AddAssign for UseCounts {
    fn add_assign(&mut self, other: Self) {
        self.investigations += other.investigations;
        self.unique_investigations += other.unique_investigations;
        self.requests += other.requests;
        self.unique_requests += other.unique_requests;
    }
}

/// A month of the calendar, as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Reads `2026-11`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        format!("{text}-01").parse().ok().map(Self)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.0
    }

    /// The month some months earlier.
    #[must_use]
    pub fn earlier(self, months: i32) -> Self {
        Self(self.0.saturating_sub(jiff::Span::new().months(months)))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// What was counted of an article in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedMonth {
    /// The article.
    pub article: ArticleId,
    /// The month.
    pub month: Month,
    /// What was counted.
    pub counts: UseCounts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_written_and_counted_back_over_the_year() {
        let month = Month::parse("2026-02").unwrap();
        assert_eq!((month.to_string(), month.earlier(2).to_string()), ("2026-02".into(), "2025-12".into()));
        assert_eq!(Month::parse("2026-13"), None);
        assert_eq!(Month::of(Date::constant(2026, 2, 28)), month);
    }
}
