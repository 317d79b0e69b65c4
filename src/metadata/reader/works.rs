//! Works as services list them, in JSON: Crossref's and `OpenAlex`'s, in the shapes that look-ups by DOI read (`record`).

use serde_json::Value;

use super::record::{crossref_work, openalex_work};
use super::{Foreign, ReadError, Reader};

/// A work of a service, under the name of its format, and what reads it.
pub(super) struct Work {
    name: &'static str,
    read: fn(&Value) -> Option<Foreign>,
}

/// A work of Crossref's REST API or public data file.
pub(super) const CROSSREF: Work = Work { name: "crossref-json", read: crossref_work };
/// A work of `OpenAlex`'s API or snapshot.
pub(super) const OPENALEX: Work = Work { name: "openalex-json", read: openalex_work };

impl Reader for Work {
    fn name(&self) -> &'static str {
        self.name
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &[]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn read(&self, json: &str) -> Result<Foreign, ReadError> {
        let work: Value = serde_json::from_str(json)?;
        (self.read)(&work).ok_or(ReadError::Empty)
    }
}
