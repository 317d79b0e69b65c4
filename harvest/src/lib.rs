//! OAI-PMH 2.0 for repositories: the protocol's model, the validation of requests, the writing of answers, and resumption tokens
//! that need no server-side state.
//!
//! With the feature `client` there is also a harvesting client, in `client`, for the repositories that exist.
//!
//! The crate knows no web framework, no database and no kind of item. A service implements [`Provider`] over what it holds, hands
//! the raw query string and body to [`parse_arguments`], and sends what [`respond`] gives back as `text/xml` with status 200.
//!
//! ```
//! use harvest::{AdminEmail, Config, Datestamp, Format, Fragment, Header, Identity, Keyed, Lookup, Position, Provider, Record};
//! use harvest::{Selection, Set, SetSpec, TokenKey, parse_arguments, respond};
//! use std::convert::Infallible;
//!
//! /// A repository of a single poster.
//! struct Poster(Record);
//!
//! impl Provider for Poster {
//!     type Error = Infallible;
//!
//!     async fn identify(&self) -> Result<Identity, Infallible> {
//!         let email = AdminEmail::parse("oai@example.org").expect("a fixed address");
//!         Ok(Identity::new("One poster", email, self.0.header.datestamp))
//!     }
//!     async fn formats(&self) -> Result<Vec<Format>, Infallible> {
//!         Ok(vec![Format::oai_dc()])
//!     }
//!     async fn item_formats(&self, identifier: &str) -> Result<Option<Vec<Format>>, Infallible> {
//!         Ok((identifier == self.0.header.identifier).then(|| vec![Format::oai_dc()]))
//!     }
//!     async fn sets(&self, _: Option<&SetSpec>, _: usize) -> Result<Vec<Set>, Infallible> {
//!         Ok(Vec::new())
//!     }
//!     async fn record(&self, identifier: &str, prefix: &str) -> Result<Lookup, Infallible> {
//!         Ok(match (identifier == self.0.header.identifier, prefix) {
//!             (true, "oai_dc") => Lookup::Found(Box::new(self.0.clone())),
//!             (true, _) => Lookup::NoSuchFormat,
//!             (false, _) => Lookup::UnknownIdentifier,
//!         })
//!     }
//!     async fn headers(&self, selection: &Selection, after: Option<&Position>, limit: usize) -> Result<Vec<Keyed<Header>>, Infallible> {
//!         let records = self.records(selection, after, limit).await?;
//!         Ok(records.into_iter().map(|row| Keyed { key: row.key, entry: row.entry.header }).collect())
//!     }
//!     async fn records(&self, selection: &Selection, after: Option<&Position>, _: usize) -> Result<Vec<Keyed<Record>>, Infallible> {
//!         let listed = after.is_none() && selection.admits(&self.0.header);
//!         Ok(listed.then(|| Keyed { key: "1".to_owned(), entry: self.0.clone() }).into_iter().collect())
//!     }
//!     async fn count(&self, _: &Selection) -> Result<Option<u64>, Infallible> {
//!         Ok(Some(1))
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let header = Header {
//!     identifier: "oai:example.org:1".to_owned(),
//!     datestamp: Datestamp::parse("2026-01-05T09:30:00Z").expect("a fixed date"),
//!     sets: Vec::new(),
//!     deleted: false,
//! };
//! let metadata = Fragment::parse("<p:poster xmlns:p='urn:example:poster'>Lichens</p:poster>").ok();
//! let poster = Poster(Record { header, metadata, about: Vec::new() });
//! let config = Config::new("https://example.org/oai", TokenKey::new([7; 32]));
//!
//! let arguments = parse_arguments(Some(b"verb=GetRecord&identifier=oai:example.org:1&metadataPrefix=oai_dc"), None);
//! let now = Datestamp::parse("2026-02-01T00:00:00Z").expect("a fixed date");
//! let document = String::from_utf8(respond(&poster, &config, arguments, now).await.unwrap()).unwrap();
//! assert!(document.contains("<datestamp>2026-01-05T09:30:00Z</datestamp>"));
//! assert!(document.contains(">Lichens</p:poster></metadata>"));
//! # });
//! ```

mod arguments;
#[cfg(feature = "client")]
pub mod client;
mod config;
mod datestamp;
mod error;
mod model;
mod provider;
mod request;
mod respond;
mod syntax;
mod token;
mod xml;

#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;

pub use arguments::parse_arguments;
pub use config::{Config, TokenKey};
pub use datestamp::{DateArgument, Datestamp, Granularity};
pub use error::{ErrorCode, ProtocolError};
pub use model::{
    About, AdminEmail, Answer, Branding, CollectionIcon, DeletedRecords, Description, Eprints, Format, Fragment,
    FragmentError, Header, Identity, LocalText, MetadataRendering, ModelError, OaiIdentifier, OriginDescription, Page,
    Policy, Record, RepositoryDescription, Response, ResumptionToken, RightsManifest, RightsStatement, Set, Toolkit,
};
pub use provider::{Keyed, Lookup, Position, Provider, Selection};
pub use request::{ListArgs, Request, Verb};
pub use respond::{answer, respond};
pub use syntax::{SetSpec, item_identifier};
