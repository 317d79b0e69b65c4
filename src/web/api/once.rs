//! Requests under an `Idempotency-Key`: the first one is carried out, and whoever sends it again gets the same answer
//! (draft-ietf-httpapi-idempotency-key-header-06). Two requests are the same when method, address and content are; of a
//! form its parts count, since clients choose another boundary at each try.

use std::io::SeekFrom;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use sha2::{Digest, Sha256 as Hasher};
use tokio::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;
use tracing::Instrument;

use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::user::Scope;
use crate::service::{Asked, KeptAnswer, Kind};
use crate::web::error::{Fault, Told};
use crate::web::i18n::Locale;
use crate::web::member::Program;
use crate::web::page::set;
use crate::web::{Site, negotiate};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is the one of the first try.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Longest key, in characters.
const LONGEST_KEY: usize = 255;
/// Largest answer that is kept, in bytes: a description with its lists.
const LARGEST_ANSWER_BYTES: usize = 8 * 1024 * 1024;
/// Seconds after which the answer to a request under way may be there.
const UNDERWAY_SECONDS: u32 = 2;

/// Middleware: carries out what comes for the first time, or comes without a key.
pub(crate) async fn carry_out(State(site): State<Site>, request: Request, next: Next) -> Response {
    let key = request.headers().get(KEY).filter(|_| !request.method().is_safe()).cloned();
    let Some(key) = key else { return next.run(request).await };
    let locale = negotiate::language(request.headers());
    let (mut parts, body) = request.into_parts();
    // Whoever has no token is told so by the handler.
    let Ok(program) = Program::from_request_parts(&mut parts, &site).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let Program(bearer) = program.clone();
    parts.extensions.insert(program);
    // A body is kept only for those who may send one; every route with a key makes deposits.
    if !bearer.scopes.contains(&Scope::Deposit) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let Some(key) = key.to_str().ok().and_then(read_key) else {
        return told(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key", locale, "api-key-form", None).into_response();
    };
    let once = Once { site, account: bearer.account.user.id, key, locale };
    once.answer(parts, body, next).await.unwrap_or_else(IntoResponse::into_response)
}

/// A key as a string of structured fields (RFC 8941 §3.3.3), or bare as many clients send it.
fn read_key(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let sound = !bare.is_empty() && bare.len() <= LONGEST_KEY && bare.bytes().all(|byte| byte.is_ascii_graphic());
    sound.then(|| bare.to_owned())
}

fn told(status: StatusCode, code: &'static str, locale: Locale, key: &str, retry_after: Option<u32>) -> Fault {
    let detail = locale.text(key);
    let kind = if status == StatusCode::CONFLICT { Kind::Conflict } else { Kind::Invalid };
    Fault::told(kind, Told { status: Some(status), code, detail, retry_after, ..Told::default() })
}

/// A request under a key.
struct Once {
    site: Site,
    account: UserId,
    key: String,
    locale: Locale,
}

impl Once {
    async fn answer(self, parts: Parts, body: Body, next: Next) -> Result<Response, Fault> {
        let spool = Spool::of(&self.site, body).await?;
        let digest = spool.digest(&self.site, &parts).await?;
        match self.site.repository.ask_once(self.account, &self.key, &digest).await? {
            Asked::First => self.first(Request::from_parts(parts, spool.body().await?), next).await,
            Asked::Answered(kept) => Ok(replayed(&kept)),
            Asked::Underway => {
                let wait = Some(UNDERWAY_SECONDS);
                Err(told(StatusCode::CONFLICT, "idempotency-underway", self.locale, "api-key-underway", wait))
            }
            Asked::Other => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Err(told(status, "idempotency-other", self.locale, "api-key-other", None))
            }
        }
    }

    /// Carries a request out to its end, even when whoever sent it goes away, so that its answer is there when they come
    /// again. A request that made nothing leaves nothing behind.
    async fn first(self, request: Request, next: Next) -> Result<Response, Fault> {
        let (repository, account, key) = (self.site.repository.clone(), self.account, self.key.clone());
        let work = async move { self.kept(next.run(request).await).await };
        match tokio::spawn(work.in_current_span()).await {
            Ok(answer) => answer,
            Err(panic) => {
                repository.drop_answer(account, &key).await?;
                Err(Fault::internal(panic))
            }
        }
    }

    async fn kept(self, response: Response) -> Result<Response, Fault> {
        let repository = &self.site.repository;
        if !response.status().is_success() {
            repository.drop_answer(self.account, &self.key).await?;
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, LARGEST_ANSWER_BYTES).await.map_err(Fault::internal)?;
        let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let text = String::from_utf8_lossy(&body).into_owned();
        let kept = KeptAnswer { status: parts.status.as_u16(), location, body: text };
        repository.keep_answer(self.account, &self.key, &kept).await?;
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}

fn replayed(kept: &KeptAnswer) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, REPLAYED, "true");
    if !kept.body.is_empty() {
        set(&mut headers, header::CONTENT_TYPE, "application/json");
    }
    if let Some(location) = &kept.location {
        set(&mut headers, header::LOCATION, location);
    }
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    (status, headers, kept.body.clone()).into_response()
}

/// A body on disk, so that it can be looked at before it is carried out.
struct Spool(File);

impl Spool {
    async fn of(site: &Site, body: Body) -> Result<Self, Fault> {
        let file = site.repository.spool()?;
        let mut spool = Self(File::from_std(file));
        let most = site.repository.max_upload_bytes().saturating_mul(2).saturating_add(1024 * 1024);
        let (mut chunks, mut received) = (body.into_data_stream(), 0_u64);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Fault::of(Kind::Invalid))?;
            received = received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if received > most {
                return Err(Fault::of(Kind::TooLarge));
            }
            spool.0.write_all(&chunk).await.map_err(Fault::internal)?;
        }
        spool.0.flush().await.map_err(Fault::internal)?;
        Ok(spool)
    }

    /// The body from its beginning.
    async fn body(&self) -> Result<Body, Fault> {
        let mut file = self.0.try_clone().await.map_err(Fault::internal)?;
        file.seek(SeekFrom::Start(0)).await.map_err(Fault::internal)?;
        Ok(Body::from_stream(ReaderStream::new(file)))
    }

    /// What tells the request from others.
    async fn digest(&self, site: &Site, parts: &Parts) -> Result<Sha256, Fault> {
        let mut hasher = Hasher::new();
        hasher.update(format!("{} {}\n", parts.method, parts.uri.path()));
        let request = Request::from_parts(parts.clone(), self.body().await?);
        let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data"))
            && let Ok(form) = Multipart::from_request(request, site).await
        {
            hash_form(&mut hasher, form).await;
        } else {
            let mut chunks = self.body().await?.into_data_stream();
            while let Some(chunk) = chunks.next().await {
                hasher.update(chunk.map_err(Fault::internal)?);
            }
        }
        Ok(Sha256::from_hasher(hasher))
    }
}

/// Name, name of the file and bytes of each part; a broken form counts as far as it goes.
async fn hash_form(hasher: &mut Hasher, mut form: Multipart) {
    while let Ok(Some(mut part)) = form.next_field().await {
        let (name, file) = (part.name().unwrap_or_default(), part.file_name().unwrap_or_default());
        hasher.update(format!("\n{name:?} {file:?}\n"));
        let mut length = 0_usize;
        while let Ok(Some(chunk)) = part.chunk().await {
            length = length.saturating_add(chunk.len());
            hasher.update(&chunk);
        }
        hasher.update(format!("\n{length}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_word_with_or_without_quotes() {
        assert_eq!(read_key("\"8e03978e-40d5\""), Some("8e03978e-40d5".to_owned()));
        assert_eq!(read_key(" abc "), Some("abc".to_owned()));
        for wrong in ["", "\"\"", "a b", "é", &"x".repeat(LONGEST_KEY + 1)] {
            assert_eq!(read_key(wrong), None, "{wrong:?}");
        }
    }
}
