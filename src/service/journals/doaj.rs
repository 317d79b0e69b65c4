//! The journal CSV that DOAJ publishes (doaj.org/docs/public-data-dump): one row a journal, columns by their names.

use csv::StringRecord;

use super::bad;
use crate::domain::journal::{Directory, JournalRoute};
use crate::domain::metadata::JournalModel;
use crate::domain::{Issn, Licence};
use crate::service::{Error, Result};

const TITLE: &str = "Journal title";
const PRINT: &str = "Journal ISSN (print version)";
const ONLINE: &str = "Journal EISSN (online version)";
const LICENCE: &str = "Journal license";
const FEE: &str = "APC";

/// Reads the rows.
pub(super) fn read(text: &str) -> Vec<Result<JournalRoute>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_owned).collect(),
        Err(error) => return vec![bad("line 1", &error.to_string())],
    };
    if !names.iter().any(|name| name == PRINT || name == ONLINE) {
        return vec![bad(
            "line 1",
            &format!("neither the JSON of Open Policy Finder nor DOAJ's CSV: no column {PRINT:?}"),
        )];
    }
    reader.records().map(|row| route(&names, &row.map_err(|error| Error::Invalid(error.to_string()))?)).collect()
}

fn route(names: &[String], row: &StringRecord) -> Result<JournalRoute> {
    let line = format!("line {}", row.position().map_or(0, csv::Position::line));
    let cell = |wanted: &str| {
        let at = names.iter().position(|name| name == wanted);
        at.and_then(|at| row.get(at)).unwrap_or_default()
    };
    let mut issns = Vec::new();
    for text in [cell(PRINT), cell(ONLINE)].into_iter().filter(|text| !text.is_empty()) {
        match Issn::parse(text) {
            Ok(issn) => issns.push(issn),
            Err(error) => return bad(&line, &error.to_string()),
        }
    }
    if issns.is_empty() {
        return bad(&line, "it has no ISSN");
    }
    // Without an answer nobody knows whether authors pay; that all of it is open is sure.
    let model = if cell(FEE).eq_ignore_ascii_case("no") { JournalModel::Diamond } else { JournalModel::FullOa };
    Ok(JournalRoute {
        directory: Directory::Doaj,
        title: cell(TITLE).to_owned(),
        issns,
        model: Some(model),
        licences: cell(LICENCE).split(',').filter_map(licence).collect(),
        permissions: Vec::new(),
    })
}

/// DOAJ names licences without their version; the latest is meant.
fn licence(name: &str) -> Option<Licence> {
    let code = name.trim().to_ascii_lowercase().replace(' ', "-");
    Licence::parse(&code).or_else(|_| Licence::parse(&format!("{code}-4.0"))).ok()
}
