//! What accounts say of themselves, what keeps them safe, and what administrators decide about them.

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::user::{Account, Role, User};
use crate::domain::{Lang, Orcid, Sha256};

/// Columns of [`AccountRow`].
macro_rules! account_columns {
    () => {
        "SELECT id, email, name, role, language, orcid, institution, trusted, news, \
         totp_secret IS NOT NULL AS factor, password_hash <> '' AS password, EXISTS (SELECT 1 FROM identities i \
         WHERE i.user_id = users.id AND i.orcid = users.orcid) AS orcid_proven, disabled_us, created_us FROM users "
    };
}

const SELECT: &str = concat!(account_columns!(), "WHERE id = $1 AND erased_us IS NULL");
const SELECT_BY_EMAIL: &str = concat!(account_columns!(), "WHERE email = $1 AND erased_us IS NULL");
const SEARCH: &str = concat!(
    account_columns!(),
    "WHERE erased_us IS NULL AND ($1 = '' OR role = $1) AND email > $2 ORDER BY email LIMIT 500"
);
const SELECT_BY_ROLE: &str =
    concat!(account_columns!(), "WHERE erased_us IS NULL AND disabled_us IS NULL AND role = $1 ORDER BY id");
const SELECT_FACTOR: &str = "SELECT totp_secret, totp_step FROM users WHERE id = $1";
const SELECT_SECRETS: &str = "SELECT id, totp_secret FROM users WHERE totp_secret IS NOT NULL ORDER BY id";
const REPLACE_SECRET: &str = "UPDATE users SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2";
const SELECT_HASH: &str = "SELECT password_hash FROM users WHERE id = $1";
const UPDATE_PROFILE: &str =
    "UPDATE users SET name = $2, language = $3, orcid = $4, institution = $5, news = $6 WHERE id = $1";
const UPDATE_NEWS: &str = "UPDATE users SET news = $2 WHERE id = $1";
const UPDATE_PASSWORD: &str = "UPDATE users SET password_hash = $2 WHERE id = $1";
const UPDATE_RIGHTS: &str = "UPDATE users SET role = $2, trusted = $3, disabled_us = $4 WHERE id = $1";
const UPDATE_FACTOR: &str = "UPDATE users SET totp_secret = $2, totp_step = $3 WHERE id = $1";
const ADVANCE_FACTOR: &str = "UPDATE users SET totp_step = $2 WHERE id = $1 AND COALESCE(totp_step, -1) < $2";
const DELETE_CODES: &str = "DELETE FROM recovery_codes WHERE user_id = $1";
const INSERT_CODE: &str = "INSERT INTO recovery_codes (user_id, code_sha256) VALUES ($1, $2)";
const USE_CODE: &str = "DELETE FROM recovery_codes WHERE user_id = $1 AND code_sha256 = $2";
const COUNT_CODES: &str = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1";
const ERASE: &str = "UPDATE users SET email = 'erased:' || id, name = '', password_hash = '', language = 'fr', \
     orcid = NULL, institution = NULL, desk_institution = NULL, trusted = FALSE, news = FALSE, totp_secret = NULL, totp_step = NULL, \
     role = 'depositor', disabled_us = $2, erased_us = $2 WHERE id = $1";
const FORGET: [&str; 16] = [
    "DELETE FROM report_subscriptions WHERE user_id = $1",
    "DELETE FROM drafts WHERE owner = $1",
    "DELETE FROM claims WHERE user_id = $1",
    "DELETE FROM award_claims WHERE user_id = $1",
    "DELETE FROM notices WHERE user_id = $1",
    "DELETE FROM sessions WHERE user_id = $1",
    "DELETE FROM account_links WHERE user_id = $1",
    "DELETE FROM recovery_codes WHERE user_id = $1",
    "DELETE FROM api_tokens WHERE user_id = $1",
    "DELETE FROM kept_answers WHERE account = $1",
    "DELETE FROM identities WHERE user_id = $1",
    "DELETE FROM sign_in_flows WHERE user_id = $1",
    "DELETE FROM award_holders WHERE user_id = $1",
    "DELETE FROM reminder_choices WHERE user_id = $1",
    "UPDATE reminders SET user_id = NULL WHERE user_id = $1",
    "UPDATE desk_cases SET assignee = NULL WHERE assignee = $1",
];
const FORGET_MAIL_TO: &str = "DELETE FROM mail WHERE recipient = $1";

/// What an account says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Name shown.
    pub name: String,
    /// Language of its messages.
    pub language: Lang,
    /// Its ORCID iD.
    pub orcid: Option<Orcid>,
    /// Name of its institution.
    pub institution: Option<String>,
    /// Whether it gets messages about deposits.
    pub wants_news: bool,
}

/// What an administrator decides about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// What it may do.
    pub role: Role,
    /// Whether it may publish its deposits without a curator.
    pub is_trusted: bool,
    /// When it was closed to its person.
    pub disabled_at: Option<Timestamp>,
}

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// The shared secret, as it is kept: sealed, or in base 32 where an earlier release wrote it.
    pub secret: String,
    /// The last step that a code was taken for.
    pub last_step: Option<i64>,
}

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
struct AccountRow {
    id: UserId,
    email: String,
    name: String,
    role: String,
    language: String,
    orcid: Option<String>,
    institution: Option<String>,
    trusted: bool,
    news: bool,
    factor: bool,
    password: bool,
    orcid_proven: bool,
    disabled_us: Option<i64>,
    created_us: i64,
}

impl TryFrom<AccountRow> for Account {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        let role = Role::from_code(&row.role).ok_or_else(|| broken("role"))?;
        Ok(Self {
            language: Lang::parse(&row.language).map_err(|_| broken("language"))?,
            orcid: row.orcid.as_deref().map(Orcid::parse).transpose().map_err(|_| broken("orcid"))?,
            created_at: Timestamp::from_microsecond(row.created_us).map_err(|_| broken("created_us"))?,
            user: User { id: row.id, email: row.email, name: row.name, role },
            institution: row.institution,
            is_trusted: row.trusted,
            wants_news: row.news,
            has_second_factor: row.factor,
            has_password: row.password,
            is_orcid_proven: row.orcid_proven,
            disabled_at: row.disabled_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
        })
    }
}

/// Lower case without accents.
fn folded(text: &str) -> String {
    let letters = text.trim().nfkd().filter(|c| !is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).collect()
}

impl Store {
    /// An account that was not erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_account(&self, id: UserId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = reading!(self, db => sqlx::query_as(SELECT).bind(id).fetch_optional(db).await?);
        row.map(Account::try_from).transpose()
    }

    /// The account with an address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_account_of(&self, email: &str) -> Result<Option<Account>> {
        let row: Option<AccountRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_EMAIL).bind(email).fetch_optional(db).await?);
        row.map(Account::try_from).transpose()
    }

    /// Accounts whose address or name holds some letters, whatever their case and accents, of one role or all. The
    /// database knows the case of plain letters alone, so names are compared here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_accounts(&self, words: &str, role: Option<Role>, limit: usize) -> Result<Vec<Account>> {
        let (role, words) = (role.map(Role::code).unwrap_or_default(), folded(words));
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let rows: Vec<AccountRow> = reading!(self, db => sqlx::query_as(SEARCH).bind(role).bind(&after)
                .fetch_all(db).await?);
            let Some(last) = rows.last().map(|row| row.email.clone()) else { return Ok(found) };
            after = last;
            for row in rows {
                if folded(&row.email).contains(&words) || folded(&row.name).contains(&words) {
                    found.push(Account::try_from(row)?);
                }
                if found.len() >= limit {
                    return Ok(found);
                }
            }
        }
    }

    /// The open accounts of a role.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_accounts_as(&self, role: Role) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> =
            reading!(self, db => sqlx::query_as(SELECT_BY_ROLE).bind(role.code()).fetch_all(db).await?);
        rows.into_iter().map(Account::try_from).collect()
    }

    /// The hash of an account's password.
    ///
    /// # Errors
    /// When the account is not there or the database fails.
    pub async fn password_hash(&self, id: UserId) -> Result<String> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_HASH).bind(id).fetch_one(db).await?))
    }

    /// The second factor of an account, when it has one.
    ///
    /// # Errors
    /// When the account is not there or the database fails.
    pub async fn find_factor(&self, id: UserId) -> Result<Option<Factor>> {
        let (secret, last_step): (Option<String>, Option<i64>) =
            reading!(self, db => sqlx::query_as(SELECT_FACTOR).bind(id).fetch_one(db).await?);
        Ok(secret.map(|secret| Factor { secret, last_step }))
    }

    /// The secrets of all second factors, as they are kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_factor_secrets(&self) -> Result<Vec<(UserId, String)>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_SECRETS).fetch_all(db).await?))
    }

    /// How many recovery codes an account has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_recovery_codes(&self, id: UserId) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT_CODES).bind(id).fetch_one(db).await?))
    }
}

impl Tx {
    /// Writes what an account says of itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_profile(&mut self, id: UserId, profile: &Profile) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_PROFILE).bind(id).bind(&profile.name).bind(profile.language.as_str())
            .bind(profile.orcid.as_ref().map(Orcid::as_str)).bind(profile.institution.as_deref())
            .bind(profile.wants_news).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Whether an account gets messages about deposits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_news(&mut self, id: UserId, wanted: bool) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_NEWS).bind(id).bind(wanted).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Gives an account another password, by its hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&mut self, id: UserId, hash: &str) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_PASSWORD).bind(id).bind(hash).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes what an administrator decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_rights(&mut self, id: UserId, rights: Rights) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_RIGHTS).bind(id).bind(rights.role.code()).bind(rights.is_trusted)
            .bind(rights.disabled_at.map(Timestamp::as_microsecond)).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Sets the second factor with its recovery codes, or removes both.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_factor(&mut self, id: UserId, factor: Option<&Factor>, codes: &[Sha256]) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_FACTOR).bind(id).bind(factor.map(|factor| factor.secret.as_str()))
            .bind(factor.and_then(|factor| factor.last_step)).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(DELETE_CODES).bind(id).execute(db).await?.rows_affected());
        for code in codes {
            within!(self, db => sqlx::query(INSERT_CODE).bind(id).bind(code.as_str()).execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Keeps the secret of a second factor in another form, where it is still the one expected.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_factor_secret(&mut self, id: UserId, before: &str, after: &str) -> Result<()> {
        within!(self, db => sqlx::query(REPLACE_SECRET).bind(id).bind(before).bind(after).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes the step that a code was taken for; `false` when it, or a later one, was used before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_step(&mut self, id: UserId, step: i64) -> Result<bool> {
        let moved = within!(self, db => sqlx::query(ADVANCE_FACTOR).bind(id).bind(step).execute(db).await?
            .rows_affected());
        Ok(moved == 1)
    }

    /// Uses a recovery code up; `false` when there is no such code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_recovery_code(&mut self, id: UserId, code: &Sha256) -> Result<bool> {
        let used = within!(self, db => sqlx::query(USE_CODE).bind(id).bind(code.as_str()).execute(db).await?
            .rows_affected());
        Ok(used == 1)
    }

    /// Removes all that says who an account was, and everything that opens it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase_account(&mut self, user: &User, now: Timestamp) -> Result<()> {
        for statement in FORGET {
            within!(self, db => sqlx::query(statement).bind(user.id).execute(db).await?.rows_affected());
        }
        within!(self, db => sqlx::query(FORGET_MAIL_TO).bind(&user.email).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(ERASE).bind(user.id).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }
}
