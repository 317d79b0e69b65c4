//! Writing JATS 1.3 (ANSI/NISO Z39.96-2021): front matter from the description, body and references from the deposited
//! JATS file itself, else from what was read from the file.
//!
//! OAI-PMH carries elements of a namespace only, and JATS has none: namespace and schema are those under which PMC
//! gives JATS over OAI-PMH. The full text goes out while the file is open, never before. [`super::jats`] reads.

mod body;
mod front;
mod inline;
mod own;

use super::language::xml_lang;
use super::xml::document;
use super::{Crosswalk, Format, Record, WriteError, XmlFormat};
use crate::domain::{Lang, ResourceType};

/// PMC's namespace for JATS 1.3 Archiving, and its schema.
const XML: XmlFormat = XmlFormat {
    schema: "https://jats.nlm.nih.gov/archiving/1.3/xsd/JATS-archivearticle1-3-mathml3.xsd",
    namespace: "https://jats.nlm.nih.gov/ns/archiving/1.3/",
};

/// The `jats` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jats;

impl Crosswalk for Jats {
    fn format(&self) -> &'static Format {
        &Format { prefix: "jats", xml: Some(XML), media_type: "application/jats+xml", extension: "xml", label: "JATS" }
    }

    fn carries_text(&self) -> bool {
        true
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let attributes = [
            ("xmlns", XML.namespace),
            ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
            ("xmlns:ali", "http://www.niso.org/schemas/ali/1.0/"),
            ("article-type", article_type(record.metadata.resource_type)),
            ("dtd-version", "1.3"),
            ("xml:lang", xml_lang(record.metadata.language.as_ref().unwrap_or(&Lang::UND))),
        ];
        Ok(document(&XML, "article", &attributes, |xml| {
            front::write(xml, record);
            match (record.jats, record.extraction) {
                (Some(file), _) if record.is_open => own::write(xml, file),
                (None, Some(extraction)) if record.is_open => body::write(xml, extraction, record.metadata.language),
                _ => {}
            }
        }))
    }
}

/// The values of `article-type` that the Tag Library suggests; the reader maps them back.
fn article_type(kind: Option<ResourceType>) -> &'static str {
    use ResourceType as T;
    match kind {
        Some(T::JournalArticle | T::ConferencePaper) => "research-article",
        Some(T::ReviewArticle) => "review-article",
        Some(T::DataPaper) => "data-paper",
        Some(T::Letter) => "letter",
        Some(T::Editorial) => "editorial",
        Some(T::BookReview) => "book-review",
        Some(T::Corrigendum) => "correction",
        Some(T::DoctoralThesis | T::MastersThesis) => "dissertation",
        Some(T::Preprint) => "preprint",
        Some(T::ConferenceObject | T::Proceedings) => "meeting-report",
        Some(T::WorkingPaper | T::Report | T::ResearchReport | T::Book | T::BookPart | T::Dataset | T::Software)
        | None => "other",
    }
}

#[cfg(test)]
mod tests;
