//! All SQL: what is written down and never lost.
//!
//! Neighbours: `domain` gives the types, `service` is the only caller. No HTTP, no files, no search in here. Every
//! statement is a `const &str` with `$n` placeholders in the common subset of SQLite and PostgreSQL, and runs through
//! the macros of `pool`, the one place that knows which database it is.

#[macro_use]
mod pool;

mod account;
mod account_link;
mod alert;
mod announcement;
mod answer;
mod api_token;
mod article;
mod attached;
mod award;
mod award_claim;
mod claim;
mod commitment;
mod consultation;
mod conversation;
mod copy_check;
mod copy_request;
mod deposit;
mod desk;
mod desk_list;
mod draft;
mod dump;
mod error;
mod event;
mod evidence;
mod examine;
mod exception;
mod file;
mod fixity;
mod fragment;
mod holder;
mod identity;
mod import;
mod inspection;
mod job;
mod journal;
mod lookup;
mod mail;
mod member;
mod oai;
mod own_doi;
mod reminder;
mod report;
mod rows;
mod run;
mod session;
mod site;
mod snapshot;
mod source;
mod source_record;
mod standing;
mod title;
mod transfer;
mod tries;
mod upload;
mod usage;
mod user;
mod withdrawal;
mod work;

pub use account::{Factor, Profile, Rights};
pub use account_link::{AccountLink, Purpose};
pub use answer::AnswerRow;
pub use article::{Counts, NewVersion};
pub use attached::Attached;
pub use award_claim::{AwardClaim, AwardClaimRow};
pub use conversation::Notice;
pub use copy_check::{CheckRow, CopyCounts};
pub use deposit::{Existing, NewDepositRow};
pub use desk::DeskRow;
pub use desk_list::{CaseState, DeskFilter, DeskFrom, DeskMark, DeskOrder};
pub use error::{Error, Kind};
pub use event::{Event, NewEvent};
pub use evidence::Observation;
pub use examine::{DatabaseState, Unseen};
pub use fixity::{DamagedFile, FileCounts, ReplicaCounts};
pub use fragment::{KeptRow, NewFragment, Wording};
pub use holder::{AskedHolder, HeldRow};
pub use identity::{FirstSignIn, FlowKey, SignInFlow};
pub use import::NewImport;
pub use inspection::Stamped;
pub use job::{FailedJob, JobCounts, Leased};
pub use mail::{Claimed, MailCounts, NewMail};
pub use member::{Member, Schedule, member_token};
pub use oai::{OaiRow, OaiSelection};
pub use own_doi::OwnDoiCounts;
pub use pool::{Store, Tx};
pub use reminder::ReminderRow;
pub use report::StandingPart;
pub use rows::{ColumnShape, RowsIn, RowsOut, TableShape};
pub use source::{NewSource, SourceLock};
pub use source_record::{FateRow, MirrorSelection, OriginRow};
pub use standing::{EvidenceMark, NewDesk, NewStanding, StandingFilter, StandingRow};
pub use title::{TitleRow, Untitled};
pub use tries::{Bound, Tried};
pub use upload::UploadRow;
pub use user::NewUser;
pub use work::WorkClaim;

/// Result of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;
