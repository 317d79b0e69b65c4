//! One look at a copy: asks, follows a page to its file, and judges the file in the reading process.

use jiff::SignedDuration;

use super::super::{Error, Repository, Result, merge};
use super::page::file_behind;
use crate::domain::article::MediaType;
use crate::domain::copy_check::{CopyCheck, CopyState, WatchedCopy};
use crate::domain::extraction::{Candidate, FundingMention, Reading};
use crate::domain::{Metadata, Sha256};
use crate::extract::sandbox::Error as SandboxError;
use crate::source::{Page, Visited};

/// Pages of a file in which its title is looked for.
const FIRST_PAGES: usize = 3;
/// Bytes in which the type of a file shows.
const HEAD_BYTES: usize = 2_048;

/// What came of a look.
pub(super) struct Looked {
    /// What was found.
    pub(super) check: CopyCheck,
    /// The copy with the marks of its file.
    pub(super) copy: WatchedCopy,
    /// How long its host wants to be left alone.
    pub(super) pause: Option<SignedDuration>,
    /// The funding that its file names, where that is the article's and was read.
    pub(super) funding: Vec<Candidate<FundingMention>>,
}

impl Repository {
    /// Looks at a copy; its file is asked for only when it changed.
    pub(super) async fn look_at_copy(&self, copy: &WatchedCopy, metadata: &Metadata) -> Result<Looked> {
        let visitor = self.parts.visits.visitor(&self.parts.net)?;
        let known = |url: &str| {
            // A file that nobody read for its acknowledgements yet is asked for whole.
            let is_read = copy.funding_sha256 == copy.sha256;
            let same = copy.file_url.as_deref() == Some(url) && copy.state == Some(CopyState::Open) && is_read;
            if same { (copy.etag.as_deref(), copy.last_modified.as_deref()) } else { (None, None) }
        };
        let mut visited = visitor.visit(&copy.url, known(&copy.url)).await;
        if let Ok(Visited::Found(page)) = &visited
            && !is_pdf(page)
        {
            match file_behind(page) {
                Some(file) => visited = visitor.visit(&file, known(&file)).await,
                None => return Ok(without_file(copy, CopyState::Page, "a page that names no file")),
            }
        }
        Ok(match visited {
            Ok(Visited::Found(page)) if is_pdf(&page) => self.judge_copy(copy, metadata, page).await?,
            Ok(Visited::Found(page)) => without_file(copy, CopyState::Page, &format!("no PDF: {}", page.media_type)),
            Ok(Visited::Unchanged) => {
                let check = CopyCheck {
                    file_url: copy.file_url.clone(),
                    sha256: copy.sha256.clone(),
                    ..CopyCheck::of(CopyState::Open, "unchanged")
                };
                Looked { check, ..without_file(copy, CopyState::Open, "") }
            }
            Ok(Visited::Gone(status)) => without_file(copy, CopyState::Gone, &format!("status {status}")),
            Ok(Visited::Refused(status)) => without_file(copy, CopyState::Refused, &format!("status {status}")),
            Ok(Visited::Silent(reason)) => without_file(copy, CopyState::Silent, &reason),
            Ok(Visited::Barred) => without_file(copy, CopyState::Barred, "robots.txt"),
            Ok(Visited::Busy(pause)) => {
                let pause = pause.and_then(|pause| SignedDuration::try_from(pause).ok());
                Looked { pause, ..without_file(copy, CopyState::Busy, "asked to come again later") }
            }
            Err(error) => without_file(copy, CopyState::Barred, &super::super::harvest::chain(&error)),
        })
    }

    /// A file counts when it can be read and stands under a title of the article.
    async fn judge_copy(&self, copy: &WatchedCopy, metadata: &Metadata, page: Page) -> Result<Looked> {
        let sha256 = Sha256::of(&page.bytes).to_string();
        let size_bytes = i64::try_from(page.bytes.len()).ok();
        let permit = self.parts.readings.acquire().await;
        let read = self.parts.sandbox.read(page.bytes.into()).await;
        drop(permit);
        let reading: Option<Reading> = match read {
            Ok(read) => Some(serde_json::from_slice(&read)?),
            Err(SandboxError::File(_)) => None,
            Err(SandboxError::Process(error)) => {
                return Err(Error::internal("the reading process could not be run", error));
            }
        };
        let (state, detail) = match &reading {
            None => (CopyState::Unreadable, "the file cannot be read"),
            Some(reading) if is_about(reading, metadata) => (CopyState::Open, ""),
            Some(_) => (CopyState::OtherWork, "the title is another one"),
        };
        let found = reading.filter(|_| state == CopyState::Open).map(|reading| reading.extraction.candidates);
        let check = CopyCheck {
            file_url: Some(page.url.clone()),
            sha256: Some(sha256.clone()),
            size_bytes,
            licence: found.as_ref().and_then(|found| merge::best(&found.licences)),
            version: found.as_ref().and_then(|found| merge::best(&found.versions)),
            ..CopyCheck::of(state, detail)
        };
        let copy = WatchedCopy {
            file_url: Some(page.url),
            etag: page.etag,
            last_modified: page.last_modified,
            funding_sha256: found.as_ref().map(|_| sha256.clone()).or_else(|| copy.funding_sha256.clone()),
            sha256: Some(sha256),
            ..copy.clone()
        };
        Ok(Looked { check, copy, pause: None, funding: found.map(|found| found.funding).unwrap_or_default() })
    }
}

/// A look that read no file.
pub(super) fn without_file(copy: &WatchedCopy, state: CopyState, detail: &str) -> Looked {
    Looked { check: CopyCheck::of(state, detail), copy: copy.clone(), pause: None, funding: Vec::new() }
}

fn is_pdf(page: &Page) -> bool {
    MediaType::sniff(page.bytes.get(..page.bytes.len().min(HEAD_BYTES)).unwrap_or_default()) == Some(MediaType::Pdf)
}

/// Whether one of an article's titles stands on the first pages of a file: letters and digits alone are compared.
fn is_about(reading: &Reading, metadata: &Metadata) -> bool {
    let pages = reading.extraction.pages.iter().take(FIRST_PAGES);
    let text: String = pages.flat_map(|page| &page.blocks).map(|block| merge::folded(&block.text)).collect();
    let mut titles = metadata.titles.iter().map(|title| merge::folded(&title.text));
    titles.any(|title| !title.is_empty() && text.contains(&title))
}
