//! Programs that work, changed at random: the machine may end them in any way but by a panic.
//!
//! `TIMESLICE_MUTATIONS` sets how many are tried and `TIMESLICE_SEED` where the row of seeds begins; a seed that panics
//! is reported with the program it makes.

use crate::support::{programs, read, setup};

/// Tokens that are put where others stood.
const WORDS: &[&str] = &[
    "0",
    "-1",
    "1",
    "2**64",
    "10**30",
    "1.5",
    "''",
    "'x'",
    "b'x'",
    "None",
    "True",
    "[]",
    "()",
    "{}",
    "set()",
    "lambda: 0",
    "self",
    "super()",
    "yield",
    "await",
    "return",
    "break",
    "continue",
    "del",
    "raise",
    "not",
    "in",
    "is",
    "if",
    "else",
    "for",
    "while",
    "*",
    "**",
    "//",
    "%",
    ">>",
    "@",
    "-",
    "~",
    "==",
    "<",
    ":",
    ",",
    ".",
    "(",
    ")",
    "[",
    "]",
    "=",
    "int",
    "str",
    "list",
    "type",
    "object",
    "range(3)",
    "slice(None)",
    "iter",
    "next",
    "print",
    "len",
    "Exception",
    "...",
];

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) % n as u64) as usize
    }
}

/// Words, runs of blanks and single signs of a line.
fn tokens(line: &str) -> Vec<&str> {
    let kind = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            1
        } else if c == ' ' {
            2
        } else {
            0
        }
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (i, c) in line.char_indices() {
        if i > 0 && (kind(c) == 0 || before != Some(kind(c))) {
            found.push(&line[start..i]);
            start = i;
        }
        before = Some(kind(c));
    }
    found.push(&line[start..]);
    found
}

fn mutate(source: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        match random.below(6) {
            0 => lines.swap(at, other),
            1 => lines[at] = lines[other].clone(),
            _ => {
                let words = tokens(&lines[at]);
                let donor = tokens(&lines[other]);
                let i = random.below(words.len());
                let new = match random.below(3) {
                    0 => donor[random.below(donor.len())],
                    _ => WORDS[random.below(WORDS.len())],
                };
                let changed: Vec<&str> = words
                    .iter()
                    .enumerate()
                    .map(|(j, &w)| if i == j { new } else { w })
                    .collect();
                lines[at] = changed.concat();
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n") + "\n"
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[test]
fn no_mutation_panics() {
    let sources: Vec<String> = programs("conformance")
        .iter()
        .map(|name| read(&format!("conformance/{name}.py")))
        .collect();
    let (first, n) = (number("TIMESLICE_SEED", 1), number("TIMESLICE_MUTATIONS", 300));
    let setup = setup().budget(|budget| {
        budget.instructions = 2_000_000;
        budget.heap_bytes = 32 << 20;
        budget.output_bytes = 64 << 10;
        budget.threads = 100;
    });
    let mut found = Vec::new();
    for seed in first..first + n {
        let mut random = Random(seed);
        let source = &sources[random.below(sources.len())];
        let source = mutate(source, &mut random);
        if setup.survives(&source).is_err() {
            found.push(format!("=== seed {seed}\n{source}"));
        }
    }
    assert!(
        found.is_empty(),
        "{} programs panic the machine:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// Programs that once did.
#[test]
fn no_known_program_panics() {
    for name in programs("no_panic/found") {
        let source = read(&format!("no_panic/found/{name}.py"));
        assert!(setup().survives(&source).is_ok(), "{name}");
    }
}
