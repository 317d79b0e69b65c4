//! Compliance of articles with the policies of their awards: as of today from what the database says, or as of a past
//! day from what was observed up to then.

use std::io::Write;

use jiff::civil::Date;

use super::change_pieces::ChangeScan;
use super::knowledge::{AsOf, Knowledge, end_of};
use super::{Repository, Result};
use crate::compliance::change::{Change, Side};
use crate::compliance::indicators::{Standing, standings};
use crate::compliance::table::{Format, Writer};
use crate::compliance::{Known, evaluate_all};
use crate::domain::verdict::Verdict;
use crate::domain::{AccessRight, Article, ArticleId, Copy, CopyHost, PartialDate, RepositoryKind};

/// Articles read at a time for a report.
pub(super) const BATCH: i64 = 500;

impl Repository {
    /// The verdict on each award of an article, as of today.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verdicts(&self, article: &Article) -> Result<Vec<Verdict>> {
        Ok(self.evaluate(article, &self.knowledge_of(article).await?.known()))
    }

    /// Writes one row for each (article, award), as of today or as of a past day; calls `progress` with the articles
    /// done. For a day that is over, what it writes is the same whenever it is asked.
    ///
    /// # Errors
    /// When the day lies ahead, the store fails or `out` cannot be written.
    pub async fn write_report<W: Write + Send>(
        &self,
        format: Format,
        mut out: W,
        as_of: Option<AsOf>,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<()> {
        let failed = |error| super::Error::internal("the report cannot be written", error);
        let mut pieces = self.report_pieces(format, as_of).await?;
        while let Some(piece) = pieces.next().await? {
            out.write_all(&piece).map_err(failed)?;
            progress(pieces.articles());
        }
        out.flush().map_err(failed)
    }

    /// Calls `visit` with each reason for which a verdict differs between two moments.
    ///
    /// # Errors
    /// When a day lies ahead, the store fails, or `visit` does.
    pub async fn for_each_verdict_change(
        &self,
        moments: (AsOf, AsOf),
        mut visit: impl FnMut(&Change) -> Result<()> + Send,
    ) -> Result<()> {
        let mut scan = ChangeScan::begin(self, moments).await?;
        while let Some(moved) = scan.next().await? {
            moved.iter().try_for_each(&mut visit)?;
        }
        Ok(())
    }

    /// Writes each reason for which a verdict differs between two moments.
    ///
    /// # Errors
    /// When a day lies ahead, the store fails or `out` cannot be written.
    pub async fn write_changes<W: Write + Send>(&self, format: Format, out: W, moments: (AsOf, AsOf)) -> Result<()> {
        let failed = |error| super::Error::internal("the changes cannot be written", error);
        let mut writer = Writer::new::<Change>(format, out).map_err(failed)?;
        self.for_each_verdict_change(moments, |change| writer.write(change).map_err(failed)).await?;
        writer.finish().map_err(failed)
    }

    /// The public articles of some numbers at a moment, with their verdicts.
    pub(super) async fn moment(
        &self,
        after: ArticleId,
        end: ArticleId,
        as_of: AsOf,
        known: &Knowledge,
    ) -> Result<Vec<Seen>> {
        let articles = self.parts.store.list_known(after, end, end_of(as_of.day)).await?;
        Ok(self.seen(articles, known, as_of.day))
    }

    /// The public articles of some numbers as of today, with their verdicts.
    pub(super) async fn present(&self, after: ArticleId, end: ArticleId, known: &Knowledge) -> Result<Vec<Seen>> {
        let articles = self.parts.store.list_published_between(after, end).await?;
        Ok(self.seen(articles, known, self.parts.clock.today()))
    }

    pub(super) fn seen(&self, articles: Vec<Article>, known: &Knowledge, on: Date) -> Vec<Seen> {
        let seen = articles.into_iter().map(|article| {
            let url = self.file_url(&article);
            let own = own_copy(&article, &url);
            let verdicts = evaluate_on(&article, &known.known(), &url, on);
            Seen { article, own, verdicts }
        });
        seen.collect()
    }

    pub(super) fn evaluate(&self, article: &Article, known: &Known<'_>) -> Vec<Verdict> {
        evaluate_on(article, known, &self.file_url(article), self.parts.clock.today())
    }
}

/// An article as it was public at a moment.
pub(super) struct Seen {
    pub(super) article: Article,
    own: Copy,
    pub(super) verdicts: Vec<Verdict>,
}

impl Seen {
    /// What is counted of each verdict.
    pub(super) fn standings(&self, known: &Known<'_>, on: Date) -> Vec<Standing> {
        standings(&self.article, &self.own, &self.verdicts, known, on).0
    }

    pub(super) fn side<'a>(&'a self, known: Known<'a>, on: Date) -> Side<'a> {
        Side { article: &self.article, own: &self.own, verdicts: &self.verdicts, known, on }
    }
}

pub(super) fn find(all: &[Seen], id: ArticleId) -> Option<&Seen> {
    all.binary_search_by_key(&id, |seen| seen.article.id).ok().and_then(|at| all.get(at))
}

/// The verdict on each award of an article on a day, with its file at an address.
pub(super) fn evaluate_on(article: &Article, known: &Known<'_>, file_url: &str, on: Date) -> Vec<Verdict> {
    let own = own_copy(article, file_url);
    evaluate_all(article.id, &article.version.metadata, Some(&own), on, known)
}

/// The file held here as a copy among copies: in the funder's repository, open from the day of its deposit or from
/// the end of its embargo, whichever is later.
pub(super) fn own_copy(article: &Article, url: &str) -> Copy {
    let metadata = &article.version.metadata;
    let first_public = article.published_at.map(|at| PartialDate::from_day(crate::domain::clock::quebec_date(at)));
    let here = metadata.dates.deposited.or(first_public);
    let open_from = match (metadata.access, metadata.embargo_until, here) {
        // An embargo that was over before the file came opened nothing.
        (Some(AccessRight::Embargoed), Some(end), Some(here)) if here.earliest() > end.latest() => Some(here),
        (Some(AccessRight::Embargoed), end, _) => end,
        _ => here,
    };
    Copy {
        host: CopyHost::Repository,
        repository_kind: Some(RepositoryKind::Funder),
        url: Some(url.to_owned()),
        version: metadata.version,
        licence: metadata.licence.clone(),
        access: Some(metadata.access.unwrap_or(AccessRight::Open)),
        open_from,
        seen_open: None,
        withdrawn: None,
    }
}
