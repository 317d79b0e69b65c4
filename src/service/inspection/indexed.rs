//! The search index against the rows: each public article once, with the version that is shown, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Finding, Findings};
use crate::domain::ArticleId;
use crate::domain::ids::VersionId;
use crate::service::index::blocking;
use crate::service::{Repository, Result};

/// Rows read at a time.
const BATCH: i64 = 1_000;

impl Repository {
    /// What waits to be indexed is left out: the queue will see to it.
    pub(super) async fn inspect_index(&self, findings: &mut Findings) -> Result<()> {
        let index = self.parts.index.clone();
        let held = blocking(move || index.versions()).await?;
        let waiting: BTreeSet<i64> = self.parts.store.list_waiting("index").await?.into_iter().collect();
        let mut indexed: BTreeMap<ArticleId, Option<VersionId>> = BTreeMap::new();
        for (article, version) in held {
            if indexed.insert(article, version).is_some() && !waiting.contains(&article.0) {
                findings.add(Finding::of_article(Fault::IndexedTwice, article));
            }
        }
        let mut after = ArticleId(0);
        loop {
            let shown = self.parts.store.list_shown(after, BATCH).await?;
            let Some((last, _)) = shown.last() else { break };
            after = *last;
            for (article, version) in shown {
                findings.articles += 1;
                let fault = match indexed.remove(&article) {
                    None => Fault::NotIndexed,
                    Some(held) if held != version => Fault::IndexOutdated,
                    Some(_) => continue,
                };
                if !waiting.contains(&article.0) {
                    findings.add(Finding::of_article(fault, article));
                }
            }
        }
        let superfluous = indexed.into_keys().filter(|article| !waiting.contains(&article.0));
        superfluous.for_each(|article| findings.add(Finding::of_article(Fault::WronglyIndexed, article)));
        Ok(())
    }
}
