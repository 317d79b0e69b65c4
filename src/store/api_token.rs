//! Tokens of programs: the database keeps a digest, never the token.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::ids::{ApiTokenId, UserId};
use crate::domain::user::{ApiToken, Scope};

const INSERT: &str = "INSERT INTO api_tokens (user_id, name, token_sha256, scopes, created_us, expires_us) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const SELECT_ALL: &str =
    "SELECT id, name, scopes, created_us, expires_us, used_us FROM api_tokens WHERE user_id = $1 ORDER BY id";
const SELECT: &str = "SELECT t.id, t.name, t.scopes, t.created_us, t.expires_us, t.used_us, t.user_id \
     FROM api_tokens t JOIN users u ON u.id = t.user_id \
     WHERE t.token_sha256 = $1 AND t.expires_us > $2 AND u.disabled_us IS NULL";
const USE: &str = "UPDATE api_tokens SET used_us = $2 WHERE id = $1";
const DELETE: &str = "DELETE FROM api_tokens WHERE user_id = $1 AND id = $2";
const DELETE_ALL: &str = "DELETE FROM api_tokens WHERE user_id = $1";

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    name: String,
    scopes: String,
    created_us: i64,
    expires_us: i64,
    used_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct OwnedRow {
    user_id: UserId,
    #[sqlx(flatten)]
    token: TokenRow,
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = Error;

    fn try_from(row: TokenRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id, source: None };
        let scope = |code| Scope::from_code(code).ok_or_else(|| broken("scopes"));
        Ok(Self {
            id: ApiTokenId(row.id),
            scopes: row.scopes.split_whitespace().map(scope).collect::<Result<_>>()?,
            created_at: Timestamp::from_microsecond(row.created_us).map_err(|_| broken("created_us"))?,
            expires_at: Timestamp::from_microsecond(row.expires_us).map_err(|_| broken("expires_us"))?,
            used_at: row.used_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
            name: row.name,
        })
    }
}

impl Store {
    /// The tokens of an account, those that have run out among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_api_tokens(&self, user: UserId) -> Result<Vec<ApiToken>> {
        let rows: Vec<TokenRow> = reading!(self, db => sqlx::query_as(SELECT_ALL).bind(user).fetch_all(db).await?);
        rows.into_iter().map(ApiToken::try_from).collect()
    }

    /// A token with its account, while both last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_api_token(&self, token: &Sha256, now: Timestamp) -> Result<Option<(UserId, ApiToken)>> {
        let row: Option<OwnedRow> = reading!(self, db => sqlx::query_as(SELECT).bind(token.as_str())
            .bind(now.as_microsecond()).fetch_optional(db).await?);
        row.map(|row| Ok((row.user_id, row.token.try_into()?))).transpose()
    }
}

impl Tx {
    /// Writes a token by its digest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_api_token(
        &mut self,
        user: UserId,
        digest: &Sha256,
        name: &str,
        scopes: &[Scope],
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()> {
        let scopes: Vec<_> = scopes.iter().map(|scope| scope.code()).collect();
        within!(self, db => sqlx::query(INSERT).bind(user).bind(name).bind(digest.as_str()).bind(scopes.join(" "))
            .bind(now.as_microsecond()).bind(expires.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that a token was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_api_token_use(&mut self, id: ApiTokenId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(USE).bind(id).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Removes a token of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_api_token(&mut self, user: UserId, id: ApiTokenId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(user).bind(id).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Removes all tokens of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_api_tokens(&mut self, user: UserId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_ALL).bind(user).execute(db).await?.rows_affected());
        Ok(())
    }
}
