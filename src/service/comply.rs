//! Compliance of articles with the policies of their awards, evaluated as of today from what the database says.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::io::Write;

use jiff::civil::Date;

use super::{Repository, Result};
use crate::compliance::indicators::Barometer;
use crate::compliance::{evaluate_all, report};
use crate::domain::verdict::Verdict;
use crate::domain::{
    AccessRight, Article, ArticleId, Award, AwardLink, AwardNumber, Copy, CopyHost, PartialDate, RepositoryKind,
};

/// Articles read at a time for a report.
const BATCH: i64 = 500;

impl Repository {
    /// The verdict on each award of an article, as of today.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verdicts(&self, article: &Article) -> Result<Vec<Verdict>> {
        let mut register = HashMap::new();
        for number in article.version.metadata.awards.iter().filter_map(|link| link.number.as_ref()) {
            if let Some(award) = self.parts.store.find_award(number).await? {
                register.insert(number.clone(), award);
            }
        }
        Ok(self.evaluate(article, &register))
    }

    /// Totals over all articles by year and by sector, as of today; each article counts once, with its strictest
    /// verdict.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn compliance_summary(&self) -> Result<Barometer> {
        let mut barometer = Barometer::default();
        self.for_each_article(|article, verdicts| {
            barometer.add_article(article.version.metadata.year(), verdicts);
            Ok(())
        })
        .await?;
        Ok(barometer)
    }

    /// Writes one row for each (article, award), as of today; calls `progress` with the articles done.
    ///
    /// # Errors
    /// When the store fails or `out` cannot be written.
    pub async fn write_report<W: Write + Send>(
        &self,
        format: report::Format,
        out: W,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<()> {
        let failed = |error| super::Error::internal("the report cannot be written", error);
        let mut writer = report::Writer::new(format, out).map_err(failed)?;
        let mut done = 0;
        self.for_each_article(|article, verdicts| {
            for verdict in verdicts {
                writer.write(&report::Row::new(article.id, &article.version.metadata, verdict)).map_err(failed)?;
            }
            done += 1;
            progress(done);
            Ok(())
        })
        .await?;
        writer.finish().map_err(failed)?;
        Ok(())
    }

    async fn for_each_article(&self, mut visit: impl FnMut(&Article, &[Verdict]) -> Result<()> + Send) -> Result<()> {
        let awards = self.parts.store.list_awards().await?;
        let register: HashMap<AwardNumber, Award> = awards.into_iter().map(|a| (a.number.clone(), a)).collect();
        let mut after = ArticleId(0);
        loop {
            let batch = self.parts.store.list_published(after, BATCH).await?;
            let Some(last) = batch.last() else { return Ok(()) };
            after = last.id;
            for article in &batch {
                visit(article, &self.evaluate(article, &register))?;
            }
        }
    }

    pub(super) fn evaluate(&self, article: &Article, register: &HashMap<AwardNumber, Award>) -> Vec<Verdict> {
        evaluate_on(article, register, &self.file_url(article), self.parts.clock.today())
    }
}

/// The verdict on each award of an article on a day, with its file at an address.
pub(super) fn evaluate_on<S: BuildHasher>(
    article: &Article,
    register: &HashMap<AwardNumber, Award, S>,
    file_url: &str,
    today: Date,
) -> Vec<Verdict> {
    let own = own_copy(article, file_url);
    let metadata = &article.version.metadata;
    let find_award = |link: &AwardLink| link.number.as_ref().and_then(|number| register.get(number));
    // No exception is on file before the work lists of funders exist.
    evaluate_all(metadata, Some(&own), today, find_award, |_| false)
}

/// The file held here as a copy among copies: in the funder's repository, open from the day of its deposit or from
/// the end of its embargo.
fn own_copy(article: &Article, url: &str) -> Copy {
    let metadata = &article.version.metadata;
    let first_public = article.published_at.map(|at| PartialDate::from_day(crate::domain::clock::quebec_date(at)));
    let open_from = match metadata.access {
        Some(AccessRight::Embargoed) => metadata.embargo_until,
        _ => metadata.dates.deposited.or(first_public),
    };
    Copy {
        host: CopyHost::Repository,
        repository_kind: Some(RepositoryKind::Funder),
        url: Some(url.to_owned()),
        version: metadata.version,
        licence: metadata.licence.clone(),
        access: Some(metadata.access.unwrap_or(AccessRight::Open)),
        open_from,
        withdrawn: None,
    }
}
