//! Bars by year of one indicator, drawn on the server: on pages, and alone as a file.

use askama::Template;

use super::view;
use crate::compliance::indicators::{Barometer, Dimension, Figure, Indicator};
use crate::web::i18n::Locale;

/// Most years that are drawn; the latest ones.
const MOST_YEARS: usize = 15;
/// Width of a year.
const YEAR_WIDTH: u64 = 40;
/// Height of a whole share.
const TALLEST: u64 = 100;

/// An indicator by year.
#[derive(Debug, Clone)]
pub(crate) struct YearChart {
    pub(crate) width: u64,
    pub(crate) summary: String,
    pub(crate) bars: Vec<YearBar>,
}

/// A year.
#[derive(Debug, Clone)]
pub(crate) struct YearBar {
    pub(crate) x: u64,
    pub(crate) middle: u64,
    pub(crate) y: u64,
    pub(crate) height: u64,
    pub(crate) year: String,
    pub(crate) value: String,
}

/// The chart alone, as a file.
#[derive(Debug, Template)]
#[template(path = "partials/year_chart_file.svg", escape = "html")]
pub(crate) struct ChartFile<'a> {
    pub(crate) chart: &'a YearChart,
    pub(crate) title: &'a str,
    pub(crate) lang: &'static str,
}

impl YearChart {
    /// The chart of the years that an indicator can be told of; nothing where there are none.
    pub(crate) fn of(indicator: Indicator, barometer: &Barometer, locale: Locale) -> Option<Self> {
        // A share stands for a delay nowhere: its days are told in the table.
        if view::is_delay(indicator) {
            return None;
        }
        let years: Vec<_> = barometer
            .by(Dimension::Year)
            .filter(|(year, _)| !year.is_empty())
            .filter_map(|(year, summary)| {
                let rate = Figure::of(indicator, summary).first();
                Some((year.to_owned(), rate.per_mille()?))
            })
            .collect();
        let shown = years.get(years.len().saturating_sub(MOST_YEARS)..).unwrap_or_default();
        let mut x = 0;
        let bars: Vec<_> = shown
            .iter()
            .map(|(year, per_mille)| {
                let height = (per_mille * TALLEST / 1000).max(1);
                let bar = YearBar {
                    x: x + 6,
                    middle: x + YEAR_WIDTH / 2,
                    y: TALLEST + 20 - height,
                    height,
                    year: year.clone(),
                    value: locale.per_mille(*per_mille),
                };
                x += YEAR_WIDTH;
                bar
            })
            .collect();
        let (first, last) = (bars.first()?, bars.last()?);
        let name = view::name(indicator, locale);
        let told = [
            ("name", name.as_str()),
            ("first", first.year.as_str()),
            ("from", first.value.as_str()),
            ("last", last.year.as_str()),
            ("to", last.value.as_str()),
        ];
        Some(Self { width: x, summary: locale.text_with("indicator-chart", &told), bars })
    }
}
