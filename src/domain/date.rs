//! Calendar dates with their precision: a year, a month or a day.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date known to the year, to the month or to the day (ISO 8601: `2024`, `2024-03`, `2024-03-05`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date written YYYY, YYYY-MM or YYYY-MM-DD: {0:?}")]
pub struct InvalidDate(pub String);

impl PartialDate {
    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    ///
    /// # Errors
    /// When the text has another form or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate(text.to_owned());
        let trimmed = text.trim();
        if !trimmed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Err(invalid());
        }
        let parts: Vec<&str> = trimmed.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        if !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2]) {
            return Err(invalid());
        }
        let number = |index: usize| parts.get(index).and_then(|part| part.parse::<i8>().ok());
        let year = parts.first().and_then(|part| part.parse().ok()).ok_or_else(invalid)?;
        let date = Self { year, month: number(1), day: number(2) };
        date.earliest_checked().map(|_| date).ok_or_else(invalid)
    }

    /// A date known to the day.
    #[must_use]
    pub fn from_day(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Whether the day is known.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.day.is_some()
    }

    /// Whether the month is known; of a year alone it is not.
    #[must_use]
    pub fn has_month(&self) -> bool {
        self.month.is_some()
    }

    /// The first day that the date may mean.
    #[must_use]
    pub fn earliest(&self) -> Date {
        self.earliest_checked().unwrap_or(Date::MIN)
    }

    /// The last day that the date may mean: the month's or the year's last day when the day is unknown.
    #[must_use]
    pub fn latest(&self) -> Date {
        let first = self.earliest();
        match (self.month, self.day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        }
    }

    fn earliest_checked(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_runs_from_its_first_to_its_last_day() {
        let month = PartialDate::parse("2024-02").unwrap();
        assert_eq!((month.earliest(), month.latest()), (date(2024, 2, 1), date(2024, 2, 29)));
        assert!(!month.is_exact());
        assert_eq!(month.to_string(), "2024-02");
    }

    #[test]
    fn impossible_or_oddly_written_dates_are_refused() {
        for text in ["", "24", "2024-13", "2023-02-29", "2024-1-1", "2024-01-01T00:00", "05/03/2024", "-2024"] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }
}
