//! The full text of open articles, for the formats that carry it.
//!
//! What is closed today never leaves the blob store by this way: openness is asked here and by the format again.

use bytes::Bytes;

use super::{Repository, Result};
use crate::domain::article::MediaType;
use crate::domain::extraction::{Extraction, Page};
use crate::domain::{Article, ArticleState};
use crate::metadata::{Crosswalk, Record};

/// Longest text that a record carries, in bytes; of a longer one only the front matter goes out, so that a page of
/// records stays below ten megabytes.
const MOST_TEXT_BYTES: usize = 1_000_000;

/// The text of an article.
#[derive(Debug)]
pub(super) enum FullText {
    /// The deposited JATS file, whose own body goes out.
    Own(Bytes),
    /// What was read from the file.
    Read(Box<Extraction>),
}

impl FullText {
    /// The record with this text.
    pub(super) fn onto<'a>(&'a self, record: Record<'a>) -> Record<'a> {
        match self {
            Self::Own(file) => record.with_jats(Some(file)),
            Self::Read(extraction) => record.with_extraction(Some(extraction)),
        }
    }
}

impl Repository {
    /// The text of an article for a format; `None` where the format carries none, the article is not open to everybody
    /// today, the text is too long, or its file cannot be read, which is logged: the record then goes out without it.
    pub(super) async fn full_text(&self, article: &Article, crosswalk: &dyn Crosswalk) -> Option<FullText> {
        let open = article.state == ArticleState::Published && article.is_open_on(self.parts.clock.today());
        if !crosswalk.carries_text() || !open {
            return None;
        }
        let read = self.read_text(article).await;
        read.inspect_err(|error| {
            tracing::warn!(article.id = article.id.0, error = error as &dyn std::error::Error, "no full text to give");
        })
        .ok()
        .flatten()
    }

    async fn read_text(&self, article: &Article) -> Result<Option<FullText>> {
        let file = &article.version.file;
        if file.media_type == MediaType::Jats {
            let fits = usize::try_from(file.size_bytes).is_ok_and(|size| size <= MOST_TEXT_BYTES);
            return Ok(if fits { Some(FullText::Own(self.parts.blobs.read(&file.sha256).await?)) } else { None });
        }
        let extraction = self.reading_of(file).await?.extraction;
        let blocks = extraction.pages.iter().flat_map(|page: &Page| &page.blocks);
        let fits = blocks.map(|block| block.text.len()).sum::<usize>() <= MOST_TEXT_BYTES;
        Ok(fits.then(|| FullText::Read(Box::new(extraction))))
    }
}
