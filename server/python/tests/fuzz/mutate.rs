//! Programs that work, changed at random: words and lines replaced, two programs spliced.

use super::random::Random;

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

/// A few words or lines of a program changed.
pub(crate) fn mutate(source: &str, random: &mut Random) -> String {
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

/// The statements at the top of a program, each with what is indented below it.
fn statements(source: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in source.lines() {
        let goes_on = line.is_empty()
            || line.starts_with([' ', '#', ')', ']', '}'])
            || ["else", "elif", "except", "finally"]
                .iter()
                .any(|word| line.starts_with(word))
            || found
                .last()
                .is_some_and(|last| last.starts_with('@') && last.lines().count() == 1);
        match found.last_mut() {
            Some(last) if goes_on => *last += &format!("{line}\n"),
            _ => found.push(format!("{line}\n")),
        }
    }
    found
}

/// One program with statements of another among its own.
pub(crate) fn splice(one: &str, other: &str, random: &mut Random) -> String {
    let (mut all, donor) = (statements(one), statements(other));
    let imports = donor
        .iter()
        .filter(|s| s.starts_with("import ") || s.starts_with("from "));
    let from = random.below(donor.len());
    let n = 1 + random.below((donor.len() - from).min(12));
    let mut given: Vec<String> = imports.cloned().collect();
    given.extend_from_slice(&donor[from..from + n]);
    if random.below(3) == 0 {
        // Inside a function of its own, on a thread of its own.
        let body: String = given.concat().lines().map(|line| format!("    {line}\n")).collect();
        given = vec![format!(
            "def spliced():\n{body}    pass\nimport threading\nthreading.Thread(target=spliced).start()\n"
        )];
    }
    let at = random.below(all.len() + 1);
    all.splice(at..at, given);
    all.concat()
}
