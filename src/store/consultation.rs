//! Consultations and what people said in them.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Error, Result, Store, Tx};
use crate::domain::Lang;
use crate::domain::consultation::{Comment, Consultation};
use crate::domain::ids::{CommentId, ConsultationId};

const INSERT: &str = "INSERT INTO consultations (indicator, version, opens_on, closes_on) VALUES ($1, $2, $3, $4)";
const LIST: &str = "SELECT id, indicator, version, opens_on, closes_on FROM consultations \
     ORDER BY closes_on DESC, id DESC LIMIT $1";
const SELECT: &str = "SELECT id, indicator, version, opens_on, closes_on FROM consultations WHERE id = $1";
const CLOSE: &str = "UPDATE consultations SET closes_on = $2 WHERE id = $1 AND closes_on > $2";
const INSERT_COMMENT: &str = "INSERT INTO consultation_comments (consultation_id, body, language, at_us, answer) \
     VALUES ($1, $2, $3, $4, '')";
/// Columns of [`CommentRow`].
macro_rules! comment_columns {
    () => {
        "SELECT id, consultation_id, body, language, at_us, shown, answer, answered_us FROM consultation_comments "
    };
}
const SHOWN: &str = concat!(comment_columns!(), "WHERE consultation_id = $1 AND shown = TRUE ORDER BY id LIMIT $2");
const WAITING: &str = concat!(comment_columns!(), "WHERE shown IS NULL ORDER BY id LIMIT $1");
const DECIDED: &str = concat!(comment_columns!(), "WHERE shown IS NOT NULL ORDER BY id DESC LIMIT $1");
const COUNT_WAITING: &str = "SELECT COUNT(*) FROM consultation_comments WHERE shown IS NULL";
const DECIDE: &str = "UPDATE consultation_comments SET shown = $2, answer = $3, \
     answered_us = CASE WHEN $3 = '' THEN NULL ELSE CAST($4 AS BIGINT) END WHERE id = $1";

type ConsultationRow = (ConsultationId, String, i64, String, String);

fn consultation((id, indicator, version, opens, closes): ConsultationRow) -> Result<Consultation> {
    let broken = |column| Error::Inconsistent { column, id: id.0, source: None };
    Ok(Consultation {
        id,
        indicator,
        version: u16::try_from(version).map_err(|_| broken("version"))?,
        opens: opens.parse().map_err(|_| broken("opens_on"))?,
        closes: closes.parse().map_err(|_| broken("closes_on"))?,
    })
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    id: CommentId,
    consultation_id: ConsultationId,
    body: String,
    language: String,
    at_us: i64,
    shown: Option<bool>,
    answer: String,
    answered_us: Option<i64>,
}

impl TryFrom<CommentRow> for Comment {
    type Error = Error;

    fn try_from(row: CommentRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        Ok(Self {
            language: Lang::parse(&row.language).map_err(|_| broken("language"))?,
            at: Timestamp::from_microsecond(row.at_us).map_err(|_| broken("at_us"))?,
            answered_at: row.answered_us.and_then(|at| Timestamp::from_microsecond(at).ok()),
            id: row.id,
            consultation: row.consultation_id,
            body: row.body,
            shown: row.shown,
            answer: row.answer,
        })
    }
}

fn all(rows: Vec<CommentRow>) -> Result<Vec<Comment>> {
    rows.into_iter().map(Comment::try_from).collect()
}

impl Store {
    /// Consultations, those that close last first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_consultations(&self, limit: i64) -> Result<Vec<Consultation>> {
        let rows: Vec<ConsultationRow> = reading!(self, db => sqlx::query_as(LIST).bind(limit).fetch_all(db).await?);
        rows.into_iter().map(consultation).collect()
    }

    /// A consultation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_consultation(&self, id: ConsultationId) -> Result<Option<Consultation>> {
        let row: Option<ConsultationRow> =
            reading!(self, db => sqlx::query_as(SELECT).bind(id).fetch_optional(db).await?);
        row.map(consultation).transpose()
    }

    /// The public comments of a consultation, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_shown_comments(&self, id: ConsultationId, limit: i64) -> Result<Vec<Comment>> {
        all(reading!(self, db => sqlx::query_as(SHOWN).bind(id).bind(limit).fetch_all(db).await?))
    }

    /// Comments that nobody decided about, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_waiting_comments(&self, limit: i64) -> Result<Vec<Comment>> {
        all(reading!(self, db => sqlx::query_as(WAITING).bind(limit).fetch_all(db).await?))
    }

    /// Comments that somebody decided about, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_decided_comments(&self, limit: i64) -> Result<Vec<Comment>> {
        all(reading!(self, db => sqlx::query_as(DECIDED).bind(limit).fetch_all(db).await?))
    }

    /// How many comments wait.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_waiting_comments(&self) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT_WAITING).fetch_one(db).await?))
    }
}

impl Tx {
    /// Opens a consultation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_consultation(&mut self, indicator: &str, version: u16, days: (Date, Date)) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(indicator).bind(i64::from(version)).bind(days.0.to_string())
            .bind(days.1.to_string()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends a consultation with a day, unless it ended before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_consultation(&mut self, id: ConsultationId, last: Date) -> Result<()> {
        within!(self, db => sqlx::query(CLOSE).bind(id).bind(last.to_string()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Keeps a comment until somebody decides about it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_comment_on(&mut self, id: ConsultationId, body: &str, lang: Lang, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT_COMMENT).bind(id).bind(body).bind(lang.as_str())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Makes a comment public or not, with an answer; says whether there is such a comment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn decide_comment(&mut self, id: CommentId, shown: bool, answer: &str, now: Timestamp) -> Result<bool> {
        let done = within!(self, db => sqlx::query(DECIDE).bind(id).bind(shown).bind(answer)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(done == 1)
    }
}
