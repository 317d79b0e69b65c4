//! Deposit over SWORD 2.0: every way in, the receipt that leads on, the end.

use parvis::domain::DepositId;
use parvis::domain::user::{Role, Scope};
use parvis::service::Decision;

use crate::support::program::Program;
use crate::support::sword::{ENTRY, link, mets, related, zip};
use crate::support::{Answer, TestSite, pdf};

const COLLECTION: &str = "/sword/v2/collection";
const METS: &str = "http://purl.org/net/sword-types/METSDSpaceSIP";

async fn send(
    program: &Program<'_>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<axum::body::Body>,
) -> Answer {
    let basic = program.basic();
    let mut all = vec![("authorization", basic.as_str())];
    all.extend(headers);
    program.send(method, path, &all, body).await
}

async fn program(site: &TestSite) -> Program<'_> {
    Program::new(site, Role::Depositor, &[Scope::Deposit]).await
}

#[tokio::test]
async fn the_service_document_says_what_is_taken_and_asks_who_comes() {
    let site = TestSite::new().await;
    let refused = site.get("/sword/v2/servicedocument").await;
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").starts_with("Basic realm="), "{:?}", refused.headers);
    let program = program(&site).await;
    let answer = send(&program, "GET", "/sword/v2/servicedocument", &[], "").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/atomsvc+xml"));
    let text = answer.text();
    for part in [
        "<sword:version>2.0<",
        "<sword:maxUploadSize>5000<",
        "multipart-related",
        "METSDSpaceSIP",
        "<sword:mediation>false<",
    ] {
        assert!(text.contains(part), "{part}");
    }
    well_formed(&text);
}

/// Fails unless the text is well-formed.
fn well_formed(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[tokio::test]
async fn a_pdf_alone_is_handed_in_at_once_and_a_curator_gets_what_was_read() {
    let site = TestSite::new().await;
    let program = program(&site).await;
    let headers = [("content-type", "application/pdf"), ("content-disposition", "attachment; filename=neige.pdf")];
    let made = send(&program, "POST", COLLECTION, &headers, pdf(&["La neige du nord\nAnne Roy"])).await;
    assert_eq!(
        (made.status.as_u16(), made.header("content-type")),
        (201, "application/atom+xml;type=entry"),
        "{}",
        made.text()
    );
    let edit = link(&made.text(), "edit");
    assert_eq!(made.header("location"), format!("https://parvis.example.org{edit}"));
    site.work().await;
    let queue = site.repository.review_queue(10).await.unwrap();
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].version.metadata.titles[0].text, "La neige du nord");
    let statement =
        send(&program, "GET", &link(&made.text(), "http://purl.org/net/sword/terms/statement"), &[], "").await;
    assert!(statement.text().contains("#state-in_review") && statement.text().contains("terms/originalDeposit"));
    well_formed(&statement.text());
    for method in ["PUT", "POST"] {
        let refused = send(&program, method, &edit, &[("content-type", "application/atom+xml")], ENTRY).await;
        assert_eq!(refused.status, 405, "{method}");
        assert!(refused.text().contains("http://purl.org/net/sword/error/MethodNotAllowed"));
    }
    let curator = Program::named(&site, "cure@example.org", Role::Curator, &[Scope::Read]).await;
    let metadata = Box::new(queue[0].version.metadata.clone());
    site.repository.decide(DepositId(1), curator.user.id, Decision::Accept(metadata)).await.unwrap();
    site.work().await;
    assert!(send(&program, "GET", "/sword/v2/statement/1", &[], "").await.text().contains("#state-published"));
    assert_eq!(send(&program, "DELETE", &edit, &[], "").await.status, 405, "what is decided stays");
    site.finish().await;
}

#[tokio::test]
async fn an_entry_and_a_file_come_together_and_what_is_stated_wins() {
    let site = TestSite::new().await;
    let program = program(&site).await;
    let (media_type, body) = related(ENTRY, &pdf(&["Untitled draft 7"]), "");
    let made =
        send(&program, "POST", COLLECTION, &[("content-type", &media_type), ("in-progress", "false")], body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    well_formed(&made.text());
    site.work().await;
    let metadata = &site.repository.review_queue(10).await.unwrap()[0].version.metadata;
    assert_eq!(metadata.titles[0].text, "La neige du nord");
    assert_eq!(metadata.doi.as_ref().unwrap().as_str(), "10.5555/neige");
    assert_eq!(metadata.authors[0].family, "Roy");
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_grows_step_by_step_until_it_is_complete() {
    let site = TestSite::new().await;
    let program = program(&site).await;
    let entry = [("content-type", "application/atom+xml;type=entry"), ("in-progress", "true")];
    let made = send(&program, "POST", COLLECTION, &entry, ENTRY).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let (edit, media) = (link(&made.text(), "edit"), link(&made.text(), "edit-media"));
    assert_eq!(link(&made.text(), "http://purl.org/net/sword/terms/add"), edit);
    assert_eq!(send(&program, "GET", &media, &[], "").await.status, 404);
    assert!(send(&program, "GET", COLLECTION, &[], "").await.text().contains(&edit));
    let first = pdf(&["La neige du nord"]);
    let file = [("content-type", "application/pdf"), ("content-disposition", "attachment; filename=\"a.pdf\"")];
    let added = send(&program, "POST", &media, &file, first.clone()).await;
    assert_eq!(
        (added.status.as_u16(), added.header("location")),
        (201, format!("https://parvis.example.org{media}").as_str())
    );
    assert_eq!(send(&program, "GET", &media, &[], "").await.body, first);
    let twice = send(&program, "POST", &media, &file, pdf(&["Autre"])).await;
    assert!(twice.status == 405 && twice.text().contains("PUT"), "{}", twice.text());
    let second = pdf(&["La neige du sud"]);
    assert_eq!(send(&program, "PUT", &media, &file, second.clone()).await.status, 204);
    assert_eq!(send(&program, "GET", &media, &[], "").await.body, second);
    assert_eq!(send(&program, "DELETE", &media, &[], "").await.status, 204);
    assert_eq!(send(&program, "GET", &media, &[], "").await.status, 404);
    assert_eq!(send(&program, "PUT", &media, &file, second).await.status, 204);
    let changed = ENTRY.replace("La neige du nord", "La neige du sud");
    let replaced = send(&program, "PUT", &edit, &entry, changed).await;
    assert!(replaced.status == 200 && replaced.text().contains(">La neige du sud<"), "{}", replaced.text());
    let more = r#"<entry xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:abstract xml:lang="fr">De la neige.</dcterms:abstract></entry>"#;
    assert_eq!(send(&program, "POST", &edit, &entry, more).await.status, 200);
    assert_eq!(site.repository.review_queue(10).await.unwrap().len(), 0);
    let rdf = send(&program, "GET", &format!("{}/rdf", edit.replace("/edit/", "/statement/")), &[], "").await;
    assert_eq!((rdf.status.as_u16(), rdf.header("content-type")), (200, "application/rdf+xml"));
    well_formed(&rdf.text());
    let done = send(&program, "POST", &edit, &[("in-progress", "false"), ("content-length", "0")], "").await;
    assert_eq!(done.status, 200, "{}", done.text());
    site.work().await;
    let metadata = &site.repository.review_queue(10).await.unwrap()[0].version.metadata;
    assert_eq!((metadata.titles[0].text.as_str(), metadata.abstracts.len()), ("La neige du sud", 1));
    site.finish().await;
}

#[tokio::test]
async fn a_container_is_thrown_away_and_nobody_else_sees_it() {
    let site = TestSite::new().await;
    let program = program(&site).await;
    let entry = [("content-type", "application/atom+xml"), ("in-progress", "true")];
    let edit = link(&send(&program, "POST", COLLECTION, &entry, ENTRY).await.text(), "edit");
    let other = Program::named(&site, "autre@example.org", Role::Administrator, &[Scope::Deposit]).await;
    for (method, path) in [("GET", edit.clone()), ("DELETE", edit.clone()), ("GET", edit.replace("edit", "statement"))]
    {
        assert_eq!(send(&other, method, &path, &[], "").await.status, 404, "{method} {path}");
    }
    assert_eq!(send(&program, "DELETE", &edit, &[], "").await.status, 204);
    assert_eq!(send(&program, "GET", &edit, &[], "").await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn packages_of_journals_are_opened() {
    let site = TestSite::new().await;
    let program = program(&site).await;
    let text = pdf(&["Untitled"]);
    let supplement = pdf(&["Supplement"]);
    let ojs = zip(&[("mets.xml", mets(&["glace.pdf"]).as_bytes()), ("annexe.pdf", &supplement), ("glace.pdf", &text)]);
    let headers = [
        ("content-type", "application/zip"),
        ("packaging", METS),
        ("content-disposition", "attachment; filename=deposit.zip"),
    ];
    let made = send(&program, "POST", COLLECTION, &headers, ojs).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(send(&program, "GET", &link(&made.text(), "edit-media"), &[], "").await.body, text);
    let simple = zip(&[
        ("dossier/", b""),
        ("dossier/article.pdf", &pdf(&["La tourbe du nord"])),
        ("dossier/lisez-moi.txt", b"x"),
    ]);
    let headers = [("content-type", "application/zip"), ("packaging", "http://purl.org/net/sword/package/SimpleZip")];
    let made = send(&program, "POST", COLLECTION, &headers, simple).await;
    assert_eq!(made.status, 201, "{}", made.text());
    site.work().await;
    let titles: Vec<_> = site
        .repository
        .review_queue(10)
        .await
        .unwrap()
        .into_iter()
        .map(|article| article.version.metadata.titles[0].text.clone())
        .collect();
    assert_eq!(titles, ["La glace du fleuve", "La tourbe du nord"]);
    site.finish().await;
}
