//! The index of a site: on the server of the settings, else in the data folder.

use std::time::Duration;

use anyhow::Context;

use crate::config::Config;
use crate::search::{Index, Opened, ServerSettings};

pub use crate::search::{SearchHealth, SearchState};

/// How long the search server may take for an answer, which nobody waits longer for than for a page.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long it may take where somebody only looks at it.
const LOOKING: Duration = Duration::from_secs(5);

/// Opens the index; `alone` where no other process works on the site, which an index in the data folder needs.
pub(super) async fn open(config: &Config, alone: bool) -> anyhow::Result<Opened> {
    if let Some(settings) = server(config) {
        let opened = tokio::task::spawn_blocking(|| Index::connect(settings)).await?;
        return opened.context("cannot use the search server that PARVIS_SEARCH names");
    }
    if alone {
        return Index::open(&config.data.join("index")).context("cannot open the search index");
    }
    // Another process holds the index; this one only hands work in.
    Ok(Opened { index: Index::in_memory()?, rebuilt: false })
}

/// What the search server says of itself, where the settings name one; nothing is made there.
///
/// # Errors
/// When it does not answer, or refuses.
pub async fn search_state(config: &Config) -> anyhow::Result<Option<SearchState>> {
    let Some(settings) = server(config) else { return Ok(None) };
    let settings = ServerSettings { patience: LOOKING, ..settings };
    Ok(Some(tokio::task::spawn_blocking(move || Index::examine(&settings)).await??))
}

/// How the search server is asked, where the settings name one.
fn server(config: &Config) -> Option<ServerSettings> {
    let search = config.search.as_ref()?;
    Some(ServerSettings {
        hosts: search.hosts.clone(),
        prefix: search.prefix.clone(),
        account: search.account.as_ref().map(|(user, password)| (user.clone(), password.reveal().to_owned())),
        token: search.token.as_ref().map(|token| token.reveal().to_owned()),
        shards: search.shards,
        replicas: search.replicas,
        patience: PATIENCE,
        user_agent: format!("Parvis/{}", env!("CARGO_PKG_VERSION")),
    })
}
