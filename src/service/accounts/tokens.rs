//! Tokens with which programs act for an account, within scopes that its person chose.

use jiff::SignedDuration;

use super::{after, name_of, secret};
use crate::domain::Sha256;
use crate::domain::ids::{ApiTokenId, UserId};
use crate::domain::letter::AccountMatter;
use crate::domain::user::{Account, Scope, User};
use crate::service::{Error, Repository, Result};

/// What every token begins with, so that programs that look for leaked secrets know it.
const PREFIX: &str = "parvis_";
/// Longest time that a token may last, in days.
const MOST_DAYS: i64 = 366;
/// Tokens of one account.
const MOST_TOKENS: usize = 20;
/// How exactly the last use is kept.
const USE_NOTED: SignedDuration = SignedDuration::from_hours(1);

/// A token that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What its person calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// How long it lasts, in days.
    pub days: i64,
}

/// A program that acts for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The account.
    pub account: Account,
    /// What the program may do: no more than the account itself.
    pub scopes: Vec<Scope>,
}

impl Repository {
    /// Makes a token; the secret it gives is kept nowhere.
    ///
    /// # Errors
    /// When it has no name, no scope, a scope that the role does not have, or the account has very many.
    pub async fn add_token(&self, user: &User, wanted: &NewToken) -> Result<String> {
        let name = name_of(&wanted.name)?;
        let allowed = wanted.scopes.iter().all(|scope| user.role >= scope.least_role());
        if wanted.scopes.is_empty() || !allowed || !(1..=MOST_DAYS).contains(&wanted.days) {
            return Err(Error::Invalid("a token needs scopes of the account and an end within a year".to_owned()));
        }
        if self.parts.store.list_api_tokens(user.id).await?.len() >= MOST_TOKENS {
            return Err(Error::Invalid(format!("no account has more than {MOST_TOKENS} tokens")));
        }
        let token = format!("{PREFIX}{}", secret()?);
        let (now, account) = (self.now(), self.account(user.id).await?);
        let expires = after(now, SignedDuration::from_hours(24 * wanted.days))?;
        let mut tx = self.parts.store.begin().await?;
        let digest = Sha256::of(token.as_bytes());
        tx.add_api_token(user.id, &digest, &name, &wanted.scopes, now, expires).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::TokenMade, "/compte").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(token)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_token(&self, user: UserId, id: ApiTokenId) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.remove_api_token(user, id).await?;
        Ok(tx.commit().await?)
    }

    /// The program that shows a token; nothing when it is none of ours or no longer.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>> {
        let now = self.now();
        let Some((user, found)) = self.parts.store.find_api_token(&Sha256::of(token.as_bytes()), now).await? else {
            return Ok(None);
        };
        if found.used_at.is_none_or(|used| now.duration_since(used) >= USE_NOTED) {
            let mut tx = self.parts.store.begin().await?;
            tx.note_api_token_use(found.id, now).await?;
            tx.commit().await?;
        }
        let account = self.account(user).await?;
        let role = account.user.role;
        let scopes = found.scopes.into_iter().filter(|scope| role >= scope.least_role()).collect();
        Ok(Some(Bearer { account, scopes }))
    }
}
