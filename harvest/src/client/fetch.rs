//! From an address to the body of an answer: pacing, redirects, overload, further tries.

use std::sync::Arc;
use std::time::Duration;

use hyper::header::{CONTENT_TYPE, LOCATION};
use url::Url;

use super::clock::Clock;
use super::decode;
use super::error::HarvestError;
use super::hosts::Hosts;
use super::redirect;
use super::resolve;
use super::retry;
use super::settings::HttpSettings;
use super::transport::{Reply, Transport};

/// Part of a body that an error repeats, in characters.
const EXCERPT_CHARACTERS: usize = 200;

/// Part of a body in which the root element is looked for.
const START_BYTES: usize = 16 << 10;

/// Everything needed to ask servers; shared by all harvests of one [`super::Harvester`].
pub(super) struct Fetcher {
    pub(super) settings: HttpSettings,
    pub(super) clock: Arc<dyn Clock>,
    transport: Transport,
    hosts: Hosts,
}

/// A document, not yet looked into.
pub(super) struct Fetched {
    /// The text, made Unicode.
    pub(super) text: String,
    /// Whether it was not the UTF-8 that the protocol demands.
    pub(super) recoded: bool,
    /// Whether the body came to its end.
    pub(super) complete: bool,
}

/// A failure and the pause after which another try makes sense.
struct Setback {
    error: HarvestError,
    pause: Option<Duration>,
}

impl Fetcher {
    pub(super) fn new(settings: HttpSettings, clock: Arc<dyn Clock>) -> Result<Self, HarvestError> {
        let transport = Transport::new(&settings)?;
        Ok(Self { settings, clock, transport, hosts: Hosts::default() })
    }

    /// Asks until an answer of the protocol comes, as often and as long as the settings allow.
    pub(super) async fn fetch(&self, url: &Url) -> Result<Fetched, HarvestError> {
        fetched(self.persist(url).await?)
    }

    /// The bytes at an address, whatever they are.
    pub(super) async fn fetch_file(&self, url: &Url) -> Result<Vec<u8>, HarvestError> {
        let reply = self.persist(url).await?;
        match reply.status {
            200 if reply.complete => Ok(reply.body),
            200 => Err(HarvestError::Truncated("the file broke off".to_owned())),
            _ => Err(refusal(reply, None)),
        }
    }

    async fn persist(&self, url: &Url) -> Result<Reply, HarvestError> {
        let mut attempt = 1;
        loop {
            match self.follow(url, attempt).await {
                Ok(reply) => return Ok(reply),
                Err(setback) if setback.pause.is_none() || attempt > self.settings.max_retries => {
                    return Err(setback.error);
                }
                Err(_) => attempt += 1,
            }
        }
    }

    /// Leaves a host alone after an answer that was not whole.
    pub(super) async fn rest(&self, url: &Url, attempt: u32) {
        let mut lane = self.hosts.enter(url.host_str().unwrap_or_default(), &*self.clock).await;
        lane.pause(&*self.clock, retry::backoff(&self.settings, &*self.clock, attempt).max(self.settings.min_delay));
    }

    /// Asks once, and follows redirects.
    async fn follow(&self, url: &Url, attempt: u32) -> Result<Reply, Setback> {
        let mut visited = vec![url.clone()];
        while let Some(url) = visited.last() {
            let reply = self.ask(url, attempt).await?;
            let location = reply.headers.get(LOCATION).filter(|_| redirect::is_redirect(reply.status));
            let Some(location) = location else { return Ok(reply) };
            let location = String::from_utf8_lossy(location.as_bytes());
            visited.push(redirect::target(&self.settings, &visited, &location).map_err(final_error)?);
        }
        Err(final_error(HarvestError::Address(url.to_string())))
    }

    /// Sends one request when the host is free, and sees to the pause after it.
    async fn ask(&self, url: &Url, attempt: u32) -> Result<Reply, Setback> {
        let barred = resolve::literal(url).is_some_and(|address| !(self.settings.allow_address)(address));
        if barred || !(self.settings.allow)(url) {
            return Err(final_error(HarvestError::Forbidden(url.to_string())));
        }
        let clock = &*self.clock;
        let mut lane = self.hosts.enter(url.host_str().unwrap_or_default(), clock).await;
        let replied = self.transport.get(&self.settings, url).await;
        let rate = replied.as_ref().ok().and_then(|reply| retry::rate_pause(&reply.headers)).unwrap_or_default();
        let outcome = match replied {
            Ok(reply) => self.judge(reply, attempt),
            Err(error) => Err(self.transport_setback(error, attempt)),
        };
        let asked = outcome.as_ref().err().and_then(|setback| setback.pause);
        lane.pause(clock, asked.unwrap_or_default().max(self.settings.min_delay).max(rate));
        outcome
    }

    fn transport_setback(&self, error: HarvestError, attempt: u32) -> Setback {
        let passing = matches!(error, HarvestError::Unreachable { .. } | HarvestError::TimedOut { .. });
        Setback { error, pause: passing.then(|| retry::backoff(&self.settings, &*self.clock, attempt)) }
    }

    /// Sorts statuses. An answer of the protocol is one even when its status says otherwise.
    fn judge(&self, reply: Reply, attempt: u32) -> Result<Reply, Setback> {
        let status = reply.status;
        if status < 400 || (!retry::is_overload(status) && is_protocol(&reply.body)) {
            return Ok(reply);
        }
        let asked = retry::retry_after(&reply.headers, self.clock.now());
        if retry::is_overload(status) && asked.is_some_and(|pause| pause > self.settings.max_wait) {
            return Err(final_error(HarvestError::Busy { status, retry_after: asked }));
        }
        let pause = retry::is_passing(status).then(|| {
            asked
                .filter(|pause| *pause <= self.settings.max_wait)
                .unwrap_or_else(|| retry::backoff(&self.settings, &*self.clock, attempt))
        });
        Err(Setback { error: refusal(reply, asked), pause })
    }
}

fn final_error(error: HarvestError) -> Setback {
    Setback { error, pause: None }
}

fn is_protocol(body: &[u8]) -> bool {
    let start = body.get(..START_BYTES).unwrap_or(body);
    start.windows(8).any(|window| window == b"<OAI-PMH" || window == b":OAI-PMH")
}

/// The error for a status that is no answer.
fn refusal(reply: Reply, retry_after: Option<Duration>) -> HarvestError {
    let status = reply.status;
    let (text, _) = decode::decode(reply.body);
    if is_html(&text) {
        return HarvestError::Html { status, title: html_title(&text) };
    }
    if retry::is_overload(status) {
        return HarvestError::Busy { status, retry_after };
    }
    HarvestError::Status { status, excerpt: excerpt(&text) }
}

fn fetched(reply: Reply) -> Result<Fetched, HarvestError> {
    let status = reply.status;
    let named_html = reply.headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let protocol = is_protocol(&reply.body);
    let (text, recoded) = decode::decode(reply.body);
    if is_html(&text) || (named_html && !protocol) {
        return Err(HarvestError::Html { status, title: html_title(&text) });
    }
    if redirect::is_redirect(status) {
        return Err(HarvestError::Status { status, excerpt: "a redirect without an address".to_owned() });
    }
    Ok(Fetched { text, recoded, complete: reply.complete })
}

/// Whether the document begins as HTML does.
fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start();
    let passed = |rest: &str| {
        [("<!--", "-->"), ("<?", "?>")].iter().find_map(|(open, close)| {
            let after = rest.strip_prefix(open)?.split_once(close)?.1;
            Some(rest.len() - after.trim_start().len())
        })
    };
    while let Some(length) = passed(rest) {
        rest = rest.get(length..).unwrap_or_default();
    }
    let start: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    start == "<!doctype html" || ["<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag))
}

fn html_title(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|start| {
        let start = start + lower.get(start..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</title")?;
        text.get(start..end)
    });
    excerpt(title.unwrap_or_default())
}

fn excerpt(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(EXCERPT_CHARACTERS).collect();
    words.join(" ").chars().take(EXCERPT_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_for_people_are_recognised_and_named() {
        let page = "<?xml version='1.0'?><!-- waf -->\n<!DOCTYPE HTML PUBLIC><html><TITLE lang=fr>\n Requête  rejetée </TITLE>";
        assert!(is_html(page) && is_html("<html lang='fr'>") && !is_html("<?xml version='1.0'?><OAI-PMH>"));
        assert_eq!(html_title(page), "Requête rejetée");
        assert_eq!(html_title("<html>"), "");
    }
}
