//! Carries the files of a site from one place to another, as often as it takes.

use std::collections::BTreeMap;

use futures_util::{StreamExt, TryStreamExt, stream};

use super::AT_ONCE;
use crate::blob::{Blobs, Listed};
use crate::domain::Sha256;
use crate::service::{Error, Result};

/// What was carried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Files that are there now, read back and found to be what they are named.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files among them that were not there before this run.
    pub copied: u64,
    /// Files that are damaged where they come from, and were left out.
    pub damaged: Vec<Sha256>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Files are copied.
    Copying,
    /// Files are read back.
    Reading,
    /// What was computed from files is copied.
    Derived,
}

/// Copies each file that is not there yet, then reads every one back against its digest, and last what was computed from files. A run that
/// was cut off goes on where it stopped, since a file appears whole or not at all. Nobody may take files in meanwhile.
/// `progress` is told the step and how many files of how many are done.
///
/// # Errors
/// When one of the places fails, or a file is not there afterwards or another one.
pub async fn carry(from: &Blobs, to: &Blobs, mut progress: impl FnMut(Step, u64, u64) + Send) -> Result<Carried> {
    to.check().await?;
    let all: Vec<Listed> = from.list_whole().try_collect().await?;
    let here: BTreeMap<Sha256, u64> = sizes(to).await?;
    let mut carried = Carried::default();
    let count = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let (missing, mut done): (Vec<&Listed>, u64) = (all.iter().filter(|file| !is_in(&here, file)).collect(), 0);
    done += count - u64::try_from(missing.len()).unwrap_or_default();
    let copies = missing
        .into_iter()
        .map(|file| async move { Ok::<_, Error>((&file.sha256, to.take_from(from, &file.sha256).await?.is_some())) });
    let mut copies = stream::iter(copies).buffer_unordered(AT_ONCE);
    while let Some((sha256, is_copied)) = copies.try_next().await? {
        done += 1;
        progress(Step::Copying, done, count);
        if is_copied {
            carried.copied += 1;
        } else {
            carried.damaged.push(sha256.clone());
        }
    }
    drop(copies);
    carried.damaged.sort();
    read_back(&all, to, &mut carried, |done| progress(Step::Reading, done, count)).await?;
    to.take_derived_from(from, |done| progress(Step::Derived, done, 0)).await?;
    Ok(carried)
}

fn is_in(here: &BTreeMap<Sha256, u64>, file: &Listed) -> bool {
    here.get(&file.sha256) == Some(&file.size_bytes)
}

async fn sizes(blobs: &Blobs) -> Result<BTreeMap<Sha256, u64>> {
    Ok(blobs.list_whole().map_ok(|file| (file.sha256, file.size_bytes)).try_collect().await?)
}

/// Reads every file that was not left out.
async fn read_back(all: &[Listed], to: &Blobs, carried: &mut Carried, mut progress: impl FnMut(u64)) -> Result<()> {
    let wanted: Vec<&Listed> = all.iter().filter(|file| carried.damaged.binary_search(&file.sha256).is_err()).collect();
    let digests = wanted.into_iter().map(|file| async move { Ok::<_, Error>((file, to.digest(&file.sha256).await?)) });
    let mut digests = stream::iter(digests).buffer_unordered(AT_ONCE);
    while let Some((file, digest)) = digests.try_next().await? {
        if digest.as_ref() != Some(&file.sha256) {
            // It is copied anew by the next run.
            to.delete(&file.sha256).await?;
            let text = format!("file {} is not in {} as it was sent: run the command again", file.sha256, to.name());
            return Err(Error::Invalid(text));
        }
        carried.files += 1;
        carried.bytes += file.size_bytes;
        progress(carried.files);
    }
    Ok(())
}
