//! Accounts.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::user::{Role, User};

const UPSERT: &str = "INSERT INTO users (email, name, role, password_hash, created_us) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, \
     password_hash = excluded.password_hash RETURNING id";
const SELECT_BY_EMAIL: &str =
    "SELECT id, email, name, role, password_hash FROM users WHERE email = $1 AND disabled_us IS NULL";
const SELECT_ALL: &str = "SELECT id, email, name, role, password_hash FROM users WHERE erased_us IS NULL \
     ORDER BY email";

/// An account to be written.
#[derive(Debug)]
pub struct NewUser<'a> {
    /// E-mail address, lower case.
    pub email: &'a str,
    /// Name shown.
    pub name: &'a str,
    /// What it may do.
    pub role: Role,
    /// Hash of the password (PHC string).
    pub password_hash: &'a str,
    /// When.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
pub(super) struct UserRow {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) password_hash: String,
}

impl UserRow {
    pub(super) fn into_user(self) -> Result<(User, String)> {
        let role =
            Role::from_code(&self.role).ok_or(Error::Inconsistent { column: "role", id: self.id.0, source: None })?;
        Ok((User { id: self.id, email: self.email, name: self.name, role }, self.password_hash))
    }
}

impl Store {
    /// An open account with the hash of its password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user(&self, email: &str) -> Result<Option<(User, String)>> {
        let row: Option<UserRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_EMAIL).bind(email).fetch_optional(db).await?);
        row.map(UserRow::into_user).transpose()
    }

    /// All accounts by address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_users(&self) -> Result<Vec<User>> {
        let rows: Vec<UserRow> = reading!(self, db => sqlx::query_as(SELECT_ALL).fetch_all(db).await?);
        rows.into_iter().map(|row| row.into_user().map(|(user, _)| user)).collect()
    }
}

impl Tx {
    /// Writes an account, over the one with the same address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_user(&mut self, user: &NewUser<'_>) -> Result<UserId> {
        Ok(within!(self, db => sqlx::query_scalar(UPSERT).bind(user.email).bind(user.name).bind(user.role.code())
            .bind(user.password_hash).bind(user.created_at.as_microsecond()).fetch_one(db).await?))
    }
}
