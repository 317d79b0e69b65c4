//! Open data: the page that says how to get everything, the daily dump and its manifest.

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde_json::json;

use crate::domain::dump::{Dump, DumpKind, DumpPart};
use crate::service::Kind;
use crate::web::error::Fault;
use crate::web::page::{Cache, Frame, set};
use crate::web::{Site, SiteSettings};

/// Ways to the data: address, and the key of what it is.
const WAYS: [(&str, &str); 8] = [
    ("/oai?verb=Identify", "data-way-oai"),
    ("/.well-known/resourcesync", "data-way-resourcesync"),
    ("/api/v1/articles", "data-way-api"),
    ("/conformite.csv", "data-way-compliance"),
    ("/conformite.jsonl", "data-way-compliance-lines"),
    ("/donnees/catalogue.jsonld", "data-way-catalogue"),
    ("/donnees/dictionnaire.json", "data-way-dictionary"),
    ("/flux.atom", "data-way-feed"),
];

#[derive(Debug, Template)]
#[template(path = "data.html")]
struct DataPage<'a> {
    frame: &'a Frame,
    ways: &'static [(&'static str, &'static str)],
    dumps: Vec<DumpRow>,
}

/// A dump as the page shows it.
#[derive(Debug)]
struct DumpRow {
    day: String,
    files: Vec<FileRow>,
}

#[derive(Debug)]
struct FileRow {
    href: String,
    name: &'static str,
    what: String,
    records: String,
    size: String,
    sha256: String,
}

/// `GET /donnees`
pub(crate) async fn show(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let dumps = site.repository.list_dumps().await?;
    let dumps = dumps.iter().map(|dump| row(dump, &frame)).collect();
    frame.send(&DataPage { frame: &frame, ways: &WAYS, dumps }, Cache::Public(300))
}

fn row(dump: &Dump, frame: &Frame) -> DumpRow {
    let file = |part: &DumpPart| FileRow {
        href: path(dump.day, part.kind),
        name: part.kind.file_name(),
        what: frame.t(dump_key(part.kind)),
        records: frame.locale.number(part.records),
        size: frame.locale.size(part.size_bytes),
        sha256: part.sha256.to_string(),
    };
    DumpRow { day: frame.locale.day(dump.day), files: dump.parts.iter().map(file).collect() }
}

/// The message that says what a file is.
pub(crate) fn dump_key(kind: DumpKind) -> &'static str {
    match kind {
        DumpKind::Articles => "data-dump-articles",
        DumpKind::Changes => "data-dump-changes",
        DumpKind::Files => "data-dump-files",
        DumpKind::Standings => "data-dump-standings",
        DumpKind::Figures => "data-dump-figures",
        DumpKind::Exceptions => "data-dump-exceptions",
    }
}

/// `GET /donnees/manifeste.json`: the dumps with their digests, latest first.
pub(crate) async fn manifest(State(site): State<Site>) -> Result<Response, Fault> {
    let dumps = site.repository.list_dumps().await?;
    let dumps: Vec<_> = dumps.iter().map(|dump| described(dump, &site.settings)).collect();
    let text = serde_json::to_string_pretty(&json!({ "dumps": dumps })).map_err(Fault::internal)?;
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "application/json");
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=300");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Ok((headers, text).into_response())
}

fn described(dump: &Dump, site: &SiteSettings) -> serde_json::Value {
    let files = dump.parts.iter().map(|part| {
        let url = site.absolute(&path(dump.day, part.kind));
        json!({ "url": url, "sha256": part.sha256, "size_bytes": part.size_bytes, "records": part.records })
    });
    let harvest = format!("{}?verb=ListRecords&metadataPrefix=oai_dc&from={}", site.absolute("/oai"), dump.made_at);
    json!({ "day": dump.day, "made_at": dump.made_at, "go_on_from": harvest, "files": files.collect::<Vec<_>>() })
}

/// `GET /donnees/{day}/{name}`: a file of a dump.
pub(crate) async fn file(
    State(site): State<Site>,
    Path((day, name)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (Ok(day), Some(kind)) = (day.parse::<Date>(), DumpKind::of_file_name(&name)) else {
        return Err(Fault::not_found());
    };
    let dumps = site.repository.list_dumps().await?;
    let dump = dumps.iter().find(|dump| dump.day == day).ok_or_else(Fault::not_found)?;
    let part = dump.parts.iter().find(|part| part.kind == kind).ok_or_else(|| Fault::of(Kind::NotFound))?;
    let stream = site.repository.open_dump(part).await?;
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "application/gzip");
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::ETAG, &format!("\"{}\"", part.sha256));
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=86400, immutable");
    let file_name = format!("parvis-{day}-{name}");
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{file_name}\""));
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}

fn path(day: Date, kind: DumpKind) -> String {
    format!("/donnees/{day}/{}", kind.file_name())
}
