//! Works of `OpenAlex` by their funder (`https://api.openalex.org`, and the snapshot).
//!
//! Funders have identifiers of its own, which change as names do; so besides those that are known it is asked which ones
//! carry the ROR ids of the funds. Works are listed by funder and by award. A window by the day of change is for those who
//! pay; where it is refused, the whole lists are asked for, which are short enough.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Net;
use super::client::encoded;
use super::works::{Asked, Page, Works, kept};
use crate::domain::Fund;
use crate::domain::source::{ForeignRecord, RecordFault};
use crate::metadata::funder_ids;

/// Address of the public service.
const PUBLIC: &str = "https://api.openalex.org";
/// Works on a page: the most that it gives.
const ROWS: u32 = 100;
/// What is long and never read here, or changes each time.
const LEFT_OUT: [&str; 9] = [
    "referenced_works",
    "related_works",
    "counts_by_year",
    "concepts",
    "topics",
    "mesh",
    "cited_by_api_url",
    "cited_by_count",
    "citation_normalized_percentile",
];

/// The service.
pub(super) struct Openalex;

impl Works for Openalex {
    fn kind(&self) -> &'static str {
        "openalex"
    }

    fn title(&self) -> &'static str {
        "OpenAlex"
    }

    fn public_address(&self) -> &'static str {
        PUBLIC
    }

    fn format(&self) -> &'static str {
        "openalex-json"
    }

    fn key(&self, net: &Net) -> Option<String> {
        net.openalex_key()
    }

    fn lists(&self, asked: &Asked) -> Vec<String> {
        let known = asked.funds.iter().flat_map(|fund| funder_ids(*fund).openalex).map(|id| (*id).to_owned());
        let mut all: Vec<String> = known.chain(asked.funders.iter().cloned()).collect();
        all.sort();
        all.dedup();
        if all.is_empty() {
            return Vec::new();
        }
        let since = asked.since.map(|day| format!(",from_updated_date:{day}")).unwrap_or_default();
        let list = |field: &str| {
            let filter = format!("{field}:{}{since}", all.join("|"));
            format!("/works?filter={}&per_page={ROWS}", encoded(&filter))
        };
        vec![list("funders.id"), list("awards.funder_id")]
    }

    fn page(&self, answer: &Value) -> Option<Page> {
        Some(Page {
            works: answer.get("results")?.as_array()?.clone(),
            next: answer.pointer("/meta/next_cursor").and_then(Value::as_str).map(str::to_owned),
            total: answer.pointer("/meta/count").and_then(Value::as_u64),
        })
    }

    fn record(&self, mut work: Value) -> Result<ForeignRecord, RecordFault> {
        let named = work.get("id").and_then(Value::as_str).map(str::to_owned);
        let Some(id) = named.clone().filter(|id| id.starts_with("https://openalex.org/W")) else {
            return Err(RecordFault { identifier: named, reason: "a work without an identifier".to_owned() });
        };
        let datestamp = self.moment(&work).unwrap_or(Timestamp::UNIX_EPOCH);
        if let Some(members) = work.as_object_mut() {
            members.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
        }
        Ok(kept(id, datestamp, &work))
    }

    fn cursors_last(&self) -> bool {
        true
    }

    /// `2024-05-01T10:00:00.123456`, in Greenwich, or a day.
    fn moment(&self, work: &Value) -> Option<Timestamp> {
        let text = work.get("updated_date").and_then(Value::as_str)?;
        let local = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
        text.parse().ok().or_else(|| local().map(|moment| moment.timestamp()))
    }

    fn funders(&self, funds: &[Fund]) -> Option<String> {
        let rors: Vec<&str> = funds.iter().map(|fund| funder_ids(*fund).ror).collect();
        Some(format!("/funders?filter={}&per_page={ROWS}", encoded(&format!("ids.ror:{}", rors.join("|")))))
    }
}
