//! `timeslice run`: what a shell sees.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "common/shell.rs"]
mod shell;

use serde_json::Value;
use shell::run;
use std::process::Command;

fn check(source: &str, args: &[&str], status: i32, stdout: &str, stderr: &str) {
    let output = run(source, args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), stderr, "{source}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), stdout, "{source}");
    assert_eq!(output.status.code(), Some(status), "{source}");
}

#[test]
fn output_errors_and_status_are_the_programs() {
    check(
        "print('a', 'b')\nprint(2 ** 100)\n",
        &[],
        0,
        "a b\n1267650600228229401496703205376\n",
        "",
    );
    check(
        "import sys\nprint('x', file=sys.stderr)\nsys.exit(3)\n",
        &[],
        3,
        "",
        "x\n",
    );
    let output = run("def f():\n    return 1 // 0\nprint('before')\nf()\n", &[]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "before\n");
    assert!(stderr.starts_with("Traceback (most recent call last):\n"), "{stderr}");
    assert!(
        stderr.contains(", line 2, in f\n") && stderr.contains("ZeroDivisionError: "),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_run_is_marked_at_its_place() {
    let stderr = "  File \"<stdin>\", line 2\n    x = = 2\n        ^\nSyntaxError: invalid syntax\n";
    let output = run("y = 1\nx = = 2\n", &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().next(), stderr.lines().next(), "{said}");
    assert!(said.contains("SyntaxError: "), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn bad_arguments_are_refused_with_what_is_allowed() {
    check(
        "",
        &["--set", "cores=99"],
        2,
        "",
        "timeslice: cores: `99` is out of range; allowed: 1 to 16\n",
    );
    check(
        "",
        &["--level", "fine"],
        2,
        "",
        "timeslice: level: `fine` is not one of auto, kernel, line, op\n",
    );
    let metadata = "# /// script\n# [tool.timeslice.machine]\n# colour = 1\n# ///\n";
    let output = run(metadata, &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("timeslice: <stdin>:3: there is no setting `colour`; the settings are cores"),
        "{said}"
    );
    let missing = Command::new(env!("CARGO_BIN_EXE_timeslice"))
        .args(["run", "no.py"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&missing.stderr);
    assert!(
        said.starts_with("timeslice: can't open file 'no.py': No such file"),
        "{said}"
    );
}

const TWO_THREADS: &str = "\
import threading

def work(n):
    for i in range(200):
        n += i
    print(n)

threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
";

#[test]
fn a_trace_is_the_same_every_time() {
    let trace = |args: &[&str]| String::from_utf8(run(TWO_THREADS, args).stdout).unwrap();
    let lines = trace(&["--trace", "ndjson"]);
    assert_eq!(lines, trace(&["--trace", "ndjson"]));
    let steps: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(steps.iter().enumerate().all(|(idx, step)| step["id"] == idx as u64));
    assert_eq!(steps.last().unwrap()["type"], "run_ended");
    assert!(
        steps
            .iter()
            .any(|step| step["type"] == "line" && step["function"] == "work")
    );
    assert!(!trace(&["--trace", "ndjson", "--level", "kernel"]).contains("\"type\":\"line\""));
    assert_ne!(lines, trace(&["--trace", "ndjson", "--set", "cores=1"]));
    let text = trace(&["--trace", "text"]);
    assert_eq!(text.lines().count(), steps.len());
    assert!(text.contains("MainThread") && text.contains("thread_created"), "{text}");
}

/// Detail only shows more of the same run.
#[test]
fn the_level_of_detail_changes_nothing() {
    let kernel_steps = |level: &str| -> Vec<Value> {
        let lines = run(TWO_THREADS, &["--trace", "ndjson", "--level", level]).stdout;
        let steps = String::from_utf8(lines).unwrap();
        let steps = steps.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let is_fine = |step: &Value| {
            let kind = step["type"].as_str().unwrap();
            ["line", "op"].contains(&kind) || kind.starts_with("var_")
        };
        let unnumbered = |mut step: Value| {
            step.as_object_mut().unwrap().remove("id");
            step
        };
        steps.filter(|step| !is_fine(step)).map(unnumbered).collect()
    };
    let kernel = kernel_steps("kernel");
    assert_eq!(kernel_steps("line"), kernel);
    assert_eq!(kernel_steps("op"), kernel);
}

#[test]
fn a_summary_holds_everything_a_grader_needs() {
    let output = run(TWO_THREADS, &["--summary", "json", "--set", "seed=3"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&summary["outcome"], &summary["status"]),
        (&"finishes".into(), &0.into())
    );
    assert_eq!(summary["stdout"].as_str().unwrap().lines().count(), 2);
    assert_eq!(summary["metrics"]["threads"].as_array().unwrap().len(), 3);
    assert_eq!(summary["hash"].as_str().unwrap().len(), 16);
}

#[test]
fn a_deadlock_says_who_waits() {
    check(
        "import socket\nsocket.create_server(('127.0.0.1', 5000)).accept()\n",
        &[],
        1,
        "",
        "timeslice: deadlock: a thread waits and nobody is left who could wake it\n",
    );
    check(
        "import threading\nlock = threading.Lock()\nlock.acquire()\nfor _ in range(2):\n    threading.Thread(target=lock.acquire).start()\nthreading.Event().wait()\n",
        &[],
        1,
        "",
        "timeslice: deadlock: 3 threads wait and nobody is left who could wake them\n",
    );
    check(
        "import threading, time\na, b = threading.Lock(), threading.Lock()\ndef f(x, y):\n    with x:\n        time.sleep(0.1)\n        with y:\n            pass\nfor pair in ((a, b), (b, a)):\n    threading.Thread(target=f, args=pair, daemon=False).start()\n",
        &[],
        1,
        "",
        "timeslice: deadlock: 2 threads wait for each other and nobody can run\n",
    );
}
