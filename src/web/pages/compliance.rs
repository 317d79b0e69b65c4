//! `/conformite`: rates by year and by sector, what is unknown shown apart, and the method in words.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::charts::{Part, stack};
use super::view;
use crate::compliance::indicators::{Barometer, Rate, Summary};
use crate::compliance::table::Format;
use crate::domain::verdict::Outcome;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::page::{Cache, Frame};

/// Width of a whole bar, in units of its drawing.
const BAR_WIDTH: u64 = 1000;

/// What the bars tell apart: class, message, outcomes. Out of scope is not among them.
const PARTS: [(&str, &str, &[Outcome]); 6] = [
    ("bar-good", "part-compliant", &[Outcome::Compliant]),
    ("bar-late", "part-late", &[Outcome::CompliantLate]),
    ("bar-partly", "part-partly", &[Outcome::OpenWithoutLicence, Outcome::Partly]),
    ("bar-closed", "part-closed", &[Outcome::Closed]),
    ("bar-unknown", "part-unknown", &[Outcome::Undetermined]),
    ("bar-pending", "part-pending", &[Outcome::NotYetDue, Outcome::Exempt]),
];

/// The page of the indicators.
#[derive(Debug, Template)]
#[template(path = "compliance.html")]
pub(crate) struct CompliancePage<'a> {
    frame: &'a Frame,
    overall: Overall,
    legend: Vec<(&'static str, String)>,
    groups: Vec<Group>,
    dated: String,
}

#[derive(Debug)]
struct Overall {
    rate: String,
    label: String,
    /// Nothing when both bounds are the rate.
    bounds: Option<String>,
    unknown: String,
}

#[derive(Debug)]
struct Group {
    anchor: &'static str,
    title: String,
    caption: String,
    column: String,
    summary: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    label: String,
    parts: Vec<Part>,
    counts: Vec<String>,
    rate: String,
    bounds: String,
}

impl<'a> CompliancePage<'a> {
    /// The page of some indicators.
    pub(crate) fn new(frame: &'a Frame, barometer: &Barometer) -> Self {
        let locale = frame.locale;
        let years = barometer.by_year.iter().rev().map(|(year, summary)| {
            let label = year.map_or_else(|| locale.text("compliance-no-year"), |year| year.to_string());
            (label, summary)
        });
        let sectors = barometer.by_sector.iter().map(|(fund, summary)| (view::fund_name(*fund, locale), summary));
        Self {
            frame,
            overall: overall(&barometer.total, locale),
            legend: PARTS.iter().map(|(class, key, _)| (*class, locale.text(key))).collect(),
            groups: vec![
                group("annees", "compliance-by-year", "compliance-year", years.collect(), locale),
                group("secteurs", "compliance-by-sector", "compliance-sector", sectors.collect(), locale),
            ],
            dated: frame.ta("compliance-dated", "date", &locale.day(frame.today)),
        }
    }
}

fn overall(total: &Summary, locale: Locale) -> Overall {
    let rate = total.compliance_rate();
    let made_of = [("numerator", locale.number(rate.numerator)), ("denominator", locale.number(rate.denominator))];
    let [low, high] = [total.compliance_low(), total.compliance_high()].map(|rate| percent(rate, locale));
    let differ = low != high;
    let limits = [("low", low), ("high", high)];
    let share = total.undetermined_share();
    let unknown = [("share", percent(share, locale)), ("number", locale.number(share.numerator))];
    let text = |key: &str, pairs: &[(&str, String); 2]| {
        locale.text_with(key, &pairs.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    Overall {
        rate: percent(rate, locale),
        label: text("compliance-overall", &made_of),
        bounds: differ.then(|| text("compliance-overall-bounds", &limits)),
        unknown: text("compliance-overall-unknown", &unknown),
    }
}

fn group(anchor: &'static str, title: &str, column: &str, rows: Vec<(String, &Summary)>, locale: Locale) -> Group {
    let rows: Vec<_> = rows.into_iter().filter(|(_, summary)| summary.in_scope() > 0).collect();
    let told: Vec<_> =
        rows.iter().map(|(label, summary)| format!("{label} {}", percent(summary.compliance_rate(), locale))).collect();
    let title = locale.text(title);
    Group {
        anchor,
        caption: format!("{title} – {}", locale.text("compliance-caption")),
        summary: format!("{title}. {}", told.join(", ")),
        title,
        column: locale.text(column),
        rows: rows.into_iter().map(|(label, summary)| row(label, summary, locale)).collect(),
    }
}

fn row(label: String, summary: &Summary, locale: Locale) -> Row {
    let counts: Vec<_> = PARTS
        .iter()
        .map(|(class, key, outcomes)| {
            let count = outcomes.iter().map(|outcome| summary.count(*outcome)).sum();
            let title = format!("{label} – {} – {}", locale.text(key), locale.number(count));
            (*class, count, title)
        })
        .collect();
    let [low, high] = [summary.compliance_low(), summary.compliance_high()].map(|rate| percent(rate, locale));
    Row {
        parts: stack(&counts, BAR_WIDTH),
        counts: counts.iter().map(|(_, count, _)| locale.number(*count)).collect(),
        rate: percent(summary.compliance_rate(), locale),
        bounds: if low == high { low } else { format!("{low} – {high}") },
        label,
    }
}

/// A rate in per cent with one decimal, from its exact thousandths; a dash out of nothing.
fn percent(rate: Rate, locale: Locale) -> String {
    rate.per_mille().map_or_else(|| "—".to_owned(), |thousandths| locale.per_mille(thousandths))
}

/// `GET /conformite`
pub(crate) async fn show(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let barometer = site.repository.compliance_summary().await?;
    frame.send(&CompliancePage::new(&frame, &barometer), Cache::Public(300))
}

/// `GET /conformite.csv`: every pair of article and award, as `parvis report` writes them.
pub(crate) async fn csv(State(site): State<Site>) -> Result<Response, Fault> {
    let mut csv = Vec::new();
    site.repository.write_report(Format::Csv, &mut csv, None, |_| {}).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"parvis-conformite.csv\""),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((headers, csv).into_response())
}
