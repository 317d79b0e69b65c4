//! Links of messages that work once, and second steps of sign-ins: the database keeps digests, never the tokens.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::{Lang, Sha256};

const INSERT: &str = "INSERT INTO account_links (token_sha256, purpose, user_id, email, name, language, expires_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const SELECT: &str = "SELECT user_id, email, name, language FROM account_links \
     WHERE token_sha256 = $1 AND purpose = $2 AND expires_us > $3";
const DELETE: &str = "DELETE FROM account_links WHERE token_sha256 = $1 AND purpose = $2 AND expires_us > $3";
const DELETE_RELATED: &str = "DELETE FROM account_links WHERE (email = $1 AND purpose = $2) OR expires_us <= $3";

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To make the account that was asked for.
    SignUp,
    /// To choose another password.
    Reset,
    /// To end a sign-in with the second factor.
    SecondFactor,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::SecondFactor => "second_factor",
        }
    }
}

/// Who a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLink {
    /// The account; none before it is made.
    pub user: Option<UserId>,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
    /// Language of its messages.
    pub language: Lang,
}

impl Store {
    /// Who a link is for, while it works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_account_link(
        &self,
        token: &Sha256,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<Option<AccountLink>> {
        let row: Option<(Option<UserId>, String, String, String)> = reading!(self, db => sqlx::query_as(SELECT)
            .bind(token.as_str()).bind(purpose.code()).bind(now.as_microsecond()).fetch_optional(db).await?);
        row.map(|(user, email, name, language)| {
            let language = Lang::parse(&language);
            let language = language.map_err(|_| Error::Inconsistent { column: "language", id: 0, source: None })?;
            Ok(AccountLink { user, email, name, language })
        })
        .transpose()
    }
}

impl Tx {
    /// Writes a link in the place of those that the address had for the same purpose.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_account_link(
        &mut self,
        token: &Sha256,
        purpose: Purpose,
        link: &AccountLink,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()> {
        self.forget_account_links(&link.email, purpose, now).await?;
        within!(self, db => sqlx::query(INSERT).bind(token.as_str()).bind(purpose.code()).bind(link.user)
            .bind(&link.email).bind(&link.name).bind(link.language.as_str()).bind(expires.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Uses a link up; `false` when it works no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_account_link(&mut self, token: &Sha256, purpose: Purpose, now: Timestamp) -> Result<bool> {
        let used = within!(self, db => sqlx::query(DELETE).bind(token.as_str()).bind(purpose.code())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(used == 1)
    }

    /// Removes the links that an address has for a purpose, and all that have run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_account_links(&mut self, email: &str, purpose: Purpose, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_RELATED).bind(email).bind(purpose.code()).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
