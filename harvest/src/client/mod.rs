//! A harvesting client for the repositories that exist, not only for those that keep to the protocol.
//!
//! [`Harvester`] asks; [`Harvest`] walks a list page by page and keeps a [`Checkpoint`] that a later process can go on from. One
//! host gets one request at a time. What is broken is repaired where that is certain, and reported record by record where it is not.
//! What records mean, where they are stored and which servers may be asked is the caller's.
//!
//! ```no_run
//! use harvest::client::{Checkpoint, HarvestError, Harvester, HttpSettings, Plan};
//!
//! # fn store(_: Vec<harvest::Record>) {}
//! # fn save(_: &Checkpoint) {}
//! # async fn run(earlier: Option<Checkpoint>) -> Result<(), HarvestError> {
//! let mut settings = HttpSettings::new("example-harvester/1.0 (+https://example.org/harvester)");
//! settings.from = Some("harvester@example.org".to_owned());
//! let harvester = Harvester::new(settings)?;
//!
//! let plan = Plan::new("https://repository.example.org/oai", "oai_dc");
//! let mut harvest = harvester.harvest(plan, earlier)?;
//! while let Some(page) = harvest.next_page().await? {
//!     store(page.records); // insert or replace by identifier; some are deletions
//!     save(harvest.checkpoint()); // after the records, in the same transaction if there is one
//! }
//! save(harvest.checkpoint());
//! # Ok(())
//! # }
//! ```

mod clock;
mod dates;
mod decode;
mod entities;
mod entry;
mod envelope;
mod error;
mod exchange;
mod fetch;
mod fragment;
mod harvester;
mod hosts;
mod memory;
mod plan;
mod provenance;
mod recover;
mod redirect;
mod remote;
mod repair;
mod resolve;
mod retry;
mod session;
mod settings;
mod transport;
mod tree;

/// The types of requests and answers of an [`Exchange`].
pub use hyper::http;

pub use clock::{Clock, Sleep, SystemClock};
pub use entry::{FaultReason, RecordFault};
pub use error::{HarvestError, RemoteError, TransportError};
pub use exchange::{Exchange, get_request, joined_address, retry_after};
pub use harvester::Harvester;
pub use hyper::{Request, Response};
pub use plan::{Checkpoint, ListOrder, Plan};
pub use provenance::read_provenance;
pub use remote::{RemoteIdentity, RemoteSet};
pub use repair::Repair;
pub use session::{Harvest, HarvestPage};
pub use settings::{AddressHook, AllowHook, HttpSettings};
