//! The use cases: submit, extract, review, publish, withdraw, browse, read, report, harvest.
//!
//! Neighbours: `web`, `worker` and `cli` call them; they call the store, the blobs, the index, the extractor, the
//! crosswalks, the compliance rules, the sources and the mailer. No HTTP and no SQL in here. One `impl Repository` block a file.

mod about;
mod accounts;
mod alerts;
mod announcements;
mod answer;
mod archive;
mod awards;
pub mod backup;
pub mod bag;
mod barometer;
mod beside;
mod change_pieces;
mod changes;
mod cited;
mod claims;
mod commitments;
mod complete;
mod comply;
mod consultations;
mod conversation;
mod copy_request;
mod declarations;
mod describe;
mod desk;
mod dois;
mod draft;
mod draft_age;
mod draft_known;
mod draw;
mod dump;
mod error;
mod exceptions;
mod extract;
mod fill;
mod fixity;
mod fragments;
mod full_text;
mod harvest;
mod identity;
mod import;
mod index;
mod inspection;
mod journals;
mod knowledge;
mod lookalike;
mod lookup;
mod mail;
mod merge;
mod notices;
mod oai;
mod open_data;
mod open_records;
mod orcid_works;
mod publish;
mod read;
mod record_file;
mod replica;
mod report_pieces;
mod report_scan;
mod report_subscriptions;
mod review;
mod search;
mod sets;
mod standing;
mod state;
mod submit;
mod sweep;
mod tables;
mod throttle;
mod totals;
mod upload;
mod usage;
mod verify;
mod withdrawal;

use std::sync::Arc;

use crate::blob::Blobs;
use crate::compliance::policies::PolicyTable;
use crate::compliance::targets::Target;
use crate::domain::Clock;
use crate::extract::sandbox::Sandbox;
use crate::mail::Mailer;
use crate::openid::Providers;
use crate::search::Index;
use crate::source::{LookupSettings, Net, Registrar, Visits};
use crate::store::Store;

pub use about::About;
pub use accounts::{
    AccountView, Arrival, Bearer, Client, Enrolment, NewPassword, NewToken, PeopleQuery, ProviderAnswer, RecoveryCodes,
    Refused, SessionToken, SignedIn, Vault, Welcome, browser_secret, holds_sealed_secrets,
};
pub use announcements::{Accepted, InboxError};
pub use answer::{Asked, KeptAnswer};
pub use archive::{ArchiveError, Metered, open_archive};
pub use awards::{AwardCheck, Checked, folded_words, read_register};
pub use barometer::BarometerCache;
pub use beside::{Beside, BesideCache, TextOrigin};
pub use change_pieces::ChangePieces;
pub use commitments::{FollowUp, PlanTaken, ROW_COLUMNS, ReadPlan, RowFault, read_plan, row_cells};
pub use conversation::QueueLine;
pub use declarations::{Awaiting, Declared};
pub use describe::DescribedCopy;
pub use desk::{
    Desk, DeskLine, DeskLines, DeskNumbers, Fix, FixView, HeldArticle, HeldAward, HolderRequest, HolderState, Reminded,
    ReminderLine, ReminderRules,
};
pub use dois::DoiFinding;
pub use draft::DraftStart;
pub use draft_known::{proposed, stated};
pub use draw::{Drawings, PagePictures, PictureFile};
pub use error::{Error, Kind, lacks_room};
pub use exceptions::ExceptionRequest;
pub use extract::{read_file, read_file_text};
pub use fill::Filling;
pub use fragments::Keeping;
pub use harvest::{MirrorProvider, SourceRequest, SourceStatus};
pub use import::{Bundle, ImportError, ImportStatus};
pub use index::entry_of;
pub use inspection::{Fault, Finding, Findings};
pub use journals::{Endings, JournalWays, read_journals};
pub use knowledge::{AsOf, RulesOf};
pub use lookalike::Lookalike;
pub use lookup::doi_of;
pub use oai::OaiProvider;
pub use open_records::open_columns;
pub use orcid_works::OrcidRecord;
pub use read::{FileStream, Shown};
pub use report_pieces::{ReportPieces, ReportRequest, ReportView};
pub use review::{Decision, ReviewItem};
pub use search::{Found, MOST_LISTS};
pub use standing::sets_on;
pub use state::{Care, Check, Health, LITTLE_SPACE, Operations, SiteState, Troubles, Watch, free_bytes};
pub use submit::Outcome;
pub use totals::Totals;
pub use upload::Upload;
pub use usage::{Usage, Visit};

pub use crate::openid::Provider;
pub use crate::source::{Error as SourceError, Wanted};
pub use crate::store::{
    CaseState, CheckRow, CopyCounts, Counts, DamagedFile, DeskFilter, DeskFrom, DeskMark, DeskOrder, DeskRow, Event,
    FailedJob, JobCounts, Observation, Profile, StandingFilter, StandingRow,
};

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The repository: everything that the use cases work with. Cheap to clone.
#[derive(Clone)]
pub struct Repository {
    parts: Arc<Parts>,
}

/// What a repository is made of; `app` chooses the adapters.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The files.
    pub blobs: Blobs,
    /// The search index.
    pub index: Index,
    /// The clock.
    pub clock: Clock,
    /// The limits under which files are read.
    pub sandbox: Sandbox,
    /// How the site presents itself.
    pub site: SiteIdentity,
    /// Largest file taken in, in bytes.
    pub max_upload_bytes: u64,
    /// Machines whose announcements are shown without a curator.
    pub notify_trusted: Vec<std::net::IpAddr>,
    /// Days that a draft which nobody touches is kept.
    pub draft_days: i64,
    /// Rung when there is new work, so that the worker need not wait for its next look.
    pub work_added: tokio::sync::Notify,
    /// The way to the mail server; `None` when the site sends no mail.
    pub mailer: Option<Mailer>,
    /// What seals secrets that must be read again.
    pub vault: Vault,
    /// The providers that people may sign in with.
    pub providers: Providers,
    /// The way to other repositories.
    pub net: Net,
    /// The services that are asked about DOIs.
    pub lookups: LookupSettings,
    /// The registry of this site's DOIs; `None` when it registers none.
    pub registrar: Option<Registrar>,
    /// The way to copies elsewhere.
    pub visits: Visits,
    /// Files being read for readers at this moment.
    pub readings: tokio::sync::Semaphore,
    /// Pages being drawn for readers at this moment.
    pub drawings: Drawings,
    /// Places for the requests of harvesters.
    pub oai_requests: Arc<tokio::sync::Semaphore>,
    /// Places for lists of whole searches.
    pub lists: Arc<tokio::sync::Semaphore>,
    /// Places of records that are being kept for the next harvester.
    pub keeping: Keeping,
    /// What was found beside articles.
    pub beside: BesideCache,
    /// Uses of articles that are not written yet.
    pub usage: Usage,
    /// The totals that were counted last.
    pub totals: Totals,
    /// How the site looks after itself.
    pub operations: Operations,
    /// The rules that articles are judged by.
    pub rules: Arc<PolicyTable>,
    /// Counts over all articles.
    pub barometer: BarometerCache,
    /// Yearly targets of the indicators.
    pub targets: Vec<Target>,
    /// When reminders go.
    pub reminders: ReminderRules,
}

/// How the site presents itself to people and harvesters.
#[derive(Debug, Clone)]
pub struct SiteIdentity {
    /// Name of the site.
    pub name: String,
    /// Public address without trailing slash.
    pub base_url: String,
    /// Address to write to.
    pub admin_email: String,
    /// Records on a page for harvesters.
    pub oai_page_size: usize,
    /// Base URLs of partner repositories.
    pub oai_friends: Vec<String>,
    /// Address of the licence of the descriptions.
    pub metadata_licence: Option<String>,
    /// Key that signs resumption tokens.
    pub token_key: [u8; 32],
}

impl Repository {
    /// Puts a repository together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// Two numbers of which one changes whenever this process has written anything that readers see, or the index has changed.
    #[must_use]
    pub fn revision(&self) -> (u64, u64) {
        (self.parts.store.revision(), self.parts.index.generation())
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    /// Resolves when new work is handed in after this call.
    pub fn work_added(&self) -> impl Future<Output = ()> + use<'_> {
        self.parts.work_added.notified()
    }

    /// Largest file taken in, in bytes.
    #[must_use]
    pub fn max_upload_bytes(&self) -> u64 {
        self.parts.max_upload_bytes
    }

    /// Yearly targets of the indicators, by indicator, year and day.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.parts.targets
    }

    /// How the site presents itself.
    #[must_use]
    pub fn site(&self) -> &SiteIdentity {
        &self.parts.site
    }
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("site", &self.parts.site.base_url).finish_non_exhaustive()
    }
}
