//! Pictures of regions of an article's PDF: figures, formulas, and what could not be read.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Site;
use super::error::Fault;
use super::extract::{Id, Pairs, PictureName};
use super::files;
use super::page::set;
use super::security::FILE_POLICY;
use crate::domain::ArticleId;

/// The address of a picture; `tag` tells browsers how long they may keep it.
pub(crate) fn path(article: ArticleId, page: u32, number: u32, tag: &str) -> String {
    format!("/articles/{article}/images/p{page}-{number}.png?v={tag}")
}

/// `GET /articles/{id}/images/{name}`
pub(crate) async fn show(
    State(site): State<Site>,
    Id(id): Id,
    PictureName { page, number }: PictureName,
    pairs: Pairs,
    sent: HeaderMap,
) -> Result<Response, Fault> {
    let article = files::printed(&site, id).await?;
    let picture = site.repository.picture(&article, page, number).await?;
    let tag = format!("\"{}-{number}\"", picture.tag);
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "image/png");
    set(&mut headers, header::ETAG, &tag);
    set(&mut headers, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
    set(&mut headers, header::CACHE_CONTROL, cache_control(pairs.first("v") == picture.tag));
    let known = sent.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known == "*" || known.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, picture.png).into_response())
}

/// An address that names the content never gives another one (RFC 8246); but only the browser of somebody who was
/// allowed to read may keep it, so that no shared cache shows what an embargo or a withdrawal closed.
fn cache_control(named: bool) -> &'static str {
    if named { "private, max-age=31536000, immutable" } else { "private, no-cache" }
}
