//! Error documents (SWORD 2.0 §12).

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_xml::escape::escape;

use crate::service::Kind;
use crate::web::error::{Failed, Fault, Told};
use crate::web::i18n::Locale;
use crate::web::page::set;

/// Errors that the profile names (§12.1); all others have addresses of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SwordError {
    /// The content is not what `Packaging` says, or not taken (§12.1.1).
    Content,
    /// `Content-MD5` does not fit (§12.1.2).
    Checksum,
    /// The request cannot be understood (§12.1.3).
    BadRequest,
    /// Nobody deposits for somebody else here (§12.1.5).
    Mediation,
    /// Not possible here, or no longer (§12.1.6).
    Method,
    /// Too many bytes (§12.1.7).
    TooLarge,
}

const NAMESPACE: &str = "http://purl.org/net/sword/error/";

impl SwordError {
    const ALL: [Self; 6] =
        [Self::Content, Self::Checksum, Self::BadRequest, Self::Mediation, Self::Method, Self::TooLarge];

    fn name(self) -> &'static str {
        match self {
            Self::Content => "ErrorContent",
            Self::Checksum => "ErrorChecksumMismatch",
            Self::BadRequest => "ErrorBadRequest",
            Self::Mediation => "MediationNotAllowed",
            Self::Method => "MethodNotAllowed",
            Self::TooLarge => "MaxUploadSizeExceeded",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Content => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Checksum | Self::Mediation => StatusCode::PRECONDITION_FAILED,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    /// The failure, with what is wrong and what to do.
    pub(crate) fn told(self, locale: Locale, key: &str) -> Fault {
        self.with(locale.text(key))
    }

    /// The failure, with its sentence.
    pub(crate) fn with(self, detail: String) -> Fault {
        let told = Told { status: Some(self.status()), code: self.name(), detail, ..Told::default() };
        Fault::told(Kind::Invalid, told)
    }

    /// The error that a status stands for, where nothing more exact is known.
    fn of_status(status: StatusCode) -> Option<Self> {
        let same = |error: &Self| error.status() == status && *error != Self::Checksum && *error != Self::Mediation;
        let known = Self::ALL.into_iter().find(same);
        known.or((status == StatusCode::UNPROCESSABLE_ENTITY).then_some(Self::BadRequest))
    }
}

/// A failure of the intake as this protocol tells it: what cannot be used has other statuses here.
pub(crate) fn sworded(fault: Fault) -> Fault {
    let Some(told) = fault.words() else { return fault };
    if told.status.is_some_and(|status| status != StatusCode::UNPROCESSABLE_ENTITY) || fault.kind() != Kind::Invalid {
        return fault;
    }
    let error = if told.code == "file" { SwordError::Content } else { SwordError::BadRequest };
    let fields = told.fields.iter().map(|(place, detail)| format!("{place}: {detail}"));
    let parts: Vec<String> = std::iter::once(told.detail.clone()).chain(fields).collect();
    error.with(if told.code == "file" { told.detail.clone() } else { parts.join(" ") })
}

/// The answer to a request that failed.
pub(crate) fn answer(failed: &Failed<'_>, fault: &Fault) -> Response {
    let code = fault.words().map(|told| told.code).unwrap_or_default();
    let named = SwordError::ALL.into_iter().find(|error| error.name() == code);
    let href = match named.or_else(|| SwordError::of_status(failed.status)) {
        Some(error) => format!("{NAMESPACE}{}", error.name()),
        None if code.is_empty() => failed.site.settings.absolute(&format!("/api#http-{}", failed.status.as_u16())),
        None => failed.site.settings.absolute(&format!("/api#{code}")),
    };
    let see = fault.words().and_then(|told| told.see.as_deref());
    let link = see.map(|see| format!("<atom:link rel=\"related\" href=\"{}\"/>", escape(see))).unwrap_or_default();
    let (title, detail) = (failed.title(), failed.detail(fault).unwrap_or_default());
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sword:error xmlns:sword=\"http://purl.org/net/sword/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\" href=\"{}\"><atom:title>{}</atom:title><atom:summary>{}</atom:summary>\
         <sword:verboseDescription>{}</sword:verboseDescription>{link}</sword:error>\n",
        escape(&href),
        escape(&title),
        escape(&detail),
        escape(failed.request_id),
    );
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "text/xml; charset=utf-8");
    set(&mut headers, header::CONTENT_LANGUAGE, failed.locale.tag());
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    (failed.status, headers, text).into_response()
}
