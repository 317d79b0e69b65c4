//! Accounts and what they may do.

use serde::{Deserialize, Serialize};

use super::ids::UserId;

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
    /// Reviews deposits.
    Curator,
    /// Sees everything, manages accounts.
    Administrator,
}

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Self; 3] = [Self::Depositor, Self::Curator, Self::Administrator];

    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Depositor => "depositor",
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
