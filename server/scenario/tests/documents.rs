//! What the documents point at exists: files, scenarios, and the numbered facts that the code cites.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below `dir` whose name ends in one of `extensions`, without what builds leave behind.
fn files(dir: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !name.starts_with('.') && !["target", "node_modules", "__pycache__"].contains(&name) {
                files(&path, extensions, found);
            }
        } else if extensions.iter().any(|extension| name.ends_with(extension)) {
            found.push(path);
        }
    }
}

fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files(&root(), &[".md"], &mut paths);
    paths
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8")))
        .collect()
}

#[test]
fn relative_links_lead_to_files() {
    let mut broken = Vec::new();
    for (path, text) in documents() {
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            if !path.parent().expect("a file has a folder").join(target).exists() {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn links_to_scenarios_lead_to_scenarios() {
    let mut scenarios = Vec::new();
    files(&root().join("scenarios"), &[".py", ".toml"], &mut scenarios);
    let slugs: BTreeSet<_> = scenarios.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    let mut broken = Vec::new();
    for (path, text) in documents() {
        for rest in text.split("/run/").skip(1) {
            let slug: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            if !slug.is_empty() && !slugs.contains(slug.as_str()) {
                broken.push(format!("{}: {slug}", path.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// The numbers that stand in the first column of the tables of facts: "G7", "T2, T3", "A14–A16".
fn facts(model: &str) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for line in model.lines() {
        let Some(cell) = line.strip_prefix("| ").and_then(|line| line.split(" | ").next()) else {
            continue;
        };
        for item in cell.split(", ") {
            let (first, last) = item.split_once('–').unwrap_or((item, item));
            if let (Some((letter, from)), Some((_, to))) = (number(first), number(last)) {
                known.extend((from..=to).map(|n| format!("{letter}{n}")));
            }
        }
    }
    known
}

/// "G12" as ('G', 12).
fn number(word: &str) -> Option<(char, u32)> {
    let letter = word.chars().next().filter(|c| "GTPA".contains(*c))?;
    Some((letter, word[1..].parse().ok()?))
}

/// Facts cited in a source file: in brackets or after a comma, as in "(G2)" and "(G8, G20)".
fn cited(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for group in text.split('(').skip(1).filter_map(|rest| rest.split(')').next()) {
        for word in group.split(", ").filter(|word| number(word).is_some()) {
            found.insert(word.to_owned());
        }
    }
    found
}

#[test]
fn cited_facts_are_in_the_model_card() {
    assert_eq!(
        cited("as in CPython (G8, T12; C6), f(A1) = (B2)")
            .into_iter()
            .collect::<Vec<_>>(),
        ["A1", "G8"]
    );
    let known = facts(include_str!("../../../docs/model.md"));
    assert!(known.contains("A15") && known.len() > 80, "{known:?}");
    let mut sources = Vec::new();
    files(&root().join("server"), &[".rs", ".py"], &mut sources);
    let mut unknown = BTreeSet::new();
    for path in sources {
        // The conformance programs are programs of users: a "T1" in them is a thread.
        if path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("UTF-8");
        unknown.extend(
            cited(&text)
                .difference(&known)
                .map(|fact| format!("{}: {fact}", path.display())),
        );
    }
    assert_eq!(unknown, BTreeSet::new());
}
