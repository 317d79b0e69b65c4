//! What is counted beside the verdict, on hand-made copies.

use jiff::civil::date;

use super::*;

fn copy(kind: Option<RepositoryKind>, access: Option<AccessRight>, open_from: Option<&str>) -> Copy {
    Copy {
        host: CopyHost::Repository,
        repository_kind: kind,
        url: None,
        version: None,
        licence: None,
        access,
        open_from: open_from.map(|text| PartialDate::parse(text).unwrap()),
        seen_open: None,
        withdrawn: None,
    }
}

#[test]
fn a_repository_holds_what_is_under_embargo_but_a_personal_page_is_none() {
    let on = date(2026, 11, 22);
    let held = |kind, access| in_repository(&Metadata::default(), &copy(kind, access, None), on);
    assert_eq!(held(Some(RepositoryKind::Institutional), Some(AccessRight::Embargoed)), Some(true));
    assert_eq!(held(Some(RepositoryKind::PersonalSite), Some(AccessRight::Open)), Some(false));
    assert_eq!(held(Some(RepositoryKind::Institutional), Some(AccessRight::MetadataOnly)), Some(false));
    assert_eq!(held(None, Some(AccessRight::Open)), None);
}

#[test]
fn a_year_on_what_cannot_be_told_is_not_closed() {
    let metadata: Metadata = serde_json::from_str(r#"{"dates":{"online":"2024-05-02"}}"#).unwrap();
    let seen = |access, open_from, on| a_year_on(&metadata, &copy(None, access, open_from), on);
    let open = Some(AccessRight::Open);
    assert_eq!(seen(open, Some("2025-12-31"), date(2026, 11, 22)), YearOn::Free);
    assert_eq!(seen(open, Some("2026-01-01"), date(2026, 11, 22)), YearOn::Closed);
    assert_eq!(seen(open, None, date(2026, 11, 22)), YearOn::Unknown);
    assert_eq!(seen(open, Some("2024-05-02"), date(2024, 12, 31)), YearOn::Early);
}
