//! The copy of an article's PDF that carries its description: title, authors, language, licence and DOI inside the file.
//!
//! The deposited bytes are never changed. The copy is those bytes with an addition behind them (`extract::addition`),
//! made when somebody first asks for it. Only the addition is kept, as a derived blob whose name tells the file, the
//! description and the version of the writer: whatever changes makes a new one. Files that are better left alone are
//! sealed, by a mark of their own, so that the article page does not offer what there cannot be.

use std::ops::Range;

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::read::FileStream;
use super::{Error, Repository, Result};
use crate::domain::article::MediaType;
use crate::domain::{Article, ArticleState, Sha256};
use crate::extract::WRITER_VERSION;
use crate::extract::sandbox::Error as SandboxError;
use crate::metadata::describe;

/// A described copy that is ready.
#[derive(Debug, Clone)]
pub struct DescribedCopy {
    /// What names these bytes and no others, for caches.
    pub tag: String,
    /// Size of the whole copy in bytes.
    pub size_bytes: u64,
    added: Bytes,
}

impl Repository {
    /// Whether a described copy of an article's file can be had: anybody may read the file, and nothing seals it.
    ///
    /// # Errors
    /// When the files fail.
    pub async fn offers_described(&self, article: &Article) -> Result<bool> {
        let file = &article.version.file;
        let open = article.state == ArticleState::Published && article.is_open_on(self.parts.clock.today());
        if !open || file.media_type != MediaType::Pdf {
            return Ok(false);
        }
        Ok(self.parts.blobs.find_derived(&seal_kind(), &file.sha256).await?.is_none())
    }

    /// The described copy of an article's file, made now when it was not before; `None` when there cannot be one.
    ///
    /// # Errors
    /// When the files fail or the describing process cannot be run.
    pub async fn find_described(&self, article: &Article) -> Result<Option<DescribedCopy>> {
        if !self.offers_described(article).await? {
            return Ok(None);
        }
        let file = &article.version.file;
        let (kind, description) = self.description_of(article)?;
        let added = match self.parts.blobs.find_derived(&kind, &file.sha256).await? {
            Some(kept) => kept,
            None => self.make_addition(&kind, description, &file.sha256).await?,
        };
        let added_bytes = u64::try_from(added.len()).unwrap_or_default();
        let size_bytes = u64::try_from(file.size_bytes).unwrap_or_default().saturating_add(added_bytes);
        let tag = format!("{}-{}", file.sha256, Sha256::of(&added).as_str().get(..16).unwrap_or_default());
        Ok((!added.is_empty()).then_some(DescribedCopy { tag, size_bytes, added }))
    }

    /// The bytes of a described copy, or those of a range of it.
    ///
    /// # Errors
    /// When the file is not open to anybody today, or cannot be read.
    pub async fn open_described(
        &self,
        article: &Article,
        copy: &DescribedCopy,
        range: Range<u64>,
    ) -> Result<FileStream> {
        let deposited = u64::try_from(article.version.file.size_bytes).unwrap_or_default();
        let place = |at: u64| usize::try_from(at.saturating_sub(deposited)).unwrap_or(usize::MAX).min(copy.added.len());
        let tail = copy.added.slice(place(range.start)..place(range.end));
        let head = range.start.min(deposited)..range.end.min(deposited);
        let tail = stream::iter((!tail.is_empty()).then_some(Ok(tail)));
        let bytes = if head.is_empty() {
            tail.boxed()
        } else {
            self.open_file(article, Some(head)).await?.bytes.chain(tail).boxed()
        };
        Ok(FileStream { size: copy.size_bytes, bytes })
    }

    /// Notes that nothing may be added to a file.
    pub(super) async fn seal(&self, file: &Sha256) -> Result<()> {
        self.parts.blobs.put_derived(&seal_kind(), file, Vec::new()).await?;
        self.parts.store.note_change();
        Ok(())
    }

    /// Makes an addition and keeps it; an empty one, which seals the file, when it is better left alone.
    async fn make_addition(&self, kind: &str, description: Bytes, file: &Sha256) -> Result<Bytes> {
        let permit = self.parts.readings.acquire().await;
        let bytes = self.parts.blobs.read(file).await?;
        let added = match self.parts.sandbox.describe(description, bytes).await {
            Ok(added) => added,
            // Too large or crafted: it is read as it is, and stays as it is.
            Err(SandboxError::File(_)) => Vec::new(),
            Err(SandboxError::Process(source)) => {
                return Err(Error::internal("the describing process could not be run", source));
            }
        };
        drop(permit);
        if added.is_empty() {
            self.seal(file).await?;
        } else {
            self.parts.blobs.put_derived(kind, file, added.clone()).await?;
        }
        Ok(added.into())
    }

    /// The name of the addition among what is derived from a file, and the description as the child reads it.
    fn description_of(&self, article: &Article) -> Result<(String, Bytes)> {
        let file_url = self.file_url(article);
        let mut line = serde_json::to_vec(&describe(&self.record(article, &file_url)))?;
        let digest = Sha256::of(&line);
        line.push(b'\n');
        let short = digest.as_str().get(..16).unwrap_or_default();
        Ok((format!("addition-{WRITER_VERSION}-{short}"), line.into()))
    }
}

/// The name of the mark of files that are better left alone; a new writer may judge them anew.
fn seal_kind() -> String {
    format!("sealed-{WRITER_VERSION}")
}
