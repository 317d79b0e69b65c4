//! The policies, read once from the embedded `policy_rules.json`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::vocabulary::{FrqScope, POLICY_RULES};
use crate::domain::{Licence, RepositoryKind, ResourceType, VersionType};

/// Id of the policy of the health fund (`policy_rules.json`, `policies[0]`).
pub const FRSQ_2009: &str = "frsq-2009";
/// Id of the policy of 2019 (`policy_rules.json`, `policies[1]`).
pub const FRQ_2019: &str = "frq-2019";
/// Id of the policy of 2022 (`policy_rules.json`, `policies[2]`).
pub const FRQ_2022: &str = "frq-2022";

/// The part of the file that is evaluated.
#[derive(Debug, Default, Deserialize)]
pub struct PolicyTable {
    /// Date of the table: the version of the rules.
    pub as_of: String,
    /// The policies.
    pub policies: Vec<Policy>,
    #[serde(skip)]
    text: String,
}

/// How sure a statement of the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A primary source or two independent ones.
    High,
    /// One secondary source, or a safe inference.
    Medium,
    /// Weak: shown, never judged by.
    Low,
}

/// One policy (`policy_rules.json`, `policies`).
#[derive(Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the policy file")]
pub struct Policy {
    /// Id, such as `frq-2022`.
    pub id: String,
    /// French name.
    pub name_fr: String,
    /// English name, where the file has one.
    pub name_en: Option<String>,
    /// Types covered.
    #[serde(alias = "resource_types")]
    pub resource_types_in: Vec<ResourceType>,
    /// Types of which it is unclear whether they are covered.
    #[serde(default)]
    pub resource_types_unclear: Vec<ResourceType>,
    /// Types encouraged, not required.
    #[serde(default)]
    pub resource_types_out_encouraged: Vec<ResourceType>,
    /// Types not covered.
    #[serde(default)]
    pub resource_types_out: Vec<ResourceType>,
    /// Whether only peer-reviewed works are covered; so for all three versions (domain.md §1.1).
    #[serde(default = "yes")]
    pub peer_reviewed_required: bool,
    /// Months between publication and the due date.
    pub embargo_months_max: u8,
    /// Versions that count.
    pub versions_any_of: Vec<VersionType>,
    /// Whether an open licence is required.
    pub licence_required: bool,
    /// Licences that pass.
    #[serde(default)]
    pub licences_accepted: Vec<Licence>,
    /// Licences that pass where restricting modifications is relevant; no prior approval is asked.
    #[serde(default)]
    pub licences_accepted_when_relevant: Vec<Licence>,
    /// Licences that a person must look at.
    #[serde(default)]
    pub licences_manual_review: Vec<Licence>,
    /// Licences that fail.
    #[serde(default)]
    pub licences_rejected: Vec<Licence>,
    /// A remark on theses; while there is one, the licence is not required of them.
    pub licence_applies_to_theses: Option<String>,
    /// Repositories that count, where the policy says.
    pub repository: Option<RepositoryRule>,
    /// Whether a copy at the publisher's is not enough.
    #[serde(default)]
    pub repository_required: bool,
    /// Days of grace after the due date.
    #[serde(default)]
    pub grace_days: GraceDays,
    /// Whether it may lead to a verdict of non-compliance.
    pub evaluate: bool,
    /// How sure we are of it.
    pub confidence: Confidence,
}

/// Which repositories count.
#[derive(Debug, Deserialize)]
pub struct RepositoryRule {
    /// Kinds that count.
    pub kinds_accepted: Vec<RepositoryKind>,
    /// Kinds that never count.
    pub kinds_rejected: Vec<RepositoryKind>,
}

/// Days of grace; the tolerance only separates "immediate" from "almost immediate" in reports.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct GraceDays {
    /// Days that the policy grants: none.
    pub default: u8,
    /// Days that reports show apart.
    pub reporting_tolerance: u8,
}

impl Default for GraceDays {
    fn default() -> Self {
        Self { default: 0, reporting_tolerance: 7 }
    }
}

/// What a policy says of a type of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeScope {
    /// Covered.
    Covered,
    /// An open question.
    Unclear,
    /// Encouraged, not required.
    Encouraged,
    /// Not covered.
    NotCovered,
}

/// What a policy says of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceScope {
    /// Accepted.
    Accepted,
    /// Accepted where restricting modifications is relevant.
    AcceptedWhenRelevant,
    /// Not accepted.
    Rejected,
    /// Not named: a person must look.
    ManualReview,
    /// Nobody stated the licence.
    Unknown,
}

fn yes() -> bool {
    true
}

static TABLE: LazyLock<PolicyTable> = LazyLock::new(|| PolicyTable::parse(POLICY_RULES).unwrap_or_default());

/// The table that is part of the program. A test proves that it parses; were it broken, no policy would be found and
/// every verdict would be undetermined.
#[must_use]
pub fn embedded() -> &'static PolicyTable {
    &TABLE
}

impl PolicyTable {
    /// Reads a table (`policy_rules.json`).
    ///
    /// # Errors
    /// When it is not JSON of that form, has no version, or lacks one of the three policies.
    pub fn parse(text: &str) -> Result<Self, InvalidTable> {
        let mut table: Self = serde_json::from_str(text)?;
        text.clone_into(&mut table.text);
        if table.as_of.parse::<jiff::civil::Date>().is_err() {
            return Err(InvalidTable::Version(table.as_of));
        }
        match [FRSQ_2009, FRQ_2019, FRQ_2022].into_iter().find(|id| table.find(id).is_none()) {
            Some(missing) => Err(InvalidTable::Missing(missing)),
            None => Ok(table),
        }
    }

    /// The text that it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The policy with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// Whether a kind of repository counts under a policy; `None` when the kind is unknown. A policy that does not say
    /// follows the rule of 2022, whose criteria (open to all, long-term preservation) restate what a repository is.
    #[must_use]
    pub fn accepts_repository(&self, policy: &Policy, kind: Option<RepositoryKind>) -> Option<bool> {
        let of_2022 = || self.find(FRQ_2022).and_then(|policy| policy.repository.as_ref());
        let rule = policy.repository.as_ref().or_else(of_2022)?;
        match kind? {
            kind if rule.kinds_accepted.contains(&kind) => Some(true),
            kind if rule.kinds_rejected.contains(&kind) => Some(false),
            _ => None,
        }
    }
}

/// Why a table of rules is refused.
#[derive(Debug, thiserror::Error)]
pub enum InvalidTable {
    /// Not JSON of the form of `policy_rules.json`.
    #[error("the table of rules cannot be read")]
    Form(#[from] serde_json::Error),
    /// `as_of` is not a day.
    #[error("the table of rules needs a day as its version in \"as_of\", not {0:?}")]
    Version(String),
    /// One of the policies that awards fall under is not there.
    #[error("the table of rules lacks the policy {0}")]
    Missing(&'static str),
}

impl Policy {
    /// Whether it may lead to a published verdict of non-compliance.
    #[must_use]
    pub fn may_judge(&self) -> bool {
        self.evaluate && self.confidence != Confidence::Low
    }

    /// Whether it covers a type of work: by its own lists, else by the scope column of the vocabulary.
    #[must_use]
    pub fn scope_of(&self, kind: ResourceType) -> TypeScope {
        let lists = [
            (&self.resource_types_in, TypeScope::Covered),
            (&self.resource_types_unclear, TypeScope::Unclear),
            (&self.resource_types_out_encouraged, TypeScope::Encouraged),
            (&self.resource_types_out, TypeScope::NotCovered),
        ];
        let listed = lists.into_iter().find(|(list, _)| list.contains(&kind)).map(|(_, scope)| scope);
        listed.unwrap_or_else(|| match kind.frq_scope() {
            FrqScope::In | FrqScope::Unclear => TypeScope::Unclear,
            FrqScope::Encouraged => TypeScope::Encouraged,
            FrqScope::In2022 | FrqScope::Out => TypeScope::NotCovered,
        })
    }

    /// What it says of a licence. A licence on no list is left to a person.
    #[must_use]
    pub fn licence_scope(&self, licence: Option<&Licence>) -> LicenceScope {
        let Some(licence) = licence.filter(|licence| licence.code() != Licence::UNKNOWN) else {
            return LicenceScope::Unknown;
        };
        if self.licences_accepted.contains(licence) {
            LicenceScope::Accepted
        } else if self.licences_accepted_when_relevant.contains(licence) {
            LicenceScope::AcceptedWhenRelevant
        } else if self.licences_rejected.contains(licence) && !self.licences_manual_review.contains(licence) {
            LicenceScope::Rejected
        } else {
            LicenceScope::ManualReview
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::LicenceVerdict;

    #[test]
    fn the_embedded_file_parses_and_holds_the_three_policies() {
        let table: PolicyTable = serde_json::from_str(POLICY_RULES).unwrap();
        let ids: Vec<_> = table.policies.iter().map(|policy| policy.id.as_str()).collect();
        assert_eq!(ids, [FRSQ_2009, FRQ_2019, FRQ_2022]);
        assert_eq!(embedded().as_of, table.as_of);
        assert_eq!(table.policies.iter().map(Policy::may_judge).collect::<Vec<_>>(), [false, true, true]);
    }

    #[test]
    fn a_table_that_lacks_a_policy_or_a_version_is_refused() {
        let refused = |from: &str, to: &str| PolicyTable::parse(&POLICY_RULES.replace(from, to)).unwrap_err();
        assert!(matches!(refused("\"id\": \"frq-2019\"", "\"id\": \"frq-x\""), InvalidTable::Missing(FRQ_2019)));
        assert!(matches!(refused("\"as_of\": \"2026-11-21\"", "\"as_of\": \"soon\""), InvalidTable::Version(_)));
        assert!(matches!(PolicyTable::parse("{"), Err(InvalidTable::Form(_))));
    }

    #[test]
    fn the_policy_agrees_with_the_licence_table_or_is_more_careful() {
        let policy = embedded().find(FRQ_2022).unwrap();
        for licence in Licence::all() {
            let scope = policy.licence_scope(Some(&licence));
            let expected = match licence.frq_2022() {
                // The table rejects it, the policy file asks for a person: no breach is declared on a contradiction.
                LicenceVerdict::Rejected if licence.code() == "publisher-specific" => LicenceScope::ManualReview,
                LicenceVerdict::Accepted => LicenceScope::Accepted,
                LicenceVerdict::AcceptedWhenRelevant => LicenceScope::AcceptedWhenRelevant,
                LicenceVerdict::ManualReview => LicenceScope::ManualReview,
                LicenceVerdict::Rejected => LicenceScope::Rejected,
                LicenceVerdict::Unknown => LicenceScope::Unknown,
            };
            assert_eq!(scope, expected, "{}", licence.code());
        }
    }

    #[test]
    fn the_policy_of_2022_agrees_with_the_scope_column_of_the_vocabulary() {
        for kind in ResourceType::ALL {
            let expected = match kind.frq_scope() {
                FrqScope::In | FrqScope::In2022 => TypeScope::Covered,
                FrqScope::Unclear => TypeScope::Unclear,
                FrqScope::Encouraged => TypeScope::Encouraged,
                FrqScope::Out => TypeScope::NotCovered,
            };
            assert_eq!(embedded().find(FRQ_2022).unwrap().scope_of(kind), expected, "{kind:?}");
        }
    }

    #[test]
    fn theses_are_covered_by_the_version_of_2022_only() {
        for kind in [ResourceType::DoctoralThesis, ResourceType::MastersThesis] {
            assert_eq!(embedded().find(FRQ_2019).unwrap().scope_of(kind), TypeScope::NotCovered);
            assert_eq!(embedded().find(FRQ_2022).unwrap().scope_of(kind), TypeScope::Covered);
        }
    }
}
