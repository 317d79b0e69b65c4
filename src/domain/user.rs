//! Accounts and what they may do.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use super::ids::{ApiTokenId, UserId};
use super::{Lang, Orcid, Sha256};

/// A local account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Number.
    pub id: UserId,
    /// E-mail address, lower case: the name to sign in with.
    pub email: String,
    /// Name shown.
    pub name: String,
    /// What the account may do.
    pub role: Role,
}

/// What an account may do; each role includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Deposits articles.
    Depositor,
    /// Reads the reports of the fund.
    Funder,
    /// Reviews deposits.
    Curator,
    /// Sees everything, manages accounts.
    Administrator,
}

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Self; 4] = [Self::Depositor, Self::Funder, Self::Curator, Self::Administrator];

    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Depositor => "depositor",
            Self::Funder => "funder",
            Self::Curator => "curator",
            Self::Administrator => "administrator",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// An account with what it says of itself and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own; none excludes another")]
pub struct Account {
    /// Number, address, name and role.
    pub user: User,
    /// Language of its messages.
    pub language: Lang,
    /// Its ORCID iD.
    pub orcid: Option<Orcid>,
    /// Whether ORCID itself said that the iD is its person's.
    pub is_orcid_proven: bool,
    /// Name of its institution, as its person writes it.
    pub institution: Option<String>,
    /// Whether it may publish its deposits without a curator.
    pub is_trusted: bool,
    /// Whether it gets messages about deposits.
    pub wants_news: bool,
    /// Whether a password opens it.
    pub has_password: bool,
    /// Whether it asks for a second factor at sign-in.
    pub has_second_factor: bool,
    /// When it was closed to its person; `None` while it is open.
    pub disabled_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of its token: tells sessions apart and opens nothing.
    pub id: Sha256,
    /// What the browser says it is.
    pub agent: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// What a program may do with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Reads what the account may read.
    Read,
    /// Hands articles in.
    Deposit,
    /// Reviews deposits.
    Review,
    /// Reads reports.
    Report,
}

impl Scope {
    /// All scopes, as they are offered.
    pub const ALL: [Self; 4] = [Self::Read, Self::Deposit, Self::Review, Self::Report];

    /// The code kept in the database and sent in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Deposit => "deposit",
            Self::Review => "review",
            Self::Report => "report",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// The weakest role whose accounts may give the scope away.
    #[must_use]
    pub fn least_role(self) -> Role {
        match self {
            Self::Read | Self::Deposit => Role::Depositor,
            Self::Report => Role::Funder,
            Self::Review => Role::Curator,
        }
    }
}

/// A token of a program, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Number.
    pub id: ApiTokenId,
    /// What its person calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used last, to the hour.
    pub used_at: Option<Timestamp>,
}
