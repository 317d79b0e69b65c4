//! The six data sets as files of the daily dump.
//!
//! Verdicts and barometer are written in one go from one revision of the kept rows, so that the figures are those of the
//! rows beside them.

use std::collections::BTreeMap;

use tokio_util::io::ReaderStream;

use super::open_records::{ArticleRecord, ExceptionRecord, LinkRecord, UsageRecord};
use super::tables::{Table, Written};
use super::{Error, Repository, Result};
use crate::compliance::indicators::{Barometer, FigureRecord, SMALL, Standing, StandingRecord, figure_records};
use crate::domain::ArticleId;
use crate::domain::dataset::{DataSet, TableFile};
use crate::domain::exception::{Act, Ground};

/// Kept rows read at a time.
const PAGE: i64 = 5_000;
/// Articles read at a time.
const BATCH: i64 = 500;

impl Repository {
    /// Writes the data sets and keeps their files.
    pub(super) async fn write_tables(&self) -> Result<Vec<TableFile>> {
        self.refresh_standings().await?;
        let mut written = self.verdict_tables().await?;
        written.extend(self.article_tables().await?);
        written.extend(self.usage_table().await?);
        written.extend(self.exception_table().await?);
        let mut files = Vec::new();
        for one in written {
            files.push(self.keep_table(one).await?);
        }
        files.sort_by_key(|file| (file.set, file.form, file.piece));
        Ok(files)
    }

    /// Verdicts, and the barometer that is made of them.
    async fn verdict_tables(&self) -> Result<Vec<Written>> {
        let mut table = Table::<StandingRecord>::new(DataSet::Verdicts)?;
        let (mut barometer, mut after) = (Barometer::default(), ArticleId(0));
        loop {
            let rows = self.parts.store.list_standings(after, PAGE).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (article_id, json) in &rows {
                let all: Vec<Standing> = serde_json::from_str(json)?;
                barometer.add_article(&all);
                for (place, standing) in all.into_iter().enumerate() {
                    table.write(&StandingRecord { article_id: *article_id, place, standing })?;
                }
            }
        }
        let mut written = table.finish()?;
        let mut figures = Table::<FigureRecord>::new(DataSet::Barometer)?;
        for record in figure_records(self.parts.clock.today(), &barometer) {
            figures.write(&record)?;
        }
        written.extend(figures.finish()?);
        Ok(written)
    }

    /// Articles, and their links to awards.
    async fn article_tables(&self) -> Result<Vec<Written>> {
        let mut articles = Table::<ArticleRecord>::new(DataSet::Articles)?;
        let mut links = Table::<LinkRecord>::new(DataSet::Links)?;
        let (base, today, mut after) = (&self.parts.site.base_url, self.parts.clock.today(), ArticleId(0));
        loop {
            let batch = self.list_published(after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            let known = self.parts.store.list_standings(after, BATCH).await?;
            let known: BTreeMap<ArticleId, String> = known.into_iter().collect();
            after = last.id;
            for article in &batch {
                articles.write(&ArticleRecord::new(article, format!("{base}/articles/{}", article.id), today))?;
                let standings: Vec<Standing> = match known.get(&article.id) {
                    Some(json) => serde_json::from_str(json)?,
                    None => Vec::new(),
                };
                for place in 0..article.version.metadata.awards.len() {
                    let tier = standings.get(place).map(|standing| standing.tier.as_str()).unwrap_or_default();
                    if let Some(record) = LinkRecord::new(article, place, tier) {
                        links.write(&record)?;
                    }
                }
            }
        }
        let mut written = articles.finish()?;
        written.extend(links.finish()?);
        Ok(written)
    }

    async fn usage_table(&self) -> Result<Vec<Written>> {
        self.write_usage().await?;
        let mut table = Table::<UsageRecord>::new(DataSet::Usage)?;
        let mut after = (ArticleId(0), String::new());
        loop {
            let batch = self.parts.store.list_usage_page(&after, PAGE).await?;
            let Some(last) = batch.last() else { return table.finish() };
            after = (last.article, last.month.to_string());
            for used in &batch {
                table.write(&UsageRecord::new(used))?;
            }
        }
    }

    /// Exceptions by ground and act: nothing that names an article, and no number so small that it may point to a person.
    async fn exception_table(&self) -> Result<Vec<Written>> {
        let acts = self.parts.store.list_all_exception_acts(jiff::Timestamp::MAX).await?;
        let mut counts: BTreeMap<(Ground, usize), u64> = BTreeMap::new();
        for act in acts.values().flatten() {
            let place = Act::ALL.iter().position(|other| *other == act.act).unwrap_or_default();
            *counts.entry((act.ground, place)).or_default() += 1;
        }
        let mut table = Table::<ExceptionRecord>::new(DataSet::Exceptions)?;
        for ((ground, place), number) in counts {
            let act = Act::ALL.get(place).map(|act| act.code()).unwrap_or_default();
            let protected = (1..SMALL).contains(&number);
            let number = Some(number).filter(|_| !protected);
            table.write(&ExceptionRecord { ground: ground.code(), act, protected, number })?;
        }
        table.finish()
    }

    /// Puts a written file among the others, by its digest.
    async fn keep_table(&self, written: Written) -> Result<TableFile> {
        let Written { set, form, piece, mut file, records } = written;
        let failed = |error| Error::internal("the open data cannot be written", error);
        std::io::Seek::rewind(&mut file).map_err(failed)?;
        let ticket = format!("dump-{}-{piece}.{}", set.stem(), form.extension());
        let bytes = ReaderStream::new(tokio::fs::File::from_std(file));
        let stored = self.parts.blobs.put(&ticket, bytes, u64::MAX).await?;
        let (sha256, size_bytes) = (stored.sha256, stored.size_bytes);
        Ok(TableFile { set, form, piece, sha256, size_bytes, records, since: None })
    }
}
