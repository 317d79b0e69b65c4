//! Announcements of other services about articles here.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::announcement::{Announcement, AnnouncementKind, NewAnnouncement};
use crate::domain::ids::{AnnouncementId, UserId};
use crate::domain::{ArticleId, Sha256};

const INSERT: &str = "INSERT INTO announcements (iri, article_id, kind, origin, actor, object, relation, shown, received_us, \
     network) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (origin, iri, network) DO NOTHING";
const SELECT_ID: &str = "SELECT id, shown FROM announcements WHERE origin = $1 AND iri = $2 AND network = $3";
/// Columns of [`AnnouncementRow`].
macro_rules! announcement_columns {
    () => {
        "SELECT id, article_id, kind, origin, actor, object, relation, shown, received_us FROM announcements "
    };
}
const SELECT: &str = concat!(announcement_columns!(), "WHERE id = $1");
/// The first of each network, then the second of each: whoever sends many does not stand in front of all others.
const SELECT_WAITING: &str = concat!(
    announcement_columns!(),
    "WHERE shown IS NULL ORDER BY ROW_NUMBER() OVER (PARTITION BY network ORDER BY id), id LIMIT $1"
);
const SELECT_DECIDED: &str = concat!(announcement_columns!(), "WHERE shown IS NOT NULL ORDER BY id DESC LIMIT $1");
const SELECT_SHOWN: &str =
    concat!(announcement_columns!(), "WHERE article_id = $1 AND shown = TRUE ORDER BY id LIMIT $2");
const LIST_SHOWN: &str = concat!(announcement_columns!(), "WHERE shown = TRUE ORDER BY id DESC LIMIT $1");
const COUNT_WAITING: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN network = $1 THEN 1 ELSE 0 END), 0) \
     FROM announcements WHERE shown IS NULL";
const DECIDE: &str = "UPDATE announcements SET shown = $2, decided_by = $3 WHERE id = $1";

#[derive(sqlx::FromRow)]
struct AnnouncementRow {
    id: AnnouncementId,
    article_id: ArticleId,
    kind: String,
    origin: String,
    actor: String,
    object: String,
    relation: String,
    shown: Option<bool>,
    received_us: i64,
}

impl TryFrom<AnnouncementRow> for Announcement {
    type Error = Error;

    fn try_from(row: AnnouncementRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        Ok(Self {
            kind: AnnouncementKind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
            received_at: Timestamp::from_microsecond(row.received_us).map_err(|_| broken("received_us"))?,
            id: row.id,
            article: row.article_id,
            origin: row.origin,
            actor: row.actor,
            object: row.object,
            relation: row.relation,
            shown: row.shown,
        })
    }
}

fn all(rows: Vec<AnnouncementRow>) -> Result<Vec<Announcement>> {
    rows.into_iter().map(Announcement::try_from).collect()
}

impl Store {
    /// An announcement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_announcement(&self, id: AnnouncementId) -> Result<Option<Announcement>> {
        let row: Option<AnnouncementRow> =
            reading!(self, db => sqlx::query_as(SELECT).bind(id).fetch_optional(db).await?);
        row.map(Announcement::try_from).transpose()
    }

    /// Announcements that nobody decided about: by network in turn, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_waiting_announcements(&self, limit: i64) -> Result<Vec<Announcement>> {
        all(reading!(self, db => sqlx::query_as(SELECT_WAITING).bind(limit).fetch_all(db).await?))
    }

    /// Announcements that somebody decided about, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_decided_announcements(&self, limit: i64) -> Result<Vec<Announcement>> {
        all(reading!(self, db => sqlx::query_as(SELECT_DECIDED).bind(limit).fetch_all(db).await?))
    }

    /// Announcements that are shown, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_shown_announcements(&self, limit: i64) -> Result<Vec<Announcement>> {
        all(reading!(self, db => sqlx::query_as(LIST_SHOWN).bind(limit).fetch_all(db).await?))
    }

    /// Announcements that are shown with an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_announcements_of(&self, article: ArticleId, limit: i64) -> Result<Vec<Announcement>> {
        all(reading!(self, db => sqlx::query_as(SELECT_SHOWN).bind(article).bind(limit).fetch_all(db).await?))
    }

    /// How many announcements wait, in all and from a network.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_waiting_announcements(&self, network: &Sha256) -> Result<(i64, i64)> {
        Ok(reading!(self, db => sqlx::query_as(COUNT_WAITING).bind(network.as_str()).fetch_one(db).await?))
    }
}

impl Tx {
    /// Keeps an announcement about an article, or finds the same one from the same network; gives its number and whether it
    /// is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_announcement(
        &mut self,
        new: &NewAnnouncement,
        article: ArticleId,
        network: &Sha256,
        shown: Option<bool>,
        now: Timestamp,
    ) -> Result<(AnnouncementId, Option<bool>)> {
        within!(self, db => sqlx::query(INSERT).bind(&new.iri).bind(article).bind(new.kind.code()).bind(&new.origin)
            .bind(&new.actor).bind(&new.object).bind(&new.relation).bind(shown).bind(now.as_microsecond())
            .bind(network.as_str()).execute(db).await?.rows_affected());
        Ok(within!(self, db => sqlx::query_as(SELECT_ID).bind(&new.origin).bind(&new.iri).bind(network.as_str())
            .fetch_one(db).await?))
    }

    /// Shows an announcement or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn decide_announcement(&mut self, id: AnnouncementId, shown: bool, user: UserId) -> Result<()> {
        within!(self, db => sqlx::query(DECIDE).bind(id).bind(shown).bind(user).execute(db).await?.rows_affected());
        Ok(())
    }
}
