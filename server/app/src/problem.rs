//! What a request can be refused with: `application/problem+json` (RFC 9457), with the places in the program.

use crate::engine::Diagnostic;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use timeslice_scenario::LinkError;
use timeslice_scenario::table::CellError;

/// A refusal. Every one says what is allowed instead.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// The status as words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for the reader.
    pub detail: String,
    /// The parameter concerned, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<Box<str>>,
    /// The places in the program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Diagnostic>,
    /// The bad cells of a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<CellError>,
    /// Seconds after which it is worth trying again.
    #[serde(skip)]
    retry_after_s: Option<u32>,
}

impl Problem {
    /// A refusal with nothing but a sentence.
    #[must_use]
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            errors: Vec::new(),
            cells: Vec::new(),
            retry_after_s: None,
        }
    }

    /// All runs are taken and so are the places in the queue.
    #[must_use]
    pub fn busy() -> Self {
        let detail = "every place for a run is taken; try again in a few seconds";
        Self {
            retry_after_s: Some(2),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// The program cannot run.
    #[must_use]
    pub fn program(errors: Vec<Diagnostic>) -> Self {
        let detail = match errors.first() {
            Some(first) => format!("line {}: {}", first.line, first.message),
            None => "the program cannot run".to_owned(),
        };
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        let detail = error.to_string();
        match error {
            LinkError::NoScenario { .. } => Self::new(StatusCode::NOT_FOUND, detail),
            LinkError::Parameter { name, .. } => Self {
                parameter: Some(name.into()),
                ..Self::new(StatusCode::BAD_REQUEST, detail)
            },
            LinkError::Table(cells) => Self {
                cells,
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
            },
            LinkError::Metadata(error) => Self::program(vec![Diagnostic {
                kind: "Metadata",
                message: error.message,
                line: error.line,
                col: error.col,
                end_line: error.line,
                end_col: error.col,
                hint: None,
            }]),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let json = serde_json::to_vec(&self).expect("a problem is plain data");
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
