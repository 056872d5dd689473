//! The page's files and the scenarios: part of the binary in a release build, read from the repository while
//! developing. Their address holds a hash of all of them, so they can be kept for a year and are never stale.

use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use timeslice_assets::ASSETS;
use timeslice_scenario::{Catalogue, SourceError};

#[derive(RustEmbed)]
#[folder = "../../static/"]
struct Static;

#[derive(RustEmbed)]
#[folder = "../../scenarios/"]
struct Scenarios;

/// What the page consists of.
#[derive(Debug)]
pub struct Files {
    /// The hash in the address of every file.
    pub hash: String,
}

impl Files {
    /// Hashes everything that is served.
    #[must_use]
    pub fn new() -> Self {
        let mut fnv: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |bytes: &[u8]| {
            for byte in bytes {
                fnv = (fnv ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for path in Static::iter() {
            add(path.as_bytes());
            add(&Static::get(&path)
                .map(|file| file.metadata.sha256_hash())
                .unwrap_or_default());
        }
        for (name, bytes, _) in ASSETS {
            add(name.as_bytes());
            add(bytes);
        }
        Self {
            hash: format!("{fnv:016x}"),
        }
    }

    /// A file by its path below the hash, with its content type. Third-party files are in `vendor/` and `fonts/`.
    fn get(&self, path: &str) -> Option<(Cow<'static, [u8]>, &'static str)> {
        for (name, bytes, content_type) in ASSETS {
            let folder = if name.ends_with(".woff2") { "fonts/" } else { "vendor/" };
            if path.strip_prefix(folder) == Some(*name) {
                return Some((Cow::Borrowed(*bytes), content_type));
            }
        }
        let content_type = match path.rsplit('.').next()? {
            "css" => "text/css; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "txt" => "text/plain; charset=utf-8",
            _ => return None,
        };
        Some((Static::get(path)?.data, content_type))
    }
}

impl Default for Files {
    fn default() -> Self {
        Self::new()
    }
}

/// `GET /static/{hash}/{path}`.
pub async fn get(State(app): State<AppState>, Path((hash, path)): Path<(String, String)>) -> Response {
    let Some((bytes, content_type)) = app.files.get(&path) else {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    };
    let is_lasting = hash == app.files.hash && !cfg!(debug_assertions);
    let cache = if is_lasting {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let body = match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// The scenarios that come with the program.
#[must_use]
pub fn scenarios() -> (Catalogue, Vec<(String, SourceError)>) {
    let files: Vec<(String, String)> = Scenarios::iter()
        .filter(|path| path.ends_with(".py") || path.ends_with(".toml"))
        .filter_map(|path| {
            let source = String::from_utf8_lossy(&Scenarios::get(&path)?.data).into_owned();
            Some((path.into_owned(), source))
        })
        .collect();
    Catalogue::load(files.iter().map(|(path, source)| (path.as_str(), source.as_str())))
}

/// The scenarios of a folder and the folders in it.
///
/// # Errors
/// When the folder cannot be read.
pub fn scenarios_in(folder: &std::path::Path) -> std::io::Result<(Catalogue, Vec<(String, SourceError)>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "py" || ext == "toml") {
                files.push((path.to_string_lossy().into_owned(), std::fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(Catalogue::load(
        files.iter().map(|(path, source)| (path.as_str(), source.as_str())),
    ))
}
