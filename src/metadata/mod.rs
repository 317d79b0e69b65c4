//! Crosswalks: our description of an article to and from the formats of the world outside.
//!
//! Writing is an open family: each format is one file with a type that implements [`Crosswalk`], and one line in
//! [`formats`]; OAI-PMH, exports, content negotiation and the links of the article page all read that list. Reading is
//! for files that come in: JATS ([`jats`]) and the sidecars of `parvis ingest` ([`sidecar`]). [`citation`] and [`head`]
//! give the article page its reference and its `<meta>` tags. Nothing here does I/O; HTML escaping is the templates' job.

pub mod citation;
pub mod head;
pub mod jats;
pub mod schema_org;
pub mod sidecar;

mod bibtex;
mod csl;
mod encoding;
mod funder;
mod oai_dc;
mod overlay;
mod record;
mod ris;
mod text;
mod xml;

#[cfg(test)]
mod samples;

pub use jats::{JatsError, read_jats};
pub use overlay::overlay;
pub use record::Record;
pub use sidecar::{SidecarError, read_csv, read_json};

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
}

/// A format that we can write.
pub trait Crosswalk: Sync {
    /// Name, media type and schema.
    fn format(&self) -> &'static Format;

    /// Writes one record. XML comes as a fragment: namespaces declared on its root, no XML declaration.
    ///
    /// # Errors
    /// When the writer of the format fails; any metadata, however incomplete or hostile, can be written.
    fn write(&self, record: &Record<'_>) -> Result<String, WriteError>;
}

/// All formats, the one that each harvester knows first.
#[must_use]
pub fn formats() -> &'static [&'static dyn Crosswalk] {
    &[&oai_dc::OaiDc, &bibtex::Bibtex, &ris::Ris, &csl::CslJson, &schema_org::SchemaOrg]
}

/// The format with a short name.
#[must_use]
pub fn find(prefix: &str) -> Option<&'static dyn Crosswalk> {
    formats().iter().copied().find(|crosswalk| crosswalk.format().prefix == prefix)
}

/// The format with a media type (parameters ignored), for content negotiation.
#[must_use]
pub fn find_by_media_type(media_type: &str) -> Option<&'static dyn Crosswalk> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    formats().iter().copied().find(|crosswalk| crosswalk.format().media_type.eq_ignore_ascii_case(essence))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_format_is_found_by_its_name_and_its_media_type() {
        for crosswalk in formats() {
            let format = crosswalk.format();
            assert_eq!(find(format.prefix).unwrap().format(), format);
            let negotiated = format!("{}; charset=utf-8", format.media_type.to_uppercase());
            assert_eq!(find_by_media_type(&negotiated).unwrap().format(), format);
        }
        assert!(find("oai_d").is_none());
        let names: HashSet<_> = formats().iter().map(|crosswalk| crosswalk.format().prefix).collect();
        assert_eq!(names.len(), formats().len());
    }

    #[test]
    fn every_format_writes_a_full_a_hostile_and_an_empty_record() {
        for crosswalk in formats() {
            for metadata in [samples::full(), samples::hostile(), crate::domain::Metadata::default()] {
                let text = crosswalk.write(&samples::record(&metadata)).unwrap();
                let stray = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r'));
                assert_eq!(stray, None, "{}", crosswalk.format().prefix);
                assert!(!text.contains('\u{FFFE}'), "{}", crosswalk.format().prefix);
            }
        }
    }
}
