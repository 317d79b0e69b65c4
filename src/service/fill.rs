//! Keeps records before harvesters ask for them: those of an article behind its publication, those of articles that were
//! there before in the background.
//!
//! Neighbours: `fragments` serves what is kept, `index` calls this for each batch that it made searchable. Whatever is
//! kept already stays, so that doing it again costs one look.

use super::fragments::to_keep;
use super::oai::Target;
use super::{Repository, Result};
use crate::domain::ArticleId;
use crate::metadata::{Crosswalk, formats};
use crate::store::{NewFragment, Wording};

/// Articles whose numbers are looked through at a time.
const SPAN: i64 = 5_000;
/// Articles whose records are written at a time.
const BATCH: usize = 250;

/// How far the articles of the whole site are gone through; it starts before the first one.
#[derive(Debug)]
pub struct Filling {
    /// The last number that was looked at.
    after: ArticleId,
    /// Those of the numbers looked at whose records are still to be written, the last ones first.
    waiting: Vec<ArticleId>,
}

impl Default for Filling {
    fn default() -> Self {
        Self { after: ArticleId(0), waiting: Vec::new() }
    }
}

impl Repository {
    /// Keeps the records of articles that have just become public. What fails is logged and left to the first harvester.
    pub(super) async fn keep_published(&self, ids: &[ArticleId]) {
        for batch in ids.chunks(BATCH) {
            if let Err(error) = self.keep_articles(batch).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "records cannot be kept for harvesters");
                return;
            }
        }
    }

    /// Goes one step further through the articles of the site and keeps the records that are not kept; `false` once
    /// all were gone through.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fill_further(&self, filling: &mut Filling) -> Result<bool> {
        if filling.waiting.is_empty() && !self.look_further(filling).await? {
            return Ok(false);
        }
        let rest = filling.waiting.len().saturating_sub(BATCH);
        let batch = filling.waiting.split_off(rest);
        self.keep_articles(&batch).await?;
        Ok(true)
    }

    /// Looks which articles of the next numbers have a record that is not kept; `false` behind the last number.
    async fn look_further(&self, filling: &mut Filling) -> Result<bool> {
        let store = &self.parts.store;
        if filling.after >= store.last_article().await? {
            return Ok(false);
        }
        let last = ArticleId(filling.after.0.saturating_add(SPAN));
        for (_, wording) in self.kept_formats() {
            filling.waiting.extend(store.list_unkept_ids(filling.after, last, &wording).await?);
        }
        filling.waiting.sort_unstable_by(|a, b| b.cmp(a));
        filling.waiting.dedup();
        filling.after = last;
        Ok(true)
    }

    /// Keeps the records of some articles, in one transaction a format.
    async fn keep_articles(&self, ids: &[ArticleId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let provider = self.oai_provider();
        for (target, wording) in self.kept_formats() {
            let rows = self.parts.store.list_unkept(ids, &wording).await?;
            let written = rows.iter().filter_map(|row| {
                let xml = provider.fragment(&row.article, &target, None)?;
                Some(to_keep(row, &xml, &wording))
            });
            let fragments: Vec<NewFragment> = written.collect();
            self.write_fragments(&wording, &fragments).await?;
        }
        Ok(())
    }

    /// The formats whose records are kept, and which of these hold today.
    fn kept_formats(&self) -> Vec<(Target, Wording)> {
        let kept = formats().iter().filter(|crosswalk| Crosswalk::is_kept(**crosswalk));
        let targets = kept.filter_map(|crosswalk| self.oai_provider().target(crosswalk.format().prefix));
        targets.filter_map(|target| self.wording(&target).map(|wording| (target, wording))).collect()
    }
}
