//! The table of cases: each with its outcome and all its reason codes. One line a case, so that it reads as a table.

use jiff::civil::date;

use super::tests::{Pair, copy, journal, partial, subscription};
use crate::domain::verdict::Outcome;
use crate::domain::{AccessRight, Copy, CopyHost, Fund, Licence, Person, RepositoryKind, ResourceType, VersionType};

type Case = (&'static str, Pair, Outcome, &'static str);

fn check(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for (name, pair, outcome, codes) in cases {
        let verdict = pair.evaluate();
        let found: Vec<_> = verdict.findings.iter().map(|finding| finding.code.as_ref()).collect();
        if (verdict.outcome, found.join(" ").as_str()) != (outcome, codes) {
            wrong.push(format!("{name}: {:?} (expected {outcome:?})\n    {}", verdict.outcome, found.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[rustfmt::skip]
fn policy_is_chosen_by_the_launch_date() {
    check(vec![
        ("launched on the last day of 2019's rules, closed licence", Pair::new().launched(2022, 6, 30).licence("all-rights-reserved"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("launched on the first day of 2022's rules, closed licence", Pair::new().launched(2022, 7, 1).licence("all-rights-reserved"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_rejected"),
        ("launched on the last day of the transition", Pair::new().launched(2023, 6, 30), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("launched on the first day after the transition", Pair::new().launched(2023, 7, 1), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("infrastructure, last day of the transition, rules unrecorded", Pair::new().infrastructure(None).launched(2023, 6, 30), Outcome::Undetermined, "programme_rules_missing type_covered peer_reviewed"),
        ("infrastructure, first day after the transition", Pair::new().infrastructure(None).launched(2023, 7, 1), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("infrastructure, day before the transition", Pair::new().infrastructure(None).launched(2022, 6, 30).opened("2025-05-14"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("infrastructure under programme rules of 2019, open after six months", Pair::new().infrastructure(Some(2019)).opened("2024-11-14"), Outcome::Compliant, "policy_by_programme type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("infrastructure under programme rules of 2022, open after six months", Pair::new().infrastructure(Some(2022)).opened("2024-11-14"), Outcome::CompliantLate, "policy_by_programme type_covered peer_reviewed copy_accepted opened_late licence_accepted"),
        ("infrastructure under rules of a year that means nothing", Pair::new().infrastructure(Some(2015)), Outcome::Undetermined, "programme_rules_missing type_covered peer_reviewed"),
        ("launched on the first day of 2019's rules", Pair::new().launched(2019, 4, 1).opened("2025-05-14"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("launched before 2019, still active in April 2019", Pair::new().launched(2017, 9, 1).award(|award| award.active_to = Some(date(2019, 4, 1))).opened("2025-05-15"), Outcome::CompliantLate, "policy_by_activity type_covered peer_reviewed copy_accepted opened_within_tolerance licence_not_required"),
        ("launched before 2019, ended the day before", Pair::new().launched(2017, 9, 1).award(|award| award.active_to = Some(date(2019, 3, 31))), Outcome::OutOfScope, "no_policy"),
        ("launched before 2019, end unknown", Pair::new().launched(2017, 9, 1).award(|award| award.active_to = None), Outcome::Undetermined, "award_period_missing type_covered peer_reviewed"),
        ("health fund 2009, open by deposit within six months", Pair::new().health_2012().published("2014-01-10").opened("2014-07-10"), Outcome::Compliant, "policy_of_health_fund type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("health fund 2009, closed: shown, never judged", Pair::new().health_2012().no_own().and(subscription()), Outcome::Undetermined, "policy_of_health_fund type_covered peer_reviewed copy_not_open due_passed licence_not_required withheld_by_policy"),
        ("health fund 2009, the publisher's copy is no deposit", Pair::new().health_2012().no_own().and(journal(VersionType::VoR, "cc-by-4.0", "2024-05-14")), Outcome::Undetermined, "policy_of_health_fund type_covered peer_reviewed copy_place_rejected due_passed licence_not_required withheld_by_policy"),
        ("health fund before 2009", Pair::new().health_2012().award(|award| award.active_from = Some(date(2008, 12, 31))), Outcome::OutOfScope, "no_policy"),
        ("health fund, start unknown", Pair::new().health_2012().award(|award| award.active_from = None), Outcome::Undetermined, "award_period_missing type_covered peer_reviewed"),
    ]);
}

#[test]
#[rustfmt::skip]
fn what_is_not_known_of_the_award_leaves_the_outcome_open() {
    check(vec![
        ("launch date missing, funding start points to 2022", Pair::new().award(|award| award.launched = None), Outcome::Undetermined, "launch_date_missing launch_date_from_funding_start type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("launch date missing, funding start points to either", Pair::new().award(|award| { award.launched = None; award.active_from = Some(date(2023, 4, 1)); }), Outcome::Undetermined, "launch_date_missing type_covered peer_reviewed"),
        ("launch date and funding start missing", Pair::new().award(|award| { award.launched = None; award.active_from = None; }), Outcome::Undetermined, "launch_date_missing type_covered peer_reviewed"),
        ("launch date missing, preprint", Pair::new().award(|award| award.launched = None).kind(ResourceType::Preprint), Outcome::OutOfScope, "launch_date_missing launch_date_from_funding_start type_not_covered"),
        ("launch date missing, thesis", Pair::new().award(|award| award.launched = None).kind(ResourceType::DoctoralThesis), Outcome::Undetermined, "launch_date_missing launch_date_from_funding_start type_depends_on_policy copy_accepted opened_in_time licence_not_required"),
        ("estimated, compliant", Pair::new().estimated(), Outcome::Compliant, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("estimated, closed", Pair::new().estimated().no_own(), Outcome::Undetermined, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed no_copy due_passed withheld_on_estimate"),
        ("estimated, late", Pair::new().estimated().opened("2024-05-15"), Outcome::Undetermined, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed copy_accepted opened_within_tolerance licence_accepted withheld_on_estimate"),
        ("estimated, licence not accepted", Pair::new().estimated().licence("cc-by-nc-4.0"), Outcome::Undetermined, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed copy_accepted opened_in_time licence_rejected withheld_on_estimate"),
        ("estimated, preprint version only", Pair::new().estimated().version(VersionType::SMUR), Outcome::Undetermined, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed copy_version_rejected due_passed withheld_on_estimate"),
        ("estimated under 2019, not yet due", Pair::new().of_2019().estimated().published("2026-05-18").opened("2027-05-18"), Outcome::NotYetDue, "policy_by_launch_date launch_date_estimated type_covered peer_reviewed copy_embargoed due_ahead licence_not_required"),
        ("not in the register", Pair::new().with(|pair| pair.award = None), Outcome::Undetermined, "award_not_in_register type_covered peer_reviewed"),
        ("not in the register, book", Pair::new().with(|pair| pair.award = None).kind(ResourceType::Book), Outcome::OutOfScope, "award_not_in_register type_encouraged"),
        ("not in the register, not reviewed", Pair::new().with(|pair| { pair.award = None; pair.metadata.peer_reviewed = Some(false); }), Outcome::OutOfScope, "award_not_in_register not_peer_reviewed"),
        ("no number", Pair::new().with(|pair| pair.link.number = None), Outcome::Undetermined, "award_number_missing type_covered peer_reviewed"),
        ("number of another fund and another holder", Pair::new().with(|pair| pair.link.fund = Fund::Frqs), Outcome::Undetermined, "award_of_another_fund type_covered peer_reviewed"),
        ("the FRQ named without sector", Pair::new().with(|pair| pair.link.fund = Fund::Frq), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("number of another fund, but the holder is an author", Pair::new().with(|pair| { pair.link.fund = Fund::Frqs; pair.metadata.authors.push(Person { given: "Ana".to_owned(), family: "Tremblay".to_owned(), ..Person::default() }); }), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
    ]);
}

#[test]
#[rustfmt::skip]
fn scope_follows_the_type_of_work_and_peer_review() {
    check(vec![
        ("review article", Pair::new().kind(ResourceType::ReviewArticle), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("data paper", Pair::new().kind(ResourceType::DataPaper), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("thesis under 2022, licence not asked", Pair::new().kind(ResourceType::DoctoralThesis).licence("all-rights-reserved").version(VersionType::VoR), Outcome::Compliant, "policy_by_launch_date type_covered peer_review_not_needed copy_accepted opened_in_time licence_not_required"),
        ("thesis under 2022, not reviewed by peers", Pair::new().kind(ResourceType::MastersThesis).with(|pair| pair.metadata.peer_reviewed = Some(false)), Outcome::Compliant, "policy_by_launch_date type_covered peer_review_not_needed copy_accepted opened_in_time licence_not_required"),
        ("thesis under 2022, late", Pair::new().kind(ResourceType::MastersThesis).opened("2025-01-10"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_review_not_needed copy_accepted opened_late licence_not_required"),
        ("thesis under 2019", Pair::new().of_2019().kind(ResourceType::DoctoralThesis), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("preprint under 2022", Pair::new().kind(ResourceType::Preprint).version(VersionType::SMUR), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("preprint under 2019", Pair::new().of_2019().kind(ResourceType::Preprint), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("conference paper under 2022", Pair::new().kind(ResourceType::ConferencePaper), Outcome::Undetermined, "policy_by_launch_date type_unclear copy_accepted opened_in_time licence_accepted"),
        ("conference paper under 2019", Pair::new().of_2019().kind(ResourceType::ConferencePaper).no_own(), Outcome::Undetermined, "policy_by_launch_date type_unclear no_copy due_passed licence_not_required"),
        ("letter", Pair::new().kind(ResourceType::Letter), Outcome::Undetermined, "policy_by_launch_date type_unclear copy_accepted opened_in_time licence_accepted"),
        ("letter that peers did not review", Pair::new().kind(ResourceType::Letter).with(|pair| pair.metadata.peer_reviewed = Some(false)), Outcome::OutOfScope, "policy_by_launch_date not_peer_reviewed"),
        ("book", Pair::new().kind(ResourceType::Book), Outcome::OutOfScope, "policy_by_launch_date type_encouraged"),
        ("book chapter under 2019", Pair::new().of_2019().kind(ResourceType::BookPart), Outcome::OutOfScope, "policy_by_launch_date type_encouraged"),
        ("editorial", Pair::new().kind(ResourceType::Editorial), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("report under 2019", Pair::new().of_2019().kind(ResourceType::Report), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("software", Pair::new().kind(ResourceType::Software), Outcome::OutOfScope, "policy_by_launch_date type_not_covered"),
        ("type unknown", Pair::new().with(|pair| pair.metadata.resource_type = None), Outcome::Undetermined, "policy_by_launch_date type_missing copy_accepted opened_in_time licence_accepted"),
        ("not reviewed", Pair::new().with(|pair| pair.metadata.peer_reviewed = Some(false)), Outcome::OutOfScope, "policy_by_launch_date not_peer_reviewed"),
        ("review not stated, open", Pair::new().with(|pair| pair.metadata.peer_reviewed = None), Outcome::Compliant, "policy_by_launch_date type_covered peer_review_presumed copy_accepted opened_in_time licence_accepted"),
        ("review not stated, closed", Pair::new().with(|pair| pair.metadata.peer_reviewed = None).no_own(), Outcome::Closed, "policy_by_launch_date type_covered peer_review_presumed no_copy due_passed"),
    ]);
}

#[test]
#[rustfmt::skip]
fn each_kind_of_copy_counts_or_not() {
    check(vec![
        ("institutional repository", Pair::new().place(Some(RepositoryKind::Institutional)), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("disciplinary repository", Pair::new().place(Some(RepositoryKind::Disciplinary)), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("personal site", Pair::new().place(Some(RepositoryKind::PersonalSite)), Outcome::Partly, "policy_by_launch_date type_covered peer_reviewed copy_place_rejected due_passed"),
        ("social network", Pair::new().place(Some(RepositoryKind::SocialNetwork)), Outcome::Partly, "policy_by_launch_date type_covered peer_reviewed copy_place_rejected due_passed"),
        ("social network under 2019", Pair::new().of_2019().place(Some(RepositoryKind::SocialNetwork)), Outcome::Partly, "policy_by_launch_date type_covered peer_reviewed copy_place_rejected due_passed licence_not_required"),
        ("kind of repository unknown", Pair::new().place(None), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_place_unknown licence_accepted"),
        ("the publisher's open copy", Pair::new().no_own().and(journal(VersionType::VoR, "cc-by-4.0", "2024-05-14")), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("corrected version of record", Pair::new().version(VersionType::CVoR), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("enhanced version of record", Pair::new().version(VersionType::EVoR), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("author's original", Pair::new().version(VersionType::AO), Outcome::Partly, "policy_by_launch_date type_covered peer_reviewed copy_version_rejected due_passed"),
        ("submitted manuscript", Pair::new().version(VersionType::SMUR), Outcome::Partly, "policy_by_launch_date type_covered peer_reviewed copy_version_rejected due_passed"),
        ("proof", Pair::new().version(VersionType::P), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_proof licence_accepted"),
        ("version not applicable", Pair::new().version(VersionType::NA), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_version_unknown licence_accepted"),
        ("version not stated", Pair::new().own(|own| own.version = None), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_version_unknown licence_accepted"),
        ("closed, subscription only", Pair::new().no_own().and(subscription()), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed copy_not_open due_passed"),
        ("no copy at all", Pair::new().no_own(), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed no_copy due_passed"),
        ("embargoed past the due date", Pair::new().own(|own| { own.access = Some(AccessRight::Embargoed); own.open_from = partial("2027-05-14"); }), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed copy_embargoed due_passed"),
        ("embargo without end", Pair::new().own(|own| { own.access = Some(AccessRight::Embargoed); own.open_from = None; }), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_access_unknown opened_date_unknown licence_accepted"),
        ("metadata only", Pair::new().own(|own| own.access = Some(AccessRight::MetadataOnly)), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed copy_not_open due_passed"),
        ("access not stated", Pair::new().own(|own| { own.access = None; own.open_from = None; }), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_access_unknown opened_date_unknown licence_accepted"),
        ("preprint and closed journal, deposit elsewhere", Pair::new().version(VersionType::SMUR).and(subscription()).and(copy(CopyHost::Repository, Some(RepositoryKind::Institutional), VersionType::AM, "cc-by-4.0")), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_version_rejected copy_not_open copy_accepted opened_in_time licence_accepted"),
        ("an unknown copy changes nothing where another complies", Pair::new().and(Copy { version: None, ..journal(VersionType::VoR, "unknown", "2024-05-14") }), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_version_unknown opened_in_time licence_accepted licence_missing"),
    ]);
}

#[test]
#[rustfmt::skip]
fn timing_counts_by_the_calendar() {
    check(vec![
        ("open one day after publication under 2022", Pair::new().opened("2024-05-15"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_within_tolerance licence_accepted"),
        ("open a week after publication under 2022", Pair::new().opened("2024-05-21"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_within_tolerance licence_accepted"),
        ("open eight days after publication under 2022", Pair::new().opened("2024-05-22"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_late licence_accepted"),
        ("open before publication", Pair::new().opened("2024-04-01"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("open on the due day under 2019", Pair::new().of_2019().opened("2025-05-14"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("open one day after the due day under 2019", Pair::new().of_2019().opened("2025-05-15"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_within_tolerance licence_not_required"),
        ("published on a leap day, due on the last of February", Pair::new().of_2019().published("2024-02-29").opened("2025-02-28"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("published on a leap day, opened on the first of March", Pair::new().of_2019().published("2024-02-29").opened("2025-03-01"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_within_tolerance licence_not_required"),
        ("published in a month, open on its last day", Pair::new().published("2024-05").opened("2024-05-31"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_month_only opened_in_time licence_accepted"),
        ("published in a month, open the day after", Pair::new().published("2024-05").opened("2024-06-01"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_month_only opened_within_tolerance licence_accepted"),
        ("published and opened in the same month", Pair::new().published("2024-05").opened("2024-05"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_month_only opened_in_time licence_accepted"),
        ("published on a day, opened some time in that month", Pair::new().opened("2024-05"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_date_unknown licence_accepted"),
        ("published on a day, opened some time in a later month", Pair::new().opened("2024-06"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_late licence_accepted"),
        ("published in a year, open before it", Pair::new().published("2024").opened("2023-12-31"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_year_only opened_in_time licence_accepted"),
        ("published in a year, open during it", Pair::new().published("2024"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_year_only opened_date_unknown licence_accepted"),
        ("published in a year, open after it", Pair::new().published("2024").opened("2025-01-01"), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_year_only opened_late licence_accepted"),
        ("publication date unknown", Pair::new().with(|pair| pair.metadata.dates.online = None), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted published_date_missing licence_accepted"),
        ("issue before online date", Pair::new().with(|pair| pair.metadata.dates.issue = partial("2024-05-10")), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_within_tolerance licence_accepted"),
        ("issue after online date", Pair::new().with(|pair| pair.metadata.dates.issue = partial("2024-07")), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("opening date unknown", Pair::new().own(|own| own.open_from = None), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_access_unknown opened_date_unknown licence_accepted"),
        ("embargo of 2019 still running", Pair::new().of_2019().published("2026-05-18").opened("2027-05-18"), Outcome::NotYetDue, "policy_by_launch_date type_covered peer_reviewed copy_embargoed due_ahead licence_not_required"),
        ("embargo of 2019 running, no copy", Pair::new().of_2019().published("2026-05-18").no_own(), Outcome::NotYetDue, "policy_by_launch_date type_covered peer_reviewed no_copy due_ahead licence_not_required"),
        ("embargo of 2019 running, open already", Pair::new().of_2019().published("2026-05-18").opened("2026-06-01"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("on the due day without a copy", Pair::new().of_2019().no_own().on(2025, 5, 14), Outcome::NotYetDue, "policy_by_launch_date type_covered peer_reviewed no_copy due_ahead licence_not_required"),
        ("the day after the due day without a copy", Pair::new().of_2019().no_own().on(2025, 5, 15), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed no_copy due_passed licence_not_required"),
        ("not published yet under 2022", Pair::new().published("2026-12-01").no_own(), Outcome::NotYetDue, "policy_by_launch_date type_covered peer_reviewed no_copy due_ahead"),
        ("seen before the copy opened", Pair::new().opened("2024-09-01").on(2024, 8, 31), Outcome::Closed, "policy_by_launch_date type_covered peer_reviewed copy_embargoed due_passed"),
        ("seen on the day the copy opened", Pair::new().opened("2024-09-01").on(2024, 9, 1), Outcome::CompliantLate, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_late licence_accepted"),
    ]);
}

#[test]
#[rustfmt::skip]
fn each_licence_passes_fails_or_is_left_to_a_person() {
    check(vec![
        ("cc-by-3.0", Pair::new().licence("cc-by-3.0"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("cc-by-2.5-ca", Pair::new().licence("cc-by-2.5-ca"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("cc0-1.0", Pair::new().licence("cc0-1.0"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("pdm-1.0", Pair::new().licence("pdm-1.0"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted"),
        ("cc-by-nd-4.0", Pair::new().licence("cc-by-nd-4.0"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted_no_derivatives"),
        ("cc-by-nd-3.0", Pair::new().licence("cc-by-nd-3.0"), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_accepted_no_derivatives"),
        ("cc-by-sa-4.0", Pair::new().licence("cc-by-sa-4.0"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_manual_review"),
        ("ogl-ca-2.0", Pair::new().licence("ogl-ca-2.0"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_manual_review"),
        ("publisher-specific", Pair::new().licence("publisher-specific"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_manual_review"),
        ("cc-by-nc-4.0", Pair::new().licence("cc-by-nc-4.0"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_rejected"),
        ("cc-by-nc-sa-4.0", Pair::new().licence("cc-by-nc-sa-4.0"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_rejected"),
        ("cc-by-nc-nd-4.0", Pair::new().licence("cc-by-nc-nd-4.0"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_rejected"),
        ("all-rights-reserved", Pair::new().licence("all-rights-reserved"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_rejected"),
        ("unknown", Pair::new().licence("unknown"), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_missing"),
        ("licence not stated", Pair::new().own(|own| own.licence = None), Outcome::Undetermined, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_missing"),
        ("licence not stated under 2019", Pair::new().of_2019().own(|own| own.licence = None), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_in_time licence_not_required"),
        ("late and without an accepted licence", Pair::new().opened("2025-01-10").licence("cc-by-nc-4.0"), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted opened_late licence_rejected"),
        ("mixed: journal open at once, deposit licensed later", Pair::new().opened("2025-09-30").and(journal(VersionType::VoR, "publisher-specific", "2024-05-14")), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_accepted opened_in_time licence_accepted licence_manual_review"),
        ("mixed: deposit at once, journal licensed later", Pair::new().licence("all-rights-reserved").and(journal(VersionType::VoR, "cc-by-4.0", "2025-01-10")), Outcome::Compliant, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_accepted opened_in_time licence_rejected licence_accepted"),
        ("mixed, but the licensed copy is a preprint", Pair::new().licence("all-rights-reserved").and(copy(CopyHost::Repository, Some(RepositoryKind::Disciplinary), VersionType::SMUR, "cc-by-4.0")), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_version_rejected opened_in_time licence_rejected"),
        ("mixed, but the licensed copy is on a social network", Pair::new().licence("all-rights-reserved").and(copy(CopyHost::Repository, Some(RepositoryKind::SocialNetwork), VersionType::VoR, "cc-by-4.0")), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_place_rejected opened_in_time licence_rejected"),
        ("mixed, but the licensed copy is closed", Pair::new().licence("all-rights-reserved").and(Copy { licence: Licence::parse("cc-by-4.0").ok(), ..subscription() }), Outcome::OpenWithoutLicence, "policy_by_launch_date type_covered peer_reviewed copy_accepted copy_not_open opened_in_time licence_rejected"),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_exception_stands_above_every_test() {
    check(vec![
        ("closed with an exception", Pair::new().no_own().with(|pair| pair.exception = true), Outcome::Exempt, "exception_on_file policy_by_launch_date type_covered peer_reviewed no_copy due_passed"),
        ("award unknown, with an exception", Pair::new().with(|pair| { pair.exception = true; pair.award = None; }), Outcome::Exempt, "exception_on_file award_not_in_register type_covered peer_reviewed"),
    ]);
}
