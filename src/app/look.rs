//! Looks at what the settings name: the files, and the database from outside.

use anyhow::Context;

use super::{mailer, providers, registrar};
use crate::compliance::policies::PolicyTable;
use crate::compliance::targets::{Target, read_targets};
use crate::config::Config;
use crate::domain::vocabulary::POLICY_RULES;
use crate::store::{DatabaseState, Store};

/// What the PostgreSQL server of the settings says of itself, where there is one; nothing is made there.
///
/// # Errors
/// When it cannot be reached, with what to do.
pub async fn database_state(config: &Config) -> anyhow::Result<Option<DatabaseState>> {
    let Some(url) = &config.database_url else { return Ok(None) };
    let state = Store::examine(url.reveal()).await;
    state.map(Some).map_err(|unseen| anyhow::anyhow!("{} is out of reach: {unseen}", url.place()))
}

/// Reads every file that the settings name, as a start of the site does.
///
/// # Errors
/// When one of them cannot be used.
pub fn try_settings(config: &Config) -> anyhow::Result<()> {
    rules(config)?;
    targets(config)?;
    mailer(config)?;
    registrar(config)?;
    providers(config).map(drop)
}

/// The rules that the settings name, else those of the program.
pub(super) fn rules(config: &Config) -> anyhow::Result<PolicyTable> {
    let Some(file) = &config.policy_rules else { return Ok(PolicyTable::parse(POLICY_RULES)?) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the rules {}", file.display()))?;
    PolicyTable::parse(&text).with_context(|| format!("cannot use the rules {}", file.display()))
}

/// The targets that the settings name.
pub(super) fn targets(config: &Config) -> anyhow::Result<Vec<Target>> {
    let Some(file) = &config.targets else { return Ok(Vec::new()) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the targets {}", file.display()))?;
    read_targets(&text).with_context(|| format!("cannot use the targets {}", file.display()))
}
