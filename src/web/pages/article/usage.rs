//! How much an article is used: totals, the last twelve months as bars and as a table.

use jiff::civil::Date;

use crate::domain::PartialDate;
use crate::domain::usage::{Month, UseCounts, UsedMonth};
use crate::web::i18n::Locale;

/// Months that are shown.
const MONTHS: i32 = 12;
/// Width of a month in the picture, and of its bar.
const STEP: u64 = 24;
const BAR: u64 = 18;
/// Height of the tallest bar, and of the picture.
const TALLEST: u64 = 76;
const GROUND: u64 = 80;

/// The uses of an article.
#[derive(Debug)]
pub(super) struct UsageView {
    pub(super) summary: String,
    /// What the picture says, for those who do not see it.
    pub(super) description: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) bars: Vec<MonthBar>,
    pub(super) api_href: String,
}

/// A month: its line of the table and its bars.
#[derive(Debug)]
pub(super) struct MonthBar {
    pub(super) month: String,
    pub(super) looks: String,
    pub(super) reads: String,
    pub(super) x: u64,
    pub(super) width: u64,
    pub(super) look_y: u64,
    pub(super) look_height: u64,
    pub(super) read_y: u64,
    pub(super) read_height: u64,
}

impl UsageView {
    /// The uses of an article; nothing while there is none.
    pub(super) fn of(months: &[UsedMonth], api_href: String, today: Date, locale: Locale) -> Option<Self> {
        let mut total = UseCounts::default();
        for used in months {
            total += used.counts;
        }
        let first_used = months.first().filter(|_| total.investigations > 0)?.month;
        let last = Month::of(today);
        let shown: Vec<(Month, UseCounts)> =
            (0..MONTHS).rev().map(|back| last.earlier(back)).map(|month| (month, counts_of(months, month))).collect();
        let most = shown.iter().map(|(_, counts)| counts.investigations).max().unwrap_or_default().max(1);
        let looks = locale.text_count("usage-looks", total.investigations);
        let reads = locale.text_count("usage-reads", total.requests);
        let since = name(first_used, locale);
        let peak = shown.iter().rev().max_by_key(|(_, counts)| counts.investigations).map(|(month, _)| *month);
        let peak = name(peak.unwrap_or(last), locale);
        Some(Self {
            summary: locale.text_with("usage-summary", &[("looks", &looks), ("reads", &reads), ("since", &since)]),
            description: locale.text_with("usage-description", &[("peak", &peak), ("number", &locale.number(most))]),
            first: name(last.earlier(MONTHS - 1), locale),
            last: name(last, locale),
            bars: (0..).zip(shown).map(|(place, (month, counts))| bar(place, month, counts, most, locale)).collect(),
            api_href,
        })
    }
}

fn counts_of(months: &[UsedMonth], month: Month) -> UseCounts {
    months.iter().find(|used| used.month == month).map(|used| used.counts).unwrap_or_default()
}

/// `novembre 2026`
fn name(month: Month, locale: Locale) -> String {
    PartialDate::parse(&month.to_string()).map_or_else(|_| month.to_string(), |date| locale.date(date))
}

fn bar(place: u64, month: Month, counts: UseCounts, most: u64, locale: Locale) -> MonthBar {
    let height = |count: u64| if count == 0 { 0 } else { (count * TALLEST / most).max(2) };
    let (look_height, read_height) = (height(counts.investigations), height(counts.requests));
    MonthBar {
        month: name(month, locale),
        looks: locale.number(counts.investigations),
        reads: locale.number(counts.requests),
        x: place * STEP + (STEP - BAR) / 2,
        width: BAR,
        look_y: GROUND - look_height,
        look_height,
        read_y: GROUND - read_height,
        read_height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ArticleId;

    fn used(month: &str, investigations: u64, requests: u64) -> UsedMonth {
        let counts = UseCounts { investigations, requests, ..UseCounts::default() };
        UsedMonth { article: ArticleId(1), month: Month::parse(month).unwrap(), counts }
    }

    #[test]
    fn the_last_twelve_months_are_drawn_and_all_are_counted() {
        let months = [used("2024-01", 1000, 900), used("2026-01", 1, 0), used("2026-11", 200, 100)];
        let today = Date::constant(2026, 11, 22);
        let view = UsageView::of(&months, String::new(), today, Locale::English).unwrap();
        assert_eq!((view.first.as_str(), view.last.as_str()), ("December 2025", "November 2026"));
        assert!(view.summary.contains("1,201") && view.summary.contains("1,000"), "{}", view.summary);
        let heights: Vec<_> = view.bars.iter().map(|bar| (bar.look_height, bar.read_height)).collect();
        assert_eq!((heights.len(), heights[1], heights[11]), (12, (2, 0), (76, 38)));
        assert!(view.bars.iter().all(|bar| bar.look_y + bar.look_height == GROUND));
    }

    #[test]
    fn nothing_is_drawn_before_the_first_use() {
        assert!(UsageView::of(&[], String::new(), Date::constant(2026, 11, 22), Locale::French).is_none());
    }
}
