//! What there is: scenarios, settings, and whether the server is well.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use timeslice_scenario::{Scenario, settings};

/// `GET /api/scenarios`: the course, in order, each with its program.
pub async fn scenarios(State(app): State<AppState>) -> Json<Value> {
    let all: Vec<Value> = app
        .catalogue
        .all()
        .iter()
        .map(|scenario| {
            let mut card = card(scenario);
            card["source"] = scenario.source.as_str().into();
            card["expect"] = json!(scenario.expect);
            card
        })
        .collect();
    Json(json!({ "scenarios": all }))
}

/// `GET /api/minis`: the small timelines of the home page, by slug; waits while they are being made after the start.
pub async fn minis(State(app): State<AppState>) -> Json<Value> {
    Json(json!(*app.minis.all().await))
}

/// What a card on the home page says of a scenario.
pub(crate) fn card(scenario: &Scenario) -> Value {
    json!({
        "slug": scenario.slug,
        "language": scenario.language,
        "title": scenario.title,
        "summary": scenario.summary,
        "question": scenario.question,
        "part": scenario.part,
        "chapter": scenario.chapter,
        "order": scenario.order,
        "level": scenario.level,
        "concepts": scenario.concepts,
    })
}

/// `GET /api/settings`: the table that the strip is built from.
pub async fn settings() -> Json<Value> {
    Json(json!({ "settings": settings::describe() }))
}

/// `GET /health`: for load balancers and the container's health check.
pub async fn health(State(app): State<AppState>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "scenarios": app.catalogue.all().len(),
        "free_places": app.pool.n_free(),
    }))
}
