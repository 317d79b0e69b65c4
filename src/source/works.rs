//! Lists of works behind a cursor: the walk that Crossref and `OpenAlex` share. As sources they stand in `service`.
//!
//! A walk goes through the lists of a service one after another, each from its first page to its last. Its mark is kept
//! with every page, so that a later process goes on; records that come twice are told by whoever keeps them. Neighbours:
//! `crossref` and `openalex` say what is asked and how a page reads, `client` asks.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use harvest::client::HarvestError;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::ServiceClient;
use super::{Batch, Error, Net, Result, Walk};
use crate::domain::Fund;
use crate::domain::source::{ForeignRecord, RecordFault};

/// Times that a list is begun again, where its cursor ended early, before the run gives up.
const MOST_RESTARTS: u32 = 3;

/// A service that lists works.
pub(super) trait Works: Sync {
    /// Code kept in the database.
    fn kind(&self) -> &'static str;

    /// What the service is called.
    fn title(&self) -> &'static str;

    /// Address of the public service.
    fn public_address(&self) -> &'static str;

    /// Name of the format of its works, under which their reader is found.
    fn format(&self) -> &'static str;

    /// What it is asked with, where it wants a key.
    fn key(&self, _net: &Net) -> Option<String> {
        None
    }

    /// The lists that hold all works of some funds between them. Each but its cursor is fixed for a walk.
    fn lists(&self, asked: &Asked) -> Vec<String>;

    /// The page that an answer holds; `None` when it is none.
    fn page(&self, answer: &Value) -> Option<Page>;

    /// The record of a work; a fault where it cannot be told which work it is.
    fn record(&self, work: Value) -> Result<ForeignRecord, RecordFault>;

    /// Whether a cursor is good for another process, or another day. Lists whose cursors are not come in the order of the
    /// moments of their works.
    fn cursors_last(&self) -> bool;

    /// When a work changed last.
    fn moment(&self, work: &Value) -> Option<Timestamp>;

    /// Where the identifiers of funders are asked for, and how an answer reads; nothing where they never change.
    fn funders(&self, funds: &[Fund]) -> Option<String>;
}

/// What a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    /// The funds.
    pub(super) funds: Vec<Fund>,
    /// Further identifiers of funders, as the service gives them today.
    pub(super) funders: Vec<String>,
    /// First day of changes; everything without one.
    pub(super) since: Option<Date>,
    /// What the service refused before: 1 an order of its lists, 2 windows by day as well.
    pub(super) without: u8,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    /// Its works.
    pub(super) works: Vec<Value>,
    /// Cursor of the next page.
    pub(super) next: Option<String>,
    /// Length of the whole list.
    pub(super) total: Option<u64>,
}

/// Where a walk stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Mark {
    /// When the last walk that came to its end began.
    done: Option<Timestamp>,
    /// What the service refused.
    #[serde(default)]
    without: u8,
    /// The walk under way.
    under_way: Option<UnderWay>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct UnderWay {
    began: Timestamp,
    /// First day of changes of all its lists; what is asked of one may begin later.
    since: Option<Date>,
    asked: Asked,
    /// Lists that are done.
    list: usize,
    /// Cursor of the next page; the first one without.
    cursor: Option<String>,
    /// Moment of the last work of the list, while they come in order.
    reached: Option<Timestamp>,
    in_order: bool,
}

/// A walk through the works of a service.
pub(super) struct WorksWalk {
    service: &'static dyn Works,
    client: ServiceClient,
    base: String,
    funds: Vec<Fund>,
    mark: Mark,
    is_over: bool,
    restarts: u32,
    /// Whether the list was begun here, at its first page.
    is_whole: bool,
    /// Works of the list since it was begun, and how many it said to have.
    seen: u64,
    total: Option<u64>,
    last_page: Vec<String>,
}

impl WorksWalk {
    pub(super) fn new(
        service: &'static dyn Works,
        client: ServiceClient,
        base: &str,
        funds: Vec<Fund>,
        mark: Option<&str>,
    ) -> Result<Self> {
        let mut mark: Mark = mark.map(serde_json::from_str).transpose().map_err(Error::Mark)?.unwrap_or_default();
        if let Some(under_way) = mark.under_way.as_mut().filter(|under_way| under_way.cursor.is_some())
            && !service.cursors_last()
        {
            under_way.begin_again(true);
        }
        let is_whole = mark.under_way.as_ref().is_none_or(|under_way| under_way.cursor.is_none());
        let base = base.trim().trim_end_matches('/').to_owned();
        let (is_over, restarts, seen, total, last_page) = (false, 0, 0, None, Vec::new());
        Ok(Self { service, client, base, funds, mark, is_over, restarts, is_whole, seen, total, last_page })
    }

    async fn step(&mut self) -> Result<Option<Batch>> {
        while !self.is_over {
            let Some(under_way) = self.mark.under_way.clone() else {
                self.begin().await?;
                continue;
            };
            let lists = self.service.lists(&under_way.asked);
            let Some(list) = lists.get(under_way.list) else {
                self.mark.done = Some(under_way.began);
                self.mark.under_way = None;
                self.is_over = true;
                continue;
            };
            let cursor = under_way.cursor.as_deref().unwrap_or("*");
            let url = self.client.address(&self.base, list, &[("cursor", cursor)]);
            match self.client.get(&url).await {
                Ok(answer) => {
                    if let Some(batch) = self.take(&answer)? {
                        return Ok(Some(batch));
                    }
                }
                Err(error) if is_refusal(&error) => self.after_refusal(error)?,
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Begins a walk: with a window from the day before the last one began, since days are all that services take.
    async fn begin(&mut self) -> Result<()> {
        let since = self.mark.done.map(|done| done.to_zoned(TimeZone::UTC).date());
        let since = since.and_then(|day| day.checked_sub(1.day()).ok()).filter(|_| self.mark.without < 2);
        let began = self.client.now();
        let funders = match self.service.funders(&self.funds) {
            Some(question) => {
                self.client.get(&self.client.address(&self.base, &question, &[])).await.map(|answer| ids(&answer))
            }
            None => Ok(Vec::new()),
        };
        let funders = match funders {
            Ok(funders) => funders,
            // The identifiers that are known will do.
            Err(error) if is_refusal(&error) => Vec::new(),
            Err(error) => return Err(error),
        };
        let asked = Asked { funds: self.funds.clone(), funders, since, without: self.mark.without };
        self.mark.under_way =
            Some(UnderWay { began, since, asked, list: 0, cursor: None, reached: None, in_order: true });
        Ok(())
    }

    /// Takes a page; nothing when the list is over.
    fn take(&mut self, answer: &Value) -> Result<Option<Batch>> {
        let page = self.service.page(answer).ok_or(Error::NoList)?;
        let Some(under_way) = self.mark.under_way.as_mut() else { return Ok(None) };
        self.total = self.total.or(page.total);
        let count = u64::try_from(page.works.len()).unwrap_or(u64::MAX);
        self.seen = self.seen.saturating_add(count);
        if page.works.is_empty() {
            let is_short = self.is_whole && self.total.is_some_and(|total| self.seen < total);
            if is_short && !self.service.cursors_last() && self.restarts < MOST_RESTARTS {
                // A cursor that moves on by itself did so after an answer that was lost.
                self.begin_list_again();
            } else {
                self.end_list();
            }
            return Ok(None);
        }
        for work in &page.works {
            let moment = self.service.moment(work);
            under_way.in_order &= under_way.reached <= moment && moment.is_some();
            under_way.reached = moment.or(under_way.reached);
        }
        let mut batch = Batch { total: self.total, ..Batch::default() };
        let mut names = Vec::new();
        for work in page.works {
            match self.service.record(work) {
                Ok(record) => {
                    names.push(record.identifier.clone());
                    batch.records.push(record);
                }
                Err(fault) => batch.faults.push(fault),
            }
        }
        if !names.is_empty() && names == self.last_page {
            return Err(Error::Endless);
        }
        self.last_page = names;
        match page.next {
            Some(next) => under_way.cursor = Some(next),
            None => self.end_list(),
        }
        Ok(Some(batch))
    }

    fn end_list(&mut self) {
        (self.seen, self.total, self.restarts, self.is_whole) = (0, None, 0, true);
        self.last_page.clear();
        if let Some(under_way) = &mut self.mark.under_way {
            under_way.list += 1;
            under_way.asked.since = under_way.since;
            (under_way.cursor, under_way.reached, under_way.in_order) = (None, None, true);
        }
    }

    fn begin_list_again(&mut self) {
        self.restarts += 1;
        (self.seen, self.total, self.is_whole) = (0, None, true);
        self.last_page.clear();
        if let Some(under_way) = &mut self.mark.under_way {
            under_way.begin_again(!self.service.cursors_last());
        }
    }

    /// A cursor that is refused has ended: the list is begun again. A first page that is refused is asked for in a plainer
    /// way, once without an order and once without a window.
    fn after_refusal(&mut self, error: Error) -> Result<()> {
        let Some(under_way) = &mut self.mark.under_way else { return Err(error) };
        if under_way.cursor.is_some() {
            if self.restarts >= MOST_RESTARTS {
                return Err(error);
            }
            self.begin_list_again();
            return Ok(());
        }
        let before = self.service.lists(&under_way.asked);
        while under_way.asked.without < 2 {
            under_way.asked.without += 1;
            if under_way.asked.without == 2 {
                (under_way.since, under_way.asked.since) = (None, None);
            }
            if self.service.lists(&under_way.asked) != before {
                self.mark.without = under_way.asked.without;
                return Ok(());
            }
        }
        Err(error)
    }
}

impl UnderWay {
    /// From where the works came in order up to, else from the beginning of the list.
    fn begin_again(&mut self, is_ordered: bool) {
        let day = self.reached.map(|moment| moment.to_zoned(TimeZone::UTC).date());
        let day = day.filter(|_| is_ordered && self.in_order && self.asked.without == 0);
        self.asked.since = day.max(self.since);
        (self.cursor, self.reached, self.in_order) = (None, None, true);
    }
}

impl Walk for WorksWalk {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Batch>>> {
        self.step().boxed()
    }

    fn mark(&self) -> Result<String> {
        serde_json::to_string(&self.mark).map_err(Error::Mark)
    }

    fn since(&self) -> Option<Timestamp> {
        let day = self.mark.under_way.as_ref()?.since?;
        day.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp())
    }
}

/// Whether a service understood the question and would not answer it; being told to slow down is none.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Remote(
            HarvestError::Status { status: 400..=428 | 430..=499, .. }
            | HarvestError::Html { status: 400..=428 | 430..=499, .. },
        )
    )
}

/// The identifiers that an answer lists.
fn ids(answer: &Value) -> Vec<String> {
    let listed = answer.pointer("/results").and_then(Value::as_array).into_iter().flatten();
    let id = |one: &Value| one.get("id")?.as_str()?.rsplit('/').next().map(str::to_owned);
    listed.filter_map(id).filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric())).collect()
}

/// A record of a work.
pub(super) fn kept(identifier: String, datestamp: Timestamp, work: &Value) -> ForeignRecord {
    let second = Timestamp::from_second(datestamp.as_second()).unwrap_or(Timestamp::UNIX_EPOCH);
    let (sets, about) = (Vec::new(), Vec::new());
    ForeignRecord { identifier, datestamp: second, deleted: false, sets, metadata: Some(work.to_string()), about }
}
