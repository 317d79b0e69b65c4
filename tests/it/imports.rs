//! Bulk imports: told before they happen, taken in once whatever interrupts them, with faults told at their line.

use std::io::{Cursor, Write};
use std::process::Stdio;
use std::time::Duration;

use parvis::domain::ids::ImportId;
use parvis::domain::import::RowOutcome;
use parvis::domain::user::Role;
use parvis::store::Store;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::ingest::{parvis, run, stdout};
use crate::support::visitor::{Visitor, fields, form_of};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
const PLACE: &str = "/administration/importations";

async fn site() -> TestSite {
    let site = TestSite::new().await;
    for (email, role) in [("c@example.org", Role::Curator), ("d@example.org", Role::Depositor)] {
        site.repository.put_user(email, "Camille", role, PASSWORD).await.unwrap();
    }
    site
}

async fn curator(site: &TestSite) -> Visitor<'_> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in("c@example.org", PASSWORD).await.status, 303);
    visitor
}

/// Sends a list; gives the page of the import, or the message.
async fn send(visitor: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> Result<String, String> {
    let form = fields(&visitor.get(PLACE).await.text());
    let token: Vec<_> = form.into_iter().filter(|(field, _)| field == "jeton").collect();
    let answer = visitor.upload(PLACE, &token, name, bytes).await;
    match answer.status.as_u16() {
        303 => Ok(answer.header("location").to_owned()),
        422 => Err(answer.text().split("id=\"fichier-erreur\">").nth(1).unwrap().split('<').next().unwrap().to_owned()),
        other => panic!("{other}: {}", answer.text()),
    }
}

async fn start(site: &TestSite, visitor: &mut Visitor<'_>, page: &str) -> String {
    let form = form_of(&visitor.get(page).await.text(), "importer");
    assert_eq!(visitor.post(page, &form).await.status, 303);
    assert!(visitor.get(page).await.text().contains("http-equiv=\"refresh\""), "it moves without a script, too");
    site.work().await;
    visitor.get(page).await.text()
}

async fn articles(site: &TestSite) -> i64 {
    site.repository.store().counts().await.unwrap().articles
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_thousand_rows_killed_again_and_again_end_as_exactly_a_thousand_articles() {
    let data = tempfile::tempdir().unwrap();
    let mut table = "titre;langue;auteurs;année;doi;résumé_fr\r\n".to_owned();
    for number in 0..1_000 {
        let doi = if number % 2 == 0 { format!("10.5555/lot.{number}") } else { String::new() };
        let line =
            format!("Le chant numéro {number} des mésanges en hiver;fr;Roy, Léa;2024;{doi};\"Deux\nlignes\"\r\n");
        table.push_str(&line);
    }
    std::fs::write(data.path().join("mille.csv"), &table).unwrap();
    let mut person = parvis(data.path(), &["user", "add", "c@example.org", "--name", "Camille", "--role", "curator"]);
    let mut person = person.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    person.stdin.take().unwrap().write_all(b"un bon mot de passe").unwrap();
    assert!(person.wait().unwrap().success());
    let import = ["import", "mille.csv", "--as", "C@example.org"];
    let store = Store::open(&data.path().join("parvis.sqlite")).await.unwrap();
    for enough in [0, 40, 300] {
        let mut child = parvis(data.path(), &import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        loop {
            let counts = store.count_import_rows(ImportId(1)).await.unwrap();
            let public = counts.iter().filter(|(outcome, _)| *outcome == RowOutcome::Published);
            let public: u64 = public.map(|(_, count)| count).sum();
            if !counts.is_empty() && public >= enough {
                assert!(public < 1_000, "it is killed in the middle");
                break;
            }
            assert!(child.try_wait().unwrap().is_none(), "it ended too early");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    store.close().await;
    let last = run(data.path(), &import);
    let told = stdout(&last);
    assert!(told.contains("1000 rows: 1000 published, 0 to review, 0 versions, 0 already here"), "{told}");
    let verified = stdout(&run(data.path(), &["verify"]));
    assert!(verified.contains("1000 articles checked; jobs: 0 waiting, 0 given up"), "{verified}");
    let again = stdout(&run(data.path(), &import));
    assert!(again.contains("0 published") && again.contains("1000 already here"), "{again}");
    let dry = stdout(&run(data.path(), &["import", "mille.csv", "--as", "c@example.org", "--dry-run"]));
    assert!(dry.contains("1000 already here") && dry.contains("nothing was changed"), "{dry}");
}

#[tokio::test]
async fn what_would_happen_is_told_row_by_row_and_then_does() {
    let site = site().await;
    let known = r#"{"title":{"fr":"Le chant des mésanges en hiver"},"authors":[{"given":"Léa","family":"Roy"}],
        "doi":"10.5555/mesanges.1","language":"fr","dates":{"issue":"2024"},"licence":"cc-by-4.0"}"#;
    let article = site.publish(known, &pdf(&["Le chant des mésanges en hiver"])).await;
    let mut visitor = curator(&site).await;
    let table = format!(
        "title,language,authors,year,doi,licence,file,version_of\n\
         Le chant des mésanges en hiver,fr,\"Roy, Léa\",2024,,,,\n\
         La neige qui tombe sur le lac,fr,\"Côté, Ève\",2023,10.5555/neige,cc-by-4.0,,\n\
         La Neige qui tombe sur le LAC,fr,\"COTE, E.\",2023,,,,\n\
         Glace,fr,,2023,pas un doi,,,\n\
         Le lac en été,fr,\"Roy, Léa\",2022,,cc-by-4.0,dossier/lac.pdf,\n\
         Le chant des mésanges en hiver,fr,\"Roy, Léa\",2024,10.5555/mesanges.1,cc-by-4.0,version.pdf,/articles/{article}\n\
         Sans son fichier,fr,,2022,,,absent.pdf,\n"
    );
    let files = archive(&[
        ("liste.csv", table.as_bytes()),
        ("pdf/dossier/lac.pdf", &pdf(&["Le lac en été"])),
        ("pdf/version.pdf", &pdf(&["Le chant des mésanges en hiver, version publiée"])),
        ("__MACOSX/._liste.csv", b"junk"),
    ]);
    let page = send(&mut visitor, "tout.zip", &files).await.unwrap();
    let told = visitor.get(&page).await.text();
    assert!(told.contains("Rien n’est encore versé") && told.contains("Importer 3 notices"), "{told}");
    for text in ["ligne 5", "Colonne doi", "« pas un doi » ne convient pas", "10.5555/suffixe", "Comme la notice 2"] {
        assert!(told.replace('\u{a0}', " ").contains(text), "{text}: {told}");
    }
    assert!(told.replace('\u{a0}', " ").contains("« absent.pdf » n’est pas venu"));
    assert_eq!(articles(&site).await, 1, "nothing happened yet");
    let done = start(&site, &mut visitor, &page).await;
    assert!(done.contains("Toutes les lignes sont traitées") && !done.contains("http-equiv=\"refresh\""), "{done}");
    assert_eq!(articles(&site).await, 3, "a record, a file, and the article with a version more");
    let shown = site.get(&format!("/articles/{article}")).await.text();
    assert!(shown.contains("mésanges"));
    let csv = visitor.get(&format!("{page}/resultat.csv")).await;
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 8);
    assert!(
        lines[4].contains("pas un doi") && lines[4].contains("doi") && lines[4].contains("À corriger"),
        "{lines:?}"
    );
    let again = send(&mut visitor, "tout.zip", &files).await.unwrap();
    assert_ne!(again, page);
    let told = visitor.get(&again).await.text();
    assert!(!told.contains("value=\"importer\""), "nothing is left to do: {told}");
    assert_eq!(visitor.post(&again, &form_of(&told, "supprimer")).await.status, 303);
    assert_eq!(visitor.get(&again).await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn lists_of_every_form_go_in_and_repeat_nothing() {
    let site = site().await;
    let mut visitor = curator(&site).await;
    let jats = br#"<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Une tourbiere au
        nord</article-title></title-group></article-meta></front><body><p>Un texte.</p></body></article>"#;
    let files = archive(&[
        ("a.bib", b"@article{a, title={Les tourbi{\\`e}res du nord au printemps}, author={Roy, L{\\'e}a}, year=2024}\n@article{b,"),
        ("b.ris", b"TY  - JOUR\r\nTI  - Les lacs du nord au printemps\r\nAU  - Roy, L.\r\nPY  - 2024\r\nER  - \r\n"),
        ("c.json", r#"[{"title":"Les lacs du nord au printemps","author":[{"family":"Roy","given":"L."}],"issued":{"date-parts":[[2024]]}},{"title":"Les monts du nord au printemps"}]"#.as_bytes()),
        ("d.xml", jats),
    ]);
    let page = send(&mut visitor, "formes.zip", &files).await.unwrap();
    let told = visitor.get(&page).await.text();
    assert!(told.contains("Importer 4 notices") && told.contains("La notice est abîmée"), "{told}");
    start(&site, &mut visitor, &page).await;
    assert_eq!(articles(&site).await, 4);
    let again = send(&mut visitor, "formes2.zip", &files).await.unwrap();
    assert!(!visitor.get(&again).await.text().contains("value=\"importer\""));
    site.finish().await;
}

#[tokio::test]
async fn hostile_lists_are_told_and_change_nothing() {
    let site = site().await;
    let mut visitor = curator(&site).await;
    let sheet = archive(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    let huge = archive(&[("a.csv", &vec![b' '; 65 * 1024 * 1024])]);
    for (name, bytes, part) in [
        ("vide.csv", &b""[..], "aucune notice"),
        ("image.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "n’est pas connue"),
        ("classeur.xlsx", &sheet, "format CSV"),
        ("rompu.zip", b"PK\x03\x04 nothing of an archive", "l’archive est abîmée"),
        ("bombe.zip", &huge, "trop gros"),
        ("titre.csv", b"tilte,doi\nx,\n", "tilte"),
        ("deux.csv", b"doi,DOI\n,\n", "deux fois"),
        ("a.json", b"[{\"title\": ", "CSL-JSON"),
    ] {
        let told = send(&mut visitor, name, bytes).await.unwrap_err();
        assert!(told.contains(part), "{name}: {told}");
    }
    assert!(send(&mut visitor, "seul.pdf", &pdf(&["Un PDF seul"])).await.unwrap_err().contains("au moins une liste"));
    let hostile = "title,authors,keywords\n\
        <script>alert(1)</script>,\"<img src=x onerror=alert(1)>, x\",\"=cmd|' /C calc'!A0\"\n\
        \u{202e}\u{200b}\u{0},,\n\"never ends,,\nx,y\n";
    let page = send(&mut visitor, "=mal\"><script>.csv", hostile.as_bytes()).await.unwrap();
    let told = visitor.get(&page).await.text();
    assert!(!told.contains("<script>alert") && told.contains("ligne"), "{told}");
    let csv = visitor.get(&format!("{page}/resultat.csv")).await.text();
    assert!(!csv.contains("\n=mal"), "no cell is run by a spreadsheet: {csv}");
    start(&site, &mut visitor, &page).await;
    assert!(articles(&site).await <= 2);
    site.finish().await;
}

#[tokio::test]
async fn who_asks_for_a_review_gets_one_and_depositors_import_nothing_here() {
    let site = site().await;
    let mut visitor = curator(&site).await;
    let form = fields(&visitor.get(PLACE).await.text());
    let mut sent: Vec<_> = form.into_iter().filter(|(field, _)| field == "jeton").collect();
    sent.push(("decision".to_owned(), "revision".to_owned()));
    let answer = visitor.upload(PLACE, &sent, "a.csv", b"title\nLa neige qui tombe sur le lac\n").await;
    let page = answer.header("location").to_owned();
    start(&site, &mut visitor, &page).await;
    assert_eq!((articles(&site).await, site.repository.review_queue(10).await.unwrap().len()), (0, 1));
    let stale = visitor.upload(PLACE, &[], "a.csv", b"title\nx\n").await;
    assert_eq!(stale.status, 422, "a form that is not ours");
    let mut other = Visitor::new(&site);
    other.sign_in("d@example.org", PASSWORD).await;
    assert_eq!(other.get(PLACE).await.status, 403);
    assert_eq!(other.get(&page).await.status, 403);
    site.finish().await;
}

#[tokio::test]
async fn an_import_is_started_by_whoever_planned_it_or_an_administrator() {
    let site = site().await;
    site.repository.put_user("c2@example.org", "Alix", Role::Curator, PASSWORD).await.unwrap();
    site.repository.put_user("a@example.org", "Claude", Role::Administrator, PASSWORD).await.unwrap();
    let mut planner = curator(&site).await;
    let page = send(&mut planner, "a.csv", b"title\nLa neige qui tombe sur le lac\n").await.unwrap();
    let mut other = Visitor::new(&site);
    other.sign_in("c2@example.org", PASSWORD).await;
    let seen = other.get(&page).await.text();
    assert!(!seen.contains("value=\"importer\"") && seen.contains("resultat.csv"), "{seen}");
    let own = fields(&other.get(PLACE).await.text()).into_iter().find(|(name, _)| name == "jeton").unwrap();
    for action in ["importer", "supprimer"] {
        let pressed = [own.clone(), ("action".to_owned(), action.to_owned())];
        assert_eq!(other.post(&page, &pressed).await.status, 403, "{action}");
    }
    assert_eq!(articles(&site).await, 0);
    let mut admin = Visitor::new(&site);
    admin.sign_in("a@example.org", PASSWORD).await;
    assert!(admin.get(&page).await.text().contains("Préparée par"));
    start(&site, &mut admin, &page).await;
    assert_eq!(articles(&site).await, 1);
    site.finish().await;
}
