//! The clock as a value, so that tests and replays choose the time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where the time comes from: the machine, or a fixed moment that tests move.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `now` until [`Clock::advance_seconds`].
    #[must_use]
    pub fn fixed(now: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(now.as_microsecond()))))
    }

    /// The time in whole microseconds, the precision that both databases keep.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => truncated(system_now()),
            Source::Fixed(micros) => {
                Timestamp::from_microsecond(micros.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// Today in Québec (America/Toronto), the zone of the FRQ's deadlines.
    #[must_use]
    pub fn today(&self) -> Date {
        quebec_date(self.now())
    }

    /// Moves a fixed clock; the machine's clock does not move.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Source::Fixed(micros) = &self.0 {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }
}

/// The calendar day of a moment in Québec (America/Toronto).
#[must_use]
pub fn quebec_date(at: Timestamp) -> Date {
    ZONE.to_datetime(at).date()
}

/// The moment at which a day reaches a full hour in Québec (America/Toronto).
#[must_use]
pub fn quebec_moment(day: Date, hour: i8) -> Timestamp {
    let moment = ZONE.to_ambiguous_timestamp(day.at(hour.clamp(0, 23), 0, 0, 0)).compatible();
    moment.unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Looked up once: the day of an article is asked for with each of its records.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("America/Toronto").unwrap_or(TimeZone::UTC));

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

fn truncated(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_quebec_not_in_greenwich() {
        let late: Timestamp = "2024-04-01T03:30:00Z".parse().unwrap();
        assert_eq!(quebec_date(late).to_string(), "2024-03-31");
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed("2024-04-01T03:30:00Z".parse().unwrap());
        let copy = clock.clone();
        clock.advance_seconds(60);
        assert_eq!(copy.now().to_string(), "2024-04-01T03:31:00Z");
    }
}
