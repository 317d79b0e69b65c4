//! Works of Crossref by their funder (`https://api.crossref.org`, and the public data file).
//!
//! A funder is named by its DOI in the funder registry or, since 2025, by its ROR id; two filters, each a list of its own,
//! since filters of different names must hold together. A work in both is one record. Lists are asked for by the day of
//! indexing, in its order, so that a cursor that ends (they last minutes) costs a day's works at most.

use jiff::Timestamp;
use serde_json::Value;

use super::client::encoded;
use super::works::{Asked, Page, Works, kept};
use crate::domain::Fund;
use crate::domain::source::{ForeignRecord, RecordFault};
use crate::metadata::funder_ids;

/// Address of the public service.
const PUBLIC: &str = "https://api.crossref.org";
/// Prefix of DOIs of funders.
const FUNDER_PREFIX: &str = "10.13039";
/// Works on a page: with all that publishers say of each, a few megabytes.
const ROWS: u32 = 200;
/// What is long and never read here.
const LEFT_OUT: [&str; 1] = ["reference"];

/// The service.
pub(super) struct Crossref;

impl Works for Crossref {
    fn kind(&self) -> &'static str {
        "crossref"
    }

    fn title(&self) -> &'static str {
        "Crossref"
    }

    fn public_address(&self) -> &'static str {
        PUBLIC
    }

    fn format(&self) -> &'static str {
        "crossref-json"
    }

    fn lists(&self, asked: &Asked) -> Vec<String> {
        let ids: Vec<_> = asked.funds.iter().map(|fund| funder_ids(*fund)).collect();
        let dois = ids.iter().flat_map(|ids| ids.crossref).map(|id| format!("funder:{FUNDER_PREFIX}/{id}"));
        let rors = ids.iter().map(|ids| format!("ror-id:{}", ids.ror));
        let rors = rors.chain(["has-funder-ror-id:true".to_owned()]);
        let since = asked.since.map(|day| format!("from-index-date:{day}"));
        let order = if asked.without == 0 { "&sort=indexed&order=asc" } else { "" };
        let list = |filters: Vec<String>| {
            let all: Vec<String> = filters.into_iter().chain(since.clone()).collect();
            format!("/works?filter={}&rows={ROWS}{order}", encoded(&all.join(",")))
        };
        vec![list(dois.collect()), list(rors.collect())]
    }

    fn page(&self, answer: &Value) -> Option<Page> {
        let message = answer.get("message")?;
        Some(Page {
            works: message.get("items")?.as_array()?.clone(),
            next: message.get("next-cursor").and_then(Value::as_str).map(str::to_owned),
            total: message.get("total-results").and_then(Value::as_u64),
        })
    }

    fn record(&self, mut work: Value) -> Result<ForeignRecord, RecordFault> {
        let doi = work.get("DOI").and_then(Value::as_str).map(|doi| doi.trim().to_lowercase());
        let Some(doi) = doi.filter(|doi| doi.starts_with("10.")) else {
            return Err(RecordFault { identifier: None, reason: "a work without a DOI".to_owned() });
        };
        let datestamp = self.moment(&work).unwrap_or(Timestamp::UNIX_EPOCH);
        if let Some(members) = work.as_object_mut() {
            members.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
        }
        Ok(kept(format!("https://doi.org/{doi}"), datestamp, &work))
    }

    fn cursors_last(&self) -> bool {
        false
    }

    fn moment(&self, work: &Value) -> Option<Timestamp> {
        work.pointer("/indexed/date-time").and_then(Value::as_str)?.parse().ok()
    }

    fn funders(&self, _: &[Fund]) -> Option<String> {
        None
    }
}
