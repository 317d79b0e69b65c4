//! `/donnees/catalogue.{jsonld,ttl,rdf}` and `/donnees/dictionnaire.json`: what the open data are, in DCAT-AP 3.0 and as a
//! Data Package 2.0 with a schema of every column.

mod triples;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde_json::{Value, json};

use self::triples::Graph;
use super::data::LATEST;
use crate::compliance::report::Row;
use crate::compliance::table::Record;
use crate::domain::dataset::{ColumnKind, DataSet, TableFile, TableForm};
use crate::domain::dump::{Dump, DumpKind, DumpPart};
use crate::service::open_columns;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::page::set;
use crate::web::{Site, SiteSettings};

/// Licence of the indicators (issue of the open data: indicators CC BY 4.0, descriptions CC0).
const INDICATORS_LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// Licence of the descriptions.
const DESCRIPTIONS_LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// `GET /donnees/catalogue.jsonld`
pub(crate) async fn catalogue(State(site): State<Site>) -> Result<Response, Fault> {
    let text = serde_json::to_string_pretty(&catalogue_of(&site).await?).map_err(Fault::internal)?;
    Ok(answer("application/ld+json", text))
}

/// `GET /donnees/catalogue.ttl`
pub(crate) async fn turtle(State(site): State<Site>) -> Result<Response, Fault> {
    Ok(answer("text/turtle; charset=utf-8", Graph::of(&catalogue_of(&site).await?).turtle()))
}

/// `GET /donnees/catalogue.rdf`
pub(crate) async fn rdf(State(site): State<Site>) -> Result<Response, Fault> {
    Ok(answer("application/rdf+xml", Graph::of(&catalogue_of(&site).await?).xml()))
}

async fn catalogue_of(site: &Site) -> Result<Value, Fault> {
    let dump = site.repository.list_dumps().await?.into_iter().next();
    Ok(described(dump.as_ref(), &site.settings))
}

/// `GET /donnees/dictionnaire.json`
pub(crate) async fn dictionary(State(site): State<Site>) -> Result<Response, Fault> {
    let dump = site.repository.list_dumps().await?.into_iter().next();
    let sets = DataSet::ALL.into_iter().map(|set| set_resource(set, dump.as_ref(), &site.settings));
    let list = table_resource("conformite", &[site.settings.absolute("/conformite.csv")], Row::COLUMNS);
    let resources: Vec<Value> = sets.chain([list]).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "parvis",
        "title": Locale::French.text("data-title"),
        "created": dump.as_ref().map(|dump| dump.made_at.to_string()),
        "licenses": [
            { "name": "CC0-1.0", "path": DESCRIPTIONS_LICENCE },
            { "name": "CC-BY-4.0", "path": INDICATORS_LICENCE },
        ],
        "resources": resources,
    });
    Ok(answer("application/json", serde_json::to_string_pretty(&package).map_err(Fault::internal)?))
}

fn answer(media_type: &str, text: String) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, media_type);
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=300");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    (headers, text).into_response()
}

/// A data set: the files of its CSV form in their order, with their sum, and its columns.
fn set_resource(set: DataSet, dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let files: Vec<&TableFile> = tables(dump, set).filter(|file| file.form == TableForm::Csv).collect();
    let day = dump.map(|dump| dump.day.to_string()).unwrap_or_default();
    let address = |file: &&TableFile| site.absolute(&format!("/donnees/{day}/{}", file.file_name()));
    let paths: Vec<String> = files.iter().map(address).collect();
    let mut resource = table_resource(set.stem(), &paths, open_columns(set));
    let licence =
        if set.has_indicators() { ("CC-BY-4.0", INDICATORS_LICENCE) } else { ("CC0-1.0", DESCRIPTIONS_LICENCE) };
    if let Some(object) = resource.as_object_mut() {
        object.insert("licenses".to_owned(), json!([{ "name": licence.0, "path": licence.1 }]));
        // A digest is one of one file (Data Package 2.0, Data Resource, `hash`); that of each piece stands in the manifest.
        if let [only] = files.as_slice() {
            object.insert("hash".to_owned(), json!(format!("sha256:{}", only.sha256)));
        }
        object.insert("bytes".to_owned(), json!(files.iter().map(|file| file.size_bytes).sum::<u64>()));
    }
    resource
}

/// A table with its columns: name, type, and what each is, in both languages.
fn table_resource(name: &str, paths: &[String], columns: &[&str]) -> Value {
    let fields = columns.iter().map(|column| {
        let key = format!("column-{}", column.replace('_', "-"));
        json!({
            "name": column,
            "type": ColumnKind::of(column).name(),
            "title": Locale::French.text(&key),
            "title_en": Locale::English.text(&key),
        })
    });
    let path = if let [only] = paths { json!(only) } else { json!(paths) };
    json!({
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "encoding": "utf-8",
        "schema": { "fields": fields.collect::<Vec<_>>() },
    })
}

/// The files of a data set.
fn tables(dump: Option<&Dump>, set: DataSet) -> impl Iterator<Item = &TableFile> {
    dump.into_iter().flat_map(|dump| &dump.tables).filter(move |file| file.set == set)
}

fn described(dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let sets = DataSet::ALL.into_iter().map(|set| set_described(set, dump, site));
    let records = DumpKind::OF_RECORDS.into_iter().map(|kind| records_described(kind, dump, site));
    let datasets: Vec<Value> = sets.chain(records).collect();
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": site.absolute("/donnees"),
        "@type": "dcat:Catalog",
        "dct:title": both("data-title"),
        "dct:description": both("data-lead"),
        "dct:language": [
            { "@id": "http://publications.europa.eu/resource/authority/language/FRA" },
            { "@id": "http://publications.europa.eu/resource/authority/language/ENG" },
        ],
        "dct:publisher": { "@type": "foaf:Agent", "@id": site.absolute("/#editeur"), "foaf:name": site.site_name },
        "foaf:homepage": { "@id": site.absolute("/donnees") },
        "dcat:dataset": datasets,
    })
}

fn both(key: &str) -> Value {
    json!([
        { "@value": Locale::French.text(key), "@language": "fr" },
        { "@value": Locale::English.text(key), "@language": "en" },
    ])
}

/// A data set with its files in every form.
fn set_described(set: DataSet, dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let licence = if set.has_indicators() { INDICATORS_LICENCE } else { DESCRIPTIONS_LICENCE };
    let files = tables(dump, set).map(|file| {
        let url = site.absolute(&format!("/donnees/{LATEST}/{}", file.file_name()));
        let media = (file.form.media_type(), file.form.is_compressed());
        distribution(site, &url, licence, media, (file.size_bytes, file.sha256.as_str()))
    });
    let key = super::data::set_key(set);
    let changed = tables(dump, set).filter_map(|file| file.since).max();
    dataset(site, (set.stem(), &key), changed.or_else(|| dump.map(|dump| dump.day)), &files.collect::<Vec<_>>())
}

/// A file of records.
fn records_described(kind: DumpKind, dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let parts = || dump.into_iter().flat_map(|dump| &dump.parts).filter(move |part| part.kind == kind);
    let files = parts().map(|part: &DumpPart| {
        let url = site.absolute(&format!("/donnees/{LATEST}/{}", kind.file_name()));
        let of_file = (part.size_bytes, part.sha256.as_str());
        distribution(site, &url, DESCRIPTIONS_LICENCE, (kind.media_type(), true), of_file)
    });
    let changed = parts().filter_map(|part| part.since).max().or_else(|| dump.map(|dump| dump.day));
    dataset(site, (kind.file_name(), super::data::dump_key(kind)), changed, &files.collect::<Vec<_>>())
}

/// A licence with the name by which CKAN knows it: it has addresses of its own for them (`ckan.model.license`), and tells
/// licences by these or by their names.
fn licence_described(licence: &str) -> Value {
    let title = if licence == INDICATORS_LICENCE { "Creative Commons Attribution" } else { "Creative Commons CCZero" };
    json!({ "@id": licence, "@type": "dct:LicenseDocument", "dct:title": title })
}

fn distribution(
    site: &SiteSettings,
    url: &str,
    licence: &str,
    (media_type, is_compressed): (&str, bool),
    (size_bytes, sha256): (u64, &str),
) -> Value {
    let media = |name: &str| json!({ "@id": format!("https://www.iana.org/assignments/media-types/{name}") });
    json!({
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": url.rsplit('/').next(),
        "dct:license": licence_described(licence),
        "dcat:accessURL": { "@id": site.absolute("/donnees") },
        "dcat:downloadURL": { "@id": url },
        "dcat:mediaType": media(media_type),
        "dcat:compressFormat": is_compressed.then(|| media("application/gzip")),
        "dcat:byteSize": { "@value": size_bytes.to_string(), "@type": "xsd:nonNegativeInteger" },
        "spdx:checksum": {
            "@id": format!("{url}#sha256"),
            "@type": "spdx:Checksum",
            "spdx:algorithm": { "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256" },
            "spdx:checksumValue": { "@value": sha256, "@type": "xsd:hexBinary" },
        },
    })
}

/// A data set under its name and the key of what it is. Its day is the one on which its files changed last, and their
/// addresses stay: so whoever harvests again finds nothing new where nothing is.
fn dataset(site: &SiteSettings, (name, key): (&str, &str), changed: Option<Date>, files: &[Value]) -> Value {
    json!({
        "@id": site.absolute(&format!("/donnees#{name}")),
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": both(key),
        "dct:description": both(key),
        "dct:publisher": { "@id": site.absolute("/#editeur") },
        "dct:accrualPeriodicity": { "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY" },
        "dct:modified": changed.map(|day| json!({ "@value": day.to_string(), "@type": "xsd:date" })),
        "dct:conformsTo": { "@id": site.absolute("/donnees/dictionnaire.json") },
        "dcat:distribution": files,
    })
}
