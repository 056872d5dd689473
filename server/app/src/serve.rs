//! Serving: on a listener that is given, until a signal that is given. So tests start it on any port and end it.

use crate::engine::SharedEngine;
use crate::files::Files;
use crate::mini::Minis;
use crate::routes::router;
use crate::runs::{Limits, Pool};
use crate::state::AppState;
use std::future::Future;
use std::sync::Arc;
use timeslice_scenario::Catalogue;
use tokio::net::TcpListener;

/// Serves until `shutdown` completes; runs that are still going then end soon, with what they have.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    catalogue: Catalogue,
    engine: SharedEngine,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let catalogue = Arc::new(catalogue);
    let pool = Pool::new(Arc::clone(&engine), limits);
    let minis = Arc::new(Minis::begin(Arc::clone(&catalogue), engine));
    let app = AppState {
        catalogue,
        pool: pool.clone(),
        files: Arc::new(Files::new()),
        minis,
    };
    let closing = async move {
        shutdown.await;
        tracing::info!("shutting down");
        pool.close();
    };
    axum::serve(listener, router(app)).with_graceful_shutdown(closing).await
}

/// Completes when the process is asked to end: Ctrl-C, or `SIGTERM` from a container's host.
pub async fn signals() {
    let ctrl_c = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}
