//! The words of the field as types: every type that crosses a layer lives here.
//!
//! Any layer may use this module; it uses none of them and does no I/O. Identifiers are parsed once, at the edge,
//! into newtypes; closed vocabularies are enums whose labels and addresses come from the tables in `vocabulary/`.

pub mod alert;
pub mod announcement;
pub mod article;
pub mod award;
pub mod clock;
pub mod commitment;
pub mod consultation;
pub mod copy_check;
pub mod copy_request;
pub mod dataset;
pub mod date;
pub mod deposit;
pub mod description;
pub mod draft;
pub mod dump;
pub mod exception;
pub mod extraction;
pub mod identity;
pub mod ids;
pub mod import;
pub mod job;
pub mod journal;
pub mod lang;
mod languages;
pub mod letter;
pub mod metadata;
pub mod own_doi;
pub mod person;
pub mod picture;
pub mod query;
pub mod related;
pub mod review;
pub mod source;
pub mod subscription;
pub mod understood;
pub mod usage;
pub mod user;
pub mod verdict;
pub mod vocabulary;

pub use article::{Article, ArticleState, TransitionError};
pub use award::{Award, AwardKind, AwardLink, Fund, LinkTier};
pub use clock::Clock;
pub use date::PartialDate;
pub use ids::{ArticleId, AwardNumber, DepositId, Doi, InvalidId, Issn, Orcid, Ror, Sha256};
pub use lang::{Lang, Localised};
pub use metadata::{Copy, CopyHost, Dates, Journal, JournalModel, Metadata, RepositoryKind};
pub use person::{Affiliation, Person};
pub use picture::{Drawing, Picture};
pub use vocabulary::{AccessRight, Licence, ResourceType, VersionType};
