//! The barometer's reading at the date of each milestone: what was known at the end of that day, by the rules of that day.
//!
//! A reading of a day that is over never changes, so that it is kept once it was made; the worker makes those that are missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::compliance::indicators::{Figure, Indicator, Summary};
use crate::domain::commitment::ReadFigure;
use crate::service::knowledge::AsOf;
use crate::service::report_pieces::ReportRequest;
use crate::service::report_scan::Scan;
use crate::service::{Repository, Result};

impl Repository {
    /// Keeps the readings of the milestones whose day is over and that have none; gives how many were made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_readings(&self) -> Result<usize> {
        let (kept, today) = (self.kept_readings().await?, self.parts.clock.today());
        let items = self.parts.store.list_commitment_items().await?;
        let days: BTreeSet<Date> = items
            .iter()
            .filter(|item| item.withdrawn.is_none())
            .filter_map(|item| item.said.dated())
            .filter(|day| *day < today && !kept.contains_key(day))
            .collect();
        for day in &days {
            let figures = self.reading_at(*day).await?;
            let mut tx = self.parts.store.begin().await?;
            tx.put_reading(*day, &serde_json::to_string(&figures)?).await?;
            tx.commit().await?;
        }
        Ok(days.len())
    }

    /// The readings that are kept.
    pub(super) async fn kept_readings(&self) -> Result<BTreeMap<Date, Vec<ReadFigure>>> {
        let mut readings = BTreeMap::new();
        for (day, figures) in self.parts.store.list_readings().await? {
            if let Ok(day) = day.parse() {
                readings.insert(day, serde_json::from_str(&figures)?);
            }
        }
        Ok(readings)
    }

    /// The reading of today, which may change until its end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reading_today(&self) -> Result<Vec<ReadFigure>> {
        Ok(figures(&self.barometer().await?.total))
    }

    /// The reading of a past day, made from what was known at its end.
    async fn reading_at(&self, day: Date) -> Result<Vec<ReadFigure>> {
        let request = ReportRequest::everything(Some(AsOf::day(day)));
        let mut scan = Scan::begin(self, &request, true).await?;
        let mut summary = Summary::default();
        while let Some(all) = scan.next().await? {
            for judged in &all {
                summary.add(&judged.standings);
            }
        }
        Ok(figures(&summary))
    }
}

fn figures(summary: &Summary) -> Vec<ReadFigure> {
    let read = |indicator: &Indicator| {
        let figure = Figure::of(*indicator, summary);
        let first = figure.first();
        ReadFigure {
            indicator: indicator.id().to_owned(),
            version: indicator.version(),
            numerator: first.numerator,
            denominator: first.denominator,
            unknown: [figure.unknown.numerator, figure.unknown.denominator],
            bounds: figure.bounds.map(|(low, high)| [low.numerator, high.numerator, low.denominator]),
            median_days: figure.days.map(|days| days.median),
        }
    };
    Indicator::ALL.iter().map(read).collect()
}
