//! What matches are worth and the order of hits, equal in all engines.

use crate::domain::query::Sort;

/// Weight of a match in the title.
pub(crate) const TITLE: f32 = 4.0;
/// Weight of a match in keywords and names.
pub(crate) const NAMES: f32 = 2.5;
/// Weight of a match in the abstract.
pub(crate) const ABSTRACT: f32 = 1.7;
/// Weight of a match in the text.
pub(crate) const BODY: f32 = 1.0;
/// Share of the weaker matches of a word that is added to its best one.
pub(crate) const TIE_BREAKER: f32 = 0.1;
/// Weight of a word in the form that was typed, over its other forms.
pub(crate) const TYPED: f32 = 2.5;
/// Weight of words typed beside each other that stand beside each other.
pub(crate) const NEARNESS: f32 = 1.5;
/// Added to the score of articles that match without the other language.
pub(crate) const DIRECT: f32 = 512.0;
/// Weight of matches in the other language: their scores, some tens each word, stay far below [`DIRECT`].
pub(crate) const CROSSED: f32 = 0.1;

/// Hits on a page.
pub(crate) const MAX_LIMIT: usize = 100;
/// Stands behind all titles.
pub(crate) const WITHOUT_TITLE: &str = "\u{10ffff}";

/// Score that a later year of publication is worth: ten years are less than any word.
pub(crate) const YEAR_SCORE: f32 = 0.003;
/// Days after which publications count as equally recent (2070).
const LAST_DAY: i64 = 36_525;
/// What recency adds at most: the years up to the last day.
pub(crate) const MOST_RECENT: f32 = 100.0 * YEAR_SCORE;

/// Years since 1970 that count for an article: of those that match as well, the later one comes first.
pub(crate) fn recent_years(days: Option<i64>) -> u8 {
    u8::try_from(days.unwrap_or(0).clamp(0, LAST_DAY) / 365).unwrap_or(u8::MAX)
}

/// Added to days so that sort keys of dates are positive whatever the date; `i32` days stay far within it.
pub(crate) const DATE_ORIGIN: i64 = 1 << 40;
/// Smallest and largest sort key that a date can have.
const DATE_KEYS: std::ops::RangeInclusive<u64> = (1 << 39)..=(1 << 41);

/// Whether a cursor may come from a search in this order.
pub(crate) fn is_sound(sort: Sort, key: u64) -> bool {
    match sort {
        Sort::Relevance => u32::try_from(key).is_ok_and(|bits| f32::from_bits(bits).is_finite()),
        Sort::Title => key == 0,
        Sort::Newest | Sort::Oldest => key == 0 || DATE_KEYS.contains(&key),
        Sort::Added => i64::try_from(key).is_ok(),
    }
}
