//! Mends what can be made again from what is there: the index, kept records, datestamps, the queue; and removes what
//! nothing names.

use super::{Fault, Finding, Findings};
use crate::domain::ArticleId;
use crate::domain::job::Job;
use crate::service::{Repository, Result};

/// Articles that one commit of the index takes.
const BATCH: usize = 100;

impl Repository {
    /// Mends what was found, where that is possible, and notes what was. Damaged files, and articles whose rows contradict
    /// each other, need a person and a backup.
    ///
    /// # Errors
    /// When the store, the files or the index fail.
    pub async fn repair(&self, findings: &mut Findings) -> Result<()> {
        self.repair_index(&mut findings.findings).await?;
        for finding in &mut findings.findings {
            finding.repaired |= self.repair_one(finding).await?;
        }
        let lost: Vec<Job> = findings.findings.iter().filter_map(|finding| finding.job).collect();
        self.parts.store.queue(&lost, self.now()).await?;
        for finding in findings.findings.iter_mut().filter(|finding| finding.job.is_some()) {
            finding.repaired = true;
        }
        findings.leftovers = u64::try_from(self.sweep().await?).unwrap_or(u64::MAX);
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    async fn repair_one(&self, finding: &Finding) -> Result<bool> {
        match (finding.fault, finding.article, &finding.file) {
            (Fault::FileUnnamed, _, Some(sha256)) => {
                self.remove_unnamed(sha256).await?;
            }
            (Fault::RecordStale, Some(article), _) => {
                let mut tx = self.parts.store.begin().await?;
                tx.forget_kept(article).await?;
                tx.commit().await?;
            }
            (Fault::DatestampEarly, Some(article), _) => {
                let mut tx = self.parts.store.begin().await?;
                tx.touch(article, self.now()).await?;
                tx.commit().await?;
            }
            (Fault::NoRecord, Some(article), _) => {
                let mut tx = self.parts.store.begin().await?;
                let is_stamped = tx.stamp_unstamped(article, self.now()).await?;
                tx.commit().await?;
                return Ok(is_stamped);
            }
            (Fault::SetsStale, Some(article), _) => {
                let mut tx = self.parts.store.begin().await?;
                tx.stamp_sets(article).await?;
                tx.commit().await?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Indexes articles anew, and one by one those of a batch that cannot be: a file that is gone keeps its own article
    /// out, no other.
    async fn repair_index(&self, findings: &mut [Finding]) -> Result<()> {
        let is_of_index = |finding: &&mut Finding| {
            use Fault::{IndexOutdated, IndexedTwice, NotIndexed, WronglyIndexed};
            matches!(finding.fault, NotIndexed | WronglyIndexed | IndexedTwice | IndexOutdated)
        };
        let mut wrong: Vec<&mut Finding> = findings.iter_mut().filter(is_of_index).collect();
        for batch in wrong.chunks_mut(BATCH) {
            let ids: Vec<ArticleId> = batch.iter().filter_map(|finding| finding.article).collect();
            let is_done = self.index_articles(&ids).await.is_ok();
            for finding in batch {
                finding.repaired = is_done || self.index_one(finding).await;
            }
        }
        Ok(())
    }

    async fn index_one(&self, finding: &mut Finding) -> bool {
        let Some(article) = finding.article else { return false };
        let done = self.index_articles(&[article]).await;
        finding.detail = done.as_ref().err().map(crate::service::Error::chain);
        done.is_ok()
    }
}
