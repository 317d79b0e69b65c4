//! Signing in through a provider (`OpenID` Connect), and the ways into an account that come of it.
//!
//! An identity opens the account that it was linked to, and no other: never one that merely has the same address. A second
//! factor of ours is asked for whichever way somebody comes.

use jiff::SignedDuration;

use super::sign_in::{Client, SignedIn};
use super::{after, first_profile, secret};
use crate::domain::identity::{Identity, LinkedIdentity};
use crate::domain::ids::UserId;
use crate::domain::letter::AccountMatter;
use crate::domain::user::{Role, User};
use crate::domain::{Lang, Sha256};
use crate::openid::{self, Provider, Return};
use crate::service::{Error, Repository, Result};
use crate::store::{FirstSignIn, FlowKey, NewUser, Profile, SignInFlow};

/// Where an account is erased.
const LEAVING: &str = "/compte/effacer";
/// How long a sign-in may go on elsewhere.
const ELSEWHERE: SignedDuration = SignedDuration::from_mins(15);
/// How long a first sign-in may wait for an address to be shown.
pub(super) const FIRST: SignedDuration = SignedDuration::from_mins(30);
/// Sign-ins that may be under way at once, so that nobody fills the database: in all, and from one network.
const MOST_UNDER_WAY: i64 = 20_000;
const MOST_FROM_NETWORK: i64 = 300;

/// Why a provider opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The person, or the provider, broke off.
    #[error("the sign-in was broken off at the provider")]
    BrokenOff,
    /// It took too long, came back twice, or came back to another browser.
    #[error("no such sign-in is under way in this browser")]
    Late,
    /// The provider does not answer.
    #[error("the provider does not answer")]
    Silent,
    /// What it says proves nothing.
    #[error("what the provider says proves nothing")]
    Proof,
    /// The address is of no domain that the provider may speak for.
    #[error("the provider may not speak for this address")]
    Domain,
    /// There is an account with the address: its person links the two.
    #[error("an account with the same address is here")]
    KnownAddress,
    /// The account is closed to its person.
    #[error("the account is closed")]
    Closed,
    /// It opens another account already.
    #[error("the identity opens another account")]
    Taken,
    /// The provider tells no address that it has checked, and this site sends no mail.
    #[error("the provider tells no checked address, and the site sends no mail")]
    NoAddress,
    /// Nothing else would open the account.
    #[error("it is the last way into the account")]
    LastWay,
}

impl Refused {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::BrokenOff,
        Self::Late,
        Self::Silent,
        Self::Proof,
        Self::Domain,
        Self::KnownAddress,
        Self::Closed,
        Self::Taken,
        Self::NoAddress,
        Self::LastWay,
    ];

    /// The word for it in addresses and in the names of its messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BrokenOff => "broken-off",
            Self::Late => "late",
            Self::Silent => "silent",
            Self::Proof => "proof",
            Self::Domain => "domain",
            Self::KnownAddress => "known-address",
            Self::Closed => "closed",
            Self::Taken => "taken",
            Self::NoAddress => "no-address",
            Self::LastWay => "last-way",
        }
    }
}

/// What a browser brings back from a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderAnswer {
    /// The word that it went with.
    pub state: String,
    /// The code of the provider; none where it refuses.
    pub code: Option<String>,
    /// Who says it gave the code.
    pub issuer: Option<String>,
    /// The session of the browser, when it has one.
    pub session: Option<String>,
}

/// What came of a sign-in through a provider, and where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// The account is open, or asks for its second factor.
    SignedIn(SignedIn, String),
    /// The identity is a way into the account from now on.
    Linked,
    /// An account is made once an address is shown to be theirs.
    AddressNeeded,
}

impl Repository {
    /// The providers that people may sign in with.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        self.parts.providers.all()
    }

    /// Begins a sign-in in a browser with a secret, or the link of an account; gives the address to go to.
    ///
    /// # Errors
    /// When the provider does not answer, too many are under way, or the password of the account is wrong.
    pub async fn begin_with_provider(
        &self,
        name: &str,
        linking: Option<(&User, &str)>,
        back: &str,
        browser: &str,
        client: &Client,
    ) -> Result<String> {
        self.parts.providers.get(name)?;
        if let Some((user, password)) = linking {
            self.require_password_if_any(user, password).await?;
        }
        let (now, network) = (self.now(), self.network_mark(client)?);
        let (all, near) = self.parts.store.count_sign_in_flows(&network, now).await?;
        if all >= MOST_UNDER_WAY || near >= MOST_FROM_NETWORK {
            return Err(Error::Throttled);
        }
        let once_more = linking.is_some() && proves_again(back);
        let begun = self.parts.providers.begin(name, &self.return_address(name), once_more, now).await?;
        let key = FlowKey { state: digest(&begun.state), browser: digest(browser), provider: name };
        let user = linking.map(|(user, _)| user.id);
        let flow = SignInFlow { nonce: begun.nonce, verifier: begun.verifier, user, back: back.to_owned() };
        let mut tx = self.parts.store.begin().await?;
        tx.add_sign_in_flow(&key, &flow, &network, now, after(now, ELSEWHERE)?).await?;
        tx.commit().await?;
        Ok(begun.url)
    }

    /// Ends a sign-in that came back from a provider.
    ///
    /// # Errors
    /// [`Error::Provider`] when it opens nothing.
    pub async fn end_with_provider(
        &self,
        name: &str,
        answer: &ProviderAnswer,
        browser: &str,
        language: Lang,
        client: &Client,
    ) -> Result<Arrival> {
        self.parts.providers.get(name)?;
        let key = FlowKey { state: digest(&answer.state), browser: digest(browser), provider: name };
        let mut tx = self.parts.store.begin().await?;
        let flow = tx.take_sign_in_flow(&key, self.now()).await?;
        tx.commit().await?;
        let flow = flow.ok_or(Refused::Late)?;
        let code = answer.code.clone().ok_or(Refused::BrokenOff)?;
        let back = Return { code, issuer: answer.issuer.clone(), nonce: flow.nonce, verifier: flow.verifier };
        let identity = self.parts.providers.finish(name, &self.return_address(name), back, self.now()).await?;
        let known = self.parts.store.find_identity(&identity.issuer, &identity.subject).await?;
        match (flow.user, known) {
            (Some(user), known) if proves_again(&flow.back) => {
                let session = answer.session.as_deref().unwrap_or_default();
                self.session(session).await?.filter(|found| found.id == user).ok_or(Refused::Late)?;
                known.filter(|known| *known == user).ok_or(Refused::Proof)?;
                Ok(Arrival::SignedIn(self.enter(user, client).await?, flow.back))
            }
            (Some(user), known) => {
                let session = answer.session.as_deref().unwrap_or_default();
                let same = self.session(session).await?.filter(|found| found.id == user).ok_or(Refused::Late)?;
                self.link_identity(&same, &identity, known).await.map(|()| Arrival::Linked)
            }
            (None, Some(user)) => {
                let mut tx = self.parts.store.begin().await?;
                tx.note_identity_use(&identity, self.now()).await?;
                tx.commit().await?;
                Ok(Arrival::SignedIn(self.enter(user, client).await?, flow.back))
            }
            (None, None) => self.arrive_first(identity, flow.back, browser, language, client).await,
        }
    }

    /// Opens an account for somebody whom a provider knows.
    pub(super) async fn enter(&self, user: UserId, client: &Client) -> Result<SignedIn> {
        let account = self.parts.store.find_account(user).await?.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(Refused::Closed)?;
        self.first_step_done(user, account.user.email, client).await
    }

    async fn arrive_first(
        &self,
        identity: Identity,
        back: String,
        browser: &str,
        language: Lang,
        client: &Client,
    ) -> Result<Arrival> {
        if let Some(email) = identity.email.clone().filter(|_| identity.is_email_verified) {
            let name = Some(identity.name.trim()).filter(|name| !name.is_empty());
            let name = name.or_else(|| email.split('@').next()).unwrap_or_default().to_owned();
            let user = self.make_account(&identity, &name, &email, language).await?;
            return Ok(Arrival::SignedIn(self.enter(user, client).await?, back));
        }
        if !self.sends_mail() {
            return Err(Refused::NoAddress.into());
        }
        let (name, email) = (identity.name.clone(), identity.email.clone().unwrap_or_default());
        let first = FirstSignIn { identity, back, name, email, code: None, tries: 0 };
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        tx.end_first_sign_in(&digest(browser), now).await?;
        tx.put_first_sign_in(&digest(browser), &first, after(now, FIRST)?).await?;
        tx.commit().await?;
        Ok(Arrival::AddressNeeded)
    }

    /// Makes a depositor's account that an identity opens, with an address that is shown to be theirs.
    ///
    /// # Errors
    /// When there is an account with the address: its person must link the two.
    pub(super) async fn make_account(
        &self,
        identity: &Identity,
        name: &str,
        email: &str,
        language: Lang,
    ) -> Result<UserId> {
        let (now, email) = (self.now(), super::normal_address(email)?);
        let mut tx = self.parts.store.begin().await?;
        // Nobody else writes from here on, so that what is read stays true.
        if self.parts.store.find_account_of(&email).await?.is_some() {
            return Err(Refused::KnownAddress.into());
        }
        let new = NewUser { email: &email, name, role: Role::Depositor, password_hash: "", created_at: now };
        let user = tx.put_user(&new).await?;
        let (orcid, institution) = (identity.orcid.clone(), identity.institution.clone());
        let profile = Profile { orcid, institution, ..first_profile(name.to_owned(), language) };
        tx.set_profile(user, &profile).await?;
        tx.add_identity(user, identity, now).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Makes an identity a way into an account; an ORCID iD that it proves takes the place of one that was typed.
    async fn link_identity(&self, user: &User, identity: &Identity, known: Option<UserId>) -> Result<()> {
        match known {
            Some(other) if other == user.id => return Ok(()),
            Some(_) => return Err(Refused::Taken.into()),
            None => {}
        }
        let account = self.account(user.id).await?;
        let proven = identity.proven_orcid().cloned();
        let stated = account.orcid.clone().or_else(|| identity.orcid.clone());
        let profile = Profile {
            name: account.user.name,
            language: account.language,
            orcid: proven.or(stated),
            institution: account.institution.or_else(|| identity.institution.clone()),
            wants_news: account.wants_news,
        };
        let mut tx = self.parts.store.begin().await?;
        tx.set_profile(user.id, &profile).await?;
        tx.add_identity(user.id, identity, self.now()).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::ProviderLinked, "/compte").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Takes a way into an account away. The last one stays.
    ///
    /// # Errors
    /// When it is the last one, there is no such way, or the password is wrong.
    pub async fn unlink(&self, user: &User, issuer: &str, subject: &str, password: &str) -> Result<()> {
        self.require_password_if_any(user, password).await?;
        let account = self.account(user.id).await?;
        let mut tx = self.parts.store.begin().await?;
        let ways = self.parts.store.list_identities(user.id).await?;
        let is_this = |way: &LinkedIdentity| way.issuer == issuer && way.subject == subject;
        if !account.has_password && !ways.iter().any(|way| !is_this(way) && self.is_offered(way)) {
            return Err(Refused::LastWay.into());
        }
        if !tx.remove_identity(user.id, issuer, subject).await? {
            return Err(Error::NotFound { what: "way into the account" });
        }
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::ProviderUnlinked, "/compte").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Whether a way leads in today: its provider may have gone from the settings.
    fn is_offered(&self, way: &LinkedIdentity) -> bool {
        self.providers().iter().any(|provider| provider.issuer == way.issuer)
    }

    async fn require_password_if_any(&self, user: &User, password: &str) -> Result<()> {
        if self.account(user.id).await?.has_password {
            self.require_password(user, password).await?;
        }
        Ok(())
    }

    /// Where a provider sends people back to: a place for each, so that none answers for another (RFC 9700 §4.4.2.1).
    fn return_address(&self, name: &str) -> String {
        format!("{}/connexion/retour/{name}", self.parts.site.base_url)
    }
}

impl From<openid::Error> for Error {
    fn from(error: openid::Error) -> Self {
        let refused = match &error {
            openid::Error::Unknown(_) => return Self::NotFound { what: "provider" },
            openid::Error::Settings(_) => return Self::internal("providers cannot be asked", error),
            openid::Error::Silent { .. } => Refused::Silent,
            openid::Error::Refused { .. } | openid::Error::Proof { .. } => Refused::Proof,
            openid::Error::Domain(_) => Refused::Domain,
        };
        tracing::warn!(error = &error as &dyn std::error::Error, "a sign-in through a provider failed");
        Self::Provider(refused)
    }
}

/// A secret for the cookie of a browser whose sign-in goes on elsewhere.
///
/// # Errors
/// When the system has no randomness.
pub fn browser_secret() -> Result<String> {
    secret()
}

pub(super) fn digest(text: &str) -> Sha256 {
    Sha256::of(text.as_bytes())
}

/// Whether somebody signs in once more to prove who they are, before their account is erased.
fn proves_again(back: &str) -> bool {
    back.strip_prefix("/en").unwrap_or(back) == LEAVING
}
