//! What readers see: articles, tombstones, files, totals.

use std::ops::Range;
use std::time::Duration;

use super::{Error, Repository, Result};
use crate::blob::ByteStream;
use crate::domain::article::MediaType;
use crate::domain::{Article, ArticleId, ArticleState};
use crate::metadata::Record;
use crate::store::Counts;

/// How long an address outside the site leads to a file.
const ELSEWHERE: Duration = Duration::from_mins(5);

/// What stands at the address of an article.
#[derive(Debug, Clone)]
pub enum Shown {
    /// The article.
    Article(Box<Article>),
    /// What stays of one that was withdrawn.
    Tombstone(Box<Article>),
}

/// A file on its way to a reader.
pub struct FileStream {
    /// Size of the whole file in bytes.
    pub size: u64,
    /// Its bytes, or those of the range asked for.
    pub bytes: ByteStream,
}

impl Repository {
    /// What stands at the address of an article.
    ///
    /// # Errors
    /// When no article was ever public there.
    pub async fn show(&self, id: ArticleId) -> Result<Shown> {
        match self.parts.store.find_article(id).await? {
            Some(article) if article.state == ArticleState::Published => Ok(Shown::Article(Box::new(article))),
            Some(article) if article.state == ArticleState::Withdrawn => Ok(Shown::Tombstone(Box::new(article))),
            _ => Err(Error::NotFound { what: "article" }),
        }
    }

    /// The article with the PDF that shows how it is printed: the file that is shown, or else, where that is another
    /// kind of file, the PDF of its latest version that has one and that anybody may read today.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn printed(&self, article: &Article) -> Result<Option<Article>> {
        if article.version.file.media_type == MediaType::Pdf {
            return Ok(Some(article.clone()));
        }
        let found = self.parts.store.find_article_as(article.id, MediaType::Pdf).await?;
        Ok(found.filter(|printed| printed.is_open_on(self.parts.clock.today())))
    }

    /// The articles published last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn latest(&self, limit: i64) -> Result<Vec<Article>> {
        Ok(self.parts.store.list_latest(limit).await?)
    }

    /// Public articles by number, after one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_published(&self, after: ArticleId, limit: i64) -> Result<Vec<Article>> {
        Ok(self.parts.store.list_published(after, limit).await?)
    }

    /// Totals over the public articles, counted now: seconds on a large site.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn counts(&self) -> Result<Counts> {
        Ok(self.parts.store.counts().await?)
    }

    /// Second of the latest public change, 0 when there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn latest_change(&self) -> Result<i64> {
        Ok(self.parts.store.latest_change().await?)
    }

    /// An article's file, whole or a range of it.
    ///
    /// # Errors
    /// When it is not open to anybody today, or cannot be read.
    pub async fn open_file(&self, article: &Article, range: Option<Range<u64>>) -> Result<FileStream> {
        if !article.is_open_on(self.parts.clock.today()) {
            return Err(Error::NotOpen);
        }
        let (size, bytes) = self.parts.blobs.get(&article.version.file.sha256, range).await?;
        Ok(FileStream { size, bytes })
    }

    /// An address outside the site at which an article's file may be read for some minutes; `None` where readers get it
    /// here.
    ///
    /// # Errors
    /// When it is not open to anybody today, or the address cannot be signed.
    pub async fn file_elsewhere(&self, article: &Article, disposition: &str) -> Result<Option<String>> {
        if !self.parts.blobs.redirects() {
            return Ok(None);
        }
        if !article.is_open_on(self.parts.clock.today()) {
            return Err(Error::NotOpen);
        }
        let file = &article.version.file;
        let media_type = file.media_type.as_str();
        Ok(self.parts.blobs.signed_address(&file.sha256, disposition, media_type, ELSEWHERE).await?)
    }

    /// The bytes of an article's file.
    ///
    /// # Errors
    /// When it is not open to anybody today, or cannot be read.
    pub async fn file_bytes(&self, article: &Article) -> Result<bytes::Bytes> {
        if !article.is_open_on(self.parts.clock.today()) {
            return Err(Error::NotOpen);
        }
        Ok(self.parts.blobs.read(&article.version.file.sha256).await?)
    }

    /// Absolute address of an article's file.
    #[must_use]
    pub fn file_url(&self, article: &Article) -> String {
        let extension = article.version.file.media_type.extension();
        format!("{}/articles/{}/fichier.{extension}", self.parts.site.base_url, article.id)
    }

    /// An article as the crosswalks write it, today.
    #[must_use]
    pub fn record<'a>(&'a self, article: &'a Article, file_url: &'a str) -> Record<'a> {
        let site = &self.parts.site;
        Record::of(article, &site.base_url, file_url, &site.name, self.parts.clock.today())
    }
}
