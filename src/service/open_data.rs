//! The open data of compliance as files of the daily dump: what is counted, the figures made of it, exceptions in sum.
//!
//! They are written in one go from one revision of the kept rows, so that the figures are those of the rows beside them.

use std::collections::BTreeMap;

use super::{Error, Repository, Result};
use crate::compliance::indicators::{Barometer, Standing, StandingRecord, figure_records};
use crate::compliance::table::{Format, ReportError, Writer};
use crate::domain::exception::{Act, Ground};
use crate::domain::{ArticleId, dump::DumpKind};

use super::dump::Part;

/// Kept rows read at a time.
const PAGE: i64 = 5_000;

impl Repository {
    /// Writes the files of compliance.
    pub(super) async fn write_compliance_parts(&self) -> Result<Vec<Part>> {
        self.refresh_standings().await?;
        let mut standings = Part::new(DumpKind::Standings).map_err(output)?;
        let mut writer = Writer::new::<StandingRecord>(Format::Csv, standings.writer()).map_err(failed)?;
        let (mut barometer, mut after, mut records) = (Barometer::default(), ArticleId(0), 0);
        loop {
            let rows = self.parts.store.list_standings(after, PAGE).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (article_id, json) in &rows {
                let all: Vec<Standing> = serde_json::from_str(json)?;
                barometer.add_article(&all);
                for (place, standing) in all.into_iter().enumerate() {
                    writer.write(&StandingRecord { article_id: *article_id, place, standing }).map_err(failed)?;
                    records += 1;
                }
            }
        }
        writer.finish().map_err(failed)?;
        standings.count(records);
        Ok(vec![standings, self.figures_part(&barometer)?, self.exceptions_part().await?])
    }

    fn figures_part(&self, barometer: &Barometer) -> Result<Part> {
        let mut part = Part::new(DumpKind::Figures).map_err(output)?;
        let mut writer =
            Writer::new::<crate::compliance::indicators::FigureRecord>(Format::Csv, part.writer()).map_err(failed)?;
        let mut records = 0;
        for record in figure_records(self.parts.clock.today(), barometer) {
            writer.write(&record).map_err(failed)?;
            records += 1;
        }
        writer.finish().map_err(failed)?;
        part.count(records);
        Ok(part)
    }

    /// Exceptions by ground and act: nothing that names an article.
    async fn exceptions_part(&self) -> Result<Part> {
        let acts = self.parts.store.list_all_exception_acts(jiff::Timestamp::MAX).await?;
        let mut counts: BTreeMap<(Ground, usize), u64> = BTreeMap::new();
        for act in acts.values().flatten() {
            let place = Act::ALL.iter().position(|other| *other == act.act).unwrap_or_default();
            *counts.entry((act.ground, place)).or_default() += 1;
        }
        let mut part = Part::new(DumpKind::Exceptions).map_err(output)?;
        part.heading("ground,act,number").map_err(output)?;
        for ((ground, place), number) in counts {
            let act = Act::ALL.get(place).map(|act| act.code()).unwrap_or_default();
            part.line(&format!("{},{act},{number}", ground.code())).map_err(output)?;
        }
        Ok(part)
    }
}

fn failed(error: ReportError) -> Error {
    Error::internal("the open data cannot be written", error)
}

fn output(error: std::io::Error) -> Error {
    Error::internal("the open data cannot be written", error)
}
