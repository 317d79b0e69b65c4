//! Records that are kept for harvesters: copied while they are true, never after.

use futures_util::future::join_all;
use parvis::domain::ArticleId;
use parvis::service::Filling;
use parvis::store::{NewFragment, OaiSelection, Wording};

use crate::oai::{between, site_with};
use crate::support::{Database, TestSite, pdf};

const LIST: &str = "/oai?verb=ListRecords&metadataPrefix=oai_dc";

/// The records of the one page that there is, once what it gave is kept.
async fn list(site: &TestSite) -> Vec<String> {
    let page = site.get(LIST).await.text();
    site.repository.settle_fragments().await;
    between(&page, "<record>", "</record>").into_iter().map(str::to_owned).collect()
}

async fn record(site: &TestSite, id: i64) -> String {
    let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:{id}");
    between(&site.get(&format!("/oai?{query}")).await.text(), "<record>", "</record>").concat()
}

async fn kept(site: &TestSite) -> i64 {
    site.repository.store().count_fragments().await.unwrap()
}

const MARK: &str = "UPDATE oai_fragments SET xml = REPLACE(xml, 'Article', 'Copie')";

const FORGET: &str = "DELETE FROM oai_fragments";
/// Formats whose records are kept.
const FORMATS: i64 = 2;

#[tokio::test]
async fn a_publication_keeps_its_records_before_anybody_asks() {
    let site = site_with(3, 100).await;
    assert_eq!(kept(&site).await, 3 * FORMATS);
    let before = record(&site, 1).await;
    assert!(list(&site).await.contains(&before), "a kept record is what is written");
    site.tamper(MARK).await;
    assert!(list(&site).await.iter().all(|record| record.contains("Copie")), "these are copies");
    site.repository.index_articles(&[ArticleId(1), ArticleId(2)]).await.unwrap();
    assert!(list(&site).await.iter().all(|record| record.contains("Copie")), "what is kept is not written again");
    site.finish().await;
}

#[tokio::test]
async fn an_article_is_public_and_found_although_its_records_cannot_be_kept() {
    let site = site_with(1, 100).await;
    let no_room = match site.database {
        Database::Sqlite(_) => {
            "CREATE TRIGGER no_room BEFORE INSERT ON oai_fragments BEGIN SELECT RAISE(ABORT, 'no room'); END"
        }
        Database::Postgres { .. } => "ALTER TABLE oai_fragments ADD CONSTRAINT no_room CHECK (FALSE) NOT VALID",
    };
    site.tamper(no_room).await;
    let id = site.publish(r#"{"title":{"fr":"Le bruant"}}"#, &pdf(&["Le bruant des neiges"])).await;
    assert_eq!(kept(&site).await, FORMATS);
    assert!(record(&site, id.0).await.contains("Le bruant"));
    assert!(site.get("/recherche?q=bruant").await.text().contains(&format!("/articles/{}", id.0)));
    assert_eq!(list(&site).await.len(), 2);
    site.finish().await;
}

#[tokio::test]
async fn what_was_there_before_is_kept_step_by_step_and_what_is_kept_stays() {
    let site = site_with(5, 100).await;
    let first = list(&site).await;
    let fill = async || {
        let mut filling = Filling::default();
        let mut steps = 0;
        while site.repository.fill_further(&mut filling).await.unwrap() {
            steps += 1;
            assert!(steps < 10, "it comes to an end");
        }
    };
    site.tamper(FORGET).await;
    site.repository.withdraw(ArticleId(2), None, "Erreur").await.unwrap();
    fill().await;
    assert_eq!(kept(&site).await, 4 * FORMATS, "a withdrawal has nothing to keep");
    assert_eq!(list(&site).await.iter().filter(|record| first.contains(record)).count(), 4);
    site.tamper(MARK).await;
    site.tamper("DELETE FROM oai_fragments WHERE article_id = 1").await;
    fill().await;
    assert_eq!(list(&site).await.iter().filter(|record| record.contains("Copie")).count(), 3);
    site.tamper("UPDATE oai_fragments SET basis = 'other'").await;
    fill().await;
    assert_eq!(list(&site).await.iter().filter(|record| first.contains(record)).count(), 4, "written anew");
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn the_first_harvest_keeps_its_records_and_the_next_one_gets_the_same_as_copies() {
    let site = site_with(3, 100).await;
    site.tamper(FORGET).await;
    let first = list(&site).await;
    assert_eq!((first.len(), kept(&site).await), (3, 3));
    assert_eq!(list(&site).await, first);
    site.tamper(MARK).await;
    assert!(list(&site).await.iter().all(|record| record.contains("Copie")), "these are copies");
    site.get("/oai?verb=ListRecords&metadataPrefix=jats").await;
    site.repository.settle_fragments().await;
    assert_eq!(kept(&site).await, 3, "full texts are not kept");
    site.finish().await;
}

#[tokio::test]
async fn what_was_kept_by_another_release_or_under_another_name_is_written_anew() {
    let site = site_with(2, 100).await;
    let first = list(&site).await;
    site.tamper(MARK).await;
    site.tamper("UPDATE oai_fragments SET basis = 'other'").await;
    assert_eq!(list(&site).await, first);
    assert_eq!((list(&site).await, kept(&site).await), (first, 2 * FORMATS));
    site.finish().await;
}

#[tokio::test]
async fn a_withdrawal_takes_the_kept_record_with_it() {
    let site = site_with(2, 100).await;
    list(&site).await;
    site.repository.withdraw(ArticleId(1), None, "Erreur").await.unwrap();
    assert_eq!(kept(&site).await, FORMATS);
    for _ in 0..2 {
        let records = list(&site).await;
        let gone = records.iter().find(|record| record.contains("example.org:1<")).unwrap();
        assert!(gone.contains("status=\"deleted\"") && !gone.contains("<metadata>"), "{gone}");
        assert_eq!(*gone, record(&site, 1).await);
    }
    assert_eq!(kept(&site).await, FORMATS, "deleted records are not kept");
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_change_forgets_what_is_kept_even_within_one_second_and_only_if_it_lasts() {
    let site = site_with(1, 100).await;
    list(&site).await;
    let (store, now) = (site.repository.store(), site.clock.now());
    let mut tx = store.begin().await.unwrap();
    tx.touch(ArticleId(1), now).await.unwrap();
    drop(tx);
    assert_eq!(kept(&site).await, FORMATS, "the change was taken back");
    let mut tx = store.begin().await.unwrap();
    tx.set_sets(ArticleId(1), &["essai:nouveau".to_owned()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept(&site).await, 0);
    for _ in 0..2 {
        let records = list(&site).await;
        assert!(records.iter().all(|record| record.contains("<setSpec>essai:nouveau</setSpec>")), "{records:?}");
    }
    site.finish().await;
}

#[tokio::test]
async fn what_was_written_from_older_rows_is_not_kept() {
    let site = site_with(1, 100).await;
    let (store, now) = (site.repository.store(), site.clock.now());
    let all = OaiSelection { from: jiff::Timestamp::MIN, until: now, set: None };
    let row = store.list_oai(&all, None, 1).await.unwrap().pop().unwrap();
    let wording = Wording { format: "oai_dc", basis: "essai".to_owned(), today: site.clock.today() };
    let fragment = || NewFragment {
        article: row.article.id,
        revision: row.revision,
        until: None,
        sets: String::new(),
        xml: "<old/>".to_owned(),
    };
    site.tamper(FORGET).await;
    for (change, expected) in [(false, 1), (true, 0)] {
        let mut tx = store.begin().await.unwrap();
        if change {
            tx.touch(row.article.id, now).await.unwrap();
        }
        tx.put_fragment(&wording, &fragment()).await.unwrap();
        tx.put_fragment(&wording, &fragment()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept(&site).await, expected);
    }
    site.finish().await;
}

#[tokio::test]
async fn an_embargo_that_ends_is_seen_on_its_day_and_again_by_its_datestamp() {
    let site = TestSite::new().await;
    let sidecar = r#"{"title":{"fr":"Le chant"},"access":"embargoed","embargo_until":"2026-11-22"}"#;
    let id = site.publish(sidecar, &pdf(&["Le chant"])).await.0;
    let closed = list(&site).await.concat();
    assert!(closed.contains("embargoedAccess"), "{closed}");
    assert_eq!((list(&site).await.concat(), kept(&site).await), (closed.clone(), FORMATS));
    site.clock.advance_seconds(86_400);
    let open = list(&site).await.concat();
    assert!(open.contains("openAccess") && !open.contains("embargoedAccess"), "{open}");
    assert_eq!(open, record(&site, id).await);
    site.repository.lift_embargoes().await.unwrap();
    let stamped = list(&site).await.concat();
    assert_ne!(between(&stamped, "<datestamp>", "<"), between(&open, "<datestamp>", "<"));
    assert_eq!((list(&site).await.concat(), stamped), (record(&site, id).await, record(&site, id).await));
    site.work().await;
    site.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn harvesters_and_changes_at_the_same_time_leave_nothing_stale() {
    let site = site_with(6, 100).await;
    for round in 1..=5 {
        let harvests = join_all((0..4).map(|_| site.get(LIST)));
        let withdrawal = site.repository.withdraw(ArticleId(round), None, "Erreur");
        let (_, withdrawn) = tokio::join!(harvests, withdrawal);
        withdrawn.unwrap();
        let mut records = list(&site).await;
        let mut expected = Vec::new();
        for id in 1..=6 {
            expected.push(record(&site, id).await);
        }
        records.sort();
        expected.sort();
        assert_eq!(records, expected, "round {round}");
    }
    site.work().await;
    site.finish().await;
}
