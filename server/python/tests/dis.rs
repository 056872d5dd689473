//! Listings of small programs, compared with the `.dis` file beside each. Set `UPDATE_SNAPSHOTS=1` to write them anew.

use std::path::Path;
use timeslice_python::compiler::{Options, compile, dis::dis};

#[test]
fn listings_are_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compiler");
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|e| e.expect("readable").path())
        .collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "py"));
    names.sort();
    for path in names {
        let source = std::fs::read_to_string(&path).expect("readable");
        let name = path.file_name().expect("a file").to_string_lossy();
        let code = compile(&source, &name, &Options::default()).unwrap_or_else(|e| panic!("{name}: {}", e[0]));
        let found = dis(&code);
        let snapshot = path.with_extension("dis");
        if update {
            std::fs::write(&snapshot, &found).expect("writable");
        }
        let wanted = std::fs::read_to_string(&snapshot).unwrap_or_default();
        let differs = wanted.lines().zip(found.lines()).position(|(a, b)| a != b);
        assert!(
            wanted == found,
            "{name} differs from its listing at line {:?}\n{found}",
            differs.map(|n| n + 1)
        );
    }
}
