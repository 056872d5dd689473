//! Letter case: `upper`, `lower`, `title`, `capitalize`, `swapcase`, `casefold`, with Unicode's full mappings.

use super::string::is_title;
use super::unicode_tables::{FOLD, TITLE};

/// `text.upper()`.
#[must_use]
pub fn upper(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_uppercase()
    } else {
        text.to_uppercase()
    }
}

/// `text.lower()`; a final capital sigma becomes a final small one.
#[must_use]
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase()
    }
}

/// Every character with its lowercase in this text: only a sigma's depends on its surroundings.
fn lowered(text: &str) -> impl Iterator<Item = (char, char, Option<char>)> {
    let sigmas = if text.contains('Σ') {
        text.to_lowercase()
    } else {
        String::new()
    };
    let mut whole = sigmas.chars().collect::<Vec<_>>().into_iter();
    text.chars().map(move |c| {
        let mut own = c.to_lowercase();
        let (first, second) = (own.next().unwrap_or(c), own.next());
        let first = whole.next().filter(|_| c == 'Σ').unwrap_or(first);
        if second.is_some() {
            whole.next();
        }
        (c, first, second)
    })
}

fn push_title(out: &mut String, c: char) {
    match TITLE.binary_search_by_key(&c, |&(c, _)| c) {
        Ok(at) => out.push_str(TITLE[at].1),
        Err(_) => out.extend(c.to_uppercase()),
    }
}

/// `text.title()`.
#[must_use]
pub fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = false;
    for (c, first, second) in lowered(text) {
        if previous {
            out.push(first);
            out.extend(second);
        } else {
            push_title(&mut out, c);
        }
        previous = c.is_lowercase() || c.is_uppercase() || is_title(c);
    }
    out
}

/// `text.capitalize()`.
#[must_use]
pub fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, (c, first, second)) in lowered(text).enumerate() {
        if i == 0 {
            push_title(&mut out, c);
        } else {
            out.push(first);
            out.extend(second);
        }
    }
    out
}

/// `text.swapcase()`.
#[must_use]
pub fn swapcase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (c, first, second) in lowered(text) {
        if c.is_uppercase() {
            out.push(first);
            out.extend(second);
        } else if c.is_lowercase() {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// `text.casefold()`.
#[must_use]
pub fn casefold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match FOLD.binary_search_by_key(&c, |&(c, _)| c) {
            Ok(at) => out.push_str(FOLD[at].1),
            Err(_) => out.extend(c.to_lowercase()),
        }
    }
    out
}
