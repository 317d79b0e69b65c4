//! Sources, where their harvests stand, and the locks that keep two runs of one source apart.

use std::fs::{File, TryLockError};

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::SourceId;
use crate::domain::source::{Place, Source, SourceName, SourceSettings};

const INSERT: &str = "INSERT INTO sources (name, kind, base_url, prefix, namespace, schema_url, format, set_spec, title, settings, \
     paused, next_run_us, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $11, $12) RETURNING id";
const SELECT_ALL: &str = "SELECT id, name, kind, base_url, prefix, namespace, schema_url, format, set_spec, title, settings, paused, \
     next_run_us FROM sources WHERE removed_us IS NULL ORDER BY name";
const SELECT_BY_NAME: &str = "SELECT id, name, kind, base_url, prefix, namespace, schema_url, format, set_spec, title, settings, \
     paused, next_run_us FROM sources WHERE removed_us IS NULL AND name = $1";
const SELECT_BY_ID: &str = "SELECT id, name, kind, base_url, prefix, namespace, schema_url, format, set_spec, title, settings, \
     paused, next_run_us FROM sources WHERE removed_us IS NULL AND id = $1";
const SELECT_DUE: &str = "SELECT id, name, kind, base_url, prefix, namespace, schema_url, format, set_spec, title, settings, paused, \
     next_run_us FROM sources WHERE removed_us IS NULL AND NOT paused AND next_run_us <= $1 ORDER BY next_run_us, id";
const SELECT_MARK: &str = "SELECT mark FROM sources WHERE id = $1";
const UPDATE_MARK: &str = "UPDATE sources SET mark = $2 WHERE id = $1";
const UPDATE_NEXT: &str = "UPDATE sources SET next_run_us = $2 WHERE id = $1";
const UPDATE_SETTINGS: &str = "UPDATE sources SET settings = $2 WHERE id = $1";
const UPDATE_PAUSED: &str = "UPDATE sources SET paused = $2 WHERE id = $1";
const UPDATE_REMOVED: &str = "UPDATE sources SET removed_us = $2 WHERE id = $1 AND removed_us IS NULL";
const DELETE_RECORDS: &str = "DELETE FROM source_records WHERE source_id = $1 AND article_id IS NULL";

/// A source to be written.
#[derive(Debug)]
pub struct NewSource<'a> {
    /// Short name.
    pub name: &'a SourceName,
    /// Where it is and what it is asked for.
    pub place: &'a Place,
    /// Name that it gives itself.
    pub title: &'a str,
    /// What is done with its records.
    pub settings: &'a SourceSettings,
    /// When it is asked first.
    pub next_run: Option<Timestamp>,
    /// When it is added.
    pub created_at: Timestamp,
}

/// The right to run a source; it ends with the value, or with the process however that ends.
#[derive(Debug)]
pub struct SourceLock {
    /// Held by the system until the file is closed.
    _file: File,
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    id: SourceId,
    name: String,
    kind: String,
    base_url: String,
    prefix: String,
    namespace: String,
    schema_url: String,
    format: String,
    set_spec: Option<String>,
    title: String,
    settings: String,
    paused: bool,
    next_run_us: Option<i64>,
}

impl TryFrom<SourceRow> for Source {
    type Error = Error;

    fn try_from(row: SourceRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        let settings = serde_json::from_str(&row.settings).map_err(|source| Error::Inconsistent {
            column: "settings",
            id: row.id.0,
            source: Some(source),
        })?;
        Ok(Self {
            id: row.id,
            name: SourceName::parse(&row.name).map_err(|_| broken("name"))?,
            place: Place {
                kind: row.kind,
                base_url: row.base_url,
                prefix: row.prefix,
                namespace: row.namespace,
                schema: row.schema_url,
                format: row.format,
                set: row.set_spec,
            },
            title: row.title,
            settings,
            paused: row.paused,
            next_run: row.next_run_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
        })
    }
}

fn sources(rows: Vec<SourceRow>) -> Result<Vec<Source>> {
    rows.into_iter().map(Source::try_from).collect()
}

impl Store {
    /// All sources by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_sources(&self) -> Result<Vec<Source>> {
        sources(reading!(self, db => sqlx::query_as(SELECT_ALL).fetch_all(db).await?))
    }

    /// Sources that are due and not paused, the longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_due_sources(&self, now: Timestamp) -> Result<Vec<Source>> {
        sources(reading!(self, db => sqlx::query_as(SELECT_DUE).bind(now.as_microsecond()).fetch_all(db).await?))
    }

    /// A source by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_source(&self, name: &str) -> Result<Option<Source>> {
        let row: Option<SourceRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_NAME).bind(name).fetch_optional(db).await?);
        row.map(Source::try_from).transpose()
    }

    /// A source by its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_source_by_id(&self, id: SourceId) -> Result<Option<Source>> {
        let row: Option<SourceRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_ID).bind(id).fetch_optional(db).await?);
        row.map(Source::try_from).transpose()
    }

    /// Where the harvest of a source stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn source_mark(&self, id: SourceId) -> Result<Option<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_MARK).bind(id).fetch_one(db).await?))
    }

    /// Takes the right to run a source; `None` while another run has it, in this process or another.
    ///
    /// # Errors
    /// When the lock cannot be made.
    pub fn lock_source(&self, id: SourceId) -> Result<Option<SourceLock>> {
        std::fs::create_dir_all(&self.locks).map_err(Error::Lock)?;
        let file = File::create(self.locks.join(format!("{id}.lock"))).map_err(Error::Lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(SourceLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::Lock(error)),
        }
    }
}

impl Tx {
    /// Adds a source.
    ///
    /// # Errors
    /// A conflict when another one has its name.
    pub async fn add_source(&mut self, source: &NewSource<'_>) -> Result<SourceId> {
        let settings = serde_json::to_string(source.settings)?;
        let place = source.place;
        Ok(within!(self, db => sqlx::query_scalar(INSERT).bind(source.name.as_str()).bind(&place.kind)
            .bind(&place.base_url).bind(&place.prefix).bind(&place.namespace).bind(&place.schema).bind(&place.format).bind(&place.set)
            .bind(source.title).bind(settings).bind(source.next_run.map(Timestamp::as_microsecond))
            .bind(source.created_at.as_microsecond()).fetch_one(db).await?))
    }

    /// Writes where the harvest of a source stands; nothing begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_source_mark(&mut self, id: SourceId, mark: Option<&str>) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_MARK).bind(id).bind(mark).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Sets when a source is asked next.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_next_run(&mut self, id: SourceId, at: Option<Timestamp>) -> Result<()> {
        let at_us = at.map(Timestamp::as_microsecond);
        within!(self, db => sqlx::query(UPDATE_NEXT).bind(id).bind(at_us).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes other settings.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_source_settings(&mut self, id: SourceId, settings: &SourceSettings) -> Result<()> {
        let settings = serde_json::to_string(settings)?;
        within!(self, db => sqlx::query(UPDATE_SETTINGS).bind(id).bind(settings).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Pauses a source or lets it go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_source_paused(&mut self, id: SourceId, paused: bool) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_PAUSED).bind(id).bind(paused).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Removes a source with the records that became nothing; those of articles and copies stay as their provenance.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_source(&mut self, id: SourceId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_RECORDS).bind(id).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(UPDATE_REMOVED).bind(id).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }
}
