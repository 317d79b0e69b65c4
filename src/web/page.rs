//! The frame that every page has: language, addresses, who looks at it, and how it is sent.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use jiff::civil::Date;

use super::error::{Fault, Rendered};
use super::i18n::Locale;
use super::{SiteSettings, assets};
use crate::domain::Sha256;
use crate::domain::user::User;

/// How long a page may be kept by browsers and shared caches.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cache {
    /// The same for everybody: kept this many seconds, then asked for again by its tag.
    Public(u32),
    /// For one person, or about to change: never kept.
    Never,
}

/// What every template reads as `frame`.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Language of the page.
    pub(crate) locale: Locale,
    /// Settings of the site.
    pub(crate) site: Arc<SiteSettings>,
    /// Path without its language.
    pub(crate) path: String,
    /// Query string, as it was sent.
    pub(crate) query: Option<String>,
    /// Who is signed in.
    pub(crate) user: Option<User>,
    /// Token that forms carry; empty when the page has none.
    pub(crate) form_token: String,
    /// Today in Québec: what is open, and what is still under embargo.
    pub(crate) today: Date,
    /// Tag that the browser already has (`If-None-Match`).
    pub(crate) known_tag: Option<String>,
}

impl Frame {
    /// A message.
    pub(crate) fn t(&self, key: &str) -> String {
        self.locale.text(key)
    }

    /// A message with one argument.
    pub(crate) fn ta(&self, key: &str, name: &str, value: &str) -> String {
        self.locale.text_with(key, &[(name, value)])
    }

    /// The address of a path in the language of the page.
    pub(crate) fn href(&self, path: &str) -> String {
        self.locale.address(path)
    }

    /// This page in another language, its query kept.
    pub(crate) fn here_in(&self, locale: Locale) -> String {
        let path = locale.address(&self.path);
        self.query.as_ref().map_or_else(|| path.clone(), |query| format!("{path}?{query}"))
    }

    /// This page in the other language.
    pub(crate) fn here_in_other(&self) -> String {
        self.here_in(self.locale.other())
    }

    /// Absolute address of this page in French.
    pub(crate) fn canonical_french(&self) -> String {
        self.canonical_in(Locale::French)
    }

    /// Absolute address of this page in English.
    pub(crate) fn canonical_english(&self) -> String {
        self.canonical_in(Locale::English)
    }

    /// Absolute address of this page in a language, without query: what search engines keep.
    fn canonical_in(&self, locale: Locale) -> String {
        self.site.absolute(&locale.address(&self.path))
    }

    /// Absolute address of this page.
    pub(crate) fn canonical(&self) -> String {
        self.canonical_in(self.locale)
    }

    /// `aria-current` of a link in the main menu.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// Whether the page is in English.
    pub(crate) fn is_english(&self) -> bool {
        self.locale == Locale::English
    }

    /// Address of an embedded file with the hash of its content.
    #[expect(clippy::unused_self, reason = "templates reach everything through their frame")]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Sends a page.
    ///
    /// # Errors
    /// When the template fails, which is a defect of ours.
    pub(crate) fn send<T: Template>(&self, page: &T, cache: Cache) -> Result<Response, Fault> {
        self.send_as(StatusCode::OK, page, cache)
    }

    /// Sends a page with another status.
    ///
    /// # Errors
    /// When the template fails, which is a defect of ours.
    pub(crate) fn send_as<T: Template>(&self, status: StatusCode, page: &T, cache: Cache) -> Result<Response, Fault> {
        let html = page.render().map_err(Fault::internal)?;
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.locale.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
        let control = self.cache_control(cache);
        set(&mut headers, header::CACHE_CONTROL, &control);
        if status == StatusCode::OK && control != "no-store" {
            let tag = format!("W/\"{}\"", Sha256::of(html.as_bytes()).as_str().get(..20).unwrap_or_default());
            set(&mut headers, header::ETAG, &tag);
            if self.known_tag.as_ref().is_some_and(|known| known.contains(&tag)) {
                return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
            }
        }
        let mut response = (status, headers, Html(html)).into_response();
        response.extensions_mut().insert(Rendered);
        Ok(response)
    }

    fn cache_control(&self, cache: Cache) -> String {
        match cache {
            Cache::Public(_) if self.user.is_some() => "private, no-cache".to_owned(),
            Cache::Public(seconds) => format!("public, max-age={seconds}"),
            Cache::Never => "no-store".to_owned(),
        }
    }
}

/// Headers of a list that is saved under a name: comma-separated values below a heading (RFC 4180).
pub(crate) fn csv_file(name: &str, cache: &'static str) -> [(HeaderName, String); 3] {
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"parvis-{name}.csv\"")),
        (header::CACHE_CONTROL, cache.to_owned()),
    ]
}

/// Sets a header; a value that no header can hold is left out.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
