//! Ways into accounts through providers, and the sign-ins that are under way.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::identity::{Identity, LinkedIdentity};
use crate::domain::ids::UserId;

const SELECT_USER: &str = "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2";
const SELECT_OF: &str = "SELECT issuer, subject, provider, label, linked_us, used_us FROM identities \
     WHERE user_id = $1 ORDER BY linked_us, issuer, subject";
const INSERT: &str = "INSERT INTO identities (issuer, subject, user_id, provider, label, orcid, linked_us, used_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
const USE: &str = "UPDATE identities SET provider = $3, label = $4, orcid = $5, used_us = $6 \
     WHERE issuer = $1 AND subject = $2";
const DELETE: &str = "DELETE FROM identities WHERE user_id = $1 AND issuer = $2 AND subject = $3";
const INSERT_FLOW: &str = "INSERT INTO sign_in_flows (state_sha256, browser_sha256, provider, nonce, verifier, user_id, \
     back, network, expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TAKE_FLOW: &str = "DELETE FROM sign_in_flows WHERE state_sha256 = $1 AND browser_sha256 = $2 AND provider = $3 \
     AND expires_us > $4 RETURNING nonce, verifier, user_id, back";
const FORGET_FLOWS: &str = "DELETE FROM sign_in_flows WHERE expires_us <= $1";
const COUNT_FLOWS: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN network = $1 THEN 1 ELSE 0 END), 0) FROM sign_in_flows WHERE expires_us > $2";
const UPSERT_FIRST: &str = "INSERT INTO first_sign_ins (browser_sha256, identity, back, name, email, code_sha256, tries, \
     expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (browser_sha256) DO UPDATE SET \
     name = excluded.name, email = excluded.email, code_sha256 = excluded.code_sha256, tries = excluded.tries";
const SELECT_FIRST: &str = "SELECT identity, back, name, email, code_sha256, tries FROM first_sign_ins \
     WHERE browser_sha256 = $1 AND expires_us > $2";
const TRY_FIRST: &str = "UPDATE first_sign_ins SET tries = tries + 1 WHERE browser_sha256 = $1 AND tries < $2";
const DELETE_OLD_FIRST: &str = "DELETE FROM first_sign_ins WHERE expires_us <= $1";
const DELETE_FIRST: &str = "DELETE FROM first_sign_ins WHERE browser_sha256 = $1 OR expires_us <= $2";

/// A sign-in that goes on elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInFlow {
    /// The word that the token must hold.
    pub nonce: String,
    /// What proves that the code was asked for here.
    pub verifier: String,
    /// The account that asks to be linked.
    pub user: Option<UserId>,
    /// Where to go on.
    pub back: String,
}

/// What a sign-in that goes on elsewhere is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowKey<'a> {
    /// The word that comes back.
    pub state: Sha256,
    /// The browser that began it.
    pub browser: Sha256,
    /// The provider it went to.
    pub provider: &'a str,
}

/// A first sign-in that waits for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSignIn {
    /// Who the provider says that it is.
    pub identity: Identity,
    /// Where to go on.
    pub back: String,
    /// The name that the account will have.
    pub name: String,
    /// The address that a code was sent to; empty before.
    pub email: String,
    /// Digest of the code.
    pub code: Option<Sha256>,
    /// Codes that were tried.
    pub tries: i64,
}

impl Store {
    /// The account that an identity opens, whatever its state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_identity(&self, issuer: &str, subject: &str) -> Result<Option<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_USER).bind(issuer).bind(subject).fetch_optional(db).await?))
    }

    /// The ways into an account through providers, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_identities(&self, user: UserId) -> Result<Vec<LinkedIdentity>> {
        let rows: Vec<(String, String, String, String, i64, i64)> =
            reading!(self, db => sqlx::query_as(SELECT_OF).bind(user).fetch_all(db).await?);
        let time = |us| {
            let broken = Error::Inconsistent { column: "linked_us", id: user.0, source: None };
            Timestamp::from_microsecond(us).map_err(|_| broken)
        };
        let linked = |(issuer, subject, provider, label, linked_us, used_us)| {
            let (linked_at, used_at) = (time(linked_us)?, time(used_us)?);
            Ok(LinkedIdentity { issuer, subject, provider, label, linked_at, used_at })
        };
        rows.into_iter().map(linked).collect()
    }

    /// How many sign-ins are under way, and how many of them from one network.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_sign_in_flows(&self, network: &Sha256, now: Timestamp) -> Result<(i64, i64)> {
        Ok(
            reading!(self, db => sqlx::query_as(COUNT_FLOWS).bind(network.as_str()).bind(now.as_microsecond()).fetch_one(db).await?),
        )
    }

    /// The first sign-in that a browser has begun.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_first_sign_in(&self, browser: &Sha256, now: Timestamp) -> Result<Option<FirstSignIn>> {
        let row: Option<(String, String, String, String, Option<String>, i64)> = reading!(self, db =>
            sqlx::query_as(SELECT_FIRST).bind(browser.as_str()).bind(now.as_microsecond()).fetch_optional(db).await?);
        let broken = |column| Error::Inconsistent { column, id: 0, source: None };
        row.map(|(identity, back, name, email, code, tries)| {
            let identity = serde_json::from_str(&identity).map_err(|_| broken("identity"))?;
            let code = code.map(|code| Sha256::parse(&code)).transpose().map_err(|_| broken("code_sha256"))?;
            Ok(FirstSignIn { identity, back, name, email, code, tries })
        })
        .transpose()
    }
}

impl Tx {
    /// Makes an identity a way into an account.
    ///
    /// # Errors
    /// When it is one already, or the database fails.
    pub async fn add_identity(&mut self, user: UserId, identity: &Identity, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(&identity.issuer).bind(&identity.subject).bind(user)
            .bind(&identity.provider).bind(identity.label())
            .bind(identity.proven_orcid().map(crate::domain::Orcid::as_str)).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that an identity was used, with what its provider says of it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_identity_use(&mut self, identity: &Identity, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(USE).bind(&identity.issuer).bind(&identity.subject).bind(&identity.provider)
            .bind(identity.label()).bind(identity.proven_orcid().map(crate::domain::Orcid::as_str))
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Takes a way into an account away; `false` when there was none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_identity(&mut self, user: UserId, issuer: &str, subject: &str) -> Result<bool> {
        let removed = within!(self, db => sqlx::query(DELETE).bind(user).bind(issuer).bind(subject).execute(db).await?
            .rows_affected());
        Ok(removed == 1)
    }

    /// Writes a sign-in down that goes on elsewhere, and forgets those that have run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_sign_in_flow(
        &mut self,
        key: &FlowKey<'_>,
        flow: &SignInFlow,
        network: &Sha256,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(FORGET_FLOWS).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(INSERT_FLOW).bind(key.state.as_str()).bind(key.browser.as_str())
            .bind(key.provider).bind(&flow.nonce).bind(&flow.verifier).bind(flow.user).bind(&flow.back)
            .bind(network.as_str()).bind(expires.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Takes a sign-in up again that came back, once, in the browser that began it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_sign_in_flow(&mut self, key: &FlowKey<'_>, now: Timestamp) -> Result<Option<SignInFlow>> {
        let row: Option<(String, String, Option<UserId>, String)> = within!(self, db => sqlx::query_as(TAKE_FLOW)
            .bind(key.state.as_str()).bind(key.browser.as_str()).bind(key.provider).bind(now.as_microsecond())
            .fetch_optional(db).await?);
        Ok(row.map(|(nonce, verifier, user, back)| SignInFlow { nonce, verifier, user, back }))
    }

    /// Writes a first sign-in down, or what was asked of it since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_first_sign_in(&mut self, browser: &Sha256, first: &FirstSignIn, expires: Timestamp) -> Result<()> {
        let broken = |_| Error::Inconsistent { column: "identity", id: 0, source: None };
        let identity = serde_json::to_string(&first.identity).map_err(broken)?;
        within!(self, db => sqlx::query(UPSERT_FIRST).bind(browser.as_str()).bind(identity).bind(&first.back)
            .bind(&first.name).bind(&first.email).bind(first.code.as_ref().map(Sha256::as_str)).bind(first.tries)
            .bind(expires.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Counts a code that is tried; `false` when there were too many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_first_sign_in(&mut self, browser: &Sha256, most: i64) -> Result<bool> {
        let counted = within!(self, db => sqlx::query(TRY_FIRST).bind(browser.as_str()).bind(most).execute(db).await?
            .rows_affected());
        Ok(counted == 1)
    }

    /// Forgets first sign-ins that have run out; gives how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_old_first_sign_ins(&mut self, now: Timestamp) -> Result<u64> {
        Ok(within!(self, db => sqlx::query(DELETE_OLD_FIRST).bind(now.as_microsecond()).execute(db).await?
            .rows_affected()))
    }

    /// Ends a first sign-in, and all that have run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_first_sign_in(&mut self, browser: &Sha256, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_FIRST).bind(browser.as_str()).bind(now.as_microsecond()).execute(db)
            .await?.rows_affected());
        Ok(())
    }
}
