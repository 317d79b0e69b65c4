//! Where files are: a folder or a bucket, as settings and commands name them.

use std::path::PathBuf;

use anyhow::Context;

use crate::blob::{Blobs, BucketChecksum, BucketKeys, BucketSettings};
use crate::config::{BucketConfig, ChecksumMode, Config, FilePlace, Secret};

/// The files of a site, with the place that keeps them a second time; folders are made when absent.
///
/// # Errors
/// When a folder cannot be made or opened.
pub fn files(config: &Config) -> anyhow::Result<Blobs> {
    let files = match &config.files.place {
        None => local_files(config)?,
        Some(place) => open(config, place, config.files.redirects.as_ref())?,
    };
    Ok(match &config.files.replica {
        None => files,
        Some(place) => files.with_replica(open(config, place, None)?),
    })
}

/// The files in the data folder, wherever those of the site are.
///
/// # Errors
/// When the folder cannot be made or opened.
pub fn local_files(config: &Config) -> anyhow::Result<Blobs> {
    Blobs::open(&config.data.join("files")).context("cannot open the file store")
}

/// A place that a command names, and its folder where it is one.
///
/// # Errors
/// When it is no address, or a folder cannot be made or opened.
pub fn place(config: &Config, address: &str) -> anyhow::Result<(Blobs, Option<PathBuf>)> {
    let place = config.files.place(address).map_err(|reason| anyhow::anyhow!("{address} cannot be {reason}"))?;
    let blobs = open(config, &place, None)?;
    Ok(match place {
        FilePlace::Folder(folder) => (blobs, Some(folder)),
        FilePlace::Bucket(_) => (blobs, None),
    })
}

fn open(config: &Config, place: &FilePlace, redirects: Option<&String>) -> anyhow::Result<Blobs> {
    match place {
        FilePlace::Folder(folder) => {
            Blobs::open(folder).with_context(|| format!("{} cannot be used", folder.display()))
        }
        FilePlace::Bucket(bucket) => {
            let name = format!("s3://{}/{}", bucket.bucket, bucket.prefix);
            let settings = settings(config, bucket, redirects.cloned());
            Blobs::open_bucket(settings).with_context(|| format!("{name} cannot be used"))
        }
    }
}

fn settings(config: &Config, found: &BucketConfig, redirects: Option<String>) -> BucketSettings {
    let service = &found.service;
    BucketSettings {
        bucket: found.bucket.clone(),
        prefix: found.prefix.clone(),
        endpoint: service.endpoint.clone(),
        region: service.region.clone(),
        keys: BucketKeys {
            id: service.key_id.clone(),
            secret: service.secret.reveal().to_owned(),
            token: service.token.as_ref().map(Secret::reveal).map(str::to_owned),
        },
        path_style: service.path_style,
        checksum: match service.checksum {
            ChecksumMode::None => BucketChecksum::None,
            ChecksumMode::Sha256 => BucketChecksum::Sha256,
            ChecksumMode::Crc64Nvme => BucketChecksum::Crc64Nvme,
        },
        spool: config.data.join("spool"),
        redirects,
    }
}
