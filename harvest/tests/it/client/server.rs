//! A server on the loopback that answers by a script, and a clock that waits without waiting.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use harvest::Datestamp;
use harvest::client::{Clock, Harvester, HttpSettings, Plan, Sleep};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::memory::stamp;

/// An answer of a script.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Bytes of the body after which the connection breaks.
    cut: Option<usize>,
    /// Whether the connection stays open and silent after what has been sent.
    stall: bool,
}

impl Answer {
    pub(super) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), "text/xml".to_owned())];
        Self { status, headers, body: body.into(), cut: None, stall: false }
    }

    pub(super) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    pub(super) fn html(status: u16, body: &str) -> Self {
        Self {
            headers: vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())],
            ..Self::new(status, body)
        }
    }

    pub(super) fn redirect(location: &str) -> Self {
        Self::new(302, "").with("Location", location)
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn cut(self, bytes: usize) -> Self {
        Self { cut: Some(bytes), ..self }
    }

    pub(super) fn cut_in_half(self) -> Self {
        let half = self.body.len() / 2;
        self.cut(half)
    }

    pub(super) fn stalled(self, bytes: usize) -> Self {
        Self { stall: true, ..self.cut(bytes) }
    }

    pub(super) fn gzip(mut self) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&self.body).unwrap();
        self.body = encoder.finish().unwrap();
        self.with("Content-Encoding", "gzip")
    }

    fn bytes(&self) -> Vec<u8> {
        let length = self.body.len();
        let headers: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("HTTP/1.1 {} X\r\nContent-Length: {length}\r\nConnection: close\r\n", self.status);
        let head = head + &headers.concat();
        let mut bytes = (head + "\r\n").into_bytes();
        let end = self.cut.unwrap_or(self.body.len()).min(self.body.len());
        bytes.extend_from_slice(&self.body[..end]);
        bytes
    }
}

/// What a client sent.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Head of the request.
    pub(super) head: String,
    /// Decoded arguments.
    pub(super) arguments: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn path(&self) -> &str {
        let target = self.head.split(' ').nth(1).unwrap_or_default();
        target.split('?').next().unwrap_or_default()
    }
}

type Script = Box<dyn FnMut(&Asked) -> Answer + Send>;

pub(super) struct Server {
    pub(super) base_url: String,
    pub(super) asked: Arc<Mutex<Vec<Asked>>>,
    /// Most connections that had a request under way at once.
    pub(super) most_at_once: Arc<AtomicUsize>,
}

impl Server {
    /// Answers by a script until the runtime ends.
    pub(super) async fn start(script: impl FnMut(&Asked) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/oai", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let most_at_once: Arc<AtomicUsize> = Arc::default();
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(script)));
        let at_once: Arc<AtomicUsize> = Arc::default();
        let server = Self { base_url, asked: Arc::clone(&asked), most_at_once: Arc::clone(&most_at_once) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (asked, script) = (Arc::clone(&asked), Arc::clone(&script));
                let (at_once, most) = (Arc::clone(&at_once), Arc::clone(&most_at_once));
                tokio::spawn(async move {
                    most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(stream, &asked, &script, &at_once).await;
                });
            }
        });
        server
    }

    /// Answers the requests for lists one after another, the last answer for ever; `Identify` says seconds.
    pub(super) async fn of(answers: Vec<Answer>) -> Self {
        let mut answers = answers.into_iter().peekable();
        Self::start(move |asked| {
            if asked.get("verb") == Some("Identify") {
                return Answer::ok(identify("YYYY-MM-DDThh:mm:ssZ"));
            }
            let answer = answers.next().unwrap();
            if answers.peek().is_none() {
                answers = vec![answer.clone()].into_iter().peekable();
            }
            answer
        })
        .await
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The requests for records.
    pub(super) fn lists(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.get("verb") == Some("ListRecords")).collect()
    }

    pub(super) fn plan(&self) -> Plan {
        Plan::new(&self.base_url, "oai_dc")
    }
}

async fn serve(mut stream: TcpStream, asked: &Mutex<Vec<Asked>>, script: &Mutex<Script>, at_once: &AtomicUsize) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let arguments = harvest::parse_arguments(Some(query.as_bytes()), None).unwrap();
    let request = Asked { head: head.clone(), arguments };
    asked.lock().unwrap().push(request.clone());
    let answer = (script.lock().unwrap())(&request);
    // Gives another request the time to show itself.
    tokio::task::yield_now().await;
    at_once.fetch_sub(1, Ordering::SeqCst);
    _ = stream.write_all(&answer.bytes()).await;
    _ = stream.flush().await;
    if answer.stall {
        std::future::pending::<()>().await;
    }
}

/// A clock that jumps instead of waiting, and notes the pauses.
#[derive(Debug, Default)]
pub(super) struct TestClock {
    pub(super) pauses: Mutex<Vec<Duration>>,
}

impl Clock for TestClock {
    fn now(&self) -> Datestamp {
        stamp("2026-05-04T12:00:00Z").plus_seconds(self.elapsed().as_secs())
    }

    fn elapsed(&self) -> Duration {
        self.pauses.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.pauses.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> u64 {
        0
    }
}

pub(super) fn settings() -> HttpSettings {
    HttpSettings { min_delay: Duration::ZERO, max_retries: 2, ..HttpSettings::new("test-harvester/1.0") }
}

pub(super) fn harvester(settings: HttpSettings) -> (Harvester, Arc<TestClock>) {
    let clock = Arc::new(TestClock::default());
    (Harvester::with_clock(settings, Arc::clone(&clock) as Arc<dyn Clock>).unwrap(), clock)
}

pub(super) fn identify(granularity: &str) -> String {
    envelope(&format!(
        "<Identify><repositoryName>Dépôt</repositoryName><baseURL>http://depot.example.org/oai</baseURL>\
         <protocolVersion>2.0</protocolVersion><adminEmail>x+y@localhost</adminEmail>\
         <earliestDatestamp>2010-01-01T00:00:00Z</earliestDatestamp><deletedRecord>transient</deletedRecord>\
         <granularity>{granularity}</granularity><compression>gzip</compression>\
         <description><x xmlns='urn:x'><granularity>none</granularity></x></description></Identify>"
    ))
}

pub(super) fn envelope(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><responseDate>2026-05-04T11:59:58Z</responseDate>\
         <request verb=\"ListRecords\">http://depot.example.org/oai</request>{content}</OAI-PMH>"
    )
}

pub(super) fn error(code: &str) -> Answer {
    Answer::ok(envelope(&format!("<error code=\"{code}\">Non.</error>")))
}

pub(super) fn record(number: u32, datestamp: &str) -> String {
    with_metadata(number, datestamp, &dc(&format!("Title {number}")))
}

pub(super) fn with_metadata(number: u32, datestamp: &str, metadata: &str) -> String {
    format!(
        "<record><header><identifier>oai:depot.example.org:{number}</identifier><datestamp>{datestamp}</datestamp></header>\
         <metadata>{metadata}</metadata></record>"
    )
}

pub(super) fn dc(title: &str) -> String {
    format!(
        "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{title}</dc:title></oai_dc:dc>"
    )
}

/// A page of records with a token; an empty token ends the list.
pub(super) fn page(records: &[String], token: &str) -> String {
    let token = format!("<resumptionToken>{token}</resumptionToken>");
    envelope(&format!("<ListRecords>{}{token}</ListRecords>", records.concat()))
}

/// Numbers of records, one a second, on one page.
pub(super) fn numbers(numbers: std::ops::Range<u32>, token: &str) -> Answer {
    let records: Vec<String> = numbers.map(|number| record(number, &second(number))).collect();
    Answer::ok(page(&records, token))
}

/// The datestamp of a record.
pub(super) fn second(number: u32) -> String {
    stamp("2024-01-01T00:00:00Z").plus_seconds(number.into()).to_string()
}
