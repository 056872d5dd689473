//! The whole server over a real socket, with workload tables as programs: what it promises of streams does not
//! depend on what runs.

#![allow(unreachable_pub, reason = "the client is written as a library would be")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::{Server, bursts};
use serde_json::Value;
use timeslice::runs::Limits;

fn steps_of(lines: &[Value]) -> Vec<&Value> {
    lines.iter().filter(|line| line["id"].is_u64()).collect()
}

#[test]
fn a_run_as_lines_of_json() {
    let server = Server::start(Limits::default());
    let answer = server.get(&format!("/api/run?{}&cores=1&format=ndjson", bursts(2, 3, "1us")));
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/x-ndjson")
    );
    let lines = answer.json_lines();
    assert_eq!(lines[0]["type"], "hello");
    assert_eq!(lines[0]["trace_version"], timeslice_trace::TRACE_VERSION);
    assert_eq!(lines[0]["machine"]["cores"], 1);
    assert_eq!(lines[0]["machine"]["python"], "3.14");
    assert_eq!(lines[0]["settings"]["quantum"], "4ms");
    assert!(lines[0]["link"].as_str().unwrap().ends_with("&cores=1"));
    let steps = steps_of(&lines);
    assert!(steps.iter().enumerate().all(|(idx, step)| step["id"] == idx as u64));
    let dispatched = steps.iter().find(|step| step["type"] == "dispatched").unwrap();
    assert!(
        dispatched["say"].as_str().unwrap().len() > 10 && dispatched["label"] == "dispatched",
        "{dispatched}"
    );
    let summary = lines.last().unwrap();
    assert_eq!(summary["type"], "summary");
    assert_eq!(
        (&summary["outcome"], &summary["status"]),
        (&"finishes".into(), &0.into())
    );
    assert_eq!(summary["n_steps"], steps.len());
    assert_eq!(summary["is_complete"], true);
    assert_eq!(summary["metrics"]["threads"].as_array().unwrap().len(), 2);
    assert_eq!(summary["hash"].as_str().unwrap().len(), 16);
}

#[test]
fn the_same_run_as_server_sent_events_in_batches() {
    let server = Server::start(Limits::default());
    let query = bursts(4, 2_000, "1us");
    let answer = server.get(&format!("/api/run?{query}"));
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "text/event-stream")
    );
    let messages = answer.messages();
    assert_eq!(messages[0].event, "hello");
    assert_eq!(messages.last().unwrap().event, "summary");
    let batches = &messages[1..messages.len() - 1];
    assert!(batches.len() > 2, "{}", batches.len());
    let mut all = Vec::new();
    for batch in batches {
        let steps = batch.data.as_array().unwrap();
        assert!(batch.event == "steps" && !steps.is_empty() && steps.len() <= 2_048);
        assert_eq!(
            batch.id.as_deref(),
            Some(steps.last().unwrap()["id"].to_string().as_str())
        );
        all.extend(steps.iter().cloned());
    }
    let lines = server.get(&format!("/api/run?{query}&format=ndjson")).json_lines();
    assert_eq!(all.iter().collect::<Vec<_>>(), steps_of(&lines));
    assert_eq!(messages.last().unwrap().data["hash"], lines.last().unwrap()["hash"]);
}

#[test]
fn a_broken_stream_is_taken_up_where_it_broke() {
    let server = Server::start(Limits::default());
    let path = format!("/api/run?{}", bursts(3, 100, "1us"));
    let whole = server.get(&path).steps();
    for last_id in [0, 1, 255, 256, 300, whole.len() - 1] {
        let rest = server.get_with(&path, &[("Last-Event-ID", &last_id.to_string())]);
        assert_eq!(rest.steps(), whole[last_id + 1..], "after {last_id}");
        assert_eq!(rest.messages().last().unwrap().data["n_steps"], whole.len());
    }
    let refused = server.get_with(&path, &[("Last-Event-ID", "soon")]);
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.json()["detail"],
        "Last-Event-ID: `soon` is not the number of a step"
    );
}

#[test]
fn the_link_is_the_same_by_get_and_by_post() {
    let server = Server::start(Limits::default());
    let got = server.get(&format!(
        "/api/run?{}&cores=3&seed=5&format=ndjson",
        bursts(2, 3, "1us")
    ));
    let body = r#"{"source": "2 rows of 3 bursts of 1us", "settings": {"cores": 3, "seed": "5"}}"#;
    let posted = server.post("/api/run?format=ndjson", body);
    assert_eq!(posted.status, 200, "{}", posted.text());
    assert_eq!(got.text(), posted.text());
}

#[test]
fn streams_are_compressed_and_flushed() {
    let server = Server::start(Limits::default());
    let path = format!("/api/run?{}", bursts(4, 400, "1us"));
    let plain = server.get(&path);
    let gzip = server.get_with(&path, &[("Accept-Encoding", "gzip")]);
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert_eq!(gzip.gunzip().steps(), plain.steps());
    assert!(
        gzip.body.len() * 8 < plain.body.len(),
        "{} of {}",
        gzip.body.len(),
        plain.body.len()
    );
    let brotli = server.get_with(&path, &[("Accept-Encoding", "br")]);
    assert_eq!(brotli.header("content-encoding"), "br");

    // A run that goes on for ever: what has happened must arrive although the stream does not end.
    for encoding in ["identity", "gzip"] {
        let mut open = server.open("/api/run?code=", "endless", &[("Accept-Encoding", encoding)]);
        let begun = open.read_until(|bytes| match encoding {
            "gzip" => common::gunzip_prefix(bytes)
                .windows(11)
                .any(|w| w == b"event: steps".get(..11).unwrap()),
            _ => bytes.windows(11).any(|w| w == b"event: steps".get(..11).unwrap()),
        });
        assert!(begun, "{encoding}");
    }
}

#[test]
fn a_vanished_reader_ends_the_run() {
    let server = Server::start(Limits {
        n_runs: 1,
        n_waiting: 0,
        ..Limits::default()
    });
    let mut open = server.open("/api/run?code=", "endless", &[]);
    assert!(open.read_until(|bytes| bytes.windows(12).any(|w| w == b"event: steps")));
    let busy = server.get(&format!("/api/run?{}", bursts(1, 1, "1us")));
    assert_eq!((busy.status, busy.header("retry-after")), (503, "2"));
    assert_eq!(busy.header("content-type"), "application/problem+json");
    assert_eq!(
        busy.json()["detail"],
        "every place for a run is taken; try again in a few seconds"
    );
    drop(open);
    server.wait_for_free_places(1);
    assert_eq!(server.get(&format!("/api/run?{}", bursts(1, 1, "1us"))).status, 200);
}

/// The channel and the sockets hold a little; a run that is not read must not go on beyond that.
#[test]
fn a_slow_reader_slows_the_run() {
    let server = Server::start(Limits {
        n_batches: 2,
        ..Limits::default()
    });
    let mut open = server.open("/api/run?code=", "endless", &[]);
    assert!(open.read_until(|bytes| bytes.windows(12).any(|w| w == b"event: steps")));
    let before = server.wait_until_steady();
    let after = server.wait_until_steady();
    assert_eq!(before, after, "the run goes on although nobody reads");
    assert!(
        open.read_while(|| server.n_steps() <= after),
        "and goes on when somebody does"
    );
}

#[test]
fn a_run_is_cut_when_it_takes_too_long_in_real_time() {
    let wall = std::time::Duration::from_millis(300);
    let server = Server::start(Limits {
        wall,
        ..Limits::default()
    });
    let answer = server
        .open("/api/run?format=ndjson&code=", "endless", &[])
        .read_to_end();
    let lines = answer.json_lines();
    let summary = lines.last().unwrap();
    assert_eq!(
        (&summary["outcome"], &summary["limit"]),
        (&"limit".into(), &"wall_clock".into())
    );
    assert_eq!(summary["is_complete"], false);
    assert!(steps_of(&lines).len() > 10);
}

#[test]
fn a_spent_budget_shows_the_run_up_to_there() {
    let budget = timeslice_kernel::Budget {
        events: 100,
        ..timeslice_kernel::Budget::SERVER
    };
    let server = Server::start(Limits {
        budget,
        ..Limits::default()
    });
    let lines = server
        .get(&format!("/api/run?{}&format=ndjson", bursts(2, 500, "1us")))
        .json_lines();
    let steps = steps_of(&lines);
    assert!(steps.iter().any(|step| step["type"] == "limit_reached") && steps.len() > 90);
    let summary = lines.last().unwrap();
    assert_eq!(
        (&summary["outcome"], &summary["limit"]),
        (&"limit".into(), &"events".into())
    );
    assert_eq!(summary["is_complete"], true);
}

#[test]
fn a_failure_of_the_engine_is_said_and_not_hidden() {
    let server = Server::start(Limits::default());
    let answer = server.open("/api/run?code=", "panic", &[]).read_to_end();
    let last = answer.messages().pop().unwrap();
    assert_eq!((last.event.as_str(), &last.data["status"]), ("failed", &500.into()));
    assert_eq!(server.get("/health").status, 200);
}

fn check_refusal(server: &Server, path: &str, status: u16, detail: &str) {
    let answer = server.get(path);
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    let problem = answer.json();
    assert_eq!(
        (answer.status, problem["detail"].as_str().unwrap()),
        (status, detail),
        "{path}"
    );
    assert_eq!(problem["status"], status);
}

#[test]
fn refusals() {
    let server = Server::start(Limits::default());
    let own = bursts(1, 1, "1us");
    let check =
        |query: &str, status, detail: &str| check_refusal(&server, &format!("/api/run?{query}"), status, detail);
    check(
        "",
        400,
        "scenario: missing; give a scenario, a program (`code`) or a table (`table`)",
    );
    check("scenario=nothing", 404, "there is no scenario `nothing`");
    check(
        &format!("{own}&cores=99"),
        400,
        "cores: `99` is out of range; allowed: 1 to 16",
    );
    check(
        &format!("{own}&format=xml"),
        400,
        "format: `xml` is not one of sse, ndjson",
    );
    check(
        "code=AAAA",
        400,
        "code: the program in this link is damaged; was the link cut off?",
    );
    check_refusal(
        &server,
        "/api/nothing",
        404,
        "there is nothing at /api/nothing; there are /api/run, /api/table, /api/lab/policies, /api/scenarios and /api/settings",
    );

    let answer = server.open("/api/run?code=", "1 rows of x", &[]).read_to_end();
    assert_eq!(answer.status, 422);
    let problem = answer.json();
    assert_eq!(problem["detail"], "line 1: not a table");
    assert_eq!(problem["errors"][0]["end_col"], 9);

    let long = format!(r#"{{"source": "{}"}}"#, "#".repeat(70_000));
    assert_eq!(
        server.post("/api/run", &long).json()["detail"],
        "source: the program has 70000 bytes; 65536 is the most"
    );
    assert_eq!(server.post("/api/run", &long.replace('#', "##########")).status, 413);
    assert_eq!(server.post("/api/run", "{").status, 400);
    assert_eq!(server.post("/api/run", r#"{"source": "", "colour": 1}"#).status, 400);
    assert_eq!(server.get(&format!("/api/run?code={}", "A".repeat(70_000))).status, 414);
}

#[test]
fn pages_lists_and_files() {
    let server = Server::start(Limits::default());
    let home = server.get("/");
    assert_eq!(
        (home.status, home.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    let policy = home.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(home.text().contains(&format!("nonce=\"{nonce}\"")), "{policy}");
    assert_ne!(server.get("/").header("content-security-policy"), policy);
    assert_eq!(home.header("x-content-type-options"), "nosniff");

    let run = server.get("/run/bursts?cores=1&at=3");
    assert_eq!(run.status, 200);
    assert!(
        run.text().contains("A workload · Timeslice") || run.text().contains("A workload"),
        "{}",
        run.text()
    );
    let boot = run.boot();
    assert_eq!(
        (&boot["machine"]["cores"], &boot["base"]["cores"]),
        (&1.into(), &"4".into())
    );
    assert_eq!((&boot["at"], &boot["scenario"]["slug"]), (&3.into(), &"bursts".into()));
    assert_eq!(server.get("/run").boot()["source"], "");

    let missing = server.get("/run/nothing");
    assert_eq!(missing.status, 404);
    assert!(
        missing.text().contains("There is no scenario <code>nothing</code>")
            && missing.text().contains("href=\"/run/bursts\"")
    );
    assert_eq!(server.get("/nothing").status, 404);
    assert!(
        server
            .get("/run/bursts?cores=99")
            .text()
            .contains("Cores: <code>99</code> is out of range")
    );

    assert_eq!(server.get("/api/scenarios").json()["scenarios"][0]["slug"], "bursts");
    assert_eq!(server.get("/api/settings").json()["settings"][0]["name"], "cores");
    assert_eq!(server.get("/health").json()["status"], "ok");

    let file = server.get("/static/anything/vendor/codemirror.js");
    assert_eq!(
        (file.status, file.header("content-type")),
        (200, "text/javascript; charset=utf-8")
    );
    assert_eq!(
        server.get("/static/anything/fonts/inter.woff2").header("content-type"),
        "font/woff2"
    );
    for path in [
        "/static/x/nothing.js",
        "/static/x/../Cargo.toml",
        "/static/x/%2e%2e/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

/// The home page shows what really ran.
#[test]
fn cards_have_small_timelines() {
    let server = Server::start(Limits::default());
    let minis = server.get("/api/minis").json();
    let boot = server.get("/").boot();
    assert_eq!((&boot["minis"], &boot["minis_complete"]), (&minis, &true.into()));
    let mini = &minis[boot["scenarios"][0]["slug"].as_str().unwrap()];
    assert_eq!(mini["outcome"], "finishes");
    assert_eq!(mini["lanes"][0]["segments"][0][0], "run");
    assert!(mini["end_ns"].as_u64().unwrap() > 0);
}

#[test]
fn head_and_options() {
    let server = Server::start(Limits::default());
    let head = server.request("HEAD", "/", &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    let options = server.request("OPTIONS", "/api/run", &[], "");
    assert_eq!((options.status, options.header("allow")), (204, "GET,HEAD,POST"));
    assert_eq!(server.request("DELETE", "/api/run", &[], "").status, 405);
}

/// Runs that are going end with what they have, and the server with them.
#[test]
fn shutting_down_does_not_wait_for_endless_runs() {
    let server = Server::start(Limits::default());
    let mut open = server.open("/api/run?format=ndjson&code=", "endless", &[]);
    assert!(open.read_until(|bytes| bytes.windows(6).any(|w| w == b"\"id\":9")));
    let reading = std::thread::spawn(move || open.read_to_end());
    server.stop();
    let lines = reading.join().unwrap().json_lines();
    assert_eq!(lines.last().unwrap()["type"], "summary");
    assert_eq!(lines.last().unwrap()["is_complete"], false);
}
