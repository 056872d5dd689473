//! Takes out of a recorded output what differs between machines: folders, addresses, identifiers, lines of the library.

/// The text without it. Of a frame of the library only the function stays: our library is not CPython's text.
pub(crate) fn normalise(text: &str) -> String {
    let mut out = String::new();
    let mut library_indent = None;
    for raw in text.split_inclusive('\n') {
        let indent = raw.len() - raw.trim_start_matches([' ', '|']).len();
        if library_indent.is_some_and(|frame| indent > frame) {
            continue;
        }
        let line = line(raw);
        library_indent = line.contains("File \"<lib>").then_some(indent);
        out += &line;
    }
    out
}

fn line(text: &str) -> String {
    let mut text = replace_library(text);
    text = replace_folders(&text);
    while let Some(at) = text.find("<lib>/") {
        let path = &text[at + "<lib>/".len()..];
        let end = path.find([' ', '"', '\'', '>', ':']).unwrap_or(path.len());
        let name = path[..end].rfind('/').map_or(0, |slash| slash + 1);
        text = format!("{}<lib>{}", &text[..at], &path[name..]);
    }
    text = replace_runs(
        &text,
        "0x",
        |c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase(),
        6,
        "0xADDR",
    );
    text = replace_runs(&text, "", |c| c.is_ascii_digit(), 12, "IDENT");
    text = replace_runs(&text, "parent=", |c| c.is_ascii_digit(), 1, "parent=PID");
    for mark in [".py\", line ", ".py:"] {
        if let Some(start) = text.find("<lib>")
            && let Some(at) = text[start..].find(mark).map(|at| start + at + mark.len())
        {
            let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
            if rest.len() < text.len() - at {
                text = format!("{}N{rest}", &text[..at]);
            }
        }
    }
    text
}

/// `/any/where/lib/python3.14/` becomes `<lib>/`.
fn replace_library(text: &str) -> String {
    let Some(at) = text.find("/lib/python3.") else {
        return text.to_owned();
    };
    let from = text[..at].rfind([' ', '"', '\'', '\t']).map_or(0, |i| i + 1);
    let rest = text[at + "/lib/python3.".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix('/') {
        Some(rest) if text[from..].starts_with('/') => format!("{}<lib>/{rest}", &text[..from]),
        _ => text.to_owned(),
    }
}

/// `/any/where/name.py` becomes `name.py`.
fn replace_folders(text: &str) -> String {
    let Some(end) = text.find(".py") else {
        return text.to_owned();
    };
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    let from = text[..end].rfind(|c: char| !is_part(c)).map_or(0, |i| i + 1);
    match text[from..end].rfind('/') {
        Some(slash) if text[from..].starts_with('/') => format!("{}{}", &text[..from], &text[from + slash + 1..]),
        _ => text.to_owned(),
    }
}

/// `prefix` and at least `n_min` characters that pass `is_in`, at the start of a word.
fn replace_runs(text: &str, prefix: &str, is_in: impl Fn(char) -> bool, n_min: usize, by: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let starts_word = !out.ends_with(|c: char| c.is_alphanumeric());
        if starts_word && let Some(run) = rest.strip_prefix(prefix) {
            let after = run.trim_start_matches(&is_in);
            if run.len() - after.len() >= n_min {
                out.push_str(by);
                rest = after;
                continue;
            }
        }
        out.push(first);
        rest = &rest[first.len_utf8()..];
    }
    out
}
