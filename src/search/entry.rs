//! What the index knows of an article.

use super::analysis::fold::{exact, fold};
use crate::domain::ids::VersionId;
use crate::domain::query::Facet;
use crate::domain::{ArticleId, Doi, Lang, Localised, Orcid, Ror};

/// Characters of a title that tell its place.
const TITLE_KEY_CHARS: usize = 120;

/// An article that leaves the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// The article.
    pub article: ArticleId,
    /// Its revision at which it is not public; what was written of an older one stays away for good.
    pub revision: u64,
}

/// An article as it is indexed: everything that can be searched, counted or sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The article; an entry replaces the one before of the same article.
    pub article: ArticleId,
    /// Its revision: where several processes write, an entry never replaces one of a later revision.
    pub revision: u64,
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
    /// The version that it was made from.
    pub made_from: Option<VersionId>,
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
            revision: 0,
            titles: Vec::new(),
            authors: Vec::new(),
            abstracts: Vec::new(),
            keywords: Vec::new(),
            language: Lang::UND,
            year: None,
            published_days: None,
            added_us: None,
            made_from: None,
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

    /// Values of a facet that is counted by codes, each once.
    pub(crate) fn values(&self, facet: Facet) -> Vec<&str> {
        let mut values: Vec<&str> = match facet {
            Facet::Institution => self.institutions.iter().map(Ror::as_str).collect(),
            Facet::Sector => self.sectors.iter().map(String::as_str).collect(),
            Facet::Language => vec![self.language.as_str()],
            Facet::Licence => self.licence.iter().map(String::as_str).collect(),
            Facet::Type => self.resource_type.iter().map(String::as_str).collect(),
            Facet::Field => self.field.iter().map(String::as_str).collect(),
            Facet::Version => self.version.iter().map(String::as_str).collect(),
            Facet::Compliance => self.compliance.iter().map(String::as_str).collect(),
            Facet::Year => Vec::new(),
        };
        values.sort_unstable();
        values.dedup();
        values
    }

    /// What titles are ordered by: letters and digits alone, accents only where all else is equal, as French dictionaries
    /// do (*cote, côte, coté*: the accents count, after the letters).
    pub(crate) fn title_key(&self) -> Option<String> {
        let own = self.titles.iter().find(|title| title.lang == self.language);
        let title = own.or(self.titles.first())?;
        let words: Vec<String> =
            title.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(exact).collect();
        let written = words.join(" ");
        let key: String = fold(&written).chars().take(TITLE_KEY_CHARS).collect();
        (!key.is_empty()).then(|| format!("{key}\u{1}{}", written.chars().take(TITLE_KEY_CHARS).collect::<String>()))
    }
}
