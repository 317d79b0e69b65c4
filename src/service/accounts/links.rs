//! Accounts and new passwords through a link that works once. Answers are the same whatever is known of an address; who
//! asks for an account chooses its password behind the link, so that nobody prepares one for somebody else.

use jiff::SignedDuration;

use super::{Client, SessionToken, after, first_profile, hashed, name_of, normal_address, secret};
use crate::domain::identity::LinkedIdentity;
use crate::domain::letter::AccountMatter;
use crate::domain::user::Role;
use crate::domain::{Lang, Sha256};
use crate::mail::is_address;
use crate::service::throttle::Turn;
use crate::service::{Error, Repository, Result};
use crate::store::{AccountLink, NewUser, Purpose};

/// How long the link to a new account works.
const SIGN_UP: SignedDuration = SignedDuration::from_hours(48);
/// How long the link to a new password works.
const RESET: SignedDuration = SignedDuration::from_hours(1);

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword {
    /// Address of the account.
    pub email: String,
    /// Name to begin with.
    pub name: String,
    /// Whether the account is made now.
    pub is_new: bool,
    /// Providers that open the account: those that its person does not keep go with the old password.
    pub ways: Vec<LinkedIdentity>,
}

/// What became of a password that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Welcome {
    /// The person is signed in.
    SignedIn(SessionToken),
    /// The account has a second factor: its person signs in as usual.
    SignIn,
}

impl Repository {
    /// Sends a link to an address that somebody wants an account for.
    ///
    /// # Errors
    /// When the name or the address is none, the site sends no mail, or too many ask at once.
    pub async fn ask_for_account(&self, name: &str, email: &str, language: Lang, client: &Client) -> Result<()> {
        let (name, email) = (name_of(name)?, self.mailbox(email)?);
        if !self.may_write("sign-up", &email, client).await? {
            return Ok(());
        }
        let (now, known) = (self.now(), self.parts.store.find_account_of(&email).await?);
        // The same work whatever is known of the address, or the time it takes would tell: the link of one that is known
        // goes to nobody, and opens nothing since the account is there.
        let token = secret()?;
        let link = AccountLink { user: None, email: email.clone(), name, language };
        let expires = after(now, SIGN_UP)?;
        let path = format!("/compte/mot-de-passe?jeton={token}");
        let mut tx = self.parts.store.begin().await?;
        tx.put_account_link(&Sha256::of(token.as_bytes()), Purpose::SignUp, &link, now, expires).await?;
        let (language, matter, path) = match &known {
            Some(account) => (account.language, AccountMatter::AlreadyHere, "/connexion"),
            None => (language, AccountMatter::SignUp, path.as_str()),
        };
        self.queue_account_letter(&mut tx, (&email, language), matter, path).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Sends a link to a new password, if there is an account with the address.
    ///
    /// # Errors
    /// When the address is none, the site sends no mail, or too many ask at once.
    pub async fn ask_for_reset(&self, email: &str, client: &Client) -> Result<()> {
        let email = self.mailbox(email)?;
        if !self.may_write("reset", &email, client).await? {
            return Ok(());
        }
        let known = self.parts.store.find_account_of(&email).await?.filter(|account| account.disabled_at.is_none());
        let (now, token) = (self.now(), secret()?);
        let user = known.as_ref().map(|account| account.user.id);
        let (name, language) = known.map_or((String::new(), Lang::FR), |account| (account.user.name, account.language));
        let link = AccountLink { user, email: email.clone(), name, language };
        let (digest, expires) = (Sha256::of(token.as_bytes()), after(now, RESET)?);
        let mut tx = self.parts.store.begin().await?;
        tx.put_account_link(&digest, Purpose::Reset, &link, now, expires).await?;
        if user.is_none() {
            // As much was written as for an address that is known, or the time it takes would tell.
            tx.take_account_link(&digest, Purpose::Reset, now).await?;
            return Ok(tx.commit().await?);
        }
        let path = format!("/compte/mot-de-passe?jeton={token}");
        self.queue_account_letter(&mut tx, (&email, language), AccountMatter::Reset, &path).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// What the link of a message leads to.
    ///
    /// # Errors
    /// When it works no longer.
    pub async fn password_link(&self, token: &str) -> Result<NewPassword> {
        let (purpose, link) = self.find_password_link(token).await?;
        let ways = match link.user {
            Some(user) => self.parts.store.list_identities(user).await?,
            None => Vec::new(),
        };
        Ok(NewPassword { email: link.email, name: link.name, is_new: purpose == Purpose::SignUp, ways })
    }

    /// Takes the password that somebody chose behind a link: makes the account, or changes it. Whoever came in before does so no
    /// more: sessions and tokens of programs end, and so do the ways through providers but those whose keys are given.
    ///
    /// # Errors
    /// When the link works no longer, or the name or the password cannot be used.
    pub async fn choose_password(
        &self,
        token: &str,
        name: &str,
        password: &str,
        keep: &[String],
        client: &Client,
    ) -> Result<Welcome> {
        let (purpose, link) = self.find_password_link(token).await?;
        let name = if purpose == Purpose::SignUp { name_of(name)? } else { link.name.clone() };
        let (hash, now) = (hashed(password).await?, self.now());
        let mut tx = self.parts.store.begin().await?;
        if !tx.take_account_link(&Sha256::of(token.as_bytes()), purpose, now).await? {
            return Err(Error::NotFound { what: "link" });
        }
        let id = if let Some(id) = link.user {
            tx.set_password(id, &hash).await?;
            tx.end_sessions_of(id, None).await?;
            tx.remove_api_tokens(id).await?;
            let ways = self.parts.store.list_identities(id).await?;
            for way in ways.iter().filter(|way| !keep.contains(&way.key())) {
                tx.remove_identity(id, &way.issuer, &way.subject).await?;
            }
            let to = (link.email.as_str(), link.language);
            self.queue_account_letter(&mut tx, to, AccountMatter::PasswordReset, "/compte/oubli").await?;
            id
        } else {
            let role = Role::Depositor;
            let user = NewUser { email: &link.email, name: &name, role, password_hash: &hash, created_at: now };
            let id = tx.put_user(&user).await?;
            tx.set_profile(id, &first_profile(name, link.language)).await?;
            id
        };
        // A new account has no row outside of this transaction, and no factor.
        if link.user.is_some() && self.parts.store.find_factor(id).await?.is_some() {
            tx.commit().await?;
            self.parts.work_added.notify_waiters();
            return Ok(Welcome::SignIn);
        }
        let session = self.add_session(&mut tx, id, client).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(Welcome::SignedIn(session))
    }

    async fn find_password_link(&self, token: &str) -> Result<(Purpose, AccountLink)> {
        let (now, digest) = (self.now(), Sha256::of(token.as_bytes()));
        for purpose in [Purpose::SignUp, Purpose::Reset] {
            let Some(link) = self.parts.store.find_account_link(&digest, purpose, now).await? else { continue };
            // An account that was made elsewhere meanwhile is not made again over it.
            let is_late = link.user.is_none() && self.parts.store.find_account_of(&link.email).await?.is_some();
            if !is_late {
                return Ok((purpose, link));
            }
        }
        Err(Error::NotFound { what: "link" })
    }

    /// An address that a message can go to.
    pub(super) fn mailbox(&self, email: &str) -> Result<String> {
        let email = normal_address(email)?;
        if !is_address(&email) {
            return Err(Error::Invalid(format!("not an e-mail address: {email:?}")));
        }
        if self.sends_mail() { Ok(email) } else { Err(Error::Throttled) }
    }

    /// Whether another message may go to an address that somebody typed; `false` when it has had many of late.
    pub(in crate::service) async fn may_write(&self, about: &str, email: &str, client: &Client) -> Result<bool> {
        match self.turn(&format!("{about} {email}"), client.network()).await? {
            Turn::Yes => Ok(true),
            Turn::TooManyForAddress => Ok(false),
            Turn::TooManyForAll => Err(Error::Throttled),
        }
    }
}
