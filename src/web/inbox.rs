//! `/notifications/inbox`: other services announce reviews, endorsements and copies of articles here (W3C Linked Data
//! Notifications §3.3; COAR Notify 1.0). Bodies are bounded by the layer of small forms; nothing is fetched.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Site;
use super::error::{Fault, Rendered};
use super::member::AnnouncementNumber;
use super::page::set;
use super::visits::Visitor;
use crate::domain::announcement::{Announcement, AnnouncementKind};
use crate::service::InboxError;

/// Where the inbox is.
pub(crate) const INBOX: &str = "/notifications/inbox";
/// The relation by which it is found (Linked Data Notifications §3.1).
pub(crate) const RELATION: &str = "http://www.w3.org/ns/ldp#inbox";

const JSON_LD: &str = "application/ld+json";
/// Media types of payloads: the one that every receiver takes (§3.3.1), and that of `ActivityStreams`.
const TAKEN: [&str; 2] = [JSON_LD, "application/activity+json"];
/// Seconds after which a full inbox may be asked again.
const A_DAY: &str = "86400";

/// `POST /notifications/inbox`
pub(crate) async fn receive(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(essence)) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let mut response = problem(status, "send the notification as application/ld+json");
        set(response.headers_mut(), header::HeaderName::from_static("accept-post"), JSON_LD);
        return Ok(response);
    }
    let Ok(body) = body else {
        return Ok(problem(StatusCode::PAYLOAD_TOO_LARGE, "a notification may have 64 kB at most"));
    };
    match site.repository.receive_announcement(&body, &visitor.client()).await {
        Ok(accepted) if accepted.shown == Some(true) => {
            let address = site.settings.absolute(&format!("{INBOX}/{}", accepted.id));
            let mut response = document(StatusCode::CREATED, &json!({ "@id": address }));
            set(response.headers_mut(), header::LOCATION, &address);
            Ok(response)
        }
        Ok(_) => {
            Ok(document(StatusCode::ACCEPTED, &json!({ "status": "kept until somebody of this repository decides" })))
        }
        Err(InboxError::Service(error)) => Err(error.into()),
        Err(error) => Ok(refusal(&error)),
    }
}

fn refusal(error: &InboxError) -> Response {
    use crate::metadata::NotifyError;
    let status = match error {
        InboxError::Payload(NotifyError::NotJson) => StatusCode::BAD_REQUEST,
        InboxError::Full => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = problem(status, &error.to_string());
    if status == StatusCode::SERVICE_UNAVAILABLE {
        set(response.headers_mut(), header::RETRY_AFTER, A_DAY);
    }
    response
}

/// `GET /notifications/inbox`: the notifications that are shown (§3.3.2).
pub(crate) async fn list(State(site): State<Site>) -> Result<Response, Fault> {
    let inbox = site.settings.absolute(INBOX);
    let all = site.repository.shown_announcements().await?;
    let contains: Vec<String> = all.iter().map(|shown| format!("{inbox}/{}", shown.id)).collect();
    let listing = json!({ "@context": "http://www.w3.org/ns/ldp", "@id": inbox, "contains": contains });
    Ok(document(StatusCode::OK, &listing))
}

/// `GET /notifications/inbox/{id}`: what was announced, as far as it is shown.
pub(crate) async fn show(
    State(site): State<Site>,
    AnnouncementNumber(id): AnnouncementNumber,
) -> Result<Response, Fault> {
    let announcement = site.repository.shown_announcement(id).await?;
    Ok(document(StatusCode::OK, &payload(&site, &announcement)))
}

fn payload(site: &Site, announcement: &Announcement) -> Value {
    let action = match announcement.kind {
        AnnouncementKind::Review => "coar-notify:ReviewAction",
        AnnouncementKind::Endorsement => "coar-notify:EndorsementAction",
        AnnouncementKind::Relationship => "coar-notify:RelationshipAction",
    };
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://coar-notify.net"],
        "id": site.settings.absolute(&format!("{INBOX}/{}", announcement.id)),
        "type": ["Announce", action],
        "actor": { "name": announcement.actor },
        "origin": { "id": announcement.origin, "type": "Service" },
        "context": { "id": site.settings.absolute(&format!("/articles/{}", announcement.article)) },
        "object": { "id": announcement.object },
        "published": announcement.received_at.to_string(),
    })
}

fn document(status: StatusCode, body: &Value) -> Response {
    sent(status, JSON_LD, body)
}

/// Why a notification is not taken in (RFC 9457).
fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    sent(status, "application/problem+json", &body)
}

fn sent(status: StatusCode, media_type: &str, body: &Value) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, media_type);
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    let mut response = (status, headers, body.to_string()).into_response();
    response.extensions_mut().insert(Rendered);
    response
}
