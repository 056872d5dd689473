//! The library tells what it has; what it says, the documents say, and what it is said to lack it lacks.
#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::path::Path;
use timeslice_python::PyVersion;
use timeslice_python::library::{LACKING, lacking, supported};

fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

#[test]
fn every_module_can_be_imported_and_names_what_it_has() {
    for minor in [11, 14] {
        let version = PyVersion::from_minor(minor).expect("a version that is simulated");
        let modules = supported(version).expect("the program that looks comes to its end");
        let threading = modules
            .iter()
            .find(|m| m.module == "threading")
            .expect("threading is there");
        assert!(threading.names.contains(&"Barrier".to_owned()), "{threading:?}");
        assert!(
            modules
                .iter()
                .all(|m| !m.module.contains("._") && !m.module.starts_with('_'))
        );
    }
}

/// A name that is there can be had, also one that a module only makes when it is asked for. (`compile` is there, to say
/// that it is not simulated.)
#[test]
fn what_is_said_to_be_lacking_is_lacking() {
    let mut source = String::from("import sys\n");
    for line in LACKING.lines() {
        let module = line.split(':').next().expect("a module");
        let names: Vec<&str> = lacking(module).filter(|name| *name != "compile").collect();
        source += &format!(
            "__import__({module:?})\nfor n in {names:?}:\n    try:\n        getattr(sys.modules[{module:?}], n)\n        \
             print({module:?}, n)\n    except AttributeError:\n        pass\n"
        );
    }
    let run = support::setup().version(13).run(&source);
    assert_eq!(run.end(), "finished, status 0", "{}", run.account());
    let there: Vec<String> = run.stdout().lines().map(|line| line.replace(' ', ".")).collect();
    if update() {
        let mut kept = String::new();
        for line in LACKING.lines() {
            let module = line.split(':').next().expect("a module");
            let missing: Vec<&str> = lacking(module)
                .filter(|name| !there.contains(&format!("{module}.{name}")))
                .collect();
            if !missing.is_empty() {
                kept += &format!("{module}: {}\n", missing.join(" "));
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/library/lacking.txt");
        std::fs::write(path, kept).expect("the list can be written");
        return;
    }
    assert!(
        there.is_empty(),
        "these are there now (UPDATE=1 strikes them): {there:?}"
    );
}

#[test]
fn the_document_lists_the_modules_that_there_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/limitations.md");
    let text = std::fs::read_to_string(&path).expect("docs/limitations.md");
    let names: Vec<String> = timeslice_python::natives::importable_modules()
        .into_iter()
        .filter(|name| !name.contains('.') || *name == "collections.abc" || *name == "concurrent.futures")
        .filter(|name| *name != "concurrent" && *name != "posixpath")
        .map(|name| format!("`{name}`"))
        .collect();
    let wanted = format!("What there is: {}.", names.join(", "));
    let found = text
        .lines()
        .find(|l| l.starts_with("What there is: "))
        .unwrap_or_default();
    if update() {
        std::fs::write(&path, text.replace(found, &wanted)).expect("the document can be written");
        return;
    }
    assert_eq!(found, wanted, "UPDATE=1 writes it");
}
