//! What several writers may expect, and a server that does not answer.

use super::*;
use crate::domain::query::Sort;

fn revised(revision: u64, title: &str) -> Entry {
    Entry { revision, ..article(1, title, &[]) }
}

/// Whether the engine that is tested keeps revisions apart: one that a single process writes to needs none.
fn keeps_revisions(index: &Index) -> bool {
    index.is_shared()
}

#[test]
fn a_late_writer_never_replaces_a_later_revision() {
    let index = index_of(&[revised(5, "Neige")]);
    if !keeps_revisions(&index) {
        return;
    }
    index.upsert(&[revised(4, "Pluie")]).unwrap();
    index.commit().unwrap();
    assert_eq!((found(&index, "neige"), found(&index, "pluie")), (vec![1], vec![]));
    index.remove(&[Gone { article: ArticleId(1), revision: 7 }]).unwrap();
    index.upsert(&[revised(6, "Pluie")]).unwrap();
    index.commit().unwrap();
    assert_eq!((index.count(), found(&index, "pluie")), (0, vec![]));
    index.upsert(&[revised(8, "Grêle")]).unwrap();
    index.commit().unwrap();
    assert_eq!((index.count(), found(&index, "grêle")), (1, vec![1]));
}

#[test]
fn a_rebuild_shows_what_came_meanwhile_and_drops_what_was_not_put_in_again() {
    let index = index_of(&[article(1, "Neige", &[]), article(2, "Neige", &[])]);
    if !index.is_shared() {
        return;
    }
    index.begin_rebuild().unwrap();
    index.upsert(&[article(3, "Neige", &[])]).unwrap();
    index.commit().unwrap();
    assert!(index.is_rebuilding().unwrap());
    assert_eq!(found(&index, "neige").len(), 3);
    index.upsert(&[article(1, "Neige", &[])]).unwrap();
    let before = index.generation();
    index.finish_rebuild().unwrap();
    assert!(!index.is_rebuilding().unwrap() && index.is_filled().unwrap());
    assert_ne!(index.generation(), before);
    assert_eq!(found(&index, "neige"), [1, 3]);
}

#[test]
fn a_list_is_whole_and_in_the_order_of_its_pages() {
    let entries: Vec<Entry> = (1..=230).map(|id| article(id, "Neige", &["neige"])).collect();
    let index = index_of(&entries);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Title, Sort::Added] {
        let query = SearchQuery { sort, limit: 100, ..asked("neige") };
        let listed: Vec<i64> = index.list(&query).unwrap().iter().map(|article| article.0).collect();
        assert_eq!(listed.len(), 230, "{sort:?}");
        assert_eq!(listed[..100], found_by(&index, &query), "{sort:?}");
    }
    let mut ids: Vec<i64> = index.versions().unwrap().iter().map(|(article, _)| article.0).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=230).collect::<Vec<_>>());
}

#[test]
fn a_server_that_does_not_answer_is_told_apart_and_keeps_nobody_from_opening() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let opened = Index::connect(server(&host, "t-nobody")).unwrap();
    assert!(!opened.rebuilt);
    let failed = opened.index.search(&asked("neige")).unwrap_err();
    assert!(matches!(failed, SearchError::Unavailable { .. }), "{failed}");
    assert_eq!(opened.index.count(), 0);
}
