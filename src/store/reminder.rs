//! Reminders: who was told of which articles, when, and who wants none.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

const CHOICE: &str = "SELECT wanted, token FROM reminder_choices WHERE user_id = $1";
const OF_TOKEN: &str = "SELECT user_id FROM reminder_choices WHERE token = $1";
const PUT_CHOICE: &str = "INSERT INTO reminder_choices (user_id, token, wanted) VALUES ($1, $2, $3) \
     ON CONFLICT (user_id) DO UPDATE SET wanted = excluded.wanted";
const STOP: &str = "UPDATE reminder_choices SET wanted = FALSE WHERE token = $1";
const LAST: &str = "SELECT MAX(at_us) FROM reminders WHERE user_id = $1";
const INSERT: &str = "INSERT INTO reminders (user_id, asked_by, at_us) VALUES ($1, $2, $3) RETURNING id";
const INSERT_ARTICLE: &str = "INSERT INTO reminder_articles (reminder_id, article_id, action) VALUES ($1, $2, $3) \
     ON CONFLICT DO NOTHING";
const LOG: &str = "SELECT r.id, r.at_us, u.name, b.name AS asked_by, m.state, (SELECT COUNT(*) FROM reminder_articles a \
     WHERE a.reminder_id = r.id AND ($2 = '' OR EXISTS (SELECT 1 FROM standing_awards w \
     WHERE w.article_id = a.article_id AND w.institution = $2))) AS articles FROM reminders r LEFT JOIN users u ON u.id = r.user_id \
     LEFT JOIN users b ON b.id = r.asked_by LEFT JOIN mail m ON m.dedupe_key = 'reminder-' || r.id || ':' \
     WHERE r.id < $1 AND ($2 = '' OR EXISTS (SELECT 1 FROM reminder_articles a JOIN standing_awards w \
     ON w.article_id = a.article_id WHERE a.reminder_id = r.id AND w.institution = $2)) ORDER BY r.id DESC LIMIT $3";
const LOG_ARTICLES: &str = "SELECT a.article_id, a.action FROM reminder_articles a WHERE a.reminder_id = $1 \
     AND ($2 = '' OR EXISTS (SELECT 1 FROM standing_awards w WHERE w.article_id = a.article_id AND w.institution = $2)) \
     ORDER BY a.article_id LIMIT $3";

const OF_USER: &str = "SELECT id, at_us FROM reminders WHERE user_id = $1 ORDER BY id";

/// A reminder as its log shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReminderRow {
    /// Number.
    pub id: i64,
    /// When it was queued.
    pub at_us: i64,
    /// To whom; nothing where the account is erased.
    pub name: Option<String>,
    /// At whose wish; nobody's when by schedule.
    pub asked_by: Option<String>,
    /// State of its message; nothing once that is forgotten.
    pub state: Option<String>,
    /// How many articles it named; at the desk of an institution those of its own.
    pub articles: i64,
}

impl Store {
    /// The log of reminders before a number, the latest first; of one institution's articles alone where one is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_reminders(&self, before: i64, institution: &str, limit: i64) -> Result<Vec<ReminderRow>> {
        Ok(reading!(self, db => sqlx::query_as(LOG).bind(before).bind(institution).bind(limit).fetch_all(db).await?))
    }

    /// The articles that a reminder named, with what was asked for each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_reminded(&self, id: i64, institution: &str, limit: i64) -> Result<Vec<(ArticleId, String)>> {
        Ok(reading!(self, db => sqlx::query_as(LOG_ARTICLES).bind(id).bind(institution).bind(limit)
            .fetch_all(db).await?))
    }

    /// The reminders that somebody got: number and moment, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_reminders_of(&self, user: UserId) -> Result<Vec<(i64, i64)>> {
        Ok(reading!(self, db => sqlx::query_as(OF_USER).bind(user).fetch_all(db).await?))
    }

    /// Whether somebody wants reminders: they do until they say no.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wants_reminders(&self, user: UserId) -> Result<bool> {
        let found: Option<(bool, String)> =
            reading!(self, db => sqlx::query_as(CHOICE).bind(user).fetch_optional(db).await?);
        Ok(found.is_none_or(|(wanted, _)| wanted))
    }

    /// Whose choice a token changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_reminder_token(&self, token: &str) -> Result<Option<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(OF_TOKEN).bind(token).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Whether somebody wants reminders, and the token that ends them; nothing when neither was asked for yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reminder_choice(&mut self, user: UserId) -> Result<Option<(bool, String)>> {
        Ok(within!(self, db => sqlx::query_as(CHOICE).bind(user).fetch_optional(db).await?))
    }

    /// Writes down whether somebody wants reminders; the token stays where there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_reminder_choice(&mut self, user: UserId, token: &str, wanted: bool) -> Result<()> {
        within!(self, db => sqlx::query(PUT_CHOICE).bind(user).bind(token).bind(wanted).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends the reminders of whoever a token is for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stop_reminders(&mut self, token: &str) -> Result<()> {
        within!(self, db => sqlx::query(STOP).bind(token).execute(db).await?.rows_affected());
        Ok(())
    }

    /// When somebody was reminded last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_reminder(&mut self, user: UserId) -> Result<Option<Timestamp>> {
        let at_us: Option<i64> = within!(self, db => sqlx::query_scalar(LAST).bind(user).fetch_one(db).await?);
        Ok(at_us.and_then(|at_us| Timestamp::from_microsecond(at_us).ok()))
    }

    /// Notes a reminder with the articles that it names and what is asked for each; gives its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_reminder(
        &mut self,
        user: UserId,
        asked_by: Option<UserId>,
        now: Timestamp,
        articles: &[(ArticleId, &str)],
    ) -> Result<i64> {
        let id: i64 = within!(self, db => sqlx::query_scalar(INSERT).bind(user).bind(asked_by)
            .bind(now.as_microsecond()).fetch_one(db).await?);
        for (article, action) in articles {
            within!(self, db => sqlx::query(INSERT_ARTICLE).bind(id).bind(*article).bind(*action).execute(db).await?.rows_affected());
        }
        Ok(id)
    }
}
