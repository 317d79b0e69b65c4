//! Hostile files through the whole service: handed in, read by the child process, judged. Each ends published or refused
//! with a reason, and the service goes on.

use std::io::Write;
use std::path::{Path, PathBuf};

use parvis::domain::ArticleState;
use parvis::service::Error;

use crate::support::{TestSite, corpus, created, pdf};

/// Files of the robustness set that are read, one in so many; all with `PARVIS_HOSTILE_ALL`.
const ONE_IN: usize = 24;

/// What becomes of a file.
async fn verdict(site: &TestSite, bytes: &[u8]) -> String {
    let submitted = match site.submit(serde_json::from_str("{}").unwrap(), bytes).await {
        Ok(submitted) => submitted,
        Err(Error::File(failure)) => return format!("{failure:?}"),
        Err(error) if error.exceeded_bytes().is_some() => return "TooLarge".to_owned(),
        Err(error) => panic!("{error:?}"),
    };
    let parvis::domain::deposit::Submission::Created(..) = submitted else { return "known".to_owned() };
    let (deposit, article) = created(submitted);
    site.work().await;
    let (state, failure, _) = site.repository.store().deposit_outcome(deposit).await.unwrap();
    if let Some(failure) = failure {
        assert_eq!(site.get(&format!("/articles/{article}")).await.status, 404);
        return format!("{failure:?}");
    }
    assert_eq!(state, ArticleState::Published);
    assert_eq!(site.get(&format!("/articles/{article}")).await.status, 200);
    "published".to_owned()
}

/// The PDFs below a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
    found.sort();
    found
}

async fn judged(folder: &str, one_in: usize) {
    let Some(folder) = corpus(folder) else { return };
    let site = TestSite::new().await;
    let mut tally = std::collections::BTreeMap::new();
    for path in files(&folder).iter().step_by(one_in) {
        let verdict = verdict(&site, &std::fs::read(path).unwrap()).await;
        *tally.entry(verdict).or_insert(0_u32) += 1;
    }
    println!("{tally:?}");
    assert_eq!(site.get("/").await.status, 200);
    assert!(site.repository.verify(|_| ()).await.unwrap().findings.is_empty());
    site.finish().await;
}

#[tokio::test]
async fn every_file_made_to_break_readers_ends_in_a_verdict() {
    judged("adv", 1).await;
}

#[tokio::test]
async fn files_that_broke_other_readers_end_in_a_verdict() {
    let all = std::env::var_os("PARVIS_HOSTILE_ALL").is_some();
    judged("robust", if all { 1 } else { ONE_IN }).await;
}

/// A PDF from its objects.
fn document(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).unwrap();
    file
}

fn with_pages(kids: &str, count: usize, content: &str) -> Vec<u8> {
    document(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        // A form that draws itself.
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 4 >>\n\
         stream\n/X Do\nendstream"
            .to_owned(),
    ])
}

#[tokio::test]
async fn endless_documents_end_and_the_next_article_is_read() {
    let site = TestSite::new().await;
    let words = "BT /F1 12 Tf 72 700 Td (Les lacs du Nord en hiver) Tj ET";
    let many = with_pages(&"4 0 R ".repeat(100_000), 100_000, words);
    let deep = with_pages("4 0 R", 1, &format!("{words} {}{}", "[".repeat(200_000), "]".repeat(200_000)));
    let looped = with_pages("2 0 R 4 0 R", 2, &format!("{words} /X Do"));
    for bytes in [many, deep, looped] {
        let verdict = verdict(&site, &bytes).await;
        assert!(["published", "Damaged", "LimitsExceeded"].contains(&verdict.as_str()), "{verdict}");
    }
    let next = site.publish(r#"{"title":{"fr":"Le suivant"}}"#, &pdf(&["Le suivant"])).await;
    assert_eq!(site.get(&format!("/articles/{next}")).await.status, 200);
    site.finish().await;
}

#[tokio::test]
async fn a_file_that_is_a_page_or_an_archive_as_well_is_only_ever_a_pdf() {
    let site = TestSite::new().await;
    let whole = pdf(&["Article et page à la fois"]);
    let page = [b"<html><script>alert(1)</script><!--\n".as_slice(), &whole, b"\n--></html>"].concat();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("a.html", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"<script>alert(2)</script>").unwrap();
    let archive = [pdf(&["Article et archive à la fois"]).as_slice(), &archive.finish().unwrap().into_inner()].concat();
    for (number, bytes) in [page, archive].iter().enumerate() {
        let verdict = verdict(&site, bytes).await;
        assert!(["published", "Damaged", "WrongType"].contains(&verdict.as_str()), "{verdict}");
        if verdict == "published" {
            let file = site.get(&format!("/articles/{}/fichier.pdf", number + 1)).await;
            assert_eq!(file.header("content-type"), "application/pdf");
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(file.header("content-security-policy").contains("sandbox"), "{:?}", file.headers);
            assert!(file.header("content-disposition").contains("filename"), "{:?}", file.headers);
        }
    }
    site.finish().await;
}
