//! Removes what broken uploads left, and compares files, rows and index.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use jiff::Timestamp;

use super::index::blocking;
use super::{Error, Repository, Result};
use crate::domain::article::File;
use crate::domain::{ArticleId, Sha256};
use crate::store::Tx;

/// What a check of the whole repository found. Nothing found is a sound repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Articles looked at.
    pub articles: u64,
    /// Articles whose file is missing.
    pub missing_files: Vec<ArticleId>,
    /// Articles whose file no longer has its digest.
    pub damaged_files: Vec<ArticleId>,
    /// Public articles that the index does not know.
    pub not_indexed: Vec<ArticleId>,
    /// Articles that the index knows and nobody may see.
    pub wrongly_indexed: Vec<ArticleId>,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.missing_files.is_empty()
            && self.damaged_files.is_empty()
            && self.not_indexed.is_empty()
            && self.wrongly_indexed.is_empty()
    }
}

impl Repository {
    /// Removes uploads that broke off and files that no row names; only at the start, while nobody deposits.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn sweep(&self) -> Result<usize> {
        let mut removed = self.parts.blobs.sweep_incoming().await? + self.forget_old_uploads().await?;
        let mut files = self.parts.blobs.list();
        while let Some(sha256) = files.try_next().await? {
            if !self.parts.store.has_file(&sha256).await? && !self.parts.store.has_dump_file(&sha256).await? {
                self.parts.blobs.delete(&sha256).await?;
                removed += 1;
            }
        }
        Ok(removed + self.sweep_readings().await?)
    }

    /// Removes what was read from files that are gone: of drafts that were thrown away while they were read, for one.
    async fn sweep_readings(&self) -> Result<usize> {
        let mut removed = 0;
        for kind in self.kinds_by_file().await? {
            for sha256 in self.parts.blobs.list_derived(&kind).await? {
                if !self.parts.store.has_file(&sha256).await? {
                    self.parts.blobs.delete_derived(&kind, &sha256).await?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// The kinds of what is kept under the digest of a file, of this version of the program and of older ones. Additions to
    /// published files go on with them.
    async fn kinds_by_file(&self) -> Result<Vec<String>> {
        let kinds = self.parts.blobs.derived_kinds().await?;
        Ok(kinds.into_iter().filter(|kind| kind.starts_with("reading-") || kind.starts_with("sealed-")).collect())
    }

    /// Forgets what was read from a file and drawn of it.
    async fn forget_derived(&self, file: &File) -> Result<()> {
        self.forget_drawings(file).await?;
        for kind in self.kinds_by_file().await? {
            self.parts.blobs.delete_derived(&kind, &file.sha256).await?;
        }
        Ok(())
    }

    /// Notes a file that came, in the same transaction as what it came for. Its bytes may have been here before, and
    /// have gone with what was thrown away in between; then it has to come again.
    ///
    /// # Errors
    /// When the bytes are gone, or the store or the files fail.
    pub(super) async fn hold_file(&self, tx: &mut Tx, file: &File, now: Timestamp) -> Result<()> {
        tx.add_file(file, now).await?;
        match self.parts.blobs.size(&file.sha256).await? {
            Some(_) => Ok(()),
            None => Err(Error::internal("the bytes of a file that came are gone", file.sha256.to_string())),
        }
    }

    /// Forgets files that came for something that was thrown away, where nothing else names them.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub(super) async fn forget_unused_files(&self, files: &[Sha256]) -> Result<()> {
        for sha256 in files {
            let file = self.parts.store.find_file(sha256).await?;
            // The bytes go under the lock, so that whoever names them next sees that they are gone (`hold_file`).
            let mut tx = self.parts.store.begin().await?;
            if tx.delete_unused_file(sha256).await? {
                self.parts.blobs.delete(sha256).await?;
                if let Some(file) = &file {
                    self.forget_derived(file).await?;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Compares every public article's file with its digest, and the index with the database.
    ///
    /// # Errors
    /// When the store, the files or the index fail.
    pub async fn verify(&self, mut progress: impl FnMut(u64) + Send) -> Result<Findings> {
        let index = self.parts.index.clone();
        let mut indexed: BTreeSet<ArticleId> = blocking(move || Ok(index.ids()?.collect())).await?;
        let (mut findings, mut after) = (Findings::default(), ArticleId(0));
        loop {
            let batch = self.parts.store.list_published(after, 200).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            for article in &batch {
                findings.articles += 1;
                progress(findings.articles);
                if !indexed.remove(&article.id) {
                    findings.not_indexed.push(article.id);
                }
                let sha256 = &article.version.file.sha256;
                match self.parts.blobs.digest(sha256).await? {
                    Some(digest) if digest == *sha256 => {}
                    Some(_) => findings.damaged_files.push(article.id),
                    None => findings.missing_files.push(article.id),
                }
            }
        }
        findings.wrongly_indexed = indexed.into_iter().collect();
        Ok(findings)
    }
}
