//! Reading descriptions that other repositories give of their works.
//!
//! The way back of the writers beside this folder, for what real repositories send: an open family, one file a format
//! with a type that implements [`Reader`], and one line in [`readers`], the best format first. What a description says
//! of its own file (licence, access, version) is about *their* copy; whoever calls decides what becomes of it.

mod dim;
mod etdms;
mod gather;
mod jats;
mod mods;
mod oai_dc;
mod openaire;
mod package;
mod qdc;
pub mod record;
mod tree;
mod values;
mod works;

pub use package::{Manifest, read_entry, read_mets};

use crate::domain::{Copy, Metadata, PartialDate};

/// A work as another repository describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Foreign {
    /// The description; version, licence and access are those of their file.
    pub metadata: Metadata,
    /// Addresses of pages about the work, the repository's own first.
    pub pages: Vec<String>,
    /// Addresses that look like the file itself.
    pub files: Vec<String>,
    /// What is said about funding in words: sponsors, thanks, notes.
    pub thanks: Vec<String>,
    /// First day on which their file was or will be open.
    pub available: Option<PartialDate>,
    /// Copies that it knows of in several places, where it is a service that describes works of others.
    pub copies: Vec<Copy>,
}

/// Why a description cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No format of ours has this name.
    #[error("the format {0:?} cannot be read here")]
    UnknownFormat(String),
    /// The XML is not well-formed.
    #[error("the XML is not well-formed")]
    Xml(#[from] quick_xml::Error),
    /// The XML holds no element.
    #[error("the description is empty")]
    Empty,
    /// Deeper or longer than any description is.
    #[error("the description is too large")]
    TooLarge,
    /// A JATS article cannot be read.
    #[error("the article cannot be read")]
    Jats(#[from] super::JatsError),
    /// A work of a service is not JSON.
    #[error("the JSON is not well-formed")]
    Json(#[from] serde_json::Error),
}

/// A format that we can read.
pub trait Reader: Sync {
    /// Name, under which a source keeps it: the usual `metadataPrefix`.
    fn name(&self) -> &'static str;

    /// Other prefixes that repositories give it.
    fn aliases(&self) -> &'static [&'static str] {
        &[]
    }

    /// Namespaces that tell the format where the prefix does not.
    fn namespaces(&self) -> &'static [&'static str];

    /// Whether nobody wants it unasked: only some works exist in it (theses), or services have it rather than repositories.
    fn is_selective(&self) -> bool {
        false
    }

    /// Reads one description.
    ///
    /// # Errors
    /// When it cannot be understood at all; missing or odd values are left out.
    fn read(&self, xml: &str) -> Result<Foreign, ReadError>;
}

/// All formats that can be read, the one that says most first.
#[must_use]
pub fn readers() -> &'static [&'static dyn Reader] {
    &[
        &openaire::Openaire,
        &jats::Jats,
        &dim::Dim,
        &mods::Mods,
        &qdc::Qdc,
        &oai_dc::OaiDc,
        &etdms::Etdms,
        &works::CROSSREF,
        &works::OPENALEX,
    ]
}

/// The reader for a prefix and the namespace that was announced with it; the prefix goes first.
#[must_use]
pub fn find_reader(prefix: &str, namespace: &str) -> Option<&'static dyn Reader> {
    let named = |reader: &&dyn Reader| reader.name() == prefix || reader.aliases().contains(&prefix);
    let spaced = |reader: &&dyn Reader| reader.namespaces().contains(&namespace);
    let all = || readers().iter().copied();
    all().find(named).or_else(|| all().find(spaced))
}

/// The best of the formats that a repository offers, as (prefix, namespace): its place in the list, and the reader.
#[must_use]
pub fn best_reader(offered: &[(String, String)]) -> Option<(usize, &'static dyn Reader)> {
    readers().iter().copied().filter(|reader| !reader.is_selective()).find_map(|reader| {
        let fits = |(prefix, namespace): &(String, String)| {
            find_reader(prefix, namespace).is_some_and(|found| found.name() == reader.name())
        };
        offered.iter().position(fits).map(|at| (at, reader))
    })
}

/// Reads a description in the format with a name.
///
/// # Errors
/// When the name is not one of ours or the description cannot be understood at all.
pub fn read_foreign(format: &str, xml: &str) -> Result<Foreign, ReadError> {
    let reader = find_reader(format, "").ok_or_else(|| ReadError::UnknownFormat(format.to_owned()))?;
    reader.read(xml)
}

#[cfg(test)]
mod tests;
