//! Deposited files, whole or in one range (RFC 9110 §14), never run as pages of ours.

use std::ops::Range;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Site;
use super::error::Fault;
use super::extract::Id;
use super::page::set;
use super::security::FILE_POLICY;
use super::signposting;
use super::visits::Visitor;
use crate::domain::article::MediaType;
use crate::domain::usage::Use;
use crate::domain::{Article, ArticleId};
use crate::service::{Error, FileStream, Kind, Shown};

/// The path of an article's file.
pub(crate) fn path(article: &Article) -> String {
    format!("/articles/{}/fichier.{}", article.id, article.version.file.media_type.extension())
}

/// The path of the copy of an article's PDF that carries its description.
pub(crate) fn described_path(article: &Article) -> String {
    format!("/articles/{}/fichier-metadonnees.pdf", article.id)
}

/// `GET /articles/{id}/fichier.pdf`
pub(crate) async fn pdf(
    site: State<Site>,
    id: Id,
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    send(site, id, MediaType::Pdf, (&method, &headers), &visitor).await
}

/// `GET /articles/{id}/fichier.xml`
pub(crate) async fn xml(
    site: State<Site>,
    id: Id,
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    send(site, id, MediaType::Jats, (&method, &headers), &visitor).await
}

/// The article whose file may be read today, when the file is of the type that the address names.
pub(crate) async fn readable(site: &Site, id: ArticleId, media_type: MediaType) -> Result<Box<Article>, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) if article.version.file.media_type == media_type => article,
        Shown::Article(_) => return Err(Fault::not_found()),
        Shown::Tombstone(_) => return Err(Fault::of(Kind::Gone)),
    };
    if article.is_open_on(site.repository.clock().today()) { Ok(article) } else { Err(Fault::forbidden()) }
}

/// The article with the PDF that shows how it is printed, where it may be read today; beside a JATS file, that of an
/// earlier version.
pub(crate) async fn printed(site: &Site, id: ArticleId) -> Result<Box<Article>, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) => article,
        Shown::Tombstone(_) => return Err(Fault::of(Kind::Gone)),
    };
    let printed = site.repository.printed(&article).await?.ok_or_else(Fault::not_found)?;
    if article.is_open_on(site.repository.clock().today()) { Ok(Box::new(printed)) } else { Err(Fault::forbidden()) }
}

/// `GET /articles/{id}/fichier-metadonnees.pdf`
pub(crate) async fn described(
    State(site): State<Site>,
    Id(id): Id,
    visitor: Visitor,
    method: Method,
    sent: HeaderMap,
) -> Result<Response, Fault> {
    let article = readable(&site, id, MediaType::Pdf).await?;
    let Some(copy) = site.repository.find_described(&article).await? else { return Err(Fault::not_found()) };
    let links = signposting::of_file(&article, &site.settings);
    let tag = format!("\"{}\"", copy.tag);
    let file = Outgoing { article: &article, links, tag, size_bytes: copy.size_bytes };
    let (site, article) = (&site, &article);
    let answer = file.send(&method, &sent, async |range| site.repository.open_described(article, &copy, range).await);
    let answer = answer.await?;
    visitor.note(site, id, Use::Read, answer.status());
    Ok(answer)
}

async fn send(
    State(site): State<Site>,
    Id(id): Id,
    media_type: MediaType,
    (method, sent): (&Method, &HeaderMap),
    visitor: &Visitor,
) -> Result<Response, Fault> {
    let article = match media_type {
        MediaType::Pdf => printed(&site, id).await?,
        MediaType::Jats => readable(&site, id, media_type).await?,
    };
    let deposited = &article.version.file;
    let size_bytes = u64::try_from(deposited.size_bytes).unwrap_or_default();
    let links = signposting::of_file(&article, &site.settings);
    let file = Outgoing { article: &article, links, tag: format!("\"{}\"", deposited.sha256), size_bytes };
    if goes_elsewhere(method, sent)
        && let Some(address) = site.repository.file_elsewhere(&article, &file.disposition()).await?
    {
        visitor.note(&site, id, Use::Read, StatusCode::OK);
        // The address is good for some minutes, and what it leads to may be closed by then.
        return Ok((
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, address), (header::CACHE_CONTROL, "no-store".to_owned())],
        )
            .into_response());
    }
    let (site, article) = (&site, &article);
    let open = async |range: Range<u64>| {
        let part = (range.end - range.start < size_bytes).then_some(range);
        site.repository.open_file(article, part).await
    };
    let answer = file.send(method, sent, open).await?;
    visitor.note(site, id, Use::Read, answer.status());
    Ok(answer)
}

/// Whether whoever asks may be sent to another host for a file. Scripts of our pages and frames may not: their policies
/// allow this host alone. Browsers say what they ask for (Fetch Metadata, "Sec-Fetch-Dest"); others are programs, which follow.
fn goes_elsewhere(method: &Method, sent: &HeaderMap) -> bool {
    let for_whom = sent.get("sec-fetch-dest").and_then(|value| value.to_str().ok());
    method == Method::GET && for_whom.is_none_or(|dest| dest == "document")
}

/// A file on its way out.
struct Outgoing<'a> {
    article: &'a Article,
    /// Typed links of the answer.
    links: String,
    /// Strong validator, in quotes.
    tag: String,
    size_bytes: u64,
}

impl Outgoing<'_> {
    /// Answers with the whole file, a range of it, or what the browser already has; `open` gives the bytes of a range.
    async fn send(
        &self,
        method: &Method,
        sent: &HeaderMap,
        open: impl AsyncFnOnce(Range<u64>) -> Result<FileStream, Error>,
    ) -> Result<Response, Fault> {
        let mut headers = self.headers();
        if text(sent, header::IF_NONE_MATCH).is_some_and(|known| known == "*" || known.contains(&self.tag)) {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let length = self.size_bytes;
        let (status, range) = match asked_range(sent, &self.tag, length) {
            Asked::Whole => (StatusCode::OK, 0..length),
            Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
            Asked::Impossible => return Ok(unsatisfied(length)),
        };
        if status == StatusCode::PARTIAL_CONTENT {
            let last = range.end.saturating_sub(1);
            set(&mut headers, header::CONTENT_RANGE, &format!("bytes {}-{last}/{length}", range.start));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
        let body = if method == Method::HEAD { Body::empty() } else { Body::from_stream(open(range).await?.bytes) };
        Ok((status, headers, body).into_response())
    }

    fn disposition(&self) -> String {
        let name = utf8_percent_encode(&self.article.version.file.name, NON_ALPHANUMERIC);
        format!("inline; filename*=UTF-8''{name}")
    }

    fn headers(&self) -> HeaderMap {
        let file = &self.article.version.file;
        let mut headers = HeaderMap::new();
        set(&mut headers, header::CONTENT_TYPE, file.media_type.as_str());
        set(&mut headers, header::CONTENT_DISPOSITION, &self.disposition());
        set(&mut headers, header::LINK, &self.links);
        set(&mut headers, header::ETAG, &self.tag);
        set(&mut headers, header::ACCEPT_RANGES, "bytes");
        // A withdrawal or an embargo must show soon: kept, but asked for again each time.
        set(&mut headers, header::CACHE_CONTROL, "public, no-cache");
        set(&mut headers, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
        headers
    }
}

/// The answer to a range that lies behind the end (RFC 9110 §15.5.17).
fn unsatisfied(length: u64) -> Response {
    (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{length}"))]).into_response()
}

/// What a request wants of a file.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Impossible,
}

/// One range of bytes is served; several, other units and malformed ones give the whole file (RFC 9110 §14.2).
fn asked_range(headers: &HeaderMap, tag: &str, size: u64) -> Asked {
    // A date in If-Range is never strong enough for us: files are known by their digest (§13.1.5).
    let fresh = text(headers, header::IF_RANGE).is_none_or(|validator| validator == tag);
    let Some(range) = text(headers, header::RANGE).filter(|_| fresh) else { return Asked::Whole };
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Asked::Whole;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if last < first => Asked::Whole,
        (Ok(first), _) if first >= size => Asked::Impossible,
        (Ok(first), Ok(last)) => Asked::Part(first..last.saturating_add(1).min(size)),
        (Ok(first), Err(_)) if last.is_empty() => Asked::Part(first..size),
        (Err(_), Ok(0)) if first.is_empty() => Asked::Impossible,
        (Err(_), Ok(length)) if first.is_empty() => Asked::Part(size.saturating_sub(length)..size),
        _ => Asked::Whole,
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str, if_range: Option<&str>) -> Asked {
        let mut headers = HeaderMap::new();
        set(&mut headers, header::RANGE, range);
        if let Some(validator) = if_range {
            set(&mut headers, header::IF_RANGE, validator);
        }
        asked_range(&headers, "\"tag\"", 1000)
    }

    #[test]
    fn single_ranges_are_served_within_the_file() {
        assert_eq!(asked("bytes=0-99", None), Asked::Part(0..100));
        assert_eq!(asked("bytes=900-5000", None), Asked::Part(900..1000));
        assert_eq!(asked("bytes=990-", None), Asked::Part(990..1000));
        assert_eq!(asked("bytes=-10", None), Asked::Part(990..1000));
        assert_eq!(asked("bytes=-5000", None), Asked::Part(0..1000));
        assert_eq!(asked("bytes=0-18446744073709551615", None), Asked::Part(0..1000));
    }

    #[test]
    fn ranges_behind_the_end_cannot_be_satisfied() {
        assert_eq!(asked("bytes=1000-", None), Asked::Impossible);
        assert_eq!(asked("bytes=-0", None), Asked::Impossible);
    }

    #[test]
    fn scripts_and_frames_get_files_from_the_site_itself() {
        let mut headers = HeaderMap::new();
        assert!(goes_elsewhere(&Method::GET, &headers) && !goes_elsewhere(&Method::HEAD, &headers));
        for (dest, elsewhere) in [("document", true), ("empty", false), ("iframe", false), ("embed", false)] {
            headers.insert("sec-fetch-dest", HeaderValue::from_static(dest));
            assert_eq!(goes_elsewhere(&Method::GET, &headers), elsewhere, "{dest}");
        }
    }

    #[test]
    fn anything_else_gives_the_whole_file() {
        for range in ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,5-9", "bytes=", "bytes=-"] {
            assert_eq!(asked(range, None), Asked::Whole, "{range}");
        }
    }

    #[test]
    fn a_range_of_an_older_file_gives_the_whole_new_one() {
        assert_eq!(asked("bytes=0-9", Some("\"tag\"")), Asked::Part(0..10));
        assert_eq!(asked("bytes=0-9", Some("\"old\"")), Asked::Whole);
        assert_eq!(asked("bytes=0-9", Some("Wed, 21 Oct 2015 07:28:00 GMT")), Asked::Whole);
    }
}
