//! Reading JATS (ANSI/NISO Z39.96), versions 1.0 to 1.3, Archiving and Publishing: front matter to metadata, body to
//! text blocks.
//!
//! Nothing is fetched: the document type declaration is skipped, and a file that declares entities of its own is
//! refused, which leaves no way to expansion attacks. The caller caps the size of the file; this module caps the depth
//! and number of elements. What the acknowledgements say of funding is for the extractor's patterns, over the text
//! given here.

mod body;
mod candidates;
mod contributors;
mod front;
mod mathml;
mod reference;
mod table;
mod tree;

use crate::domain::extraction::{Extraction, ExtractionFailure};
use crate::domain::{Lang, Metadata};
pub(super) use tree::decode;
pub use tree::{Element, Node};

/// Version of this reader, kept with each extraction: raise it when the blocks or candidates of a file may change.
pub const EXTRACTOR: &str = "jats-1";

/// Why a JATS file cannot be read; the message says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum JatsError {
    /// Zero bytes, or white space only.
    #[error("the file is empty")]
    Empty,
    /// The root element is not `article`, or the file is not XML.
    #[error("the root element is {root:?} and not \"article\": give a JATS file")]
    WrongType {
        /// The root element found; empty when there is none.
        root: String,
    },
    /// The characters do not fit the encoding that the file declares.
    #[error("the characters are not {encoding}: save the file as UTF-8")]
    Encoding {
        /// The encoding that was tried.
        encoding: String,
    },
    /// The file ends inside an element.
    #[error("line {line}: the file ends inside <{element}>: it was cut off, get it again")]
    Truncated {
        /// Line, from 1.
        line: usize,
        /// The innermost element that is open.
        element: String,
    },
    /// The XML is not well-formed.
    #[error("line {line}: the XML is not well-formed")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        #[source]
        source: quick_xml::Error,
    },
    /// The document type declaration declares entities.
    #[error("line {line}: the file declares entities of its own, which are never expanded: replace them by characters")]
    EntityDeclaration {
        /// Line, from 1.
        line: usize,
    },
    /// A reference to an entity that XML does not define.
    #[error("line {line}: the entity &{name}; is not known: replace it by the character")]
    UnknownEntity {
        /// Line, from 1.
        line: usize,
        /// Name of the entity.
        name: String,
    },
    /// Too deep or too many elements.
    #[error("line {line}: the file has more than {limit} {what}")]
    LimitExceeded {
        /// Line, from 1.
        line: usize,
        /// The limit.
        limit: usize,
        /// What was counted.
        what: &'static str,
    },
}

impl JatsError {
    /// The kind of failure that the pipeline keeps.
    #[must_use]
    pub fn failure(&self) -> ExtractionFailure {
        match self {
            Self::Empty => ExtractionFailure::Empty,
            Self::WrongType { .. } => ExtractionFailure::WrongType,
            Self::LimitExceeded { .. } => ExtractionFailure::LimitsExceeded,
            Self::Encoding { .. }
            | Self::Truncated { .. }
            | Self::Malformed { .. }
            | Self::EntityDeclaration { .. }
            | Self::UnknownEntity { .. } => ExtractionFailure::Damaged,
        }
    }
}

/// Reads a JATS file: what its front matter says, and its text with one page a top-level section.
///
/// # Errors
/// When the bytes are not a whole, well-formed JATS article within the limits.
pub fn read_jats(bytes: &[u8]) -> Result<(Metadata, Extraction), JatsError> {
    let text = tree::decode(bytes)?;
    let article = tree::parse(&text)?;
    let stated = article.attribute("lang").and_then(|tag| Lang::parse(tag).ok());
    let language = stated.or_else(|| detect(&article));
    let metadata = front::read(&article, language);
    let pages = body::read(&article, &metadata);
    let candidates = candidates::of(&metadata, front::received(&article), stated.is_some());
    let extraction = Extraction { extractor: EXTRACTOR.to_owned(), pages, candidates, warnings: Vec::new() };
    Ok((metadata, extraction))
}

/// Opens a JATS file as a tree, for those who show it.
///
/// # Errors
/// As [`read_jats`].
pub fn open_jats(bytes: &[u8]) -> Result<Element, JatsError> {
    tree::parse(&tree::decode(bytes)?)
}

/// The parts of the text by the number of their page in the extraction of the same file. The front matter, page 1 when
/// it says anything, is not among them.
#[must_use]
pub fn numbered_parts(article: &Element) -> Vec<(u32, Vec<&Element>)> {
    let stated = article.attribute("lang").and_then(|tag| Lang::parse(tag).ok());
    body::numbered(article, &front::read(article, stated))
}

/// An entry of the bibliography on one line; put together when it comes as bare fields.
#[must_use]
pub fn reference_text(entry: &Element) -> String {
    reference::text(entry)
}

/// The language of a text that does not state its own, when it can be told with confidence. (The DTD's default of
/// `en` is not used: French publishers leave the attribute out too.)
fn detect(article: &Element) -> Option<Lang> {
    let parts = ["abstract", "body"].iter().flat_map(|name| article.find_all(name));
    let sample: String = parts.map(Element::inline_text).collect::<Vec<_>>().join(" ").chars().take(5000).collect();
    let info = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    Lang::parse(info.lang().code()).ok()
}

#[cfg(test)]
mod tests;
