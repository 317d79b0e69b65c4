//! Datestamps as servers write them, and the form in which checkpoints keep them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::datestamp::{Datestamp, Granularity};

/// A datestamp, and whether it was of the protocol's form. Fractions are cut off, offsets applied, a missing zone is UTC.
pub(super) fn lenient(text: &str) -> Option<(Datestamp, bool)> {
    let text = text.trim();
    if let Some(exact) = Datestamp::parse(text) {
        return Some((exact, true));
    }
    let zoned = || text.parse::<Timestamp>().ok();
    let local = || Offset::UTC.to_timestamp(text.trim_end_matches(['Z', 'z']).parse::<DateTime>().ok()?).ok();
    let moment = zoned().or_else(local)?;
    Some((Datestamp::from(moment), false))
}

/// The granularity of an `Identify` answer; by its length, as `YYYY-MM-DDThh:mm:ssZ` is misspelled in many ways.
pub(super) fn granularity(text: &str) -> Option<Granularity> {
    match text.trim().len() {
        0..10 => None,
        10 => Some(Granularity::Day),
        _ => Some(Granularity::Second),
    }
}

/// Length of a granule.
pub(super) fn granule_seconds(granularity: Granularity) -> i64 {
    match granularity {
        Granularity::Day => 86_400,
        Granularity::Second => 1,
    }
}

/// The first second of the granule that a moment lies in.
pub(super) fn granule_start(moment: Datestamp, granularity: Granularity) -> Datestamp {
    Datestamp::parse(&moment.format(granularity)).unwrap_or(moment)
}

/// One granule earlier, at the start of that granule.
pub(super) fn granule_before(moment: Datestamp, granularity: Granularity) -> Datestamp {
    let start = granule_start(moment, granularity);
    Datestamp::from_unix_seconds(start.unix_seconds() - granule_seconds(granularity)).unwrap_or(Datestamp::MIN)
}

impl Serialize for Datestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Datestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a datestamp"))
    }
}

impl Serialize for Granularity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Granularity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        granularity(&text).ok_or_else(|| D::Error::custom("not a granularity"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datestamps_of_other_forms_are_understood_and_noticed() {
        for (text, expected, exact) in [
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z", true),
            (" 2024-05-01 ", "2024-05-01T00:00:00Z", true),
            ("2024-05-01T10:00:00.987Z", "2024-05-01T10:00:00Z", false),
            ("2024-05-01T10:00:00-04:00", "2024-05-01T14:00:00Z", false),
            ("2024-05-01T10:00:00", "2024-05-01T10:00:00Z", false),
            ("2024-05-01 10:00:00Z", "2024-05-01T10:00:00Z", false),
            ("2024-05-01T10:00Z", "2024-05-01T10:00:00Z", false),
        ] {
            assert_eq!(lenient(text), Some((Datestamp::parse(expected).unwrap(), exact)), "{text}");
        }
        for text in ["", "2024", "yesterday", "0000-00-00T00:00:00Z"] {
            assert_eq!(lenient(text), None, "{text}");
        }
    }

    #[test]
    fn one_granule_earlier_is_the_second_or_the_day_before() {
        let moment = Datestamp::parse("2024-03-01T00:00:00Z").unwrap();
        assert_eq!(granule_before(moment, Granularity::Second).to_string(), "2024-02-29T23:59:59Z");
        assert_eq!(granule_before(moment.plus_seconds(50_000), Granularity::Day).to_string(), "2024-02-29T00:00:00Z");
        assert_eq!(granule_before(Datestamp::MIN, Granularity::Day), Datestamp::MIN);
    }

    #[test]
    fn granularities_are_told_by_their_length() {
        assert_eq!(granularity("YYYY-MM-DD"), Some(Granularity::Day));
        assert_eq!(granularity("YYYY-MM-DDThh:mm:ssZ "), Some(Granularity::Second));
        assert_eq!(granularity("yyyy-mm-ddThh:mm:ss"), Some(Granularity::Second));
        assert_eq!(granularity("seconds"), None);
    }
}
