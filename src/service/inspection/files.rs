//! Files against their digests, rows against files, and files without a row.

use futures_util::TryStreamExt;

use super::{Fault, Finding, Findings};
use crate::domain::Sha256;
use crate::service::{Repository, Result};

/// Rows read at a time.
const BATCH: i64 = 500;
/// Dumps whose files are read; there are never so many.
const MOST_DUMPS: i64 = 1_000;

impl Repository {
    pub(super) async fn inspect_files(&self, findings: &mut Findings, step: &mut (impl FnMut() + Send)) -> Result<()> {
        let mut after = String::new();
        loop {
            let rows = self.parts.store.list_files(&after, BATCH).await?;
            let Some((last, _)) = rows.last() else { break };
            last.as_str().clone_into(&mut after);
            for (sha256, _) in &rows {
                self.inspect_file(sha256, findings).await?;
                step();
            }
        }
        for dump in self.parts.store.list_dumps(MOST_DUMPS).await? {
            let files = dump.parts.iter().map(|part| &part.sha256).chain(dump.tables.iter().map(|table| &table.sha256));
            for sha256 in files {
                self.inspect_file(sha256, findings).await?;
            }
        }
        self.inspect_names(findings).await
    }

    async fn inspect_file(&self, sha256: &Sha256, findings: &mut Findings) -> Result<()> {
        findings.files += 1;
        let (fault, detail) = match self.parts.blobs.digest(sha256).await {
            Ok(Some(digest)) if digest == *sha256 => return Ok(()),
            Ok(Some(_)) => (Fault::FileDamaged, None),
            Ok(None) => (Fault::FileMissing, None),
            Err(error) => {
                // Where not even its size can be asked for, the backend as a whole does not answer.
                self.parts.blobs.size(sha256).await?;
                (Fault::FileDamaged, Some(error.to_string()))
            }
        };
        let article = self.parts.store.owner_of_file(sha256).await?;
        findings.add(Finding { article, file: Some(sha256.clone()), detail, ..Finding::new(fault) });
        Ok(())
    }

    async fn inspect_names(&self, findings: &mut Findings) -> Result<()> {
        let mut listed = self.parts.blobs.list();
        while let Some(sha256) = listed.try_next().await? {
            if !self.is_named(&sha256).await? {
                findings.add(Finding { file: Some(sha256), ..Finding::new(Fault::FileUnnamed) });
            }
        }
        Ok(())
    }

    /// Whether a row names a file.
    pub(in crate::service) async fn is_named(&self, sha256: &Sha256) -> Result<bool> {
        Ok(self.parts.store.has_file(sha256).await? || self.parts.store.has_dump_file(sha256).await?)
    }
}
