//! Style sheet, script, fonts and pictures: embedded, and addressed by the hash of their content.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::domain::Sha256;

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
    /// Style sheets are read last: the addresses in them are replaced by hashed ones, which changes their own hash.
    fn read() -> Self {
        let mut catalogue = Self { files: HashMap::new(), addresses: HashMap::new() };
        let (sheets, others): (Vec<_>, Vec<_>) = Embedded::iter().partition(|name| is_sheet(name));
        for name in others.into_iter().chain(sheets) {
            if let Some(file) = Embedded::get(&name) {
                catalogue.add(&name, file.data);
            }
        }
        catalogue
    }

    fn add(&mut self, name: &str, bytes: Cow<'static, [u8]>) {
        let bytes = if is_sheet(name) { Cow::Owned(self.with_hashed_addresses(&bytes)) } else { bytes };
        let hash = Sha256::of(&bytes);
        let hash = hash.as_str().get(..12).unwrap_or_default();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hashed = format!("{stem}.{hash}.{extension}");
        self.addresses.insert(name.to_owned(), format!("/assets/{hashed}"));
        self.files.insert(hashed, Asset { bytes, media_type: media_type(extension) });
    }

    fn with_hashed_addresses(&self, css: &[u8]) -> Vec<u8> {
        let mut css = String::from_utf8_lossy(css).into_owned();
        for (name, address) in &self.addresses {
            css = css.replace(&format!("\"{name}\""), &format!("\"{address}\""));
        }
        css.into_bytes()
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
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.bytes.clone(),
        )
            .into_response(),
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

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
