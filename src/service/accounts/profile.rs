//! What people see and change of their own account: profile, password, sessions.

use super::{Client, SessionToken, hashed, name_of, secret};
use crate::domain::Sha256;
use crate::domain::identity::LinkedIdentity;
use crate::domain::ids::UserId;
use crate::domain::letter::AccountMatter;
use crate::domain::user::{Account, ApiToken, Session, User};
use crate::service::{Error, Repository, Result};
use crate::store::Profile;

/// What the page of an account shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Where it is signed in, the latest first.
    pub sessions: Vec<Session>,
    /// Providers that open it.
    pub identities: Vec<LinkedIdentity>,
    /// Its tokens for programs.
    pub tokens: Vec<ApiToken>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
}

impl Repository {
    /// An account.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn account(&self, id: UserId) -> Result<Account> {
        self.parts.store.find_account(id).await?.ok_or(Error::NotFound { what: "account" })
    }

    /// An account with its sessions and tokens.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn account_view(&self, id: UserId) -> Result<AccountView> {
        Ok(AccountView {
            account: self.account(id).await?,
            sessions: self.parts.store.list_sessions(id, self.now()).await?,
            identities: self.parts.store.list_identities(id).await?,
            tokens: self.parts.store.list_api_tokens(id).await?,
            recovery_codes: self.parts.store.count_recovery_codes(id).await?,
        })
    }

    /// Changes what an account says of itself.
    ///
    /// # Errors
    /// When the name or the institution cannot be used.
    pub async fn change_profile(&self, id: UserId, profile: Profile) -> Result<()> {
        let institution = profile.institution.filter(|name| !name.trim().is_empty());
        let institution = institution.as_deref().map(name_of).transpose()?;
        let profile = Profile { name: name_of(&profile.name)?, institution, ..profile };
        let mut tx = self.parts.store.begin().await?;
        tx.set_profile(id, &profile).await?;
        Ok(tx.commit().await?)
    }

    /// Changes a password; every other session ends, and this one gets another token.
    ///
    /// # Errors
    /// When the password before is wrong, or the new one cannot be used.
    pub async fn change_password(
        &self,
        user: &User,
        current: &str,
        wanted: &str,
        session: &str,
    ) -> Result<SessionToken> {
        self.require_password(user, current).await?;
        let hash = hashed(wanted).await?;
        let account = self.account(user.id).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_password(user.id, &hash).await?;
        let before = Sha256::of(session.as_bytes());
        tx.end_sessions_of(user.id, Some(&before)).await?;
        let token = secret()?;
        tx.rotate_session(&before, &Sha256::of(token.as_bytes())).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::PasswordChanged, "/compte/oubli").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(SessionToken(token))
    }

    /// Gives a session another token, after what its account may do or must show has changed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn renew_session(&self, session: &str) -> Result<SessionToken> {
        let token = secret()?;
        let mut tx = self.parts.store.begin().await?;
        tx.rotate_session(&Sha256::of(session.as_bytes()), &Sha256::of(token.as_bytes())).await?;
        tx.commit().await?;
        Ok(SessionToken(token))
    }

    /// Ends one session of an account.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_session(&self, user: UserId, session: &Sha256) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.end_session_of(user, session).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all sessions of an account but the one whose token is given.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_other_sessions(&self, user: UserId, session: &str) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.end_sessions_of(user, Some(&Sha256::of(session.as_bytes()))).await?;
        Ok(tx.commit().await?)
    }
}

impl Client {
    /// Whether a session is the one with this token.
    #[must_use]
    pub fn is_session(session: &Session, token: &str) -> bool {
        session.id == Sha256::of(token.as_bytes())
    }
}
