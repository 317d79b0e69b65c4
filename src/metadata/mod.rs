//! Crosswalks: our description of an article to and from the formats of the world outside.
//!
//! Writing is an open family: each format is one file with a type that implements [`Crosswalk`], and one line in
//! [`formats`]; OAI-PMH, exports, content negotiation and the links of the article page all read that list. XML goes
//! through one writer (`xml`), from which nothing malformed or illegal comes out. Reading is for files that come in:
//! JATS ([`jats`]; `jats_writer` is the way out), the sidecars of `parvis ingest` ([`sidecar`]), lists of many records
//! ([`bulk`]), and for what other
//! repositories say ([`reader`]). [`citation`] and [`head`] give the article page its reference and its `<meta>` tags;
//! [`table`] writes lists of articles for spreadsheets.
//! Nothing here does I/O; HTML escaping is the templates' job.

pub mod bulk;
pub mod citation;
pub mod head;
pub mod jats;
pub mod reader;
pub mod schema_org;
pub mod sidecar;
pub mod table;

mod bibtex;
mod csl;
mod datacite;
mod datacite_rest;
mod dim;
mod encoding;
mod fingerprint;
mod funder;
mod jats_writer;
mod language;
mod marc21;
mod mods;
mod notify;
mod oai_dc;
mod openaire;
mod overlay;
mod qdc;
mod record;
mod rioxx;
mod ris;
mod tei;
mod text;
mod thesis;
mod xml;
mod xmp;

#[cfg(test)]
mod reading;
#[cfg(test)]
mod samples;

pub use datacite_rest::registration;
pub use fingerprint::FORMATS_WRITTEN;
pub use funder::{FunderIds, funder_ids};
pub use jats::{JatsError, numbered_parts, open_jats, read_jats};
pub use notify::{NotifyError, read_announcement};
pub use overlay::overlay;
pub use reader::record::{OrcidWork, PasteError, Pasted, RecordShape, read_orcid_works, read_pasted, read_record};
pub use reader::{Foreign, Manifest, ReadError, best_reader, find_reader, read_entry, read_foreign, read_mets};
pub use record::Record;
pub use sidecar::{SidecarError, read_csv, read_json};
pub use xmp::describe;

/// What a format is called and how it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Short name: the `metadataPrefix` of OAI-PMH, the last segment of an export's address.
    pub prefix: &'static str,
    /// Schema and namespace; `None` for formats that are not XML, which OAI-PMH cannot carry.
    pub xml: Option<XmlFormat>,
    /// Media type, without parameters. All formats are UTF-8.
    pub media_type: &'static str,
    /// File name extension without dot.
    pub extension: &'static str,
    /// Name for people, the same in all languages.
    pub label: &'static str,
}

impl Format {
    /// A record as a document of its own: XML gets its declaration, other formats are whole as they are.
    #[must_use]
    pub fn whole(&self, record: &str) -> String {
        match self.xml {
            Some(_) => format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{record}"),
            None => record.to_owned(),
        }
    }
}

/// The XML side of a format, as the OAI-PMH verb `ListMetadataFormats` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlFormat {
    /// Address of the XML schema.
    pub schema: &'static str,
    /// Namespace of the root element.
    pub namespace: &'static str,
}

/// Why a record could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The JSON writer failed.
    #[error("cannot write the record as JSON")]
    Json(#[source] serde_json::Error),
    /// The CSV writer failed.
    #[error("cannot write the record as CSV")]
    Csv(#[source] csv::Error),
}

/// A format that we can write.
pub trait Crosswalk: Sync {
    /// Name, media type and schema.
    fn format(&self) -> &'static Format;

    /// Whether a work exists in this format; a thesis format says no to an article. OAI-PMH then answers that the item
    /// cannot be disseminated, and lists leave it out.
    fn applies(&self, _record: &Record<'_>) -> bool {
        true
    }

    /// Whether there are works that do not exist in this format.
    fn is_selective(&self) -> bool {
        false
    }

    /// Whether its records carry the full text where it is open; they are larger by far then, and cost reading files.
    fn carries_text(&self) -> bool {
        false
    }

    /// Whether its records are kept as they were written, for the next harvester: those of the formats that are harvested
    /// most, which exist for every work and carry no full text.
    fn is_kept(&self) -> bool {
        false
    }

    /// Writes one record. XML comes as a fragment: namespaces declared on its root, no XML declaration.
    ///
    /// # Errors
    /// When the writer of the format fails; any metadata, however incomplete or hostile, can be written.
    fn write(&self, record: &Record<'_>) -> Result<String, WriteError>;
}

/// All formats, the one that each harvester knows first.
#[must_use]
pub fn formats() -> &'static [&'static dyn Crosswalk] {
    &[
        &oai_dc::OaiDc,
        &openaire::Openaire,
        &datacite::Datacite,
        &datacite::OaiDatacite,
        &jats_writer::Jats,
        &marc21::MARC21,
        &marc21::MARCXML,
        &mods::Mods,
        &rioxx::Rioxx,
        &qdc::Qdc,
        &dim::Dim,
        &thesis::Etdms,
        &thesis::UketdDc,
        &tei::Tei,
        &bibtex::Bibtex,
        &ris::Ris,
        &csl::CslJson,
        &schema_org::SchemaOrg,
    ]
}

/// The format with a short name.
#[must_use]
pub fn find(prefix: &str) -> Option<&'static dyn Crosswalk> {
    formats().iter().copied().find(|crosswalk| crosswalk.format().prefix == prefix)
}

/// The first format with a media type (parameters ignored), for content negotiation. Formats without a type of their
/// own share `application/xml`, which stands for Dublin Core.
#[must_use]
pub fn find_by_media_type(media_type: &str) -> Option<&'static dyn Crosswalk> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    formats().iter().copied().find(|crosswalk| crosswalk.format().media_type.eq_ignore_ascii_case(essence))
}

#[cfg(test)]
mod tests;
