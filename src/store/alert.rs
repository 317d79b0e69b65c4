//! Searches that are followed by mail, and how far their news have been announced.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Lang;
use crate::domain::alert::{Alert, Frequency, NewAlert};
use crate::domain::ids::AlertId;

macro_rules! alert_columns {
    () => {
        "SELECT id, email, address, search, name, language, frequency, token, confirmed_us, announced_us FROM alerts "
    };
}

/// Nobody but the owner of an address changes what was confirmed from it.
const INSERT: &str = "INSERT INTO alerts (email, address, search, name, language, frequency, token, announced_us, due_us, \
     created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8) ON CONFLICT (email, address) DO UPDATE SET \
     frequency = excluded.frequency, language = excluded.language, name = excluded.name \
     WHERE alerts.confirmed_us IS NULL";
const SELECT_OWN: &str = concat!(alert_columns!(), "WHERE email = $1 AND address = $2");
const SELECT_BY_TOKEN: &str = concat!(alert_columns!(), "WHERE token = $1");
const SELECT_ALL: &str =
    concat!(alert_columns!(), "WHERE email = $1 AND confirmed_us IS NOT NULL ORDER BY created_us, id");
const SELECT_DUE: &str =
    concat!(alert_columns!(), "WHERE confirmed_us IS NOT NULL AND due_us <= $1 AND id > $2 ORDER BY id LIMIT $3");
const COUNT: &str = "SELECT COUNT(*) FROM alerts WHERE email = $1";
const CONFIRM: &str =
    "UPDATE alerts SET confirmed_us = $2, announced_us = $2, due_us = $3 WHERE id = $1 AND confirmed_us IS NULL";
const CHANGE: &str = "UPDATE alerts SET frequency = $3, due_us = $4 WHERE id = $1 AND email = $2";
const ADVANCE: &str = "UPDATE alerts SET announced_us = $3, due_us = $4 WHERE id = $1 AND announced_us = $2";
const DELETE: &str = "DELETE FROM alerts WHERE id = $1";
const SELECT_UNCONFIRMED: &str = "SELECT id FROM alerts WHERE confirmed_us IS NULL AND created_us < $1";
const UNINDEXED: &str = "SELECT MIN(a.published_us) FROM jobs j JOIN articles a ON a.id = j.key \
     WHERE j.kind = 'index' AND j.state IN ('pending', 'running') AND a.published_us > $1";

#[derive(sqlx::FromRow)]
struct AlertRow {
    id: i64,
    email: String,
    address: String,
    search: String,
    name: String,
    language: String,
    frequency: String,
    token: String,
    confirmed_us: Option<i64>,
    announced_us: i64,
}

impl TryFrom<AlertRow> for Alert {
    type Error = Error;

    fn try_from(row: AlertRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id, source: None };
        Ok(Self {
            id: AlertId(row.id),
            search: serde_json::from_str(&row.search).map_err(|source| Error::Inconsistent {
                column: "search",
                id: row.id,
                source: Some(source),
            })?,
            language: Lang::parse(&row.language).map_err(|_| broken("language"))?,
            frequency: Frequency::from_code(&row.frequency).ok_or_else(|| broken("frequency"))?,
            is_confirmed: row.confirmed_us.is_some(),
            announced_until: Timestamp::from_microsecond(row.announced_us).map_err(|_| broken("announced_us"))?,
            email: row.email,
            address: row.address,
            name: row.name,
            token: row.token,
        })
    }
}

impl Store {
    /// The alert that a link belongs to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_alert(&self, token: &str) -> Result<Option<Alert>> {
        let row: Option<AlertRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_TOKEN).bind(token).fetch_optional(db).await?);
        row.map(Alert::try_from).transpose()
    }

    /// The confirmed alerts of an address, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_alerts(&self, email: &str) -> Result<Vec<Alert>> {
        let rows: Vec<AlertRow> = reading!(self, db => sqlx::query_as(SELECT_ALL).bind(email).fetch_all(db).await?);
        rows.into_iter().map(Alert::try_from).collect()
    }

    /// Confirmed alerts that are due, by number, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_due_alerts(&self, now: Timestamp, after: AlertId, limit: i64) -> Result<Vec<Alert>> {
        let rows: Vec<AlertRow> = reading!(self, db => sqlx::query_as(SELECT_DUE).bind(now.as_microsecond())
            .bind(after).bind(limit).fetch_all(db).await?);
        rows.into_iter().map(Alert::try_from).collect()
    }

    /// Alerts that nobody confirmed since they were asked for before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unconfirmed_alerts(&self, before: Timestamp) -> Result<Vec<AlertId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_UNCONFIRMED).bind(before.as_microsecond())
            .fetch_all(db).await?))
    }

    /// When the first article after a moment went public that is not in the index yet; `None` when all are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_unindexed_after(&self, after: Timestamp) -> Result<Option<Timestamp>> {
        let first: Option<i64> =
            reading!(self, db => sqlx::query_scalar(UNINDEXED).bind(after.as_microsecond()).fetch_one(db).await?);
        Ok(first.and_then(|us| Timestamp::from_microsecond(us).ok()))
    }
}

impl Tx {
    /// Writes an alert down, or finds the one that the address has for the search.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_alert(&mut self, alert: &NewAlert, token: &str, now: Timestamp) -> Result<Alert> {
        let search = serde_json::to_string(&alert.search)?;
        let due = alert.frequency.next(now).as_microsecond();
        within!(self, db => sqlx::query(INSERT).bind(&alert.email).bind(&alert.address).bind(search)
            .bind(&alert.name).bind(alert.language.as_str()).bind(alert.frequency.code()).bind(token)
            .bind(now.as_microsecond()).bind(due).execute(db).await?.rows_affected());
        let row: AlertRow = within!(self, db => sqlx::query_as(SELECT_OWN).bind(&alert.email).bind(&alert.address)
            .fetch_one(db).await?);
        Alert::try_from(row)
    }

    /// How many alerts an address has, confirmed or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_alerts(&mut self, email: &str) -> Result<i64> {
        Ok(within!(self, db => sqlx::query_scalar(COUNT).bind(email).fetch_one(db).await?))
    }

    /// Notes that the address was confirmed; news begin now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm_alert(&mut self, alert: &Alert, now: Timestamp) -> Result<()> {
        let due = alert.frequency.next(now).as_microsecond();
        within!(self, db => sqlx::query(CONFIRM).bind(alert.id).bind(now.as_microsecond()).bind(due)
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Changes how often news go to an address; `false` when it has no such alert.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_alert(&mut self, id: AlertId, email: &str, to: Frequency, now: Timestamp) -> Result<bool> {
        let due = to.next(now).as_microsecond();
        let changed = within!(self, db => sqlx::query(CHANGE).bind(id).bind(email).bind(to.code()).bind(due)
            .execute(db).await?.rows_affected());
        Ok(changed == 1)
    }

    /// Notes up to where news have been announced; `false` when another round was faster.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advance_alert(&mut self, alert: &Alert, until: Timestamp, due: Timestamp) -> Result<bool> {
        let moved = within!(self, db => sqlx::query(ADVANCE).bind(alert.id)
            .bind(alert.announced_until.as_microsecond()).bind(until.as_microsecond()).bind(due.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Removes an alert with its address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_alert(&mut self, id: AlertId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(id).execute(db).await?.rows_affected());
        Ok(())
    }
}
