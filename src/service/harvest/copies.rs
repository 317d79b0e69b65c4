//! Copies of our articles elsewhere, as sources show them: added, changed, marked as withdrawn.

use super::super::{Error, Repository, Result};
use super::make;
use crate::domain::article::Version;
use crate::domain::source::{KeptRecord, Source};
use crate::domain::{Article, ArticleId, ArticleState, Copy, Metadata, PartialDate};
use crate::metadata::Foreign;
use crate::source::host_of;
use crate::store::{NewEvent, NewVersion, Tx};

/// What came of writing a copy down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// The article lists it.
    Done,
    /// The article's own file is not read yet: later again.
    Later,
    /// The article is not one that lists copies: refused or taken away.
    Never,
}

/// The copy that a record shows; none where it has no address.
pub(super) fn copy_of(source: &Source, record: &KeptRecord, foreign: &Foreign) -> Option<Copy> {
    let metadata = &foreign.metadata;
    let url = Some(address_of(source, record, foreign)?);
    Some(Copy {
        host: source.settings.host,
        repository_kind: source.settings.repository_kind,
        url,
        version: metadata.version,
        licence: metadata.licence.clone(),
        access: metadata.access,
        open_from: foreign.available,
        withdrawn: None,
    })
}

/// The page of a work at its source: on its own host, or a handle; else the first, a file, or the identifier itself.
fn address_of(source: &Source, record: &KeptRecord, foreign: &Foreign) -> Option<String> {
    let host = host_of(&source.place.base_url).unwrap_or_default();
    let own = |url: &&String| host_of(url).is_ok_and(|other| other == host || other == "hdl.handle.net");
    let page = foreign.pages.iter().find(own).or(foreign.pages.first()).or(foreign.files.first());
    let identifier = Some(&record.record.identifier).filter(|identifier| host_of(identifier).is_ok());
    page.or(identifier).cloned()
}

/// What is to be done to an article's copies.
pub(super) enum Change<'a> {
    /// The record shows this.
    Put(&'a Foreign),
    /// The record was taken away.
    Withdraw,
}

impl Repository {
    /// Writes the copy that a record shows into the article, as a new version, and links the record to the article.
    /// An article that the record made, and that nobody ever touched, follows it in its description too.
    pub(super) async fn place_copy(
        &self,
        source: &Source,
        record: &KeptRecord,
        article: ArticleId,
        change: &Change<'_>,
    ) -> Result<Placed> {
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        match state {
            ArticleState::Submitted => return Ok(Placed::Later),
            ArticleState::InReview | ArticleState::Published => {}
            _ => return Ok(Placed::Never),
        }
        let found = self.parts.store.find_article(article).await?.ok_or(Error::NotFound { what: "article" })?;
        let mut metadata = found.version.metadata.clone();
        let url = match change {
            Change::Put(foreign) => {
                if record.is_origin && tx.is_record_only(article).await? && !tx.is_touched(article).await? {
                    metadata = make::followed(&metadata, foreign);
                }
                let copy = copy_of(source, record, foreign);
                let url = copy.as_ref().and_then(|copy| copy.url.clone());
                if let Some(copy) = copy {
                    put(&mut metadata.copies, record.copy_url.as_deref(), copy);
                }
                url
            }
            Change::Withdraw => {
                let today = PartialDate::from_day(self.parts.clock.today());
                withdraw(&mut metadata.copies, record.copy_url.as_deref(), today);
                record.copy_url.clone()
            }
        };
        if metadata != found.version.metadata {
            let action = if matches!(change, Change::Withdraw) { "copy_withdrawn" } else { "copy" };
            self.revise(&mut tx, &found, &metadata, action, &source.title).await?;
        }
        tx.set_record_article(record.id, article, record.is_origin, url.as_deref()).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(Placed::Done)
    }

    /// Makes the next version of an article from a changed description; harvesters see it if it is public.
    async fn revise(
        &self,
        tx: &mut Tx,
        article: &Article,
        metadata: &Metadata,
        action: &str,
        reason: &str,
    ) -> Result<()> {
        let (id, now) = (article.id, self.now());
        let file = &article.version.file.sha256;
        let version = tx.add_version(&NewVersion { article: id, metadata, file, created_at: now }).await?;
        if article.state == ArticleState::Published {
            let version = Version { id: version, metadata: metadata.clone(), ..article.version.clone() };
            self.stamp(tx, &Article { version, ..article.clone() }).await?;
        }
        Ok(tx.add_event(&NewEvent { article: id, at: now, user: None, action, reason: Some(reason) }).await?)
    }
}

/// Puts a copy in the place of the one that the record showed before, or at the same address; else at the end.
fn put(copies: &mut Vec<Copy>, before: Option<&str>, copy: Copy) {
    let at = |url: Option<&str>| url.and_then(|url| copies.iter().position(|known| known.url.as_deref() == Some(url)));
    match at(before).or_else(|| at(copy.url.as_deref())) {
        Some(place) => {
            if let Some(known) = copies.get_mut(place) {
                *known = copy;
            }
        }
        None => copies.push(copy),
    }
}

fn withdraw(copies: &mut [Copy], url: Option<&str>, today: PartialDate) {
    let Some(url) = url else { return };
    for copy in copies.iter_mut().filter(|copy| copy.url.as_deref() == Some(url)) {
        copy.withdrawn.get_or_insert(today);
    }
}
