//! The public barometer: rates with what is unknown shown apart, ten indicators, and the ways to what is behind them.
//!
//! `one` is the page of an indicator, `list` the articles behind a number, `chart` the drawings, `view` what they share.

mod chart;
pub(crate) mod list;
pub(crate) mod one;
mod view;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;

use self::chart::YearChart;
use self::view::{made_of_first, percent, value};
use super::charts::{Part, stack};
use crate::compliance::indicators::{Barometer, Dimension, Figure, Indicator, Summary};
use crate::compliance::table::Format;
use crate::domain::verdict::Outcome;
use crate::service::{AsOf, Kind, ReportPieces};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
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

/// The page of the barometer.
#[derive(Debug, Template)]
#[template(path = "compliance.html")]
pub(crate) struct CompliancePage<'a> {
    frame: &'a Frame,
    is_counting: bool,
    overall: Overall,
    cards: Vec<Card>,
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

/// An indicator in the list of ten.
#[derive(Debug)]
struct Card {
    href: String,
    name: String,
    value: String,
    made_of: String,
    unknown: Option<String>,
    chart: Option<YearChart>,
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
    href: Option<String>,
    parts: Vec<Part>,
    counts: Vec<String>,
    rate: String,
    bounds: String,
}

impl<'a> CompliancePage<'a> {
    /// The page of some counts.
    pub(crate) fn new(frame: &'a Frame, barometer: &Barometer) -> Self {
        let locale = frame.locale;
        Self {
            frame,
            is_counting: false,
            overall: overall(&barometer.total, locale),
            cards: Indicator::PUBLIC.iter().map(|indicator| card(*indicator, barometer, frame)).collect(),
            legend: PARTS.iter().map(|(class, key, _)| (*class, locale.text(key))).collect(),
            groups: vec![
                group("annees", Dimension::Year, barometer, frame),
                group("secteurs", Dimension::Sector, barometer, frame),
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

fn card(indicator: Indicator, barometer: &Barometer, frame: &Frame) -> Card {
    let locale = frame.locale;
    let figure = Figure::of(indicator, &barometer.total);
    let unknown = Some(figure.unknown).filter(|rate| rate.numerator > 0);
    Card {
        href: frame.href(&format!("/conformite/indicateurs/{}", indicator.id())),
        name: view::name(indicator, locale),
        value: value(&figure, locale),
        made_of: made_of_first(&figure, locale),
        unknown: unknown.map(|rate| locale.text_with("indicator-unknown", &[("share", &percent(rate, locale))])),
        chart: YearChart::of(indicator, barometer, locale),
    }
}

fn group(anchor: &'static str, dimension: Dimension, barometer: &Barometer, frame: &Frame) -> Group {
    let locale = frame.locale;
    let mut rows: Vec<_> = barometer.by(dimension).filter(|(_, summary)| summary.in_scope() > 0).collect();
    if dimension == Dimension::Year {
        rows.reverse();
    }
    let label = |value: &str| view::value_name(dimension, value, locale);
    let told: Vec<_> = rows
        .iter()
        .map(|(value, summary)| format!("{} {}", label(value), percent(summary.compliance_rate(), locale)))
        .collect();
    let title = locale.text(&format!("compliance-by-{}", dimension.code()));
    Group {
        anchor,
        caption: format!("{title} – {}", locale.text("compliance-caption")),
        summary: format!("{title}. {}", told.join(", ")),
        title,
        column: locale.text(&format!("compliance-{}", dimension.code())),
        rows: rows.into_iter().map(|(value, summary)| row(dimension, value, summary, frame)).collect(),
    }
}

fn row(dimension: Dimension, value: &str, summary: &Summary, frame: &Frame) -> Row {
    let locale = frame.locale;
    let label = view::value_name(dimension, value, locale);
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
        href: view::list_href(dimension, value, frame),
        label,
    }
}

/// How long figures may be kept: not for long while they are being counted again.
fn figures_cache(is_counting: bool) -> Cache {
    Cache::Public(if is_counting { 5 } else { 300 })
}

/// `GET /conformite`
pub(crate) async fn show(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let barometer = site.repository.barometer().await?;
    let is_counting = site.repository.is_counting().await?;
    let mut page = CompliancePage::new(&frame, &barometer);
    page.is_counting = is_counting;
    frame.send(&page, figures_cache(is_counting))
}

/// `GET /conformite.csv`: every pair of article and award, as `parvis report` writes them; `?au=` names a past day.
pub(crate) async fn csv(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    send_report(site, &pairs, Format::Csv, "text/csv; charset=utf-8; header=present", "csv").await
}

/// `GET /conformite.jsonl`: the same, one JSON object a line.
pub(crate) async fn json_lines(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    send_report(site, &pairs, Format::JsonLines, "application/jsonl", "jsonl").await
}

async fn send_report(
    site: Site,
    pairs: &Pairs,
    format: Format,
    media_type: &'static str,
    extension: &str,
) -> Result<Response, Fault> {
    let day = Some(pairs.first("au")).filter(|text| !text.is_empty());
    let day = day.map(str::parse).transpose().map_err(|_| Fault::of(Kind::Invalid))?;
    let place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    let pieces = site.repository.report_pieces(format, day.map(AsOf::day)).await?;
    let day = day.unwrap_or_else(|| site.repository.clock().today());
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"parvis-conformite-{day}.{extension}\"")),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    Ok((headers, streamed(pieces, place)).into_response())
}

/// A report as it is written; a failure cuts it off, so that nobody takes half of it for all. The place is given back
/// at its end.
pub(super) fn streamed(pieces: ReportPieces, place: OwnedSemaphorePermit) -> Body {
    let body = stream::try_unfold((pieces, place), |(mut pieces, place)| async move {
        match pieces.next().await {
            Ok(piece) => Ok(piece.map(|piece| (bytes::Bytes::from(piece), (pieces, place)))),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a report is cut off");
                Err(std::io::Error::other(error))
            }
        }
    });
    Body::from_stream(body)
}
