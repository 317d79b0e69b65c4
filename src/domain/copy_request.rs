//! Copies that readers ask for while a file is under embargo.

use super::{ArticleId, Lang, Sha256};

/// What a reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyRequest {
    /// Row.
    pub id: i64,
    /// The article.
    pub article: ArticleId,
    /// Address of the reader.
    pub email: String,
    /// Why, in the reader's words.
    pub message: String,
    /// Language of the reader.
    pub language: Lang,
    /// Whether the depositor has answered.
    pub is_answered: bool,
}

/// A copy that was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantedCopy {
    /// The article.
    pub article: ArticleId,
    /// Downloads that are left.
    pub downloads_left: i64,
}

/// A request to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCopyRequest<'a> {
    /// The article.
    pub article: ArticleId,
    /// Address of the reader.
    pub email: &'a str,
    /// Why, in the reader's words.
    pub message: &'a str,
    /// Language of the reader.
    pub language: Lang,
    /// Digest of the token that answers it.
    pub answer: Sha256,
}
