//! The vocabulary of the protocol as plain values: what an answer says, independent of how it is written or was read.
//!
//! Values whose grammar matters are checked when they are built, so that a document made of them is valid. Storage, selection and
//! paging do not belong here: see [`crate::Provider`].

mod about;
mod description;
mod format;
mod fragment;
mod identity;
mod policies;
mod record;
mod response;

pub use about::{About, OriginDescription, RightsStatement};
pub use description::{
    Branding, CollectionIcon, Description, LocalText, MetadataRendering, OaiIdentifier, RightsManifest, Toolkit,
};
pub use format::Format;
pub use fragment::{Fragment, FragmentError};
pub use identity::{AdminEmail, DeletedRecords, Identity, RepositoryDescription};
pub use policies::{Eprints, Policy};
pub use record::{Header, Record, Set};
pub use response::{Answer, Page, Response, ResumptionToken};

/// Why a value cannot be part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The address is not one that harvesters and validators accept.
    #[error("{0:?} is not an administrator's address: give a plain name@host.tld without mailto:, and no local host")]
    AdminEmail(String),
    /// The prefix is not made of unreserved characters, or is `all`.
    #[error("{0:?} is not a metadata prefix: use letters, digits and -_.!~*'(), and not the word all")]
    MetadataPrefix(String),
    /// The repository identifier is not a domain name.
    #[error("{0:?} is not a domain name of at least two labels that start with a letter")]
    RepositoryIdentifier(String),
    /// The sample does not begin with the repository's own prefix.
    #[error("{sample:?} is not an identifier of the repository {repository:?}")]
    SampleIdentifier {
        /// What was given.
        sample: String,
        /// Domain name that should follow `oai:`.
        repository: String,
    },
    /// The media type is not two words of lower-case letters.
    #[error("{0:?} is not a media type of the form letters/letters")]
    MimeType(String),
}
