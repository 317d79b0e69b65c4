//! Harvests of the whole repository: by a reader that does as little as possible, and by our own client.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::{Duration, Instant};

use ::harvest::client::{Harvester, HttpSettings, Plan};
use anyhow::Context;
use hyper::header::CONTENT_ENCODING;
use memchr::memmem;

use crate::connection::Connection;
use crate::server::{Memory, Server};

/// Pages whose time is told.
const TIMED_PAGES: [u64; 5] = [1, 2, 10, 100, 1_000];
/// How often each of them is asked for again; the median counts.
const ASKED_AGAIN: usize = 31;

/// What a harvest was like.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) records: u64,
    pub(crate) pages: u64,
    /// Bytes of XML.
    pub(crate) bytes: u64,
    /// Bytes as they were sent.
    pub(crate) sent_bytes: u64,
    pub(crate) wall: Duration,
    /// Processor time of the server.
    pub(crate) cpu_seconds: f64,
    /// Memory of the server after each tenth of the pages.
    pub(crate) memory: Vec<Memory>,
    /// Median time of a page, by its number.
    pub(crate) page_times: BTreeMap<u64, Duration>,
}

/// A connection whose pages come packed or not.
struct Pages {
    connection: Connection,
    gzip: bool,
}

/// A page as it came and as it was sent.
struct Page {
    xml: Vec<u8>,
    sent_bytes: usize,
}

impl Pages {
    async fn get(&mut self, query: &str) -> anyhow::Result<Page> {
        let coding = if self.gzip { "gzip" } else { "identity" };
        let response = self.connection.get(&format!("/oai?{query}"), coding).await?;
        let packed = response.headers().contains_key(CONTENT_ENCODING);
        anyhow::ensure!(packed == self.gzip, "the server chose another coding than was asked for");
        let body = response.into_body();
        let mut xml = Vec::new();
        if packed {
            flate2::read::GzDecoder::new(body.as_ref()).read_to_end(&mut xml)?;
        } else {
            xml.extend_from_slice(&body);
        }
        Ok(Page { xml, sent_bytes: body.len() })
    }
}

/// Asks for all pages one after the other, then for some of them again.
pub(crate) async fn walk(server: &Server, format: &str, gzip: bool) -> anyhow::Result<Walk> {
    let mut pages = Pages { connection: Connection::open(server).await?, gzip };
    let mut walk = Walk::default();
    let mut queries = BTreeMap::new();
    let mut query = format!("verb=ListRecords&metadataPrefix={format}");
    let (begun, cpu_before) = (Instant::now(), server.cpu_seconds()?);
    let mut samples = Vec::new();
    loop {
        walk.pages += 1;
        if TIMED_PAGES.contains(&walk.pages) {
            queries.insert(walk.pages, query.clone());
        }
        let page = pages.get(&query).await?;
        walk.note(&page)?;
        if walk.pages.is_multiple_of(20) {
            samples.push(server.memory()?);
        }
        match token(&page.xml) {
            Some(token) => query = format!("verb=ListRecords&resumptionToken={token}"),
            None => break,
        }
    }
    walk.wall = begun.elapsed();
    walk.cpu_seconds = server.cpu_seconds()? - cpu_before;
    samples.push(server.memory()?);
    walk.memory =
        (1..=10_usize).filter_map(|tenth| samples.get((samples.len() * tenth).div_ceil(10) - 1).copied()).collect();
    walk.page_times = median_times(&mut pages, &queries).await?;
    Ok(walk)
}

impl Walk {
    fn note(&mut self, page: &Page) -> anyhow::Result<()> {
        self.records += u64::try_from(memmem::find_iter(&page.xml, b"<record>").count())?;
        self.bytes += u64::try_from(page.xml.len())?;
        self.sent_bytes += u64::try_from(page.sent_bytes)?;
        Ok(())
    }
}

/// The token at the foot of a page; `None` on the last one.
fn token(xml: &[u8]) -> Option<String> {
    let element = xml.get(memmem::rfind(xml, b"<resumptionToken")?..)?;
    let start = memchr::memchr(b'>', element)? + 1;
    let length = memchr::memchr(b'<', element.get(start..)?)?;
    let text = std::str::from_utf8(element.get(start..start + length)?).ok()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// Asks for the pages in turn, so that whatever else the machine does at a moment slows all of them alike.
async fn median_times(pages: &mut Pages, queries: &BTreeMap<u64, String>) -> anyhow::Result<BTreeMap<u64, Duration>> {
    let mut times: BTreeMap<u64, Vec<Duration>> = BTreeMap::new();
    for _ in 0..ASKED_AGAIN {
        for (number, query) in queries {
            let begun = Instant::now();
            pages.get(query).await?;
            times.entry(*number).or_default().push(begun.elapsed());
        }
    }
    let median = |(number, mut times): (u64, Vec<Duration>)| {
        times.sort();
        Ok((number, times.get(ASKED_AGAIN / 2).copied().context("no page was timed")?))
    };
    times.into_iter().map(median).collect()
}

/// The whole repository through the client of the `harvest` crate, without its pauses.
pub(crate) async fn with_our_client(server: &Server, format: &str) -> anyhow::Result<Walk> {
    let mut settings = HttpSettings::new("parvis-bench/1.0");
    settings.min_delay = Duration::ZERO;
    let plan = Plan::new(&format!("http://{}/oai", server.address), format);
    let mut harvest = Harvester::new(settings)?.harvest(plan, None)?;
    let mut walk = Walk::default();
    let (begun, cpu_before) = (Instant::now(), server.cpu_seconds()?);
    while let Some(page) = harvest.next_page().await? {
        anyhow::ensure!(
            page.faults.is_empty() && page.repairs.is_empty(),
            "our records need repair: {:?}",
            page.repairs
        );
        walk.pages += 1;
        walk.records += u64::try_from(page.records.len())?;
    }
    walk.wall = begun.elapsed();
    walk.cpu_seconds = server.cpu_seconds()? - cpu_before;
    Ok(walk)
}
