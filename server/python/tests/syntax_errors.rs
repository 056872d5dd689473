//! The commonest mistakes, one program each (`syntax_errors.txt`): place, kind and words of the first error are those of
//! CPython 3.11 to 3.13. How they are drawn is in `diagnostics.rs`.
#![allow(clippy::expect_used, reason = "tests")]

use timeslice_python::compiler::{Options, PyVersion, compile};

fn check(name: &str, source: &str, minor: u8, expected: &str) -> Option<String> {
    let version = PyVersion::from_minor(minor).expect("a version");
    let options = Options {
        version,
        ..Options::default()
    };
    let found = match compile(source, "test.py", &options) {
        Ok(_) => "compiles".to_owned(),
        // The hint is ours.
        Err(mut errors) => errors.first_mut().map_or_else(String::new, |e| {
            e.hint = None;
            e.to_string()
        }),
    };
    (found != expected).then(|| format!("{name} (3.{minor})\n  wanted {expected}\n  found  {found}"))
}

#[test]
fn mistakes_are_told_as_cpython_tells_them() {
    let cases = include_str!("syntax_errors.txt");
    let mut wrong = Vec::new();
    let mut n = 0;
    for case in cases.split("--- ").skip(1) {
        let (name, rest) = case.split_once('\n').expect("a name and a program");
        let (source, told) = rest.split_once("\n=== ").expect("what CPython says");
        let source = format!("{source}\n");
        for line in told.lines() {
            let (versions, expected) = line
                .trim_start_matches("=== ")
                .split_once(": ")
                .expect("versions: error");
            for version in versions.split(' ') {
                let minor = version.trim_start_matches("3.").parse().expect("3.MINOR");
                n += 1;
                wrong.extend(check(name, &source, minor, expected));
            }
        }
    }
    assert!(n > 300, "{n} cases");
    assert!(wrong.is_empty(), "{} of {n}\n{}", wrong.len(), wrong.join("\n"));
}
