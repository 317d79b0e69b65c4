//! What looks make of copies, without any network.

use super::*;
use crate::domain::{CopyHost, VersionType};

fn at(day: i64) -> Timestamp {
    "2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * day)
}

fn watched() -> WatchedCopy {
    WatchedCopy {
        article: ArticleId(1),
        url: "https://depot.example.org/7".to_owned(),
        due: at(0),
        checked: None,
        state: None,
        file_url: None,
        etag: None,
        last_modified: None,
        sha256: None,
        funding_sha256: None,
        failing: None,
        is_dead: false,
    }
}

fn after(copy: WatchedCopy, state: CopyState, day: i64) -> WatchedCopy {
    standing(copy, &CopyCheck::of(state, ""), at(day), 30, None)
}

#[test]
fn a_copy_is_gone_when_two_looks_days_apart_say_so() {
    let once = after(watched(), CopyState::Gone, 0);
    assert_eq!((once.is_dead, once.due), (false, at(3)));
    assert!(!after(once.clone(), CopyState::Gone, 2).is_dead, "too soon");
    assert!(!after(once.clone(), CopyState::Silent, 4).is_dead, "silence is no word");
    let busy = after(once.clone(), CopyState::Busy, 1);
    assert_eq!((busy.failing, busy.due), (Some(at(0)), at(2)));
    let twice = after(busy, CopyState::Gone, 3);
    assert_eq!((twice.is_dead, twice.due), (true, at(33)));
    let back = after(twice, CopyState::Open, 33);
    assert_eq!((back.is_dead, back.failing), (false, None));
    assert!(!after(after(once, CopyState::Page, 2), CopyState::Gone, 4).is_dead, "it was there in between");
}

#[test]
fn a_silent_host_is_waited_for_and_a_busy_one_left_alone_as_long_as_it_asks() {
    let mut copy = watched();
    for day in [0, 3, 6, 9, 12] {
        copy = after(copy, CopyState::Silent, day);
        assert!(!copy.is_dead);
    }
    assert!(after(copy, CopyState::Silent, 15).is_dead);
    let check = CopyCheck::of(CopyState::Busy, "");
    let paused = standing(watched(), &check, at(0), 30, Some(SignedDuration::from_hours(2)));
    assert_eq!(paused.due, at(0) + SignedDuration::from_hours(2));
}

fn copy() -> Copy {
    Copy {
        host: CopyHost::Repository,
        repository_kind: None,
        url: Some("https://depot.example.org/7".to_owned()),
        version: None,
        licence: None,
        access: None,
        open_from: None,
        seen_open: None,
        withdrawn: None,
    }
}

#[test]
fn an_open_copy_is_seen_open_once_and_fills_only_gaps() {
    let day = |text: &str| PartialDate::parse(text).unwrap();
    let mut seen = copy();
    let check = CopyCheck { version: Some(VersionType::AM), ..CopyCheck::of(CopyState::Open, "") };
    assert_eq!(opened(&mut seen, &check, day("2026-11-21")), Some(Moved::SeenOpen));
    assert_eq!((seen.seen_open, seen.version), (Some(day("2026-11-21")), Some(VersionType::AM)));
    assert_eq!(opened(&mut seen, &check, day("2026-12-21")), None, "nothing moves any more");
    let mut dated = Copy { open_from: Some(day("2024-05")), access: Some(AccessRight::Open), ..copy() };
    dated.version = Some(VersionType::VoR);
    assert_eq!((opened(&mut dated, &check, day("2026-11-21")), dated.version), (None, Some(VersionType::VoR)));
    let mut early = Copy { open_from: Some(day("2027-05")), access: Some(AccessRight::Embargoed), ..copy() };
    assert_eq!(opened(&mut early, &check, day("2026-11-21")), Some(Moved::SeenOpen));
    assert_eq!((early.open_from, early.seen_open), (None, Some(day("2026-11-21"))));
    let mut back = Copy { withdrawn: Some(day("2026-11-01")), ..dated };
    assert_eq!(opened(&mut back, &check, day("2026-11-21")), Some(Moved::Back));
}
