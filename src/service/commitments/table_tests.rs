use jiff::civil::date;

use super::*;

const HEAD: &str = "commitment,milestone,title_fr,title_en,status,starts,due,done,evidence,indicators\n";

fn faults(text: &str) -> Vec<String> {
    read_plan(text.as_bytes()).faults.iter().map(ToString::to_string).collect()
}

#[test]
fn rows_become_commitments_and_milestones() {
    let text = format!(
        "{HEAD}suivi,,Suivre le libre accès,Follow open access,limited,2026-04-01,2027-03-31,,,\n\
         suivi,guide,\"Publier le guide,  des indicateurs\",,completed,,2026-09-30,2026-09-15,\
         2026-09-15 https://example.org/a;b?c=1; 2026-09-20 https://example.org/d,oa_rate pid_rate\n,,,,,,,,,\n"
    );
    let plan = read_plan(text.as_bytes());
    assert_eq!(plan.faults, []);
    let [(_, no, head), (commitment, milestone, said)] = plan.rows.as_slice() else { panic!("{plan:?}") };
    assert_eq!((no.as_str(), head.status, head.indicators.len()), ("", Progress::Limited, 2));
    assert_eq!((commitment.as_str(), milestone.as_str()), ("suivi", "guide"));
    assert_eq!(said.title.fr, "Publier le guide, des indicateurs");
    assert_eq!((said.done, said.dated()), (Some(date(2026, 9, 15)), Some(date(2026, 9, 15))));
    let urls: Vec<_> = said.evidence.iter().map(|one| one.url.as_str()).collect();
    assert_eq!(urls, ["https://example.org/a;b?c=1", "https://example.org/d"]);
    assert_eq!(said.indicators, ["oa_rate", "pid_rate"]);
}

#[test]
fn each_fault_has_its_line_and_column_and_the_good_rows_stay() {
    let text = format!(
        "{HEAD}bon,,Titre,,,,,,,\nÉTÉ,,Titre,,,,,,,\nbon,a,,,,,,,,\nbon,b,Titre,,fini,,31 mars,,,\nbon,c,Titre,,,,,,\
         https://example.org,nul\nbon,,Encore,,,,,,,\nautre,d,Titre,,,,,,,\nbon,e,Titre,,,2027-01-01,2026-01-01,,,,,\n"
    );
    let plan = read_plan(text.as_bytes());
    assert_eq!(plan.rows.len(), 1, "{plan:?}");
    let all = faults(&text);
    for told in [
        "line 3, column 1 (commitment): \"été\" is no code",
        "line 4, column 3 (title_fr): write a title",
        "line 5, column 5 (status): \"fini\" is none of not_started",
        "line 5, column 7 (due): \"31 mars\" is no day",
        "line 6, column 9 (evidence): \"https://example.org\"",
        "line 6, column 10 (indicators): \"nul\"",
        "line 7, column 1 (commitment): the same as on line 2",
        "line 8, column 1 (commitment): no good row",
        "line 9, 12 cells under 10 headings",
        "line 9, column 7 (due): before the day in starts",
    ] {
        assert!(all.iter().any(|fault| fault.starts_with(told)), "{told} in {all:#?}");
    }
}

#[test]
fn a_file_that_is_no_plan_is_told_as_a_whole() {
    for text in ["", "a,b\n1,2\n", "\u{0}\u{1}", "<html><body>"] {
        let plan = read_plan(text.as_bytes());
        assert!(plan.rows.is_empty() && plan.faults[0].line.is_none(), "{text:?}: {plan:?}");
        assert!(plan.faults[0].reason.contains("commitment"), "{plan:?}");
    }
    let huge = read_plan(std::io::repeat(b'a'));
    assert!(huge.faults[0].reason.contains("larger"), "{:?}", huge.faults);
}

#[test]
fn a_heading_that_drifted_is_named_and_the_rest_is_read() {
    let text = "commitment;title_fr;echeance;title_fr\nsuivi;Titre;2026-01-01;Autre\n";
    let plan = read_plan(text.as_bytes());
    assert_eq!((plan.rows.len(), plan.rows[0].2.title.fr.as_str()), (1, "Titre"));
    let all = faults(text);
    assert!(all[0].starts_with("line 1, column 3 (echeance): not a column"), "{all:?}");
    assert!(all[1].starts_with("line 1, column 4 (title_fr): the column is there twice"), "{all:?}");
}

#[test]
fn older_encodings_and_marks_are_read() {
    let latin: Vec<u8> =
        "commitment,title_fr\nsuivi,D\u{e9}p\u{f4}t\n".chars().map(|c| u8::try_from(c).unwrap()).collect();
    assert_eq!(read_plan(latin.as_slice()).rows[0].2.title.fr, "Dépôt");
    let marked = "\u{feff}Commitment,Title_FR\r\nsuivi,Dépôt\r\n";
    assert_eq!(read_plan(marked.as_bytes()).rows[0].2.title.fr, "Dépôt");
}

#[test]
fn addresses_that_are_none_on_the_web_are_refused() {
    for url in ["javascript:alert(1)", "ftp://x", "https://", "https://é", "//x", "https://\u{0}", "file:///etc"] {
        assert!(!is_address(url), "{url:?}");
    }
    assert!(is_address("https://example.org/a?b=c#d") && is_address("http://[2001:db8::1]/"));
}

#[test]
fn what_is_written_reads_back_the_same() {
    let text = format!(
        "{HEAD}suivi,,Suivre,Follow,limited,2026-04-01,2027-03-31,2027-01-01,2026-09-15 https://example.org/a; 2026-10-01 \
         https://example.org/b,oa_rate\n"
    );
    let plan = read_plan(text.as_bytes());
    let (commitment, milestone, said) = plan.rows[0].clone();
    let item = Item { commitment, milestone, place: 0, said, changed: jiff::Timestamp::UNIX_EPOCH, withdrawn: None };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(ROW_COLUMNS).unwrap();
    writer.write_record(row_cells(&item)).unwrap();
    assert_eq!(read_plan(writer.into_inner().unwrap().as_slice()), plan);
}
