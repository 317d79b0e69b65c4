//! Processes that share a site: a PostgreSQL database, a search server, and files that all of them see.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use anyhow::Context;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::store::{Member, Store, member_token};

/// How often it is looked whether the connection of this process lives.
const PULSE: std::time::Duration = std::time::Duration::from_secs(5);

/// Whether the settings let several processes work on the site: whatever they would have to share is on servers.
#[must_use]
pub fn may_share(config: &Config) -> bool {
    config.database_url.is_some() && config.search.is_some()
}

/// The place of this process among those that share a site, for as long as it lives.
pub(super) struct Membership {
    token: String,
    keeping: JoinHandle<()>,
    serving: Arc<Serving>,
}

/// Those of the processes that answer visitors.
#[derive(Debug, Default)]
struct Serving {
    /// Whether this one does.
    is_one: AtomicBool,
    /// How many there are, as of some seconds ago; 0 while that is not known.
    count: Arc<AtomicU32>,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.keeping.abort();
    }
}

impl Membership {
    /// Joins the processes that share a database.
    pub(super) async fn join(store: &Store) -> anyhow::Result<Self> {
        let mut bytes = [0_u8; 4];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let number = i32::from_le_bytes(bytes) & i32::MAX;
        let joined = store.join(number).await.context("cannot join the processes that share the database")?;
        let member = joined.context(
            "another Parvis works on this database alone, with an index in its data folder: set PARVIS_SEARCH for all \
             processes, or stop that one",
        )?;
        let serving = Arc::new(Serving::default());
        let keeping = tokio::spawn(keep(store.clone(), member, serving.clone()));
        Ok(Self { token: member_token(number), keeping, serving })
    }

    /// Says that this process answers visitors; gives how many do, as it is known from time to time, 0 before that.
    pub(super) fn serve(&self) -> Arc<AtomicU32> {
        self.serving.is_one.store(true, Ordering::Relaxed);
        self.serving.count.clone()
    }

    /// What the leases of this process carry.
    pub(super) fn token(&self) -> &str {
        &self.token
    }
}

/// Keeps the place: a connection that was lost is made anew, under the same number. Until then others may take jobs of
/// this process, which costs time and nothing else.
async fn keep(store: Store, mut member: Member, serving: Arc<Serving>) {
    let number = member.number();
    let mut has_said = false;
    loop {
        tokio::time::sleep(PULSE).await;
        if member.is_there().await {
            if serving.is_one.load(Ordering::Relaxed) {
                has_said = has_said || member.serve().await.is_ok();
                if let Ok(count) = member.count_serving().await {
                    serving.count.store(count, Ordering::Relaxed);
                }
            }
            continue;
        }
        has_said = false;
        tracing::warn!("the connection that tells others of this process was lost");
        match store.join(number).await {
            Ok(Some(again)) => member = again,
            Ok(None) => tracing::warn!("the place of this process is not free yet"),
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "the database cannot be reached"),
        }
    }
}
