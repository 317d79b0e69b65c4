//! What SWORD clients get wrong, and what they are told: an error document with the address of its kind.

use parvis::domain::user::{Role, Scope};

use crate::support::program::Program;
use crate::support::sword::{ENTRY, mets, related, zip};
use crate::support::{Answer, TestSite, pdf};

const COLLECTION: &str = "/sword/v2/collection";
const SIMPLE: &str = "http://purl.org/net/sword/package/SimpleZip";
const METS: &str = "http://purl.org/net/sword/package/METSDSpaceSIP";

async fn post(program: &Program<'_>, headers: &[(&str, &str)], body: impl Into<axum::body::Body>) -> Answer {
    let basic = program.basic();
    let mut all = vec![("authorization", basic.as_str())];
    all.extend(headers);
    program.send("POST", COLLECTION, &all, body).await
}

/// Status and name of the error of an answer, whose document must be well-formed and say something.
fn told(answer: &Answer) -> (u16, String) {
    let text = answer.text();
    assert!(answer.header("content-type").starts_with("text/xml"), "{text}");
    let href = regex::Regex::new(r#"<sword:error [^>]*href="([^"]+)""#).unwrap().captures(&text).unwrap()[1].to_owned();
    assert!(regex::Regex::new(r"<atom:summary>[^<]{10,}</atom:summary>").unwrap().is_match(&text), "{text}");
    (answer.status.as_u16(), href.rsplit(['/', '#']).next().unwrap().to_owned())
}

#[tokio::test]
async fn only_tokens_open_the_door_and_only_their_own_account() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Curator, &[Scope::Deposit]).await;
    let basic = |name: &str, secret: &str| {
        format!("Basic {}", data_encoding::BASE64.encode(format!("{name}:{secret}").as_bytes()))
    };
    let mine = program.user.email.clone();
    for wrong in [
        basic(&mine, "un bon mot de passe"),
        basic("autre@example.org", &program.token),
        basic(&mine, ""),
        "Basic !!!".to_owned(),
        "Basic".to_owned(),
        "Digest x".to_owned(),
    ] {
        let answer = site.get_with("/sword/v2/servicedocument", &[("authorization", &wrong)]).await;
        assert_eq!(told(&answer).0, 401, "{wrong}");
    }
    for right in [basic(&mine.to_uppercase(), &program.token), format!("Bearer {}", program.token)] {
        assert_eq!(site.get_with("/sword/v2/servicedocument", &[("authorization", &right)]).await.status, 200);
    }
    let reads = Program::named(&site, "lit@example.org", Role::Depositor, &[Scope::Read]).await;
    assert_eq!(post(&reads, &[("content-type", "application/pdf")], pdf(&["x"])).await.status, 403);
    let behalf = [("content-type", "application/pdf"), ("on-behalf-of", "autre@example.org")];
    let refused = post(&program, &behalf, pdf(&["x"])).await;
    assert_eq!(told(&refused), (412, "MediationNotAllowed".to_owned()));
}

/// Headers and body of a request, and what it is told.
type Case<'a> = (Vec<(&'a str, &'a str)>, Vec<u8>, u16, &'a str);

#[tokio::test]
async fn what_cannot_be_taken_is_told_by_its_kind_and_leaves_nothing() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit, Scope::Read]).await;
    let file = pdf(&["La neige"]);
    let pdf_type = ("content-type", "application/pdf");
    let name = ("content-disposition", "attachment; filename=a.pdf");
    let atom = ("content-type", "application/atom+xml");
    let cases: Vec<Case<'_>> = vec![
        (
            vec![pdf_type, ("content-md5", "00000000000000000000000000000000")],
            file.clone(),
            412,
            "ErrorChecksumMismatch",
        ),
        (vec![pdf_type, ("in-progress", "maybe")], file.clone(), 400, "ErrorBadRequest"),
        (vec![pdf_type, ("packaging", "http://example.org/other")], file.clone(), 415, "ErrorContent"),
        (vec![pdf_type, ("packaging", SIMPLE)], file.clone(), 415, "ErrorContent"),
        (vec![pdf_type, name], b"<html>".to_vec(), 415, "ErrorContent"),
        (vec![pdf_type, name], Vec::new(), 415, "ErrorContent"),
        (vec![pdf_type], Vec::new(), 400, "ErrorBadRequest"),
        (vec![pdf_type], vec![b'x'; 5_000_001], 413, "MaxUploadSizeExceeded"),
        (vec![atom], b"<feed/>".to_vec(), 400, "ErrorBadRequest"),
        (vec![atom], b"<entry".to_vec(), 400, "ErrorBadRequest"),
        (vec![atom], vec![0xff, 0xfe], 400, "ErrorBadRequest"),
        (vec![atom], ENTRY.replace("La neige du nord", &"é".repeat(2_000)).into_bytes(), 400, "ErrorBadRequest"),
        (vec![("content-type", "multipart/related")], file.clone(), 400, "ErrorBadRequest"),
        (vec![("content-type", "multipart/related; boundary=x")], b"--x".to_vec(), 400, "ErrorBadRequest"),
        (vec![("content-type", "multipart/related; boundary=x")], b"--x--\r\n".to_vec(), 400, "ErrorBadRequest"),
    ];
    for (headers, body, status, error) in cases {
        let answer = post(&program, &headers, body).await;
        assert_eq!(told(&answer), (status, error.to_owned()), "{headers:?}");
    }
    let english = post(&program, &[atom, ("accept-language", "en")], "<feed/>").await;
    assert!(english.text().contains("An Atom entry"), "{}", english.text());
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"], serde_json::json!([]));
    site.finish().await;
}

#[tokio::test]
async fn a_checksum_fits_in_either_spelling() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit]).await;
    let (entry, in_progress) = (("content-type", "application/pdf"), ("in-progress", "true"));
    for (text, right) in [("a", true), ("b", true), ("c", false)] {
        let file = pdf(&[text]);
        let digest = <md5::Md5 as md5::Digest>::digest(&file);
        let stated = match text {
            "a" => data_encoding::HEXUPPER.encode(&digest),
            _ => data_encoding::BASE64.encode(&digest),
        };
        let stated = if right { stated } else { stated.chars().rev().collect() };
        let made = post(&program, &[entry, in_progress, ("content-md5", &stated)], file).await;
        assert_eq!(made.status == 201, right, "{text}");
    }
    let (media_type, body) = related(ENTRY, &pdf(&["d"]), "Content-MD5: 123\r\n");
    let refused = post(&program, &[("content-type", &media_type)], body).await;
    assert_eq!(told(&refused), (412, "ErrorChecksumMismatch".to_owned()));
    site.work().await;
}

#[tokio::test]
async fn hostile_packages_cost_no_more_than_a_file() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit, Scope::Read]).await;
    let file = pdf(&["Le sol"]);
    let bomb = [b"%PDF-1.4\n".as_slice(), &vec![b' '; 60_000_000]].concat();
    let names: Vec<String> = (0..600).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let mut cut = zip(&[("a.pdf", &file)]);
    cut.truncate(cut.len() / 2);
    let cases: Vec<(&str, Vec<u8>, u16)> = vec![
        (SIMPLE, zip(&[("bombe.pdf", &bomb)]), 413),
        (SIMPLE, zip(&many), 415),
        (SIMPLE, zip(&[("a.pdf", &file), ("b.pdf", &pdf(&["x"]))]), 415),
        (SIMPLE, zip(&[("a.txt", b"x")]), 415),
        (SIMPLE, zip(&[]), 415),
        (SIMPLE, cut, 415),
        (METS, zip(&[("a.pdf", &file)]), 415),
        (METS, zip(&[("mets.xml", b"<mets"), ("a.pdf", &file)]), 415),
        (METS, zip(&[("mets.xml", mets(&["a.pdf"]).as_bytes())]), 415),
    ];
    for (packaging, body, status) in cases {
        let answer = post(&program, &[("content-type", "application/zip"), ("packaging", packaging)], body).await;
        assert_eq!(told(&answer).0, status, "{packaging}: {}", answer.text());
    }
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"], serde_json::json!([]));
    let climbing = zip(&[("../../../etc/neige.pdf", &file)]);
    let headers = [("content-type", "application/zip"), ("packaging", SIMPLE), ("in-progress", "true")];
    let made = post(&program, &headers, climbing).await;
    assert_eq!(made.status, 201);
    assert!(!made.text().contains(".."), "{}", made.text());
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_file_that_is_here_already_is_told_with_its_address() {
    let site = TestSite::new().await;
    let article = site.publish(r#"{"title":{"fr":"Pluie"},"language":"fr"}"#, &pdf(&["Pluie"])).await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit, Scope::Read]).await;
    let answer = post(&program, &[("content-type", "application/pdf")], pdf(&["Pluie"])).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains(&format!("/api/v1/articles/{article}")), "{}", answer.text());
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"], serde_json::json!([]));
    site.finish().await;
}
