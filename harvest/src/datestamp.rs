//! Datestamps: UTC, to the second (OAI-PMH 2.0 §3.3), independent of any local time zone.
//!
//! Reading the clock is not done here: the caller hands the present moment to [`crate::respond`].

use std::fmt;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Length of a day without leap seconds, which UTC datestamps do not know.
const DAY_SECONDS: i64 = 86_400;
/// 0001-01-01T00:00:00Z. XML Schema 1.0 has no year 0000.
const MIN_SECONDS: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z, the last moment that four digits of a year can write.
const MAX_SECONDS: i64 = 253_402_300_799;

/// The precision of all datestamps of a repository (OAI-PMH 2.0 §3.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// `YYYY-MM-DD`.
    Day,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    Second,
}

impl Granularity {
    /// The text of the `granularity` element.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "YYYY-MM-DD",
            Self::Second => "YYYY-MM-DDThh:mm:ssZ",
        }
    }
}

/// A moment in UTC, in whole seconds, from 0001-01-01 to 9999-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Datestamp(i64);

impl Datestamp {
    /// The earliest moment that can be written.
    pub const MIN: Self = Self(MIN_SECONDS);
    /// The latest moment that can be written.
    pub const MAX: Self = Self(MAX_SECONDS);

    /// The moment so many seconds after 1970-01-01T00:00:00Z, or `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        (MIN_SECONDS..=MAX_SECONDS).contains(&seconds).then_some(Self(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later, held at [`Datestamp::MAX`].
    #[must_use]
    pub fn plus_seconds(self, seconds: u64) -> Self {
        let later = self.0.saturating_add_unsigned(seconds);
        Self(later.min(MAX_SECONDS))
    }

    /// Reads `YYYY-MM-DDThh:mm:ssZ` or `YYYY-MM-DD` (then the first second of that day), nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateArgument::parse(text).map(|argument| argument.first)
    }

    /// The text at a granularity.
    #[must_use]
    pub fn format(self, granularity: Granularity) -> String {
        let moment = self.civil();
        let (year, month, day) = (moment.year(), moment.month(), moment.day());
        match granularity {
            Granularity::Day => format!("{year:04}-{month:02}-{day:02}"),
            Granularity::Second => format!(
                "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
                moment.hour(),
                moment.minute(),
                moment.second()
            ),
        }
    }

    fn civil(self) -> DateTime {
        epoch().saturating_add(SignedDuration::from_secs(self.0))
    }
}

impl fmt::Display for Datestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format(Granularity::Second))
    }
}

/// Fractions of a second are cut off downwards, never rounded up: a datestamp must not lie in the future.
impl From<Timestamp> for Datestamp {
    fn from(moment: Timestamp) -> Self {
        let below = i64::from(moment.subsec_nanosecond() < 0);
        Self((moment.as_second() - below).clamp(MIN_SECONDS, MAX_SECONDS))
    }
}

/// A `from` or `until` value: a span of one second or of one UTC day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateArgument {
    /// How precisely the harvester wrote it.
    pub granularity: Granularity,
    /// First second of the span.
    pub first: Datestamp,
    /// Last second of the span.
    pub last: Datestamp,
}

impl DateArgument {
    /// Reads one of the two legal forms (OAI-PMH 2.0 §3.3); `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.len() {
            10 => {
                let first = day_start(text)?;
                Some(Self {
                    granularity: Granularity::Day,
                    first: Datestamp(first),
                    last: Datestamp(first + DAY_SECONDS - 1),
                })
            }
            20 => {
                let (date, time) = text.split_at_checked(10)?;
                let moment = Datestamp(day_start(date)? + second_of_day(time)?);
                Some(Self { granularity: Granularity::Second, first: moment, last: moment })
            }
            _ => None,
        }
    }
}

fn epoch() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

/// Seconds from the epoch to the start of `YYYY-MM-DD`.
fn day_start(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = i16::try_from(digits(parts.next()?, 4)?).ok()?;
    let month = i8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = i8::try_from(digits(parts.next()?, 2)?).ok()?;
    if parts.next().is_some() || year == 0 {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    Some(date.at(0, 0, 0, 0).duration_since(epoch()).as_secs())
}

/// Seconds into the day of `Thh:mm:ssZ`.
fn second_of_day(text: &str) -> Option<i64> {
    let clock = text.strip_prefix('T')?.strip_suffix('Z')?;
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = digits(parts.next()?, 2)?;
    let legal = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    legal.then_some(hour * 3600 + minute * 60 + second)
}

/// A number of exactly so many ASCII digits.
fn digits(text: &str, count: usize) -> Option<i64> {
    let legal = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    legal.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Datestamp {
        Datestamp::parse(text).unwrap()
    }

    #[test]
    fn a_datestamp_is_written_as_it_was_read() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
            assert_eq!(stamp(text).to_string(), text);
        }
        assert_eq!(stamp("1970-01-02").unix_seconds(), DAY_SECONDS);
        assert_eq!(stamp("0001-01-01"), Datestamp::MIN);
        assert_eq!(stamp("9999-12-31T23:59:59Z"), Datestamp::MAX);
    }

    #[test]
    fn d2_fractions_are_cut_off_and_never_written() {
        let moment: Timestamp = "2025-03-01T10:00:00.999999Z".parse().unwrap();
        assert_eq!(Datestamp::from(moment).to_string(), "2025-03-01T10:00:00Z");
        let before_epoch: Timestamp = "1969-12-31T23:59:59.25Z".parse().unwrap();
        assert_eq!(Datestamp::from(before_epoch).unix_seconds(), -1);
    }

    #[test]
    fn d7_every_other_form_of_date_is_refused() {
        for text in [
            "",
            "2020",
            "2020-02",
            "2020-13-01",
            "2020-02-30",
            "2020-01-01T00:00Z",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00+00:00",
            "2020-01-01T00:00:00.0Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01t00:00:00Z",
            "2020-01-01T00:00:00z",
            "2020-01-01T00:60:00Z",
            "2020-01-01T00:00:60Z",
            "0000-01-01",
            "-020-01-01",
            "2020-1-001",
            "20200101",
            "2020/01/01",
            " 2020-01-01",
            "+020-01-01",
            "２020-1-1",
            "2020-01-01 00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2020-01-01T00:00:0éZ",
            "12020-01-01",
        ] {
            assert_eq!(DateArgument::parse(text), None, "{text}");
        }
    }

    #[test]
    fn d9_a_day_ends_one_second_before_the_next() {
        let day = DateArgument::parse("2024-12-31").unwrap();
        assert_eq!(day.first.to_string(), "2024-12-31T00:00:00Z");
        assert_eq!(day.last.to_string(), "2024-12-31T23:59:59Z");
        assert_eq!(DateArgument::parse("9999-12-31").unwrap().last, Datestamp::MAX);
    }

    #[test]
    fn d10_days_turn_at_midnight_utc_around_changes_of_local_clocks() {
        for (before, after) in
            [("2025-03-09T06:59:59Z", "2025-03-09T07:00:00Z"), ("2025-11-02T05:59:59Z", "2025-11-02T06:00:00Z")]
        {
            assert_eq!(stamp(after).unix_seconds() - stamp(before).unix_seconds(), 1);
            assert_eq!(stamp(before).format(Granularity::Day), stamp(after).format(Granularity::Day));
        }
        let evening = stamp("2025-03-09T23:59:59Z");
        assert_eq!(evening.plus_seconds(1).format(Granularity::Day), "2025-03-10");
    }

    #[test]
    fn moments_outside_four_digit_years_do_not_exist() {
        assert_eq!(Datestamp::from_unix_seconds(MIN_SECONDS - 1), None);
        assert_eq!(Datestamp::from_unix_seconds(MAX_SECONDS + 1), None);
        assert_eq!(Datestamp::MAX.plus_seconds(5), Datestamp::MAX);
    }
}
