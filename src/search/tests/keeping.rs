//! Changes, stops and damage.

use std::fs;

use super::*;

#[test]
fn an_article_put_in_again_replaces_itself() {
    let index = index_of(&[article(1, "Neige", &["Un texte ancien."])]);
    index.upsert(&[article(1, "Pluie", &[]), article(1, "Grêle", &["Un texte neuf."])]).unwrap();
    index.commit().unwrap();
    assert!(found(&index, "neige").is_empty() && found(&index, "pluie").is_empty());
    assert_eq!(found(&index, "grêle neuf"), [1]);
    assert_eq!(index.count(), 1);
}

#[test]
fn removal_can_be_repeated() {
    let index = index_of(&[article(1, "Neige", &[]), article(2, "Neige", &[])]);
    for _ in 0..2 {
        index.remove(&gone(&[1, 99])).unwrap();
        index.commit().unwrap();
        assert_eq!(found(&index, "neige"), [2]);
    }
    assert_eq!(index.versions().unwrap(), [(ArticleId(2), None)]);
    assert!(index.passages("neige", ArticleId(1), 5).unwrap().is_empty());
}

#[test]
fn an_index_is_refilled_without_a_moment_of_emptiness() {
    let index = index_of(&[article(1, "Neige", &[])]);
    index.clear().unwrap();
    index.upsert(&[article(2, "Neige", &[])]).unwrap();
    assert_eq!(found(&index, "neige"), [1]);
    index.commit().unwrap();
    assert_eq!(found(&index, "neige"), [2]);
}

#[test]
fn a_stop_without_commit_leaves_the_last_commit() {
    let dir = tempfile::tempdir().unwrap();
    {
        let opened = Index::open(dir.path()).unwrap();
        assert!(opened.rebuilt);
        opened.index.upsert(&[article(1, "Neige", &["Page une."])]).unwrap();
        opened.index.commit().unwrap();
        opened.index.rebuild_finished().unwrap();
        opened.index.upsert(&[article(2, "Neige", &[])]).unwrap();
    }
    let opened = Index::open(dir.path()).unwrap();
    assert!(!opened.rebuilt);
    assert_eq!(found(&opened.index, "neige"), [1]);
    assert!(opened.index.damaged_files().unwrap().is_empty());
}

#[test]
fn a_commit_that_was_cut_off_before_its_end_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let meta = || {
        let generation =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir());
        generation.unwrap().join("meta.json")
    };
    // Each in a process of its own, whose writer counts from the last commit on.
    let take_out = || {
        let opened = Index::open(dir.path()).unwrap();
        assert!(!opened.rebuilt);
        assert_eq!(found(&opened.index, "neige"), [1, 2]);
        opened.index.remove(&gone(&[1])).unwrap();
        opened.index.commit().unwrap();
        assert_eq!(found(&opened.index, "neige"), [2]);
    };
    {
        let index = Index::open(dir.path()).unwrap().index;
        index.upsert(&[article(1, "Neige", &[]), article(2, "Neige", &[])]).unwrap();
        index.commit().unwrap();
        index.rebuild_finished().unwrap();
    }
    let committed = fs::read(meta()).unwrap();
    take_out();
    // All is written but what says that it counts: a kill just before the end.
    fs::write(meta(), committed).unwrap();
    take_out();
}

#[test]
fn an_index_that_was_not_filled_to_the_end_asks_again() {
    let dir = tempfile::tempdir().unwrap();
    let opened = Index::open(dir.path()).unwrap();
    opened.index.upsert(&[article(1, "Neige", &[])]).unwrap();
    opened.index.commit().unwrap();
    drop(opened);
    let again = Index::open(dir.path()).unwrap();
    assert!(again.rebuilt);
    assert_eq!(found(&again.index, "neige"), [1]);
}

/// A folder with a filled index of one article.
fn filled_folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let opened = Index::open(dir.path()).unwrap();
    opened.index.upsert(&[article(1, "Neige", &[])]).unwrap();
    opened.index.commit().unwrap();
    opened.index.rebuild_finished().unwrap();
    dir
}

#[test]
fn a_damaged_index_or_one_of_another_version_is_made_anew() {
    let segment = |dir: &Path| {
        fs::read_dir(dir.join("g1")).unwrap().flatten().find(|e| e.path().extension().is_some_and(|x| x == "idx"))
    };
    let harms: [fn(&Path); 4] = [
        |dir| fs::write(dir.join("g1/meta.json"), "{").unwrap(),
        |dir| fs::write(dir.join("CURRENT"), "0 g1 filled\n").unwrap(),
        |dir| fs::remove_dir_all(dir.join("g1")).unwrap(),
        |dir| fs::write(dir.join("CURRENT"), [0, 159, 146]).unwrap(),
    ];
    for (number, harm) in harms.iter().enumerate() {
        let dir = filled_folder();
        harm(dir.path());
        let opened = Index::open(dir.path()).unwrap();
        assert!(opened.rebuilt && opened.index.count() == 0, "{number}");
        opened.index.upsert(&[article(3, "Neige", &[])]).unwrap();
        opened.index.commit().unwrap();
        assert_eq!(found(&opened.index, "neige"), [3], "{number}");
        let folders = fs::read_dir(dir.path()).unwrap().flatten().filter(|entry| entry.path().is_dir()).count();
        assert_eq!(folders, 1, "{number}");
    }
    let dir = filled_folder();
    // A new file in its place: a thread of the index that was just closed may still have the old one mapped.
    let cut_off = segment(dir.path()).unwrap().path();
    fs::remove_file(&cut_off).unwrap();
    fs::write(&cut_off, "").unwrap();
    assert!(Index::open(dir.path()).unwrap().rebuilt);
}

#[test]
fn a_second_writer_is_told_that_the_index_is_busy() {
    let dir = filled_folder();
    let (one, two) = (Index::open(dir.path()).unwrap().index, Index::open(dir.path()).unwrap().index);
    one.upsert(&[article(2, "Pluie", &[])]).unwrap();
    assert!(matches!(two.upsert(&[article(3, "Pluie", &[])]), Err(SearchError::Busy)));
    assert_eq!(found(&two, "neige"), [1]);
}

#[test]
fn readers_see_whole_commits_while_one_writes() {
    // A server shows a commit part by part of its index: this is about the embedded engine.
    let index = Index::in_memory().unwrap();
    index.upsert(&[article(1, "Neige", &["Texte."]), article(2, "Neige", &["Texte."])]).unwrap();
    index.commit().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let reader = index.clone();
            let done = &done;
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    let result = reader.search(&asked("neige texte")).unwrap();
                    assert!(result.total.is_multiple_of(2) && result.total >= 2, "{}", result.total);
                }
            });
        }
        for round in 1..15 {
            index
                .upsert(&[article(round * 2, "Neige", &["Texte."]), article(round * 2 + 1, "Neige", &["Texte."])])
                .unwrap();
            if round == 1 {
                index.remove(&gone(&[1])).unwrap();
            }
            index.commit().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(index.count(), 28);
}
