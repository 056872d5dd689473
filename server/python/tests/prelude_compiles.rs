//! Every module of the prelude compiles, as every version: the virtual machine relies on it when it boots.

use std::path::{Path, PathBuf};
use timeslice_python::compiler::{Options, PyVersion, compile};

fn modules(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("the prelude is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            modules(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

#[test]
fn the_prelude_compiles_as_every_version() {
    let mut paths = Vec::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/prelude"), &mut paths);
    paths.sort();
    assert!(paths.len() > 40, "only {} modules found", paths.len());
    for version in [PyVersion::V311, PyVersion::V312, PyVersion::V313, PyVersion::V314] {
        let options = Options {
            version,
            library: true,
            ..Options::default()
        };
        for path in &paths {
            let source = std::fs::read_to_string(path).expect("readable");
            if let Err(errors) = compile(&source, &path.display().to_string(), &options) {
                panic!("{} as {version:?}: {errors:?}", path.display());
            }
        }
    }
}
