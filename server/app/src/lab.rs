//! The page of the scheduling lab: a template filled with what its scripts start from. Knows nothing of schedules;
//! the runs are `/api/run`'s.

use crate::pages::{boot, page};
use crate::state::AppState;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};
use timeslice_scenario::settings;
use timeslice_trace::TRACE_VERSION;

#[derive(Template)]
#[template(path = "lab.html")]
struct Lab<'a> {
    title: &'a str,
    hash: &'a str,
    boot: &'a str,
}

/// `GET /lab`: the lab with an empty table. With a workload it is a run like any other, at `/run`.
pub async fn empty(State(app): State<AppState>, RawQuery(_): RawQuery) -> Response {
    render(&app, "Scheduling lab", json!({ "table": "", "set": {}, "base": {} }))
}

/// The page with `start` to begin from: the table's text, the machine in the words of the link, the scenario.
pub fn render(app: &AppState, title: &str, mut start: Value) -> Response {
    start["trace_version"] = json!(TRACE_VERSION);
    start["engine_version"] = json!(env!("CARGO_PKG_VERSION"));
    start["settings"] = json!(settings::describe());
    let boot = boot(&start);
    let title = format!("{title} · Timeslice");
    page(|_| {
        Lab {
            title: &title,
            hash: &app.files.hash,
            boot: &boot,
        }
        .render()
    })
}
