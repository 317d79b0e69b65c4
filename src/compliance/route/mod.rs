//! In which way an article can be published in a journal so that a policy is kept: by the journal itself, by a deposit,
//! or by both together. Answered before anything is submitted, from what directories of journals say.
//!
//! Pure, and as careful as verdicts: a directory that is silent proves nothing, so that data which are missing lead to
//! "unknown" alone, and nothing is refused on an estimate or under a policy that is not to be evaluated. The shape of the
//! answer (three states, each with a coded log) is that of the Journal Checker Tool (domain.md §1.7); rights retention is
//! not supposed, since the FRQ was not seen to adopt it (domain.md §1.5). Sentences: `route-step-{code}` of the locales.

#[cfg(test)]
mod cases;
mod policy;
mod rules;

use jiff::civil::Date;

use super::policies::{Policy, PolicyTable};
use crate::domain::Award;
use crate::domain::journal::{Directory, JournalRoute};

/// Whether a way is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is not.
    No,
    /// It cannot be told.
    Unknown,
    /// It is.
    Yes,
}

impl Answer {
    /// The code used in files and message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Yes => "yes",
        }
    }
}

/// A way to keep a policy (`policy_rules.json`, frq-2022 `routes`: G, R and M).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The journal itself is open.
    Journal,
    /// The manuscript is deposited.
    Deposit,
    /// One copy is free at once, another one carries the licence.
    Mixed,
}

impl Way {
    /// The code used in files and message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Deposit => "deposit",
            Self::Mixed => "mixed",
        }
    }
}

/// What a step found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It speaks for the way, against it, or leaves it open.
    Weighs(Answer),
    /// It is good to know and decides nothing.
    Note,
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What a step says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code used in files and message keys.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

steps! {
    /// No award was named: the policy of competitions from 2023-07-01 on is taken.
    PolicyAssumed = "policy_assumed",
    /// The policy was named.
    PolicyNamed = "policy_named",
    /// The launch date of the competition chose the policy.
    PolicyOfAward = "policy_of_award",
    /// The start of funding, or an estimated launch date, points to the policy.
    PolicyLikely = "policy_likely",
    /// The award leaves several policies possible.
    PolicyOpen = "policy_open",
    /// The register does not know the award.
    AwardUnknown = "award_unknown",
    /// No policy covers the award.
    PolicyNone = "policy_none",
    /// A refusal would rest on an estimate, or on a policy that is not to be evaluated.
    Withheld = "withheld",
    /// The policies that are possible do not agree.
    PoliciesDisagree = "policies_disagree",
    /// No snapshot of the directory was taken in.
    NoSnapshot = "no_snapshot",
    /// The directory does not list the journal.
    NotListed = "not_listed",
    /// The directory listed the journal once and does no more.
    NoMoreListed = "no_more_listed",
    /// The journal is listed as open.
    Listed = "listed",
    /// The policy asks for no licence.
    LicenceNotRequired = "licence_not_required",
    /// A licence of the journal, or of the deposit, is accepted.
    LicenceAccepted = "licence_accepted",
    /// None of the licences is accepted.
    LicenceRejected = "licence_rejected",
    /// A person must look at the licences.
    LicenceReview = "licence_review",
    /// The directory names no licence.
    LicenceUnstated = "licence_unstated",
    /// A copy in a repository is required.
    RepositoryRequired = "repository_required",
    /// Authors pay nothing.
    NoFee = "no_fee",
    /// Authors may have to pay; which fees are eligible is for the rules of the award to say.
    FeePossible = "fee_possible",
    /// The directory says nothing of deposits.
    DepositSilent = "deposit_silent",
    /// No version that counts may be deposited.
    VersionRefused = "version_refused",
    /// A version that counts may be deposited.
    VersionAllowed = "version_allowed",
    /// The deposit may be open in time.
    EmbargoKept = "embargo_kept",
    /// The deposit may be open too late.
    EmbargoTooLong = "embargo_too_long",
    /// The permission asks for a fee.
    DepositFee = "deposit_fee",
    /// A copy is free in time.
    MixedInTime = "mixed_in_time",
    /// No copy is free in time, or that cannot be told.
    MixedNotInTime = "mixed_not_in_time",
    /// A free copy carries the licence.
    MixedLicensed = "mixed_licensed",
    /// No free copy carries the licence, or that cannot be told.
    MixedNotLicensed = "mixed_not_licensed",
}

/// A step of the log: what was asked, of whom, what it said, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it says.
    pub code: Code,
    /// What that means for the way.
    pub found: Found,
    /// The directory that it comes from.
    pub source: Option<Directory>,
    /// Day of the directory's snapshot.
    pub observed: Option<Date>,
    /// Values that the sentence names: codes and numbers.
    pub details: Vec<(&'static str, String)>,
}

/// A way with its answer and the log that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayAnswer {
    /// The way.
    pub way: Way,
    /// Whether it is open.
    pub answer: Answer,
    /// The log.
    pub steps: Vec<Step>,
}

/// What is answered for a journal and an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Ids of the policies that are possible; one where it is known, none where none applies.
    pub policies: Vec<String>,
    /// Version of the rules.
    pub rules_version: String,
    /// How the policy was chosen.
    pub choice: Vec<Step>,
    /// The ways, none where no policy applies.
    pub ways: Vec<WayAnswer>,
}

impl Assessment {
    /// Whether any way is open: the best answer, "yes" where nothing is asked for.
    #[must_use]
    pub fn overall(&self) -> Answer {
        self.ways.iter().map(|way| way.answer).max().unwrap_or(Answer::Yes)
    }
}

/// What a directory says of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub route: JournalRoute,
    /// Day on which that was taken in.
    pub observed: Date,
    /// Whether the latest snapshot still lists the journal.
    pub is_current: bool,
}

/// What a directory is known to say: when it was last taken in, and its entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Day of the latest snapshot; `None` when there is none.
    pub taken: Option<Date>,
    /// The entry of the journal.
    pub entry: Option<Entry>,
}

/// What both directories say of a journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalFacts {
    /// The Directory of Open Access Journals.
    pub doaj: Snapshot,
    /// Open Policy Finder.
    pub finder: Snapshot,
}

/// What the policy is chosen by.
#[derive(Debug, Clone, Copy)]
pub enum Basis<'a> {
    /// Nothing: the policy of new competitions.
    New,
    /// A policy by its id.
    Policy(&'a Policy),
    /// An award of the register.
    Award(&'a Award),
    /// A number that the register does not know.
    UnknownAward(&'a str),
}

/// In which ways an article can be published in a journal.
#[must_use]
pub fn assess(rules: &PolicyTable, basis: Basis<'_>, facts: &JournalFacts) -> Assessment {
    let choice = policy::choose(rules, basis);
    let ways = rules::ways(&choice, facts);
    Assessment {
        policies: choice.possible.iter().map(|policy| policy.id.clone()).collect(),
        rules_version: rules.as_of.clone(),
        choice: vec![choice.step],
        ways,
    }
}
