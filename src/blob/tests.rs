//! Files in a folder and in memory, seen from inside; `tests/it/files_contract` holds all backends against one contract.

use futures_util::{Stream, stream};

use super::derived::derived_key;
use super::*;

fn chunks(parts: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Unpin + use<> {
    stream::iter(parts.iter().map(|part| Ok(Bytes::from_static(part))).collect::<Vec<_>>())
}

#[tokio::test]
async fn a_file_comes_back_by_its_digest_whole_or_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let stored = blobs.put("1", chunks(&[b"abc", b"defg"]), 100).await.unwrap();
    assert_eq!(stored.sha256, Sha256::of(b"abcdefg"));
    assert_eq!((stored.size_bytes, stored.head.as_ref()), (7, b"abcdefg".as_slice()));
    let (size, part) = blobs.get(&stored.sha256, Some(2..5)).await.unwrap();
    let part: Vec<Bytes> = part.try_collect().await.unwrap();
    assert_eq!((size, part.concat().as_slice()), (7, b"cde".as_slice()));
}

#[tokio::test]
async fn too_many_bytes_leave_nothing_behind() {
    let blobs = Blobs::in_memory();
    let error = blobs.put("1", chunks(&[b"abc", b"defg"]), 5).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit_bytes: 5 }));
    assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0);
    assert_eq!(blobs.list().count().await, 0);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing_behind() {
    let blobs = Blobs::in_memory();
    let broken = stream::iter(vec![Ok(Bytes::from_static(b"abc")), Err(std::io::Error::other("gone"))]);
    assert!(matches!(blobs.put("1", broken, 100).await, Err(Error::Upload(_))));
    assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0);
}

#[tokio::test]
async fn the_same_bytes_twice_make_one_file() {
    let blobs = Blobs::in_memory();
    blobs.put("1", chunks(&[b"abc"]), 100).await.unwrap();
    blobs.put("2", chunks(&[b"a", b"bc"]), 100).await.unwrap();
    assert_eq!(blobs.list().count().await, 1);
    assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0);
}

#[tokio::test]
async fn what_a_killed_process_was_writing_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let of = Sha256::of(b"abc");
    blobs.put_derived("reading", &of, b"kept".to_vec()).await.unwrap();
    let derived = folder.path().join(derived_key("reading", &of).as_ref());
    std::fs::create_dir_all(folder.path().join("incoming")).unwrap();
    for left in [folder.path().join("incoming/ticket#1"), derived.with_file_name(format!("{of}#2"))] {
        std::fs::write(left, b"half").unwrap();
    }
    assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 2);
    assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0);
    assert_eq!(blobs.find_derived("reading", &of).await.unwrap().unwrap().as_ref(), b"kept");
}

/// Bytes that are here already are deleted from `incoming` while others are moved out of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn old_and_new_files_at_once_never_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    blobs.put("first", chunks(&[b"old"]), 100).await.unwrap();
    let put = |number: usize| {
        let blobs = blobs.clone();
        let bytes = if number.is_multiple_of(2) { "old".to_owned() } else { format!("new {number}") };
        tokio::spawn(async move {
            let bytes = stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
            blobs.put(&format!("{number}"), bytes, 100).await.map(|_| ())
        })
    };
    for round in 0..100 {
        for done in futures_util::future::join_all((0..8).map(|at| put(round * 8 + at))).await {
            done.unwrap().unwrap();
        }
    }
    assert_eq!(blobs.list().count().await, 401);
}
