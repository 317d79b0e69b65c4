//! Typed extractors: what a handler gets is already parsed, or the visitor already has an answer.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};

use super::Site;
use super::error::Fault;
use super::i18n::Locale;
use super::page::Frame;
use super::session::{self, Cookie};
use crate::domain::{ArticleId, AwardNumber, Issn};

/// The article that the path names; a number that is none is a page that does not exist.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub(crate) ArticleId);

impl FromRequestParts<Site> for Id {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        named(parts, site, "id").await?.parse().map(Self).map_err(|_| Fault::not_found())
    }
}

/// The export format that the path names.
#[derive(Debug, Clone)]
pub(crate) struct FormatName(pub(crate) String);

impl FromRequestParts<Site> for FormatName {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        named(parts, site, "format").await.map(Self)
    }
}

/// The picture that the path names: `p{page}-{number}.png`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PictureName {
    pub(crate) page: u32,
    pub(crate) number: u32,
}

impl PictureName {
    fn parse(name: &str) -> Option<Self> {
        let (page, number) = name.strip_prefix('p')?.strip_suffix(".png")?.split_once('-')?;
        let parsed = Self { page: page.parse().ok()?, number: number.parse().ok()? };
        // One address a picture: no leading zero or sign.
        (format!("p{}-{}.png", parsed.page, parsed.number) == name).then_some(parsed)
    }
}

impl FromRequestParts<Site> for PictureName {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        Self::parse(&named(parts, site, "name").await?).ok_or_else(Fault::not_found)
    }
}

/// The source that the path names.
#[derive(Debug, Clone)]
pub(crate) struct SourcePath(pub(crate) String);

impl FromRequestParts<Site> for SourcePath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        named(parts, site, "name").await.map(Self)
    }
}

/// The award that the path names.
#[derive(Debug, Clone)]
pub(crate) struct AwardPath(pub(crate) AwardNumber);

impl FromRequestParts<Site> for AwardPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        AwardNumber::parse(&named(parts, site, "number").await?).map(Self).map_err(|_| Fault::not_found())
    }
}

/// The journal that the path names.
#[derive(Debug, Clone)]
pub(crate) struct IssnPath(pub(crate) Issn);

impl FromRequestParts<Site> for IssnPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        Issn::parse(&named(parts, site, "issn").await?).map(Self).map_err(|_| Fault::not_found())
    }
}

async fn named(parts: &mut Parts, site: &Site, name: &str) -> Result<String, Fault> {
    let path = Path::<HashMap<String, String>>::from_request_parts(parts, site).await;
    path.ok().and_then(|Path(mut all)| all.remove(name)).ok_or_else(Fault::not_found)
}

/// The pairs of a query string; what cannot be read is left out, nobody is refused for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl Pairs {
    /// Reads the pairs of an address.
    pub(crate) fn of(uri: &Uri) -> Self {
        Self(Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default())
    }

    /// The first value of a name, trimmed; empty when absent.
    pub(crate) fn first(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }
}

impl FromRequestParts<Site> for Pairs {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri))
    }
}

impl Frame {
    /// The frame of a request: its language, its place, who signed in.
    pub(crate) async fn read(site: &Site, uri: &Uri, headers: &HeaderMap) -> Self {
        let (locale, path) = Locale::of_path(uri.path());
        let token = Cookie::Session.read(&site.settings, headers);
        let user = match &token {
            Some(token) => site.repository.session(token).await.ok().flatten(),
            None => None,
        };
        let secret = token.filter(|_| user.is_some());
        let tag = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        Self {
            locale,
            site: site.settings.clone(),
            path: path.to_owned(),
            query: uri.query().filter(|query| !query.is_empty()).map(str::to_owned),
            form_token: secret.map(|secret| session::form_token(&secret)).unwrap_or_default(),
            user,
            today: site.repository.clock().today(),
            known_tag: tag.map(str::to_owned),
        }
    }
}

impl FromRequestParts<Site> for Frame {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self::read(site, &parts.uri, &parts.headers).await)
    }
}
