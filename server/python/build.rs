//! Lists the prelude: every `.py` file below `src/prelude`, embedded, in the order of its module name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .expect("src/prelude is readable")
        .map(|e| e.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "py") {
            found.push(path);
        }
    }
}

fn main() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("src/prelude");
    println!("cargo::rerun-if-changed=src/prelude");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut modules: Vec<(String, bool, PathBuf)> = files
        .into_iter()
        .map(|path| {
            let parts: Vec<String> = path
                .strip_prefix(&root)
                .expect("below the root")
                .with_extension("")
                .iter()
                .map(|p| p.to_string_lossy().into_owned())
                .collect();
            let package = parts.last().is_some_and(|p| p == "__init__");
            let name = if package {
                parts[..parts.len() - 1].join(".")
            } else {
                parts.join(".")
            };
            (name, package, path)
        })
        .collect();
    modules.sort();
    let mut out = String::from("/// The prelude, sorted by name.\npub(crate) static MODULES: &[Module] = &[\n");
    for (name, package, path) in modules {
        let _ = writeln!(
            out,
            "    Module {{ name: {name:?}, package: {package}, source: include_str!({path:?}) }},"
        );
    }
    out.push_str("];\n");
    let target = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("prelude.rs");
    std::fs::write(target, out).expect("OUT_DIR is writable");
}
