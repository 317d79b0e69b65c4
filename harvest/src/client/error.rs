//! Why a request or a harvest could not go on.

use std::time::Duration;

use crate::error::ErrorCode;

/// An `error` element of a remote answer. Codes outside the protocol occur, so the code is a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct RemoteError {
    /// The code as sent.
    pub code: String,
    /// The explanation as sent.
    pub message: String,
}

impl RemoteError {
    /// The protocol's code, if it is one.
    #[must_use]
    pub fn known(&self) -> Option<ErrorCode> {
        ErrorCode::find(&self.code)
    }
}

/// A failure of the network below HTTP.
pub type TransportError = Box<dyn std::error::Error + Send + Sync>;

/// Why harvesting could not go on. The state of a harvest is then as it was after the last page delivered, and asking again tries
/// the same page again.
#[derive(Debug, thiserror::Error)]
pub enum HarvestError {
    /// The base URL, or the target of a redirect, is not an http or https address.
    #[error("{0:?} is not an http or https address")]
    Address(String),
    /// The settings cannot be used, for example because the user agent holds a line break.
    #[error("the HTTP settings cannot be used")]
    Settings(#[source] TransportError),
    /// The caller's own rule forbids the address.
    #[error("{0} may not be asked")]
    Forbidden(String),
    /// A redirect leads where it may not, in a circle, or on and on.
    #[error("the redirect from {from} to {to:?} is not followed: {reason}")]
    Redirect {
        /// Address that was asked.
        from: String,
        /// Where it points.
        to: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// No connection, or it broke before an answer came.
    #[error("{url} cannot be reached")]
    Unreachable {
        /// Address that was asked.
        url: String,
        /// What the network said.
        #[source]
        source: TransportError,
    },
    /// The server took too long.
    #[error("{url} did not answer in time: {phase}")]
    TimedOut {
        /// Address that was asked.
        url: String,
        /// What was waited for.
        phase: &'static str,
    },
    /// The server is overloaded and wants to be left alone for longer than the settings allow, or after all tries.
    #[error("the server is overloaded (status {status}); try again later")]
    Busy {
        /// 503 or 429.
        status: u16,
        /// The pause it asked for, when it named one.
        retry_after: Option<Duration>,
    },
    /// Any other status that is no answer.
    #[error("the server answered with status {status}: {excerpt}")]
    Status {
        /// The status.
        status: u16,
        /// Beginning of the body.
        excerpt: String,
    },
    /// The answer is larger than the settings allow.
    #[error("the answer is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The answer is compressed in a way that was not asked for.
    #[error("the answer has the content coding {0:?}, which was not asked for")]
    Coding(String),
    /// A page for people came, usually from a firewall, a login or a maintenance notice.
    #[error("an HTML page came instead of an answer (status {status}): {title:?}")]
    Html {
        /// The status.
        status: u16,
        /// Title of the page, empty when it has none.
        title: String,
    },
    /// The answer has a document type declaration; entities are never expanded.
    #[error("the answer has a document type declaration, which the protocol does not allow")]
    DocumentType,
    /// The answer is something else than OAI-PMH.
    #[error("the answer is not OAI-PMH: {0}")]
    NotOai(String),
    /// The answer ended in the middle, or was broken beyond repair, each time it was asked for.
    #[error("the answer is truncated or broken: {0}")]
    Truncated(String),
    /// The server reports errors that the client cannot get around.
    #[error("the repository refuses: {}", join(.0))]
    Protocol(Vec<RemoteError>),
    /// The record alone could not be read.
    #[error("the record cannot be used")]
    Record(#[source] super::FaultReason),
    /// Tokens are refused again and again, without a record more between.
    #[error("the repository refuses its own resumption tokens again and again")]
    TokenRefused,
    /// The list does not end.
    #[error("the list does not end: {reason}, after {pages} pages")]
    Endless {
        /// How that shows.
        reason: &'static str,
        /// Pages read.
        pages: u64,
    },
    /// The checkpoint belongs to another repository, format or set.
    #[error("the checkpoint belongs to another harvest ({0})")]
    OtherPlan(String),
}

fn join(errors: &[RemoteError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
