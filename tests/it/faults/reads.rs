//! A file store that answers short, late or not at all: a wrapper around a real one.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, stream};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result,
};
use parvis::blob::Blobs;

use super::rounds;
use crate::support::{TestSite, pdf};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Trouble {
    None,
    /// The bytes end in the middle, as if that were the end.
    Short,
    /// The bytes break off in the middle with an error.
    Broken,
    /// Nothing can be written.
    Closed,
    /// All comes and goes in small pieces, with pauses.
    Slow,
}

#[derive(Debug, Clone, Default)]
struct Troubled {
    inner: Arc<InMemory>,
    trouble: Arc<AtomicU8>,
}

impl fmt::Display for Troubled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("troubled")
    }
}

impl Troubled {
    fn set(&self, trouble: Trouble) {
        self.trouble.store(trouble as u8, Ordering::Relaxed);
    }

    fn is(&self, trouble: Trouble) -> bool {
        self.trouble.load(Ordering::Relaxed) == trouble as u8
    }

    async fn may_write(&self) -> Result<()> {
        if self.is(Trouble::Slow) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if self.is(Trouble::Closed) { Err(gone()) } else { Ok(()) }
    }
}

fn gone() -> Error {
    Error::Generic { store: "troubled", source: "the connection was reset".into() }
}

#[async_trait]
impl ObjectStore for Troubled {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.may_write().await?;
        self.inner.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.may_write().await?;
        self.inner.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let head = options.head;
        let mut found = self.inner.get_opts(location, options).await?;
        if head || self.is(Trouble::None) || self.is(Trouble::Closed) {
            return Ok(found);
        }
        let (meta, range) = (found.meta.clone(), found.range.clone());
        let bytes = found.bytes().await?;
        let half = bytes.slice(..bytes.len() / 2);
        let pieces: BoxStream<'static, Result<Bytes>> = if self.is(Trouble::Slow) {
            let pieces: Vec<Bytes> = bytes.chunks(256).map(Bytes::copy_from_slice).collect();
            stream::iter(pieces)
                .then(|piece| async move {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    Ok(piece)
                })
                .boxed()
        } else if self.is(Trouble::Broken) {
            stream::iter([Ok(half), Err(gone())]).boxed()
        } else {
            stream::iter([Ok(half)]).boxed()
        };
        found = self.inner.get_opts(location, GetOptions::default()).await?;
        Ok(GetResult { payload: GetResultPayload::Stream(pieces), meta, range, ..found })
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.may_write().await?;
        self.inner.rename_opts(from, to, options).await
    }
}

async fn sound(site: &TestSite, articles: u64) {
    let found = site.repository.verify(|_| ()).await.unwrap();
    let lost: Vec<_> =
        found.findings.iter().filter(|finding| finding.fault != parvis::service::Fault::FileUnnamed).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(found.articles, articles);
}

fn article(number: u32, trouble: Trouble) -> Vec<u8> {
    pdf(&[&format!("Article {number} {trouble:?}"), "Le dernier mot est boréal"])
}

#[tokio::test]
async fn a_file_that_does_not_come_whole_is_read_again_and_never_half() {
    for number in 0..rounds() {
        for trouble in [Trouble::Short, Trouble::Broken, Trouble::Closed] {
            let store = Troubled::default();
            let site = TestSite::with_files(Blobs::over(Arc::new(store.clone()))).await;
            site.submit(serde_json::from_str("{}").unwrap(), &article(number, trouble)).await.unwrap();
            store.set(trouble);
            site.work().await;
            assert_eq!(site.get("/articles/1").await.status, 404, "{trouble:?}: nothing half is published");
            store.set(Trouble::None);
            for _ in 0..3 {
                site.clock.advance_seconds(120);
                site.work().await;
            }
            assert_eq!(site.get("/api/v1/articles?q=boreal").await.json()["total"], 1, "{trouble:?}");
            sound(&site, 1).await;
            site.finish().await;
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_stored_is_no_article_and_comes_again() {
    let store = Troubled::default();
    let site = TestSite::with_files(Blobs::over(Arc::new(store.clone()))).await;
    store.set(Trouble::Closed);
    assert!(site.submit(serde_json::from_str("{}").unwrap(), &article(0, Trouble::Closed)).await.is_err());
    sound(&site, 0).await;
    store.set(Trouble::None);
    site.publish("{}", &article(0, Trouble::Closed)).await;
    sound(&site, 1).await;
    site.finish().await;
}

#[tokio::test]
async fn a_slow_store_gives_the_same_article() {
    let store = Troubled::default();
    let site = TestSite::with_files(Blobs::over(Arc::new(store.clone()))).await;
    store.set(Trouble::Slow);
    site.publish("{}", &article(0, Trouble::Slow)).await;
    let file = site.get("/articles/1/fichier.pdf").await;
    assert_eq!((file.status.as_u16(), file.body.as_ref()), (200, article(0, Trouble::Slow).as_slice()));
    sound(&site, 1).await;
    site.finish().await;
}
