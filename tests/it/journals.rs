//! Snapshots of directories of journals, from the command line to the deposit form and the verdict.

use parvis::domain::Metadata;
use parvis::domain::user::Role;
use parvis::service::{Endings, read_journals};

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
        assert_eq!(site.repository.put_journals(&good, Endings::Few).await.unwrap().taken, 1);
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
    assert_eq!(site.repository.put_journals(&snapshot(100, 120), Endings::Few).await.unwrap().ended, 0);
    site.clock.advance_seconds(1);
    let json: Vec<_> = read_journals(JSON.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(
        site.repository.put_journals(&json, Endings::Few).await.unwrap().ended,
        0,
        "another directory ends nothing here"
    );
    let newer = site.repository.put_journals(&snapshot(102, 121), Endings::Few).await.unwrap();
    assert_eq!((newer.taken, newer.ended, newer.absent), (19, 2, 0));
    assert_eq!((known(100).await, known(102).await, known(120).await), (0, 1, 1));
    site.clock.advance_seconds(1);
    let cut = site.repository.put_journals(&snapshot(102, 104), Endings::Few).await.unwrap();
    assert_eq!((cut.ended, cut.absent), (0, 17), "a file that was cut off ends nothing");
    assert_eq!(known(115).await, 1);
    site.clock.advance_seconds(1);
    assert_eq!(site.repository.put_journals(&snapshot(100, 104), Endings::All).await.unwrap().ended, 17);
    assert_eq!((known(100).await, known(115).await), (1, 0), "one that came back is there again");
    site.finish().await;
}

/// A site with both snapshots.
async fn with_snapshots() -> TestSite {
    let site = TestSite::new().await;
    for text in [CSV, JSON] {
        let good: Vec<_> = read_journals(text.as_bytes()).filter_map(Result::ok).collect();
        site.repository.put_journals(&good, Endings::Few).await.unwrap();
    }
    site
}

async fn put_award(site: &TestSite, launched: &str) {
    let row = format!(
        "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,active_from,\
         active_to,programme_policy\n312345,frqnt,\"Roy, Léa\",,Projet,grant,{launched},false,2022-04-01,2027-03-31,\n"
    );
    let awards: Vec<_> = parvis::service::read_register(row.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
}

#[tokio::test]
async fn the_ways_into_a_journal_are_told_with_their_sources_and_days() {
    let site = with_snapshots().await;
    let page = site.get("/revues?revue=0378-5955").await.text();
    assert!(
        page.contains("Au moins une voie est ouverte") && page.contains("DOAJ, données du 21\u{a0}novembre 2026"),
        "{page}"
    );
    assert!(page.contains("licence_accepted") && page.contains("embargo_too_long"));
    assert!(page.contains("lang=\"en-CA\"") && page.contains("À la rédaction de Revue du gel"));
    let english = site.get("/en/revues?revue=gel&octroi=312345").await.text();
    assert!(
        english.contains("The register does not know award 312345")
            && english.contains("To the editors of Revue du gel")
    );
    put_award(&site, "2021-09-01").await;
    let json = site.get("/api/v1/journals/0378-5955/routes?award=312345").await.json();
    assert_eq!((json["policies"][0].as_str(), json["overall"].as_str()), (Some("frq-2019"), Some("yes")));
    let answers: Vec<_> =
        json["routes"].as_array().unwrap().iter().map(|route| route["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["yes", "yes"], "six months are within twelve");
    assert_eq!(json["routes"][1]["log"][1]["observed_on"], "2026-11-21");
    put_award(&site, "2023-09-01").await;
    let json = site.get("/api/v1/journals/0378-5955/routes?award=312345").await.json();
    let answers: Vec<_> =
        json["routes"].as_array().unwrap().iter().map(|route| route["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["yes", "no", "yes"]);
    let letter = site.get("/revues/lettre.txt?revue=0378-5955&octroi=312345&titre=Le%20gel&langue=en").await;
    assert!(letter.header("content-disposition").contains("letter-0378-5955.txt"));
    assert!(letter.text().contains("“Le gel”") && letter.text().contains("https://doi.org/10.69777/312345"));
}

#[tokio::test]
async fn what_is_asked_wrongly_or_of_nobody_gets_an_answer_that_says_what_to_do() {
    let site = with_snapshots().await;
    for (query, status, said) in [
        ("", 200, "Voir les voies possibles"),
        ("?revue=zyxw", 200, "Aucune revue de nos répertoires"),
        ("?revue=1234-5678", 422, "n’est pas un ISSN"),
        ("?revue=gel&octroi=douze", 422, "n’est pas un numéro d’octroi"),
        ("?revue=2049-3630", 200, "Aucune voie n’est sûre"),
        ("?revue=%3Cscript%3E&politique=x", 200, "&#60;script&#62;"),
        ("?revue=%25_%27;--", 200, "Voir les voies possibles"),
    ] {
        let answer = site.get(&format!("/revues{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
        assert!(answer.text().contains(said), "{query}: {}", answer.text());
    }
    assert_eq!(site.get("/api/v1/journals/1234-5678/routes").await.status, 404);
    assert_eq!(site.get("/api/v1/journals/0378-5955/routes?award=x").await.status, 422);
    assert_eq!(site.get("/api/v1/journals/0378-5955/routes?policy=x").await.status, 422);
    assert_eq!(site.get("/api/v1/journals?q=revue%20ge").await.json()["journals"][0]["issn"], "0378-5955");
    assert_eq!(site.get("/api/v1/journals?q=").await.json()["journals"].as_array().unwrap().len(), 0);
    // A journal that left the latest snapshot is no longer known to be open.
    site.clock.advance_seconds(40 * 86_400);
    let other = CSV.replace("0378-5955", "2049-3630").replace("Revue du gel", "Autre revue");
    let good: Vec<_> = read_journals(other.as_bytes()).filter_map(Result::ok).collect();
    site.repository.put_journals(&good, Endings::Few).await.unwrap();
    let json = site.get("/api/v1/journals/0378-5955/routes").await.json();
    assert_eq!(json["routes"][0]["log"][0]["code"], "no_more_listed");
    assert_eq!(json["routes"][0]["answer"], "unknown");
}

#[tokio::test]
async fn journals_of_an_earlier_release_are_found_by_their_titles_too() {
    let site = with_snapshots().await;
    site.tamper("DELETE FROM journal_titles").await;
    // As at the start of a process that works on the jobs.
    site.repository.write_journal_titles().await.unwrap();
    let found = site.get("/api/v1/journals?q=GEL").await.json();
    assert_eq!(found["journals"][0]["title"], "Revue du gel");
}
