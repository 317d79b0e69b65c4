//! A table of journals under each policy, and what less data may lead to.

use jiff::civil::{Date, date};

use super::{Answer, Assessment, Basis, Code, Entry, Found, JournalFacts, Snapshot, Way, assess};
use crate::compliance::policies::embedded;
use crate::domain::journal::{Directory, JournalRoute, Permission};
use crate::domain::metadata::JournalModel;
use crate::domain::{Award, AwardKind, AwardNumber, Fund, Issn, Licence, VersionType};

const TAKEN: Date = date(2026, 11, 1);
const YES: Answer = Answer::Yes;
const NO: Answer = Answer::No;
const UNKNOWN: Answer = Answer::Unknown;

fn route(directory: Directory) -> JournalRoute {
    JournalRoute {
        directory,
        title: "Revue du gel".to_owned(),
        issns: vec![Issn::parse("0378-5955").unwrap()],
        model: None,
        licences: Vec::new(),
        permissions: Vec::new(),
    }
}

fn licences(codes: &str) -> Vec<Licence> {
    codes.split_whitespace().map(|code| Licence::parse(code).unwrap()).collect()
}

fn taken(route: Option<JournalRoute>) -> Snapshot {
    let entry = route.map(|route| Entry { route, observed: TAKEN, is_current: true });
    Snapshot { taken: Some(TAKEN), entry }
}

/// `-` no snapshot, `none` not listed, `gone` no more listed, else the licences of a listed journal (`?` for none).
fn doaj(text: &str) -> Snapshot {
    let listed = |codes| JournalRoute {
        model: Some(JournalModel::Diamond),
        licences: licences(codes),
        ..route(Directory::Doaj)
    };
    match text {
        "-" => Snapshot::default(),
        "none" => taken(None),
        "gone" => {
            let entry = Entry { route: listed("cc-by-4.0"), observed: date(2025, 1, 1), is_current: false };
            Snapshot { taken: Some(TAKEN), entry: Some(entry) }
        }
        "?" => taken(Some(listed(""))),
        codes => taken(Some(listed(codes))),
    }
}

/// `-` no snapshot, `none` not listed, `silent` nothing said, `open` listed as open, else permissions such as
/// `AM/12/cc-by-4.0`, with `$` behind where a fee is asked for.
fn finder(text: &str) -> Snapshot {
    let permission = |text: &str| {
        let parts: Vec<_> = text.trim_end_matches('$').split('/').collect();
        Permission {
            versions: vec![VersionType::from_code(parts[0]).unwrap()],
            embargo_months: parts[1].parse().unwrap(),
            licences: licences(parts.get(2).copied().unwrap_or_default()),
            needs_fee: text.ends_with('$'),
        }
    };
    let finder = route(Directory::OpenPolicyFinder);
    match text {
        "-" => Snapshot::default(),
        "none" => taken(None),
        "silent" => taken(Some(finder)),
        "open" => taken(Some(JournalRoute { model: Some(JournalModel::FullOa), ..finder })),
        permissions => {
            let permissions = permissions.split_whitespace().map(permission).collect();
            taken(Some(JournalRoute { permissions, ..finder }))
        }
    }
}

fn award(launched: Option<Date>) -> Award {
    Award {
        number: AwardNumber::parse("312345").unwrap(),
        fund: Fund::Frqnt,
        holder: "Roy, Léa".to_owned(),
        institution: None,
        programme: "Projet".to_owned(),
        kind: AwardKind::Grant,
        launched,
        launch_estimated: false,
        active_from: None,
        active_to: None,
        programme_policy: None,
    }
}

fn answered(basis: Basis<'_>, facts: &JournalFacts) -> Assessment {
    assess(embedded(), basis, facts)
}

fn answer(assessment: &Assessment, way: Way) -> Option<Answer> {
    assessment.ways.iter().find(|one| one.way == way).map(|one| one.answer)
}

/// Journals as the directories have them, and the answers: journal, deposit, mixed under the policy of 2022; journal and
/// deposit under that of 2019.
#[rustfmt::skip]
const JOURNALS: &[(&str, &str, [Answer; 3], [Answer; 2])] = &[
    ("-", "-", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, UNKNOWN]),
    ("none", "none", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, UNKNOWN]),
    ("none", "silent", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, UNKNOWN]),
    ("gone", "none", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, UNKNOWN]),
    // The journal itself.
    ("cc-by-4.0", "-", [YES, UNKNOWN, YES], [YES, UNKNOWN]),
    ("cc-by-nd-4.0", "-", [YES, UNKNOWN, YES], [YES, UNKNOWN]),
    ("cc0-1.0", "none", [YES, UNKNOWN, YES], [YES, UNKNOWN]),
    ("cc-by-nc-4.0", "-", [NO, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("cc-by-nc-nd-4.0", "none", [NO, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("cc-by-4.0 cc-by-nc-4.0", "-", [YES, UNKNOWN, YES], [YES, UNKNOWN]),
    ("cc-by-sa-4.0", "-", [UNKNOWN, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("cc-by-sa-4.0 cc-by-nc-4.0", "-", [UNKNOWN, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("?", "-", [UNKNOWN, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("-", "open", [UNKNOWN, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("none", "open", [UNKNOWN, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    // Deposits.
    ("none", "AM/0/cc-by-4.0", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    ("none", "AM/0/cc-by-nd-4.0", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    ("none", "VoR/0/cc-by-4.0", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    ("none", "AM/0/cc-by-4.0$", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    ("none", "AM/0/cc-by-nc-4.0", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/0", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/0/cc-by-sa-4.0", [UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/1/cc-by-4.0", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/12/cc-by-4.0", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/12", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, YES]),
    ("none", "AM/13", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, NO]),
    ("none", "AM/24/cc-by-nc-nd-4.0", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, NO]),
    ("none", "SMUR/0/cc-by-4.0", [UNKNOWN, NO, UNKNOWN], [UNKNOWN, NO]),
    ("none", "SMUR/0/cc-by-4.0 AM/0/cc-by-4.0", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    ("none", "AM/24/cc-by-4.0 AM/0/cc-by-4.0", [UNKNOWN, YES, YES], [UNKNOWN, YES]),
    // One permission is in time, another one has the licence: neither alone is enough, both together are.
    ("none", "AM/0/cc-by-nc-4.0 VoR/12/cc-by-4.0", [UNKNOWN, NO, YES], [UNKNOWN, YES]),
    ("none", "AM/0 AM/6/cc-by-4.0", [UNKNOWN, UNKNOWN, YES], [UNKNOWN, YES]),
    // The journal is in time, a deposit has the licence.
    ("cc-by-nc-4.0", "AM/12/cc-by-4.0", [NO, NO, YES], [YES, YES]),
    ("?", "AM/12/cc-by-4.0", [UNKNOWN, NO, YES], [YES, YES]),
    // Everything is known, and nothing will do.
    ("cc-by-nc-4.0", "AM/12/cc-by-nc-4.0", [NO, NO, NO], [YES, YES]),
    ("cc-by-nc-4.0", "SMUR/0/cc-by-4.0", [NO, NO, NO], [YES, NO]),
    ("cc-by-nc-nd-4.0", "AM/24/cc-by-nc-nd-4.0", [NO, NO, NO], [YES, NO]),
    ("cc-by-nc-4.0", "silent", [NO, UNKNOWN, UNKNOWN], [YES, UNKNOWN]),
    ("cc-by-4.0", "AM/24/cc-by-nc-nd-4.0", [YES, NO, YES], [YES, NO]),
];

fn facts(doaj_text: &str, finder_text: &str) -> JournalFacts {
    JournalFacts { doaj: doaj(doaj_text), finder: finder(finder_text) }
}

#[test]
fn every_journal_has_its_answers_under_each_policy() {
    for (doaj, finder, of_2022, of_2019) in JOURNALS {
        let facts = facts(doaj, finder);
        let new = answered(Basis::New, &facts);
        let found = [Way::Journal, Way::Deposit, Way::Mixed].map(|way| answer(&new, way).unwrap());
        assert_eq!(found, *of_2022, "{doaj} | {finder} under 2022");
        let old = award(Some(date(2021, 9, 1)));
        let old = answered(Basis::Award(&old), &facts);
        let found = [Way::Journal, Way::Deposit].map(|way| answer(&old, way).unwrap());
        assert_eq!(found, *of_2019, "{doaj} | {finder} under 2019");
        assert_eq!(answer(&old, Way::Mixed), None, "no licence is asked for, so nothing is mixed");
        assert_eq!(new.overall(), of_2022.iter().copied().max().unwrap());
    }
}

#[test]
fn the_launch_date_of_the_award_chooses_the_policy() {
    let policies = |award: &Award| answered(Basis::Award(award), &JournalFacts::default()).policies;
    let launched = |day| award(Some(day));
    assert_eq!(policies(&launched(date(2022, 6, 30))), ["frq-2019"]);
    assert_eq!(policies(&launched(date(2022, 7, 1))), ["frq-2022"]);
    let infrastructure =
        |policy| Award { kind: AwardKind::Infrastructure, programme_policy: policy, ..launched(date(2023, 1, 1)) };
    assert_eq!(policies(&infrastructure(None)), ["frq-2019", "frq-2022"]);
    assert_eq!(policies(&infrastructure(Some(2019))), ["frq-2019"]);
    assert_eq!(policies(&award(None)), ["frq-2019", "frq-2022"]);
    assert_eq!(policies(&Award { active_from: Some(date(2025, 4, 1)), ..award(None) }), ["frq-2022"]);
    let ended = Award { active_to: Some(date(2012, 3, 31)), ..launched(date(2010, 9, 1)) };
    let none = answered(Basis::Award(&ended), &JournalFacts::default());
    assert_eq!((none.policies.len(), none.ways.len(), none.overall()), (0, 0, YES));
    let unknown = answered(Basis::UnknownAward("999999"), &JournalFacts::default());
    assert_eq!((unknown.policies.len(), unknown.choice[0].code), (2, Code::AwardUnknown));
}

#[test]
fn nothing_is_refused_on_an_estimate_or_under_a_policy_that_is_not_evaluated() {
    let closed = facts("cc-by-nc-4.0", "AM/24/cc-by-nc-4.0");
    let sure = award(Some(date(2023, 9, 1)));
    assert_eq!(answered(Basis::Award(&sure), &closed).overall(), NO);
    let estimated = Award { launch_estimated: true, ..sure };
    let told = answered(Basis::Award(&estimated), &closed);
    assert_eq!(told.overall(), UNKNOWN);
    assert!(told.ways.iter().all(|way| way.steps.last().unwrap().code == Code::Withheld));
    let health = embedded().find("frsq-2009").unwrap();
    let told = answered(Basis::Policy(health), &facts("cc-by-4.0", "AM/12"));
    assert_eq!((answer(&told, Way::Journal), answer(&told, Way::Deposit)), (Some(UNKNOWN), Some(UNKNOWN)));
}

#[test]
fn where_the_policy_is_open_an_answer_needs_both() {
    let open = award(None);
    let ask = |doaj, finder| answered(Basis::Award(&open), &facts(doaj, finder));
    assert_eq!(answer(&ask("cc-by-4.0", "-"), Way::Journal), Some(YES));
    let told = ask("cc-by-nc-4.0", "AM/12/cc-by-4.0");
    assert_eq!((answer(&told, Way::Journal), answer(&told, Way::Deposit)), (Some(UNKNOWN), Some(UNKNOWN)));
    assert!(told.ways[0].steps.iter().any(|step| step.code == Code::PoliciesDisagree));
    assert_eq!(answer(&ask("none", "AM/24/cc-by-nc-4.0"), Way::Deposit), Some(UNKNOWN), "both refuse, neither is sure");
}

#[test]
fn less_data_leads_to_unknown_alone() {
    for (doaj_text, finder_text, ..) in JOURNALS {
        let whole = answered(Basis::New, &facts(doaj_text, finder_text));
        for (less_doaj, less_finder) in
            [("-", *finder_text), ("none", finder_text), (doaj_text, "-"), (doaj_text, "none"), ("-", "-")]
        {
            let less = answered(Basis::New, &facts(less_doaj, less_finder));
            for way in &less.ways {
                let before = answer(&whole, way.way).unwrap();
                assert!(way.answer == UNKNOWN || way.answer == before, "{doaj_text} | {finder_text}: {:?}", way.way);
            }
        }
    }
}

#[test]
fn every_step_names_its_source_and_its_day() {
    let told = answered(Basis::New, &facts("cc-by-4.0", "AM/0/cc-by-4.0$"));
    for way in &told.ways {
        assert!(way.steps.iter().all(|step| step.source.is_some() && step.observed == Some(TAKEN)));
    }
    let journal = &told.ways[0].steps;
    assert_eq!(journal[0].code, Code::Listed);
    assert_eq!(journal[1].details, [("licences", "cc-by-4.0".to_owned())]);
    assert_eq!((journal[2].code, journal[2].found), (Code::NoFee, Found::Note));
    let deposit: Vec<_> = told.ways[1].steps.iter().map(|step| step.code.code()).collect();
    assert_eq!(deposit, ["version_allowed", "embargo_kept", "licence_accepted", "deposit_fee"]);
    let gone = answered(Basis::New, &facts("gone", "-"));
    assert_eq!(gone.ways[0].steps[0].observed, Some(date(2025, 1, 1)), "the day that it was last seen on");
}

#[test]
fn a_permission_without_a_fee_is_preferred() {
    let told = answered(Basis::New, &facts("none", "VoR/0/cc-by-4.0$ AM/0/cc-by-4.0"));
    assert!(told.ways[1].steps.iter().all(|step| step.code != Code::DepositFee));
}
