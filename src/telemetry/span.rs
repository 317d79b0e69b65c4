//! The spans that there are, and what each tells.

use std::borrow::Cow;
use std::future::Future;

use axum::http::{HeaderMap, StatusCode};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{FutureExt, SpanBuilder, SpanKind, Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;

use super::export::tracer;

/// The names of attributes: semantic conventions 1.23 for HTTP, and our own.
const METHOD: &str = "http.request.method";
const ROUTE: &str = "http.route";
const STATUS: &str = "http.response.status_code";
const ERROR: &str = "error.type";
const JOB_KIND: &str = "parvis.job.kind";
const JOB_COUNT: &str = "parvis.job.count";
const JOB_ATTEMPT: &str = "parvis.job.attempt";
const TASK: &str = "parvis.reading.task";
const BYTES: &str = "parvis.reading.bytes";
const OUTCOME: &str = "parvis.outcome";

/// Work under way; nothing where nobody collects. It ends with its last copy.
#[derive(Debug, Clone)]
pub(crate) struct Span(Option<Context>);

impl Span {
    /// A request by its method and the template of its route, in the trace that its headers name (W3C Trace Context).
    pub(crate) fn request(method: &'static str, route: Option<&str>, headers: &HeaderMap) -> Self {
        Self::begin(|| {
            let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers));
            let name = route.map_or(Cow::Borrowed(method), |route| Cow::Owned(format!("{method} {route}")));
            let mut told = vec![KeyValue::new(METHOD, method)];
            told.extend(route.map(|route| KeyValue::new(ROUTE, route.to_owned())));
            (parent, SpanBuilder::from_name(name).with_kind(SpanKind::Server).with_attributes(told))
        })
    }

    /// A batch of jobs of one kind; `attempt` counts the tries of the one that was tried most, from 1.
    pub(crate) fn jobs(kind: &str, count: usize, attempt: i64) -> Self {
        Self::begin(|| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            let told = [
                KeyValue::new(JOB_KIND, kind.to_owned()),
                KeyValue::new(JOB_COUNT, count),
                KeyValue::new(JOB_ATTEMPT, attempt),
            ];
            (Context::new(), SpanBuilder::from_name(format!("job {kind}")).with_attributes(told))
        })
    }

    /// A process that reads so many bytes, for whatever is under way.
    pub(crate) fn reading(task: &'static str, bytes: usize) -> Self {
        Self::begin(|| {
            let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            let told = [KeyValue::new(TASK, task), KeyValue::new(BYTES, bytes)];
            (Context::current(), SpanBuilder::from_name(task).with_attributes(told))
        })
    }

    fn begin(parts: impl FnOnce() -> (Context, SpanBuilder)) -> Self {
        Self(tracer().map(|tracer| {
            let (parent, builder) = parts();
            let span = builder.start_with_context(tracer, &parent);
            parent.with_span(span)
        }))
    }

    /// Does work under this span: what begins meanwhile belongs to it.
    pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
        match &self.0 {
            Some(context) => work.with_context(context.clone()).await,
            None => work.await,
        }
    }

    /// Says how a request was answered; from 500 on that is an error.
    pub(crate) fn answered(&self, status: StatusCode) {
        let Some(context) = &self.0 else { return };
        context.span().set_attribute(KeyValue::new(STATUS, i64::from(status.as_u16())));
        if status.is_server_error() {
            context.span().set_attribute(KeyValue::new(ERROR, status.as_str().to_owned()));
            context.span().set_status(Status::error(""));
        }
    }

    /// Says how work ended, by a word of ours; whether that is a fault.
    pub(crate) fn ended(&self, outcome: &'static str, is_fault: bool) {
        let Some(context) = &self.0 else { return };
        context.span().set_attribute(KeyValue::new(OUTCOME, outcome));
        if is_fault {
            context.span().set_attribute(KeyValue::new(ERROR, outcome));
            context.span().set_status(Status::error(""));
        }
    }
}
