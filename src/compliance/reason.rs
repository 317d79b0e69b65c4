//! The reason codes: every finding carries one, and every one has a sentence in the locales.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Why a test passed, failed or could not be told. The names in brackets are the details of the finding,
        /// which the sentence `finding-{code}` may use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason {
            $($(#[$doc])* $name,)*
        }

        impl Reason {
            /// The code, as verdicts keep it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }
        }

        /// Every reason code that exists; the message key is `finding-{code}` with `_` turned into `-`.
        #[must_use]
        pub fn reason_codes() -> &'static [&'static str] {
            &[$($code),*]
        }
    };
}

reasons! {
    /// An approved exception is on file.
    ExceptionOnFile = "exception_on_file",

    /// The link names no award number.
    AwardNumberMissing = "award_number_missing",
    /// The award is not in the register (`award`).
    AwardNotInRegister = "award_not_in_register",
    /// The register gives the number to another fund and to nobody among the authors (`award`, `fund`).
    AwardOfAnotherFund = "award_of_another_fund",
    /// The competition's launch date chose the policy (`policy`, `launched`).
    PolicyByLaunchDate = "policy_by_launch_date",
    /// The programme's own rules chose the policy, as for infrastructure grants of 2022–2023 (`policy`, `launched`).
    PolicyByProgramme = "policy_by_programme",
    /// Launched before the policies, but active after 31 March 2019 (`policy`, `launched`).
    PolicyByActivity = "policy_by_activity",
    /// The health fund's policy of 2009 (`policy`, `launched`).
    PolicyOfHealthFund = "policy_of_health_fund",
    /// The award ended before any policy (`launched`).
    NoPolicy = "no_policy",
    /// The launch date is unknown.
    LaunchDateMissing = "launch_date_missing",
    /// The launch date is unknown; the start of funding points to this policy (`policy`, `earliest`, `latest`).
    LaunchDateFromFundingStart = "launch_date_from_funding_start",
    /// The launch date is an estimate (`launched`).
    LaunchDateEstimated = "launch_date_estimated",
    /// Nobody recorded which policy the programme rules of an infrastructure grant name (`launched`).
    ProgrammeRulesMissing = "programme_rules_missing",
    /// The award's first or last day is needed and unknown (`launched`).
    AwardPeriodMissing = "award_period_missing",
    /// The tests fail, but the launch date is an estimate: nothing is published against it
    /// (`policy`).
    WithheldOnEstimate = "withheld_on_estimate",
    /// The tests fail, but this policy is shown only, never judged by (`policy`).
    WithheldByPolicy = "withheld_by_policy",
    /// The tests fail, but the link to the award was only read or inferred: nothing is published against it.
    WithheldByLink = "withheld_by_link",

    /// Works of this type are covered (`type`).
    TypeCovered = "type_covered",
    /// The type of work is unknown.
    TypeMissing = "type_missing",
    /// Whether the type is covered is an open question (`type`).
    TypeUnclear = "type_unclear",
    /// The type is covered by one policy and not by another, and the policy is unknown (`type`).
    TypeDependsOnPolicy = "type_depends_on_policy",
    /// Encouraged, not required (`type`).
    TypeEncouraged = "type_encouraged",
    /// Not covered (`type`).
    TypeNotCovered = "type_not_covered",
    /// Peers reviewed it.
    PeerReviewed = "peer_reviewed",
    /// Nobody said whether peers reviewed it; articles of journals are taken as reviewed.
    PeerReviewPresumed = "peer_review_presumed",
    /// The test does not apply to theses.
    PeerReviewNotNeeded = "peer_review_not_needed",
    /// Peers did not review it.
    NotPeerReviewed = "not_peer_reviewed",

    /// No copy is known.
    NoCopy = "no_copy",
    /// An open copy, of a version and in a place that count (`copy`, `version`).
    CopyAccepted = "copy_accepted",
    /// Not open (`copy`).
    CopyNotOpen = "copy_not_open",
    /// Not open before a day (`copy`, `opens`).
    CopyEmbargoed = "copy_embargoed",
    /// Whether it is open on the day cannot be told (`copy`).
    CopyAccessUnknown = "copy_access_unknown",
    /// Its version does not count (`copy`, `version`).
    CopyVersionRejected = "copy_version_rejected",
    /// Its version is unknown (`copy`).
    CopyVersionUnknown = "copy_version_unknown",
    /// A proof counts only after a person compared it (`copy`).
    CopyProof = "copy_proof",
    /// Its place does not count: personal site, social network, or a policy that asks for a repository (`copy`).
    CopyPlaceRejected = "copy_place_rejected",
    /// The kind of repository is unknown (`copy`).
    CopyPlaceUnknown = "copy_place_unknown",

    /// The publication date is unknown.
    PublishedDateMissing = "published_date_missing",
    /// The publication date is known to the month; its last day counts (`published`).
    PublishedMonthOnly = "published_month_only",
    /// The publication date is known to the year only (`published`).
    PublishedYearOnly = "published_year_only",
    /// Open in time (`copy`, `opened`, `due`).
    OpenedInTime = "opened_in_time",
    /// Open after the due date (`copy`, `opened`, `due`, `days`).
    OpenedLate = "opened_late",
    /// Open after the due date, within the tolerance of reports (`copy`, `opened`, `due`, `days`).
    OpenedWithinTolerance = "opened_within_tolerance",
    /// Whether it was open in time cannot be told (`copy`).
    OpenedDateUnknown = "opened_date_unknown",
    /// The due date lies ahead (`due`).
    DueAhead = "due_ahead",
    /// The due date has passed without a copy that counts (`due`).
    DuePassed = "due_passed",

    /// This policy, or this policy for theses, asks for no licence (`policy`).
    LicenceNotRequired = "licence_not_required",
    /// The licence is accepted (`copy`, `licence`).
    LicenceAccepted = "licence_accepted",
    /// CC BY-ND, accepted where restricting modifications is relevant (`copy`, `licence`).
    LicenceAcceptedNoDerivatives = "licence_accepted_no_derivatives",
    /// The licence is not accepted (`copy`, `licence`).
    LicenceRejected = "licence_rejected",
    /// The policy does not name this licence: a person must look (`copy`, `licence`).
    LicenceManualReview = "licence_manual_review",
    /// Nobody stated a licence (`copy`).
    LicenceMissing = "licence_missing",
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_listed_once_and_can_be_a_message_key() {
        let unique: HashSet<_> = reason_codes().iter().collect();
        assert_eq!(unique.len(), reason_codes().len());
        for code in reason_codes() {
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code}");
            assert_eq!(Reason::from_code(code).map(Reason::code), Some(*code));
        }
        assert_eq!(Reason::from_code("nothing"), None);
    }
}
