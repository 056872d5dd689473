//! Whatever a program calls with whatever arguments, the machine answers with a value or an exception.
//!
//! `no_panic/attack.py` calls every attribute of one kind of object, or every function of one module, with arguments
//! that make no sense; what the machine did not survive is reported. Programs that make no sense are the business of
//! `fuzz_programs.rs`.

mod support;

use support::{read, setup};

/// What the program attacks: an expression for a fresh object, or a module of natives.
const TARGETS: &[&str] = &[
    "None",
    "True",
    "5",
    "2**100",
    "1.5",
    "1j",
    "''",
    "'text'",
    "b'bytes'",
    "bytearray(b'x')",
    "[1, 2]",
    "(1, 2)",
    "{1: 2}",
    "{1, 2}",
    "frozenset([1])",
    "range(3)",
    "slice(1, 2)",
    "{}.keys()",
    "{1: 2}.items()",
    "{}.values()",
    "iter([1])",
    "iter({1: 2})",
    "iter('ab')",
    "iter(range(3))",
    "reversed([1])",
    "enumerate([1])",
    "zip([1], [2])",
    "map(str, [1])",
    "filter(None, [1])",
    "iter(int, 1)",
    "gen()",
    "ended(gen())",
    "coro()",
    "agen()",
    "agen().asend(None)",
    "coro().__await__()",
    "gen",
    "Plain().method",
    "[].append",
    "len",
    "Plain()",
    "Plain",
    "Slots()",
    "Boxed(3)",
    "List([1])",
    "type",
    "object",
    "int",
    "list",
    "dict",
    "property(gen)",
    "staticmethod(gen)",
    "classmethod(gen)",
    "super(Plain, Plain())",
    "gen.__code__",
    "gen().gi_frame",
    "caught().__traceback__",
    "caught()",
    "KeyError(1)",
    "OSError(2, 'x')",
    "ExceptionGroup('g', [ValueError()])",
    "StopIteration(1)",
    "UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')",
    "sys",
    "type.__dict__",
    "int.__dict__['real']",
    "Slots.__dict__['a']",
    "list[int]",
    "int | str",
    "NotImplemented",
    "...",
    "_thread.allocate_lock()",
    "_thread.RLock()",
    "weakref.ref(Plain)",
    "weakref.proxy(Plain)",
    "_random.Random(1)",
    "module builtins",
    "module math",
    "module _random",
    "module _sys",
    "module _thread",
    "module _time",
    "module _weakref",
    "module _timeslice",
    "module sys",
];

/// Calls that end or stop the program when they work.
const STOPPERS: &[&str] = &["_timeslice.finish", "_timeslice.select", "_thread.interrupt_main"];

/// The attacks on a target that the machine did not survive, trying each `stride`-th.
fn attack(target: &str, stride: u32) -> Vec<String> {
    let program = read("no_panic/attack.py");
    let mut skip: Vec<String> = STOPPERS.iter().map(|&s| s.to_owned()).collect();
    let mut found = Vec::new();
    while found.len() < 40 {
        let source = program
            .replace("TARGET", &format!("{target:?}"))
            .replace(
                "EXPRESSION",
                if target.starts_with("module ") { "None" } else { target },
            )
            .replace("SKIP", &format!("{skip:?}"))
            .replace("STRIDE", &stride.to_string());
        let Err(last) = setup().survives(&source) else {
            break;
        };
        let at = last.lines().last().unwrap_or("before the first call").to_owned();
        skip.push(at.split(' ').next().unwrap_or_default().to_owned());
        found.push(format!("{target}: {at}"));
    }
    found
}

fn check(stride: u32) {
    let found: Vec<String> = TARGETS.iter().flat_map(|target| attack(target, stride)).collect();
    assert!(found.is_empty(), "the machine panicked in\n{}", found.join("\n"));
}

#[test]
fn no_call_panics() {
    check(11);
}

#[test]
#[ignore = "takes a minute; to be run when natives change: cargo test -p timeslice-python --test no_panic -- --ignored"]
fn none_of_all_calls_panics() {
    check(1);
}
