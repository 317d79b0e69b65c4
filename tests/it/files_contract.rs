//! What every place of files must do, a folder, memory and a bucket alike (`tests/run --only s3` names a service).

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use parvis::blob::{Blobs, Error};
use parvis::domain::{Clock, Sha256};

use crate::support::bucket::{Cutter, kinds, prefix, service, settings, shows_parts};

/// Bytes of a large file: four parts of a bucket.
const LARGE: usize = 26 << 20;

/// Bytes that do not repeat.
fn bytes(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut all = Vec::with_capacity(length + 8);
    while all.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        all.extend(state.to_le_bytes());
    }
    all.truncate(length);
    all
}

/// In chunks as a connection brings them.
fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Unpin + use<> {
    let chunks: Vec<_> = bytes.chunks(60_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    stream::iter(chunks)
}

async fn all(blobs: &Blobs) -> usize {
    blobs.list().try_collect::<Vec<_>>().await.unwrap().len()
}

async fn collected(blobs: &Blobs, sha256: &Sha256, range: Option<std::ops::Range<u64>>) -> (u64, Vec<u8>) {
    let (size, bytes) = blobs.get(sha256, range).await.unwrap();
    let parts: Vec<Bytes> = bytes.try_collect().await.unwrap();
    (size, parts.concat())
}

#[tokio::test]
async fn the_same_bytes_twice_and_at_once_make_one_file() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let same = bytes(100_000, 1);
        let puts = (0..8).map(|number| {
            let (blobs, same) = (blobs.clone(), same.clone());
            async move { blobs.put(&format!("{number}"), chunks(&same), 200_000).await }
        });
        for stored in futures_util::future::join_all(puts).await {
            assert_eq!(stored.unwrap().sha256, Sha256::of(&same), "{}", kind.name);
        }
        let again = blobs.put("again", chunks(&same), 200_000).await.unwrap();
        assert_eq!((again.size_bytes, again.head.len(), all(blobs).await), (100_000, 1_024, 1), "{}", kind.name);
        assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0, "{}", kind.name);
        assert_eq!(blobs.read(&again.sha256).await.unwrap(), same, "{}", kind.name);
        blobs.delete(&again.sha256).await.unwrap();
        blobs.delete(&again.sha256).await.unwrap();
        assert_eq!((all(blobs).await, blobs.size(&again.sha256).await.unwrap()), (0, None), "{}", kind.name);
        assert!(matches!(blobs.get(&again.sha256, None).await, Err(Error::NotFound(_))), "{}", kind.name);
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_or_is_too_large_leaves_nothing() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let large = bytes(12 << 20, 2);
        let cut = chunks(&large).take(150).chain(stream::iter([Err(std::io::Error::other("gone"))]));
        assert!(matches!(blobs.put("cut", cut, u64::MAX).await, Err(Error::Upload(_))), "{}", kind.name);
        let over = blobs.put("over", chunks(&large), 11 << 20).await;
        assert!(matches!(over, Err(Error::TooLarge { limit_bytes: 11_534_336 })), "{}", kind.name);
        assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0, "{}", kind.name);
        assert_eq!(all(blobs).await, 0, "{}", kind.name);
        let nothing = blobs.put("empty", chunks(&[]), 10).await.unwrap();
        assert_eq!(collected(blobs, &nothing.sha256, None).await, (0, Vec::new()), "{}", kind.name);
    }
}

#[tokio::test]
async fn ranges_of_large_files_are_read() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let large = bytes(LARGE, 3);
        let stored = blobs.put("large", chunks(&large), u64::MAX).await.unwrap();
        assert_eq!(stored.sha256, Sha256::of(&large), "{}", kind.name);
        let length = u64::try_from(LARGE).unwrap();
        for range in [0..1, 8_388_600..8_388_620, length - 5..length, 5_000_000..20_000_000] {
            let part = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
            let (size, found) = collected(blobs, &stored.sha256, Some(range.clone())).await;
            assert!(size == length && found == large[part], "{} {range:?}", kind.name);
        }
        assert_eq!(blobs.digest(&stored.sha256).await.unwrap(), Some(stored.sha256.clone()), "{}", kind.name);
        let listed: Vec<_> = blobs.list_whole().try_collect().await.unwrap();
        assert!(listed.len() == 1 && listed[0].size_bytes == length, "{}", kind.name);
        let age = Clock::system().now().duration_since(listed[0].written_at);
        assert!(age.abs() < jiff::SignedDuration::from_hours(1), "{} {age}", kind.name);
        assert_eq!(blobs.sweep_incoming(Timestamp::MAX).await.unwrap(), 0, "{}", kind.name);
    }
}

#[tokio::test]
async fn more_than_a_thousand_pieces_make_a_file_and_go() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let piece = Bytes::from_static(b"0123456789");
        let count = 1_030_u64;
        let added = stream::iter(0..count).map(|number| blobs.add_piece("jeton", number * 10, piece.clone()));
        let added: Vec<bool> = added.buffer_unordered(16).try_collect().await.unwrap();
        assert!(added.into_iter().all(|is_new| is_new), "{}", kind.name);
        assert!(!blobs.add_piece("jeton", 20, piece.clone()).await.unwrap(), "{}", kind.name);
        // Of a try that was not counted: it begins where no other piece ends.
        assert!(blobs.add_piece("jeton", 15, piece.clone()).await.unwrap(), "{}", kind.name);
        blobs.put_piece("jeton", 30, Bytes::from_static(b"ABCDEFGHIJ")).await.unwrap();
        let whole: Vec<Bytes> = blobs.pieces("jeton").await.unwrap().try_collect().await.unwrap();
        let whole = whole.concat();
        assert!(whole.len() == 10_300 && whole[30..40] == *b"ABCDEFGHIJ", "{}", kind.name);
        blobs.delete_pieces("jeton").await.unwrap();
        blobs.delete_pieces("jeton").await.unwrap();
        assert_eq!(blobs.pieces("jeton").await.unwrap().count().await, 0, "{}", kind.name);
    }
}

#[tokio::test]
async fn what_is_computed_is_kept_and_found_by_its_kind() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let of: Vec<Sha256> = (0..1_010_u32).map(|number| Sha256::of(&number.to_le_bytes())).collect();
        let puts = stream::iter(&of).map(|of| blobs.put_derived("reading-9", of, b"abc".to_vec()));
        puts.buffer_unordered(16).try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(blobs.list_derived("reading-9").await.unwrap().len(), of.len(), "{}", kind.name);
        assert_eq!(blobs.derived_kinds().await.unwrap(), ["reading-9"], "{}", kind.name);
        let part = blobs.find_derived_part("reading-9", &of[0], 1..2).await.unwrap().unwrap();
        assert_eq!(part.as_ref(), b"b", "{}", kind.name);
        assert_eq!(blobs.find_derived("reading-8", &of[0]).await.unwrap(), None, "{}", kind.name);
    }
}

#[tokio::test]
async fn a_note_is_taken_by_the_first_alone() {
    for kind in kinds() {
        let blobs = &kind.blobs;
        let tries = (0..6_u8).map(|number| blobs.add_note("snapshots/a.json", vec![number]));
        let taken = futures_util::future::join_all(tries).await;
        assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 1, "{}", kind.name);
        blobs.put_note("snapshots/b.json", b"b".to_vec()).await.unwrap();
        assert_eq!(blobs.list_notes("snapshots").await.unwrap(), ["a.json", "b.json"], "{}", kind.name);
        assert_eq!(blobs.find_note("snapshots/b.json").await.unwrap(), Some(b"b".to_vec()), "{}", kind.name);
        blobs.delete_note("snapshots/a.json").await.unwrap();
        assert_eq!(blobs.find_note("snapshots/a.json").await.unwrap(), None, "{}", kind.name);
        assert!(blobs.try_out().await.unwrap(), "nobody writes over what somebody else has just written");
        assert!(blobs.is_ready().await);
    }
}

#[tokio::test]
async fn a_copy_replaces_what_is_damaged_and_never_takes_damage() {
    for kind in kinds() {
        let (blobs, folder) = (&kind.blobs, tempfile::tempdir().unwrap());
        let from = Blobs::open(folder.path()).unwrap();
        let sound = bytes(70_000, 5);
        let sha256 = from.put("1", chunks(&sound), u64::MAX).await.unwrap().sha256;
        assert_eq!(blobs.take_from(&from, &sha256).await.unwrap(), Some(70_000), "{}", kind.name);
        let (one, two) = sha256.as_str().split_at(2);
        let path = folder.path().join("sha256").join(one).join(&two[..2]).join(sha256.as_str());
        std::fs::write(&path, bytes(70_000, 6)).unwrap();
        assert_eq!(blobs.take_from(&from, &sha256).await.unwrap(), None, "{}", kind.name);
        assert_eq!(blobs.read(&sha256).await.unwrap(), sound, "{}", kind.name);
        assert_eq!(all(blobs).await, 1, "{}: what came damaged has no name", kind.name);
        // And back over the damage, though the size is the same.
        assert_eq!(from.take_from(blobs, &sha256).await.unwrap(), Some(70_000), "{}", kind.name);
        assert_eq!(std::fs::read(&path).unwrap(), sound, "{}", kind.name);
        // Bytes that come again put one right that was cut off.
        std::fs::write(&path, &sound[..9]).unwrap();
        from.put("again", chunks(&sound), u64::MAX).await.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), sound, "{}", kind.name);
        assert_eq!(from.take_from(blobs, &Sha256::of(b"nowhere")).await.unwrap(), None, "{}", kind.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_made_again() {
    let Some(service) = service() else { return };
    let spool = tempfile::tempdir().unwrap();
    let large = bytes(LARGE, 7);
    let cutter = Cutter::before(&service, 300_000, 4).await;
    let blobs = Blobs::open_bucket(settings(&cutter.address(), &prefix(), spool.path())).unwrap();
    let small = blobs.put("small", chunks(&large[..400_000]), u64::MAX).await.unwrap();
    let stored = blobs.put("large", chunks(&large), u64::MAX).await.unwrap();
    assert_eq!(cutter.times(), 4);
    assert_eq!(blobs.read(&small.sha256).await.unwrap(), large[..400_000]);
    let reading = Cutter::before(&service, 6_000_000, 3).await;
    let there = Blobs::open_bucket(BucketPrefix(&blobs).at(&reading, spool.path())).unwrap();
    assert_eq!(there.digest(&stored.sha256).await.unwrap(), Some(stored.sha256));
    assert_eq!(reading.times(), 3, "the rest of the file is asked for, not the whole");
}

/// The same prefix by another way.
struct BucketPrefix<'a>(&'a Blobs);

impl BucketPrefix<'_> {
    fn at(&self, cutter: &Cutter, spool: &std::path::Path) -> parvis::blob::BucketSettings {
        let name = self.0.name();
        settings(&cutter.address(), name.rsplit('/').next().unwrap(), spool)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_that_nobody_ended_are_swept_once_they_are_old() {
    let Some(service) = service() else { return };
    let spool = tempfile::tempdir().unwrap();
    let prefix = prefix();
    let cutter = Cutter::before(&service, 4_000_000, u64::MAX).await;
    let cut = Blobs::open_bucket(settings(&cutter.address(), &prefix, spool.path())).unwrap();
    let failing = cut.clone();
    // Whoever writes is killed while parts are on their way.
    let writer = tokio::spawn(async move { failing.put("large", chunks(&bytes(LARGE, 8)), u64::MAX).await });
    while cutter.times() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    writer.abort();
    assert!(writer.await.is_err());
    cutter.rest();
    let blobs = Blobs::open_bucket(settings(&service, &prefix, spool.path())).unwrap();
    // Long before it was begun: moto calls every upload sixteen years old.
    assert_eq!(blobs.sweep_incoming(Timestamp::UNIX_EPOCH).await.unwrap(), 0, "somebody may still be writing");
    let hour_on = Clock::system().now() + jiff::SignedDuration::from_hours(1);
    let shown = usize::from(shows_parts());
    assert_eq!(blobs.sweep_incoming(hour_on).await.unwrap(), shown);
    assert_eq!(blobs.sweep_incoming(hour_on).await.unwrap(), 0);
    assert_eq!(all(&blobs).await, 0);
}

#[tokio::test]
async fn a_bucket_that_cannot_be_used_says_what_to_do() {
    let Some(service) = service() else { return };
    let spool = tempfile::tempdir().unwrap();
    let missing =
        parvis::blob::BucketSettings { bucket: "nulle-part".to_owned(), ..settings(&service, "", spool.path()) };
    let error = Blobs::open_bucket(missing).unwrap().check().await.unwrap_err().to_string();
    assert!(error.contains("s3://nulle-part/") && error.contains("make it"), "{error}");
    let nobody = Blobs::open_bucket(settings("http://127.0.0.1:9", &prefix(), spool.path())).unwrap();
    let error = nobody.check().await.unwrap_err().to_string();
    assert!(error.contains("PARVIS_S3_ENDPOINT"), "{error}");
    assert!(!nobody.is_ready().await);
}
