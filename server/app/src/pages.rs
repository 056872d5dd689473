//! The pages: templates filled with what the scripts start from.

use crate::api::lists::card;
use crate::lab;
use crate::problem::Problem;
use crate::state::AppState;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::OnceLock;
use timeslice_python::PyVersion;
use timeslice_scenario::link::{Link, Target, level_name};
use timeslice_scenario::{Language, LinkError, Machine, settings};
use timeslice_trace::TRACE_VERSION;

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    title: &'a str,
    hash: &'a str,
    nonce: &'a str,
    boot: &'a str,
}

#[derive(Template)]
#[template(path = "run.html")]
struct Run<'a> {
    title: &'a str,
    hash: &'a str,
    nonce: &'a str,
    boot: &'a str,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Refusal<'a> {
    title: &'a str,
    hash: &'a str,
    /// What is wrong, in pieces: whether it is code, and the text.
    sentence: &'a [(bool, &'a str)],
    scenarios: &'a [(String, String)],
}

#[derive(Template)]
#[template(path = "supported.html")]
struct Supported<'a> {
    title: &'a str,
    hash: &'a str,
    version: &'a str,
    modules: &'a [SupportedModule],
    refused: &'a [(&'static str, &'static str)],
}

/// A module as the page on what is supported shows it.
struct SupportedModule {
    name: String,
    /// Public names, in one line.
    names: String,
    /// What CPython's has besides.
    lacking: String,
}

/// What no program can have here, and why.
const REFUSED: &[(&str, &str)] = &[
    (
        "subprocess, os.system, os.exec",
        "there is no other program on the simulated machine to start",
    ),
    (
        "ctypes, extension modules, packages from PyPI",
        "they are machine code or come from elsewhere; a program here is one file",
    ),
    (
        "tkinter, curses, readline",
        "there is a console that is written to, and no keyboard or screen",
    ),
    (
        "signal handlers, Ctrl-C",
        "nobody sends signals; the page can stop a run",
    ),
    ("sys.settrace, sys._getframe", "the page shows every frame"),
    (
        "regular expressions that take more than a million steps back",
        "CPython would be busy for minutes; the pattern is named instead",
    ),
];

/// `GET /docs/supported`: the modules and their names, as the library tells them.
pub async fn supported(State(app): State<AppState>) -> Response {
    let modules = match tokio::task::spawn_blocking(library).await {
        Ok(Ok(modules)) => modules,
        Ok(Err(error)) => {
            tracing::error!(error, "the library could not be listed");
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the library could not be listed").into_response();
        }
        Err(error) => {
            tracing::error!(%error, "the library could not be listed");
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the library could not be listed").into_response();
        }
    };
    let hash = &app.files.hash;
    page(|_| {
        Supported {
            title: "What is supported · Timeslice",
            hash,
            version: "3.14",
            modules,
            refused: REFUSED,
        }
        .render()
    })
}

/// Asked once: it does not change while the server runs.
fn library() -> Result<&'static [SupportedModule], String> {
    static LIBRARY: OnceLock<Result<Vec<SupportedModule>, String>> = OnceLock::new();
    let modules = LIBRARY.get_or_init(|| {
        let modules = timeslice_python::library::supported(PyVersion::V314)?;
        Ok(modules
            .into_iter()
            .map(|m| SupportedModule {
                lacking: timeslice_python::library::lacking(&m.module)
                    .collect::<Vec<_>>()
                    .join(", "),
                names: m.names.join(", "),
                name: m.module,
            })
            .collect())
    });
    modules.as_deref().map_err(Clone::clone)
}

/// `GET /`: the course.
pub async fn home(State(app): State<AppState>) -> Response {
    let (minis, minis_complete) = app.minis.so_far();
    let cards: Vec<Value> = app.catalogue.all().iter().map(card).collect();
    let boot = boot(&json!({ "scenarios": cards, "minis": *minis, "minis_complete": minis_complete }));
    page(|nonce| {
        Home {
            title: "Timeslice",
            hash: &app.files.hash,
            nonce,
            boot: &boot,
        }
        .render()
    })
}

/// `GET /run/{slug}`: the run of a scenario.
pub async fn scenario(State(app): State<AppState>, Path(slug): Path<String>, RawQuery(query): RawQuery) -> Response {
    run(&app, Some(&slug), query.as_deref().unwrap_or_default())
}

/// `GET /run`: a program of one's own; without one, an empty editor.
pub async fn own(State(app): State<AppState>, RawQuery(query): RawQuery) -> Response {
    run(&app, None, query.as_deref().unwrap_or_default())
}

pub(crate) fn run(app: &AppState, slug: Option<&str>, query: &str) -> Response {
    let has_program = slug.is_some()
        || query.split('&').any(|pair| {
            ["code=", "table=", "scenario="]
                .iter()
                .any(|name| pair.starts_with(name))
        });
    let query = if has_program {
        query.to_owned()
    } else {
        with_empty_program(query)
    };
    let link = match Link::parse(slug, &query, &app.catalogue) {
        Ok(link) => link,
        Err(error) => {
            let status = match error {
                LinkError::NoScenario { .. } => StatusCode::NOT_FOUND,
                _ => StatusCode::BAD_REQUEST,
            };
            return refusal(app, status, &error.to_string());
        }
    };
    let scenario = match &link.spec.target {
        Target::Scenario(slug) => app.catalogue.get(slug),
        Target::Program(_) | Target::Table(_) => None,
    };
    let is_table = link.spec.language == Language::Table;
    let own = if is_table { "Scheduling lab" } else { "Your program" };
    let title = scenario.map_or(own, |scenario| scenario.title.as_str());
    let number = scenario.and_then(|one| app.catalogue.all().iter().position(|other| other.slug == one.slug));
    let mut start = json!({
        "trace_version": TRACE_VERSION,
        "engine_version": env!("CARGO_PKG_VERSION"),
        "scenario": scenario.map(|one| {
            let mut card = card(one);
            card["number"] = json!(number.map(|position| position + 1));
            card
        }),
        "machine": link.spec.machine,
        "set": texts(&link.spec.machine),
        "base": texts(&link.spec.base),
        "settings": settings::describe(),
        "schedule": link.spec.schedule.as_ref().map(ToString::to_string),
        "level": link.spec.level.map_or("auto", level_name),
        "at": link.at,
        "view": link.view,
    });
    start[if is_table { "table" } else { "source" }] = Value::from(link.spec.source.as_str());
    if is_table {
        return lab::render(app, title, &start);
    }
    let boot = boot(&start);
    let title = format!("{title} · Timeslice");
    page(|nonce| {
        Run {
            title: &title,
            hash: &app.files.hash,
            nonce,
            boot: &boot,
        }
        .render()
    })
}

fn with_empty_program(query: &str) -> String {
    let code = timeslice_scenario::link::encode_program("");
    if query.is_empty() {
        format!("code={code}")
    } else {
        format!("code={code}&{query}")
    }
}

pub(crate) fn texts(machine: &Machine) -> Value {
    machine
        .texts()
        .into_iter()
        .map(|(name, text)| (name, Value::from(text)))
        .collect()
}

/// JSON that can stand inside a script element.
pub(crate) fn boot(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// Whatever no route matches.
pub async fn not_found(State(app): State<AppState>, uri: Uri) -> Response {
    let sentence = format!("there is nothing at {}", uri.path());
    if uri.path().starts_with("/api/") {
        let detail =
            format!("{sentence}; there are /api/run, /api/table, /api/lab/policies, /api/scenarios and /api/settings");
        return Problem::new(StatusCode::NOT_FOUND, detail).into_response();
    }
    refusal(&app, StatusCode::NOT_FOUND, &sentence)
}

/// A page that says what is wrong and what there is.
fn refusal(app: &AppState, status: StatusCode, sentence: &str) -> Response {
    let link = |s: &timeslice_scenario::Scenario| (format!("/run/{}", s.slug), s.title.clone());
    let scenarios: Vec<(String, String)> = app.catalogue.all().iter().map(link).collect();
    let title = if status == StatusCode::NOT_FOUND {
        "Not found"
    } else {
        "This link cannot be followed"
    };
    let mut sentence = sentence.to_owned();
    if let Some(first) = sentence.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    let hash = &app.files.hash;
    let pieces: Vec<(bool, &str)> = sentence
        .split('`')
        .enumerate()
        .map(|(i, text)| (i % 2 == 1, text))
        .collect();
    let mut response = page(|_| {
        Refusal {
            title,
            hash,
            sentence: &pieces,
            scenarios: &scenarios,
        }
        .render()
    });
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// A rendered page with its content security policy: scripts only from here, and the one inline script (the import
/// map) by its nonce. Styles may be inline, because the editor and the drawing set them on elements.
pub(crate) fn page(render: impl FnOnce(&str) -> askama::Result<String>) -> Response {
    let mut random = [0; 16];
    let html = match getrandom::fill(&mut random) {
        Ok(()) => {
            let nonce = format!("{:032x}", u128::from_ne_bytes(random));
            render(&nonce)
                .map(|html| (html, nonce))
                .map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    let (html, nonce) = match html {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(error, "a page could not be rendered");
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made").into_response();
        }
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    );
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
