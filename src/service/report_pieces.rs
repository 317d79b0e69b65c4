//! A report piece by piece, so that one of any length costs the memory of a batch.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::comply::{BATCH, Seen};
use super::knowledge::{AsOf, Knowledge};
use super::{Error, Repository, Result};
use crate::compliance::report::Row;
use crate::compliance::table::{Format, Writer};
use crate::domain::ArticleId;

/// A report on its way.
pub struct ReportPieces {
    repository: Repository,
    knowledge: Knowledge,
    as_of: Option<AsOf>,
    after: ArticleId,
    last: ArticleId,
    articles: u64,
    writer: Option<Writer<Buffer>>,
    written: Buffer,
}

/// What was written and not yet taken.
#[derive(Debug, Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Repository {
    /// One row for each (article, award), as of today or as of a past day, in pieces. For a day that is over, they are
    /// the same whenever they are asked for.
    ///
    /// # Errors
    /// When the day lies ahead or the store fails.
    pub async fn report_pieces(&self, format: Format, as_of: Option<AsOf>) -> Result<ReportPieces> {
        let knowledge = match as_of {
            Some(as_of) => self.knowledge_at(as_of).await?,
            None => self.knowledge().await?,
        };
        let written = Buffer::default();
        let writer = Writer::new::<Row>(format, written.clone()).map_err(failed)?;
        let last = self.parts.store.last_article().await?;
        Ok(ReportPieces {
            repository: self.clone(),
            knowledge,
            as_of,
            after: ArticleId(0),
            last,
            articles: 0,
            writer: Some(writer),
            written,
        })
    }
}

impl ReportPieces {
    /// Articles done so far.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.articles
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        if self.after >= self.last {
            writer.finish().map_err(failed)?;
            return Ok(Some(self.written.take()));
        }
        let end = ArticleId(self.after.0.saturating_add(BATCH));
        let seen = match self.as_of {
            Some(as_of) => self.repository.moment(self.after, end, as_of, &self.knowledge).await?,
            None => self.repository.present(self.after, end, &self.knowledge).await?,
        };
        for Seen { article, verdicts, .. } in &seen {
            for verdict in verdicts {
                writer.write(&Row::new(article.id, &article.version.metadata, verdict)).map_err(failed)?;
            }
        }
        self.articles += u64::try_from(seen.len()).unwrap_or_default();
        self.after = end;
        writer.flush().map_err(failed)?;
        self.writer = Some(writer);
        Ok(Some(self.written.take()))
    }
}

fn failed(error: crate::compliance::table::ReportError) -> Error {
    Error::internal("the report cannot be written", error)
}
