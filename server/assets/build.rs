//! Makes the page's third-party files in `OUT_DIR`: CodeMirror in one file, four fonts, their licences. The only
//! place that calls npm. It writes nowhere else, runs only when its inputs change, and installs exactly
//! what the lockfile says, without install scripts.
//!
//! `TIMESLICE_ASSETS_DIR` names a directory with these files already made (the Docker image, builds without a
//! network); then neither Node nor npm is needed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const INPUTS: [&str; 5] = ["package.json", "package-lock.json", ".npmrc", "entry.js", "build.mjs"];
const NODE_MAJOR_MIN: u32 = 20;

/// Name under which it is served, and content type.
const OUTPUTS: [(&str, &str); 6] = [
    ("codemirror.js", "text/javascript; charset=utf-8"),
    ("inter.woff2", "font/woff2"),
    ("jetbrains-mono.woff2", "font/woff2"),
    ("source-serif-4.woff2", "font/woff2"),
    ("source-serif-4-italic.woff2", "font/woff2"),
    ("THIRD-PARTY.txt", "text/plain; charset=utf-8"),
];

fn main() {
    println!("cargo::rerun-if-env-changed=TIMESLICE_ASSETS_DIR");
    if let Err(message) = build() {
        println!("cargo::error={message}");
    }
}

fn build() -> Result<(), String> {
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let assets = match env::var_os("TIMESLICE_ASSETS_DIR") {
        Some(dir) => {
            let dir = PathBuf::from(dir);
            for (name, _) in OUTPUTS {
                let file = dir.join(name);
                println!("cargo::rerun-if-changed={}", file.display());
                if !file.is_file() {
                    return Err(format!(
                        "TIMESLICE_ASSETS_DIR has no {name} (looked for {})",
                        file.display()
                    ));
                }
            }
            dir
        }
        None => make(&out_dir)?,
    };
    write(&out_dir.join("assets.rs"), table(&assets))
}

/// The files from npm. Returns the directory that holds them.
fn make(out_dir: &Path) -> Result<PathBuf, String> {
    let source = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?).join("npm");
    let (npm_dir, assets) = (out_dir.join("npm"), out_dir.join("assets"));
    for dir in [&npm_dir, &assets] {
        fs::create_dir_all(dir).map_err(|error| format!("cannot make {}: {error}", dir.display()))?;
    }
    for input in INPUTS {
        println!("cargo::rerun-if-changed=npm/{input}");
        copy(&source.join(input), &npm_dir.join(input))?;
    }

    check_node()?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(Command::new(npm)
        .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&npm_dir))?;

    run(Command::new("node").arg("build.mjs").arg(&assets).current_dir(&npm_dir))?;
    Ok(assets)
}

fn check_node() -> Result<(), String> {
    let ways_out = format!(
        "install Node {NODE_MAJOR_MIN} or newer (https://nodejs.org), or set TIMESLICE_ASSETS_DIR to a directory with \
         the built files (CONTRIBUTING.md)"
    );
    let output = Command::new("node").arg("--version").output().map_err(|error| {
        format!("the editor and the fonts are built with Node, and `node --version` failed: {error}; {ways_out}")
    })?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major: u32 = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if major < NODE_MAJOR_MIN {
        return Err(format!(
            "the editor and the fonts need Node {NODE_MAJOR_MIN}, and this is {version}; {ways_out}"
        ));
    }
    Ok(())
}

/// Runs a command; its failure is one line with the last thing it said.
fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}").replace('"', "");
    let output = command
        .output()
        .map_err(|error| format!("`{shown}` could not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let why: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("rror") && !line.contains("complete log"))
        .take(3)
        .collect();
    Err(format!(
        "`{shown}` failed: {}",
        if why.is_empty() {
            said.trim().replace('\n', " ")
        } else {
            why.join(" ")
        }
    ))
}

/// The table that `lib.rs` includes.
fn table(assets: &Path) -> String {
    let mut code = "&[\n".to_owned();
    for (name, content_type) in OUTPUTS {
        let path = assets.join(name);
        code += &format!(
            "    ({name:?}, include_bytes!({:?}), {content_type:?}),\n",
            path.display().to_string()
        );
    }
    code + "]\n"
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))
}

fn write(path: &Path, text: String) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
