//! Goes through the articles that a report is about, a batch at a time, and judges them.
//!
//! As of today the kept standings say which articles belong to an award, an institution or a year. As of a past day these are
//! looked at, and with them whatever changed since: articles, and awards in the register. While standings wait to be counted
//! again, all articles are looked at.

use std::collections::VecDeque;

use jiff::civil::Date;

use super::comply::{BATCH, Seen};
use super::knowledge::{AsOf, Knowledge, end_of};
use super::report_pieces::ReportRequest;
use super::{Repository, Result};
use crate::compliance::indicators::Standing;
use crate::compliance::subject::Subject;
use crate::domain::verdict::Verdict;
use crate::domain::{Article, ArticleId, ArticleState, AwardNumber};
use crate::store::StandingPart;

/// Articles of a list that are read at a time.
const BATCH_SIZE: usize = 500;

/// An article with the verdicts that belong to a report.
pub(super) struct Judged {
    pub(super) article: Article,
    pub(super) verdicts: Vec<Verdict>,
    /// What is counted of each verdict; empty when nobody asked for figures.
    pub(super) standings: Vec<Standing>,
}

/// A way through the articles of a report.
pub(super) struct Scan {
    repository: Repository,
    knowledge: Knowledge,
    as_of: Option<AsOf>,
    subject: Subject,
    counts: bool,
    path: Path,
    articles: u64,
}

/// Where the next articles come from.
enum Path {
    /// All numbers after one, up to the last.
    Numbers { after: ArticleId, last: ArticleId },
    /// A part of the kept standings.
    Part { after: ArticleId, is_over: bool },
    /// Articles that may belong to a past report, as numbers; the next one is at a place.
    Listed { ids: Vec<ArticleId>, at: usize },
    /// The awards of a holder, one after the other, and the articles that were had already.
    Awards { left: VecDeque<AwardNumber>, had: std::collections::HashSet<ArticleId> },
}

impl Scan {
    pub(super) async fn begin(repository: &Repository, request: &ReportRequest, counts: bool) -> Result<Self> {
        let knowledge = match request.as_of {
            Some(as_of) => repository.knowledge_at(as_of).await?,
            None => repository.knowledge().await?,
        };
        let subject = request.subject.clone();
        let is_narrow = subject != Subject::All && {
            repository.barometer().await?;
            !repository.is_counting().await?
        };
        let path = match (&subject, request.as_of) {
            (_, Some(as_of)) if is_narrow => {
                Path::Listed { ids: candidates(repository, &knowledge, &subject, as_of).await?, at: 0 }
            }
            (Subject::Holder(name), None) if is_narrow => {
                let own = knowledge.awards.values().filter(|award| award.holder == *name);
                let mut left: Vec<_> = own.map(|award| award.number.clone()).collect();
                left.sort_unstable();
                Path::Awards { left: left.into(), had: std::collections::HashSet::new() }
            }
            _ if is_narrow => Path::Part { after: ArticleId(0), is_over: false },
            _ => Path::Numbers { after: ArticleId(0), last: repository.parts.store.last_article().await? },
        };
        Ok(Self { repository: repository.clone(), knowledge, as_of: request.as_of, subject, counts, path, articles: 0 })
    }

    /// Articles that were looked at.
    pub(super) fn articles(&self) -> u64 {
        self.articles
    }

    /// Day as of which articles are judged.
    pub(super) fn day(&self) -> Date {
        self.as_of.map_or_else(|| self.repository.parts.clock.today(), |as_of| as_of.day)
    }

    pub(super) fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Version of the rules.
    pub(super) fn rules_version(&self) -> &str {
        &self.knowledge.rules.as_of
    }

    /// The next articles; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Judged>>> {
        let Some(seen) = self.seen().await? else { return Ok(None) };
        self.articles += u64::try_from(seen.len()).unwrap_or_default();
        Ok(Some(seen.into_iter().filter_map(|seen| self.judged(seen)).collect()))
    }

    async fn seen(&mut self) -> Result<Option<Vec<Seen>>> {
        let repository = self.repository.clone();
        let store = &repository.parts.store;
        let ids = match &mut self.path {
            Path::Numbers { after, last } => {
                if *after >= *last {
                    return Ok(None);
                }
                let (from, to) = (*after, ArticleId(after.0.saturating_add(BATCH)));
                *after = to;
                return Ok(Some(match self.as_of {
                    Some(as_of) => repository.moment(from, to, as_of, &self.knowledge).await?,
                    None => repository.present(from, to, &self.knowledge).await?,
                }));
            }
            Path::Listed { ids, at } => {
                let batch: Vec<ArticleId> = ids.iter().skip(*at).take(BATCH_SIZE).copied().collect();
                *at += batch.len();
                let (Some(as_of), false) = (self.as_of, batch.is_empty()) else { return Ok(None) };
                let articles = store.list_known_of(&batch, end_of(as_of.day)).await?;
                return Ok(Some(repository.seen(articles, &self.knowledge, as_of.day)));
            }
            Path::Part { is_over: true, .. } => return Ok(None),
            Path::Part { after, is_over } => {
                let Some(part) = part(&self.subject) else { return Ok(None) };
                let ids = store.list_standing_part(part, *after, BATCH).await?;
                *is_over = ids.len() < usize::try_from(BATCH).unwrap_or_default();
                *after = ids.last().copied().unwrap_or(*after);
                ids
            }
            Path::Awards { left, had } => {
                let Some(number) = left.pop_front() else { return Ok(None) };
                let ids =
                    store.list_standing_part(StandingPart::Number(number.as_str()), ArticleId(0), i64::MAX).await?;
                ids.into_iter().filter(|id| had.insert(*id)).collect()
            }
        };
        let mut articles = store.list_articles(&ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        Ok(Some(repository.seen(articles, &self.knowledge, self.day())))
    }

    /// The verdicts of an article that belong to the report; `None` when there are none.
    fn judged(&self, seen: Seen) -> Option<Judged> {
        if !self.counts && self.subject == Subject::All {
            return Some(Judged { article: seen.article, verdicts: seen.verdicts, standings: Vec::new() });
        }
        let known = self.knowledge.known();
        let standings = seen.standings(&known, self.day());
        let both = seen.verdicts.into_iter().zip(standings);
        let (verdicts, standings): (Vec<_>, Vec<_>) =
            both.filter(|(_, standing)| self.subject.has(standing, &self.knowledge.awards)).unzip();
        (!verdicts.is_empty()).then_some(Judged { article: seen.article, verdicts, standings })
    }
}

/// The articles that may have belonged to a subject on a past day, in their order: those that do now, those that changed
/// since, and those of awards that the register told otherwise then. What is none of these is what it was.
async fn candidates(
    repository: &Repository,
    knowledge: &Knowledge,
    subject: &Subject,
    as_of: AsOf,
) -> Result<Vec<ArticleId>> {
    let (store, since) = (&repository.parts.store, end_of(as_of.day));
    let mut ids = store.list_changed_since(since).await?;
    match (subject, part(subject)) {
        (_, Some(part)) => ids.extend(store.list_standing_part(part, ArticleId(0), i64::MAX).await?),
        (Subject::Holder(name), None) => {
            for award in knowledge.awards.values().filter(|award| award.holder == *name) {
                let part = StandingPart::Number(award.number.as_str());
                ids.extend(store.list_standing_part(part, ArticleId(0), i64::MAX).await?);
            }
        }
        (_, None) => {}
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The part of the kept standings that a subject is.
fn part(subject: &Subject) -> Option<StandingPart<'_>> {
    match subject {
        Subject::Award(number) => Some(StandingPart::Number(number.as_str())),
        Subject::Institution(ror) => Some(StandingPart::Institution(ror.as_str())),
        Subject::Programme(name) => Some(StandingPart::Programme(name)),
        Subject::Sector(fund) => Some(StandingPart::Sector(*fund)),
        Subject::Year(year) => Some(StandingPart::Year(*year)),
        Subject::All | Subject::Holder(_) => None,
    }
}
