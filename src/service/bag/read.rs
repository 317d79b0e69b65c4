//! Makes a site of a bag.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::Value;
use tokio_util::io::ReaderStream;

use super::payload::digest_of;
use super::{Bagged, DECLARATION_FILE, DIGEST_LABEL, INFO_FILE, MANIFEST_FILE, SCHEMA_FILE, table_path};
use crate::blob::Blobs;
use crate::domain::Sha256;
use crate::service::backup::{digest, left_over};
use crate::service::{Error, Result};
use crate::store::{RowsIn, Store, TableShape};

/// Longest line of a manifest or of rows, in bytes: descriptions are a row each.
const LONGEST_LINE: u64 = 64 << 20;

/// What was found in a bag while it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// So many of so many files were read.
    Files(u64, u64),
    /// So many rows were taken in.
    Rows(u64),
}

/// `schema.json`.
#[derive(Debug, Deserialize)]
struct Shape {
    schema: i64,
    tables: Vec<TableShape>,
}

/// Whether a folder is a bag.
#[must_use]
pub fn is_bag(folder: &Path) -> bool {
    folder.join(DECLARATION_FILE).is_file()
}

/// Makes a site of a bag: every file is held against the manifest, deposited files are put among the site's, then the database
/// is made beside its name and given it, so that a site that was cut off is none and is made by a second run. Nothing of the
/// site may be there yet.
///
/// # Errors
/// When there is a site already, the bag is incomplete, damaged or of a newer version, or the result is not the site that was
/// exported; there is no site then.
pub async fn take_in(
    folder: &Path,
    database: &Path,
    blobs: &Blobs,
    mut progress: impl FnMut(Found) + Send,
) -> Result<Bagged> {
    if let Some(taken) = left_over(database) {
        let text = format!("{} exists already: import into an empty data folder (PARVIS_DATA)", taken.display());
        return Err(Error::Invalid(text));
    }
    let mut told = Bagged::default();
    let manifest = manifest(folder)?;
    refuse_strangers(folder, &manifest)?;
    let all = u64::try_from(manifest.len()).unwrap_or_default();
    for (at, (sha256, path)) in (1..).zip(&manifest) {
        let is_sound = if is_deposited(path) {
            told.files += 1;
            let file = tokio::fs::File::open(folder.join(path)).await.map_err(|error| unreadable(path, &error))?;
            blobs.put(sha256.as_str(), ReaderStream::new(file), u64::MAX).await?.sha256 == *sha256
        } else {
            told.articles += u64::from(path.ends_with("/article.json"));
            digest_of(&folder.join(path)).map_err(|error| unreadable(path, &error))? == *sha256
        };
        if !is_sound {
            return Err(Error::Invalid(format!("{path} of the bag is damaged: take another copy of the bag")));
        }
        progress(Found::Files(at, all));
    }
    let part = database.with_extension("importing");
    if part.exists() {
        std::fs::remove_file(&part).map_err(|error| unreadable(&part.to_string_lossy(), &error))?;
    }
    told.rows = fill(folder, &part, &mut progress).await?;
    let store = Store::open(&part).await?;
    let (records, found) = digest::records(&store).await?;
    store.close().await;
    told.records = records;
    // Descriptions may be written in another way by another version, so that only the same one compares.
    let info = std::fs::read_to_string(folder.join(INFO_FILE)).map_err(|error| unreadable(INFO_FILE, &error))?;
    let value = |label: &str| info.lines().find_map(|line| line.strip_prefix(label)?.strip_prefix(": "));
    let is_ours = value("Bag-Software-Agent") == Some(concat!("Parvis ", env!("CARGO_PKG_VERSION")));
    if is_ours && value(DIGEST_LABEL) != Some(found.as_str()) {
        let text = format!("{records} records were taken in, but they are not those that were exported");
        return Err(Error::Invalid(text));
    }
    std::fs::rename(&part, database).map_err(|error| unreadable(&part.to_string_lossy(), &error))?;
    Ok(told)
}

/// The lines of the manifest: digests and paths.
fn manifest(folder: &Path) -> Result<Vec<(Sha256, String)>> {
    let file = File::open(folder.join(MANIFEST_FILE)).map_err(|error| unreadable(MANIFEST_FILE, &error))?;
    let mut found = Vec::new();
    for line in lines(file) {
        let line = line.map_err(|error| unreadable(MANIFEST_FILE, &error))?;
        let part = line.split_once(char::is_whitespace);
        let part = part.and_then(|(sha256, path)| Some((Sha256::parse(sha256).ok()?, path.trim_start())));
        let (sha256, path) = part.ok_or_else(|| Error::Invalid(format!("{MANIFEST_FILE} has a line that is none")))?;
        let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || !path.starts_with("data/") {
            return Err(Error::Invalid(format!("{MANIFEST_FILE} names {path:?}, which is not in the bag")));
        }
        found.push((sha256, path.to_owned()));
    }
    Ok(found)
}

/// Refuses what is in the bag and in no line of the manifest (RFC 8493 §3), and what is no file of its own.
fn refuse_strangers(folder: &Path, manifest: &[(Sha256, String)]) -> Result<()> {
    let known: BTreeSet<&Path> = manifest.iter().map(|(_, path)| Path::new(path)).collect();
    let mut folders = vec![folder.join("data")];
    while let Some(inside) = folders.pop() {
        let failed = |error: std::io::Error| unreadable(&inside.to_string_lossy(), &error);
        for entry in std::fs::read_dir(&inside).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            let own = path.strip_prefix(folder).unwrap_or(&path);
            if kind.is_dir() {
                folders.push(path);
            } else if !kind.is_file() || !known.contains(own) {
                return Err(Error::Invalid(format!("{} stands in no line of {MANIFEST_FILE}", own.display())));
            }
        }
    }
    Ok(())
}

/// Whether a file of the bag is a deposited one.
fn is_deposited(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("data/files/") || path.starts_with("data/articles/") && !name.starts_with("article.")
}

/// Makes a database of the rows; gives their number.
async fn fill(folder: &Path, database: &Path, progress: &mut (impl FnMut(Found) + Send)) -> Result<u64> {
    let file = File::open(folder.join(SCHEMA_FILE)).map_err(|error| unreadable(SCHEMA_FILE, &error))?;
    let shape: Shape = serde_json::from_reader(BufReader::new(file))?;
    let mut rows = RowsIn::create(database, shape.schema).await?;
    let mut count = 0;
    for table in &shape.tables {
        let path = table_path(&table.name);
        let file = File::open(folder.join(&path)).map_err(|error| unreadable(&path, &error))?;
        for line in lines(file) {
            let row: Value = serde_json::from_str(&line.map_err(|error| unreadable(&path, &error))?)?;
            rows.put(&table.name, &row).await?;
            count += 1;
            if count % 1_000 == 0 {
                progress(Found::Rows(count));
            }
        }
        if let Some(highest) = table.highest {
            rows.set_highest(&table.name, highest).await?;
        }
    }
    rows.finish().await?;
    Ok(count)
}

/// The lines of a file; one that is longer than any that is written ends them with an error.
fn lines(file: File) -> impl Iterator<Item = std::io::Result<String>> {
    let mut reader = BufReader::new(file);
    std::iter::from_fn(move || {
        let mut line = String::new();
        match std::io::Read::take(&mut reader, LONGEST_LINE).read_line(&mut line) {
            Ok(0) => None,
            Ok(_) if line.ends_with('\n') => {
                line.truncate(line.trim_end_matches(['\r', '\n']).len());
                Some(Ok(line))
            }
            Ok(_) => Some(Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "a line breaks off"))),
            Err(error) => Some(Err(error)),
        }
    })
}

fn unreadable(path: &str, error: &std::io::Error) -> Error {
    Error::Invalid(format!("{path} cannot be used: {error}"))
}
