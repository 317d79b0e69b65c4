//! `parvis verify`: each thing that can disagree is broken by hand, named, mended, and looked at again.

use parvis::domain::ArticleId;
use parvis::service::{Fault, Findings};
use serde_json::Value;

use crate::ingest::{parvis, run, stdout};
use crate::support::{TestSite, pdf};

/// Looks, mends and looks again; gives what was found.
async fn mended(site: &TestSite) -> Findings {
    let mut found = site.repository.verify(|_| ()).await.unwrap();
    site.repository.repair(&mut found).await.unwrap();
    site.work().await;
    let left = site.repository.verify(|_| ()).await.unwrap();
    assert!(left.findings.is_empty(), "{left:?}");
    assert!(found.is_sound(), "{found:?}");
    found
}

fn faults(found: &Findings) -> Vec<(Fault, Option<i64>)> {
    found.findings.iter().map(|finding| (finding.fault, finding.article.map(|article| article.0))).collect()
}

async fn site() -> TestSite {
    let site = TestSite::new().await;
    for title in ["Lacs du Nord", "Neige et glace"] {
        let sidecar = format!(r#"{{"title":{{"fr":"{title}"}},"language":"fr","dates":{{"online":"2024-05-02"}}}}"#);
        site.publish(&sidecar, &pdf(&[&format!("{title}. Un texte sur les lacs.")])).await;
    }
    site.repository.settle_fragments().await;
    let sound = site.repository.verify(|_| ()).await.unwrap();
    assert!(sound.findings.is_empty(), "{sound:?}");
    assert_eq!((sound.articles, sound.records, sound.files), (2, 2, 2));
    site
}

#[tokio::test]
async fn an_article_that_the_index_lost_is_named_and_indexed_again() {
    let site = site().await;
    site.tamper("UPDATE articles SET state = 'withdrawn' WHERE id = 1").await;
    site.repository.index_articles(&[ArticleId(1)]).await.unwrap();
    site.tamper("UPDATE articles SET state = 'published' WHERE id = 1").await;
    assert_eq!(site.get("/api/v1/articles?q=lacs").await.json()["total"], 1);
    assert_eq!(faults(&mended(&site).await), [(Fault::NotIndexed, Some(1))]);
    assert_eq!(site.get("/api/v1/articles?q=lacs").await.json()["total"], 2);
    site.finish().await;
}

#[tokio::test]
async fn what_the_index_should_not_hold_or_holds_of_an_older_version_is_put_right() {
    let site = site().await;
    site.tamper("UPDATE articles SET state = 'withdrawn', withdrawal_reason = 'x' WHERE id = 1").await;
    site.tamper(
        "INSERT INTO versions (article_id, number, metadata, file_sha256, created_us) \
         SELECT article_id, 2, metadata, file_sha256, created_us FROM versions WHERE article_id = 2",
    )
    .await;
    site.tamper("UPDATE articles SET version_id = (SELECT MAX(id) FROM versions) WHERE id = 2").await;
    let found = mended(&site).await;
    assert_eq!(faults(&found), [(Fault::IndexOutdated, Some(2)), (Fault::WronglyIndexed, Some(1))]);
    assert_eq!(site.get("/api/v1/articles?q=lacs").await.json()["total"], 1);
    site.finish().await;
}

#[tokio::test]
async fn what_waits_in_the_queue_is_no_fault_and_what_left_it_is_queued_again() {
    let site = TestSite::new().await;
    site.submit(serde_json::from_str("{}").unwrap(), &pdf(&["Attend sa lecture"])).await.unwrap();
    let waiting = site.repository.verify(|_| ()).await.unwrap();
    assert!(waiting.findings.is_empty(), "{waiting:?}");
    let id = site
        .repository
        .put_user("a@example.org", "Alex", parvis::domain::user::Role::Curator, "un bon mot de passe")
        .await
        .unwrap();
    site.tamper("DELETE FROM jobs").await;
    let import = format!(
        "INSERT INTO imports (user_id, name, digest, review, state, created_us) VALUES ({id}, 'x', '{}', 'auto', 'running', 1)",
        "0".repeat(64)
    );
    site.tamper(&import).await;
    let found = mended(&site).await;
    assert_eq!(faults(&found), [(Fault::JobLost, None), (Fault::JobLost, None)]);
    assert_eq!(site.get("/articles/1").await.status, 200, "the lost deposit was read and published");
    site.finish().await;
}

#[tokio::test]
async fn records_that_contradict_their_articles_are_named_and_mended() {
    let site = site().await;
    for (change, expected) in [
        ("UPDATE oai_fragments SET xml = '<x/>' WHERE article_id = 1 AND format = 'oai_dc'", Fault::RecordStale),
        ("UPDATE oai_fragments SET sets = 'langue:zz' WHERE article_id = 1 AND format = 'oai_dc'", Fault::RecordStale),
        ("UPDATE articles SET datestamp_s = 1 WHERE id = 1", Fault::DatestampEarly),
        ("UPDATE article_sets SET datestamp_s = 1 WHERE article_id = 1", Fault::SetsStale),
        ("UPDATE articles SET datestamp_s = NULL WHERE id = 1", Fault::NoRecord),
    ] {
        site.repository.index_articles(&[ArticleId(1)]).await.unwrap();
        site.tamper(change).await;
        assert_eq!(faults(&mended(&site).await), [(expected, Some(1))], "{change}");
    }
    site.finish().await;
}

#[tokio::test]
async fn rows_that_only_a_backup_can_mend_are_named_and_stay_named() {
    let site = site().await;
    site.tamper("UPDATE articles SET state = 'rejected' WHERE id = 1").await;
    site.tamper("UPDATE versions SET metadata = '{' WHERE article_id = 2").await;
    let mut found = site.repository.verify(|_| ()).await.unwrap();
    let expected = [(Fault::WronglyIndexed, Some(1)), (Fault::RecordOfNothing, Some(1)), (Fault::NoRecord, Some(2))];
    assert_eq!(faults(&found), expected);
    site.repository.repair(&mut found).await.unwrap();
    assert!(!found.is_sound());
    let left = site.repository.verify(|_| ()).await.unwrap();
    assert_eq!(faults(&left), expected[1..]);
    assert!(left.findings[1].detail.as_deref().is_some_and(|detail| detail.contains("metadata")), "{left:?}");
    site.finish().await;
}

/// The path of a file in a data folder.
fn path_of(data: &std::path::Path, digest: &str) -> std::path::PathBuf {
    data.join("files/sha256").join(&digest[..2]).join(&digest[2..4]).join(digest)
}

#[test]
fn files_that_are_gone_changed_or_nobodys_are_named_with_what_to_do() {
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let contents: Vec<_> = ["un", "deux", "trois"].iter().map(|name| pdf(&[&format!("Article {name}")])).collect();
    for (number, bytes) in contents.iter().enumerate() {
        std::fs::write(files.path().join(format!("{number}.pdf")), bytes).unwrap();
    }
    assert!(run(data.path(), &["ingest", files.path().to_str().unwrap()]).status.success());
    let digests: Vec<String> =
        contents.iter().map(|bytes| parvis::domain::Sha256::of(bytes).as_str().to_owned()).collect();
    std::fs::remove_file(path_of(data.path(), &digests[0])).unwrap();
    std::fs::write(path_of(data.path(), &digests[1]), b"%PDF-1.4 other bytes").unwrap();
    let stray = parvis::domain::Sha256::of(b"stray");
    let place = path_of(data.path(), stray.as_str());
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::write(&place, b"stray").unwrap();

    let told = run(data.path(), &["verify"]);
    assert_eq!(told.status.code(), Some(2));
    let text = stdout(&told);
    for expected in ["file missing: put it back from a backup", "file damaged: put it back", "file that nothing names"]
    {
        assert!(text.contains(expected), "{text}");
    }
    assert!(text.contains("3 faults: `parvis verify --repair`") && place.exists(), "looking changes nothing: {text}");

    let mended = run(data.path(), &["verify", "--repair", "--json"]);
    assert_eq!(mended.status.code(), Some(2), "two files need a backup");
    let report: Value = serde_json::from_slice(&mended.stdout).unwrap();
    assert_eq!((&report["repaired"], &report["sound"], &report["articles"]), (&1.into(), &false.into(), &3.into()));
    assert!(!place.exists());
    std::fs::write(path_of(data.path(), &digests[0]), &contents[0]).unwrap();
    std::fs::write(path_of(data.path(), &digests[1]), &contents[1]).unwrap();
    let last = run(data.path(), &["verify"]);
    assert!(last.status.success() && stdout(&last).contains("nothing is wrong"), "{}", stdout(&last));
}

#[test]
fn a_lost_index_is_made_again_by_a_repair() {
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    std::fs::write(files.path().join("a.pdf"), pdf(&["Un seul article"])).unwrap();
    assert!(run(data.path(), &["ingest", files.path().to_str().unwrap()]).status.success());
    std::fs::remove_dir_all(data.path().join("index")).unwrap();
    let told = run(data.path(), &["verify"]);
    assert!(stdout(&told).contains("article 1: not in the index"), "{}", stdout(&told));
    let mended = run(data.path(), &["verify", "--repair"]);
    assert!(mended.status.success() && stdout(&mended).contains("1 faults, 1 repaired"), "{}", stdout(&mended));
    assert!(stdout(&run(data.path(), &["verify"])).contains("nothing is wrong"));
}

#[test]
fn a_folder_without_a_site_and_a_site_at_work_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let nothing = run(data.path(), &["verify"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("there is no site in"));
    assert!(run(data.path(), &["reindex"]).status.success());
    let held = std::fs::File::create(data.path().join("worker.lock")).unwrap();
    held.lock().unwrap();
    let busy = parvis(data.path(), &["verify", "--json"]).output().unwrap();
    assert_eq!(busy.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&busy.stderr).contains("stop it first"));
}
