//! The compiler on hostile sources: it neither panics nor needs much stack.

use std::path::Path;
use timeslice_python::compiler::{Options, compile};

fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths = Vec::new();
    for folder in ["conformance", "compiler"] {
        let entries = std::fs::read_dir(root.join(folder)).expect("the folder is in the repository");
        paths.extend(
            entries
                .map(|e| e.expect("readable").path())
                .filter(|p| p.extension().is_some_and(|e| e == "py")),
        );
    }
    paths.sort();
    paths
        .iter()
        .map(|p| std::fs::read_to_string(p).expect("readable"))
        .collect()
}

/// A fixed sequence of numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\n",
    "    ",
    "=",
    ":=",
    "*",
    "**",
    ".",
    "await ",
    "yield ",
    "lambda: ",
    "async ",
    "for x in y",
    "if ",
    "else",
    "'",
    "\"\"\"",
    "f'{",
    "}'",
    "return ",
    "break\n",
    "nonlocal x\n",
    "global x\n",
    "del ",
    "except* E:",
    "match x:",
    "case _:",
    "0x",
    "1_",
    "\\",
    "é",
    "@",
    "->",
    "not ",
    "class ",
];

#[test]
fn mutated_programs_never_panic() {
    let sources = sources();
    let mut random = Random(0x5EED);
    let mut compiled = 0;
    for round in 0..4_000 {
        let mut text = sources[random.below(sources.len())].clone();
        // Mostly small pieces of a program, so that many rounds fit.
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let from = random.below(lines.len());
        let to = (from + 1 + random.below(40)).min(lines.len());
        text = lines[from..to].concat();
        for _ in 0..random.below(4) {
            let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let at = places[random.below(places.len())];
            match random.below(3) {
                0 => text.truncate(at),
                1 => text.insert_str(at, PIECES[random.below(PIECES.len())]),
                _ => {
                    let end = places[random.below(places.len())];
                    text.replace_range(
                        at.min(end)..at.max(end).min(at.min(end) + 12).min(text.len()).max(at.min(end)),
                        "",
                    );
                }
            }
            if !text.is_char_boundary(text.len()) || text.is_empty() {
                break;
            }
        }
        let result = std::panic::catch_unwind(|| compile(&text, "fuzz.py", &Options::default()));
        match result {
            Ok(Ok(_)) => compiled += 1,
            Ok(Err(errors)) => assert!(!errors.is_empty() && errors.iter().all(|e| e.line >= 1 && e.col >= 1)),
            Err(_) => panic!("round {round} panics:\n{text}"),
        }
    }
    assert!(
        (500..3_500).contains(&compiled),
        "{compiled} of 4000 compile: the mutations are too wild or too tame"
    );
}

#[test]
fn the_deepest_accepted_sources_fit_into_a_small_stack() {
    let wrap = |open: &str, inner: &str, close: &str, n: usize| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let indent = |line: &str, n: usize| (0..n).map(|i| format!("{}{line}\n", " ".repeat(i))).collect::<String>();
    let in_blocks = |inner: &str| format!("{}{}x = {inner}\n", indent("if x:", 98), " ".repeat(98));
    let sources = [
        wrap("(", "1", ")", 199),
        wrap("[", "x", "]", 199),
        wrap("f(", "x", ")", 195),
        wrap("{x: ", "x", "}", 195),
        wrap("x[", "x", "]", 195),
        wrap("(x if x else ", "x", ")", 95),
        wrap("[x for x in ", "x", "]", 95),
        wrap("(lambda: ", "x", ")", 95),
        wrap("(yield_(not (x == ", "x", ")))", 30),
        format!("x = 1{}", "+x".repeat(1_990)),
        format!("x = x{}", ".x".repeat(1_990)),
        format!("x = x{}", "()".repeat(900)),
        format!("x = {}x", "not ".repeat(190)),
        format!("x = {}x", "-".repeat(190)),
        format!("x = {}x", "x ** ".repeat(190)),
        format!("x = {}x", "lambda: ".repeat(150)),
        format!("x = {}x", "x if x else ".repeat(150)),
        format!("x = [x {}]", "for x in x ".repeat(95)),
        indent("if x:", 98) + &" ".repeat(98) + "x\n",
        indent("def f():", 98) + &" ".repeat(98) + "x\n",
        indent("class A:", 98) + &" ".repeat(98) + "x\n",
        in_blocks(&wrap("(", "x", ")", 199)),
        in_blocks(&wrap("f(", "x + y", ")", 195)),
        in_blocks(&wrap("[lambda: ", "x", "]", 90)),
        format!("match x:\n case {}: pass\n", wrap("[", "x", "]", 195)),
        format!("if x: pass\n{}", "elif x: pass\n".repeat(4_000)),
        format!("x = {}", wrap("f'{", "x", "}'", 60)),
    ];
    let run = move || {
        for source in sources {
            if let Err(errors) = compile(&source, "deep.py", &Options::default()) {
                assert!(!errors.is_empty());
                let shown: String = source.chars().take(60).collect();
                assert!(errors[0].message.starts_with("too many"), "{shown}: {}", errors[0]);
            }
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(run)
        .expect("a thread");
    thread.join().expect("no panic on the small stack");
}
