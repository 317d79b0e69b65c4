//! What programs send: an Atom entry, a file, a package, or an entry and a file as `multipart/related` (SWORD 2.0 §6.3).

use std::io::SeekFrom;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use bytes::Bytes;
use data_encoding::{BASE64, HEXLOWER};
use futures_util::StreamExt;
use md5::{Digest, Md5};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::error::SwordError;
use super::{BINARY, METS, METS_OF_OJS, SIMPLE_ZIP, package};
use crate::domain::Metadata;
use crate::metadata::{overlay, read_entry};
use crate::service::Kind;
use crate::web::api::body::file_name;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::{Site, negotiate};

/// Largest Atom entry, in bytes, as the largest description of the page.
const LARGEST_ENTRY_BYTES: usize = 2 * 1024 * 1024;

/// What came.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// What was stated.
    pub(super) metadata: Option<Metadata>,
    /// The file: its name and its bytes.
    pub(super) file: Option<(String, File)>,
    /// Whether more is to come (§9): the deposit is not handed in yet.
    pub(super) in_progress: bool,
}

impl FromRequest<Site> for Received {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Fault> {
        let locale = negotiate::language(request.headers());
        let taking = Taking { locale, largest: site.repository.max_upload_bytes(), site };
        let (parts, body) = request.into_parts();
        let in_progress = taking.in_progress(&parts.headers)?;
        Ok(Self { in_progress, ..taking.body(&parts.headers, body).await? })
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default()
}

struct Taking<'a> {
    locale: Locale,
    largest: u64,
    site: &'a Site,
}

impl Taking<'_> {
    fn bad(&self, key: &str) -> Fault {
        SwordError::BadRequest.told(self.locale, key)
    }

    /// `In-Progress` is `true` or `false`, and `false` when it is absent (§9).
    fn in_progress(&self, headers: &HeaderMap) -> Result<bool, Fault> {
        match text(headers, "in-progress").to_ascii_lowercase().as_str() {
            "" | "false" => Ok(false),
            "true" => Ok(true),
            _ => Err(self.bad("sword-in-progress")),
        }
    }

    async fn body(&self, headers: &HeaderMap, body: Body) -> Result<Received, Fault> {
        let media_type = text(headers, "content-type").to_ascii_lowercase();
        match media_type.split(';').next().unwrap_or_default().trim() {
            "application/atom+xml" => {
                let bytes = to_bytes(body, LARGEST_ENTRY_BYTES).await.map_err(|_| Fault::of(Kind::TooLarge))?;
                Ok(Received { metadata: Some(self.entry(&bytes)?), ..Received::default() })
            }
            "multipart/related" => self.related(headers, body).await,
            _ => {
                let mut spool = Spool::new(self.site, self.largest)?;
                let mut chunks = body.into_data_stream();
                while let Some(chunk) = chunks.next().await {
                    spool.write(&chunk.map_err(|_| self.bad("sword-broken"))?, self.locale).await?;
                }
                if spool.size == 0 && text(headers, "content-disposition").is_empty() {
                    return Ok(Received::default());
                }
                self.unpacked(headers, spool).await
            }
        }
    }

    fn entry(&self, bytes: &[u8]) -> Result<Metadata, Fault> {
        let xml = std::str::from_utf8(bytes).map_err(|_| self.bad("sword-entry"))?;
        let read = read_entry(xml.trim_start_matches('\u{feff}')).map_err(|_| self.bad("sword-entry"))?;
        Ok(read.metadata)
    }

    /// An entry and a file (§6.3.2); parts are told by their type, as clients name them differently.
    async fn related(&self, headers: &HeaderMap, body: Body) -> Result<Received, Fault> {
        let boundary = boundary(text(headers, "content-type")).ok_or_else(|| self.bad("sword-multipart"))?;
        let mut parts = multer::Multipart::new(body.into_data_stream(), boundary);
        let mut received = Received::default();
        while let Some(mut part) = parts.next_field().await.map_err(|_| self.bad("sword-multipart"))? {
            let of_part = part.headers().clone();
            let in_base64 = text(&of_part, "content-transfer-encoding").eq_ignore_ascii_case("base64");
            let mut spool = Spool::new(self.site, self.largest)?;
            let mut base64 = Base64::default();
            while let Some(chunk) = part.chunk().await.map_err(|_| self.bad("sword-multipart"))? {
                let plain =
                    if in_base64 { base64.decode(&chunk).ok_or_else(|| self.bad("sword-base64"))? } else { chunk };
                spool.write(&plain, self.locale).await?;
            }
            if !base64.is_whole() {
                return Err(self.bad("sword-base64"));
            }
            if text(&of_part, "content-type").to_ascii_lowercase().starts_with("application/atom+xml") {
                let stated = self.entry(&spool.small(LARGEST_ENTRY_BYTES).await?)?;
                received.metadata = Some(overlay(received.metadata.unwrap_or_default(), stated));
            } else if received.file.is_some() {
                return Err(SwordError::Content.told(self.locale, "sword-zip-several"));
            } else {
                let unpacked = self.unpacked(&of_part, spool).await?;
                let packed = unpacked.metadata.unwrap_or_default();
                received.metadata = Some(overlay(packed, received.metadata.unwrap_or_default()));
                received.file = unpacked.file;
            }
        }
        if received.file.is_none() && received.metadata.is_none() {
            return Err(self.bad("sword-multipart"));
        }
        Ok(received)
    }

    /// The article of what was sent, by its `Packaging` (§7.2).
    async fn unpacked(&self, headers: &HeaderMap, spool: Spool) -> Result<Received, Fault> {
        let (mut file, digest) = spool.finish().await?;
        let stated = text(headers, "content-md5");
        // Clients of SWORD send hexadecimal digits, RFC 1864 asks for base 64.
        if !stated.is_empty()
            && !stated.eq_ignore_ascii_case(&HEXLOWER.encode(&digest))
            && stated != BASE64.encode(&digest)
        {
            return Err(SwordError::Checksum.told(self.locale, "sword-checksum"));
        }
        let is_zip = starts_as_zip(&mut file).await?;
        let needs_mets = match (text(headers, "packaging"), is_zip) {
            ("" | BINARY, false) => {
                return Ok(Received { file: Some((file_name(headers), file)), ..Received::default() });
            }
            ("" | SIMPLE_ZIP, true) => false,
            (METS | METS_OF_OJS, true) => true,
            (BINARY | SIMPLE_ZIP | METS | METS_OF_OJS, _) => {
                return Err(SwordError::Content.told(self.locale, "sword-not-as-packed"));
            }
            _ => return Err(SwordError::Content.told(self.locale, "sword-packaging")),
        };
        let (file, largest, into) = (file.into_std().await, self.largest, self.site.repository.spool()?);
        let opened = tokio::task::spawn_blocking(move || package::open(file, into, needs_mets, largest)).await;
        let opened = opened.map_err(Fault::internal)?.map_err(|key| SwordError::Content.told(self.locale, key))?;
        let file = Some((opened.name, File::from_std(opened.file)));
        Ok(Received { metadata: opened.metadata, file, ..Received::default() })
    }
}

/// The boundary of a multipart type (RFC 2046 §5.1.1).
fn boundary(media_type: &str) -> Option<String> {
    let (_, rest) = media_type.split_once("boundary=")?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(';').next()?.trim(),
    };
    (1..=70).contains(&value.len()).then(|| value.to_owned())
}

async fn starts_as_zip(file: &mut File) -> Result<bool, Fault> {
    let mut head = [0_u8; 4];
    let read = file.read(&mut head).await.map_err(Fault::internal)?;
    file.seek(SeekFrom::Start(0)).await.map_err(Fault::internal)?;
    Ok(read == 4 && (head == *b"PK\x03\x04" || head == *b"PK\x05\x06"))
}

/// Bytes on their way to disk, counted and hashed.
struct Spool {
    file: File,
    md5: Md5,
    size: u64,
    largest: u64,
}

impl Spool {
    fn new(site: &Site, largest: u64) -> Result<Self, Fault> {
        let file = File::from_std(site.repository.spool()?);
        Ok(Self { file, md5: Md5::new(), size: 0, largest })
    }

    async fn write(&mut self, chunk: &[u8], locale: Locale) -> Result<(), Fault> {
        self.size = self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if self.size > self.largest {
            return Err(SwordError::TooLarge.told(locale, "problem-413-detail"));
        }
        self.md5.update(chunk);
        self.file.write_all(chunk).await.map_err(Fault::internal)
    }

    /// The file from its beginning, and its digest.
    async fn finish(mut self) -> Result<(File, Vec<u8>), Fault> {
        self.file.flush().await.map_err(Fault::internal)?;
        self.file.seek(SeekFrom::Start(0)).await.map_err(Fault::internal)?;
        Ok((self.file, self.md5.finalize().to_vec()))
    }

    /// The bytes of something small.
    async fn small(self, most: usize) -> Result<Vec<u8>, Fault> {
        if usize::try_from(self.size).map_or(true, |size| size > most) {
            return Err(Fault::of(Kind::TooLarge));
        }
        let (mut file, _) = self.finish().await?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).await.map_err(Fault::internal)?;
        Ok(bytes)
    }
}

/// Base 64 that comes in pieces, in lines or not.
#[derive(Default)]
struct Base64 {
    rest: Vec<u8>,
}

impl Base64 {
    /// The bytes that are whole by now.
    fn decode(&mut self, chunk: &[u8]) -> Option<Bytes> {
        self.rest.extend(chunk.iter().filter(|byte| !byte.is_ascii_whitespace()));
        let whole = self.rest.len() - self.rest.len() % 4;
        let ready: Vec<u8> = self.rest.drain(..whole).collect();
        BASE64.decode(&ready).ok().map(Bytes::from)
    }

    fn is_whole(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_found_with_and_without_quotes() {
        assert_eq!(boundary("multipart/related; boundary=\"==a_$\"; type=\"x\"").as_deref(), Some("==a_$"));
        assert_eq!(boundary("multipart/related; type=x; boundary=abc; a=b").as_deref(), Some("abc"));
        for wrong in ["multipart/related", "multipart/related; boundary=", "multipart/related; boundary=\"\""] {
            assert_eq!(boundary(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn base_64_is_decoded_however_it_is_cut() {
        let plain = b"%PDF-1.4 neige et glace";
        let coded = BASE64.encode(plain);
        let (first, second) = coded.split_at(7);
        let mut base64 = Base64::default();
        let mut read = base64.decode(first.as_bytes()).unwrap().to_vec();
        read.extend(base64.decode(format!("\r\n{second}\r\n").as_bytes()).unwrap());
        assert!(base64.is_whole());
        assert_eq!(read, plain);
        assert!(Base64::default().decode(b"!!!!").is_none());
    }
}
