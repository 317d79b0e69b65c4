//! `/conformite/indicateurs/{id}`: the definition of an indicator, its figures by every dimension, its targets, and its
//! chart as a file.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::chart::{ChartFile, YearChart};
use super::figures_cache;
use super::view::{self, days_text, made_of, made_of_first, percent, share_name, value, value_name};
use crate::compliance::indicators::{Barometer, Dimension, Figure, Indicator, SMALL, Summary};
use crate::compliance::targets::Target;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::page::Frame;

/// Observation days that the page shows.
const MOST_DAYS: usize = 24;

/// The page of an indicator.
#[derive(Debug, Template)]
#[template(path = "indicator.html")]
pub(crate) struct IndicatorPage<'a> {
    frame: &'a Frame,
    is_counting: bool,
    id: &'static str,
    name: String,
    meaning: String,
    formula: String,
    version: u16,
    value: String,
    made_of: String,
    facts: Vec<String>,
    shares: Vec<[String; 3]>,
    chart: Option<YearChart>,
    tables: Vec<Table>,
    targets: Vec<TargetRow>,
    days: Vec<[String; 3]>,
    small: String,
    others: Vec<(String, String)>,
}

/// The figures of a dimension.
#[derive(Debug)]
struct Table {
    title: String,
    column: String,
    is_first: bool,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    label: String,
    href: Option<String>,
    cells: [String; 4],
}

/// The target of a year, with those that it replaced, and the result.
#[derive(Debug)]
struct TargetRow {
    year: String,
    target: String,
    before: String,
    result: String,
}

impl<'a> IndicatorPage<'a> {
    /// The page of one indicator.
    pub(crate) fn new(
        frame: &'a Frame,
        indicator: Indicator,
        barometer: &Barometer,
        targets: &[Target],
        days: &[(String, [u64; 2])],
    ) -> Self {
        let locale = frame.locale;
        let figure = Figure::of(indicator, &barometer.total);
        let dimensions = Dimension::ALL.iter().map(|dimension| table(*dimension, indicator, barometer, frame));
        let others = Indicator::ALL.iter().filter(|other| **other != indicator);
        Self {
            frame,
            is_counting: false,
            id: indicator.id(),
            name: view::name(indicator, locale),
            meaning: view::meaning(indicator, locale),
            formula: view::formula(indicator, locale),
            version: indicator.version(),
            value: value(&figure, locale),
            made_of: made_of_first(&figure, locale),
            facts: facts(&figure, locale),
            shares: shares(&figure, locale),
            chart: YearChart::of(indicator, barometer, locale),
            tables: dimensions.filter(|table| !table.rows.is_empty()).collect(),
            targets: target_rows(indicator, targets, barometer, locale),
            days: days.iter().take(MOST_DAYS).map(|day| observed(day, locale)).collect(),
            small: locale.number(SMALL),
            others: others
                .map(|other| {
                    let href = frame.href(&format!("/conformite/indicateurs/{}", other.id()));
                    (href, view::name(*other, locale))
                })
                .collect(),
        }
    }
}

/// What goes with the number: what is unknown, the bounds, the quartiles.
fn facts(figure: &Figure, locale: Locale) -> Vec<String> {
    let mut facts = vec![locale.text_with("indicator-unknown", &[("share", &percent(figure.unknown, locale))])];
    if let Some((low, high)) = figure.bounds.filter(|(low, high)| low != high) {
        let bounds = [("low", percent(low, locale)), ("high", percent(high, locale))];
        let bounds = bounds.each_ref().map(|(name, value)| (*name, value.as_str()));
        facts.push(locale.text_with("compliance-overall-bounds", &bounds));
    }
    if let Some(days) = figure.days {
        let told = [("p25", days.p25), ("p75", days.p75), ("p90", days.p90)];
        let told = told.map(|(name, number)| (name, days_text(number, locale)));
        let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        facts.push(locale.text_with("indicator-quartiles", &told));
    }
    facts
}

/// The shares of a distribution: name, share, what it is made of. One share alone is the number itself.
fn shares(figure: &Figure, locale: Locale) -> Vec<[String; 3]> {
    let several = figure.shares.len() > 1;
    let shares = figure.shares.iter().filter(|_| several);
    shares
        .map(|(code, rate)| {
            [share_name(figure.indicator, code, locale), percent(*rate, locale), made_of(*rate, locale)]
        })
        .collect()
}

fn table(dimension: Dimension, indicator: Indicator, barometer: &Barometer, frame: &Frame) -> Table {
    let locale = frame.locale;
    let mut rows: Vec<_> = barometer
        .by(dimension)
        .filter_map(|(value, summary)| row(dimension, value, indicator, summary, frame))
        .collect();
    if dimension == Dimension::Year {
        rows.reverse();
    }
    Table {
        title: locale.text(&format!("compliance-by-{}", dimension.code())),
        column: locale.text(&format!("compliance-{}", dimension.code())),
        is_first: dimension == Dimension::Year,
        rows,
    }
}

/// Value, numerator and denominator, unknown, bounds; what counts too few is left out where it may point to a person.
fn row(dimension: Dimension, of: &str, indicator: Indicator, summary: &Summary, frame: &Frame) -> Option<Row> {
    let locale = frame.locale;
    let figure = Figure::of(indicator, summary);
    let first = figure.first();
    if first.denominator == 0 && figure.unknown.numerator == 0 {
        return None;
    }
    let label = value_name(dimension, of, locale);
    if dimension.may_point_to_a_person() && figure.is_small() {
        let few = locale.text("indicator-few");
        return Some(Row { label, href: None, cells: [few, String::new(), String::new(), String::new()] });
    }
    let bounds = figure.bounds.map(|(low, high)| format!("{} – {}", percent(low, locale), percent(high, locale)));
    let cells = [
        value(&figure, locale),
        format!("{} / {}", locale.number(first.numerator), locale.number(first.denominator)),
        percent(figure.unknown, locale),
        bounds.unwrap_or_else(|| "—".to_owned()),
    ];
    Some(Row { label, href: view::list_href(dimension, of, frame), cells })
}

fn target_rows(indicator: Indicator, targets: &[Target], barometer: &Barometer, locale: Locale) -> Vec<TargetRow> {
    let of: Vec<&Target> = targets.iter().filter(|target| target.indicator == indicator).collect();
    let mut years: Vec<i16> = of.iter().map(|target| target.year).collect();
    years.dedup();
    let told = |target: &Target| {
        let share = locale.per_mille(u64::from(target.per_mille));
        let note = if target.note.is_empty() { String::new() } else { format!(" – {}", target.note) };
        format!("{share} ({}){note}", locale.day(target.set_on))
    };
    let rows = years.into_iter().filter_map(|year| {
        let set: Vec<_> = of.iter().filter(|target| target.year == year).collect();
        let (last, before) = set.split_last()?;
        let name = format!("{year:04}");
        let result = barometer.by(Dimension::Year).find(|(value, _)| *value == name);
        let result = result.map(|(_, summary)| percent(Figure::of(indicator, summary).first(), locale));
        Some(TargetRow {
            year: year.to_string(),
            target: told(last),
            before: before.iter().map(|target| told(target)).collect::<Vec<_>>().join("; "),
            result: result.unwrap_or_else(|| "—".to_owned()),
        })
    });
    rows.collect()
}

fn observed((day, [numerator, denominator]): &(String, [u64; 2]), locale: Locale) -> [String; 3] {
    let rate = crate::compliance::indicators::Rate::of(*numerator, *denominator);
    let day = day.parse().map_or_else(|_| day.clone(), |day| locale.day(day));
    [day, percent(rate, locale), made_of(rate, locale)]
}

/// `GET /conformite/indicateurs/{id}`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, Path(id): Path<String>) -> Result<Response, Fault> {
    let indicator = Indicator::find(&id).ok_or_else(Fault::not_found)?;
    let barometer = site.repository.barometer().await?;
    let days = site.repository.indicator_days(indicator).await?;
    let is_counting = site.repository.is_counting().await?;
    let mut page = IndicatorPage::new(&frame, indicator, &barometer, site.repository.targets(), &days);
    page.is_counting = is_counting;
    frame.send(&page, figures_cache(is_counting))
}

/// `GET /conformite/indicateurs/{id}/graphique.svg`
pub(crate) async fn chart(State(site): State<Site>, frame: Frame, Path(id): Path<String>) -> Result<Response, Fault> {
    let indicator = Indicator::find(&id).ok_or_else(Fault::not_found)?;
    let barometer = site.repository.barometer().await?;
    let chart = YearChart::of(indicator, &barometer, frame.locale).ok_or_else(Fault::not_found)?;
    let title = view::name(indicator, frame.locale);
    let file = ChartFile { chart: &chart, title: &title, lang: frame.locale.tag() };
    let svg = file.render().map_err(Fault::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"parvis-{}-{}.svg\"", indicator.id(), frame.today),
        ),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
    ];
    Ok((headers, svg).into_response())
}
