//! The copy of a PDF that carries its description, beside the deposited file.

use std::process::Command;

use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, decode_text_string};
use parvis::domain::{ArticleId, Sha256};
use parvis::extract::{Limits, extract};

use crate::support::{TestSite, pdf};

const SIDECAR: &str = r#"{"title":{"fr":"Forêts d’épinettes à l’été","en":"Spruce forests"},"language":"fr",
    "authors":[{"given":"Zoé","family":"Œuvray-Bélanger","email":"secret@example.org"}],
    "licence":"cc-by-4.0","doi":"10.5555/essai.7"}"#;

fn path(article: ArticleId) -> String {
    format!("/articles/{article}/fichier-metadonnees.pdf")
}

/// Whether the page of an article offers the copy, and the status of its address.
async fn offered(site: &TestSite, article: ArticleId) -> (bool, u16) {
    let page = site.get(&format!("/articles/{article}")).await.text();
    (page.contains(&path(article)), site.get(&path(article)).await.status.as_u16())
}

#[tokio::test]
async fn the_copy_says_what_it_is_and_the_deposited_file_stays() {
    let site = TestSite::new().await;
    let bytes = pdf(&["Forêts d’épinettes", "Deuxième page"]);
    let article = site.publish(SIDECAR, &bytes).await;
    assert_eq!(offered(&site, article).await, (true, 200));
    let french = site.get(&format!("/articles/{article}")).await.text();
    let english = site.get(&format!("/en/articles/{article}")).await.text();
    assert!(french.contains("PDF avec métadonnées") && english.contains("PDF with metadata"));

    let deposited = site.get(&format!("/articles/{article}/fichier.pdf")).await;
    assert_eq!(Sha256::of(&deposited.body), Sha256::of(&bytes));
    let copy = site.get(&path(article)).await;
    assert!(copy.body.starts_with(&bytes) && copy.body.len() > bytes.len());
    assert_eq!(copy.header("content-length"), copy.body.len().to_string());

    let read = extract(&copy.body, &Limits::default()).unwrap();
    assert_eq!(read.pages, extract(&bytes, &Limits::default()).unwrap().pages);
    assert_eq!(read.candidates.dois[0].value.as_str(), "10.5555/essai.7");
    assert_eq!(read.candidates.licences[0].value.code(), "cc-by-4.0");
    let document = Document::load_mem(&copy.body).unwrap();
    let info = document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(decode_text_string(info.get(b"Title").unwrap()).unwrap(), "Forêts d’épinettes à l’été");
    assert_eq!(decode_text_string(info.get(b"Author").unwrap()).unwrap(), "Zoé Œuvray-Bélanger");
    assert_eq!(document.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap(), b"fr");
    assert!(!String::from_utf8_lossy(&copy.body).contains("secret@example.org"));
    other_tools_read_it(&copy.body);
    site.finish().await;
}

/// Another reader agrees, where one is installed.
fn other_tools_read_it(copy: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.pdf");
    std::fs::write(&file, copy).unwrap();
    let Ok(told) = Command::new("pdfinfo").args(["-enc", "UTF-8"]).arg(&file).output() else {
        println!("skipped: pdfinfo is not installed");
        return;
    };
    let (said, complaints) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success() && complaints.is_empty(), "{complaints}");
    assert!(said.contains("Forêts d’épinettes à l’été") && said.contains("Zoé Œuvray-Bélanger"), "{said}");
}

#[tokio::test]
async fn ranges_of_the_copy_cross_the_end_of_the_deposited_bytes() {
    let site = TestSite::new().await;
    let bytes = pdf(&["Forêts d’épinettes"]);
    let article = site.publish(SIDECAR, &bytes).await;
    let whole = site.get(&path(article)).await;
    let (end, last) = (bytes.len(), whole.body.len() - 1);
    for (first, last) in [(0, 4), (end - 3, end + 3), (end, end + 9), (end - 2, end - 1), (last - 5, last)] {
        let part = site.get_with(&path(article), &[("range", &format!("bytes={first}-{last}"))]).await;
        assert_eq!((part.status.as_u16(), part.body.as_ref()), (206, &whole.body[first..=last]), "{first}-{last}");
    }
    let again = site.get_with(&path(article), &[("if-none-match", whole.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    site.finish().await;
}

#[tokio::test]
async fn encrypted_signed_and_damaged_files_are_offered_as_they_are_only() {
    let site = TestSite::new().await;
    let page = |number: usize| format!("Texte numéro {number} de la forêt");
    let mut encrypted = Document::load_mem(&pdf(&[&page(1)])).unwrap();
    let id = || Object::string_literal("0123456789abcdef");
    encrypted.trailer.set("ID", vec![id(), id()]);
    let version = EncryptionVersion::V2 {
        document: &encrypted,
        owner_password: "",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    encrypted.encrypt(&state).unwrap();
    let mut signed = Document::load_mem(&pdf(&[&page(2)])).unwrap();
    signed.add_object(lopdf::dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into()] });
    let written = |mut document: Document| {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let text = pdf(&[&page(3)]);
    let damaged = text[..text.len() - 40].to_vec();
    for (number, bytes) in [written(encrypted), written(signed), damaged].iter().enumerate() {
        let sidecar = SIDECAR.replace("essai.7", &format!("essai.{}", 20 + number));
        let article = site.publish(&sidecar, bytes).await;
        assert_eq!(offered(&site, article).await, (false, 404), "file {number}");
        assert_eq!(site.get(&format!("/articles/{article}/fichier.pdf")).await.body.as_ref(), bytes.as_slice());
    }
    site.finish().await;
}

#[tokio::test]
async fn a_file_under_embargo_has_no_copy_that_anybody_could_read() {
    let site = TestSite::new().await;
    let sidecar = SIDECAR.replacen('{', r#"{"access":"embargoed","embargo_until":"2026-11-22","#, 1);
    let article = site.publish(&sidecar, &pdf(&["Forêts d’épinettes"])).await;
    assert_eq!(offered(&site, article).await, (false, 403));
    site.clock.advance_seconds(2 * 86_400);
    assert_eq!(offered(&site, article).await, (true, 200));
    site.finish().await;
}

#[tokio::test]
async fn a_file_that_looks_sound_and_is_not_is_no_longer_offered_once_that_is_known() {
    let site = TestSite::new().await;
    let text = String::from_utf8_lossy(&pdf(&["Forets de la rive"])).into_owned();
    // The table tells of no root: readers that search for one find it, an addition would rest on a guess.
    let bytes = text.replace("/Root 1 0 R", "/Rout 1 0 R").into_bytes();
    let article = site.publish(SIDECAR, &bytes).await;
    assert_eq!(offered(&site, article).await, (true, 404));
    assert_eq!(offered(&site, article).await, (false, 404));
    site.finish().await;
}
