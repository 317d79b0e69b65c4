//! Harvesting: other repositories as sources of articles and copies.
//!
//! A run (`run`) draws records from a source and keeps each with the mark of its page in one transaction. What a record
//! means for our articles is worked out afterwards (`assimilate`), record by record and again as often as needed:
//! `matching` finds the article that it is a copy of, `link` the awards that it names, `copies` writes the copy down,
//! `make` builds a new article from it. A process that is killed at any moment goes on from the last page kept.

mod assimilate;
mod copies;
mod link;
mod make;
pub(super) mod matching;
mod mirror;
mod run;

use super::{Error, Repository, Result};
use crate::domain::ids::{RunId, SourceId};
use crate::domain::source::{Fate, HarvestRun, RecordFault, RunOutcome, Source, SourceName, SourceSettings};
use crate::source::{self, Error as SourceError, Wanted};
use crate::store::NewSource;

pub use mirror::MirrorProvider;
pub(super) use run::chain;

/// A source that somebody wants to add.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRequest {
    /// Address and what to ask for.
    pub wanted: Wanted,
    /// Short name; made from the host when absent.
    pub name: Option<String>,
    /// What is done with its records.
    pub settings: SourceSettings,
}

/// A source and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceStatus {
    /// The source.
    pub source: Source,
    /// Its latest run.
    pub last: Option<HarvestRun>,
    /// Whether that run is under way.
    pub is_running: bool,
    /// How many of its records became what.
    pub fates: Vec<(Fate, i64)>,
}

impl SourceStatus {
    /// Records kept of it.
    #[must_use]
    pub fn records(&self) -> i64 {
        self.fates.iter().map(|(_, count)| count).sum()
    }

    /// Records that became something.
    #[must_use]
    pub fn count(&self, wanted: Fate) -> i64 {
        self.fates.iter().filter(|(fate, _)| *fate == wanted).map(|(_, count)| count).sum()
    }
}

impl Repository {
    /// Asks a place what it is and adds it; its first run is due at once.
    ///
    /// # Errors
    /// When it may not be asked, does not answer, offers nothing that can be read, or the name is taken.
    pub async fn add_source(&self, request: &SourceRequest) -> Result<Source> {
        let mut wanted = request.wanted.clone();
        if let (Some(kind), "") = (&wanted.kind, wanted.base_url.trim()) {
            wanted.base_url = source::find_kind(kind)?.usual_address().unwrap_or_default().to_owned();
        }
        let name = match &request.name {
            Some(name) => SourceName::parse(name).map_err(|error| Error::Invalid(error.to_string()))?,
            None => SourceName::from_host(&source::name_of(&wanted)?),
        };
        if self.parts.store.find_source(name.as_str()).await?.is_some() {
            return Err(Error::SourceName(name));
        }
        let found = source::probe(&self.parts.net, &wanted).await?;
        if request.settings.mirror && found.place.kind != source::MIRRORED_KIND {
            return Err(SourceError::NoMirror.into());
        }
        let now = self.now();
        let by_hand = request.settings.after(now).is_none();
        let new = NewSource {
            name: &name,
            place: &found.place,
            title: &found.title,
            settings: &request.settings,
            next_run: (!by_hand).then_some(now),
            created_at: now,
        };
        let mut tx = self.parts.store.begin().await?;
        let id = tx.add_source(&new).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        self.source(id).await
    }

    /// Whether pages may name files as sources: those of one folder.
    #[must_use]
    pub fn may_name_files(&self) -> bool {
        self.parts.net.files_root().is_some()
    }

    /// A source.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn source(&self, id: SourceId) -> Result<Source> {
        self.parts.store.find_source_by_id(id).await?.ok_or(Error::NotFound { what: "source" })
    }

    /// A source by its name.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn source_named(&self, name: &str) -> Result<Source> {
        self.parts.store.find_source(name).await?.ok_or(Error::NotFound { what: "source" })
    }

    /// All sources by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        Ok(self.parts.store.list_sources().await?)
    }

    /// How a source stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn source_status(&self, source: Source) -> Result<SourceStatus> {
        let mut last = self.parts.store.list_runs(source.id, 1).await?.pop();
        let open = last.as_ref().is_some_and(|run| run.outcome.is_none());
        let is_running = open && self.parts.store.lock_source(source.id)?.is_none();
        if let Some(run) = last.as_mut().filter(|_| open && !is_running) {
            run.outcome = Some(RunOutcome::Interrupted);
        }
        let fates = self.parts.store.count_fates(source.id).await?;
        Ok(SourceStatus { source, last, is_running, fates })
    }

    /// Runs of a source, latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn source_runs(&self, id: SourceId, limit: i64) -> Result<Vec<HarvestRun>> {
        Ok(self.parts.store.list_runs(id, limit).await?)
    }

    /// Records that were broken in a run.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_faults(&self, id: RunId, limit: i64) -> Result<Vec<RecordFault>> {
        Ok(self.parts.store.list_faults(id, limit).await?)
    }

    /// Gives a source other settings, which hold from its next run on.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn change_source(&self, id: SourceId, settings: &SourceSettings) -> Result<()> {
        let before = self.source(id).await?.settings;
        let mut tx = self.parts.store.begin().await?;
        tx.set_source_settings(id, settings).await?;
        if settings.every_seconds != before.every_seconds {
            tx.set_next_run(id, settings.after(self.now())).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Pauses a source or lets it go on.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn pause_source(&self, id: SourceId, paused: bool) -> Result<()> {
        self.source(id).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_source_paused(id, paused).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Makes a source due at once for the worker of the site, paused or not until then.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn run_source_soon(&self, id: SourceId) -> Result<()> {
        self.source(id).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_source_paused(id, false).await?;
        tx.set_next_run(id, Some(self.now())).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Removes a source. Articles and copies that came of it stay, with where they came from.
    ///
    /// # Errors
    /// When it is not there, or is being run.
    pub async fn remove_source(&self, id: SourceId) -> Result<()> {
        let source = self.source(id).await?;
        let Some(_lock) = self.parts.store.lock_source(id)? else { return Err(Error::SourceBusy(source.name)) };
        let mut tx = self.parts.store.begin().await?;
        tx.remove_source(id, self.now()).await?;
        Ok(tx.commit().await?)
    }
}
