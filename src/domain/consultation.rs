//! Consultations about the definition of an indicator: anybody says what they think of it, for a stated time.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Lang;
use super::ids::{CommentId, ConsultationId};

/// Longest comment, in characters.
pub const LONGEST_COMMENT: usize = 5_000;

/// A consultation about an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Number.
    pub id: ConsultationId,
    /// Id of the indicator.
    pub indicator: String,
    /// Version of its formula that is asked about.
    pub version: u16,
    /// First day.
    pub opens: Date,
    /// Last day.
    pub closes: Date,
}

impl Consultation {
    /// Whether comments are taken on a day.
    #[must_use]
    pub fn is_open(&self, on: Date) -> bool {
        self.opens <= on && on <= self.closes
    }
}

/// What somebody said. Nothing says who: no name, no address, no network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Number.
    pub id: CommentId,
    /// The consultation.
    pub consultation: ConsultationId,
    /// The words.
    pub body: String,
    /// Language of the page they were written on.
    pub language: Lang,
    /// When they came.
    pub at: Timestamp,
    /// Whether they are public; `None` until somebody decided.
    pub shown: Option<bool>,
    /// What the funder answers; empty when nothing.
    pub answer: String,
    /// When it did.
    pub answered_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_consultation_is_open_from_its_first_day_to_its_last() {
        let one = Consultation {
            id: ConsultationId(1),
            indicator: "oa_rate".into(),
            version: 1,
            opens: date(2026, 11, 1),
            closes: date(2026, 11, 30),
        };
        let open =
            [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)].map(|day| one.is_open(day));
        assert_eq!(open, [false, true, true, false]);
    }
}
