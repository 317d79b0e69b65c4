//! Spans for an OpenTelemetry collector, where the settings name one: requests, jobs and the processes that read files.
//!
//! A span tells what was done, how long it took and how it ended, and nothing of persons: the template of a route and not its
//! path (which may hold a token), no query, no address, no agent, no words of an error. Names follow the semantic
//! conventions for HTTP where there are some; ours begin with `parvis.`. Where no collector is named, a span is nothing.
//! Neighbours: `app` starts it from the settings; `web`, `worker` and `extract` make the spans. Counts are Prometheus's
//! (`web::metrics`), which collectors read too.

mod collector;
mod export;
mod span;

pub(crate) use export::is_on;
pub use export::{Error, Settings, Telemetry, start};
pub(crate) use span::Span;
