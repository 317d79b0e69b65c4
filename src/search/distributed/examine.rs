//! What a search server says of itself, for whoever sets a site up. Nothing is made and nothing changed.

use serde_json::{Value, json};

use super::client::{Client, Method};
use super::names::Names;
use super::schema;
use super::settings::ServerSettings;
use crate::search::SearchError;

/// The oldest version that the index works on.
const OLDEST: (u32, u32) = (2, 19);
/// The newest line that it was tried on.
const NEWEST: u32 = 3;

/// Whether everything that was put into a server is there (its `_cluster/health`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchHealth {
    /// Everything is there as often as it should be.
    Green,
    /// Everything is there; some of it less often than it should be.
    Yellow,
    /// Something is not there.
    Red,
}

/// What a search server says of itself and of the index of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchState {
    /// Name of the program, in small letters; `elasticsearch` where it says none.
    pub program: String,
    /// Its version.
    pub version: String,
    /// State of the index, or of the whole server where there is no index; `None` where the account may not ask.
    pub health: Option<SearchHealth>,
    /// Machines that keep data; 0 where the account may not ask.
    pub nodes: u64,
    /// Whether words are taken apart as the index needs it.
    pub analyses: bool,
    /// Articles in the index of the site; `None` where there is no index.
    pub articles: Option<u64>,
    /// Whether all articles were put in.
    pub is_filled: bool,
    /// Whether a new index is being filled.
    pub is_rebuilding: bool,
}

impl SearchState {
    /// Whether the index works on this server.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        let mut numbers = self.version.split(['.', '-']).map_while(|part| part.parse().ok());
        let (major, minor): (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        self.program == "opensearch" && (major, minor) >= OLDEST && major <= NEWEST
    }
}

/// Looks at the server of some settings.
///
/// # Errors
/// When it does not answer, or refuses.
pub(in crate::search) fn examine(settings: &ServerSettings) -> Result<SearchState, SearchError> {
    let client = Client::new(settings)?;
    let names = Names::new(&settings.prefix);
    let server = client.ask(Method::Get, "/", None)?;
    let said = |place: &str| server.pointer(place).and_then(Value::as_str).map(str::to_ascii_lowercase);
    let in_use = names.in_use(&client)?;
    let health = health(&client, in_use.current.as_deref())?;
    let (articles, is_filled) = match in_use.current {
        Some(_) => (Some(count(&client, &names)?), names.is_filled(&client)?),
        None => (None, false),
    };
    Ok(SearchState {
        program: said("/version/distribution").unwrap_or_else(|| "elasticsearch".to_owned()),
        version: said("/version/number").unwrap_or_default(),
        health: health.as_ref().and_then(|told| match told.get("status")?.as_str()? {
            "green" => Some(SearchHealth::Green),
            "yellow" => Some(SearchHealth::Yellow),
            _ => Some(SearchHealth::Red),
        }),
        nodes: health.and_then(|told| told.get("number_of_data_nodes")?.as_u64()).unwrap_or_default(),
        analyses: analyses(&client)?,
        articles,
        is_filled,
        is_rebuilding: in_use.next.is_some(),
    })
}

/// What the server says of an index, else of itself; nothing where the account may not ask.
fn health(client: &Client, index: Option<&str>) -> Result<Option<Value>, SearchError> {
    match client.ask(Method::Get, &format!("/_cluster/health/{}", index.unwrap_or_default()), None) {
        Ok(told) => Ok(Some(told)),
        Err(SearchError::Refused { status: 403, .. }) => Ok(None),
        // A state that has to be waited for comes with this status, and an index that is red is not waited for.
        Err(SearchError::Refused { status: 408, .. }) => Ok(Some(json!({ "status": "red" }))),
        Err(error) => Err(error),
    }
}

fn count(client: &Client, names: &Names) -> Result<u64, SearchError> {
    let body = json!({ "query": schema::here() });
    match client.ask(Method::Post, &format!("/{}/_count", names.alias()), Some(&body)) {
        Ok(told) => Ok(told.get("count").and_then(Value::as_u64).unwrap_or_default()),
        // No part of it answers: the state says so.
        Err(SearchError::Unavailable { .. }) => Ok(0),
        Err(error) => Err(error),
    }
}

/// Has the server take two words apart as the index does: it needs the module `analysis-common` for it.
fn analyses(client: &Client) -> Result<bool, SearchError> {
    let index = schema::index(1, 0);
    let part = |name: &str| index.pointer(&format!("/settings/analysis/{name}")).cloned().unwrap_or_default();
    let body = json!({
        "tokenizer": part("tokenizer/words"),
        "filter": [part("filter/terms"), part("filter/holes")],
        "text": format!("neiges{}neige lac", schema::BETWEEN_TERMS),
    });
    let told = match client.ask(Method::Post, "/_analyze", Some(&body)) {
        Err(SearchError::Refused { status: 400, .. }) => return Ok(false),
        told => told?,
    };
    let token = |token: &Value| Some((token.get("token")?.as_str()?.to_owned(), token.get("position")?.as_u64()?));
    let all = told.get("tokens").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let found: Vec<(String, u64)> = all.iter().filter_map(token).collect();
    let wanted = [("neiges", 0), ("neige", 0), ("lac", 1)];
    Ok(found.iter().map(|(word, place)| (word.as_str(), *place)).eq(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_the_index_was_tried_on_are_told_from_others() {
        let state = |program: &str, version: &str| SearchState {
            program: program.to_owned(),
            version: version.to_owned(),
            health: None,
            nodes: 1,
            analyses: true,
            articles: None,
            is_filled: false,
            is_rebuilding: false,
        };
        for version in ["2.19.1", "2.20.0", "3.0.0", "3.1.0-SNAPSHOT"] {
            assert!(state("opensearch", version).is_supported(), "{version}");
        }
        for (program, version) in [("opensearch", "2.18.0"), ("opensearch", "4.0.0"), ("elasticsearch", "8.1.0")] {
            assert!(!state(program, version).is_supported(), "{program} {version}");
        }
    }
}
