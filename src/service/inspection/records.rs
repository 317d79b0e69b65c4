//! What harvesters get against the rows: each public or withdrawn article once, in each of its formats, and not stamped
//! before its last change.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Fault, Finding, Findings};
use crate::domain::{ArticleId, ArticleState};
use crate::metadata::formats;
use crate::service::oai::{OaiProvider, Target};
use crate::service::{Error, Repository, Result};
use crate::store::{OaiRow, OaiSelection, Stamped};

/// Rows read at a time.
const BATCH: i64 = 500;

impl Repository {
    pub(super) async fn inspect_records(
        &self,
        findings: &mut Findings,
        step: &mut (impl FnMut() + Send),
    ) -> Result<()> {
        let provider = self.oai_provider();
        let targets: Vec<Target> =
            formats().iter().filter_map(|crosswalk| provider.target(crosswalk.format().prefix)).collect();
        let mut after = ArticleId(0);
        loop {
            let rows = self.parts.store.list_stamped(after, BATCH).await?;
            let Some(last) = rows.last() else { break };
            after = last.article;
            for row in &rows {
                self.inspect_record(row, &provider, &targets, findings).await?;
                if row.is_public {
                    step();
                }
            }
        }
        for article in self.parts.store.list_stale_sets().await? {
            findings.add(Finding::of_article(Fault::SetsStale, article));
        }
        self.inspect_list(findings).await
    }

    async fn inspect_record(
        &self,
        stamped: &Stamped,
        provider: &OaiProvider,
        targets: &[Target],
        findings: &mut Findings,
    ) -> Result<()> {
        let found = |fault| Finding::of_article(fault, stamped.article);
        if !stamped.is_public {
            findings.add(found(Fault::RecordOfNothing));
            return Ok(());
        }
        findings.records += 1;
        if stamped.is_early {
            findings.add(found(Fault::DatestampEarly));
        }
        match self.parts.store.find_oai(stamped.article).await {
            Ok(Some(row)) if row.article.state == ArticleState::Published => {
                self.inspect_formats(&row, provider, targets, findings).await?;
            }
            Ok(Some(_)) => {}
            Ok(None) => findings.add(found(Fault::NoRecord)),
            Err(error) => {
                // A database that is gone is no finding.
                self.parts.store.last_article().await?;
                findings.add(Finding { detail: Some(Error::from(error).chain()), ..found(Fault::NoRecord) });
            }
        }
        Ok(())
    }

    async fn inspect_formats(
        &self,
        row: &OaiRow,
        provider: &OaiProvider,
        targets: &[Target],
        findings: &mut Findings,
    ) -> Result<()> {
        let article = row.article.id;
        for target in targets.iter().filter(|target| provider.applies(row, target.crosswalk)) {
            let detail = Some(target.crosswalk.format().prefix.to_owned());
            let Some(written) = provider.fragment(&row.article, target, None) else {
                findings.add(Finding { detail, ..Finding::of_article(Fault::RecordUnwritable, article) });
                continue;
            };
            let Some(wording) = self.wording(target) else { continue };
            let Some((sets, kept)) = self.parts.store.find_kept(article, &wording).await? else { continue };
            if kept != written.as_str() || sets != row.sets.join(" ") {
                findings.add(Finding { detail, ..Finding::of_article(Fault::RecordStale, article) });
            }
        }
        Ok(())
    }

    /// Walks the list as harvesters do, page by page.
    async fn inspect_list(&self, findings: &mut Findings) -> Result<()> {
        if findings.findings.iter().any(|finding| finding.fault == Fault::NoRecord) {
            // The list breaks off at a row that cannot be read, which is named already.
            return Ok(());
        }
        let all = OaiSelection { from: Timestamp::MIN, until: Timestamp::MAX, set: None };
        let (mut seen, mut after) = (HashSet::new(), None);
        loop {
            let rows = self.parts.store.list_oai(&all, after, BATCH).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some((last.article.datestamp.unwrap_or_default(), last.article.id));
            for row in &rows {
                if !seen.insert(row.article.id) {
                    findings.add(Finding::of_article(Fault::RecordTwice, row.article.id));
                }
            }
        }
    }
}
