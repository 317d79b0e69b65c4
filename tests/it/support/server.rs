//! Other people's repositories, as small servers on the loopback, and a clock that waits without waiting.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use harvest::Datestamp;
use harvest::client::{Clock, Sleep};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A clock that jumps instead of waiting.
#[derive(Debug, Default)]
pub(crate) struct JumpingClock {
    waited: Mutex<Duration>,
}

impl Clock for JumpingClock {
    fn now(&self) -> Datestamp {
        Datestamp::parse("2026-11-21T12:00:00Z").unwrap().plus_seconds(self.elapsed().as_secs())
    }

    fn elapsed(&self) -> Duration {
        *self.waited.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        *self.waited.lock().unwrap() += duration;
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> u64 {
        0
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type", media_type.to_owned())], body: body.into() }
    }

    pub(crate) fn html(status: u16, title: &str) -> Self {
        Self::new(status, "text/html", format!("<html><head><title>{title}</title></head><body/></html>"))
    }

    pub(crate) fn busy(seconds: u32) -> Self {
        let mut reply = Self::new(503, "text/plain", "later");
        reply.headers.push(("Retry-After", seconds.to_string()));
        reply
    }
}

/// A request: its path and decoded arguments.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) arguments: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A record of a depot.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) number: u32,
    /// Seconds after the beginning of 2024.
    pub(crate) second: u64,
    /// The description; `None` for a deletion.
    pub(crate) xml: Option<String>,
}

/// A repository.
pub(crate) struct Depot {
    pub(crate) items: Vec<Item>,
    pub(crate) page: usize,
    /// Prefix and namespace of the formats that it lists.
    pub(crate) formats: Vec<(&'static str, &'static str)>,
    /// Files by path.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Answers that go before all others, one a request for records.
    pub(crate) instead: Vec<Option<Reply>>,
    /// The request for records, from 0, that is never answered.
    pub(crate) stall_at: Option<usize>,
    pub(crate) asked: Vec<Asked>,
}

impl Depot {
    pub(crate) fn new(items: Vec<Item>) -> Self {
        let formats = vec![("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/")];
        let (files, instead, asked) = (Vec::new(), Vec::new(), Vec::new());
        Self { items, page: 10, formats, files, instead, stall_at: None, asked }
    }

    /// The requests for records.
    pub(crate) fn lists(&self) -> Vec<Asked> {
        self.asked.iter().filter(|asked| asked.get("verb") == Some("ListRecords")).cloned().collect()
    }

    fn answer(&mut self, asked: &Asked) -> Option<Reply> {
        if let Some((_, bytes)) = self.files.iter().find(|(path, _)| *path == asked.path) {
            return Some(Reply::new(200, "application/pdf", bytes.clone()));
        }
        let count = self.lists().len();
        self.asked.push(asked.clone());
        let inside = match asked.get("verb") {
            Some("Identify") => {
                "<Identify><repositoryName>Dépôt d’essai</repositoryName><baseURL>http://x/oai</baseURL>\
                <protocolVersion>2.0</protocolVersion><adminEmail>a@example.org</adminEmail>\
                <earliestDatestamp>2024-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord>\
                <granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
                    .to_owned()
            }
            Some("ListMetadataFormats") => {
                let one = |(prefix, namespace): &(&str, &str)| {
                    format!(
                        "<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>http://x/s.xsd</schema>\
                         <metadataNamespace>{namespace}</metadataNamespace></metadataFormat>"
                    )
                };
                let all: String = self.formats.iter().map(one).collect();
                format!("<ListMetadataFormats>{all}</ListMetadataFormats>")
            }
            Some("ListRecords") => {
                if self.stall_at == Some(count) {
                    return None;
                }
                if let Some(Some(reply)) = self.instead.get(count) {
                    return Some(reply.clone());
                }
                self.list(asked)
            }
            _ => return Some(Reply::html(404, "Not found")),
        };
        let xml = format!(
            "<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>\
             <responseDate>2026-11-21T12:00:00Z</responseDate><request>http://x/oai</request>{inside}</OAI-PMH>"
        );
        Some(Reply::new(200, "text/xml", xml))
    }

    /// Tokens are `offset/from`.
    fn list(&self, asked: &Asked) -> String {
        let (offset, from) = match asked.get("resumptionToken").and_then(|token| token.split_once('/')) {
            Some((offset, from)) => (offset.parse().unwrap(), from.to_owned()),
            None => (0, asked.get("from").unwrap_or_default().to_owned()),
        };
        let mut items: Vec<&Item> = self.items.iter().filter(|item| stamp(item.second) >= from).collect();
        items.sort_by_key(|item| (item.second, item.number));
        if items.is_empty() {
            return "<error code='noRecordsMatch'>none</error>".to_owned();
        }
        let page: String = items.iter().skip(offset).take(self.page).map(|item| record(item)).collect();
        let next = offset + self.page;
        let token = if next < items.len() { format!("{next}/{from}") } else { String::new() };
        let size = items.len();
        format!("<ListRecords>{page}<resumptionToken completeListSize='{size}'>{token}</resumptionToken></ListRecords>")
    }
}

fn record(item: &Item) -> String {
    let status = if item.xml.is_none() { " status='deleted'" } else { "" };
    let metadata = item.xml.as_ref().map(|xml| format!("<metadata>{xml}</metadata>")).unwrap_or_default();
    format!(
        "<record><header{status}><identifier>oai:depot.example.org:{}</identifier><datestamp>{}</datestamp></header>\
         {metadata}</record>",
        item.number,
        stamp(item.second)
    )
}

/// The datestamp of a second.
pub(crate) fn stamp(second: u64) -> String {
    Datestamp::parse("2024-01-01T00:00:00Z").unwrap().plus_seconds(second).to_string()
}

/// Dublin Core from pairs of element and text.
pub(crate) fn dc(pairs: &[(&str, &str)]) -> String {
    let inside: Vec<String> = pairs.iter().map(|(name, text)| format!("<dc:{name}>{text}</dc:{name}>")).collect();
    let inside = inside.concat();
    format!(
        "<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'>{inside}</oai_dc:dc>"
    )
}

/// A served depot.
pub(crate) struct Server {
    /// Address of its host, without a path.
    pub(crate) root: String,
    pub(crate) depot: Arc<Mutex<Depot>>,
    /// Rung when a request is left without an answer.
    pub(crate) stalled: Arc<Notify>,
}

impl Server {
    pub(crate) async fn start(depot: Depot) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { root, depot: Arc::new(Mutex::new(depot)), stalled: Arc::default() };
        let (depot, stalled) = (Arc::clone(&server.depot), Arc::clone(&server.stalled));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&depot), Arc::clone(&stalled)));
            }
        });
        server
    }

    pub(crate) fn base_url(&self) -> String {
        format!("{}/oai", self.root)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Depot)) {
        change(&mut self.depot.lock().unwrap());
    }

    pub(crate) fn lists(&self) -> Vec<Asked> {
        self.depot.lock().unwrap().lists()
    }
}

async fn serve(mut stream: TcpStream, depot: Arc<Mutex<Depot>>, stalled: Arc<Notify>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let arguments = harvest::parse_arguments(Some(query.as_bytes()), None).unwrap_or_default();
    let reply = depot.lock().unwrap().answer(&Asked { path: path.to_owned(), arguments });
    let Some(reply) = reply else {
        stalled.notify_one();
        return std::future::pending().await;
    };
    let mut answer =
        format!("HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n", reply.status, reply.body.len());
    for (name, value) in &reply.headers {
        write!(answer, "{name}: {value}\r\n").unwrap();
    }
    _ = stream.write_all(&[answer.as_bytes(), b"\r\n", &reply.body].concat()).await;
}
