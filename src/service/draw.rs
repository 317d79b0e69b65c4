//! The pictures of an article's PDF that its reading page shows: figures, formulas, what could not be read.
//!
//! All pictures of a page are drawn together, in a limited child process, when somebody first asks for one of them, and
//! kept as one derived blob: the length of each picture in four bytes, then the pictures. Its key tells the file, the
//! regions and the version of the painter, so whatever changes makes new ones. A picture that could not be drawn has
//! the length 0, and readers are not offered it again.

use std::ops::Range;

use bytes::Bytes;
use tokio::sync::{Mutex, Semaphore};

use super::{Error, Repository, Result};
use crate::domain::article::{File, MediaType};
use crate::domain::extraction::{Extraction, Page};
use crate::domain::{Article, Drawing, Picture, Sha256};
use crate::extract::PAINTER_VERSION;
use crate::extract::sandbox::Error as SandboxError;

/// Locks that keep the same page from being drawn twice at once; different pages seldom share one.
const TURNS: usize = 32;
/// Bytes of a length.
const LENGTH_BYTES: usize = 4;

/// What bounds the drawing of pages: how many at once, and each only once.
#[derive(Debug)]
pub struct Drawings {
    room: Semaphore,
    turns: [Mutex<()>; TURNS],
}

impl Drawings {
    /// At most so many pages at once.
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self { room: Semaphore::new(at_once), turns: std::array::from_fn(|_| Mutex::default()) }
    }

    /// The lock of what a key names.
    fn turn(&self, key: &Sha256) -> Option<&Mutex<()>> {
        let number = key.as_str().get(..2).and_then(|start| usize::from_str_radix(start, 16).ok()).unwrap_or_default();
        self.turns.get(number % TURNS)
    }
}

/// The pictures of one page of an article's file.
#[derive(Debug, Clone)]
pub struct PagePictures {
    /// Page number from 1.
    pub page: u32,
    /// What names these pictures and no others, for caches.
    pub tag: String,
    /// The pictures that can be had: drawn before, or not yet tried.
    pub pictures: Vec<Picture>,
}

/// A picture that is ready.
#[derive(Debug, Clone)]
pub struct PictureFile {
    /// What names these bytes and no others, for caches.
    pub tag: String,
    /// The PNG file.
    pub png: Bytes,
}

/// The pictures of a page and where they are kept.
struct Sheet {
    pictures: Vec<Picture>,
    line: Vec<u8>,
    key: Sha256,
}

impl Sheet {
    fn of(file: &File, page: &Page) -> Result<Option<Self>> {
        let pictures = Picture::list(page);
        if file.media_type != MediaType::Pdf || pictures.is_empty() {
            return Ok(None);
        }
        let areas = pictures.iter().map(|picture| picture.bounds).collect();
        let mut line = serde_json::to_vec(&Drawing { page: page.number, areas })?;
        line.push(b'\n');
        let key = Sha256::of(&[file.sha256.as_str().as_bytes(), b"\n", &line].concat());
        Ok(Some(Self { pictures, line, key }))
    }

    fn tag(&self) -> String {
        self.key.as_str().get(..16).unwrap_or_default().to_owned()
    }

    fn head_bytes(&self) -> usize {
        self.pictures.len().saturating_mul(LENGTH_BYTES)
    }
}

impl Repository {
    /// The pictures that can be had of an article's file, page by page; pages without any are left out.
    ///
    /// # Errors
    /// When the files fail.
    pub async fn pictures(&self, article: &Article, extraction: &Extraction) -> Result<Vec<PagePictures>> {
        let mut found = Vec::new();
        for page in &extraction.pages {
            let Some(sheet) = Sheet::of(&article.version.file, page)? else { continue };
            let tag = sheet.tag();
            let drawn = self.lengths(&sheet).await?;
            let mut pictures = sheet.pictures;
            if let Some(lengths) = drawn {
                let mut lengths = lengths.into_iter();
                pictures.retain(|_| lengths.next().is_some_and(|length| length > 0));
            }
            found.push(PagePictures { page: page.number, tag, pictures });
        }
        Ok(found)
    }

    /// A picture of an article's file, drawn now when it was not before.
    ///
    /// # Errors
    /// When the file is not open to anybody today, there is no such picture, or it cannot be drawn.
    pub async fn picture(&self, article: &Article, page: u32, number: u32) -> Result<PictureFile> {
        if !article.is_open_on(self.parts.clock.today()) {
            return Err(Error::NotOpen);
        }
        let missing = || Error::NotFound { what: "picture" };
        let extraction = self.extraction(article).await?;
        let page = extraction.pages.iter().find(|candidate| candidate.number == page).ok_or_else(missing)?;
        let file = &article.version.file;
        let sheet = Sheet::of(file, page)?.ok_or_else(missing)?;
        let at = sheet.pictures.iter().position(|picture| picture.number == number).ok_or_else(missing)?;
        let lengths = match self.lengths(&sheet).await? {
            Some(lengths) => lengths,
            None => self.draw_sheet(file, &sheet).await?,
        };
        let part = part(&lengths, at).filter(|part| !part.is_empty()).ok_or_else(missing)?;
        let found = self.parts.blobs.find_derived_part(&kind(), &sheet.key, part).await?;
        Ok(PictureFile { tag: sheet.tag(), png: found.ok_or_else(missing)? })
    }

    /// Forgets what was drawn of a file that goes, as far as what was read from it says what that was.
    pub(super) async fn forget_drawings(&self, file: &File) -> Result<()> {
        let Some(reading) = self.kept_reading(file).await? else { return Ok(()) };
        for page in &reading.extraction.pages {
            if let Some(sheet) = Sheet::of(file, page)? {
                self.parts.blobs.delete_derived(&kind(), &sheet.key).await?;
            }
        }
        Ok(())
    }

    /// The lengths of the pictures of a page, when they were drawn before.
    async fn lengths(&self, sheet: &Sheet) -> Result<Option<Vec<u32>>> {
        let head = 0..u64::try_from(sheet.head_bytes()).unwrap_or_default();
        Ok(self.parts.blobs.find_derived_part(&kind(), &sheet.key, head).await?.map(|head| lengths(&head)))
    }

    /// Draws the pictures of a page and keeps them; those of a page that cannot be drawn have no length.
    async fn draw_sheet(&self, file: &File, sheet: &Sheet) -> Result<Vec<u32>> {
        let turn = match self.parts.drawings.turn(&sheet.key) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        if let Some(lengths) = self.lengths(sheet).await? {
            return Ok(lengths);
        }
        let room = self.parts.drawings.room.acquire().await;
        let bytes = self.parts.blobs.read(&file.sha256).await?;
        let head_bytes = sheet.head_bytes();
        let drawn = match self.parts.sandbox.draw(sheet.line.clone().into(), bytes).await {
            Ok(drawn) if drawn.len() >= head_bytes => drawn,
            // Crafted, too large or damaged: the page is read without pictures.
            Ok(_) | Err(SandboxError::File(_)) => vec![0; head_bytes],
            Err(SandboxError::Process(source)) => {
                return Err(Error::internal("the drawing process could not be run", source));
            }
        };
        drop(room);
        let lengths = lengths(drawn.get(..head_bytes).unwrap_or_default());
        self.parts.blobs.put_derived(&kind(), &sheet.key, drawn).await?;
        self.parts.store.note_change();
        drop(turn);
        Ok(lengths)
    }
}

/// The name of pictures among what is derived from files.
fn kind() -> String {
    format!("pictures-{PAINTER_VERSION}")
}

fn lengths(head: &[u8]) -> Vec<u32> {
    head.as_chunks::<LENGTH_BYTES>().0.iter().map(|bytes| u32::from_be_bytes(*bytes)).collect()
}

/// Where a picture stands behind the lengths.
fn part(lengths: &[u32], at: usize) -> Option<Range<u64>> {
    let head = u64::try_from(lengths.len().saturating_mul(LENGTH_BYTES)).ok()?;
    let start = lengths.iter().take(at).fold(head, |sum, length| sum.saturating_add(u64::from(*length)));
    let length = lengths.get(at)?;
    Some(start..start.saturating_add(u64::from(*length)))
}
