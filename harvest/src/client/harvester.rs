//! The client: requests of one answer, and the beginning of a harvest.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use url::Url;

use super::clock::{Clock, SystemClock};
use super::entry::RecordReader;
use super::envelope::{Entry, Envelope};
use super::error::HarvestError;
use super::fetch::Fetcher;
use super::plan::{Checkpoint, Plan};
use super::remote::{self, RemoteIdentity, RemoteSet};
use super::repair::{Repair, repair_markup};
use super::session::Harvest;
use super::settings::HttpSettings;
use crate::datestamp::Datestamp;
use crate::error::ErrorCode;
use crate::model::{Format, Record};

/// An answer and the text that its ranges refer to.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) envelope: Envelope,
}

/// A client for any number of repositories. Clones share connections and pauses, so that a host gets one request at a time.
#[derive(Clone)]
pub struct Harvester {
    fetcher: Arc<Fetcher>,
}

impl Harvester {
    /// A client by the machine's clock.
    ///
    /// # Errors
    /// [`HarvestError::Settings`] when the user agent or the address cannot stand in a header.
    pub fn new(settings: HttpSettings) -> Result<Self, HarvestError> {
        Self::with_clock(settings, Arc::new(SystemClock::default()))
    }

    /// A client by another clock.
    ///
    /// # Errors
    /// [`HarvestError::Settings`] when the user agent or the address cannot stand in a header.
    pub fn with_clock(settings: HttpSettings, clock: Arc<dyn Clock>) -> Result<Self, HarvestError> {
        Ok(Self { fetcher: Arc::new(Fetcher::new(settings, clock)?) })
    }

    /// Who the repository is.
    ///
    /// # Errors
    /// [`HarvestError`]
    pub async fn identify(&self, base_url: &str) -> Result<RemoteIdentity, HarvestError> {
        let document = self.ask(base_url, &[("verb", "Identify".to_owned())]).await?;
        document.envelope.check()?;
        Ok(RemoteIdentity::read(&document.envelope))
    }

    /// The formats of the repository, or of one item. Neither is always true: repositories offer formats that they do not list,
    /// and list formats that they do not offer.
    ///
    /// # Errors
    /// [`HarvestError`]
    pub async fn list_formats(&self, base_url: &str, identifier: Option<&str>) -> Result<Vec<Format>, HarvestError> {
        let mut arguments = vec![("verb", "ListMetadataFormats".to_owned())];
        arguments.extend(identifier.map(|identifier| ("identifier", identifier.to_owned())));
        let document = self.ask(base_url, &arguments).await?;
        document.envelope.check()?;
        Ok(document.envelope.elements().filter_map(remote::format).collect())
    }

    /// All sets, each once; none when the repository has no sets.
    ///
    /// # Errors
    /// [`HarvestError`]; [`HarvestError::Endless`] when a page brings no set that is new.
    pub async fn list_sets(&self, base_url: &str) -> Result<Vec<RemoteSet>, HarvestError> {
        let mut arguments = vec![("verb", "ListSets".to_owned())];
        let (mut sets, mut seen) = (Vec::new(), HashSet::new());
        for pages in 1.. {
            let document = self.ask(base_url, &arguments).await?;
            if document.envelope.errors.iter().any(|error| error.known() == Some(ErrorCode::NoSetHierarchy)) {
                break;
            }
            document.envelope.check()?;
            let before = sets.len();
            let found = document.envelope.elements().filter_map(RemoteSet::read);
            sets.extend(found.filter(|set| seen.insert(set.spec.clone())));
            let token = document.envelope.token.filter(|token| !token.value.is_empty());
            let Some(token) = token else { break };
            if sets.len() == before {
                return Err(HarvestError::Endless { reason: "a page brings no new set", pages });
            }
            arguments.truncate(1);
            arguments.push(("resumptionToken", token.value));
        }
        Ok(sets)
    }

    /// One record; `None` when the repository does not know the identifier.
    ///
    /// # Errors
    /// [`HarvestError`]; [`HarvestError::Record`] when the record cannot be used.
    pub async fn get_record(&self, plan: &Plan, identifier: &str) -> Result<Option<Record>, HarvestError> {
        let arguments = [
            ("verb", "GetRecord".to_owned()),
            ("identifier", identifier.to_owned()),
            ("metadataPrefix", plan.prefix.clone()),
        ];
        let Document { text, envelope } = self.ask(&plan.base_url, &arguments).await?;
        if envelope.errors.iter().any(|error| error.known() == Some(ErrorCode::IdDoesNotExist)) {
            return Ok(None);
        }
        envelope.check()?;
        let missing = || HarvestError::NotOai("the answer has no record".to_owned());
        let is_record = |entry: &&Entry| match entry {
            Entry::Whole(element) => element.local() == "record",
            Entry::Broken { .. } => true,
        };
        let entry = envelope.entries.iter().find(is_record).ok_or_else(missing)?;
        let namespace = plan.namespace.as_deref();
        let mut reader = RecordReader { text: &text, envelope: &envelope, namespace, repairs: BTreeSet::new() };
        reader.record(entry).map(Some).map_err(|fault| HarvestError::Record(fault.reason))
    }

    /// A file that a record names, asked for as politely as any list: one request at a time to a host, within the same limits. It
    /// may be anything; a page for people comes as well.
    ///
    /// # Errors
    /// [`HarvestError`]; [`HarvestError::TooLarge`] when it is larger than an answer may be.
    pub async fn get_file(&self, url: &str) -> Result<Vec<u8>, HarvestError> {
        self.fetcher.fetch_file(&address(url, &[])?).await
    }

    /// A harvest of records. Without a checkpoint it begins anew, after an unfinished one it goes on, after a finished one it
    /// asks for what has changed since.
    ///
    /// # Errors
    /// [`HarvestError::OtherPlan`] when the checkpoint belongs to another repository, format or set.
    pub fn harvest(&self, plan: Plan, checkpoint: Option<Checkpoint>) -> Result<Harvest, HarvestError> {
        Harvest::new(self.clone(), plan, checkpoint)
    }

    pub(super) fn settings(&self) -> &HttpSettings {
        &self.fetcher.settings
    }

    pub(super) fn now(&self) -> Datestamp {
        self.fetcher.clock.now()
    }

    /// Sends a request, again when the answer is not whole.
    pub(super) async fn ask(&self, base_url: &str, arguments: &[(&str, String)]) -> Result<Document, HarvestError> {
        let url = address(base_url, arguments)?;
        let mut attempt = 0;
        loop {
            let fetched = self.fetcher.fetch(&url).await?;
            let document = read(fetched.text, fetched.recoded);
            let whole = match &document {
                Ok(document) => document.envelope.broken.is_none(),
                Err(HarvestError::NotOai(_)) => fetched.complete,
                Err(_) => true,
            };
            if whole || attempt >= self.fetcher.settings.max_retries {
                return document;
            }
            attempt += 1;
            self.fetcher.rest(&url, attempt).await;
        }
    }
}

fn read(text: String, recoded: bool) -> Result<Document, HarvestError> {
    let mut repairs = BTreeSet::new();
    let text = match repair_markup(&text, &mut repairs) {
        Cow::Borrowed(_) => text,
        Cow::Owned(repaired) => repaired,
    };
    let mut envelope = Envelope::read(&text)?;
    envelope.repairs.append(&mut repairs);
    if recoded {
        envelope.repairs.insert(Repair::Encoding);
    }
    Ok(Document { text, envelope })
}

/// The address of a request. Arguments of the base URL itself are kept: some endpoints need them.
fn address(base_url: &str, arguments: &[(&str, String)]) -> Result<Url, HarvestError> {
    let refused = || HarvestError::Address(base_url.to_owned());
    let mut url = Url::parse(base_url.trim()).map_err(|_| refused())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused());
    }
    url.set_fragment(None);
    if !arguments.is_empty() {
        url.query_pairs_mut().extend_pairs(arguments);
    }
    Ok(url)
}
