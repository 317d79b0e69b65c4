//! `/donnees/catalogue.jsonld` and `/donnees/dictionnaire.json`: what the open data are, in DCAT-AP 3.0 and as a Data
//! Package 2.0 with a schema of every column.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::compliance::indicators::{FigureRecord, StandingRecord};
use crate::compliance::report::Row;
use crate::compliance::table::Record;
use crate::domain::dump::{Dump, DumpKind};
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
    let dump = site.repository.list_dumps().await?.into_iter().next();
    let text = serde_json::to_string_pretty(&described(dump.as_ref(), &site.settings)).map_err(Fault::internal)?;
    Ok(answer("application/ld+json", text))
}

/// `GET /donnees/dictionnaire.json`
pub(crate) async fn dictionary() -> Result<Response, Fault> {
    let resources = [
        resource::<Row>("verdicts", "conformite.csv"),
        resource::<StandingRecord>("comptes", DumpKind::Standings.file_name()),
        resource::<FigureRecord>("indicateurs", DumpKind::Figures.file_name()),
    ];
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "parvis-conformite",
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

/// A table with its columns: name, type, and what each is, in both languages.
fn resource<R: Record>(name: &str, path: &str) -> Value {
    let fields = R::COLUMNS.iter().map(|column| {
        let key = format!("column-{}", column.replace('_', "-"));
        json!({
            "name": column,
            "type": kind(column),
            "title": Locale::French.text(&key),
            "title_en": Locale::English.text(&key),
        })
    });
    json!({ "name": name, "path": path, "encoding": "utf-8", "schema": { "fields": fields.collect::<Vec<_>>() } })
}

/// Type of a column in words of Table Schema.
fn kind(column: &str) -> &'static str {
    match column {
        "observed_on" | "published" | "due" | "due_on" | "opened" => "date",
        "year" => "year",
        "is_due" | "free" | "open" | "licence_accepted" | "has_doi" | "has_orcid" | "has_ror" | "in_repository"
        | "protected" => "boolean",
        "article_id" | "place" | "open_lag_days" | "deposit_lag_days" | "numerator" | "denominator" | "unknown"
        | "unknown_of" | "low" | "high" | "bounds_of" | "median_days" => "integer",
        _ => "string",
    }
}

fn described(dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let datasets: Vec<Value> = DumpKind::ALL.iter().map(|kind| dataset(*kind, dump, site)).collect();
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

fn dataset(kind: DumpKind, dump: Option<&Dump>, site: &SiteSettings) -> Value {
    let id = site.absolute(&format!("/donnees#{}", kind.file_name()));
    let part = dump.and_then(|dump| Some((dump.day, dump.parts.iter().find(|part| part.kind == kind)?)));
    let licence = match kind {
        DumpKind::Standings | DumpKind::Figures | DumpKind::Exceptions => INDICATORS_LICENCE,
        DumpKind::Articles | DumpKind::Changes | DumpKind::Files => DESCRIPTIONS_LICENCE,
    };
    let distribution = part.map(|(day, part)| {
        let url = site.absolute(&format!("/donnees/{day}/{}", kind.file_name()));
        json!({
            "@id": url,
            "@type": "dcat:Distribution",
            "dct:license": { "@id": licence },
            "dcat:accessURL": { "@id": site.absolute("/donnees") },
            "dcat:downloadURL": { "@id": url },
            "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", kind.media_type()) },
            "dcat:compressFormat": { "@id": "https://www.iana.org/assignments/media-types/application/gzip" },
            "dcat:byteSize": { "@value": part.size_bytes.to_string(), "@type": "xsd:nonNegativeInteger" },
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": { "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256" },
                "spdx:checksumValue": { "@value": part.sha256.as_str(), "@type": "xsd:hexBinary" },
            },
        })
    });
    json!({
        "@id": id,
        "@type": "dcat:Dataset",
        "dct:identifier": kind.file_name(),
        "dct:title": both(super::data::dump_key(kind)),
        "dct:description": both(super::data::dump_key(kind)),
        "dct:accrualPeriodicity": { "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY" },
        "dct:modified": part.map(|(day, _)| json!({ "@value": day.to_string(), "@type": "xsd:date" })),
        "dct:conformsTo": { "@id": site.absolute("/donnees/dictionnaire.json") },
        "dcat:distribution": distribution.into_iter().collect::<Vec<_>>(),
    })
}
