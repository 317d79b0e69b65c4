//! Reports that people get by mail.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Lang;
use super::clock::{quebec_date, quebec_moment};
use super::ids::{SubscriptionId, UserId};
use super::user::Role;

/// Hour of the day in Québec at which reports go out.
const HOUR: i8 = 7;

/// How long a period is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// A month.
    #[default]
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year of the government, which ends on 31 March (Financial Administration Act, CQLR c., s. 2).
    Year,
}

impl Period {
    /// All periods.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// The code used in the database, in forms and in message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.code() == code)
    }

    /// Whether a period begins on the first day of a month.
    fn begins_in(self, month: i8) -> bool {
        match self {
            Self::Month => true,
            Self::Quarter => matches!(month, 1 | 4 | 7 | 10),
            Self::Year => month == 4,
        }
    }

    /// The first moment after another at which a report is due: in the morning after the last day of a period.
    #[must_use]
    pub fn next(self, after: Timestamp) -> Timestamp {
        let mut first = quebec_date(after).first_of_month();
        for _ in 0..14 {
            let moment = quebec_moment(first, HOUR);
            if moment > after && self.begins_in(first.month()) {
                return moment;
            }
            first = first.last_of_month().tomorrow().unwrap_or(first);
        }
        after
    }

    /// The last day of the period before a moment at which a report is due.
    #[must_use]
    pub fn last_day(self, due: Timestamp) -> Date {
        let mut day = quebec_date(due).first_of_month();
        for _ in 0..12 {
            if self.begins_in(day.month()) {
                break;
            }
            day = day.yesterday().unwrap_or(day).first_of_month();
        }
        day.yesterday().unwrap_or(day)
    }
}

/// A report that somebody gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Number.
    pub id: SubscriptionId,
    /// Account.
    pub user: UserId,
    /// Address of the account.
    pub email: String,
    /// Role of the account.
    pub role: Role,
    /// What the report is by.
    pub kind: String,
    /// Value of that.
    pub value: String,
    /// Name of the file that the link leads to; empty for the page.
    pub file: String,
    /// How often it comes.
    pub period: Period,
    /// Language of report and message.
    pub language: Lang,
    /// Secret of the link that ends it.
    pub token: String,
    /// When the next report is due.
    pub due: Timestamp,
}

/// A report that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubscription {
    /// Account.
    pub user: UserId,
    /// What the report is by.
    pub kind: String,
    /// Value of that.
    pub value: String,
    /// Name of the file that the link leads to; empty for the page.
    pub file: String,
    /// How often it comes.
    pub period: Period,
    /// Language of report and message.
    pub language: Lang,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_due_in_the_morning_after_its_period_and_is_of_its_last_day() {
        for (period, after, due, last) in [
            (Period::Month, "2026-11-21T12:00:00Z", "2026-12-01T12:00:00Z", "2026-11-30"),
            (Period::Month, "2026-12-01T12:00:00Z", "2027-01-01T12:00:00Z", "2026-12-31"),
            (Period::Quarter, "2026-11-21T12:00:00Z", "2027-01-01T12:00:00Z", "2026-12-31"),
            (Period::Year, "2026-11-21T12:00:00Z", "2027-04-01T11:00:00Z", "2027-03-31"),
            (Period::Year, "2027-04-01T11:00:00Z", "2028-04-01T11:00:00Z", "2028-03-31"),
        ] {
            let next = period.next(after.parse().unwrap());
            assert_eq!((next.to_string().as_str(), period.last_day(next).to_string().as_str()), (due, last));
        }
    }

    #[test]
    fn a_period_that_was_missed_is_told_once_for_its_last_day() {
        let late: Timestamp = "2027-02-14T15:00:00Z".parse().unwrap();
        assert_eq!(Period::Quarter.last_day(late).to_string(), "2026-12-31");
        assert_eq!(Period::Year.last_day(late).to_string(), "2026-03-31");
    }

    #[test]
    fn a_period_survives_its_code() {
        assert!(Period::ALL.into_iter().all(|period| Period::from_code(period.code()) == Some(period)));
        assert_eq!(Period::from_code("daily"), None);
    }
}
