//! The names of an index: an alias that is searched, another for the new index behind it, and numbers for the indexes.
//!
//! All processes write to whatever both aliases name. The new index takes the place of the old one in one step, which
//! the server makes whole or not at all.

use serde_json::{Map, Value, json};

use super::client::{Client, Method};
use super::schema;
use super::settings::ServerSettings;
use crate::search::error::SearchError;

/// The aliases of a site.
#[derive(Debug, Clone)]
pub(super) struct Names {
    alias: String,
    next: String,
}

/// The indexes behind the aliases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InUse {
    /// The index that is searched.
    pub(super) current: Option<String>,
    /// The index that is being filled.
    pub(super) next: Option<String>,
}

impl Names {
    /// The aliases of a prefix. The number of the schema is part of them: another version of the program fills an
    /// index of its own while the one before goes on.
    pub(super) fn new(prefix: &str) -> Self {
        let alias = format!("{prefix}-v{}", schema::VERSION);
        Self { next: format!("{alias}-next"), alias }
    }

    /// The alias that is searched.
    pub(super) fn alias(&self) -> &str {
        &self.alias
    }

    /// The alias of the index that is being filled.
    pub(super) fn next(&self) -> &str {
        &self.next
    }

    fn index(&self, number: u64) -> String {
        format!("{}-{number}", self.alias)
    }

    fn number(&self, index: &str) -> u64 {
        let rest = index.strip_prefix(&self.alias).and_then(|rest| rest.strip_prefix('-'));
        rest.and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// What the aliases name now.
    pub(super) fn in_use(&self, client: &Client) -> Result<InUse, SearchError> {
        let found = client.ask(Method::Get, &format!("/_alias/{}*", self.alias), None);
        let found = match found {
            Ok(found) => found,
            Err(SearchError::Refused { status: 404, .. }) => Value::Null,
            Err(error) => return Err(error),
        };
        let empty = Map::new();
        let indexes = found.as_object().unwrap_or(&empty);
        let named = |alias: &str| {
            let has = |index: &Value| index.get("aliases").is_some_and(|aliases| aliases.get(alias).is_some());
            indexes.iter().find(|(_, index)| has(index)).map(|(name, _)| name.clone())
        };
        Ok(InUse { current: named(&self.alias), next: named(&self.next) })
    }

    /// Makes the first index where there is none. Two processes may do so at once.
    pub(super) fn make(&self, client: &Client, settings: &ServerSettings) -> Result<(), SearchError> {
        if self.in_use(client)?.current.is_some() {
            return Ok(());
        }
        let first = self.index(1);
        match create(client, &first, &self.alias, settings) {
            Err(SearchError::Refused { status: 400, what }) => {
                // It is there: another process was quicker, or an alias was lost.
                if self.in_use(client)?.current.is_some() {
                    return Ok(());
                }
                let add = json!({ "actions": [{ "add": { "index": first, "alias": self.alias } }] });
                match client.ask(Method::Post, "/_aliases", Some(&add)) {
                    Err(SearchError::Refused { status: 404, .. }) => Err(SearchError::Refused { status: 400, what }),
                    done => done.map(drop),
                }
            }
            done => done,
        }
    }

    /// Begins a new index behind the one in use, unless there is one already.
    pub(super) fn begin(&self, client: &Client, settings: &ServerSettings) -> Result<(), SearchError> {
        let in_use = self.in_use(client)?;
        if in_use.next.is_some() {
            return Ok(());
        }
        let number = in_use.current.as_deref().map_or(0, |current| self.number(current));
        let index = self.index(number + 1);
        match create(client, &index, &self.next, settings) {
            Err(SearchError::Refused { status: 400, .. }) if self.in_use(client)?.next.is_none() => {
                // Left by a process that was stopped between two steps.
                client.ask(Method::Delete, &format!("/{index}"), None)?;
                create(client, &index, &self.next, settings)
            }
            Err(SearchError::Refused { status: 400, .. }) => Ok(()),
            done => done,
        }
    }

    /// Puts the new index in the place of the one in use.
    pub(super) fn switch(&self, client: &Client) -> Result<(), SearchError> {
        let InUse { current, next: Some(next) } = self.in_use(client)? else { return Ok(()) };
        client.ask(Method::Post, &format!("/{next}/_refresh"), None)?;
        Self::note_filled(client, &next)?;
        let mut actions = vec![
            json!({ "add": { "index": next, "alias": self.alias } }),
            json!({ "remove": { "index": next, "alias": self.next } }),
        ];
        actions.extend(current.map(|current| json!({ "remove_index": { "index": current } })));
        match client.ask(Method::Post, "/_aliases", Some(&json!({ "actions": actions }))) {
            // Another process was quicker.
            Err(SearchError::Refused { .. }) if self.in_use(client)?.next.is_none() => Ok(()),
            done => done.map(drop),
        }
    }

    /// Notes that everything was put into an index.
    pub(super) fn note_filled(client: &Client, index: &str) -> Result<(), SearchError> {
        let note = json!({ "_meta": { "filled": true } });
        client.ask(Method::Put, &format!("/{index}/_mapping"), Some(&note)).map(drop)
    }

    /// Whether that was noted of the index in use.
    pub(super) fn is_filled(&self, client: &Client) -> Result<bool, SearchError> {
        let found = client.ask(Method::Get, &format!("/{}/_mapping", self.alias), None)?;
        let of = |index: &Value| index.pointer("/mappings/_meta/filled").and_then(Value::as_bool).unwrap_or(false);
        Ok(found.as_object().is_some_and(|indexes| !indexes.is_empty() && indexes.values().all(of)))
    }
}

fn create(client: &Client, index: &str, alias: &str, settings: &ServerSettings) -> Result<(), SearchError> {
    let mut body = schema::index(settings.shards, settings.replicas);
    if let Some(body) = body.as_object_mut() {
        body.insert("aliases".to_owned(), json!({ alias: {} }));
    }
    client.ask(Method::Put, &format!("/{index}"), Some(&body)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_numbered_behind_its_alias() {
        let names = Names::new("parvis");
        assert_eq!(names.number(&names.index(7)), 7);
        assert_eq!(names.number("other-3"), 0);
        assert!(names.next().starts_with(names.alias()) && names.number(names.next()) == 0);
    }
}
