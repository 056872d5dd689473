//! Workload tables: what a text says (`/api/table`), and what every policy makes of one (`/api/lab/policies`).
//! docs/api.md shows the JSON.

use super::run::{Request, limited};
use crate::problem::Problem;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use timeslice_kernel::{Ending, PolicyKind};
use timeslice_scenario::link::{Link, encode_program};
use timeslice_scenario::settings::POLICIES;
use timeslice_scenario::table::report::decimate;
use timeslice_scenario::table::{self, COLUMNS, TABLE_BUDGET};
use timeslice_scenario::{Language, LinkError, Machine, RunSpec, Table};

/// Rows that an answer shows; a page draws no more either.
const ROWS_SHOWN_MAX: usize = 2_000;
/// Bars of a sparkline.
const BARS_MAX: usize = 200;
/// What all policies together may take in real time.
const POLICIES_WALL: Duration = Duration::from_secs(5);

/// A table as the page edits it: its cells as text, its machine as settings, and the text in which both go on.
#[must_use]
pub fn describe(table: &Table) -> Value {
    let all = table.all();
    let rows: Vec<_> = all.iter().take(ROWS_SHOWN_MAX).map(table::Process::cells).collect();
    let text = table.text();
    let lesson = &table.lesson;
    json!({
        "columns": table.columns(),
        "all_columns": COLUMNS,
        "rows": rows,
        "n_rows": all.len(),
        "n_written": table.processes.len(),
        "is_periodic": all.iter().any(|process| process.period_ns.is_some()),
        "horizon_ns": table.horizon_ns(),
        "remarks": table.remarks(),
        "set": table.machine.diff(&Machine::TABLE).into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "title": lesson.title,
        "question": lesson.question,
        "notes": lesson.notes,
        "code": encode_program(&text),
        "text": text,
    })
}

fn body_text(body: Result<Bytes, BytesRejection>) -> Result<String, Problem> {
    let body = body.map_err(|error| Problem::new(error.status(), "the body has more bytes than a table may"))?;
    let text = String::from_utf8(body.to_vec());
    limited(text.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "the body is not UTF-8 text"))?)
}

/// `POST /api/table` with the text of a table (TOML, or cells pasted from a spreadsheet): what it says, or every bad
/// cell of it. Both are answers, so both are 200.
///
/// # Errors
/// 400 or 413 for the body.
pub async fn read(body: Result<Bytes, BytesRejection>) -> Result<Json<Value>, Problem> {
    let text = body_text(body)?;
    Ok(Json(match table::parse(&text) {
        Ok(table) => {
            let mut answer = describe(&table);
            answer["ok"] = true.into();
            answer["errors"] = json!([]);
            answer
        }
        Err(errors) => json!({ "ok": false, "errors": errors }),
    }))
}

/// `GET /api/lab/policies?scenario=…` or `?table=…` and settings, as for `/api/run`: what each policy makes of it.
///
/// # Errors
/// 400 for a parameter or a program, 404 for a scenario, 422 for a table, 503 when there is no place.
pub async fn policies(State(app): State<AppState>, RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let link = Link::parse(None, query.as_deref().unwrap_or_default(), &app.catalogue)?;
    compare(&app, link.spec).await
}

/// `POST /api/lab/policies` with `{"table": "…", "settings": {…}}`, as for `/api/run`.
///
/// # Errors
/// As [`policies`], and 400 or 413 for the body.
pub async fn post_policies(
    State(app): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, Problem> {
    let body = body.map_err(|error| Problem::new(error.status(), "the body has more bytes than a table may"))?;
    let bad = |error: serde_json::Error| Problem::new(StatusCode::BAD_REQUEST, format!("the body: {error}"));
    let request: Request = serde_json::from_slice(&body).map_err(bad)?;
    compare(&app, request.spec(&app)?).await
}

async fn compare(app: &AppState, spec: RunSpec) -> Result<Json<Value>, Problem> {
    if spec.language != Language::Table {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "this is a program; policies are compared on a workload table",
        ));
    }
    let table = spec.read_table().map_err(LinkError::Table)?;
    let compute = move |should_stop: &dyn Fn() -> bool| {
        let rows: Vec<Value> = POLICIES
            .iter()
            .map(|(kind, label, sentence)| row(&table, *kind, label, sentence, should_stop))
            .collect();
        json!({ "policy": table.machine.policy.name(), "policies": rows })
    };
    Ok(Json(app.pool.compute(POLICIES_WALL, compute).await?))
}

/// One policy on the table.
fn row(table: &Table, kind: PolicyKind, label: &str, sentence: &str, should_stop: &dyn Fn() -> bool) -> Value {
    let mut table = table.clone();
    table.machine.policy = kind;
    let all = table.all();
    let has_deadlines = all
        .iter()
        .any(|process| process.deadline_ns.or(process.period_ns).is_some());
    let has_periods = all.iter().any(|process| process.period_ns.is_some());
    // Without what it decides by, a policy is its tie rule.
    let is_meant = match kind {
        PolicyKind::Edf => has_deadlines,
        PolicyKind::Rm => has_periods,
        _ => true,
    };
    let mut answer = json!({ "policy": kind.name(), "label": label, "sentence": sentence, "is_meant": is_meant });
    if should_stop() {
        answer["outcome"] = "skipped".into();
        return answer;
    }
    let (ending, report, bars) = table.result(TABLE_BUDGET, &mut || should_stop());
    answer["outcome"] = match ending {
        Some(Ending::Finished) => "finishes",
        Some(Ending::Deadlocked) => "deadlock",
        Some(Ending::Limit(_)) => "limit",
        None => "skipped",
    }
    .into();
    answer["averages"] = json!(report.averages);
    answer["misses"] = report.misses.into();
    answer["makespan_ns"] = report.makespan_ns.into();
    answer["utilisation_permille"] = report.utilisation_permille.into();
    answer["fairness_permille"] = report.fairness_permille.into();
    answer["n_switches"] = report.n_switches.into();
    answer["n_bars"] = bars.len().into();
    answer["bars"] = json!(decimate(&bars, table.machine.cores, report.makespan_ns, BARS_MAX));
    answer
}
