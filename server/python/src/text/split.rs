//! Taking strings apart: `split`, `rsplit`, `splitlines`, `partition`. The parts borrow from the text.

use super::string::is_space;
use super::{Result, TextError};

fn limit(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

fn check(separator: &str) -> Result<()> {
    if separator.is_empty() {
        Err(TextError::value("empty separator"))
    } else {
        Ok(())
    }
}

/// `text.split(separator, maxsplit)`; no separator is runs of white space, a negative maxsplit no limit.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn split<'a>(text: &'a str, separator: Option<&str>, maxsplit: i64) -> Result<Vec<&'a str>> {
    let most = limit(maxsplit);
    let Some(separator) = separator else {
        return Ok(split_space(text, most));
    };
    check(separator)?;
    Ok(text.splitn(most.saturating_add(1), separator).collect())
}

fn split_space(text: &str, most: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if out.len() == most {
            out.push(rest);
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        out.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
    }
    out
}

/// `text.rsplit(separator, maxsplit)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn rsplit<'a>(text: &'a str, separator: Option<&str>, maxsplit: i64) -> Result<Vec<&'a str>> {
    let most = limit(maxsplit);
    let mut out: Vec<&str> = if let Some(separator) = separator {
        check(separator)?;
        text.rsplitn(most.saturating_add(1), separator).collect()
    } else {
        let mut parts = Vec::new();
        let mut rest = text.trim_end_matches(is_space);
        while !rest.is_empty() {
            if parts.len() == most {
                parts.push(rest);
                break;
            }
            let start = rest
                .char_indices()
                .rev()
                .find(|&(_, c)| is_space(c))
                .map_or(0, |(at, c)| at + c.len_utf8());
            parts.push(&rest[start..]);
            rest = rest[..start].trim_end_matches(is_space);
        }
        parts
    };
    out.reverse();
    Ok(out)
}

/// A character that ends a line for `splitlines`.
#[must_use]
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `text.splitlines(keepends)`.
#[must_use]
pub fn splitlines(text: &str, keepends: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (end, next) = match rest.char_indices().find(|&(_, c)| is_line_break(c)) {
            None => (rest.len(), rest.len()),
            Some((at, '\r')) if rest[at..].starts_with("\r\n") => (at, at + 2),
            Some((at, c)) => (at, at + c.len_utf8()),
        };
        out.push(&rest[..if keepends { next } else { end }]);
        rest = &rest[next..];
    }
    out
}

/// `text.partition(separator)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn partition<'a>(text: &'a str, separator: &str) -> Result<(&'a str, &'a str, &'a str)> {
    check(separator)?;
    Ok(text
        .find(separator)
        .map_or((text, "", ""), |at| parts(text, at, separator.len())))
}

/// `text.rpartition(separator)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn rpartition<'a>(text: &'a str, separator: &str) -> Result<(&'a str, &'a str, &'a str)> {
    check(separator)?;
    Ok(text
        .rfind(separator)
        .map_or(("", "", text), |at| parts(text, at, separator.len())))
}

fn parts(text: &str, at: usize, size: usize) -> (&str, &str, &str) {
    (&text[..at], &text[at..at + size], &text[at + size..])
}
