//! Records of a single work that people and services give: BibTeX, RIS and CSL-JSON as they are pasted, the JSON of
//! Crossref, `DataCite` and `OpenAlex`. One file a form; whatever is odd in them is left out, never guessed.

mod bibtex;
mod csl;
mod datacite;
mod json;
mod many;
mod openalex;
mod orcid;
mod ris;

pub(super) use csl::crossref_work;
pub use many::{Listed, read_list};
pub(super) use openalex::openalex_work;
pub use orcid::{OrcidWork, read_orcid_works};

use crate::domain::{Lang, Metadata};

/// Letters of a text from which its language is told.
const ENOUGH_LETTERS: usize = 40;

/// What was pasted, once it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// The description of the first work.
    pub metadata: Metadata,
    /// How many works there were.
    pub records: usize,
}

/// Why a pasted record cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// None of the forms that are read here.
    #[error("neither BibTeX nor RIS nor CSL-JSON")]
    Unknown,
    /// One of them, but broken.
    #[error("the {0} cannot be read")]
    Broken(&'static str),
    /// Nothing in it says which work it is.
    #[error("the record has neither a title nor a DOI")]
    Empty,
}

/// A service that describes works in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordShape {
    /// `GET /works/{doi}` of Crossref's REST API.
    Crossref,
    /// `GET /dois/{doi}` of `DataCite`'s REST API.
    Datacite,
    /// `GET /works/doi:{doi}` of `OpenAlex`.
    Openalex,
}

/// Reads a record that somebody pasted, in whatever form it is.
///
/// # Errors
/// When it is in none of the forms, broken, or says nothing.
pub fn read_pasted(text: &str) -> Result<Pasted, PasteError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let (records, first) = if text.starts_with(['{', '[']) {
        csl::read(text).ok_or(PasteError::Broken("CSL-JSON"))?
    } else if ris::is_ris(text) {
        ris::read(text).ok_or(PasteError::Broken("RIS"))?
    } else if text.contains('@') && text.contains('{') {
        bibtex::read(text).ok_or(PasteError::Broken("BibTeX"))?
    } else {
        return Err(PasteError::Unknown);
    };
    let metadata = described(first.metadata).ok_or(PasteError::Empty)?;
    Ok(Pasted { metadata, records })
}

/// Reads what a service answered about one work; `None` when that is no description.
#[must_use]
pub fn read_record(shape: RecordShape, text: &str) -> Option<Metadata> {
    let answer = serde_json::from_str(text).ok()?;
    let foreign = match shape {
        RecordShape::Crossref => csl::read_crossref(&answer),
        RecordShape::Datacite => datacite::read(&answer),
        RecordShape::Openalex => openalex::read(&answer),
    };
    described(foreign?.metadata)
}

/// The description, when it names a work at all; its language is told from its words where nobody says it.
fn described(mut metadata: Metadata) -> Option<Metadata> {
    // Which file is deposited here, and who may read it, is not what others know.
    metadata.access = None;
    metadata.embargo_until = None;
    metadata.journal = metadata.journal.filter(|journal| !journal.title.is_empty());
    if metadata.titles.is_empty() && metadata.doi.is_none() {
        return None;
    }
    Some(language_told(metadata))
}

/// A description whose texts all have a language: the one that is stated, else the one that its words tell.
pub(in crate::metadata) fn language_told(mut metadata: Metadata) -> Metadata {
    metadata.language = metadata.language.or_else(|| language_of(&metadata));
    let texts = metadata.titles.iter_mut().chain(&mut metadata.abstracts).chain(&mut metadata.keywords);
    for text in texts.filter(|text| text.lang == Lang::UND) {
        text.lang = metadata.language.unwrap_or(Lang::UND);
    }
    metadata
}

/// The language of a work's words, when there are enough of them.
fn language_of(metadata: &Metadata) -> Option<Lang> {
    let texts = metadata.titles.iter().take(1).chain(metadata.abstracts.iter().take(1));
    let words = texts.map(|text| text.text.as_str()).collect::<Vec<_>>().join(" ");
    let info = whatlang::detect(&words).filter(|_| words.chars().count() >= ENOUGH_LETTERS)?;
    Lang::parse(info.lang().code()).ok()
}

#[cfg(test)]
mod tests;
