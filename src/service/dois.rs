//! DOIs of this site, for articles to which no publisher gave one. One an article: each correction of a word is a version, and a
//! DOI for each would scatter citations.
//!
//! The wish is a job in the transaction of what calls for it. The name follows from the number of the article and is written
//! down before anybody is asked, so a process that is killed anywhere neither loses a DOI nor makes two.

use jiff::{SignedDuration, Timestamp};

use super::{Error, Repository, Result};
use crate::domain::job::Job;
use crate::domain::own_doi::{DoiState, OwnDoi, pause_after};
use crate::domain::{Article, ArticleId, ArticleState, Doi, Sha256};
use crate::metadata::registration;
use crate::source::{Registrar, RegistrarError};
use crate::store::Tx;

/// Shortest pause for everything that is asked of a registry that is not ready, in seconds.
const SHORTEST_PAUSE: i64 = 60;
/// Longest pause that a registry may ask for, in seconds.
const LONGEST_PAUSE: i64 = 24 * 3_600;
/// Rows that are read at a time.
const BATCH: i64 = 200;

/// What is to be told of an article.
enum Telling {
    /// It leads to the article, which is described so.
    Publish { attributes: serde_json::Value, digest: Sha256 },
    /// It leads to what stays of the article, and is found no more.
    Hide,
}

/// How a DOI of this site differs from what the registry knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoiFinding {
    /// The registry does not know it.
    Unknown,
    /// It is in another state there.
    State(String),
    /// It leads to another address.
    Address(String),
}

impl Repository {
    /// Whether DOIs are registered.
    #[must_use]
    pub fn registers_dois(&self) -> bool {
        self.parts.registrar.is_some()
    }

    /// Has the registry told of a public article, where it has a DOI of this site or is to have one.
    pub(super) async fn want_doi(&self, tx: &mut Tx, article: &Article) -> Result<()> {
        if self.parts.registrar.is_none() {
            return Ok(());
        }
        if article.version.metadata.doi.is_none() || tx.has_own_doi(article.id).await? {
            tx.add_job(Job::RegisterDoi(article.id), self.now()).await?;
        }
        Ok(())
    }

    /// Has the DOI of an article that is withdrawn taken out of what can be found.
    pub(super) async fn want_doi_hidden(&self, tx: &mut Tx, id: ArticleId) -> Result<()> {
        if self.parts.registrar.is_some() && tx.has_own_doi(id).await? {
            tx.add_job(Job::RegisterDoi(id), self.now()).await?;
        }
        Ok(())
    }

    /// The job that tells the registry of an article: makes its DOI, brings it up to date, or hides it.
    ///
    /// # Errors
    /// [`Error::GivenUp`] when somebody must do something first; others when the store fails.
    pub async fn register_doi(&self, id: ArticleId) -> Result<()> {
        let Some(registrar) = &self.parts.registrar else { return Ok(()) };
        if let Some(until) = registrar.closed_until(self.now()) {
            return self.ask_again(id, until).await;
        }
        let Some(article) = self.parts.store.find_article(id).await? else { return Ok(()) };
        let kept = self.parts.store.find_own_doi(id, registrar.settings().is_test).await?;
        let Some(kept) = self.chosen(registrar, &article, kept).await? else { return Ok(()) };
        let Some(telling) = self.telling(&article, &kept)? else { return Ok(()) };
        let (now, is_known) = (self.now(), kept.state != DoiState::Reserved);
        let told = match &telling {
            Telling::Publish { attributes, digest } => {
                let told = registrar.publish(&kept.doi, attributes, is_known, now).await;
                told.map(|()| (DoiState::Findable, Some(digest)))
            }
            Telling::Hide => registrar.hide(&kept.doi, now).await.map(|is_known| {
                // What the registry never took is not registered, and is made whole should the article come back.
                (if is_known { DoiState::Registered } else { DoiState::Reserved }, None)
            }),
        };
        match told {
            Ok(reached) => self.settle_doi(registrar, &kept, reached).await,
            Err(error) => self.put_off(registrar, &kept, error).await,
        }
    }

    /// The DOI of an article, chosen when it is to have one: it is public with its file, and no publisher gave it one.
    async fn chosen(&self, registrar: &Registrar, article: &Article, kept: Option<OwnDoi>) -> Result<Option<OwnDoi>> {
        if kept.is_some() {
            return Ok(kept);
        }
        let mut tx = self.parts.store.begin().await?;
        // A publisher's DOI may have come since the article was read.
        let Some(article) = self.parts.store.find_article(article.id).await? else { return Ok(None) };
        let is_due = article.state == ArticleState::Published && article.publisher_doi().is_none();
        if !is_due || tx.is_record_only(article.id).await? {
            return Ok(None);
        }
        let is_test = registrar.settings().is_test;
        tx.reserve_own_doi(article.id, is_test, &doi_of(registrar, article.id)?, self.now()).await?;
        tx.commit().await?;
        Ok(self.parts.store.find_own_doi(article.id, is_test).await?)
    }

    /// What the registry is to be told; nothing when it knows.
    fn telling(&self, article: &Article, kept: &OwnDoi) -> Result<Option<Telling>> {
        match article.state {
            ArticleState::Published => {
                let attributes = self.registration(article, &kept.doi);
                let digest = Sha256::of(&serde_json::to_vec(&attributes)?);
                let is_told = kept.state == DoiState::Findable && kept.sent.as_ref() == Some(&digest);
                Ok((!is_told).then_some(Telling::Publish { attributes, digest }))
            }
            ArticleState::Withdrawn => Ok((kept.state != DoiState::Registered).then_some(Telling::Hide)),
            _ => Ok(None),
        }
    }

    fn registration(&self, article: &Article, doi: &Doi) -> serde_json::Value {
        let file_url = self.file_url(article);
        let publisher = article.publisher_doi().filter(|known| *known != doi);
        registration(&self.record(article, &file_url), doi, publisher)
    }

    /// Notes what the registry took. A DOI that leads here is shown from now on, which changes the records of its article.
    async fn settle_doi(
        &self,
        registrar: &Registrar,
        kept: &OwnDoi,
        (state, digest): (DoiState, Option<&Sha256>),
    ) -> Result<()> {
        let is_test = registrar.settings().is_test;
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        tx.settle_own_doi(kept.article, is_test, state, digest, now).await?;
        tx.forget_failed_jobs(Job::RegisterDoi(kept.article)).await?;
        let is_shown = !is_test && state == DoiState::Findable && tx.show_own_doi(kept.article, &kept.doi).await?;
        if is_shown {
            tx.touch(kept.article, now).await?;
            tx.add_job(Job::Index(kept.article), now).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Notes a failure, and when to try again: later where that may help, after somebody's act where not.
    async fn put_off(&self, registrar: &Registrar, kept: &OwnDoi, error: RegistrarError) -> Result<()> {
        let (is_test, now, told) = (registrar.settings().is_test, self.now(), error_line(&error));
        let failures = kept.failures.saturating_add(1);
        let mut tx = self.parts.store.begin().await?;
        let (RegistrarError::Later { after, .. }, Some(pause)) = (&error, pause_after(failures)) else {
            // Whoever has it tried again begins with all tries.
            tx.note_doi_failure(kept.article, is_test, 0, &told, now).await?;
            tx.commit().await?;
            return Err(Error::GivenUp(told));
        };
        let asked = after.map_or(0, |after| i64::try_from(after.as_secs()).unwrap_or(i64::MAX)).min(LONGEST_PAUSE);
        registrar.close(seconds_after(now, asked.max(SHORTEST_PAUSE)));
        tx.note_doi_failure(kept.article, is_test, failures, &told, now).await?;
        tx.add_job(Job::RegisterDoi(kept.article), seconds_after(now, asked.max(pause))).await?;
        tx.commit().await?;
        tracing::warn!(article = kept.article.0, error = told, "a DOI is not registered yet");
        Ok(())
    }

    async fn ask_again(&self, id: ArticleId, at: Timestamp) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.add_job(Job::RegisterDoi(id), at).await?;
        Ok(tx.commit().await?)
    }

    /// The public articles with a file that have no DOI, and the DOI that each would get.
    ///
    /// # Errors
    /// When no DOIs are registered, or the store fails.
    pub async fn articles_without_doi(&self) -> Result<Vec<(ArticleId, Doi)>> {
        let registrar = self.registrar()?;
        let (mut all, mut after) = (Vec::new(), ArticleId(0));
        loop {
            let ids = self.parts.store.list_without_doi(registrar.settings().is_test, after, BATCH).await?;
            let Some(last) = ids.last() else { return Ok(all) };
            after = *last;
            for id in ids {
                all.push((id, doi_of(registrar, id)?));
            }
        }
    }

    /// What the registry would be told of an article.
    ///
    /// # Errors
    /// When there is no such article, or the store fails.
    pub async fn doi_description(&self, id: ArticleId) -> Result<serde_json::Value> {
        let article = self.parts.store.find_article(id).await?.ok_or(Error::NotFound { what: "article" })?;
        Ok(self.registration(&article, &doi_of(self.registrar()?, id)?))
    }

    /// Has the registry told of articles, whether that was given up before or not.
    ///
    /// # Errors
    /// When no DOIs are registered, or the store fails.
    pub async fn want_dois(&self, articles: &[ArticleId]) -> Result<()> {
        let registrar = self.registrar()?;
        registrar.forget_refusal();
        for batch in articles.chunks(usize::try_from(BATCH).unwrap_or(1)) {
            let mut tx = self.parts.store.begin().await?;
            for id in batch {
                tx.forget_failed_jobs(Job::RegisterDoi(*id)).await?;
                tx.forget_doi_failure(*id, registrar.settings().is_test).await?;
                tx.hasten_job(Job::RegisterDoi(*id), self.now()).await?;
            }
            tx.commit().await?;
        }
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Whether an article waits for the first try to tell the registry of it, and from when on that is made.
    ///
    /// # Errors
    /// When no DOIs are registered, or the store fails.
    pub async fn awaits_doi(&self, id: ArticleId) -> Result<Option<Timestamp>> {
        let kept = self.parts.store.find_own_doi(id, self.registrar()?.settings().is_test).await?;
        if kept.is_some_and(|kept| kept.error.is_some()) {
            return Ok(None);
        }
        Ok(self.parts.store.find_waiting(Job::RegisterDoi(id)).await?)
    }

    /// The DOIs of this site, by the number of their articles, after one.
    ///
    /// # Errors
    /// When no DOIs are registered, or the store fails.
    pub async fn own_dois(&self, after: ArticleId) -> Result<Vec<OwnDoi>> {
        Ok(self.parts.store.list_own_dois(self.registrar()?.settings().is_test, after, BATCH).await?)
    }

    /// How the registry knows a DOI of this site: nothing when as it should.
    ///
    /// # Errors
    /// When no DOIs are registered, the registry does not answer, or the store fails.
    pub async fn check_doi(&self, kept: &OwnDoi) -> Result<Option<DoiFinding>> {
        let registrar = self.registrar()?;
        let found = registrar.find(&kept.doi, self.now()).await;
        let found = found.map_err(|error| Error::GivenUp(error_line(&error)))?;
        let Some(found) = found else { return Ok(Some(DoiFinding::Unknown)) };
        let page = format!("{}/articles/{}", self.parts.site.base_url, kept.article);
        Ok(match kept.state {
            state if state.code() != found.state => Some(DoiFinding::State(found.state)),
            _ if found.url != page => Some(DoiFinding::Address(found.url)),
            _ => None,
        })
    }

    fn registrar(&self) -> Result<&Registrar> {
        let off = || Error::Invalid("this site registers no DOIs: set PARVIS_DOI_MODE".to_owned());
        self.parts.registrar.as_ref().ok_or_else(off)
    }
}

fn doi_of(registrar: &Registrar, id: ArticleId) -> Result<Doi> {
    registrar.doi(id).map_err(|error| Error::internal("the prefix makes no DOI", error))
}

fn seconds_after(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now)
}

/// An error of the registry and its causes in one line.
fn error_line(error: &RegistrarError) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
