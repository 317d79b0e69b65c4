//! Files in pieces, for the page's script: tus 1.0.0 (tus.io/protocols/resumable-upload), its core and its extension
//! `creation`. A last `POST` to the address of a whole file makes its draft.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::entrance::{answer, begun};
use crate::domain::ids::DraftId;
use crate::service::{Error, Kind};
use crate::web::error::{Fault, Rendered};
use crate::web::extract::Pairs;
use crate::web::member::Member;
use crate::web::page::set;
use crate::web::{Site, session};

const VERSION: &str = "1.0.0";
const OFFSET_TYPE: &str = "application/offset+octet-stream";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// The token of the page's forms.
const TOKEN: &str = "x-jeton";

fn plain(status: StatusCode, said: &[(HeaderName, &str)]) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, RESUMABLE, VERSION);
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    for (name, value) in said {
        set(&mut headers, name.clone(), value);
    }
    let mut response = (status, headers).into_response();
    response.extensions_mut().insert(Rendered);
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// What speaks against a request: another version of the protocol, or a page that is not ours.
fn gate(site: &Site, headers: &HeaderMap) -> Option<Response> {
    if text(headers, RESUMABLE.as_str()) != VERSION {
        let versions = [(HeaderName::from_static("tus-version"), VERSION)];
        return Some(plain(StatusCode::PRECONDITION_FAILED, &versions));
    }
    let ours = session::is_ours(&site.settings, headers, text(headers, TOKEN));
    (!ours).then(|| plain(StatusCode::FORBIDDEN, &[]))
}

/// The name of the file in `Upload-Metadata`: pairs of a key and a value in base 64, separated by commas.
fn file_name(headers: &HeaderMap) -> String {
    let pairs = text(headers, "upload-metadata").split(',').filter_map(|pair| pair.trim().split_once(' '));
    let name = pairs.filter(|(key, _)| *key == "filename").map(|(_, value)| value).next().unwrap_or_default();
    let bytes = data_encoding::BASE64.decode(name.trim().as_bytes()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `OPTIONS /deposer/televersements`
pub(crate) async fn options(State(site): State<Site>) -> Response {
    let most = site.repository.max_upload_bytes().to_string();
    plain(
        StatusCode::NO_CONTENT,
        &[
            (HeaderName::from_static("tus-version"), VERSION),
            (HeaderName::from_static("tus-extension"), "creation"),
            (HeaderName::from_static("tus-max-size"), &most),
        ],
    )
}

/// `POST /deposer/televersements`: begins a file.
pub(crate) async fn create(
    State(site): State<Site>,
    Member { user, .. }: Member,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(refused) = gate(&site, &headers) {
        return Ok(refused);
    }
    let Ok(length) = text(&headers, LENGTH.as_str()).parse() else {
        return Ok(plain(StatusCode::BAD_REQUEST, &[]));
    };
    match site.repository.begin_upload(user.id, &file_name(&headers), length).await {
        Ok(upload) => {
            let address = format!("/deposer/televersements/{}", upload.token);
            Ok(plain(StatusCode::CREATED, &[(header::LOCATION, &address)]))
        }
        Err(error) if error.kind() == Kind::TooLarge => Ok(plain(StatusCode::PAYLOAD_TOO_LARGE, &[])),
        Err(error) => Err(error.into()),
    }
}

/// `HEAD /deposer/televersements/{token}`: where a file stands.
pub(crate) async fn stand(
    State(site): State<Site>,
    Member { user, .. }: Member,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let upload = site.repository.upload(&token, user.id).await?;
    let (length, received) = (upload.length.to_string(), upload.received.to_string());
    Ok(plain(StatusCode::OK, &[(LENGTH, &length), (OFFSET, &received)]))
}

/// `PATCH /deposer/televersements/{token}`: bytes from where the file stands.
pub(crate) async fn append(
    State(site): State<Site>,
    Member { user, .. }: Member,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    if let Some(refused) = gate(&site, &headers) {
        return Ok(refused);
    }
    if text(&headers, header::CONTENT_TYPE.as_str()) != OFFSET_TYPE {
        return Ok(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, &[]));
    }
    let upload = site.repository.upload(&token, user.id).await?;
    if text(&headers, OFFSET.as_str()).parse() != Ok(upload.received) {
        return Ok(plain(StatusCode::CONFLICT, &[(OFFSET, &upload.received.to_string())]));
    }
    match site.repository.append(upload, body.into_data_stream()).await {
        Ok(upload) => Ok(plain(StatusCode::NO_CONTENT, &[(OFFSET, &upload.received.to_string())])),
        Err(Error::Invalid(_)) => Ok(plain(StatusCode::CONFLICT, &[])),
        Err(error) => Err(error.into()),
    }
}

/// `POST /deposer/televersements/{token}`: makes a draft of the file, or gives the one of `?brouillon=` its file.
pub(crate) async fn finish(
    State(site): State<Site>,
    member: Member,
    Path(token): Path<String>,
    pairs: Pairs,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(refused) = gate(&site, &headers) {
        return Ok(refused);
    }
    let upload = site.repository.upload(&token, member.user.id).await?;
    let into: Option<DraftId> = pairs.first("brouillon").parse().ok();
    if let Some(draft) = into {
        site.repository.draft(draft, member.user.id).await?;
    }
    let started = site.repository.finish_upload(member.user.id, &upload, into).await;
    let outcome = begun(&site, &member.user, started).await?;
    answer(&site, &member, &headers, outcome).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_read_from_its_metadata() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            set(&mut headers, HeaderName::from_static("upload-metadata"), value);
            file_name(&headers)
        };
        assert_eq!(of("type eA==,filename w6l0w6kucGRm"), "été.pdf");
        for odd in ["", "filename", "filename ???", "x y"] {
            assert_eq!(of(odd), "", "{odd}");
        }
    }
}
