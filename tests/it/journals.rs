//! Snapshots of directories of journals, from the command line to the deposit form and the verdict.

use parvis::domain::Metadata;
use parvis::domain::user::Role;
use parvis::service::read_journals;

use crate::ingest::{run, stdout};
use crate::support::TestSite;
use crate::support::visitor::Visitor;

const CSV: &str = "Journal title,Journal ISSN (print version),Journal license,APC\n\
    Revue du gel,0378-5955,CC BY,No\nRevue <b>cassée</b>,1234-5678,CC BY,No\n";
const JSON: &str = r#"{"items": [{"title": [{"title": "Revue du gel"}], "issns": [{"issn": "0378-5955"}],
    "publisher_policy": [{"permitted_oa": [{"article_version": ["accepted"], "embargo": {"amount": 6, "units": "months"},
    "license": [{"license": "cc_by_nc", "version": "4.0"}], "location": {"location": ["institutional_repository"]}}]}]}]}"#;

#[test]
fn good_rows_go_in_and_bad_ones_are_named_on_the_command_line() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("doaj.csv");
    std::fs::write(&file, CSV).unwrap();
    let output = run(data.path(), &["journals", "import", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("1 journals taken in, 1 rows refused"), "{}", stdout(&output));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 3"));
    let file = data.path().join("opf.json");
    std::fs::write(&file, JSON).unwrap();
    for _ in 0..2 {
        assert!(run(data.path(), &["journals", "import", file.to_str().unwrap()]).status.success());
    }
    assert_eq!(run(data.path(), &["journals", "import", "nulle-part.csv"]).status.code(), Some(1));
}

#[tokio::test]
async fn the_depositor_sees_what_the_journal_allows() {
    let site = TestSite::new().await;
    for text in [CSV, JSON] {
        let good: Vec<_> = read_journals(text.as_bytes()).filter_map(Result::ok).collect();
        assert_eq!(site.repository.put_journals(&good, false).await.unwrap().taken, 1);
    }
    site.repository.put_user("d@example.org", "Camille", Role::Depositor, "un bon mot de passe").await.unwrap();
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("d@example.org", "un bon mot de passe").await;
    let token = crate::support::visitor::fields(&visitor.get("/deposer").await.text());
    let token = token.into_iter().find(|(name, _)| name == "jeton").unwrap();
    let record = "@article{x, title = {Le gel}, journal = {Revue du gel}, issn = {0378-5955}, author = {Roy, L.}}";
    let begun = visitor.post("/deposer/notice", &[token, ("notice".to_owned(), record.to_owned())]).await;
    let page = visitor.get(begun.header("location")).await.text();
    assert!(page.contains("d’après le DOAJ") && page.contains("sans frais de publication"), "{page}");
    assert!(page.contains("d’après Open Policy Finder") && page.contains("6 mois après la publication"));
    let english = visitor.get(&format!("/en{}", begun.header("location"))).await.text();
    assert!(english.contains("6 months after publication") && english.contains("CC BY-NC 4.0"));
    let other: Metadata =
        serde_json::from_value(serde_json::json!({"journal": {"title": "X", "issn": "2049-3630"}})).unwrap();
    assert!(site.repository.journal_routes(&other).await.unwrap().is_empty(), "nothing is said of other journals");
}

#[tokio::test]
async fn a_journal_that_its_directory_leaves_out_is_there_no_longer_unless_the_file_was_cut_off() {
    let site = TestSite::new().await;
    let row = |at: u32| {
        let digits = format!("{at:07}");
        let sum: u32 =
            digits.chars().zip((2..=8).rev()).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
        let check = match (11 - sum % 11) % 11 {
            10 => "X".to_owned(),
            check => check.to_string(),
        };
        (format!("{}-{}{check}", &digits[..4], &digits[4..]), format!("Revue {at}"))
    };
    let snapshot = |from: u32, to: u32| {
        let rows = (from..to).map(row).map(|(issn, title)| format!("{title},{issn},CC BY,No\n"));
        let text = format!(
            "Journal title,Journal ISSN (print version),Journal license,APC\n{}",
            rows.collect::<Vec<_>>().concat()
        );
        read_journals(text.as_bytes()).map(Result::unwrap).collect::<Vec<_>>()
    };
    let known = async |at: u32| {
        let metadata: Metadata =
            serde_json::from_value(serde_json::json!({"journal": {"title": "x", "issn": row(at).0}})).unwrap();
        site.repository.journal_routes(&metadata).await.unwrap().len()
    };
    assert_eq!(site.repository.put_journals(&snapshot(100, 120), false).await.unwrap().ended, 0);
    site.clock.advance_seconds(1);
    let json: Vec<_> = read_journals(JSON.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(
        site.repository.put_journals(&json, false).await.unwrap().ended,
        0,
        "another directory ends nothing here"
    );
    let newer = site.repository.put_journals(&snapshot(102, 121), false).await.unwrap();
    assert_eq!((newer.taken, newer.ended, newer.absent), (19, 2, 0));
    assert_eq!((known(100).await, known(102).await, known(120).await), (0, 1, 1));
    site.clock.advance_seconds(1);
    let cut = site.repository.put_journals(&snapshot(102, 104), false).await.unwrap();
    assert_eq!((cut.ended, cut.absent), (0, 17), "a file that was cut off ends nothing");
    assert_eq!(known(115).await, 1);
    site.clock.advance_seconds(1);
    assert_eq!(site.repository.put_journals(&snapshot(100, 104), true).await.unwrap().ended, 17);
    assert_eq!((known(100).await, known(115).await), (1, 0), "one that came back is there again");
    site.finish().await;
}
