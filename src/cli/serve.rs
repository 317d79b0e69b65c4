//! `parvis serve`: the site and its worker, until a signal ends both cleanly.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::{App, may_share};
use crate::config::Config;
use crate::web::{Site, SiteSettings, metrics_router, router};

/// How long requests and jobs at hand may take to end after a signal.
const GRACE: Duration = Duration::from_secs(20);

pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let listener = listen(config).await?;
    let app = super::open(config).await?;
    ensure_works(&app, config)?;
    tracing::info!(address = config.base_url, data = %config.data.display(), "serving");
    serve(&app, listener, config, stop_on_signal()?).await
}

/// `parvis worker`: works on the jobs beside the processes that serve the site.
pub(super) async fn work(config: &Config) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        may_share(config),
        "a worker of its own needs what processes can share: DATABASE_URL (PostgreSQL) and PARVIS_SEARCH; without them, \
         `parvis serve` does the work itself"
    );
    let app = super::open(config).await?;
    tracing::info!("working");
    app.worker("worker").with_schedule().run(config.workers, stop_on_signal()?).await;
    app.repository.settle_fragments().await;
    app.repository.store().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Refuses to serve beside a process that works alone, and says what several need.
fn ensure_works(app: &App, config: &Config) -> anyhow::Result<()> {
    anyhow::ensure!(
        app.is_worker() || config.database_url.is_none(),
        "another Parvis works on this database or in the data folder {}, and each has an index of its own: several \
         processes need a search server that they share, PARVIS_SEARCH",
        config.data.display()
    );
    anyhow::ensure!(
        app.is_worker(),
        "another Parvis works in the data folder {}: one process alone works with SQLite; several need DATABASE_URL \
         (PostgreSQL) and PARVIS_SEARCH",
        config.data.display()
    );
    Ok(())
}

/// Listens, with an error that says what to do when the port is taken.
pub(super) async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).await.with_context(|| {
        format!("cannot listen on {}: is another program there? Choose another with PARVIS_LISTEN", config.listen)
    })
}

/// A token that SIGTERM or Ctrl-C cancels.
pub(super) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let cancel = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        cancel.cancel();
    });
    Ok(stop)
}

/// Serves and works until stopped; then ends requests and jobs within the grace time.
pub(super) async fn serve(
    app: &App,
    listener: TcpListener,
    config: &Config,
    stop: CancellationToken,
) -> anyhow::Result<ExitCode> {
    let worker = app.worker("serve").with_schedule();
    let working = tokio::spawn(worker.run(config.workers, stop.clone()));
    let site = app.repository.site();
    let settings = SiteSettings { api_rate: config.api_rate, ..SiteSettings::new(&site.base_url, &site.name) };
    let served = Site::new(app.repository.clone(), settings);
    let served = app.serve().into_iter().fold(served, Site::sharing);
    let measured = measure(config, served.clone(), stop.clone()).await?;
    let router = router(served);
    // What is sent in several pieces must not wait for the receipt of the piece before, which takes 40 ms (RFC 1122 §4.2.3.2).
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection holds small pieces back");
        }
    });
    let ended = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::select! {
        served = ended.into_future() => served.context("the server stopped")?,
        () = after_grace(&stop) => tracing::warn!("requests that did not end in time were cut off"),
    }
    stop.cancel();
    if tokio::time::timeout(GRACE, working).await.is_err() {
        tracing::warn!("jobs that did not end in time go on at the next start");
    }
    if let Some(measured) = measured {
        measured.abort();
    }
    app.repository.settle_fragments().await;
    if let Err(error) = app.repository.write_usage().await {
        tracing::error!(error = &error as &dyn std::error::Error, "the last uses of articles are lost");
    }
    app.repository.store().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Answers Prometheus at an address of its own, when one is set.
async fn measure(config: &Config, site: Site, stop: CancellationToken) -> anyhow::Result<Option<JoinHandle<()>>> {
    let Some(address) = config.metrics_listen else { return Ok(None) };
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: choose another with PARVIS_METRICS_LISTEN"))?;
    tracing::info!(%address, "metrics");
    Ok(Some(tokio::spawn(async move {
        let served = axum::serve(listener, metrics_router(site)).with_graceful_shutdown(stop.cancelled_owned());
        if let Err(error) = served.await {
            tracing::error!(error = &error as &dyn std::error::Error, "metrics are no longer given");
        }
    })))
}

async fn after_grace(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(GRACE).await;
}
