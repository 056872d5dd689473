//! Workload tables through the command line and over HTTP: the same numbers, and the same words for what is wrong.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(dead_code, reason = "a part of the common module is other tests'")]

mod common;
#[path = "common/shell.rs"]
mod shell;

use common::Server;
use serde_json::{Value, json};
use shell::run;
use timeslice::engine::product;
use timeslice::runs::Limits;
use timeslice_kernel::Budget;
use timeslice_scenario::link::encode_program;

const TABLE: &str = "[machine]\npolicy = \"rr\"\nquantum = \"4ms\"\n[[process]]\nname = \"P1\"\nbursts = 24\n\
    [[process]]\nname = \"P2\"\nbursts = 3\n[[process]]\nname = \"P3\"\narrival = 1\nbursts = [3, 2, 1]\n";

/// `name start finish turnaround waiting response` of each process, in milliseconds.
fn numbers(summary: &Value) -> Vec<String> {
    let ms = |value: &Value| (value.as_u64().unwrap() as f64 / 1e6).to_string();
    let words = |process: &Value| {
        let numbers = ["start", "finish", "turnaround", "waiting", "response"];
        let numbers: Vec<String> = numbers.iter().map(|key| ms(&process[format!("{key}_ns")])).collect();
        format!("{} {}", process["name"].as_str().unwrap(), numbers.join(" "))
    };
    summary["processes"].as_array().unwrap().iter().map(words).collect()
}

const ROUND_ROBIN: [&str; 3] = ["P1 0 31 31 7 0", "P2 4 7 7 4 4", "P3 7 15 14 8 6"];

fn server() -> Server {
    Server::start_with(product(), Limits::default())
}

#[test]
fn a_summary_has_the_times_of_each_process_and_the_chart() {
    let output = run(TABLE, &["--summary", "json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(numbers(&summary), ROUND_ROBIN);
    assert_eq!(summary["averages"]["waiting_ns"], 6_333_333);
    let chart: Vec<String> = summary["gantt"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| {
            format!(
                "{} {}-{}",
                bar["process"].as_str().unwrap(),
                bar["start_ns"],
                bar["end_ns"]
            )
        })
        .collect();
    assert_eq!(
        chart[..3],
        ["P1 0-4000000", "P2 4000000-7000000", "P3 7000000-10000000"]
    );
    let shorter = run(TABLE, &["--summary", "json", "--set", "policy=srtf"]);
    let shorter: Value = serde_json::from_slice(&shorter.stdout).unwrap();
    assert_eq!(numbers(&shorter), ["P1 6 31 31 7 6", "P2 0 3 3 0 0", "P3 3 9 8 2 2"]);
}

#[test]
fn a_trace_of_a_table_is_text_or_json() {
    let text = String::from_utf8(run(TABLE, &["--trace", "text"]).stdout).unwrap();
    assert!(text.contains("P3            dispatched"), "{text}");
    let lines = String::from_utf8(run(TABLE, &["--trace", "ndjson", "--level", "kernel"]).stdout).unwrap();
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last["type"], "run_ended");
}

#[test]
fn bad_tables_are_refused_with_every_cell() {
    let output = run(
        "[[process]]\nname = \"A\"\nbursts = -1\n[[process]]\nname = \"A\"\n",
        &["--summary", "json"],
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "timeslice: -: line 3: row 1, bursts: `-1` is negative; times count from 0\n\
         timeslice: -: line 5: row 2, name: `A` is already the name of row 1\n\
         timeslice: -: line 5: row 2, bursts: missing: a process needs a burst, such as 5ms cpu\n"
            .replace("-: ", "<stdin>: ")
    );
    assert_eq!(output.status.code(), Some(2));
    let output = run(
        "[machine]\ncores = 2\n[[process]]\nname = \"A\"\nbursts = 1\naffinity = [1]\n",
        &["--set", "cores=1"],
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "timeslice: <stdin>: row 1, affinity: there is no core 1; the machine has core 0 only\n"
    );
}

#[test]
fn a_table_is_read_over_http() {
    let server = server();
    let answer = server.post("/api/table", TABLE).json();
    assert_eq!((&answer["ok"], &answer["n_rows"]), (&true.into(), &3.into()));
    assert_eq!(
        answer["rows"][2],
        json!({"name": "P3", "arrival": "1ms", "bursts": "3ms cpu, 2ms io, 1ms cpu"})
    );
    let again = server.post("/api/table", answer["text"].as_str().unwrap()).json();
    assert_eq!(again, answer);
    let pasted = server
        .post("/api/table", "Process\tArrival\tBurst\nA\t0\t3\nB\tsoon\t0\n")
        .json();
    let errors = json!([
        {"row": 2, "column": "arrival", "message": "`soon` is not a unit of time; use ns, us, ms or s", "line": 3},
        {"row": 2, "column": "bursts", "message": "`0`: a burst must be longer than 0", "line": 3},
    ]);
    assert_eq!(pasted, json!({"ok": false, "errors": errors}));
    let long = server.post("/api/table", &"# a comment\n".repeat(10_000));
    assert_eq!(long.status, 413);
    assert_eq!(long.json()["detail"], "the table has 120000 bytes; 65536 is the most");
}

#[test]
fn a_run_of_a_table_is_a_run_like_any_other() {
    let server = server();
    let code = encode_program(TABLE);
    let lines = server.get(&format!("/api/run?table={code}&format=ndjson")).json_lines();
    let (hello, summary) = (&lines[0], lines.last().unwrap());
    assert_eq!(
        (&hello["language"], &hello["table"]["n_rows"]),
        (&"table".into(), &3.into())
    );
    assert_eq!(hello["link"], format!("/run?table={code}"));
    assert_eq!(numbers(summary), ROUND_ROBIN);
    // From where a reader was cut off.
    let resumed = server
        .get_with(
            &format!("/api/run?table={code}&format=ndjson"),
            &[("last-event-id", "20")],
        )
        .json_lines();
    assert_eq!(resumed[1]["id"], 21);
    assert_eq!(resumed.last(), lines.last());
    let posted = server.post(
        "/api/run?format=ndjson",
        &json!({"table": TABLE, "settings": {"policy": "srtf"}}).to_string(),
    );
    assert_eq!(numbers(posted.json_lines().last().unwrap())[1], "P2 0 3 3 0 0");
    let scenario = server.get("/api/run?scenario=convoy-effect&format=ndjson");
    assert_eq!(scenario.status, 404, "the tests' server has a course of its own");
    let bad = server.post(
        "/api/run",
        &json!({"table": "[[process]]\nname = \"A\"\nbursts = 0\n"}).to_string(),
    );
    assert_eq!((bad.status, &bad.json()["cells"][0]["column"]), (422, &"bursts".into()));
    let alone = encode_program("[machine]\ncores = 2\n[[process]]\nname = \"A\"\nbursts = 1\naffinity = [1]\n");
    let bad = server.get(&format!("/api/run?table={alone}&cores=1"));
    assert_eq!(
        (bad.status, &bad.json()["cells"][0]["column"]),
        (422, &"affinity".into())
    );
}

/// Two processes that take turns of 1 ms.
fn turns(n_ms: u64) -> String {
    let row = |name: &str| format!("[[process]]\nname = \"{name}\"\nbursts = \"{}ms cpu\"\n", n_ms / 2);
    format!(
        "[machine]\npolicy = \"rr\"\nquantum = \"1ms\"\n{}{}",
        row("A"),
        row("B")
    )
}

#[test]
fn a_late_window_of_a_long_table_has_the_steps_of_the_whole_run() {
    let server = server();
    let code = encode_program(&turns(20_000));
    let steps = |window: &str| {
        let lines = server
            .get(&format!("/api/run?table={code}{window}&format=ndjson"))
            .json_lines();
        assert_eq!(lines.last().unwrap()["outcome"], "finishes", "{window}");
        lines[1..lines.len() - 1].to_vec()
    };
    let all = steps("&level=kernel");
    assert!(all.len() > 40_000, "{}", all.len());
    // A window adds the policy's decisions in it, and says where they end.
    let (added, kept): (Vec<Value>, Vec<Value>) = steps("&from_ns=19000000000&to_ns=19500000000")
        .into_iter()
        .partition(|step| step["type"] == "decided" || step["type"] == "detail_reduced");
    let what = |step: &Value| (step["time_ns"].as_u64(), step["thread"].as_u64(), step["type"].clone());
    assert!(
        kept.iter().map(what).eq(all.iter().map(what)),
        "the window changes the run"
    );
    let (end, decisions) = added.split_last().unwrap();
    assert_eq!(what(end), (Some(19_500_000_000), None, "detail_reduced".into()));
    let times: Vec<u64> = decisions.iter().map(|step| step["time_ns"].as_u64().unwrap()).collect();
    let turns: Vec<u64> = (19_000..19_500).map(|ms| ms * 1_000_000).collect();
    assert_eq!(times, turns);
}

#[test]
fn a_table_may_make_more_events_than_a_program_and_is_told_when_it_makes_too_many() {
    let budget = Budget {
        events: 300,
        ..Budget::SERVER
    };
    let server = Server::start_with(
        product(),
        Limits {
            budget,
            table_events: 1_000,
            ..Limits::default()
        },
    );
    let said = |parameter: &str, source: &str| {
        let code = encode_program(source);
        let lines = server
            .get(&format!("/api/run?{parameter}={code}&format=ndjson&level=kernel"))
            .json_lines();
        let summary = lines.last().unwrap();
        let said = lines.iter().find(|line| line["type"] == "limit_reached");
        (
            summary["outcome"].as_str().unwrap().to_owned(),
            said.map_or(Value::Null, |step| step["message"].clone()),
        )
    };
    assert_eq!(said("table", &turns(400)), ("finishes".to_owned(), Value::Null));
    let message = "More than 1000 things have happened, the most a trace may hold: \
                   a shorter table or a longer quantum makes fewer.";
    assert_eq!(said("table", &turns(4_000)), ("limit".to_owned(), message.into()));
    let message = "More than 300 things have happened, the most a trace may hold: \
                   does a loop in the program never end?";
    let program = "import time\nfor i in range(400): time.sleep(0.001)\n";
    assert_eq!(said("code", program), ("limit".to_owned(), message.into()));
    assert_eq!(
        (Limits::default().budget.events, Limits::default().table_events),
        (1_000_000, 2_500_000),
        "as docs/api.md says"
    );
}

#[test]
fn all_policies_are_compared_on_a_table() {
    let server = server();
    let code = encode_program(TABLE);
    let answer = server.get(&format!("/api/lab/policies?table={code}")).json();
    let rows = answer["policies"].as_array().unwrap();
    assert_eq!((rows.len(), &answer["policy"]), (15, &"rr".into()));
    let of = |name: &str| rows.iter().find(|row| row["policy"] == name).unwrap();
    assert_eq!(of("rr")["averages"]["waiting_ns"], 6_333_333);
    assert_eq!(of("srtf")["averages"]["waiting_ns"], 3_000_000);
    assert_eq!(of("srtf")["bars"][0], json!([1, 0, 0, 3_000_000]));
    assert_eq!(
        (&of("edf")["is_meant"], &of("lottery")["is_meant"]),
        (&false.into(), &true.into())
    );
    assert!(rows.iter().all(|row| row["outcome"] == "finishes"), "{answer}");
    let many = json!({"table": "[generate]\nn = 300\ncpu = \"40ms\"\n", "settings": {"quantum": "1ms"}}).to_string();
    let answer = server.post("/api/lab/policies", &many).json();
    for row in answer["policies"].as_array().unwrap() {
        assert!(
            row["bars"].as_array().is_none_or(|bars| bars.len() <= 300),
            "{}",
            row["policy"]
        );
    }
    let program = server.get(&format!("/api/lab/policies?code={}", encode_program("print(1)\n")));
    assert_eq!(
        (program.status, &program.json()["detail"]),
        (
            400,
            &"this is a program; policies are compared on a workload table".into()
        )
    );
}
