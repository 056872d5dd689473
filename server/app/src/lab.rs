//! The page of the scheduling lab: a template filled with what its scripts start from. Knows nothing of schedules;
//! the runs are `/api/run`'s.

use crate::pages::{self, boot, page, texts};
use crate::state::AppState;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};
use timeslice_scenario::{Machine, settings};
use timeslice_trace::TRACE_VERSION;

#[derive(Template)]
#[template(path = "lab.html")]
struct Lab<'a> {
    title: &'a str,
    hash: &'a str,
    boot: &'a str,
}

/// `GET /lab`: the lab, with the workload of the link (`table=`) or an empty table.
pub async fn lab(State(app): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    if query.split('&').any(|pair| pair.starts_with("table=")) {
        pages::run(&app, None, &query)
    } else {
        empty(&app)
    }
}

fn empty(app: &AppState) -> Response {
    let start = json!({
        "trace_version": TRACE_VERSION,
        "engine_version": env!("CARGO_PKG_VERSION"),
        "table": "",
        "machine": Machine::TABLE,
        "set": texts(&Machine::TABLE),
        "base": texts(&Machine::TABLE),
        "settings": settings::describe(),
    });
    render(app, "Scheduling lab", &start)
}

/// The page, with what its scripts start from: the table's text, its machine, the scenario if it is one.
pub fn render(app: &AppState, title: &str, start: &Value) -> Response {
    let boot = boot(start);
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
