//! What the index knows of an article.

use crate::domain::{ArticleId, Doi, Lang, Localised, Orcid, Ror};

/// An article as it is indexed: everything that can be searched, counted or sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The article; an entry replaces the one before of the same article.
    pub article: ArticleId,
    /// Titles by language.
    pub titles: Vec<Localised>,
    /// Names of the authors, in every form that people may look for (`Léa Roy`, `Roy, Léa`).
    pub authors: Vec<String>,
    /// Abstracts by language.
    pub abstracts: Vec<Localised>,
    /// Keywords by language.
    pub keywords: Vec<Localised>,
    /// Language of the text.
    pub language: Lang,
    /// Year of publication.
    pub year: Option<i16>,
    /// Day of publication, in days from 1970-01-01.
    pub published_days: Option<i32>,
    /// When it went public here, in microseconds since 1970 UTC.
    pub added_us: Option<i64>,
    /// DOI of the article.
    pub doi: Option<Doi>,
    /// Title of the journal or book.
    pub journal: Option<String>,
    /// Institutions among the affiliations.
    pub institutions: Vec<Ror>,
    /// Keys of the funds among the awards.
    pub sectors: Vec<String>,
    /// Code of the licence.
    pub licence: Option<String>,
    /// Code of the resource type.
    pub resource_type: Option<String>,
    /// Code of the field of research.
    pub field: Option<String>,
    /// Code of the version that the file holds.
    pub version: Option<String>,
    /// Code of what the policies say of it.
    pub compliance: Option<String>,
    /// Numbers of the awards, as [`crate::domain::AwardNumber`] writes them or as they were declared.
    pub awards: Vec<String>,
    /// DOIs among its references, each once.
    pub references: Vec<Doi>,
    /// ORCID iDs of the authors.
    pub orcids: Vec<Orcid>,
    /// Pages of the full text: number from 1, and text.
    pub pages: Vec<(u32, String)>,
}

impl Entry {
    /// An entry with nothing but its article.
    #[must_use]
    pub fn new(article: ArticleId) -> Self {
        Self {
            article,
            titles: Vec::new(),
            authors: Vec::new(),
            abstracts: Vec::new(),
            keywords: Vec::new(),
            language: Lang::UND,
            year: None,
            published_days: None,
            added_us: None,
            doi: None,
            journal: None,
            institutions: Vec::new(),
            sectors: Vec::new(),
            licence: None,
            resource_type: None,
            field: None,
            version: None,
            compliance: None,
            awards: Vec::new(),
            references: Vec::new(),
            orcids: Vec::new(),
            pages: Vec::new(),
        }
    }
}
