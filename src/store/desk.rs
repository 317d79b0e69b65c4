//! What is done about the articles of work lists, and who works on which list.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

/// Columns of [`DeskRow`]; `s` is the row of the desk, `c` its case, `u` who looks after it.
macro_rules! row_columns {
    () => {
        "SELECT s.article_id, s.outcome, COALESCE(s.shown, s.outcome) AS shown, s.action, s.tier, s.year, s.due_on, \
         c.assignee, u.name AS assignee_name, CASE WHEN c.outcome = s.outcome THEN c.followed_us END AS followed_us, \
         (SELECT MAX(r.at_us) FROM reminder_articles a JOIN reminders r ON r.id = a.reminder_id \
         WHERE a.article_id = s.article_id) AS reminded_us "
    };
}
const ROW: &str = concat!(
    row_columns!(),
    "FROM standings s LEFT JOIN desk_cases c ON c.desk = $2 AND c.article_id = s.article_id \
     LEFT JOIN users u ON u.id = c.assignee WHERE s.article_id = $1"
);
const ROW_OF_PLACE: &str = concat!(
    row_columns!(),
    "FROM standing_desks s LEFT JOIN desk_cases c ON c.desk = $2 AND c.article_id = s.article_id \
     LEFT JOIN users u ON u.id = c.assignee WHERE s.article_id = $1 AND s.institution = $2"
);
const NUMBERS: &str = "SELECT DISTINCT number FROM standing_awards WHERE article_id = $1 AND number IS NOT NULL \
     ORDER BY number";
const IS_OF: &str = "SELECT COUNT(*) FROM standing_awards WHERE article_id = $1 AND institution = $2";
const ASSIGN: &str = "INSERT INTO desk_cases (desk, article_id, assignee) VALUES ($1, $2, $3) \
     ON CONFLICT (desk, article_id) DO UPDATE SET assignee = excluded.assignee";
const FOLLOW: &str = "INSERT INTO desk_cases (desk, article_id, followed_us, followed_by, outcome) \
     SELECT $1, article_id, $3, $4, outcome FROM standings WHERE article_id = $2 \
     ON CONFLICT (desk, article_id) DO UPDATE SET followed_us = excluded.followed_us, \
     followed_by = excluded.followed_by, outcome = excluded.outcome";
const FOLLOW_OF_PLACE: &str = "INSERT INTO desk_cases (desk, article_id, followed_us, followed_by, outcome) \
     SELECT $1, article_id, $3, $4, outcome FROM standing_desks WHERE article_id = $2 AND institution = $5 \
     ON CONFLICT (desk, article_id) DO UPDATE SET followed_us = excluded.followed_us, \
     followed_by = excluded.followed_by, outcome = excluded.outcome";
const REOPEN: &str = "UPDATE desk_cases SET followed_us = NULL, followed_by = NULL, outcome = NULL \
     WHERE desk = $1 AND article_id = $2";
const INSTITUTION: &str = "SELECT desk_institution FROM users WHERE id = $1 AND disabled_us IS NULL";
const INSTITUTIONS: &str =
    "SELECT id, desk_institution FROM users WHERE desk_institution IS NOT NULL AND erased_us IS NULL";
const SET_INSTITUTION: &str = "UPDATE users SET desk_institution = $2 WHERE id = $1";
const CASES_OF: &str = "SELECT desk, article_id FROM desk_cases WHERE assignee = $1 ORDER BY desk, article_id";
const MEMBERS: &str = "SELECT id, name FROM users WHERE desk_institution = $1 AND disabled_us IS NULL ORDER BY name";
const FUNDERS: &str = "SELECT id, name FROM users WHERE role <> 'depositor' AND disabled_us IS NULL ORDER BY name";

/// An article of a work list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeskRow {
    /// The article.
    pub article_id: ArticleId,
    /// Outcome it is counted under.
    pub outcome: String,
    /// Outcome as it is said: nothing negative by a link that was only read or inferred.
    pub shown: String,
    /// What would mend it.
    pub action: String,
    /// Surest link.
    pub tier: String,
    /// Year of publication.
    pub year: Option<i64>,
    /// Last day on which an open copy is in time.
    pub due_on: Option<String>,
    /// Who looks after it.
    pub assignee: Option<i64>,
    /// Name of who looks after it.
    pub assignee_name: Option<String>,
    /// When it was followed up, its outcome being what it was then.
    pub followed_us: Option<i64>,
    /// When somebody was reminded of it last.
    pub reminded_us: Option<i64>,
}

impl Store {
    /// An article as a desk sees it, with the numbers of its awards. `is_place` says that the key of the desk is the ROR id
    /// of an institution, which sees what is said of its own links.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_desk_row(
        &self,
        (desk, is_place): (&str, bool),
        article: ArticleId,
    ) -> Result<Option<(DeskRow, Vec<String>)>> {
        let sql = if is_place { ROW_OF_PLACE } else { ROW };
        let row: Option<DeskRow> =
            reading!(self, db => sqlx::query_as(sql).bind(article).bind(desk).fetch_optional(db).await?);
        let Some(row) = row else { return Ok(None) };
        let numbers = reading!(self, db => sqlx::query_scalar(NUMBERS).bind(article).fetch_all(db).await?);
        Ok(Some((row, numbers)))
    }

    /// Whether an institution manages an award of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_article_of(&self, article: ArticleId, institution: &str) -> Result<bool> {
        let count: i64 = reading!(self, db => sqlx::query_scalar(IS_OF).bind(article).bind(institution)
            .fetch_one(db).await?);
        Ok(count > 0)
    }

    /// The ROR id of the institution whose work list an account sees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_desk_institution(&self, user: UserId) -> Result<Option<String>> {
        let found: Option<Option<String>> =
            reading!(self, db => sqlx::query_scalar(INSTITUTION).bind(user).fetch_optional(db).await?);
        Ok(found.flatten())
    }

    /// The articles that somebody looks after: desk and number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_cases_of(&self, user: UserId) -> Result<Vec<(String, ArticleId)>> {
        Ok(reading!(self, db => sqlx::query_as(CASES_OF).bind(user).fetch_all(db).await?))
    }

    /// The accounts that see the work list of an institution, with its ROR id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk_institutions(&self) -> Result<Vec<(UserId, String)>> {
        Ok(reading!(self, db => sqlx::query_as(INSTITUTIONS).fetch_all(db).await?))
    }

    /// Who works at the desk of an institution, or at that of the funder: number and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk_members(&self, institution: Option<&str>) -> Result<Vec<(UserId, String)>> {
        Ok(match institution {
            Some(ror) => reading!(self, db => sqlx::query_as(MEMBERS).bind(ror).fetch_all(db).await?),
            None => reading!(self, db => sqlx::query_as(FUNDERS).fetch_all(db).await?),
        })
    }
}

impl Tx {
    /// Gives an account the work list of an institution, by its ROR id, or takes it away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_desk_institution(&mut self, user: UserId, institution: Option<&str>) -> Result<()> {
        within!(self, db => sqlx::query(SET_INSTITUTION).bind(user).bind(institution).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes down who looks after an article at a desk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assign_case(&mut self, desk: &str, article: ArticleId, assignee: Option<UserId>) -> Result<()> {
        within!(self, db => sqlx::query(ASSIGN).bind(desk).bind(article).bind(assignee).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Marks an article as followed up at a desk, as long as its outcome stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn follow_case(
        &mut self,
        (desk, is_place): (&str, bool),
        article: ArticleId,
        user: UserId,
        now: Timestamp,
    ) -> Result<()> {
        if is_place {
            within!(self, db => sqlx::query(FOLLOW_OF_PLACE).bind(desk).bind(article).bind(now.as_microsecond())
                .bind(user).bind(desk).execute(db).await?.rows_affected());
        } else {
            within!(self, db => sqlx::query(FOLLOW).bind(desk).bind(article).bind(now.as_microsecond()).bind(user)
                .execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Opens a case again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reopen_case(&mut self, desk: &str, article: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(REOPEN).bind(desk).bind(article).execute(db).await?.rows_affected());
        Ok(())
    }
}
