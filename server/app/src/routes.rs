//! Every address and what every answer goes through.

use crate::api::{lists, run, tables};
use crate::state::AppState;
use crate::{files, lab, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use timeslice_scenario::SOURCE_BYTES_MAX;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// A program in JSON is at most six times its size (every character written as `\u0000`), and a little around it.
const BODY_BYTES_MAX: usize = 6 * SOURCE_BYTES_MAX + (16 << 10);

/// The whole site.
pub fn router(app: AppState) -> Router {
    // The default would leave server-sent events alone; a run shrinks to a twentieth.
    let is_worth_it = SizeAbove::new(256)
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("image/png"));
    // No query in the logs: it can hold a program.
    let span =
        |request: &Request| tracing::info_span!("request", method = %request.method(), path = request.uri().path());
    Router::new()
        .route("/", get(pages::home))
        .route("/run", get(pages::own))
        .route("/run/{slug}", get(pages::scenario))
        .route("/lab", get(lab::lab))
        .route("/docs/supported", get(pages::supported))
        .route("/api/run", get(run::get).post(run::post))
        .route("/api/table", post(tables::read))
        .route("/api/lab/policies", get(tables::policies).post(tables::post_policies))
        .route("/api/scenarios", get(lists::scenarios))
        .route("/api/minis", get(lists::minis))
        .route("/api/settings", get(lists::settings))
        .route("/health", get(lists::health))
        .route("/static/{hash}/{*path}", get(files::get))
        .fallback(pages::not_found)
        .with_state(app)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new().compress_when(is_worth_it))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("cross-origin-opener-policy", "same-origin"))
        .layer(from_fn(options))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span))
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// `OPTIONS` is answered with what is allowed, not with an error that says it.
async fn options(request: Request, next: Next) -> Response {
    let is_options = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    if is_options && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}
