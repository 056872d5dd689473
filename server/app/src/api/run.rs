//! `/api/run`: a run as a stream. `GET` with the parameters of a link, or `POST` with a program too long for an
//! address.

use super::wire::Format;
use crate::problem::Problem;
use crate::runs::Reader;
use crate::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::StreamExt as _;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use timeslice_scenario::link::Link;
use timeslice_scenario::{Language, LinkError, RunSpec, SOURCE_BYTES_MAX};

/// `GET /api/run?scenario=…`, `?code=…` or `?table=…`, the settings, `schedule`, `level`, `from_ns`, `to_ns`, `format`.
///
/// # Errors
/// 400 for a parameter, 404 for a scenario, 422 for a program, 503 when there is no place.
pub async fn get(
    State(app): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (format, query) = take_format(query.as_deref().unwrap_or_default())?;
    let link = Link::parse(None, &query, &app.catalogue)?;
    stream(&app, link.spec, reader(&headers, format)?).await
}

/// The body of a `POST`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    source: Option<String>,
    table: Option<String>,
    scenario: Option<String>,
    #[serde(default)]
    settings: BTreeMap<String, serde_json::Value>,
    schedule: Option<String>,
    level: Option<String>,
    from_ns: Option<u64>,
    to_ns: Option<u64>,
}

/// `POST /api/run` with `{"source": "…", "settings": {"cores": 1, "gil": "off"}}`; otherwise like `GET`.
///
/// # Errors
/// As [`get`], and 400 or 413 for the body.
pub async fn post(
    State(app): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (format, rest) = take_format(query.as_deref().unwrap_or_default())?;
    if !rest.is_empty() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "the parameters of a POST are in its body",
        ));
    }
    let body = body.map_err(|error| Problem::new(error.status(), "the body has more bytes than a program may"))?;
    let bad = |error: serde_json::Error| Problem::new(StatusCode::BAD_REQUEST, format!("the body: {error}"));
    let request: Request = serde_json::from_slice(&body).map_err(bad)?;
    stream(&app, request.spec(&app)?, reader(&headers, format)?).await
}

impl Request {
    pub(super) fn spec(self, app: &AppState) -> Result<RunSpec, Problem> {
        let mut spec = match (self.source, self.table, self.scenario) {
            (Some(source), None, None) => RunSpec::program(source)?,
            (None, Some(table), None) => RunSpec::table(limited(table)?)?,
            (None, None, Some(slug)) => RunSpec::scenario(&slug, &app.catalogue)?,
            _ => {
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    "give either `source`, `table` or `scenario`",
                ));
            }
        };
        // A preset sets others, so it comes first.
        let (presets, others): (Vec<_>, Vec<_>) = self.settings.into_iter().partition(|(name, _)| name == "preset");
        for (name, value) in presets.into_iter().chain(others) {
            match value {
                serde_json::Value::String(text) => spec.set(&name, &text)?,
                other => spec.set(&name, &other.to_string())?,
            }
        }
        for (name, value) in [
            ("schedule", self.schedule),
            ("level", self.level),
            ("from_ns", self.from_ns.map(|ns| ns.to_string())),
            ("to_ns", self.to_ns.map(|ns| ns.to_string())),
        ] {
            if let Some(value) = value {
                spec.set(name, &value)?;
            }
        }
        Ok(spec)
    }
}

/// A table from outside: no longer than a program may be.
pub(super) fn limited(table: String) -> Result<String, Problem> {
    if table.len() > SOURCE_BYTES_MAX {
        let detail = format!("the table has {} bytes; {SOURCE_BYTES_MAX} is the most", table.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    Ok(table)
}

/// The `format` parameter is about the answer and not part of the run.
fn take_format(query: &str) -> Result<(Option<Format>, String), Problem> {
    let mut format = None;
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name == "format" {
            format = Some(match value.as_ref() {
                "sse" => Format::Sse,
                "ndjson" => Format::Ndjson,
                _ => {
                    let detail = format!("format: `{value}` is not one of sse, ndjson");
                    return Err(Problem::new(StatusCode::BAD_REQUEST, detail));
                }
            });
        } else {
            rest.append_pair(&name, &value);
        }
    }
    Ok((format, rest.finish()))
}

fn reader(headers: &HeaderMap, format: Option<Format>) -> Result<Reader, Problem> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let accepts_ndjson = text("accept").contains("application/x-ndjson");
    let last_id = match text("last-event-id") {
        "" => None,
        id => Some(id.parse().map_err(|_| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                format!("Last-Event-ID: `{id}` is not the number of a step"),
            )
        })?),
    };
    let format = format.unwrap_or(if accepts_ndjson { Format::Ndjson } else { Format::Sse });
    Ok(Reader { format, last_id })
}

/// Proxies give up on a connection that says nothing.
const HEARTBEAT: Duration = Duration::from_secs(15);

async fn stream(app: &AppState, spec: RunSpec, reader: Reader) -> Result<Response, Problem> {
    if spec.language == Language::Table {
        // On the machine of this run: its settings may leave a process without a core.
        spec.read_table().map_err(LinkError::Table)?;
    }
    let receiver = app.pool.start(spec, reader).await?;
    let messages = futures_util::stream::unfold(receiver, move |mut receiver| async move {
        loop {
            match tokio::time::timeout(HEARTBEAT, receiver.recv()).await {
                Ok(Some(bytes)) => return Some((Ok::<Bytes, Infallible>(bytes), receiver)),
                Ok(None) => return None,
                Err(_) if reader.format == Format::Sse => {
                    return Some((Ok(Bytes::from_static(b": still running\n\n")), receiver));
                }
                Err(_) => {}
            }
        }
    });
    // Compression asks once more after the end.
    let mut response = Response::new(Body::from_stream(messages.fuse()));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(reader.format.content_type()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
