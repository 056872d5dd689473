//! Writes `static/js/trace/trace.d.ts`, the page's view of this crate's types, and keeps `docs/trace-format.md`
//! complete. Tests only: the page's type check, the document and this crate can then not drift apart.

use crate::event::{Candidate, SchedValue, WaitCause, WaitLink};
use crate::event::{Event, GilDropReason, Level, LockKind, PreemptReason, ReadyReason, Stream, TaskState, VarScope};
use crate::metrics::{CoreMetrics, GilMetrics, LoopMetrics, Metrics, ThreadMetrics};
use crate::{CoreId, ObjectId, ProcessId, Sentence, Step, TRACE_VERSION, TaskId, ThreadId};
use std::path::PathBuf;
use ts_rs::{Config, TS};

const HEADER: &str = "\
// The trace as the page receives it. Generated from server/trace: do not edit.
// To write it again: UPDATE=1 cargo test -p timeslice-trace declarations
";

fn at_root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// One exported declaration, laid out so that a diff shows one variant or field per line.
fn declare<T: TS>(cfg: &Config, doc: &str) -> String {
    let mut text = T::decl(cfg)
        .replace(&format!("({})", Event::inline(cfg)), "Event")
        .replace("/**\n * ", "  /** ")
        .replace("\n */\n", " */\n  ")
        .replace(" | null", "")
        .replace("{ \"type\"", "\n  | { \"type\"")
        .replace(" | \n  | ", "\n  | ")
        .replace(", }", " }")
        .replace(" \n", "\n");
    text = text.replace("= \n", "=\n");
    format!("/** {doc} */\nexport {text}\n")
}

fn declarations() -> String {
    let cfg = Config::new().with_large_int("number");
    [
        HEADER.to_owned(),
        format!("/** The only version this page reads. */\nexport type TraceVersion = {TRACE_VERSION};\n"),
        declare::<Step>(&cfg, "One record of a trace: a fact, when and where it became true."),
        declare::<Event>(
            &cfg,
            "What happened. `docs/trace-format.md` says who emits each and when.",
        ),
        declare::<Candidate>(&cfg, "A thread in a decision of the kernel."),
        declare::<SchedValue>(&cfg, "A number that a scheduling policy keeps of a thread."),
        declare::<WaitLink>(&cfg, "One link of a ring of waiters."),
        declare::<Sentence>(&cfg, "What can be said of one step."),
        declare::<Metrics>(&cfg, "The numbers of a run up to some step, in virtual nanoseconds."),
        declare::<CoreMetrics>(&cfg, "What a core did."),
        declare::<ThreadMetrics>(&cfg, "What a thread did."),
        declare::<GilMetrics>(&cfg, "What happened to the GILs."),
        declare::<LoopMetrics>(&cfg, "What an event loop did."),
        declare::<CoreId>(&cfg, "A core, from 0."),
        declare::<ProcessId>(&cfg, "A process, from 0."),
        declare::<ThreadId>(&cfg, "A kernel thread, over all processes, from 0."),
        declare::<TaskId>(&cfg, "An asyncio task, over all loops, from 0."),
        declare::<ObjectId>(&cfg, "Something that threads and tasks meet at, from 0."),
        declare::<Level>(&cfg, "How much of a run a trace shows."),
        declare::<WaitCause>(&cfg, "What a thread waits for."),
        declare::<ReadyReason>(&cfg, "Why a thread became ready."),
        declare::<PreemptReason>(&cfg, "Why a thread left its core while it could have gone on."),
        declare::<GilDropReason>(&cfg, "Why a thread let the GIL go."),
        declare::<Stream>(&cfg, "A stream of the console."),
        declare::<LockKind>(&cfg, "What kind of thing an object is."),
        declare::<VarScope>(&cfg, "Where a variable lives."),
        declare::<TaskState>(&cfg, "What a task does when it gives the thread back to the loop."),
    ]
    .join("\n")
}

#[test]
fn declarations_are_current() {
    let path = at_root("static/js/trace/trace.d.ts");
    let expected = declarations();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(&path, &expected).expect("the file can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == expected,
        "static/js/trace/trace.d.ts is not what the crate says; run: UPDATE=1 cargo test -p timeslice-trace declarations"
    );
}

#[test]
fn the_document_lists_every_event() {
    let document = std::fs::read_to_string(at_root("docs/trace-format.md")).expect("docs/trace-format.md exists");
    let declared = Event::decl(&Config::new());
    let names: Vec<&str> = declared
        .split("\"type\": \"")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("a quoted name"))
        .collect();
    assert!(names.len() > 40, "the declaration was read");
    let missing: Vec<&&str> = names
        .iter()
        .filter(|name| !document.contains(&format!("| `{name}` |")))
        .collect();
    assert!(missing.is_empty(), "docs/trace-format.md does not list {missing:?}");
    assert!(
        document.contains(&format!("## Version {TRACE_VERSION}")),
        "the document describes the current version"
    );
}
