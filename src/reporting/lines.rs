//! Figures as lines of a table, for pages and PDF.

use super::words::{days_text, is_delay, name, percent, share_name};
use crate::compliance::indicators::{FigureRecord, Indicator, Rate};
use crate::i18n::Locale;

/// A share of a figure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The indicator.
    pub(crate) indicator: Indicator,
    /// Its name.
    pub(crate) name: String,
    /// Which share of it.
    pub(crate) share: String,
    /// Value, numerator and denominator, unknown, bounds.
    pub(crate) cells: [String; 4],
}

/// Figures as lines.
pub(crate) fn lines(figures: &[FigureRecord], locale: Locale) -> Vec<Line> {
    figures.iter().filter_map(|record| line(record, locale)).collect()
}

fn line(record: &FigureRecord, locale: Locale) -> Option<Line> {
    let indicator = Indicator::find(record.indicator)?;
    let share =
        if is_delay(indicator) { locale.text("report-median") } else { share_name(indicator, record.share, locale) };
    let cells = if record.protected {
        [locale.text("indicator-few"), String::new(), String::new(), String::new()]
    } else {
        cells(record, indicator, locale)
    };
    Some(Line { indicator, name: name(indicator, locale), share, cells })
}

fn cells(record: &FigureRecord, indicator: Indicator, locale: Locale) -> [String; 4] {
    let rate = |numerator: Option<u64>, denominator: Option<u64>| {
        Rate::of(numerator.unwrap_or_default(), denominator.unwrap_or_default())
    };
    let counts = |rate: Rate| format!("{} / {}", locale.number(rate.numerator), locale.number(rate.denominator));
    let main = rate(record.numerator, record.denominator);
    let unknown = rate(record.unknown, record.unknown_of);
    let value = match record.median_days {
        Some(days) => days_text(days, locale),
        None if is_delay(indicator) => "—".to_owned(),
        None => percent(main, locale),
    };
    // A delay says of how many publications the median is; the share that is at most nothing goes with the data.
    let made_of = if is_delay(indicator) { locale.number(main.denominator) } else { counts(main) };
    let bounds = match (record.low, record.high) {
        (Some(low), Some(high)) => {
            let bound = |bound| percent(rate(Some(bound), record.bounds_of), locale);
            format!("{} – {}", bound(low), bound(high))
        }
        _ => "—".to_owned(),
    };
    [value, made_of, counts(unknown), bounds]
}

/// The indicators of some figures, each once, in their order.
pub(super) fn defined(figures: &[FigureRecord]) -> impl Iterator<Item = Indicator> {
    Indicator::ALL.iter().copied().filter(|indicator| figures.iter().any(|record| record.indicator == indicator.id()))
}
