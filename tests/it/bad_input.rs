//! What no form expects, on the deposit page and over REST: it is told at its field, or goes through as the text that it is.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use parvis::domain::user::{Role, Scope};
use serde_json::json;

use crate::support::program::Program;
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
/// Markup, an end of quotes, the mark that turns text around, a zero-width space and a NUL.
const HOSTILE: &str = "Gel\"'><script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\u{200b}\u{0}";
/// What is left of it once nobody is deceived.
const LEFT: &str = "Gel\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
/// Fields of free text.
const TEXTS: [&str; 8] = ["titre_fr", "titre_en", "resume_fr", "resume_en", "mots_fr", "mots_en", "revue", "volume"];

async fn site() -> TestSite {
    let site = TestSite::new().await;
    site.repository.put_user("d@example.org", "Dana", Role::Depositor, PASSWORD).await.unwrap();
    site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    site
}

async fn signed_in<'a>(site: &'a TestSite, email: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
    visitor
}

/// Uploads a file; gives the address of its draft.
async fn draft(site: &TestSite, visitor: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> String {
    let page = visitor.get("/deposer").await.text();
    let sent: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "fichier").collect();
    let sent = visitor.upload("/deposer", &sent, name, bytes).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
    sent.header("location").to_owned()
}

/// The form of a draft with some fields, whole enough to be handed in.
async fn filled(visitor: &mut Visitor<'_>, draft: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = visitor.get(draft).await.text();
    let mut form: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "droits").collect();
    let choices = [("type", "journal_article"), ("version", "AM"), ("licence", "cc-by-4.0"), ("acces", "open")];
    for (name, value) in choices.iter().chain(values) {
        set(&mut form, name, value);
    }
    form.push(("droits".to_owned(), "oui".to_owned()));
    form.push(("decision".to_owned(), "deposer".to_owned()));
    form
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of one page whose content is packed twice and becomes 60 MB.
fn bomb() -> Vec<u8> {
    let content = deflated(&deflated(&vec![b' '; 60_000_000]));
    let objects: [&[u8]; 3] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", at + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    places.push(file.len());
    writeln!(file, "4 0 obj\n<< /Length {} /Filter [/FlateDecode /FlateDecode] >>\nstream", content.len()).unwrap();
    file.extend_from_slice(&content);
    file.extend_from_slice(b"\nendstream\nendobj\n");
    let table = file.len();
    writeln!(file, "xref\n0 5\n0000000000 65535 f ").unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    writeln!(file, "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").unwrap();
    file
}

#[tokio::test]
async fn a_stream_that_unpacks_to_far_more_costs_the_file_and_not_the_site() {
    let site = site().await;
    let bytes = bomb();
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = draft(&site, &mut visitor, "bombe.pdf", &bytes).await;
    let page = visitor.get(&address).await;
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(html.contains("name=\"titre_fr\"") && !html.contains("data-wait"), "the form is there: {html}");
    let saved = filled(&mut visitor, &address, &[("titre_fr", "Le gel"), ("auteurs", "Roy, Léa")]).await;
    visitor.post(&address, &saved).await;
    assert!(
        visitor.get(&address).await.text().contains("Le gel")
            || site.repository.review_queue(9).await.unwrap().len() == 1
    );
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let mut other = bytes.clone();
    other.extend_from_slice(b"% another\n");
    let made = program.send("POST", "/api/v1/drafts", &[("content-type", "application/pdf")], other).await;
    assert_eq!(made.status, 201, "{}", made.text());
    site.work().await;
    let state = program.get(&format!("/api/v1/drafts/{}", made.json()["id"])).await.json()["state"].clone();
    assert!(["ready", "unreadable"].iter().any(|known| state == *known), "{state}");
    site.finish().await;
}

#[tokio::test]
async fn markup_and_hidden_characters_in_every_field_stay_text_from_the_form_to_the_exports() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address =
        draft(&site, &mut visitor, "a\u{202e}\u{200b}<script>alert(3)</script>.pdf", &pdf(&["Le gel\nLéa Roy"])).await;
    let author = format!("Roy{HOSTILE}, Léa{HOSTILE} | Université {HOSTILE}");
    let mut values: Vec<(&str, &str)> = TEXTS.map(|name| (name, HOSTILE)).to_vec();
    values.push(("auteurs", &author));
    let form = filled(&mut visitor, &address, &values).await;
    let sent = visitor.post(&address, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
    let mine = sent.header("location").to_owned();
    let desk = mine.replace("/depots/", "/revision/");
    let mut curator = signed_in(&site, "c@example.org").await;
    let mut decision = fields(&curator.get(&desk).await.text());
    assert!(decision.iter().any(|(name, value)| name == "titre_fr" && value == LEFT), "nothing hidden is left");
    decision.push(("decision".to_owned(), "publier".to_owned()));
    let done = curator.post(&desk, &decision).await;
    assert_eq!(done.status, 303, "{}", done.text());
    site.work().await;
    let id = site.repository.latest(1).await.unwrap()[0].id;
    let pages = [
        mine.clone(),
        "/depots".to_owned(),
        "/deposer".to_owned(),
        format!("/articles/{id}"),
        format!("/articles/{id}/lire"),
        "/recherche?q=gel".to_owned(),
        "/".to_owned(),
        format!("/en/articles/{id}"),
        desk,
        "/revision?etat=decides".to_owned(),
    ];
    for page in pages {
        let html = if page.starts_with("/revision") { curator.get(&page).await } else { visitor.get(&page).await };
        assert_eq!(html.status, 200, "{page}");
        let html = html.text();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{page}");
        assert!(!html.contains(['\u{202e}', '\u{200b}', '\u{0}']), "{page}");
    }
    for format in ["bibtex", "ris", "csl-json", "jats", "oai_dc"] {
        let export = site.get(&format!("/articles/{id}/export/{format}")).await;
        assert!(!export.status.is_server_error() && !export.text().contains(['\u{202e}', '\u{0}']), "{format}");
    }
    let record = site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text();
    assert!(record.contains("&lt;script&gt;") && !record.contains("<script>"), "{record}");
    site.finish().await;
}

#[tokio::test]
async fn a_thousand_fold_byline_and_a_long_abstract_go_all_the_way() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = draft(&site, &mut visitor, "a.pdf", &pdf(&["Le gel\nLéa Roy"])).await;
    let authors = (0..3_000).map(|at| format!("Roy-{at}, Léa\n")).collect::<Vec<_>>().concat();
    let summary = "Le gel. ".repeat(5_000);
    let values = [("titre_fr", "Le gel"), ("auteurs", authors.as_str()), ("resume_fr", summary.as_str())];
    let form = filled(&mut visitor, &address, &values).await;
    let sent = visitor.post(&address, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text().chars().take(4_000).collect::<String>());
    site.work().await;
    let mine = sent.header("location").to_owned();
    let mut curator = signed_in(&site, "c@example.org").await;
    let desk = mine.replace("/depots/", "/revision/");
    let mut decision = fields(&curator.get(&desk).await.text());
    decision.push(("decision".to_owned(), "publier".to_owned()));
    assert_eq!(curator.post(&desk, &decision).await.status, 303);
    site.work().await;
    let id = site.repository.latest(1).await.unwrap()[0].id;
    for page in [format!("/articles/{id}"), "/recherche?q=gel".to_owned(), mine] {
        assert_eq!(visitor.get(&page).await.status, 200, "{page}");
    }
    let told = site.get(&format!("/api/v1/articles/{id}")).await.json();
    assert_eq!(told["authors"].as_array().map(Vec::len), Some(3_000));
    site.finish().await;
}

#[tokio::test]
async fn programs_are_told_the_same_and_nothing_hidden_is_kept() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let saying = json!({"metadata": {"title": {"fr": HOSTILE}, "abstract": {"fr": HOSTILE}, "keywords": {"fr": [HOSTILE]},
        "authors": [{"family": HOSTILE, "given": HOSTILE, "affiliations": [{"name": HOSTILE}]}], "journal": {"title": HOSTILE}}});
    let made = program.json("POST", "/api/v1/drafts", &saying).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let text = made.text();
    assert!(!text.contains(['\u{202e}', '\u{200b}']) && !text.contains("\\u0000"), "{text}");
    assert_eq!(made.json()["metadata"]["title"]["fr"], LEFT);
    for (name, value, place) in [
        ("authors", json!([{"family": "Roy", "orcid": "0000-0002-1825-009X"}]), "/metadata/authors/0/orcid"),
        ("dates", json!({"online": "2031-05-01"}), "/metadata/dates/online"),
        ("dates", json!({"online": "2026-13-01"}), "/metadata/dates/online"),
        ("title", json!({"fr": "é".repeat(1_001)}), "/metadata/title/fr"),
    ] {
        let told = program.json("POST", "/api/v1/drafts", &json!({"metadata": {name: value}})).await;
        assert_eq!((told.status.as_u16(), told.json()["errors"][0]["pointer"].as_str()), (422, Some(place)));
    }
    let authors: Vec<_> = (0..3_000).map(|at| json!({"family": format!("Roy {at}")})).collect();
    let large = json!({"metadata": {"authors": authors, "abstract": {"fr": "é".repeat(40_000)}}});
    let made = program.json("POST", "/api/v1/drafts", &large).await;
    assert_eq!(made.status, 201, "{}", made.text().chars().take(2_000).collect::<String>());
    assert_eq!(made.json()["metadata"]["authors"].as_array().map(Vec::len), Some(3_000));
    site.finish().await;
}
