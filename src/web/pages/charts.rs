//! Bars in numbers: the histogram of years beside results, and the stacked bars of `/conformite`.
//!
//! Charts are drawn on the server as SVG with presentation attributes, which the content policy allows.

use crate::domain::query::FacetCount;
use crate::web::i18n::Locale;

/// Height of the tallest bar of a histogram.
const TALLEST: u64 = 60;
/// Width of a year in a histogram.
const YEAR_WIDTH: u64 = 10;
/// Most years that a histogram spans; older ones are left out.
const MOST_YEARS: i64 = 40;

/// Years of publication as bars.
#[derive(Debug)]
pub(crate) struct Histogram {
    pub(crate) width: u64,
    pub(crate) bars: Vec<Bar>,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) summary: String,
}

/// One bar.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) width: u64,
    pub(crate) height: u64,
    pub(crate) label: String,
    /// The year.
    pub(crate) year: i64,
}

impl Histogram {
    /// The bars of at least two years; one year alone tells nothing.
    pub(crate) fn of(counts: &[FacetCount], locale: Locale) -> Option<Self> {
        let mut years: Vec<(i64, u64)> =
            counts.iter().filter_map(|count| Some((count.value.parse().ok()?, count.count))).collect();
        years.sort_unstable();
        let last = years.last()?.0;
        years.retain(|(year, _)| last - year < MOST_YEARS);
        let first = years.first()?.0;
        let most = years.iter().map(|(_, count)| *count).max().filter(|most| *most > 0)?;
        if first == last {
            return None;
        }
        let bars = years.iter().filter_map(|(year, count)| {
            let height = (count * TALLEST / most).max(2);
            Some(Bar {
                x: u64::try_from(year - first).ok()? * YEAR_WIDTH,
                y: 62 - height,
                width: YEAR_WIDTH - 2,
                height,
                year: *year,
                label: locale.text_with("year-bar", &[("year", &year.to_string()), ("number", &locale.number(*count))]),
            })
        });
        let peak = years.iter().max_by_key(|(_, count)| *count)?.0;
        let named = [("first", first.to_string()), ("last", last.to_string()), ("peak", peak.to_string())];
        Some(Self {
            width: (u64::try_from(last - first).ok()? + 1) * YEAR_WIDTH,
            bars: bars.collect(),
            first: first.to_string(),
            last: last.to_string(),
            summary: locale.text_with("year-summary", &named.each_ref().map(|(name, value)| (*name, value.as_str()))),
        })
    }
}

/// A part of a stacked bar.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) class: &'static str,
    pub(crate) x: u64,
    pub(crate) width: u64,
    pub(crate) title: String,
}

/// Cuts a bar of a width into parts as wide as their counts, a narrow gap between them.
pub(crate) fn stack(counts: &[(&'static str, u64, String)], width: u64) -> Vec<Part> {
    let total: u64 = counts.iter().map(|(_, count, _)| count).sum();
    let mut before = 0;
    let mut parts = Vec::new();
    for (class, count, title) in counts.iter().filter(|(_, count, _)| *count > 0) {
        let (from, to) = (before * width / total, (before + count) * width / total);
        parts.push(Part { class, x: from, width: (to - from).saturating_sub(2).max(1), title: title.clone() });
        before += count;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: &str, count: u64) -> FacetCount {
        FacetCount { value: value.to_owned(), count }
    }

    #[test]
    fn years_without_articles_leave_a_gap() {
        let chart = Histogram::of(&[count("2024", 10), count("2020", 5)], Locale::French).unwrap();
        let places: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.height)).collect();
        assert_eq!(places, [(0, 30), (40, 60)]);
        assert_eq!((chart.first.as_str(), chart.last.as_str(), chart.width), ("2020", "2024", 50));
    }

    #[test]
    fn one_year_or_none_has_no_histogram() {
        assert!(Histogram::of(&[count("2024", 10)], Locale::French).is_none());
        assert!(Histogram::of(&[], Locale::English).is_none());
        assert!(Histogram::of(&[count("x", 1)], Locale::English).is_none());
    }

    #[test]
    fn the_parts_of_a_bar_follow_each_other_and_empty_ones_are_left_out() {
        let counts = [("a", 1, String::new()), ("b", 0, String::new()), ("c", 3, String::new())];
        let parts = stack(&counts, 400);
        let places: Vec<_> = parts.iter().map(|part| (part.class, part.x, part.width)).collect();
        assert_eq!(places, [("a", 0, 98), ("c", 100, 298)]);
        assert!(stack(&[], 100).is_empty());
    }
}
