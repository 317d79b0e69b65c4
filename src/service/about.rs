//! What the page of an article tells of it beside its description.

use jiff::Timestamp;

use super::{Repository, Result};
use crate::domain::Article;
use crate::domain::announcement::Announcement;
use crate::domain::copy_check::{CopyFunding, WatchedCopy};
use crate::domain::usage::UsedMonth;
use crate::domain::verdict::Verdict;

/// What is told of an article.
#[derive(Debug, Clone)]
pub struct About {
    /// The verdict on each of its awards, as of today.
    pub verdicts: Vec<Verdict>,
    /// Its copies elsewhere that were looked at.
    pub looks: Vec<WatchedCopy>,
    /// The funding that was read in those copies.
    pub funding: Vec<CopyFunding>,
    /// What other services announced of it.
    pub announcements: Vec<Announcement>,
    /// The months in which it was used.
    pub uses: Vec<UsedMonth>,
}

impl Repository {
    /// What is told of an article. One statement sees what there is; only that is read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn about(&self, article: &Article) -> Result<About> {
        let id = article.id;
        let there = self.parts.store.attached(id).await?;
        let acts =
            if there.exceptions { self.parts.store.list_exception_acts(id, Timestamp::MAX).await? } else { Vec::new() };
        let knowledge = self.knowledge_with(article, acts).await?;
        Ok(About {
            verdicts: self.evaluate(article, &knowledge.known()),
            looks: if there.looks { self.looked_at(id).await? } else { Vec::new() },
            funding: if there.funding { self.funding_in_copies(id).await? } else { Vec::new() },
            announcements: if there.announcements { self.announcements_of(id).await? } else { Vec::new() },
            uses: if there.uses { self.usage(id).await? } else { self.with_fresh_usage(id, Vec::new()) },
        })
    }
}
