//! Cargo does not see files that are added to an embedded folder; this makes it look.

fn main() {
    for folder in ["static", "scenarios", "templates"] {
        println!("cargo::rerun-if-changed=../../{folder}");
    }
}
