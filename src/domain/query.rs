//! What people ask the search for and what it answers.

use serde::{Deserialize, Serialize};

use super::{ArticleId, Lang};

/// A search as the address states it. Empty fields ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// The words as typed.
    pub text: String,
    /// Chosen facet values: articles must have one value of each facet named.
    pub filters: Vec<(Facet, String)>,
    /// First year of publication wanted.
    pub year_from: Option<i16>,
    /// Last year of publication wanted.
    pub year_to: Option<i16>,
    /// Order of the hits.
    pub sort: Sort,
    /// What becomes of words that no article has.
    pub spelling: Spelling,
    /// Whether the other language is searched too.
    pub bridge: Bridge,
    /// Articles that went public here within a span alone.
    #[serde(skip)]
    pub added: Option<Added>,
    /// Where the page starts: the cursor that the page before gave.
    #[serde(skip)]
    pub after: Option<Cursor>,
    /// Hits on a page, at most 100.
    #[serde(skip)]
    pub limit: usize,
}

/// A span of time in which articles went public here, in microseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The moment before the span.
    pub after_us: i64,
    /// The last moment of the span.
    pub until_us: i64,
}

/// What becomes of words that no article has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spelling {
    /// They may be taken for words that differ in one letter.
    #[default]
    Corrected,
    /// They find nothing.
    AsTyped,
}

/// Whether a search goes over into the other language by the keywords that authors gave in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bridge {
    /// It does.
    #[default]
    Open,
    /// It stays with the words typed.
    Closed,
}

/// Facets that hits are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Year of publication.
    Year,
    /// ROR tail of an institution among the affiliations.
    Institution,
    /// Key of a fund (sector) among the awards.
    Sector,
    /// Language code.
    Language,
    /// Licence code.
    Licence,
    /// Resource type code.
    Type,
    /// Code of the field of research.
    Field,
    /// Code of the version that the file holds.
    Version,
    /// Code of what the policies say of the article, the strictest of its awards.
    Compliance,
}

impl Facet {
    /// All facets in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::Year,
        Self::Sector,
        Self::Institution,
        Self::Field,
        Self::Type,
        Self::Language,
        Self::Version,
        Self::Licence,
        Self::Compliance,
    ];

    /// Parameter name in addresses, language-neutral.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Year => "annee",
            Self::Institution => "etablissement",
            Self::Sector => "secteur",
            Self::Language => "langue",
            Self::Licence => "licence",
            Self::Type => "type",
            Self::Field => "domaine",
            Self::Version => "version",
            Self::Compliance => "conformite",
        }
    }
}

/// Order of hits; the article's number breaks ties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Latest published first.
    Newest,
    /// Earliest published first.
    Oldest,
    /// By title, from A to Z.
    Title,
    /// Latest public here first.
    Added,
}

/// The place of the last hit of a page: its sort key and its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Bits of the score, or the sort date as days or microseconds.
    pub key: u64,
    /// The article.
    pub article: i64,
}

impl Cursor {
    /// Text form for addresses: two hexadecimal numbers.
    #[must_use]
    pub fn encode(self) -> String {
        format!("{:x}-{:x}", self.key, self.article)
    }

    /// Reads the text form.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let (key, article) = text.split_once('-')?;
        Some(Self { key: u64::from_str_radix(key, 16).ok()?, article: i64::from_str_radix(article, 16).ok()? })
    }
}

/// One page of hits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResult {
    /// Number of articles that match.
    pub total: u64,
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// Counts by facet, in the order of [`Facet::ALL`]: all years, latest first; of the others 30 values, best counts
    /// first, and those that are chosen.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// Cursor of the next page, when there is one.
    pub next: Option<Cursor>,
    /// The search that was probably meant, when words of this one stand in no article.
    pub correction: Option<Correction>,
    /// Words of the other language that were searched too.
    pub also: Vec<String>,
}

impl SearchResult {
    /// The words that the hits answer: those typed, or those that were meant.
    #[must_use]
    pub fn words<'a>(&'a self, typed: &'a str) -> &'a str {
        self.correction.as_ref().filter(|correction| correction.applied).map_or(typed, |meant| meant.text.as_str())
    }

    /// The words that lead to what a hit has of them: those of the other language where it was found by these.
    #[must_use]
    pub fn words_for(&self, hit: &Hit, typed: &str) -> String {
        if hit.bridged {
            let phrases: Vec<String> = self.also.iter().map(|phrase| format!("({phrase})")).collect();
            return phrases.join(" OR ");
        }
        self.words(typed).to_owned()
    }
}

/// A search with its typing errors put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The words as they were probably meant.
    pub text: String,
    /// Whether the hits are those of the corrected search, because the one typed has none.
    pub applied: bool,
}

/// An article that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// Score, for ordering only.
    pub score: f32,
    /// The best passage of its pages, when the words stand in the text.
    pub passage: Option<Passage>,
    /// Whether it was found by the words of the other language alone.
    pub bridged: bool,
}

/// A passage of a page that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Page number from 1.
    pub page: u32,
    /// Language of the article.
    pub lang: Lang,
    /// The passage cut into pieces, the matching words marked.
    pub pieces: Vec<Piece>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text, not escaped.
    pub text: String,
    /// Whether it matches the query.
    pub marked: bool,
}

/// A facet value and the number of articles that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value's code.
    pub value: String,
    /// Articles among the hits.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_form_and_junk_is_refused() {
        let cursor = Cursor { key: u64::from(3.5_f32.to_bits()), article: 42 };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for junk in ["", "x-1", "1", "1-2-3", "--"] {
            assert_eq!(Cursor::decode(junk), None, "{junk}");
        }
    }
}
