//! The places of rows, files and index, wherever the settings put them. What is only looked at is not changed.

use super::Found::{self, Care, Ill, Well};
use crate::app::{self, DatabaseState, SearchHealth, SearchState};
use crate::config::Config;

/// Whether the database can be used, and what is in it.
pub(super) async fn database(config: &Config) -> Found {
    match app::database_state(config).await {
        Err(error) => Ill(format!("{error:#}")),
        Ok(Some(state)) => match judged(&state) {
            Err(wrong) => Ill(wrong),
            Ok(care) if !state.has_site => told(care, format!("{}, empty: `parvis serve` makes it", name(&state))),
            Ok(care) => match (rows(config).await, care) {
                (Well(text), care) => told(care, format!("{}: {text}", name(&state))),
                (other, _) => other,
            },
        },
        Ok(None) if !app::is_there(config) => Well("none yet: `parvis serve` makes it".to_owned()),
        Ok(None) => rows(config).await,
    }
}

fn name(state: &DatabaseState) -> String {
    format!("PostgreSQL {}", state.version_name)
}

/// What works, with what should be done all the same.
fn told(care: Option<String>, text: String) -> Found {
    match care {
        Some(care) => Care(format!("{text}; {care}")),
        None => Well(text),
    }
}

/// What keeps a PostgreSQL database from being used; else what should be done about it, if anything.
fn judged(state: &DatabaseState) -> Result<Option<String>, String> {
    let needed = DatabaseState::CONNECTIONS;
    if !state.is_supported() {
        return Err(format!("{} is too old: upgrade the server to 15 or newer", name(state)));
    }
    if !state.keeps_all_letters() {
        let made = "make another database (createdb --encoding=UTF8 --template=template0) and move there";
        return Err(format!("its encoding is {}, not UTF8: {made}", state.encoding));
    }
    if state.is_read_only {
        return Err("it can only be read: name the server that takes writes in DATABASE_URL, not a standby".to_owned());
    }
    if state.closed_tables > 0 {
        let grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public";
        return Err(format!("the account may not read and write {} tables: {grant} to it", state.closed_tables));
    }
    if !state.may_make {
        return Err("the account may not make tables: GRANT USAGE, CREATE ON SCHEMA public to it".to_owned());
    }
    let free = state.most_connections.saturating_sub(state.used_connections);
    Ok(if state.foreign_tables > 0 {
        Some(format!("{} tables belong to another account: upgrades need their owner", state.foreign_tables))
    } else if state.most_connections < needed {
        Some(format!(
            "a process opens up to {needed} connections, {} are allowed: raise max_connections or the limit of the account",
            state.most_connections
        ))
    } else if free < needed {
        Some(format!(
            "{} of {} connections are in use and a process opens up to {needed}: raise max_connections",
            state.used_connections, state.most_connections
        ))
    } else if state.is_elsewhere && !state.is_encrypted {
        Some("rows and password travel unprotected: add ?sslmode=verify-full to DATABASE_URL".to_owned())
    } else {
        None
    })
}

/// What is in the database.
async fn rows(config: &Config) -> Found {
    let counted = async {
        let store = app::store(config).await?;
        anyhow::Ok((store.counts().await?.articles, store.job_counts().await?))
    };
    match counted.await {
        Ok((articles, jobs)) if jobs.failed > 0 => {
            Care(format!("{articles} articles, {} jobs were given up: `parvis verify` names them", jobs.failed))
        }
        Ok((articles, jobs)) => Well(format!("{articles} articles, {} jobs waiting", jobs.pending)),
        Err(error) => Ill(format!("{error:#}; restore a backup if it is damaged (`parvis restore`)")),
    }
}

/// Writes, reads and removes an object where the files are, and where they are kept a second time.
pub(super) async fn files(config: &Config) -> Found {
    let blobs = match app::files(config) {
        Ok(blobs) => blobs,
        Err(error) => return Ill(format!("{error:#}")),
    };
    let (mut names, mut care) = (vec![blobs.name()], None);
    for place in std::iter::once(&blobs).chain(blobs.replica()) {
        match place.try_out().await {
            Ok(true) => {}
            Ok(false) => {
                let what = "does not keep to conditions (If-None-Match): files stay whole, but make one backup at a time there";
                care = Some(format!("{} {what}", place.name()));
            }
            Err(error) => return Ill(format!("{:#}", anyhow::Error::new(error))),
        }
    }
    names.extend(blobs.replica().map(|replica| format!("a second copy in {}", replica.name())));
    told(care, names.join(", "))
}

/// Whether the search server can be used, and what is in the index.
pub(super) async fn search(config: &Config) -> Found {
    match app::search_state(config).await {
        Ok(None) => Well("an index in the data folder".to_owned()),
        Ok(Some(state)) => searched(&state, config.search.as_ref().map_or(0, |search| search.replicas)),
        Err(error) => {
            let text = format!("{error:#}");
            let advice = if text.contains("certificate") {
                "; add its authority to the system's (SSL_CERT_FILE)"
            } else if text.contains("does not answer") {
                "; look whether it runs, and correct PARVIS_SEARCH"
            } else {
                ""
            };
            Ill(format!("{text}{advice}"))
        }
    }
}

fn searched(state: &SearchState, replicas: u16) -> Found {
    let name = format!("{} {}", state.program, state.version);
    if !state.is_supported() {
        return Ill(format!("{name} is not supported: run OpenSearch 2.19 or newer, or 3"));
    }
    if !state.analyses {
        return Ill(format!("{name} lacks the module analysis-common: install it on every node and start them again"));
    }
    let Some(articles) = state.articles else {
        return match state.health {
            Some(SearchHealth::Red) => {
                Care(format!("{name}: parts of other indexes are lost; `parvis serve` makes its own"))
            }
            _ => Well(format!("{name}, no index yet: `parvis serve` makes it")),
        };
    };
    let text = format!("{name}, {articles} articles");
    match state.health {
        Some(SearchHealth::Red) => {
            Ill(format!("{text}: parts of the index are lost (red): bring the nodes back, or `parvis reindex`"))
        }
        _ if state.is_rebuilding => Well(format!("{text}; a new index is being filled")),
        _ if !state.is_filled => Care(format!("{text}: it was never filled: `parvis serve` or `parvis reindex` does")),
        Some(SearchHealth::Yellow) if state.nodes <= u64::from(replicas) => Care(format!(
            "{text}: {} nodes cannot hold {replicas} copies beside the first (yellow): add nodes, or set \
             PARVIS_SEARCH_REPLICAS={} and run `parvis reindex`",
            state.nodes,
            state.nodes.saturating_sub(1)
        )),
        Some(SearchHealth::Yellow) => {
            Care(format!("{text}: copies of the index are missing (yellow): look at the nodes"))
        }
        None => Care(format!("{text}: the account may not read its state: give it cluster:monitor/health")),
        Some(SearchHealth::Green) => Well(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searching(change: impl FnOnce(&mut SearchState)) -> String {
        let mut state = SearchState {
            program: "opensearch".to_owned(),
            version: "2.19.1".to_owned(),
            health: Some(SearchHealth::Green),
            nodes: 1,
            analyses: true,
            articles: Some(40),
            is_filled: true,
            is_rebuilding: false,
        };
        change(&mut state);
        match searched(&state, 1) {
            Well(text) => format!("ok {text}"),
            Care(text) => format!("!! {text}"),
            Ill(text) => format!("XX {text}"),
        }
    }

    #[test]
    fn each_state_of_a_search_server_says_what_to_do() {
        assert_eq!(searching(|_| ()), "ok opensearch 2.19.1, 40 articles");
        let red = searching(|state| state.health = Some(SearchHealth::Red));
        assert!(red.starts_with("XX") && red.contains("reindex"), "{red}");
        let yellow = searching(|state| state.health = Some(SearchHealth::Yellow));
        assert!(yellow.starts_with("!!") && yellow.contains("PARVIS_SEARCH_REPLICAS=0"), "{yellow}");
        let degraded = searching(|state| (state.health, state.nodes) = (Some(SearchHealth::Yellow), 3));
        assert!(degraded.starts_with("!!") && degraded.contains("look at the nodes"), "{degraded}");
        let bare = searching(|state| state.analyses = false);
        assert!(bare.starts_with("XX") && bare.contains("analysis-common"), "{bare}");
        let empty = searching(|state| state.articles = None);
        assert!(empty.starts_with("ok") && empty.contains("no index yet"), "{empty}");
        let old = searching(|state| state.version = "2.11.0".to_owned());
        assert!(old.starts_with("XX") && old.contains("2.19"), "{old}");
        let unfilled = searching(|state| state.is_filled = false);
        assert!(unfilled.starts_with("!!") && unfilled.contains("reindex"), "{unfilled}");
        let silent = searching(|state| state.health = None);
        assert!(silent.starts_with("!!"), "{silent}");
    }
}
