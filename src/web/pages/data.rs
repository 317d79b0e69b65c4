//! Open data: the page that says how to get everything, the daily dump and its manifest.

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde_json::json;

use crate::domain::Sha256;
use crate::domain::dataset::{DataSet, TableFile};
use crate::domain::dump::{Dump, DumpKind, DumpPart};
use crate::service::Kind;
use crate::web::error::Fault;
use crate::web::page::{Cache, Frame, set};
use crate::web::{Site, SiteSettings};

/// What stands for the day in addresses of the latest files.
pub(crate) const LATEST: &str = "dernier";

/// Ways to the data: address, and the key of what it is.
const WAYS: [(&str, &str); 12] = [
    ("/oai?verb=Identify", "data-way-oai"),
    ("/.well-known/resourcesync", "data-way-resourcesync"),
    ("/api/v1/articles", "data-way-api"),
    ("/conformite.csv", "data-way-compliance"),
    ("/conformite.jsonl", "data-way-compliance-lines"),
    ("/rapports", "report-title"),
    ("/engagements.json", "commitments-title"),
    ("/donnees/catalogue.jsonld", "data-way-catalogue"),
    ("/donnees/catalogue.ttl", "data-way-catalogue-ttl"),
    ("/donnees/catalogue.rdf", "data-way-catalogue-rdf"),
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
    name: String,
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
        name: part.kind.file_name().to_owned(),
        what: frame.t(dump_key(part.kind)),
        records: frame.locale.number(part.records),
        size: frame.locale.size(part.size_bytes),
        sha256: part.sha256.to_string(),
    };
    let table = |table: &TableFile| FileRow {
        href: format!("/donnees/{}/{}", dump.day, table.file_name()),
        name: table.file_name(),
        what: frame.t(&set_key(table.set)),
        records: frame.locale.number(table.records),
        size: frame.locale.size(table.size_bytes),
        sha256: table.sha256.to_string(),
    };
    let files = dump.tables.iter().map(table).chain(dump.parts.iter().map(file));
    DumpRow { day: frame.locale.day(dump.day), files: files.collect() }
}

/// The message that says what a data set is.
pub(crate) fn set_key(set: DataSet) -> String {
    format!("data-set-{}", set.stem())
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
    let tables = dump.tables.iter().map(|table| {
        let url = site.absolute(&format!("/donnees/{}/{}", dump.day, table.file_name()));
        json!({
            "set": table.set.stem(), "url": url, "sha256": table.sha256, "size_bytes": table.size_bytes,
            "records": table.records,
        })
    });
    let files = files.chain(tables);
    let harvest = format!("{}?verb=ListRecords&metadataPrefix=oai_dc&from={}", site.absolute("/oai"), dump.made_at);
    json!({ "day": dump.day, "made_at": dump.made_at, "go_on_from": harvest, "files": files.collect::<Vec<_>>() })
}

/// `GET /donnees/{day}/{name}`: a file of a dump; of the latest one under a word that stays.
pub(crate) async fn file(
    State(site): State<Site>,
    Path((day, name)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let dumps = site.repository.list_dumps().await?;
    let dump = match day.as_str() {
        LATEST => dumps.first(),
        day => day.parse::<Date>().ok().and_then(|day| dumps.iter().find(|dump| dump.day == day)),
    };
    let dump = dump.ok_or_else(Fault::not_found)?;
    let (sha256, media_type) = named(dump, &name).ok_or_else(|| Fault::of(Kind::NotFound))?;
    let stream = site.repository.open_dump(sha256).await?;
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, media_type);
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::ETAG, &format!("\"{sha256}\""));
    let control = if day == LATEST { "public, max-age=300" } else { "public, max-age=86400, immutable" };
    set(&mut headers, header::CACHE_CONTROL, control);
    let file_name = format!("parvis-{}-{name}", dump.day);
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{file_name}\""));
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}

/// The file of a dump that has a name: its digest and media type.
fn named<'a>(dump: &'a Dump, name: &str) -> Option<(&'a Sha256, &'static str)> {
    if let Some(table) = dump.tables.iter().find(|table| table.file_name() == name) {
        let packed = table.form.is_compressed();
        return Some((&table.sha256, if packed { "application/gzip" } else { table.form.media_type() }));
    }
    let kind = DumpKind::of_file_name(name)?;
    let part = dump.parts.iter().find(|part| part.kind == kind)?;
    Some((&part.sha256, "application/gzip"))
}

fn path(day: Date, kind: DumpKind) -> String {
    format!("/donnees/{day}/{}", kind.file_name())
}
