//! Look-ups: services that describe a work by its DOI. An open family: a service is a type that implements [`Lookup`] and
//! one line in [`lookups`]. Each is asked only where the settings name its address.

use harvest::client::HarvestError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Error, Net, Result};
use crate::domain::draft::RecordOrigin;
use crate::domain::{Doi, Metadata};
use crate::metadata::{RecordShape, read_record};

/// Characters that stand as they are in a segment of a path (RFC 3986 §3.3).
pub(super) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A service that describes works.
pub trait Lookup: Sync {
    /// Where its records come from; its code names the service.
    fn origin(&self) -> RecordOrigin;

    /// The path of a work below the service's address.
    fn path(&self, doi: &Doi) -> String;

    /// Reads an answer; `None` when it describes no work.
    fn read(&self, answer: &str) -> Option<Metadata>;
}

/// All services, the one to believe first in front.
#[must_use]
pub fn lookups() -> &'static [&'static dyn Lookup] {
    &[&Crossref, &Datacite, &Openalex]
}

/// The addresses of the services that a site asks; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookupSettings {
    /// Service and address without trailing slash.
    pub services: Vec<(RecordOrigin, String)>,
    /// Address of ORCID's public API without trailing slash.
    pub orcid: Option<String>,
}

impl LookupSettings {
    /// The services to ask, in the order they are believed in.
    pub fn chosen(&self) -> impl Iterator<Item = (&'static dyn Lookup, &str)> {
        lookups().iter().copied().filter_map(|lookup| {
            let (_, base) = self.services.iter().find(|(origin, _)| *origin == lookup.origin())?;
            Some((lookup, base.as_str()))
        })
    }
}

/// Asks a service about a work; `None` when it does not know it.
///
/// # Errors
/// When it does not answer in time, is overloaded, or may not be asked.
pub async fn look_up(net: &Net, lookup: &dyn Lookup, base: &str, doi: &Doi) -> Result<Option<String>> {
    let url = format!("{base}{}", lookup.path(doi));
    match net.get_quickly(&url).await {
        Ok(body) => Ok(Some(String::from_utf8_lossy(&body).into_owned())),
        Err(Error::Remote(HarvestError::Status { status: 404 | 410, .. } | HarvestError::Html { status: 404, .. })) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn segment(doi: &Doi) -> String {
    utf8_percent_encode(doi.as_str(), SEGMENT).to_string()
}

/// Crossref's REST API (`https://api.crossref.org`).
struct Crossref;

impl Lookup for Crossref {
    fn origin(&self) -> RecordOrigin {
        RecordOrigin::Crossref
    }

    fn path(&self, doi: &Doi) -> String {
        format!("/works/{}", segment(doi))
    }

    fn read(&self, answer: &str) -> Option<Metadata> {
        read_record(RecordShape::Crossref, answer)
    }
}

/// `DataCite`'s REST API (`https://api.datacite.org`).
struct Datacite;

impl Lookup for Datacite {
    fn origin(&self) -> RecordOrigin {
        RecordOrigin::Datacite
    }

    fn path(&self, doi: &Doi) -> String {
        format!("/dois/{}", segment(doi))
    }

    fn read(&self, answer: &str) -> Option<Metadata> {
        read_record(RecordShape::Datacite, answer)
    }
}

/// `OpenAlex` (`https://api.openalex.org`).
struct Openalex;

impl Lookup for Openalex {
    fn origin(&self) -> RecordOrigin {
        RecordOrigin::Openalex
    }

    fn path(&self, doi: &Doi) -> String {
        format!("/works/doi:{}", segment(doi))
    }

    fn read(&self, answer: &str) -> Option<Metadata> {
        read_record(RecordShape::Openalex, answer)
    }
}
