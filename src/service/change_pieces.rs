//! What moved between two days piece by piece, so that a list of any length costs the memory of a batch.

use super::comply::{BATCH, find};
use super::knowledge::{AsOf, Knowledge};
use super::report_pieces::Buffer;
use super::{Error, Repository, Result};
use crate::compliance::change::{Change, changes};
use crate::compliance::table::{Format, ReportError, Writer};
use crate::domain::ArticleId;

/// A way through what moved between two moments.
pub(super) struct ChangeScan {
    repository: Repository,
    moments: (AsOf, AsOf),
    known: (Knowledge, Knowledge),
    after: ArticleId,
    last: ArticleId,
}

impl ChangeScan {
    pub(super) async fn begin(repository: &Repository, moments: (AsOf, AsOf)) -> Result<Self> {
        let known = (repository.knowledge_at(moments.0).await?, repository.knowledge_at(moments.1).await?);
        let last = repository.parts.store.last_article().await?;
        Ok(Self { repository: repository.clone(), moments, known, after: ArticleId(0), last })
    }

    /// What moved among the next articles; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Change>>> {
        if self.after >= self.last {
            return Ok(None);
        }
        let (first, second) = self.moments;
        let end = ArticleId(self.after.0.saturating_add(BATCH));
        let before = self.repository.moment(self.after, end, first, &self.known.0).await?;
        let later = self.repository.moment(self.after, end, second, &self.known.1).await?;
        let mut ids: Vec<_> = before.iter().chain(&later).map(|seen| seen.article.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let of = |id| {
            let was = find(&before, id).map(|seen| seen.side(self.known.0.known(), first.day));
            let is = find(&later, id).map(|seen| seen.side(self.known.1.known(), second.day));
            changes(was, is)
        };
        let moved = ids.into_iter().flat_map(of).collect();
        self.after = end;
        Ok(Some(moved))
    }
}

/// A list of what moved on its way, as CSV.
pub struct ChangePieces {
    scan: ChangeScan,
    writer: Option<Writer<Buffer>>,
    written: Buffer,
}

impl Repository {
    /// What moved between two moments as CSV, in pieces.
    ///
    /// # Errors
    /// When a day lies ahead or the store fails.
    pub async fn change_pieces(&self, moments: (AsOf, AsOf)) -> Result<ChangePieces> {
        let scan = ChangeScan::begin(self, moments).await?;
        let written = Buffer::default();
        let writer = Writer::new::<Change>(Format::Csv, written.clone()).map_err(failed)?;
        Ok(ChangePieces { scan, writer: Some(writer), written })
    }
}

impl ChangePieces {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        let Some(moved) = self.scan.next().await? else {
            writer.finish().map_err(failed)?;
            return Ok(Some(self.written.take()));
        };
        moved.iter().try_for_each(|change| writer.write(change)).map_err(failed)?;
        self.writer = Some(writer);
        Ok(Some(self.written.take()))
    }
}

fn failed(error: ReportError) -> Error {
    Error::internal("the changes cannot be written", error)
}
