//! Review as a conversation: who looks after a deposit, and what is said about it.

use jiff::Timestamp;

use super::ids::UserId;
use super::{ArticleId, DepositId};

/// Something said about a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Who said it.
    pub by: UserId,
    /// Their name; empty once their account is erased.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// The field of the description that it is about; none for the deposit as a whole.
    pub field: Option<String>,
    /// What was said.
    pub body: String,
}

/// A depositor asks that a public article be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalRequest {
    /// The article.
    pub article: ArticleId,
    /// The deposit that it was asked for at.
    pub deposit: DepositId,
    /// Name of who asks; empty once their account is erased.
    pub name: String,
    /// Why, in their words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Who looks after a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignee {
    /// The account.
    pub id: UserId,
    /// Its name.
    pub name: String,
}

/// Which deposits a curator sees by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QueueState {
    /// Those that wait for a decision.
    #[default]
    Waiting,
    /// Those that wait for their depositor.
    Returned,
    /// Those of people that were decided, the latest first.
    Decided,
    /// Public ones that their depositors ask to withdraw.
    Withdrawals,
    /// Those that their depositors took back, the latest first.
    TakenBack,
}

impl QueueState {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Returned, Self::Decided, Self::Withdrawals, Self::TakenBack];

    /// The word for it in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "attente",
            Self::Returned => "renvoyes",
            Self::Decided => "decides",
            Self::Withdrawals => "retraits",
            Self::TakenBack => "repris",
        }
    }

    /// Reads a word of an address; anything else is the first.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or_default()
    }
}

/// Which deposits a curator sees by who looks after them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QueueOwner {
    /// All.
    #[default]
    Anybody,
    /// The curator's own.
    Mine,
    /// Those that nobody looks after.
    Nobody,
}

impl QueueOwner {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Anybody, Self::Mine, Self::Nobody];

    /// The word for it in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Anybody => "tous",
            Self::Mine => "moi",
            Self::Nobody => "personne",
        }
    }

    /// Reads a word of an address; anything else is the first.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|owner| owner.code() == code).unwrap_or_default()
    }
}

/// What a curator looks for in the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueQuery {
    /// Where deposits stand.
    pub state: QueueState,
    /// Who looks after them.
    pub owner: QueueOwner,
    /// Letters of the description, or of the depositor's name or address.
    pub words: String,
}
