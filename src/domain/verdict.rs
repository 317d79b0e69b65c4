//! What the compliance rules say about an article and an award, and why.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AwardLink, LinkTier};

/// The outcome for one (article, award) pair (`policy_rules.json`, `verdicts`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All tests true.
    Compliant,
    /// All tests true except timing.
    CompliantLate,
    /// Timing true, licence false.
    OpenWithoutLicence,
    /// An open copy exists, but its version or place does not count.
    Partly,
    /// The due date lies ahead.
    NotYetDue,
    /// The due date has passed and no open copy that counts was seen.
    Closed,
    /// A needed datum is missing or open to interpretation.
    Undetermined,
    /// The work or the award is not covered.
    OutOfScope,
    /// An approved exception is on file.
    Exempt,
}

impl Outcome {
    /// All outcomes, in the order of the policy table.
    pub const ALL: [Self; 9] = [
        Self::Compliant,
        Self::CompliantLate,
        Self::OpenWithoutLicence,
        Self::Partly,
        Self::NotYetDue,
        Self::Closed,
        Self::Undetermined,
        Self::OutOfScope,
        Self::Exempt,
    ];

    /// The code used in files, addresses and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Compliant => "compliant",
            Self::CompliantLate => "compliant_late",
            Self::OpenWithoutLicence => "open_without_licence",
            Self::Partly => "partly",
            Self::NotYetDue => "not_yet_due",
            Self::Closed => "closed",
            Self::Undetermined => "undetermined",
            Self::OutOfScope => "out_of_scope",
            Self::Exempt => "exempt",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A verdict with everything that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The link it is about.
    pub award: AwardLink,
    /// How sure the link is.
    pub tier: LinkTier,
    /// Id of the policy applied (`frq-2022`), when one could be chosen.
    pub policy: Option<String>,
    /// Version of the rules (date of the policy table).
    pub rules_version: String,
    /// The day as of which it was evaluated.
    pub observed_on: Date,
    /// Day of publication that the tests used; the last day of the month or year when only those are known.
    #[serde(default)]
    pub published: Option<Date>,
    /// Last day on which an open copy is in time.
    pub due: Option<Date>,
    /// First day on which a copy that counts was open.
    #[serde(default)]
    pub opened: Option<Date>,
    /// The outcome.
    pub outcome: Outcome,
    /// What the rules say without regard to an exception; the outcome wherever there is none.
    pub computed: Outcome,
    /// Every test in the order it was made.
    pub findings: Vec<Finding>,
    /// What would mend it.
    pub next_action: NextAction,
}

/// One test of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the rule, a file of `compliance/` (`exception`, `policy`, `scope`, `copies`, `timing`, `licence`).
    pub rule: Cow<'static, str>,
    /// Whether it passed; `None` when it cannot be told.
    pub passed: Option<bool>,
    /// Reason code; its sentence is the message `finding-{code}` of the locales.
    pub code: Cow<'static, str>,
    /// Values that the sentence names, `(name, value)`.
    pub details: Vec<(Cow<'static, str>, String)>,
}

/// What a person can do about it; its sentence is the message `action-{code}` of the locales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAction {
    /// Nothing to do.
    None,
    /// Wait for the embargo's end.
    Wait,
    /// State or change the licence of a free copy.
    AddLicence,
    /// Deposit the accepted manuscript or the version of record.
    DepositManuscript,
    /// State the missing publication date.
    AddDate,
    /// State the award number, or have it added to the register.
    ConfirmAward,
    /// State which version the file is.
    ConfirmVersion,
    /// State what kind of work it is.
    ConfirmType,
    /// State since when a copy is open, or what kind of repository holds it.
    ConfirmCopy,
    /// The FRQ must decide an open question.
    AskFunder,
}

impl NextAction {
    /// All actions.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Wait,
        Self::AddLicence,
        Self::DepositManuscript,
        Self::AddDate,
        Self::ConfirmAward,
        Self::ConfirmVersion,
        Self::ConfirmType,
        Self::ConfirmCopy,
        Self::AskFunder,
    ];

    /// The code used in files and message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Wait => "wait",
            Self::AddLicence => "add_licence",
            Self::DepositManuscript => "deposit_manuscript",
            Self::AddDate => "add_date",
            Self::ConfirmAward => "confirm_award",
            Self::ConfirmVersion => "confirm_version",
            Self::ConfirmType => "confirm_type",
            Self::ConfirmCopy => "confirm_copy",
            Self::AskFunder => "ask_funder",
        }
    }
}
