//! What of CPython's library there is, told by the library itself, and what there is not.

use crate::compiler::{Library, PyVersion};
use crate::natives::{hint_for_module, importable_modules, is_importable};
use crate::program::{PythonConfig, PythonProgram, compile_program};
use std::fmt::Write;
use timeslice_kernel::{Budget, Ending, Machine, MachineConfig, SeededChooser};
use timeslice_trace::{Event, Level, Recorder, Stream};

/// Names that CPython 3.13's modules have and the simulated ones have not: `module: name name ...`, a module a line. A
/// test strikes what has been added.
pub const LACKING: &str = include_str!("library/lacking.txt");

/// The library of a simulated process.
#[derive(Debug, Clone, Copy)]
pub struct Simulated;

impl Library for Simulated {
    fn has_module(&self, name: &str) -> bool {
        is_importable(name)
    }

    fn module_hint(&self, name: &str) -> Option<String> {
        hint_for_module(name)
    }

    fn lacks(&self, module: &str, name: &str) -> bool {
        lacking(module).any(|lacked| lacked == name)
    }

    fn name_hint(&self, module: &str, name: &str) -> Option<String> {
        let hint = match (module, name) {
            ("builtins", "breakpoint") => "the page steps through every line",
            ("asyncio", "create_subprocess_exec" | "create_subprocess_shell") => {
                "`await asyncio.sleep()` with the same duration shows the same waiting"
            }
            ("asyncio", n) if n.contains("connection") || n.contains("server") || n.starts_with("Stream") => {
                "`await asyncio.sleep()` with the request's latency shows the same waiting"
            }
            ("signal", "set_wakeup_fd") => "a handler, or `loop.add_signal_handler`, is called without it",
            ("signal" | "sys" | "threading", _) => "the machine has no such thing to act on",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// What a module lacks.
pub fn lacking(module: &str) -> impl Iterator<Item = &'static str> {
    LACKING
        .lines()
        .find_map(|line| line.strip_prefix(module)?.strip_prefix(": "))
        .unwrap_or_default()
        .split(' ')
        .filter(|name| !name.is_empty())
}

/// A module, with the names that `from module import *` gives, or all public ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleNames {
    /// Dotted name.
    pub module: String,
    /// In alphabetical order.
    pub names: Vec<String>,
}

/// Every module and its public names, as a program finds them.
///
/// # Errors
/// What the program that looks came to, when it did not come to its end: a bug of the library.
pub fn supported(version: PyVersion) -> Result<Vec<ModuleNames>, String> {
    let mut source = String::from("import sys\nnames = [\n");
    for name in importable_modules() {
        if crate::vm::boot::find_module(name).is_some_and(|m| !m.is_in(version)) {
            continue;
        }
        let _ = writeln!(source, "    {name:?},");
    }
    source.push_str(
        "]\nfor name in names:\n    __import__(name)\n    module = sys.modules[name]\n    \
         public = getattr(module, '__all__', None)\n    if public is None:\n        \
         public = [n for n in dir(module) if n[0] != '_' and type(getattr(module, n)) is not type(sys)]\n    \
         print(name, *sorted(public))\n",
    );
    let compiled = compile_program(&source, "names.py", version)
        .map_err(|found| found.iter().map(|d| format!("{d}\n")).collect::<String>())?;
    let python = PythonConfig {
        version,
        lines: false,
        ..PythonConfig::default()
    };
    let budget = Budget {
        instructions: 200_000_000,
        time_ns: u64::MAX / 4,
        events: 1_000_000,
        line_events: 1,
        heap_bytes: 256 << 20,
        output_bytes: 4 << 20,
        threads: 10,
        depth: 1000,
    };
    let mut program = PythonProgram::new(&compiled, python, budget)?;
    let mut recorder = Recorder::new(Level::Kernel);
    let outcome = Machine::new(MachineConfig::realistic(1), budget).run(
        &mut program,
        &mut SeededChooser::new(python.seed),
        &mut recorder,
    );
    let written = |wanted: Stream| -> String {
        let texts = recorder.iter().filter_map(|step| match step.event {
            Event::Output { stream, text } if stream == wanted => Some(text),
            _ => None,
        });
        texts.collect()
    };
    if !matches!(outcome.ending, Ending::Finished) || outcome.status != 0 {
        return Err(written(Stream::Stderr));
    }
    let modules = written(Stream::Stdout);
    Ok(modules
        .lines()
        .map(|line| {
            let mut words = line.split(' ').map(str::to_owned);
            ModuleNames {
                module: words.next().unwrap_or_default(),
                names: words.collect(),
            }
        })
        .collect())
}
