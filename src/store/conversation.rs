//! Who looks after deposits, what is said about them, and what people have not been told yet.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::DepositId;
use crate::domain::ids::UserId;
use crate::domain::review::{Assignee, Comment, QueueOwner, QueueQuery, QueueState};

/// Articles with their latest deposit.
macro_rules! latest_deposits {
    () => {
        "SELECT d.id FROM articles a JOIN deposits d ON d.article_id = a.id \
         AND d.id = (SELECT MAX(l.id) FROM deposits l WHERE l.article_id = a.id) \
         LEFT JOIN versions v ON v.id = a.version_id LEFT JOIN users u ON u.id = d.depositor "
    };
}

/// Whose deposits ($1, $2), and with which words ($3).
macro_rules! of_queue {
    () => {
        " AND ($1 = 'tous' OR ($1 = 'moi' AND d.curator = $2) OR ($1 = 'personne' AND d.curator IS NULL)) \
         AND ($3 = '' OR INSTR(LOWER(COALESCE(v.metadata, '')), $3) > 0 OR INSTR(LOWER(COALESCE(u.name, '')), $3) > 0 \
         OR INSTR(COALESCE(u.email, ''), $3) > 0) "
    };
}

const WAITING: &str = concat!(latest_deposits!(), "WHERE a.state = 'in_review'", of_queue!(), "ORDER BY d.id LIMIT $4");
const RETURNED: &str = concat!(latest_deposits!(), "WHERE a.state = 'returned'", of_queue!(), "ORDER BY d.id LIMIT $4");
const DECIDED: &str = concat!(
    latest_deposits!(),
    "WHERE d.depositor IS NOT NULL AND a.state IN ('published', 'rejected', 'withdrawn')",
    of_queue!(),
    "ORDER BY d.id DESC LIMIT $4"
);
const WITHDRAWALS: &str = concat!(
    "SELECT d.id FROM withdrawal_requests w JOIN deposits d ON d.id = w.deposit_id \
     JOIN articles a ON a.id = w.article_id LEFT JOIN versions v ON v.id = a.version_id \
     LEFT JOIN users u ON u.id = d.depositor WHERE w.state = 'asked'",
    of_queue!(),
    "ORDER BY w.id LIMIT $4"
);
const TAKEN_BACK: &str =
    concat!(latest_deposits!(), "WHERE a.state = 'draft'", of_queue!(), "ORDER BY d.id DESC LIMIT $4");
const SELECT_ASSIGNEE: &str = "SELECT u.id, u.name FROM deposits d JOIN users u ON u.id = d.curator WHERE d.id = $1";
const UPDATE_ASSIGNEE: &str = "UPDATE deposits SET curator = $2 WHERE id = $1";
const SELECT_COMMENTS: &str = "SELECT c.user_id, u.name, c.at_us, c.field, c.body FROM deposit_comments c \
     JOIN users u ON u.id = c.user_id WHERE c.deposit_id = $1 ORDER BY c.id";
const DELETE_COMMENTS: &str = "DELETE FROM deposit_comments WHERE deposit_id = $1";
const COUNT_COMMENTS: &str = "SELECT COUNT(*) FROM deposit_comments WHERE deposit_id = $1";
const INSERT_COMMENT: &str =
    "INSERT INTO deposit_comments (deposit_id, user_id, at_us, field, body) VALUES ($1, $2, $3, $4, $5)";
const SELECT_DUE: &str =
    "SELECT user_id FROM notices GROUP BY user_id HAVING MIN(at_us) <= $1 ORDER BY user_id LIMIT $2";
const SELECT_NOTICES: &str = "SELECT id, deposit_id, action FROM notices WHERE user_id = $1 ORDER BY id LIMIT $2";
const DELETE_NOTICES: &str = "DELETE FROM notices WHERE user_id = $1 AND id <= $2";
const DELETE_ALL_NOTICES: &str = "DELETE FROM notices";

/// Something that a person has not been told yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    /// Row.
    pub id: i64,
    /// What it is about.
    pub deposit_id: DepositId,
    /// What happened, a code.
    pub action: String,
}

impl Store {
    /// Deposits of the queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_queue(&self, query: &QueueQuery, curator: UserId, limit: i64) -> Result<Vec<DepositId>> {
        let statement = match query.state {
            QueueState::Waiting => WAITING,
            QueueState::Returned => RETURNED,
            QueueState::Decided => DECIDED,
            QueueState::Withdrawals => WITHDRAWALS,
            QueueState::TakenBack => TAKEN_BACK,
        };
        Ok(reading!(self, db => sqlx::query_scalar(statement).bind(QueueOwner::code(query.owner)).bind(curator)
            .bind(query.words.to_ascii_lowercase()).bind(limit).fetch_all(db).await?))
    }

    /// Who looks after a deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_assignee(&self, id: DepositId) -> Result<Option<Assignee>> {
        let row: Option<(UserId, String)> =
            reading!(self, db => sqlx::query_as(SELECT_ASSIGNEE).bind(id).fetch_optional(db).await?);
        Ok(row.map(|(id, name)| Assignee { id, name }))
    }

    /// What was said about a deposit, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_comments(&self, id: DepositId) -> Result<Vec<Comment>> {
        let rows: Vec<(UserId, String, i64, Option<String>, String)> =
            reading!(self, db => sqlx::query_as(SELECT_COMMENTS).bind(id).fetch_all(db).await?);
        let comment = |(by, name, at_us, field, body)| Comment {
            by,
            name,
            at: Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH),
            field,
            body,
        };
        Ok(rows.into_iter().map(comment).collect())
    }

    /// How much was said about a deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_comments(&self, id: DepositId) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT_COMMENTS).bind(id).fetch_one(db).await?))
    }

    /// People who have not been told something that happened before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_untold(&self, before: Timestamp, limit: i64) -> Result<Vec<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_DUE).bind(before.as_microsecond()).bind(limit)
            .fetch_all(db).await?))
    }
}

impl Tx {
    /// Forgets what was said about a deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_comments(&mut self, deposit: DepositId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_COMMENTS).bind(deposit).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Gives a deposit to somebody to look after, or to nobody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assign(&mut self, id: DepositId, curator: Option<UserId>) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_ASSIGNEE).bind(id).bind(curator).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes down what somebody says about a deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_comment(
        &mut self,
        id: DepositId,
        by: UserId,
        field: Option<&str>,
        body: &str,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(INSERT_COMMENT).bind(id).bind(by).bind(now.as_microsecond()).bind(field)
            .bind(body).execute(db).await?.rows_affected());
        Ok(())
    }

    /// What a person has not been told yet, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_notices(&mut self, user: UserId, limit: i64) -> Result<Vec<Notice>> {
        Ok(within!(self, db => sqlx::query_as(SELECT_NOTICES).bind(user).bind(limit).fetch_all(db).await?))
    }

    /// Notes that a person was told everything up to a row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_notices(&mut self, user: UserId, last: i64) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_NOTICES).bind(user).bind(last).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets what nobody can be told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_all_notices(&mut self) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_ALL_NOTICES).execute(db).await?.rows_affected());
        Ok(())
    }
}
