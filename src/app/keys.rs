//! Keys of a site: the one that seals secrets lies in a file, the one that signs resumption tokens in the database.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::may_share;
use crate::config::Config;
use crate::service::{Vault, holds_sealed_secrets};
use crate::store::Store;

/// Where it is noted which key seals secrets, by a digest.
const KEY_DIGEST: &str = "secret_key_digest";

/// The key that seals secrets, made by the first process that works on the site. Where sealed secrets are here already, a key that is
/// missing is not replaced: another one would open none of them.
pub(super) async fn vault(config: &Config, store: &Store, may_make: bool) -> anyhow::Result<Vault> {
    let file = &config.secret_key_file;
    if let Some(key) = read_key(file)? {
        return Ok(Vault::new(&key));
    }
    if holds_sealed_secrets(store).await? {
        tracing::error!(file = %file.display(), "the key of second factors is missing: put the file back from where it is kept");
        return Ok(Vault::without_key());
    }
    if !may_make {
        return Ok(Vault::without_key());
    }
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Ok(mut made) => {
            made.write_all(data_encoding::HEXLOWER.encode(&key).as_bytes())
                .and_then(|()| made.sync_all())
                .and_then(|()| sync_folder(file))
                .with_context(|| format!("cannot write the key {}", file.display()))?;
            Ok(Vault::new(&key))
        }
        // Another process was quicker.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(read_key(file)?.map_or_else(Vault::without_key, |key| Vault::new(&key)))
        }
        Err(error) => Err(error).with_context(|| format!("cannot make the key {}", file.display())),
    }
}

/// The key in a file of 64 hexadecimal digits; `None` when there is no file.
///
/// # Errors
/// When the file cannot be read or holds no key.
pub fn read_key(file: &Path) -> anyhow::Result<Option<[u8; 32]>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read the key {}", file.display())),
    };
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).unwrap_or_default();
    let key = <[u8; 32]>::try_from(bytes);
    key.map(Some).map_err(|_| anyhow::anyhow!("{} holds no key: 64 hexadecimal digits", file.display()))
}

/// Refuses a key that is not the one of the other processes that share a site: what one seals no other could open.
pub(super) async fn ensure_same_key(config: &Config, store: &Store) -> anyhow::Result<()> {
    let Some(key) = read_key(&config.secret_key_file)? else { return Ok(()) };
    let digest = Sha256::new().chain_update("parvis secret key").chain_update(key).finalize();
    let digest = data_encoding::HEXLOWER.encode(&digest);
    if !may_share(config) {
        if store.find_site_value(KEY_DIGEST).await?.as_deref() != Some(digest.as_str()) {
            store.put_site_value(KEY_DIGEST, &digest).await?;
        }
        return Ok(());
    }
    let kept = store.site_value(KEY_DIGEST, &digest).await?;
    anyhow::ensure!(
        kept == digest,
        "the key {} is not that of the processes that share this site: give all of them the same file, \
         PARVIS_SECRET_KEY_FILE",
        config.secret_key_file.display()
    );
    Ok(())
}

/// The key that signs resumption tokens: made once, kept in the database, so that tokens survive a restart.
pub(super) async fn token_key(store: &Store) -> anyhow::Result<[u8; 32]> {
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let kept = store.site_value("oai_token_key", &data_encoding::HEXLOWER.encode(&fresh)).await?;
    let bytes = data_encoding::HEXLOWER.decode(kept.as_bytes()).context("the token key cannot be read")?;
    bytes.try_into().map_err(|_| anyhow::anyhow!("the token key has another length"))
}

/// Makes the name of a new file last: syncing the file alone leaves it without one after a loss of power.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
