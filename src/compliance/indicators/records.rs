//! Standings and figures as rows of open data: from the first ones anybody can make the second ones again.

use jiff::civil::Date;
use serde::Serialize;

use super::{Barometer, Dimension, Figure, Indicator, Rate, Standing, Summary};
use crate::compliance::report::text;
use crate::compliance::subject::Subject;
use crate::compliance::table::Record;
use crate::domain::ArticleId;

/// A standing as a row: one (article, award).
#[derive(Debug, Clone, Serialize)]
pub struct StandingRecord {
    /// The article.
    pub article_id: ArticleId,
    /// Place of the award among those of the article.
    pub place: usize,
    /// What is counted.
    #[serde(flatten)]
    pub standing: Standing,
}

impl Record for StandingRecord {
    const COLUMNS: &'static [&'static str] = &[
        "article_id",
        "place",
        "year",
        "fund",
        "award_number",
        "programme",
        "institution",
        "field",
        "language",
        "policy",
        "tier",
        "outcome",
        "next_action",
        "is_due",
        "due_on",
        "open_lag_days",
        "deposit_lag_days",
        "free",
        "free_after_a_year",
        "open",
        "licence_family",
        "licence_accepted",
        "version",
        "route",
        "journal_model",
        "has_doi",
        "has_orcid",
        "has_ror",
        "in_repository",
    ];

    fn cells(&self) -> Vec<String> {
        let one = &self.standing;
        let [doi, orcid, ror] = one.pids;
        vec![
            self.article_id.to_string(),
            self.place.to_string(),
            text(one.year),
            one.fund.key().to_owned(),
            text(one.number.as_deref()),
            text(one.programme.as_deref()),
            text(one.institution.as_deref()),
            text(one.field.as_deref()),
            text(one.language.as_deref()),
            text(one.policy.as_deref()),
            one.tier.as_str().to_owned(),
            one.outcome.code().to_owned(),
            one.action.code().to_owned(),
            one.due.to_string(),
            text(one.due_on),
            text(one.open_lag),
            text(one.deposit_lag),
            text(one.free),
            one.free_1y.code().to_owned(),
            one.open.to_string(),
            one.licence.code().to_owned(),
            one.licence_accepted.to_string(),
            one.version.code().to_owned(),
            one.route.code().to_owned(),
            one.model.code().to_owned(),
            doi.to_string(),
            orcid.to_string(),
            ror.to_string(),
            text(one.in_repository),
        ]
    }
}

/// One share of a figure as a row. What is too small to be shown has no numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureRecord {
    /// Day of observation.
    pub observed_on: Date,
    /// Dimension, `all` for everything.
    pub dimension: &'static str,
    /// Value of the dimension; empty where it is unknown.
    pub value: String,
    /// Indicator.
    pub indicator: &'static str,
    /// Version of its formula.
    pub version: u16,
    /// Which share of it.
    pub share: &'static str,
    /// Whether it is left out because it counts too few.
    pub protected: bool,
    /// Numerator.
    pub numerator: Option<u64>,
    /// Denominator.
    pub denominator: Option<u64>,
    /// What cannot be told.
    pub unknown: Option<u64>,
    /// What that is counted in.
    pub unknown_of: Option<u64>,
    /// Numerator of the lower bound.
    pub low: Option<u64>,
    /// Numerator of the upper bound.
    pub high: Option<u64>,
    /// What both bounds are counted in.
    pub bounds_of: Option<u64>,
    /// Median of days.
    pub median_days: Option<i32>,
}

impl FigureRecord {
    fn new(day: Date, dimension: &'static str, value: &str, figure: &Figure, share: (&'static str, Rate)) -> Self {
        let hidden = figure.is_small()
            && Dimension::ALL.iter().any(|one| one.code() == dimension && one.may_point_to_a_person());
        let shown = |number: u64| Some(number).filter(|_| !hidden);
        Self {
            observed_on: day,
            dimension,
            value: value.to_owned(),
            indicator: figure.indicator.id(),
            version: figure.indicator.version(),
            share: share.0,
            protected: hidden,
            numerator: shown(share.1.numerator),
            denominator: shown(share.1.denominator),
            unknown: shown(figure.unknown.numerator),
            unknown_of: shown(figure.unknown.denominator),
            low: figure.bounds.and_then(|(low, _)| shown(low.numerator)),
            high: figure.bounds.and_then(|(_, high)| shown(high.numerator)),
            bounds_of: figure.bounds.and_then(|(low, _)| shown(low.denominator)),
            median_days: figure.days.map(|days| days.median).filter(|_| !hidden),
        }
    }
}

/// Every share of every figure of a barometer, over all and by each dimension.
pub fn figure_records(day: Date, barometer: &Barometer) -> impl Iterator<Item = FigureRecord> {
    let groups = Dimension::ALL.into_iter().flat_map(move |dimension| {
        barometer.by(dimension).map(move |(value, summary)| (dimension.code(), value, summary))
    });
    let all = std::iter::once(("all", "", &barometer.total));
    all.chain(groups).flat_map(move |(dimension, value, summary)| of_summary(day, dimension, value, summary))
}

/// Every share of every figure of one report.
#[must_use]
pub fn subject_figures(day: Date, subject: &Subject, summary: &Summary) -> Vec<FigureRecord> {
    of_summary(day, subject.kind(), &subject.value(), summary)
}

fn of_summary(day: Date, dimension: &'static str, value: &str, summary: &Summary) -> Vec<FigureRecord> {
    let figures = Indicator::ALL.iter().map(|indicator| Figure::of(*indicator, summary));
    let rows = figures.flat_map(|figure| {
        let shares = figure.shares.clone();
        shares
            .into_iter()
            .map(move |share| FigureRecord::new(day, dimension, value, &figure, share))
            .collect::<Vec<_>>()
    });
    rows.collect()
}

impl Record for FigureRecord {
    const COLUMNS: &'static [&'static str] = &[
        "observed_on",
        "dimension",
        "value",
        "indicator",
        "version",
        "share",
        "protected",
        "numerator",
        "denominator",
        "unknown",
        "unknown_of",
        "low",
        "high",
        "bounds_of",
        "median_days",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.observed_on.to_string(),
            self.dimension.to_owned(),
            self.value.clone(),
            self.indicator.to_owned(),
            self.version.to_string(),
            self.share.to_owned(),
            self.protected.to_string(),
            text(self.numerator),
            text(self.denominator),
            text(self.unknown),
            text(self.unknown_of),
            text(self.low),
            text(self.high),
            text(self.bounds_of),
            text(self.median_days),
        ]
    }
}
