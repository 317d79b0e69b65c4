//! Works of Crossref by their funder (`https://api.crossref.org`, and the public data file).
//!
//! A funder is named by its DOI in the funder registry or, since 2025, by its ROR id; two filters, each a list of its own,
//! since filters of different names must hold together. A work in both is one record. Lists are asked for by the day of
//! indexing, in its order, so that a cursor that ends (they last minutes) costs a day's works at most.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::Value;

use super::client::{ServiceClient, encoded};
use super::files::{self, FilesWalk};
use super::works::{Asked, Page, Works, WorksWalk};
use super::{Error, Found, Net, Result, Source, Walk, Wanted, check_address, funds_of};
use crate::domain::Fund;
use crate::domain::source::{ForeignRecord, Place, RecordFault};
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

impl Source for Crossref {
    fn kind(&self) -> &'static str {
        "crossref"
    }

    fn usual_address(&self) -> Option<&'static str> {
        Some(PUBLIC)
    }

    fn probe<'a>(&'a self, net: &'a Net, wanted: &'a Wanted) -> BoxFuture<'a, Result<Found>> {
        async move {
            let funds = funds_of(wanted.set.as_deref())?;
            if let Some(path) = files::path_of(&wanted.base_url) {
                files::check(&path)?;
            } else {
                check_address(net, &wanted.base_url)?;
                let client = client(net)?;
                let base = wanted.base_url.trim().trim_end_matches('/');
                let asked = Asked { funds, ..Asked::default() };
                let first = self.lists(&asked).into_iter().next().ok_or(Error::NoList)?;
                let answer = client.get(&client.address(base, &first, &[])).await?;
                self.page(&answer).ok_or(Error::NoList)?;
            }
            Ok(Found { place: place(self.kind(), "crossref-json", wanted), title: "Crossref".to_owned() })
        }
        .boxed()
    }

    fn walk(&self, net: &Net, place: &Place, mark: Option<&str>) -> Result<Box<dyn Walk>> {
        let funds = funds_of(place.set.as_deref())?;
        Ok(match files::path_of(&place.base_url) {
            Some(path) => Box::new(FilesWalk::new(&Self, path, &names(&funds), mark)?),
            None => Box::new(WorksWalk::new(&Self, client(net)?, &place.base_url, funds, mark)?),
        })
    }
}

fn client(net: &Net) -> Result<ServiceClient> {
    net.service_client(None)
}

/// The place of a service: its format is ours, its set the funds.
pub(super) fn place(kind: &str, format: &str, wanted: &Wanted) -> Place {
    Place {
        kind: kind.to_owned(),
        base_url: wanted.base_url.trim().trim_end_matches('/').to_owned(),
        prefix: format.to_owned(),
        namespace: String::new(),
        schema: String::new(),
        format: format.to_owned(),
        set: wanted.set.clone(),
    }
}

/// Words of a work that names one of some funds: one of them stands in it somewhere.
pub(super) fn names(funds: &[Fund]) -> Vec<String> {
    const IN_WORDS: [&str; 5] =
        ["fonds de recherche", "quebec research fund", "québec research fund", "frq", "10.69777/"];
    let of = |fund: &Fund| {
        let ids = funder_ids(*fund);
        let ror = ids.ror.rsplit('/').next().map(str::to_owned);
        let all = ids.crossref.iter().chain(ids.openalex).map(|id| (*id).to_owned());
        all.chain(ror).collect::<Vec<_>>()
    };
    funds.iter().flat_map(of).chain(IN_WORDS.map(str::to_owned)).collect()
}

impl Works for Crossref {
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

/// A record of a work.
pub(super) fn kept(identifier: String, datestamp: Timestamp, work: &Value) -> ForeignRecord {
    let second = Timestamp::from_second(datestamp.as_second()).unwrap_or(Timestamp::UNIX_EPOCH);
    let (sets, about) = (Vec::new(), Vec::new());
    ForeignRecord { identifier, datestamp: second, deleted: false, sets, metadata: Some(work.to_string()), about }
}
