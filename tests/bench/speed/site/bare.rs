//! The reference: an axum handler that answers with so many bytes which lie in memory, in a process of its own like the program.

use std::net::SocketAddr;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use clap::Args;
use tokio::net::TcpListener;

/// The largest answer, in bytes.
const MOST_BYTES: usize = 64 << 20;

static LETTERS: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(vec![b'a'; MOST_BYTES]));

/// Serves the bare handler; started by the benchmark itself.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Address to listen at
    listen: SocketAddr,
}

/// Answers `/{bytes}` until the process is ended.
pub(crate) async fn serve(options: &Options) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen).await?;
    LazyLock::force(&LETTERS);
    eprintln!("serving");
    Ok(axum::serve(listener, Router::new().route("/{bytes}", get(answer))).await?)
}

async fn answer(Path(bytes): Path<usize>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    match LETTERS.get(..bytes) {
        Some(_) => (headers, LETTERS.slice(..bytes)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
