//! Looking whether something stands at an address: one request at a time to a host, with a pause between, asked for only
//! when it changed, within what `robots.txt` allows, redirects followed to wherever is public.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use harvest::client::{Clock, Exchange, HarvestError, HttpSettings, joined_address};
use tokio::sync::Mutex;

use super::{Error, Net, Result, Robots};

/// Longest chain of redirects: a DOI or a handle, a landing page, a host that moved.
const MOST_REDIRECTS: usize = 8;
/// How long the rules of a site are taken to hold (RFC 9309 §2.4).
const RULES_HOLD: Duration = Duration::from_hours(24);
/// The name that sites address their rules to.
const PRODUCT: &str = "Parvis";

/// How copies elsewhere are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitSettings {
    /// Whether they are looked at at all.
    pub on: bool,
    /// Days after which a copy is looked at again.
    pub days: i64,
    /// Copies looked at within a day, at most.
    pub a_day: i64,
    /// Pause between two requests to one host.
    pub delay: Duration,
    /// Hours after which the links of the follow-up pages are looked at again; 0 never.
    pub evidence_hours: i64,
}

impl Default for VisitSettings {
    fn default() -> Self {
        Self { on: false, days: 30, a_day: 500, delay: Duration::from_secs(10), evidence_hours: 0 }
    }
}

/// What copies are looked at with: how, and what was learnt of their hosts.
#[derive(Debug)]
pub struct Visits {
    /// How.
    pub settings: VisitSettings,
    visitor: std::sync::Mutex<Option<Arc<Visitor>>>,
}

impl Visits {
    /// Visits by some settings.
    #[must_use]
    pub fn new(settings: VisitSettings) -> Self {
        Self { settings, visitor: std::sync::Mutex::default() }
    }

    /// Who visits; made when first needed.
    ///
    /// # Errors
    /// When the settings cannot stand in a request.
    pub fn visitor(&self, net: &Net) -> Result<Arc<Visitor>> {
        let mut kept = self.visitor.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(visitor) = kept.as_ref() {
            return Ok(Arc::clone(visitor));
        }
        let visitor = Arc::new(Visitor::new(net, self.settings.delay)?);
        *kept = Some(Arc::clone(&visitor));
        Ok(visitor)
    }
}

/// What was found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visited {
    /// Something.
    Found(Page),
    /// What was there before.
    Unchanged,
    /// Nothing any more: 404 or 410.
    Gone(u16),
    /// Something that is not for everybody: 401, 402, 403, 451 and the like.
    Refused(u16),
    /// The site has too much to do, and may say for how long.
    Busy(Option<Duration>),
    /// No answer, or none that means anything.
    Silent(String),
    /// The site wants it left alone.
    Barred,
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it stood in the end.
    pub url: String,
    /// Its media type, as announced.
    pub media_type: String,
    /// Its tag, to ask for it again when it changed.
    pub etag: Option<String>,
    /// When it changed, in the words of the server.
    pub last_modified: Option<String>,
    /// Its `Link` headers.
    pub links: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Who visits.
pub struct Visitor {
    exchange: Exchange,
    clock: Arc<dyn Clock>,
    delay: Duration,
    /// For each host, when it may be asked again.
    hosts: Mutex<HashMap<String, Duration>>,
    /// For each origin its rules, and when they were read.
    rules: Mutex<HashMap<String, (Robots, Duration)>>,
}

impl Visitor {
    fn new(net: &Net, delay: Duration) -> Result<Self> {
        let settings = HttpSettings {
            accept: "application/pdf, text/html;q=0.9, */*;q=0.5".to_owned(),
            answer_timeout: Duration::from_mins(1),
            idle_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_mins(5),
            ..net.http()
        };
        let exchange = Exchange::new(settings)?;
        Ok(Self { exchange, clock: net.clock(), delay, hosts: Mutex::default(), rules: Mutex::default() })
    }

    /// Looks at an address; `known` are the tag and the date of what was seen there before.
    ///
    /// # Errors
    /// When the address is none, or may not be asked: on this machine or in a private network.
    pub async fn visit(&self, url: &str, known: (Option<&str>, Option<&str>)) -> Result<Visited> {
        self.follow("GET", url, known).await
    }

    /// Looks whether anything stands at an address, and fetches it only where the server answers nothing else.
    ///
    /// # Errors
    /// When the address is none, or may not be asked: on this machine or in a private network.
    pub async fn look(&self, url: &str) -> Result<Visited> {
        match self.follow("HEAD", url, (None, None)).await? {
            sure @ (Visited::Found(_) | Visited::Barred | Visited::Busy(_)) => Ok(sure),
            // Some servers answer GET alone as they should (RFC 9110 §9.3.2 asks for the same answer).
            _ => self.follow("GET", url, (None, None)).await,
        }
    }

    async fn follow(&self, method: &str, url: &str, known: (Option<&str>, Option<&str>)) -> Result<Visited> {
        let mut seen = vec![url.to_owned()];
        while let Some(url) = seen.last().cloned() {
            if let Some(kept_out) = self.kept_out(&url).await? {
                return Ok(kept_out);
            }
            let answer = match self.ask(method, &url, known).await {
                Ok(answer) => answer,
                Err(error) => return silent(error),
            };
            let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
            let status = answer.status().as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return Ok(judged(url, answer));
            }
            let Some(next) = header("location").and_then(|location| joined_address(&url, &location)) else {
                return Ok(Visited::Silent("a redirect that leads nowhere".to_owned()));
            };
            if seen.contains(&next) || seen.len() > MOST_REDIRECTS {
                return Ok(Visited::Silent("redirects without end".to_owned()));
            }
            seen.push(next);
        }
        Ok(Visited::Silent(String::new()))
    }

    /// Sends one request when the host may be asked again.
    async fn ask(&self, method: &str, url: &str, known: (Option<&str>, Option<&str>)) -> Result<Answer, HarvestError> {
        let host = super::host_of(url).unwrap_or_default();
        let mut hosts = self.hosts.lock().await;
        let pause = hosts.get(&host).copied().unwrap_or_default().saturating_sub(self.clock.elapsed());
        if !pause.is_zero() {
            self.clock.sleep(pause).await;
        }
        let mut request = harvest::client::get_request(url)?;
        if let Ok(method) = method.parse() {
            *request.method_mut() = method;
        }
        let conditions = [("if-none-match", known.0), ("if-modified-since", known.1)];
        for (name, value) in conditions.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            if let Ok(value) = value.parse() {
                request.headers_mut().insert(name, value);
            }
        }
        let answer = self.exchange.send(request).await;
        hosts.insert(host, self.clock.elapsed().saturating_add(self.delay));
        answer
    }

    /// What keeps us from asking for an address: the rules of its site, or that nobody can tell what they are. The latter is
    /// not remembered.
    async fn kept_out(&self, url: &str) -> Result<Option<Visited>> {
        let (origin, path) = parts(url).ok_or_else(|| Error::Address(url.to_owned()))?;
        let now = self.clock.elapsed();
        let kept =
            self.rules.lock().await.get(&origin).filter(|(_, read)| now.saturating_sub(*read) < RULES_HOLD).cloned();
        let is_new = kept.is_none();
        let robots = match kept {
            Some((robots, _)) => robots,
            None => match self.rules_of(&origin).await? {
                Ok(robots) => robots,
                Err(unknown) => return Ok(Some(unknown)),
            },
        };
        let allows = robots.allows(&path);
        if is_new {
            self.rules.lock().await.insert(origin, (robots, now));
        }
        Ok((!allows).then_some(Visited::Barred))
    }

    /// The rules of a site: none where it has no such file. Where it does not answer, nothing else is asked for (RFC 9309
    /// §2.3.1), and the site is what was found, not its rules.
    async fn rules_of(&self, origin: &str) -> Result<std::result::Result<Robots, Visited>> {
        let mut url = format!("{origin}/robots.txt");
        for _ in 0..MOST_REDIRECTS {
            let answer = match self.ask("GET", &url, (None, None)).await {
                Ok(answer) => answer,
                Err(error) => return silent(error).map(Err),
            };
            match answer.status().as_u16() {
                200 => return Ok(Ok(Robots::read(answer.body(), PRODUCT))),
                301 | 302 | 303 | 307 | 308 => {
                    let location = answer.headers().get("location").and_then(|location| location.to_str().ok());
                    match location.and_then(|location| joined_address(&url, location)) {
                        Some(next) => url = next,
                        None => return Ok(Ok(Robots::default())),
                    }
                }
                429 | 500.. => return Ok(Err(Visited::Busy(None))),
                _ => return Ok(Ok(Robots::default())),
            }
        }
        Ok(Ok(Robots::default()))
    }
}

impl std::fmt::Debug for Visitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor").field("delay", &self.delay).finish_non_exhaustive()
    }
}

type Answer = harvest::client::Response<Vec<u8>>;

/// An address that may not be asked is an error; a server that does not answer well is what was found.
fn silent(error: HarvestError) -> Result<Visited> {
    match error {
        HarvestError::Forbidden(_) | HarvestError::Address(_) | HarvestError::Settings(_) => Err(Error::Remote(error)),
        other => Ok(Visited::Silent(other.to_string())),
    }
}

fn judged(url: String, answer: Answer) -> Visited {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    match answer.status().as_u16() {
        304 => Visited::Unchanged,
        status @ (404 | 410) => Visited::Gone(status),
        429 | 503 => {
            Visited::Busy(header("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs))
        }
        status @ 400..=499 => Visited::Refused(status),
        status @ 200..=299 => {
            let links = answer.headers().get_all("link").iter().filter_map(|value| value.to_str().ok());
            let (links, media_type) =
                (links.collect::<Vec<_>>().join(", "), header("content-type").unwrap_or_default());
            let (etag, last_modified) = (header("etag"), header("last-modified"));
            if status == 200 {
                Visited::Found(Page { url, media_type, etag, last_modified, links, bytes: answer.into_body() })
            } else {
                Visited::Silent(format!("status {status}"))
            }
        }
        status => Visited::Silent(format!("status {status}")),
    }
}

/// The origin of an address, and its path with its query.
fn parts(url: &str) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let rest = rest.split('#').next()?;
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(at)?;
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    (!authority.is_empty()).then(|| (format!("{scheme}://{}", authority.to_ascii_lowercase()), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_an_origin_and_a_path_with_its_query() {
        let of = |url: &str| parts(url).map(|(origin, path)| format!("{origin} {path}"));
        assert_eq!(
            of("https://Depot.example.org:8443/a/b.pdf?x=1#p").as_deref(),
            Some("https://depot.example.org:8443 /a/b.pdf?x=1")
        );
        assert_eq!(of("http://x?y").as_deref(), Some("http://x /?y"));
        for url in ["ftp://x/y", "x/y", "https://", "file:///etc/passwd"] {
            assert_eq!(of(url), None, "{url}");
        }
    }
}
