//! Finding in strings: `find`, `index`, `count`, `startswith`, `replace`, `strip`, `removeprefix`. Positions are code points.

use std::borrow::Cow;

use super::string::{byte_offset, is_space, len};
use super::{MAX_TEXT, Result, TextError, slice};

/// The bytes `start..end` (code points, as Python passes them) cover, with `start` clamped; `None` when `start` is past `end`.
fn window(text: &str, start: Option<i64>, end: Option<i64>) -> Option<(&str, usize)> {
    if start.is_none() && end.is_none() {
        return Some((text, 0));
    }
    let (start, end) = slice::clamp_range(start, end, len(text));
    if start > end {
        return None;
    }
    let from = byte_offset(text, start);
    let to = from + byte_offset(&text[from..], end - start);
    Some((&text[from..to], start))
}

/// `text.find(needle, start, end)`; `None` is -1.
#[must_use]
pub fn find(text: &str, needle: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (window, first) = window(text, start, end)?;
    window.find(needle).map(|at| first + len(&window[..at]))
}

/// `text.rfind(needle, start, end)`; `None` is -1.
#[must_use]
pub fn rfind(text: &str, needle: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (window, first) = window(text, start, end)?;
    window.rfind(needle).map(|at| first + len(&window[..at]))
}

/// `text.index(...)` and `text.rindex(...)` from what `find` or `rfind` gave.
///
/// # Errors
/// `ValueError` "substring not found".
pub fn index(found: Option<usize>) -> Result<usize> {
    found.ok_or_else(|| TextError::value("substring not found"))
}

/// `needle in text`.
#[must_use]
pub fn contains(text: &str, needle: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some()
}

/// `text.count(needle, start, end)`: without overlaps.
#[must_use]
pub fn count(text: &str, needle: &str, start: Option<i64>, end: Option<i64>) -> usize {
    let Some((window, _)) = window(text, start, end) else {
        return 0;
    };
    if needle.is_empty() {
        len(window) + 1
    } else {
        window.matches(needle).count()
    }
}

/// `text.startswith(prefix, start, end)`.
#[must_use]
pub fn startswith(text: &str, prefix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    window(text, start, end).is_some_and(|(window, _)| window.starts_with(prefix))
}

/// `text.endswith(suffix, start, end)`.
#[must_use]
pub fn endswith(text: &str, suffix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    window(text, start, end).is_some_and(|(window, _)| window.ends_with(suffix))
}

/// `text.replace(old, new, count)`; a negative count is no limit. Borrowed when nothing changes.
///
/// # Errors
/// `MemoryError` when the result would be too long.
pub fn replace<'a>(text: &'a str, old: &str, new: &str, count: i64) -> Result<Cow<'a, str>> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let mut found = text.match_indices(old).take(limit).peekable();
    if found.peek().is_none() || old == new {
        return Ok(text.into());
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in found {
        out.push_str(&text[copied..at]);
        out.push_str(new);
        copied = at + old.len();
        if out.len() > MAX_TEXT {
            return Err(TextError::memory());
        }
    }
    out.push_str(&text[copied..]);
    Ok(out.into())
}

/// Which ends `strip` works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

/// `text.strip(chars)`, `lstrip`, `rstrip`; no chars is white space.
#[must_use]
pub fn strip<'a>(text: &'a str, chars: Option<&str>, ends: Ends) -> &'a str {
    let drop = |c: char| chars.map_or_else(|| is_space(c), |chars| chars.contains(c));
    let text = if ends == Ends::Right {
        text
    } else {
        text.trim_start_matches(drop)
    };
    if ends == Ends::Left {
        text
    } else {
        text.trim_end_matches(drop)
    }
}

/// `text.removeprefix(prefix)`.
#[must_use]
pub fn removeprefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    text.strip_prefix(prefix).unwrap_or(text)
}

/// `text.removesuffix(suffix)`.
#[must_use]
pub fn removesuffix<'a>(text: &'a str, suffix: &str) -> &'a str {
    text.strip_suffix(suffix).unwrap_or(text)
}
