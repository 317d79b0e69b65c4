//! Works that somebody's ORCID record names: asked for by a job of their own, shown on the depositor's home. Only a record that
//! its person has proven to be theirs is asked about.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use super::{Repository, Result};
use crate::domain::ids::UserId;
use crate::domain::job::Job;
use crate::domain::user::Account;
use crate::domain::{ArticleId, Orcid};
use crate::metadata::{OrcidWork, read_orcid_works};
use crate::source::orcid_works;

/// The names under which answers are kept, and that the service did not answer.
const SERVICE: &str = "orcid";
const SILENCE: &str = "orcid-silent";
/// How long a record is taken for true.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long it is believed that there is no such record.
const UNKNOWN_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long a service that did not answer is left alone.
const LEFT_ALONE: SignedDuration = SignedDuration::from_mins(15);

/// What is known of the works of somebody's ORCID record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrcidRecord {
    /// Nobody is asked: the site does not ask ORCID, or the account has no proven iD.
    Unasked,
    /// ORCID is being asked.
    Asked,
    /// It did not answer of late.
    Silent,
    /// The works that are not here, the latest first.
    Known(Vec<OrcidWork>),
}

impl Repository {
    /// The works of somebody's ORCID record that are not here; ORCID is asked behind the page.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn orcid_record(&self, user: UserId) -> Result<OrcidRecord> {
        let account = self.account(user).await?;
        let Some(orcid) = self.asked_about(&account) else { return Ok(OrcidRecord::Unasked) };
        if let Some(works) = self.kept_works(orcid).await? {
            let here = self.here(&works).await?;
            let mut works: Vec<_> = works.into_iter().filter(|work| !here.contains_key(work.doi.as_str())).collect();
            works.sort_by_key(|work| std::cmp::Reverse(work.year));
            return Ok(OrcidRecord::Known(works));
        }
        if self.is_silent(orcid).await? {
            return Ok(OrcidRecord::Silent);
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_job(Job::LookUpPerson(user), self.now()).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(OrcidRecord::Asked)
    }

    /// The job that asks ORCID about the works of an account. A service that does not answer is told on the page.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn look_up_person(&self, user: UserId) -> Result<()> {
        let Some(account) = self.parts.store.find_account(user).await? else { return Ok(()) };
        let (Some(orcid), Some(base)) = (self.asked_about(&account), &self.parts.lookups.orcid) else { return Ok(()) };
        if self.kept_works(orcid).await?.is_some() || self.is_silent(orcid).await? {
            return Ok(());
        }
        let answered = orcid_works(&self.parts.net, base, orcid).await;
        // What is no list of works is kept as ignorance, so that it is asked for again sooner.
        let readable = |answer: &String| read_orcid_works(answer).is_some();
        let mut tx = self.parts.store.begin().await?;
        match answered {
            Ok(answer) => {
                let answer = answer.filter(readable);
                tx.put_lookup(SERVICE, orcid.as_str(), answer.as_deref(), self.now()).await?;
            }
            Err(error) => {
                tracing::warn!(
                    service = SERVICE,
                    error = &error as &dyn std::error::Error,
                    "a service does not answer"
                );
                tx.put_lookup(SILENCE, orcid.as_str(), None, self.now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The articles here that somebody's ORCID record names.
    pub(super) async fn named_by_orcid(&self, account: &Account) -> Result<HashSet<ArticleId>> {
        let Some(orcid) = self.asked_about(account) else { return Ok(HashSet::new()) };
        let works = self.kept_works(orcid).await?.unwrap_or_default();
        Ok(self.here(&works).await?.into_values().collect())
    }

    fn asked_about<'a>(&self, account: &'a Account) -> Option<&'a Orcid> {
        let is_asked = self.parts.lookups.orcid.is_some() && account.is_orcid_proven;
        account.orcid.as_ref().filter(|_| is_asked)
    }

    /// What ORCID answered, as long as it is believed.
    async fn kept_works(&self, orcid: &Orcid) -> Result<Option<Vec<OrcidWork>>> {
        let kept =
            self.parts.store.find_lookup(SERVICE, orcid.as_str(), self.ago(KEPT), self.ago(UNKNOWN_KEPT)).await?;
        Ok(kept.map(|answer| answer.as_deref().and_then(read_orcid_works).unwrap_or_default()))
    }

    async fn is_silent(&self, orcid: &Orcid) -> Result<bool> {
        let since = self.ago(LEFT_ALONE);
        Ok(self.parts.store.find_lookup(SILENCE, orcid.as_str(), since, since).await?.is_some())
    }

    /// The articles here by the DOIs of works.
    async fn here(&self, works: &[OrcidWork]) -> Result<HashMap<String, ArticleId>> {
        let dois: Vec<String> = works.iter().map(|work| work.doi.to_string()).collect();
        Ok(self.parts.store.list_by_doi(&dois).await?.into_iter().collect())
    }

    fn ago(&self, span: SignedDuration) -> Timestamp {
        self.now().checked_sub(span).unwrap_or(Timestamp::MIN)
    }
}
