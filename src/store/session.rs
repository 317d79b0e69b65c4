//! Sessions of people who signed in; the database keeps a digest of the token, never the token.

use jiff::Timestamp;

use super::user::UserRow;
use super::{Error, Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::user::{Session, User};

const INSERT: &str =
    "INSERT INTO sessions (token_sha256, user_id, expires_us, created_us, agent) VALUES ($1, $2, $3, $4, $5)";
const SELECT: &str = "SELECT u.id, u.email, u.name, u.role, u.password_hash FROM sessions s \
     JOIN users u ON u.id = s.user_id WHERE s.token_sha256 = $1 AND s.expires_us > $2 AND u.disabled_us IS NULL";
const SELECT_ALL: &str = "SELECT token_sha256, agent, created_us, expires_us FROM sessions \
     WHERE user_id = $1 AND expires_us > $2 ORDER BY created_us DESC";
const DELETE: &str = "DELETE FROM sessions WHERE token_sha256 = $1 OR expires_us <= $2";
const DELETE_ONE: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_sha256 = $2";
const DELETE_OTHERS: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_sha256 <> $2";
const ROTATE: &str = "UPDATE sessions SET token_sha256 = $2 WHERE token_sha256 = $1";

impl Store {
    /// The account that a session belongs to, while both last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(&self, token: &Sha256, now: Timestamp) -> Result<Option<User>> {
        let row: Option<UserRow> = reading!(self, db => sqlx::query_as(SELECT).bind(token.as_str())
            .bind(now.as_microsecond()).fetch_optional(db).await?);
        row.map(|row| row.into_user().map(|(user, _)| user)).transpose()
    }

    /// The sessions of an account, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
        let rows: Vec<(String, String, i64, i64)> = reading!(self, db => sqlx::query_as(SELECT_ALL).bind(user)
            .bind(now.as_microsecond()).fetch_all(db).await?);
        let broken = |column| Error::Inconsistent { column, id: user.0, source: None };
        let time = |us| Timestamp::from_microsecond(us).map_err(|_| broken("expires_us"));
        let session = |(id, agent, created_us, expires_us): (String, String, i64, i64)| {
            Ok(Session {
                id: Sha256::parse(&id).map_err(|_| broken("token_sha256"))?,
                agent,
                created_at: time(created_us)?,
                expires_at: time(expires_us)?,
            })
        };
        rows.into_iter().map(session).collect()
    }
}

impl Tx {
    /// Starts a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_session(&mut self, user: UserId, session: &Session) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(session.id.as_str()).bind(user)
            .bind(session.expires_at.as_microsecond()).bind(session.created_at.as_microsecond()).bind(&session.agent)
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends a session, and all that have run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, token: &Sha256, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(token.as_str()).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends one session of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session_of(&mut self, user: UserId, session: &Sha256) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_ONE).bind(user).bind(session.as_str()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends all sessions of an account but one; all of them when none is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&mut self, user: UserId, but: Option<&Sha256>) -> Result<()> {
        let kept = but.map(Sha256::as_str).unwrap_or_default();
        within!(self, db => sqlx::query(DELETE_OTHERS).bind(user).bind(kept).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Gives a session another token; the one before opens nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_session(&mut self, before: &Sha256, after: &Sha256) -> Result<()> {
        within!(self, db => sqlx::query(ROTATE).bind(before.as_str()).bind(after.as_str()).execute(db).await?.rows_affected());
        Ok(())
    }
}
