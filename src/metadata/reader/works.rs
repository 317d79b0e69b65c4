//! Works as services list them, in JSON: Crossref's and `OpenAlex`'s, in the shapes that look-ups by DOI read (`record`).

use serde_json::Value;

use super::record::{crossref_work, openalex_work};
use super::{Foreign, ReadError, Reader};

/// A work of Crossref's REST API or public data file.
pub(super) struct Crossref;

impl Reader for Crossref {
    fn name(&self) -> &'static str {
        "crossref-json"
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &[]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn read(&self, json: &str) -> Result<Foreign, ReadError> {
        let work: Value = serde_json::from_str(json)?;
        crossref_work(&work).ok_or(ReadError::Empty)
    }
}

/// A work of `OpenAlex`'s API or snapshot.
pub(super) struct Openalex;

impl Reader for Openalex {
    fn name(&self) -> &'static str {
        "openalex-json"
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &[]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn read(&self, json: &str) -> Result<Foreign, ReadError> {
        let work: Value = serde_json::from_str(json)?;
        openalex_work(&work).ok_or(ReadError::Empty)
    }
}
