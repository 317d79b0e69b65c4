//! Writes the daily dump: everything that harvesters may have, in three files with their digests.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use tokio_util::io::ReaderStream;

use super::{Error, FileStream, Repository, Result};
use crate::domain::clock::quebec_date;
use crate::domain::dump::{Dump, DumpKind, DumpPart};
use crate::domain::{Article, ArticleState, Licence, Sha256};
use crate::metadata::schema_org;

/// Dumps that are kept.
const KEPT_DAYS: i64 = 14;
/// Articles read at a time.
const BATCH: i64 = 500;

/// A file of a dump while it is written.
struct Part {
    kind: DumpKind,
    writer: GzEncoder<std::fs::File>,
    records: u64,
}

impl Part {
    fn new(kind: DumpKind) -> std::io::Result<Self> {
        let writer = GzEncoder::new(tempfile::tempfile()?, Compression::default());
        Ok(Self { kind, writer, records: 0 })
    }

    fn line(&mut self, line: &str) -> std::io::Result<()> {
        self.records += 1;
        writeln!(self.writer, "{line}")
    }
}

impl Repository {
    /// Writes the dump of today when there is none yet; says whether it did.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn write_dump_when_due(&self) -> Result<bool> {
        let latest = self.parts.store.list_dumps(1).await?.pop();
        let today = self.parts.clock.today();
        if latest.as_ref().is_some_and(|dump| dump.day >= today) {
            return Ok(false);
        }
        let until = self.oai_now().await?;
        let made_at = Timestamp::from_second(until.unix_seconds()).unwrap_or_else(|_| self.now());
        let mut parts = Vec::new();
        for part in self.write_parts(latest.as_ref().map(|dump| dump.made_at), made_at).await? {
            parts.push(self.keep_part(part).await?);
        }
        let tables = self.write_tables().await?;
        let mut dump = Dump { day: quebec_date(made_at), made_at, parts, tables };
        note_since(&mut dump, latest.as_ref());
        self.parts.store.put_dump(&dump).await?;
        self.forget_dumps(today.saturating_sub(KEPT_DAYS.days())).await?;
        Ok(true)
    }

    /// Forgets the dumps of days before one, with the files that nothing else names.
    async fn forget_dumps(&self, before: jiff::civil::Date) -> Result<()> {
        let all = self.parts.store.list_dumps(i64::MAX).await?;
        self.parts.store.forget_dumps(before).await?;
        let old = || all.iter().filter(|dump| dump.day < before);
        let parts = old().flat_map(|dump| &dump.parts).map(|part| &part.sha256);
        for sha256 in parts.chain(old().flat_map(|dump| &dump.tables).map(|table| &table.sha256)) {
            self.remove_unnamed(sha256).await?;
        }
        Ok(())
    }

    /// The dumps there are, latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_dumps(&self) -> Result<Vec<Dump>> {
        Ok(self.parts.store.list_dumps(KEPT_DAYS).await?)
    }

    /// A file of a dump.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open_dump(&self, sha256: &Sha256) -> Result<FileStream> {
        let (size, bytes) = self.parts.blobs.get(sha256, None).await?;
        Ok(FileStream { size, bytes })
    }

    /// Goes once through all records in the order of their changes; what changes meanwhile belongs to the next harvest.
    async fn write_parts(&self, before: Option<Timestamp>, until: Timestamp) -> Result<Vec<Part>> {
        let failed = |error| Error::internal("the dump cannot be written", error);
        let mut parts =
            DumpKind::OF_RECORDS.into_iter().map(Part::new).collect::<std::io::Result<Vec<_>>>().map_err(failed)?;
        if let Some(files) = parts.iter_mut().find(|part| part.kind == DumpKind::Files) {
            writeln!(files.writer, "{FILE_COLUMNS}").map_err(failed)?;
        }
        let bound = super::oai::datestamp(Some(until));
        let mut after = None;
        loop {
            let articles = self.list_changes(after, bound, BATCH).await?;
            let Some(last) = articles.last() else { return Ok(parts) };
            after = Some((last.datestamp.unwrap_or_default(), last.id));
            for article in &articles {
                let changed = before.is_none_or(|before| article.datestamp.is_some_and(|at| at >= before));
                let is_public = article.state == ArticleState::Published;
                let record = self.dump_line(article);
                for part in &mut parts {
                    match part.kind {
                        DumpKind::Articles => part.line(&record).map_err(failed)?,
                        DumpKind::Changes if changed => part.line(&record).map_err(failed)?,
                        DumpKind::Files if is_public && article.is_open_on(self.parts.clock.today()) => {
                            part.line(&self.file_line(article)).map_err(failed)?;
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Puts a written file among the others, by its digest.
    async fn keep_part(&self, part: Part) -> Result<DumpPart> {
        use std::io::Seek;
        let failed = |error| Error::internal("the dump cannot be written", error);
        let mut file = part.writer.finish().map_err(failed)?;
        file.rewind().map_err(failed)?;
        let ticket = format!("dump-{}", part.kind.file_name());
        let bytes = ReaderStream::new(tokio::fs::File::from_std(file));
        let stored = self.parts.blobs.put(&ticket, bytes, u64::MAX).await?;
        let (sha256, size_bytes) = (stored.sha256, stored.size_bytes);
        Ok(DumpPart { kind: part.kind, sha256, size_bytes, records: part.records, since: None })
    }

    fn dump_line(&self, article: &Article) -> String {
        let identifier = self.oai_identifier(article.id);
        if article.state == ArticleState::Withdrawn {
            return json!({ "oai": identifier, "datestamp": article.datestamp, "withdrawn": true }).to_string();
        }
        let file_url = self.file_url(article);
        let record = self.record(article, &file_url);
        let work = schema_org::json_ld(&record);
        json!({ "oai": identifier, "datestamp": article.datestamp, "withdrawn": false, "work": work }).to_string()
    }

    fn file_line(&self, article: &Article) -> String {
        let file = &article.version.file;
        let licence = article.version.metadata.licence.as_ref().and_then(Licence::uri).unwrap_or_default();
        let (oai, address) = (self.oai_identifier(article.id), self.file_url(article));
        format!("{oai},{address},{},{},{},{licence}", file.media_type.as_str(), file.size_bytes, file.sha256)
    }
}

/// Notes since when each file has the bytes that it has: whoever harvests the catalogue need not fetch others again.
fn note_since(dump: &mut Dump, before: Option<&Dump>) {
    let day = dump.day;
    for part in &mut dump.parts {
        let same = before.into_iter().flat_map(|dump| &dump.parts);
        let same = same.filter(|old| old.kind == part.kind && old.sha256 == part.sha256).find_map(|old| old.since);
        part.since = Some(same.unwrap_or(day));
    }
    for table in &mut dump.tables {
        let same = before.into_iter().flat_map(|dump| &dump.tables);
        let same = same.filter(|old| old.file_name() == table.file_name() && old.sha256 == table.sha256);
        table.since = Some(same.into_iter().find_map(|old| old.since).unwrap_or(day));
    }
}

/// The columns of the list of files; no value holds a comma or a quotation mark.
const FILE_COLUMNS: &str = "oai,url,media_type,size_bytes,sha256,licence";
