//! Spans of this process, handed to the collector that the settings name.

use anyhow::Context;

use crate::config::Config;
use crate::telemetry::{Settings, start};

/// Does work, and hands its spans to the collector meanwhile where the settings name one; the last ones before this ends.
///
/// # Errors
/// When the collector's settings cannot be used; then nothing is done. Else what the work fails by.
pub async fn traced<T>(config: &Config, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let Some(collector) = &config.telemetry else { return work.await };
    let telemetry = start(Settings {
        endpoint: collector.endpoint.clone(),
        headers: collector.headers.iter().map(|(name, value)| (name.clone(), value.reveal().to_owned())).collect(),
        service: collector.service.clone(),
        ratio: collector.ratio,
    });
    let telemetry = telemetry.context("the collector that OTEL_EXPORTER_OTLP_ENDPOINT names cannot be used")?;
    tracing::info!(collector = collector.endpoint, "spans");
    let done = work.await;
    telemetry.stop().await;
    done
}
