//! Articles that belong beside another one, and why.

use super::{ArticleId, Doi, Lang, Localised};

/// What an article is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The article.
    pub article: ArticleId,
    /// Titles by language.
    pub titles: Vec<Localised>,
    /// Abstracts by language.
    pub abstracts: Vec<Localised>,
    /// Keywords by language.
    pub keywords: Vec<Localised>,
    /// Language of the text.
    pub language: Lang,
    /// DOI of the article.
    pub doi: Option<Doi>,
}

/// An article that belongs beside another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// The article.
    pub article: ArticleId,
    /// How alike title, abstract and keywords are, 0 to 1: 1 is the article itself.
    pub likeness: f32,
    /// References that both give.
    pub shared_references: u32,
    /// Whether it cites the other one.
    pub cites: bool,
    /// Whether the other one cites it.
    pub is_cited: bool,
}

impl Related {
    /// An article of which nothing is known to be in common.
    #[must_use]
    pub fn new(article: ArticleId) -> Self {
        Self { article, likeness: 0.0, shared_references: 0, cites: false, is_cited: false }
    }
}
