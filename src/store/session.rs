//! Sessions of people who signed in; the database keeps a digest of the token, never the token.

use jiff::Timestamp;

use super::user::UserRow;
use super::{Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::user::User;

const INSERT: &str = "INSERT INTO sessions (token_sha256, user_id, expires_us) VALUES ($1, $2, $3)";
const SELECT: &str = "SELECT u.id, u.email, u.name, u.role, u.password_hash FROM sessions s \
     JOIN users u ON u.id = s.user_id WHERE s.token_sha256 = $1 AND s.expires_us > $2";
const DELETE: &str = "DELETE FROM sessions WHERE token_sha256 = $1 OR expires_us <= $2";

impl Store {
    /// The account that a session belongs to, while it lasts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(&self, token: &Sha256, now: Timestamp) -> Result<Option<User>> {
        let row: Option<UserRow> = reading!(self, db => sqlx::query_as(SELECT).bind(token.as_str())
            .bind(now.as_microsecond()).fetch_optional(db).await?);
        row.map(|row| row.into_user().map(|(user, _)| user)).transpose()
    }
}

impl Tx {
    /// Starts a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_session(&mut self, token: &Sha256, user: UserId, expires: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(token.as_str()).bind(user).bind(expires.as_microsecond())
            .execute(db).await?);
        Ok(())
    }

    /// Ends a session, and all that have run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, token: &Sha256, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(token.as_str()).bind(now.as_microsecond()).execute(db).await?);
        Ok(())
    }
}
