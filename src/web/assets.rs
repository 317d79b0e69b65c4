//! Style sheets, scripts, fonts and pictures: embedded, and addressed by the hash of their content.
//!
//! Scripts are plain (`.js`) or modules (`.mjs`). A module names its neighbours as `"./name.mjs"`; these names become
//! hashed addresses, as those of fonts do in style sheets. What lies below `vendor/` is sent as others made it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::security::WORKER_POLICY;
use crate::domain::Sha256;

/// Folder of what others made.
const VENDOR: &str = "vendor/";
/// The script that reads PDFs beside the page: a page of its own as far as policies go.
const WORKER: &str = "vendor/pdfjs/pdf.worker.min";

#[derive(RustEmbed)]
#[folder = "templates/assets/"]
struct Embedded;

/// A file as it is sent.
struct Asset {
    bytes: Cow<'static, [u8]>,
    media_type: &'static str,
}

/// Files by the name they are addressed with (`app.3f2a….css`), and that name by their plain one.
struct Catalogue {
    files: HashMap<String, Asset>,
    addresses: HashMap<String, String>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

impl Catalogue {
    /// What is named in other files is read before them: the addresses in those are replaced by hashed ones, which
    /// changes their own hash.
    fn read() -> Self {
        let mut catalogue = Self { files: HashMap::new(), addresses: HashMap::new() };
        let (sheets, others): (Vec<_>, Vec<_>) = Embedded::iter().partition(|name| is_sheet(name));
        let (modules, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|name| is_module(name));
        for name in others {
            catalogue.add_embedded(&name);
        }
        catalogue.add_modules(modules);
        for name in sheets {
            catalogue.add_embedded(&name);
        }
        catalogue
    }

    /// Adds modules, each behind those that it names. Modules that name each other in a circle keep plain names there,
    /// which a test refuses.
    fn add_modules(&mut self, mut waiting: Vec<Cow<'static, str>>) {
        while !waiting.is_empty() {
            let (ready, rest): (Vec<_>, Vec<_>) = waiting
                .iter()
                .cloned()
                .partition(|name| !waiting.iter().any(|other| other != name && names(name, other)));
            let (now, later) = if ready.is_empty() { (rest, Vec::new()) } else { (ready, rest) };
            for name in now {
                self.add_embedded(&name);
            }
            waiting = later;
        }
    }

    fn add_embedded(&mut self, name: &str) {
        if let Some(file) = Embedded::get(name) {
            self.add(name, file.data);
        }
    }

    fn add(&mut self, name: &str, bytes: Cow<'static, [u8]>) {
        let bytes = match name {
            sheet if is_sheet(sheet) => Cow::Owned(self.with_hashed_addresses(&bytes, "")),
            module if is_module(module) => Cow::Owned(self.with_hashed_addresses(&bytes, folder(module))),
            _ => bytes,
        };
        let hash = Sha256::of(&bytes);
        let hash = hash.as_str().get(..12).unwrap_or_default();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hashed = format!("{stem}.{hash}.{extension}");
        self.addresses.insert(name.to_owned(), format!("/assets/{hashed}"));
        self.files.insert(hashed, Asset { bytes, media_type: media_type(extension) });
    }

    /// The text of a file with the addresses of the files that it names: style sheets name them from the top, modules
    /// their neighbours in `folder`.
    fn with_hashed_addresses(&self, text: &[u8], folder: &str) -> Vec<u8> {
        let mut text = String::from_utf8_lossy(text).into_owned();
        for (name, address) in &self.addresses {
            let named = if folder.is_empty() { Some(name.clone()) } else { neighbour(folder, name) };
            if let Some(named) = named {
                text = text.replace(&format!("\"{named}\""), &format!("\"{address}\""));
            }
        }
        text.into_bytes()
    }
}

/// The address of a file; a test holds every name used in a template against the files.
pub(crate) fn address(name: &str) -> String {
    CATALOGUE.addresses.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
}

/// Whether there is such a file.
#[cfg(test)]
pub(crate) fn exists(name: &str) -> bool {
    CATALOGUE.addresses.contains_key(name)
}

/// `GET /assets/{*name}`: never changes, so it may be kept for a year.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    match CATALOGUE.files.get(&name) {
        Some(asset) => {
            let kept = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
            let answer = ([(header::CONTENT_TYPE, asset.media_type), kept], asset.bytes.clone());
            if name.starts_with(WORKER) {
                ([(header::CONTENT_SECURITY_POLICY, WORKER_POLICY)], answer).into_response()
            } else {
                answer.into_response()
            }
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /favicon.ico`: browsers ask for it without being told to.
pub(crate) async fn favicon() -> axum::response::Redirect {
    axum::response::Redirect::permanent(&address("favicon.svg"))
}

/// Whether a file of ours is a style sheet.
fn is_sheet(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "css")
}

/// Whether a file is a module of ours.
fn is_module(name: &str) -> bool {
    !name.starts_with(VENDOR) && name.rsplit_once('.').is_some_and(|(_, extension)| extension == "mjs")
}

/// The folder of a file, with the slash behind it.
fn folder(name: &str) -> &str {
    name.rfind('/').and_then(|at| name.get(..=at)).unwrap_or_default()
}

/// How modules in a folder name a file in it.
fn neighbour(folder: &str, name: &str) -> Option<String> {
    let bare = name.strip_prefix(folder).filter(|bare| !bare.contains('/'))?;
    Some(format!("./{bare}"))
}

/// Whether one module names another.
fn names(name: &str, other: &str) -> bool {
    let (Some(file), Some(named)) = (Embedded::get(name), neighbour(folder(name), other)) else { return false };
    String::from_utf8_lossy(&file.data).contains(&format!("\"{named}\""))
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_name_their_neighbours_by_hashed_addresses() {
        let modules = Embedded::iter().filter(|name| is_module(name));
        for name in modules {
            let hashed = address(&name);
            let asset = CATALOGUE.files.get(hashed.trim_start_matches("/assets/")).unwrap();
            let text = String::from_utf8_lossy(&asset.bytes);
            assert!(!text.contains("\"./"), "{name} names a file that is none, or goes round in a circle");
            assert_eq!(asset.media_type, "text/javascript; charset=utf-8");
        }
    }

    #[test]
    fn what_others_made_is_sent_as_it_came() {
        let sums = Embedded::get("vendor/pdfjs/SHA256SUMS").unwrap();
        let sums = String::from_utf8_lossy(&sums.data).into_owned();
        let sums: Vec<_> = sums.lines().filter_map(|line| line.split_once("  ")).collect();
        assert!(sums.len() > 5, "{sums:?}");
        for (sum, name) in sums {
            let hashed = address(&format!("vendor/pdfjs/{name}"));
            let asset = CATALOGUE.files.get(hashed.trim_start_matches("/assets/")).unwrap();
            assert_eq!(Sha256::of(&asset.bytes).as_str(), sum, "{name}");
        }
    }
}
