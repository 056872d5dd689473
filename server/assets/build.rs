//! Makes the page's third-party files in `OUT_DIR`: CodeMirror in one file, four fonts, their licences. The only
//! place that calls npm. It writes nowhere else, runs only when its three inputs change, and installs exactly
//! what the lockfile says, without install scripts.
//!
//! `TIMESLICE_ASSETS_DIR` names a directory with these files already made (the Docker image, builds without a
//! network); then neither Node nor npm is needed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const INPUTS: [&str; 4] = ["package.json", "package-lock.json", ".npmrc", "entry.js"];
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

/// Package, file in it, name under which it is served.
const FONTS: [(&str, &str, &str); 4] = [
    ("inter", "inter-latin-wght-normal.woff2", "inter.woff2"),
    (
        "jetbrains-mono",
        "jetbrains-mono-latin-wght-normal.woff2",
        "jetbrains-mono.woff2",
    ),
    (
        "source-serif-4",
        "source-serif-4-latin-wght-normal.woff2",
        "source-serif-4.woff2",
    ),
    (
        "source-serif-4",
        "source-serif-4-latin-wght-italic.woff2",
        "source-serif-4-italic.woff2",
    ),
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

    let modules = npm_dir.join("node_modules");
    let outfile = assets.join("codemirror.js");
    run(Command::new("node")
        .arg(modules.join("esbuild").join("bin").join("esbuild"))
        .args([
            "entry.js",
            "--bundle",
            "--format=esm",
            "--minify",
            "--target=es2022",
            "--charset=utf8",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", outfile.display()))
        .current_dir(&npm_dir))?;

    for (package, file, name) in FONTS {
        copy(
            &modules
                .join("@fontsource-variable")
                .join(package)
                .join("files")
                .join(file),
            &assets.join(name),
        )?;
    }
    write(&assets.join("THIRD-PARTY.txt"), licences(&modules)?)?;
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

/// The licence texts of every package that ends up in a served file, in the order of their names.
fn licences(modules: &Path) -> Result<String, String> {
    let mut packages: Vec<PathBuf> = Vec::new();
    for entry in list(modules)? {
        let name = entry
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match name.as_bytes().first() {
            // esbuild makes the bundle and is not in it.
            Some(b'.') => {}
            _ if name.contains("esbuild") => {}
            Some(b'@') => packages.extend(list(&entry)?),
            _ => packages.push(entry),
        }
    }
    packages.sort();
    let mut text =
        "What Timeslice's page contains of others' work: the editor (CodeMirror) and the fonts.\n".to_owned();
    for package in packages {
        let name = package
            .strip_prefix(modules)
            .unwrap_or(&package)
            .to_string_lossy()
            .replace('\\', "/");
        let licence = list(&package)?
            .into_iter()
            .find(|file| {
                file.file_name()
                    .is_some_and(|name| name.to_string_lossy().to_lowercase().starts_with("licen"))
            })
            .ok_or_else(|| format!("the package {name} has no licence file"))?;
        let licence =
            fs::read_to_string(&licence).map_err(|error| format!("cannot read {}: {error}", licence.display()))?;
        let rule = "=".repeat(80);
        write!(text, "\n{rule}\n{name}\n{rule}\n{}\n", licence.trim()).map_err(|error| error.to_string())?;
    }
    Ok(text)
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

fn list(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let read = fs::read_dir(dir).map_err(|error| format!("cannot read {}: {error}", dir.display()))?;
    let mut paths: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))
}

fn write(path: &Path, text: String) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
