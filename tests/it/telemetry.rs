//! Spans for an OpenTelemetry collector: what one on the loopback gets, and that one which is gone or silent hurts nobody.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use crate::faults::serving::{ask, draft, free_address, token, wait_for};
use crate::ingest::parvis;
use crate::support::pdf;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";
/// The head and the body of a request.
type Taken = (String, Vec<u8>);

/// A collector that takes what it is sent.
struct Collector {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl Collector {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let collector = Self { address: listener.local_addr().unwrap(), taken: Arc::default() };
        let taken = Arc::clone(&collector.taken);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let taken = Arc::clone(&taken);
                std::thread::spawn(move || while take(stream.as_ref().unwrap(), &taken).is_some() {});
            }
        });
        collector
    }

    fn requests(&self) -> Vec<ExportTraceServiceRequest> {
        let taken = self.taken.lock().unwrap();
        taken.iter().map(|(_, body)| ExportTraceServiceRequest::decode(&body[..]).unwrap()).collect()
    }

    fn spans(&self) -> Vec<Span> {
        let resources = self.requests().into_iter().flat_map(|request| request.resource_spans);
        resources.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans).collect()
    }
}

/// Takes one request and answers that all is well.
fn take(mut stream: &TcpStream, taken: &Mutex<Vec<Taken>>) -> Option<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).ok()?;
    taken.lock().unwrap().push((head, body));
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n").ok()
}

fn told(attributes: &[KeyValue]) -> BTreeMap<&str, String> {
    let value = |attribute: &KeyValue| match attribute.value.as_ref().unwrap().value.as_ref().unwrap() {
        Value::StringValue(text) => text.clone(),
        Value::IntValue(number) => number.to_string(),
        other => panic!("{other:?}"),
    };
    attributes.iter().map(|attribute| (attribute.key.as_str(), value(attribute))).collect()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// `parvis serve` that hands its spans to an address every 50 ms.
struct Served {
    address: SocketAddr,
    child: Child,
}

impl Served {
    fn new(data: &Path, collector: SocketAddr, environment: &[(&str, &str)]) -> Self {
        let address = free_address();
        let mut command = parvis(data, &["serve"]);
        command
            .env("PARVIS_LISTEN", address.to_string())
            .env("PARVIS_LOG", "warn")
            .env("OTEL_BSP_SCHEDULE_DELAY", "50");
        command.env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{collector}")).envs(environment.iter().copied());
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        wait_for(address);
        Self { address, child }
    }

    fn get(&self, path: &str, head: &str) -> u16 {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{head}Connection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Stops it as a service manager does, and gives what it said.
    fn stop(self) -> Output {
        let pid = self.child.id().to_string();
        assert!(Command::new("/bin/kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait_with_output().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_requests_jobs_and_readings_and_nothing_of_persons() {
    let data = tempfile::tempdir().unwrap();
    let token = token(data.path()).await;
    let collector = Collector::new();
    let environment = [("OTEL_EXPORTER_OTLP_HEADERS", "x-cle=un%20secret"), ("OTEL_SERVICE_NAME", "essai")];
    let served = Served::new(data.path(), collector.address, &environment);
    let agent = "User-Agent: agent-de-lea\r\n";
    let continued = format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n{agent}");
    assert_eq!(served.get("/recherche?q=motcherche", &continued), 200);
    assert_eq!(served.get("/articles/7", &format!("traceparent: 00-{TRACE}-{PARENT}-00\r\n")), 404);
    assert_eq!(served.get("/connexion/retour/fournisseur?code=jeton-secret", agent), 404);
    let (status, made) =
        draft(served.address, &token, "Titre de Léa", &pdf(&["Titre de Léa", "Deuxième page"])).unwrap();
    assert_eq!(status, 201, "{made}");
    // The job is over once the state of the draft says so.
    let path = format!("/api/v1/drafts/{}", made["id"]);
    for _ in 0..600 {
        let (_, draft) = ask(served.address, ("GET", &path), &token, ("text/plain", b"")).unwrap();
        if draft["state"] != "reading" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let said = served.stop();
    assert!(said.status.success(), "{said:?}");
    let spans = collector.spans();
    let named = |name: &str| {
        let found: Vec<&Span> = spans.iter().filter(|span| span.name == name).collect();
        let [span] = found[..] else { panic!("{name}: {found:?}") };
        span
    };
    let search = named("GET /recherche");
    assert_eq!((hex(&search.trace_id), hex(&search.parent_span_id)), (TRACE.to_owned(), PARENT.to_owned()));
    let attributes =
        [("http.request.method", "GET"), ("http.route", "/recherche"), ("http.response.status_code", "200")];
    assert_eq!(told(&search.attributes), attributes.map(|(name, value)| (name, value.to_owned())).into());
    assert!(search.end_time_unix_nano > search.start_time_unix_nano);
    assert!(!spans.iter().any(|span| span.name.contains("/articles/{id}")), "its trace is not kept");
    let back = named("GET /connexion/retour/{name}");
    assert_ne!(hex(&back.trace_id), TRACE);
    let job = named("job read_draft");
    let outcome = told(&job.attributes);
    assert_eq!((outcome["parvis.job.kind"].as_str(), outcome["parvis.outcome"].as_str()), ("read_draft", "done"));
    let reading = named("extract-one");
    assert_eq!((&reading.trace_id, &reading.parent_span_id), (&job.trace_id, &job.span_id));
    assert_eq!(told(&reading.attributes)["parvis.outcome"], "done");
    let request = &collector.requests()[0];
    let resource = request.resource_spans[0].resource.as_ref().unwrap();
    assert_eq!(told(&resource.attributes)["service.name"], "essai");
    for (head, body) in &*collector.taken.lock().unwrap() {
        assert!(head.starts_with("post /v1/traces http/1.1") && head.contains("x-cle: un secret\r\n"), "{head}");
        let text = String::from_utf8_lossy(body);
        let secrets = ["motcherche", "agent-de-lea", "fournisseur", "jeton", "127.0.0.1", "depot@", "Titre", &token];
        for secret in secrets {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn a_collector_that_is_gone_is_told_once_and_delays_nobody() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::new(data.path(), free_address(), &[]);
    for _ in 0..20 {
        assert_eq!(served.get("/a-propos", ""), 200);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let said = served.stop();
    assert!(said.status.success(), "{said:?}");
    let log = String::from_utf8(said.stderr).unwrap();
    assert_eq!(log.matches("the collector takes no spans").count(), 1, "{log}");
}

#[test]
fn a_collector_that_never_answers_neither_fills_the_memory_nor_keeps_the_program_from_ending() {
    let data = tempfile::tempdir().unwrap();
    // It takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let queue = [("OTEL_BSP_MAX_QUEUE_SIZE", "8"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4")];
    let served = Served::new(data.path(), silent.local_addr().unwrap(), &queue);
    for _ in 0..200 {
        assert_eq!(served.get("/a-propos", ""), 200);
    }
    let said = served.stop();
    assert!(said.status.success(), "{said:?}");
    assert!(String::from_utf8(said.stderr).unwrap().contains("the last spans did not reach the collector"));
}
