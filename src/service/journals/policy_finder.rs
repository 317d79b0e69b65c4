//! Journals of Open Policy Finder (formerly Sherpa Romeo), as its API gives them: an object with `items`, or the items alone.

use serde_json::Value;

use super::bad;
use crate::domain::journal::{Directory, JournalRoute, Permission};
use crate::domain::metadata::JournalModel;
use crate::domain::{Issn, Licence, VersionType};
use crate::service::Result;

/// Places that a repository of a funder or an institution counts as.
const PLACES: [&str; 4] =
    ["institutional_repository", "any_repository", "non_commercial_institutional_repository", "any_website"];

/// Reads the items.
pub(super) fn read(text: &str) -> Vec<Result<JournalRoute>> {
    let parsed: Value = match serde_json::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => return vec![bad(&format!("line {}", error.line()), &error.to_string())],
    };
    let items = parsed.as_array().or_else(|| parsed.get("items").and_then(Value::as_array));
    match items {
        Some(items) if !items.is_empty() => items.iter().enumerate().map(|(at, item)| route(at + 1, item)).collect(),
        _ => vec![bad("line 1", "it holds no items of Open Policy Finder")],
    }
}

fn route(number: usize, item: &Value) -> Result<JournalRoute> {
    let place = format!("item {number}");
    let mut issns = Vec::new();
    for text in list(item, "/issns").filter_map(|issn| text(issn, "/issn")) {
        match Issn::parse(text) {
            Ok(issn) => issns.push(issn),
            Err(error) => return bad(&place, &error.to_string()),
        }
    }
    if issns.is_empty() {
        return bad(&place, "it has no ISSN");
    }
    let policies = list(item, "/publisher_policy");
    let permitted = policies.flat_map(|policy| list(policy, "/permitted_oa"));
    let is_open = text(item, "/listed_in_doaj") == Some("yes");
    Ok(JournalRoute {
        directory: Directory::OpenPolicyFinder,
        title: text(item, "/title/0/title").unwrap_or_default().to_owned(),
        issns,
        model: is_open.then_some(JournalModel::FullOa),
        licences: Vec::new(),
        permissions: permitted.filter_map(permission).collect(),
    })
}

/// A permission that a repository can use; `None` where it is for another place, or for a version that we do not know.
fn permission(permitted: &Value) -> Option<Permission> {
    let places: Vec<_> = list(permitted, "/location/location").filter_map(Value::as_str).collect();
    let versions: Vec<_> = list(permitted, "/article_version").filter_map(Value::as_str).filter_map(version).collect();
    if versions.is_empty() || !places.iter().any(|place| PLACES.contains(place)) {
        return None;
    }
    let amount = permitted.pointer("/embargo/amount").map_or(Some(0), Value::as_u64)?;
    let months = match text(permitted, "/embargo/units") {
        Some("years") => amount.checked_mul(12)?,
        Some("days") => amount.div_ceil(30),
        Some("weeks") => amount.checked_mul(7)?.div_ceil(30),
        _ => amount,
    };
    Some(Permission {
        versions,
        embargo_months: u16::try_from(months).ok()?,
        licences: list(permitted, "/license").filter_map(licence).collect(),
        needs_fee: text(permitted, "/additional_oa_fee") == Some("yes"),
    })
}

fn version(name: &str) -> Option<VersionType> {
    match name {
        "submitted" => Some(VersionType::SMUR),
        "accepted" => Some(VersionType::AM),
        "published" => Some(VersionType::VoR),
        _ => None,
    }
}

fn licence(value: &Value) -> Option<Licence> {
    let code = text(value, "/license")?.replace('_', "-");
    let version = text(value, "/version").unwrap_or("4.0");
    Licence::parse(&format!("{code}-{version}")).or_else(|_| Licence::parse(&code)).ok()
}

fn list<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str).filter(|text| !text.is_empty())
}
