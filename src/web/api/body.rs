//! The bodies that programs send: JSON, a file, or a form with both.

use axum::body::{BodyDataStream, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::intake::{Intake, Related, Saying};
use super::schema::DescriptionJson;
use crate::domain::ids::DraftId;
use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::error::{Fault, Told};
use crate::web::pages::deposit::entrance::Refused;

/// Largest description, in bytes, as the page takes it.
const LARGEST_JSON_BYTES: usize = 2 * 1024 * 1024;

/// What a program sends.
pub(crate) enum Body {
    /// JSON.
    Json(Bytes),
    /// A file, and its name.
    File(String, BodyDataStream),
    /// A form.
    Form(Form),
}

/// What is said about a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SayingJson {
    /// The description, or what is to change of it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = DescriptionJson, required = false)]
    metadata: Option<Value>,
    /// The article that it is another version of; `null` takes that back.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    version_of: Option<Value>,
}

/// The parts of a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used: its parts are read one by one")]
pub(crate) struct FormJson {
    /// The description.
    #[schema(required = false)]
    metadata: DescriptionJson,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What the depositor says when handing in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmissionJson {
    /// That the depositor may deposit this file under this licence. Needs to be `true`.
    rights_confirmed: bool,
}

/// A key that is there, `null` too.
fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl FromRequest<Site> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Fault> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "application/merge-patch+json" => {
                let bytes = to_bytes(request.into_body(), LARGEST_JSON_BYTES).await;
                bytes.map(Self::Json).map_err(|_| Fault::of(Kind::TooLarge))
            }
            "multipart/form-data" => {
                let form = Multipart::from_request(request, site).await;
                form.map(|form| Self::Form(Form(form))).map_err(|_| bad_request())
            }
            "application/pdf"
            | "application/xml"
            | "text/xml"
            | "application/jats+xml"
            | "application/octet-stream" => {
                let name = file_name(request.headers());
                Ok(Self::File(name, request.into_body().into_data_stream()))
            }
            _ => Err(unsupported()),
        }
    }
}

impl Body {
    /// The JSON, where nothing else is taken.
    pub(crate) fn json(self) -> Result<Bytes, Fault> {
        if let Self::Json(bytes) = self { Ok(bytes) } else { Err(unsupported()) }
    }

    /// The file, where nothing else is taken.
    pub(crate) fn file(self) -> Result<(String, BodyDataStream), Fault> {
        if let Self::File(name, bytes) = self { Ok((name, bytes)) } else { Err(unsupported()) }
    }
}

fn with_status(status: StatusCode, code: &'static str) -> Fault {
    Fault::told(Kind::Invalid, Told { status: Some(status), code, ..Told::default() })
}

fn unsupported() -> Fault {
    with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type")
}

fn bad_request() -> Fault {
    with_status(StatusCode::BAD_REQUEST, "syntax")
}

/// Refuses a change of something that has another tag by now (RFC 9110 §13.1.1).
pub(crate) fn unchanged_since(headers: &HeaderMap, tag: &str) -> Result<(), Fault> {
    let wanted = headers.get(header::IF_MATCH).map(|value| value.to_str().unwrap_or_default());
    match wanted {
        Some(wanted) if wanted.trim() != "*" && !wanted.split(',').any(|one| one.trim() == tag) => Err(changed()),
        _ => Ok(()),
    }
}

/// Whether a change is meant for one state alone, which is compared once more in the transaction that writes.
pub(crate) fn is_conditional(headers: &HeaderMap) -> bool {
    headers.get(header::IF_MATCH).is_some_and(|value| value.to_str().unwrap_or_default().trim() != "*")
}

/// What is told when somebody else was quicker.
pub(crate) fn changed_or(error: Error) -> Fault {
    if matches!(error, Error::Changed) { changed() } else { error.into() }
}

fn changed() -> Fault {
    with_status(StatusCode::PRECONDITION_FAILED, "changed")
}

/// The name of a file in `Content-Disposition` (RFC 6266), where it has one.
pub(crate) fn file_name(headers: &HeaderMap) -> String {
    let line = headers.get(header::CONTENT_DISPOSITION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let line = line.unwrap_or_default();
    let parameter = |name: &str| {
        let found = line.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
        found.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    };
    let extended = parameter("filename*").and_then(|value| value.splitn(3, '\'').nth(2));
    let plain = parameter("filename").map(|name| name.trim_matches('"'));
    let name = extended.or(plain).unwrap_or_default();
    percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned()
}

/// What JSON says about a draft.
pub(crate) fn said(intake: &Intake<'_>, bytes: &[u8]) -> Result<Saying, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| bad_request())?;
    let read: SayingJson = match serde_json::from_value(value.clone()) {
        // An array would do for serde.
        Ok(read) if value.is_object() => read,
        _ => return Err(intake.invalid(vec![(String::new(), intake.locale.text("api-saying"))])),
    };
    let related = match read.version_of {
        None => Related::Unsaid,
        Some(Value::Null) => Related::Apart,
        Some(number) => match serde_json::from_value(number) {
            Ok(article) => Related::VersionOf(article),
            Err(_) => {
                return Err(intake.invalid(vec![("/version_of".to_owned(), intake.locale.text("api-no-article"))]));
            }
        },
    };
    Ok(Saying { metadata: read.metadata, related })
}

/// Whether somebody who hands in confirms the rights.
pub(crate) fn confirms_rights(intake: &Intake<'_>, bytes: &[u8]) -> Result<bool, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| bad_request())?;
    let is_object = value.is_object();
    let read: Result<SubmissionJson, _> = serde_json::from_value(value);
    let wrong = || intake.invalid(vec![("/rights_confirmed".to_owned(), intake.locale.text("api-rights"))]);
    read.map_err(|_| wrong()).and_then(|said| if said.rights_confirmed && is_object { Ok(true) } else { Err(wrong()) })
}

/// A form with a description and a file.
pub(crate) struct Form(Multipart);

impl Form {
    /// Begins a draft with what the form holds, in any order; a wrong description that comes first costs no upload.
    pub(crate) async fn begin(&mut self, intake: &Intake<'_>) -> Result<DraftId, Fault> {
        let (mut saying, mut made) = (Saying::default(), None);
        while let Some(mut part) = self.0.next_field().await.map_err(|_| bad_request())? {
            match part.name() {
                Some("metadata") => {
                    let mut text = Vec::new();
                    while let Some(chunk) = part.chunk().await.map_err(|_| bad_request())? {
                        if text.len() + chunk.len() > LARGEST_JSON_BYTES {
                            return Err(Fault::of(Kind::TooLarge));
                        }
                        text.extend_from_slice(&chunk);
                    }
                    let value = serde_json::from_slice(&text).map_err(|_| bad_request())?;
                    saying.metadata = Some(value);
                }
                Some("file") if made.is_none() => {
                    intake.content(None, &saying).await?;
                    let name = part.file_name().unwrap_or_default().to_owned();
                    made = Some(intake.file(None, &name, part).await?);
                }
                _ => return Err(intake.invalid(vec![(String::new(), intake.locale.text("api-part"))])),
            }
        }
        if let Some(id) = made {
            let draft = intake.site.repository.draft(id, intake.user.id).await?;
            return intake.say(draft, &saying).await.map(|draft| draft.id);
        }
        match saying.metadata {
            Some(_) => {
                let content = intake.content(None, &saying).await?;
                Ok(intake.site.repository.draft_with_content(intake.user.id, &content).await?)
            }
            None => Err(intake.refused(Refused::NoFile)),
        }
    }
}
