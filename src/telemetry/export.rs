//! Spans on their way: a queue of bounded length, a thread that hands them over in batches, a last batch at the stop.
//!
//! Whoever makes a span waits for nothing: where the queue is full, it is dropped. The variables of the OpenTelemetry
//! specification for queue and batches (`OTEL_BSP_…`) and for attributes of the service (`OTEL_RESOURCE_ATTRIBUTES`) hold.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use super::collector::{Collector, PATIENCE};

/// How long the program waits at its end for the last spans to go out.
const LAST_PATIENCE: Duration = Duration::from_secs(3);

/// Who makes the spans of this process; nobody where no collector is named.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// Where spans go, and which.
pub struct Settings {
    /// Address of the collector without trailing slash, before `/v1/traces`.
    pub endpoint: String,
    /// Headers of each request; secret.
    pub headers: HashMap<String, String>,
    /// Name of the service.
    pub service: String,
    /// Share of the traces that begin here and are kept, 0 to 1; whoever asks with a `traceparent` decides for theirs.
    pub ratio: f64,
}

/// Why spans cannot be handed out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The way to the collector cannot be made.
    #[error("the client for the collector cannot be made")]
    Client(#[source] harvest::client::HarvestError),
    /// The address or a header cannot be used.
    #[error("the exporter of spans cannot be made")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
    /// It was started before.
    #[error("spans are handed out already")]
    Twice,
}

/// Spans that are handed out until this is stopped.
pub struct Telemetry(SdkTracerProvider);

/// Hands spans of this process to a collector from now on; on a runtime that lasts until [`Telemetry::stop`].
///
/// # Errors
/// When the settings cannot be used, or when it was called before.
pub fn start(settings: Settings) -> Result<Telemetry, Error> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", settings.endpoint))
        .with_headers(settings.headers)
        .with_timeout(PATIENCE)
        .with_http_client(Collector::new().map_err(Error::Client)?)
        .build()
        .map_err(Error::Exporter)?;
    let instance = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
    let resource = Resource::builder()
        .with_service_name(settings.service)
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attribute(KeyValue::new("service.instance.id", format!("{instance:016x}")))
        .build();
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.ratio))))
        .with_resource(resource)
        .build();
    TRACER.set(provider.tracer("parvis")).map_err(|_| Error::Twice)?;
    Ok(Telemetry(provider))
}

impl Telemetry {
    /// Hands out what is left, for a few seconds at most; later spans go nowhere.
    pub async fn stop(self) {
        let stopped = tokio::task::spawn_blocking(move || self.0.shutdown_with_timeout(LAST_PATIENCE)).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!("the last spans did not reach the collector");
        }
    }
}

/// Whether spans are made at all.
pub(crate) fn is_on() -> bool {
    TRACER.get().is_some()
}

/// Who makes spans.
pub(super) fn tracer() -> Option<&'static SdkTracer> {
    TRACER.get()
}
