//! Settings of the files: a folder or a bucket of an S3 service, where they are kept a second time, and whether readers are sent there.

use std::path::PathBuf;

use super::{Error, Reader, Secret, Setting};

/// A place of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// A folder on this machine.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Box<BucketConfig>),
}

/// A bucket and the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketConfig {
    /// Its name.
    pub bucket: String,
    /// What all keys begin with, without slashes around it.
    pub prefix: String,
    /// How it is asked.
    pub service: ServiceConfig,
}

/// How an S3 service is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceConfig {
    /// Its address without trailing slash; Amazon's when `None`.
    pub endpoint: Option<String>,
    /// Region that requests are signed for.
    pub region: String,
    /// Identifier of the key.
    pub key_id: String,
    /// The key.
    pub secret: Secret,
    /// Token of a session.
    pub token: Option<Secret>,
    /// Whether the bucket stands in the path.
    pub path_style: bool,
    /// Which checksum goes with what is written.
    pub checksum: ChecksumMode,
    /// Whether it may be asked without TLS elsewhere than on this machine.
    pub plain_http: bool,
}

/// Which checksum goes with what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecksumMode {
    /// None beside the signature.
    None,
    /// SHA-256.
    Sha256,
    /// CRC-64/NVME.
    Crc64Nvme,
}

/// Where the files of a site are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesConfig {
    /// The files; `None` for the folder in the data folder.
    pub place: Option<FilePlace>,
    /// Where each is kept a second time.
    pub replica: Option<FilePlace>,
    /// Address of the service as browsers reach it, where they are sent there.
    pub redirects: Option<String>,
    /// How services are asked that an address says nothing else of.
    pub service: ServiceConfig,
}

impl FilesConfig {
    /// A place by its address: a folder, or `s3://bucket/prefix` with what differs from the settings behind it, as in
    /// `?endpoint=https://s3.example.org&region=ca-east-1&keys=/etc/parvis/copie.keys`.
    ///
    /// # Errors
    /// When it is no such address; the reason says what it should be.
    pub fn place(&self, address: &str) -> Result<FilePlace, &'static str> {
        self.service.place(address)
    }
}

impl ServiceConfig {
    fn place(&self, address: &str) -> Result<FilePlace, &'static str> {
        let Some(rest) = address.strip_prefix("s3://") else {
            let is_other = address.contains("://");
            return if is_other {
                Err("a folder, or s3://bucket/prefix")
            } else {
                Ok(FilePlace::Folder(address.into()))
            };
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        let prefix = prefix.trim_end_matches('/');
        // Amazon S3 User Guide, "General purpose bucket naming rules"; others take capitals and underscores too.
        let is_name = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if !(3..=63).contains(&bucket.len()) || !bucket.chars().all(is_name) {
            return Err("s3://bucket/prefix, where a bucket has 3 to 63 of a-z, 0-9, . and -");
        }
        let is_part = |part: &str| part.is_empty() || part == "." || part == "..";
        if !prefix.is_empty() && (prefix.split('/').any(is_part) || !prefix.chars().all(|c| is_name(c) || c == '/')) {
            return Err("s3://bucket/prefix, where the prefix has words of a-z, 0-9, ., _ and - between slashes");
        }
        let service = query.split('&').filter(|pair| !pair.is_empty()).try_fold(self.clone(), ServiceConfig::told)?;
        service.is_usable()?;
        Ok(FilePlace::Bucket(Box::new(BucketConfig { bucket: bucket.to_owned(), prefix: prefix.to_owned(), service })))
    }

    /// With what an address says behind its question mark.
    fn told(mut self, pair: &str) -> Result<Self, &'static str> {
        match pair.split_once('=') {
            Some(("endpoint", address)) => self.endpoint = Some(address.trim_end_matches('/').to_owned()),
            Some(("region", region)) => region.clone_into(&mut self.region),
            Some(("keys", file)) => {
                let text = std::fs::read_to_string(file).map_err(|_| "with keys=FILE, a file that can be read")?;
                let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let (Some(id), Some(secret), None) = (lines.next(), lines.next(), lines.next()) else {
                    return Err("with keys=FILE, a file of two lines: the identifier of the key and the key");
                };
                (self.key_id, self.secret, self.token) = (id.to_owned(), Secret::new(secret), None);
            }
            _ => return Err("followed by ?endpoint=…&region=…&keys=FILE at most"),
        }
        Ok(self)
    }

    fn is_usable(&self) -> Result<(), &'static str> {
        if self.key_id.is_empty() || self.secret.reveal().is_empty() {
            return Err(
                "used without PARVIS_S3_KEY_ID and PARVIS_S3_SECRET (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)",
            );
        }
        if self.region.is_empty() || !self.region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err("used without a region such as ca-central-1 in PARVIS_S3_REGION");
        }
        match self.endpoint.as_deref() {
            Some(endpoint) => is_address(endpoint, self.plain_http),
            None => Ok(()),
        }
    }
}

/// An address of a service: with TLS, or on this machine, unless somebody said otherwise.
fn is_address(address: &str, plain_http: bool) -> Result<(), &'static str> {
    let no_address = "used with an address of the service that begins with https:// and has no path";
    let (scheme, host) = address.split_once("://").ok_or(no_address)?;
    if host.is_empty() || host.contains(['/', '@', '?', '#', ' ']) {
        return Err(no_address);
    }
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    let is_here = matches!(name, "localhost" | "[::1]")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    match scheme {
        "https" => Ok(()),
        "http" if is_here || plain_http => Ok(()),
        "http" => Err(
            "asked without TLS over a network: use https://, or set PARVIS_S3_PLAIN_HTTP=yes for a network of your own",
        ),
        _ => Err(no_address),
    }
}

/// Reads the settings.
pub(super) fn read<F: Fn(&Setting) -> String>(reader: &Reader<F>) -> Result<FilesConfig, Error> {
    let token = reader.text("s3_session_token");
    let service = ServiceConfig {
        endpoint: reader.service("s3_endpoint")?,
        region: reader.text("s3_region"),
        key_id: reader.text("s3_key_id"),
        secret: Secret::new(&reader.text("s3_secret")),
        token: (!token.is_empty()).then(|| Secret::new(&token)),
        path_style: reader.yes_or_no("s3_path_style")?,
        checksum: match reader.text("s3_checksum").as_str() {
            "none" | "aucune" => ChecksumMode::None,
            "sha256" => ChecksumMode::Sha256,
            "crc64nvme" => ChecksumMode::Crc64Nvme,
            _ => return Err(reader.error("s3_checksum", "none, sha256 or crc64nvme")),
        },
        plain_http: reader.yes_or_no("s3_plain_http")?,
    };
    let place = |key: &str| match reader.text(key).as_str() {
        "" => Ok(None),
        address => service.place(address).map(Some).map_err(|reason| reader.error(key, reason)),
    };
    let (files, replica) = (place("files")?, place("files_replica")?);
    if replica.is_some() && files == replica {
        return Err(reader.error("files_replica", "another place than that of the files"));
    }
    let redirects = match reader.text("files_redirect").as_str() {
        "no" | "non" | "false" | "0" => None,
        "yes" | "oui" | "true" | "1" => match &files {
            Some(FilePlace::Bucket(bucket)) => Some(bucket.service.address()),
            _ => return Err(reader.error("files_redirect", "used where PARVIS_FILES is a bucket")),
        },
        address => {
            is_address(address, service.plain_http).map_err(|reason| reader.error("files_redirect", reason))?;
            Some(address.to_owned())
        }
    };
    Ok(FilesConfig { place: files, replica, redirects, service })
}

impl ServiceConfig {
    /// Its address, Amazon's of the region where none is set.
    fn address(&self) -> String {
        self.endpoint.clone().unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", self.region))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn config(values: &[(&str, &str)]) -> Result<FilesConfig, Error> {
        let config = Config::from_values(|setting| {
            let given = values.iter().find(|(key, _)| *key == setting.key);
            given.map_or(setting.default, |(_, value)| value).to_owned()
        });
        config.map(|config| config.files)
    }

    const KEYS: [(&str, &str); 3] =
        [("s3_key_id", "clef"), ("s3_secret", "très-secret"), ("s3_region", "ca-central-1")];

    fn bucket(address: &str) -> Result<BucketConfig, Error> {
        match config(&[&KEYS[..], &[("files", address)]].concat())?.place {
            Some(FilePlace::Bucket(bucket)) => Ok(*bucket),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn files_are_in_the_data_folder_unless_somebody_says_otherwise() {
        let files = config(&[]).unwrap();
        assert_eq!((files.place, files.replica, files.redirects), (None, None, None));
        let folder = config(&[("files", "/srv/fichiers")]).unwrap().place;
        assert_eq!(folder, Some(FilePlace::Folder("/srv/fichiers".into())));
    }

    #[test]
    fn an_address_names_bucket_prefix_and_service() {
        let found = bucket("s3://depot/a/b/").unwrap();
        assert_eq!((found.bucket.as_str(), found.prefix.as_str(), found.service.endpoint), ("depot", "a/b", None));
        let other = bucket("s3://depot?endpoint=https://s3.example.org/&region=x-1").unwrap();
        assert_eq!(other.service.endpoint.as_deref(), Some("https://s3.example.org"));
        assert_eq!((other.prefix.as_str(), other.service.region.as_str()), ("", "x-1"));
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        std::fs::write(&keys, "autre\n\n  clef \n").unwrap();
        let other = bucket(&format!("s3://depot?keys={}", keys.display())).unwrap().service;
        assert_eq!((other.key_id.as_str(), other.secret.reveal()), ("autre", "clef"));
    }

    #[test]
    fn wrong_addresses_say_what_they_should_be() {
        for address in [
            "s3://",
            "s3://ab",
            "s3://dé-pôt/x",
            "s3://depot//x",
            "s3://depot/../x",
            "s3://depot?endpoint=http://192.0.2.7",
            "s3://depot?endpoint=ftp://127.0.0.1",
            "s3://depot?endpoint=https://host/path",
            "s3://depot?keys=/nowhere",
            "s3://depot?more=1",
            "gs://depot/x",
        ] {
            let error = bucket(address).unwrap_err().to_string();
            assert!(error.contains("PARVIS_FILES"), "{error}");
        }
        let error = config(&[("files", "s3://depot/x")]).unwrap_err().to_string();
        assert!(error.contains("PARVIS_S3_SECRET"), "{error}");
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for here in ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000", "http://localhost"] {
            assert!(bucket(&format!("s3://depot?endpoint={here}")).is_ok(), "{here}");
        }
        let elsewhere = [("files", "s3://depot"), ("s3_endpoint", "http://s3:8333"), ("s3_plain_http", "yes")];
        assert!(config(&[&KEYS[..], &elsewhere[..2]].concat()).is_err());
        assert!(config(&[&KEYS[..], &elsewhere[..]].concat()).is_ok());
    }

    #[test]
    fn readers_are_sent_to_a_bucket_alone() {
        assert!(config(&[("files_redirect", "yes")]).is_err());
        let sent = |to: &str| config(&[&KEYS[..], &[("files", "s3://depot"), ("files_redirect", to)]].concat());
        assert_eq!(sent("yes").unwrap().redirects.as_deref(), Some("https://s3.ca-central-1.amazonaws.com"));
        let public = "https://fichiers.example.org";
        assert_eq!(sent(public).unwrap().redirects.as_deref(), Some(public));
        assert!(sent("somewhere").is_err());
    }

    #[test]
    fn keys_are_in_no_log() {
        let files = config(&[&KEYS[..], &[("files", "s3://depot")]].concat()).unwrap();
        assert!(!format!("{files:?}").contains("très"), "{files:?}");
    }
}
