//! History of an article: who did what, why and when. Rows are only ever added.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

const INSERT: &str = "INSERT INTO events (article_id, at_us, user_id, action, reason) VALUES ($1, $2, $3, $4, $5)";
const SELECT: &str = "SELECT e.at_us, u.name, e.action, e.reason FROM events e \
     LEFT JOIN users u ON u.id = e.user_id WHERE e.article_id = $1 ORDER BY e.id";

/// An event to be written.
#[derive(Debug)]
pub struct NewEvent<'a> {
    /// The article.
    pub article: ArticleId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody when the program did it.
    pub user: Option<UserId>,
    /// What was done, a code.
    pub action: &'a str,
    /// Why, in the person's words.
    pub reason: Option<&'a str>,
}

/// An event of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Name of who did it; nobody when the program did.
    pub user: Option<String>,
    /// What was done, a code.
    pub action: String,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

impl Store {
    /// The history of an article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_events(&self, article: ArticleId) -> Result<Vec<Event>> {
        let rows: Vec<(i64, Option<String>, String, Option<String>)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(article).fetch_all(db).await?);
        let events = rows.into_iter().map(|(at_us, user, action, reason)| Event {
            at: Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH),
            user,
            action,
            reason,
        });
        Ok(events.collect())
    }
}

impl Tx {
    /// Writes an event.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_event(&mut self, event: &NewEvent<'_>) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(event.article).bind(event.at.as_microsecond())
            .bind(event.user).bind(event.action).bind(event.reason).execute(db).await?.rows_affected());
        Ok(())
    }
}
