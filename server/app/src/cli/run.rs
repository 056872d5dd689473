//! `timeslice run FILE`: the simulated program's own output, errors and exit status; or its trace; or what it came to.

use super::complain;
use crate::detail::Detailed;
use crate::engine::{Diagnostic, SharedEngine, on_a_run_thread};
use crate::summary::Summary;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::cell::RefCell;
use std::io::{BufWriter, Read as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use timeslice_kernel::Budget;
use timeslice_scenario::{LinkError, RunSpec};
use timeslice_trace::timeline::Timeline;
use timeslice_trace::{Event, Level, Step, Stream};

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The program; - reads it from standard input
    file: PathBuf,
    /// A setting of the machine, as in --set cores=2; may be repeated (docs/settings.md lists them)
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = split_setting)]
    settings: Vec<(String, String)>,
    /// Print every step instead of the program's output
    #[arg(long, value_name = "FORMAT")]
    trace: Option<TraceFormat>,
    /// Print what the run came to, with the program's output in it, instead of the output
    #[arg(long, value_name = "FORMAT", conflicts_with = "trace")]
    summary: Option<SummaryFormat>,
    /// Finest level of detail of the trace: kernel, line or op; auto is line for a short run and kernel for a long one
    #[arg(long, default_value = "auto")]
    level: String,
    /// The choices of the scheduler, as they stand in a link
    #[arg(long)]
    schedule: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TraceFormat {
    /// A line of text per step
    Text,
    /// A JSON object per line
    Ndjson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummaryFormat {
    /// One JSON object
    Json,
}

fn split_setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as in cores=2")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Runs the program on a thread with a deep stack.
pub(super) fn main(args: RunArgs, engine: SharedEngine) -> ExitCode {
    match on_a_run_thread(move || run(&args, &engine)).map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(status))) => status,
        Ok(Ok(Err(message))) => complain(&message),
        Ok(Err(_)) => complain("the engine failed on this program; this is our mistake, please report it"),
        Err(error) => complain(&format!("no thread for the run: {error}")),
    }
}

fn run(args: &RunArgs, engine: &SharedEngine) -> Result<ExitCode, String> {
    let (name, source) = read(args)?;
    let is_table = std::path::Path::new(&name).extension().is_some_and(|ext| ext == "toml") || is_table(&source);
    let spec = if is_table {
        RunSpec::table(source.clone())
    } else {
        RunSpec::program(source.clone())
    };
    let mut spec = match spec {
        Ok(spec) => spec,
        Err(LinkError::Table(errors)) => {
            let lines: Vec<String> = errors.iter().map(|error| format!("{name}: {error}")).collect();
            return Err(lines.join("\ntimeslice: "));
        }
        Err(LinkError::Metadata(error)) => return Err(format!("{name}:{}: {}", error.line, error.message)),
        Err(error) => return Err(error.to_string()),
    };
    spec.file_name.clone_from(&name);
    let options = [("level", Some(&args.level)), ("schedule", args.schedule.as_ref())];
    let options = options.into_iter().filter_map(|(name, value)| Some((name, value?)));
    for (name, value) in args
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .chain(options)
    {
        spec.set(name, value).map_err(|error| error.to_string())?;
    }
    if args.trace.is_none() && args.summary.is_none() {
        // Nobody looks at the steps.
        spec.level = Some(Level::Kernel);
    }
    let run = match Detailed::prepare(&**engine, &spec, Budget::LOCAL) {
        Ok(run) => run.settle(&mut || false),
        Err(errors) if is_table => {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| format!("{name}: {}", error.message))
                .collect();
            return Err(lines.join("\ntimeslice: "));
        }
        Err(errors) => {
            let _ = std::io::stderr().write_all(refusal(&name, &source, &errors).as_bytes());
            return Ok(ExitCode::FAILURE);
        }
    };

    let printer = RefCell::new(Printer::new(args, Summary::of(&spec)));
    run.run(|step| printer.borrow_mut().step(&step), &mut || {
        let mut printer = printer.borrow_mut();
        let _ = printer.stdout.flush();
        printer.is_broken
    });
    Ok(printer.into_inner().finish())
}

/// Whether what comes from standard input is a table: it has a line that no program has.
fn is_table(source: &str) -> bool {
    source
        .lines()
        .any(|line| matches!(line.trim(), "[[process]]" | "[generate]"))
}

fn read(args: &RunArgs) -> Result<(String, String), String> {
    let name = args.file.display().to_string();
    let mut bytes = Vec::new();
    let result = match name.as_str() {
        "-" => std::io::stdin().read_to_end(&mut bytes).map(drop),
        _ => std::fs::read(&args.file).map(|read| bytes = read),
    };
    result.map_err(|error| format!("can't open file '{name}': {error}"))?;
    let source = String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))?;
    Ok((if name == "-" { "<stdin>".to_owned() } else { name }, source))
}

/// What cannot run, each with its line and a mark under it, as CPython writes a `SyntaxError`.
fn refusal(name: &str, source: &str, errors: &[Diagnostic]) -> String {
    let mut text = String::new();
    for error in errors {
        let line = source
            .lines()
            .nth(error.line.saturating_sub(1) as usize)
            .unwrap_or_default();
        let code = line.trim_start();
        let n_indent = line.chars().count() - code.chars().count();
        let n_before = (error.col.saturating_sub(1) as usize).saturating_sub(n_indent);
        let is_one_line = error.end_line == error.line && error.end_col > error.col;
        let n_marks = if is_one_line {
            (error.end_col - error.col) as usize
        } else {
            1
        };
        text += &format!("  File \"{name}\", line {}\n    {code}\n", error.line);
        // No marks below the indentation.
        if error.col as usize > n_indent {
            text += &format!("    {}{}\n", " ".repeat(n_before), "^".repeat(n_marks));
        }
        text += &format!("{}: {}\n", error.kind, error.message);
        if let Some(hint) = &error.hint {
            text += &format!("  {hint}\n");
        }
    }
    text
}

/// Where the steps go.
struct Printer {
    trace: Option<TraceFormat>,
    is_summary: bool,
    stdout: BufWriter<std::io::Stdout>,
    /// Nobody reads any more (`| head`).
    is_broken: bool,
    summary: Summary,
    timeline: Timeline,
    printed: [String; 2],
}

impl Printer {
    fn new(args: &RunArgs, summary: Summary) -> Self {
        Self {
            trace: args.trace,
            is_summary: args.summary.is_some(),
            stdout: BufWriter::new(std::io::stdout()),
            is_broken: false,
            summary,
            timeline: Timeline::default(),
            printed: [String::new(), String::new()],
        }
    }

    fn step(&mut self, step: &Step) {
        let json = serde_json::to_vec(step).expect("a step is plain data");
        self.summary.observe(step, &json);
        let written = match (self.trace, &step.event) {
            (Some(TraceFormat::Ndjson), _) => self.stdout.write_all(&json).and_then(|()| self.stdout.write_all(b"\n")),
            (Some(TraceFormat::Text), _) => self.stdout.write_all(self.timeline.line(step).as_bytes()),
            (None, Event::Output { stream, text }) if self.is_summary => {
                self.printed[usize::from(*stream == Stream::Stderr)].push_str(text);
                Ok(())
            }
            (
                None,
                Event::Output {
                    stream: Stream::Stdout,
                    text,
                },
            ) => self.stdout.write_all(text.as_bytes()),
            (
                None,
                Event::Output {
                    stream: Stream::Stderr,
                    text,
                },
            ) => {
                let _ = self.stdout.flush();
                std::io::stderr().write_all(text.as_bytes())
            }
            (None, Event::LimitReached { message, .. }) if !self.is_summary => {
                let _ = self.stdout.flush();
                writeln!(std::io::stderr(), "timeslice: {message}")
            }
            (None, Event::Deadlocked { cycle }) if !self.is_summary => {
                let _ = self.stdout.flush();
                let is_ring = cycle.iter().all(|link| link.holder.is_some());
                let who = match cycle.len() {
                    1 => "a thread waits and nobody is left who could wake it".to_owned(),
                    n if is_ring => format!("{n} threads wait for each other and nobody can run"),
                    n => format!("{n} threads wait and nobody is left who could wake them"),
                };
                writeln!(std::io::stderr(), "timeslice: deadlock: {who}")
            }
            _ => Ok(()),
        };
        self.is_broken |= written.is_err();
    }

    fn finish(mut self) -> ExitCode {
        if self.is_summary {
            let mut summary = self.summary.json();
            let [stdout, stderr] = self.printed;
            summary["stdout"] = json!(stdout);
            summary["stderr"] = json!(stderr);
            if let Some(gantt) = self.summary.gantt() {
                summary["gantt"] = gantt;
            }
            let _ = writeln!(self.stdout, "{summary}");
        }
        let _ = self.stdout.flush();
        // As a shell sees a status: its low eight bits.
        ExitCode::from(self.summary.status.to_le_bytes()[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_marks_the_place() {
        let error = Diagnostic {
            kind: "Unsupported",
            message: "`eval` is not simulated".to_owned(),
            line: 2,
            col: 9,
            end_line: 2,
            end_col: 13,
            hint: Some("write the expression itself".to_owned()),
        };
        let source = "def f():\n    x = eval('1')\n";
        let expect = "  File \"p.py\", line 2\n    x = eval('1')\n        ^^^^\nUnsupported: `eval` is not simulated\n  write the expression itself\n";
        assert_eq!(refusal("p.py", source, &[error]), expect);
    }
}
