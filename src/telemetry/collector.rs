//! The way to the collector: one request at a time over the client of the `harvest` crate, bounded in time and size.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use harvest::client::{Exchange, HarvestError, HttpSettings};
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

/// Longest time that one batch may take, its further tries among it.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer: it says how many spans were refused, at most.
const MOST_BYTES: usize = 64 << 10;

/// A collector, asked from the thread of the exporter.
pub(super) struct Collector {
    exchange: Arc<Exchange>,
    /// Where requests run: the exporter's thread has no runtime of its own.
    runtime: Handle,
    /// Whether the last batch was not taken, so that the log tells it once.
    is_silent: AtomicBool,
}

impl Collector {
    /// The way to a collector, on the runtime that this is called in.
    pub(super) fn new() -> Result<Self, HarvestError> {
        let http = HttpSettings {
            accept: "application/x-protobuf".to_owned(),
            connect_timeout: PATIENCE,
            answer_timeout: PATIENCE,
            idle_timeout: PATIENCE,
            total_timeout: PATIENCE,
            max_answer_bytes: MOST_BYTES,
            ..HttpSettings::new(&format!("Parvis/{}", env!("CARGO_PKG_VERSION")))
        };
        let exchange = Arc::new(Exchange::new(http)?);
        Ok(Self { exchange, runtime: Handle::current(), is_silent: AtomicBool::new(false) })
    }

    /// Tells in the log that spans are lost, and that they no longer are.
    fn note(&self, failed: Option<&str>) {
        let was_silent = self.is_silent.swap(failed.is_some(), Ordering::Relaxed);
        match failed {
            Some(why) if !was_silent => {
                tracing::warn!(why, "the collector takes no spans; those that it misses are dropped");
            }
            None if was_silent => tracing::info!("the collector takes spans again"),
            _ => {}
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let exchange = Arc::clone(&self.exchange);
        let sent = self.runtime.spawn(async move { exchange.send(request.map(Vec::from)).await });
        let answer = match sent.await {
            Ok(answer) => answer.inspect_err(|error| self.note(Some(&error.to_string())))?,
            // The program ends.
            Err(ended) => return Err(ended.into()),
        };
        let status = answer.status();
        self.note((!status.is_success()).then_some(status.as_str()));
        Ok(answer.map(Bytes::from))
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collector")
    }
}
