//! The rules of the house that no linter knows: short files with headers, no loose ends, no traces of one machine.

use std::path::{Path, PathBuf};

/// Lines of the longest file.
const LINES_MAX: usize = 600;

/// Files that are longer still: the eval loop stays whole, since its registers are locals of one function; the others
/// wait to be split. One that has become short fails: off the list with it.
const TOO_LONG: &[&str] = &[
    "server/python/src/prelude/_io_files.py",
    "server/python/src/prelude/configparser.py",
    "server/python/src/prelude/multiprocessing/managers.py",
    "server/python/src/prelude/multiprocessing/pool.py",
    "server/python/src/vm/call.rs",
];

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The files below `dir` with one of these endings: path from the root, text.
fn files(dir: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(dir)];
    while let Some(dir) = open.pop() {
        let entries = std::fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !matches!(name, "target" | "node_modules") {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push((from_root(&path), read(&path)));
            }
        }
    }
    assert!(!found.is_empty(), "no {endings:?} in {dir}");
    found.sort();
    found
}

fn from_root(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// No file of `dir` may break the rule.
fn check(dir: &str, endings: &[&str], breaks: impl Fn(&str, &str) -> Option<String>) {
    let broken: Vec<String> = files(dir, endings)
        .iter()
        .filter_map(|(path, text)| breaks(path, text).map(|why| format!("{path}: {why}")))
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

fn length(path: &str, text: &str) -> Option<String> {
    let n = text.lines().count();
    match (n > LINES_MAX, TOO_LONG.contains(&path)) {
        (true, false) => Some(format!("{n} lines, {LINES_MAX} at most")),
        (false, true) => Some("short enough: take it off TOO_LONG".to_owned()),
        _ => None,
    }
}

#[test]
fn files_are_short() {
    check("server", &[".rs"], length);
    check("server/python/src/prelude", &[".py"], length);
}

#[test]
fn modules_say_what_they_are() {
    check("server", &[".rs"], |_, text| {
        let first = text.lines().find(|line| !line.is_empty() && !line.starts_with("#!"));
        (!first.is_some_and(|line| line.starts_with("//! "))).then(|| "no `//!` header".to_owned())
    });
}

#[test]
fn nothing_is_left_for_later() {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    check("server", &[".rs", ".py"], |_, text| {
        let word = words.iter().find(|&word| text.contains(word))?;
        Some(format!("holds {word}"))
    });
}

#[test]
fn no_machine_shows() {
    let places = [concat!("/tm", "p/"), concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let rule = |path: &str, text: &str| {
        // The prelude's paths are those of the simulated machine, which has a directory for temporary files too.
        let simulated = path.starts_with("server/python/src/prelude/");
        let mut places = places.iter().skip(usize::from(simulated));
        let place = places.find(|&place| text.contains(place))?;
        Some(format!("names {place}"))
    };
    check("server", &[".rs", ".py", ".toml", ".md"], rule);
    check("docs", &[".md"], rule);
}

#[test]
fn the_lock_file_names_no_registry() {
    let text = read(&root().join("package-lock.json"));
    assert!(
        !text.contains("\"resolved\""),
        "`resolved` addresses are those of one machine's registry"
    );
}

#[test]
fn unsafe_code_has_two_homes() {
    check("server", &[".rs"], |path, text| {
        let home = path == "server/python/src/vm/heap.rs" || path.starts_with("server/python/src/vm/interp/");
        let allows = text.contains("allow(\n    unsafe_code") || text.contains(concat!("allow(unsafe", "_code"));
        (allows && !home).then(|| "allows unsafe code".to_owned())
    });
}
