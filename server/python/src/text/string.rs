//! Strings as sequences of code points: classification, `repr`, indexing, slicing, padding, `translate`. Searching is in
//! `search`, splitting in `split`, letter case in `case`, encodings in `codec`.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::unicode_tables::{DIGIT_NOT_DECIMAL, NUMERIC_LETTERS};
use super::{Result, TextError, checked_len, slice};

/// `len(text)`: code points.
#[must_use]
pub fn len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// The byte offset of the code point at `index`, or the text's length when there are not so many.
#[must_use]
pub fn byte_offset(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

/// At most the first `most` code points.
#[must_use]
pub fn prefix(text: &str, most: usize) -> &str {
    if most >= text.len() {
        text
    } else {
        &text[..byte_offset(text, most)]
    }
}

/// The code points `start..end` (clamped, not negative).
#[must_use]
pub fn substring(text: &str, start: usize, end: usize) -> &str {
    if start >= end {
        return "";
    }
    let rest = &text[byte_offset(text, start)..];
    prefix(rest, end - start)
}

/// `text[index]`.
///
/// # Errors
/// `IndexError` "string index out of range".
pub fn char_at(text: &str, index: i64) -> Result<char> {
    let found = if text.is_ascii() {
        slice::item_index(index, text.len()).map(|i| char::from(text.as_bytes()[i]))
    } else if index >= 0 {
        usize::try_from(index).ok().and_then(|i| text.chars().nth(i))
    } else {
        usize::try_from(-(index + 1))
            .ok()
            .and_then(|i| text.chars().nth_back(i))
    };
    found.ok_or_else(|| TextError::index("string index out of range"))
}

/// `text[start:stop:step]`; borrowed when contiguous.
///
/// # Errors
/// `ValueError` "slice step cannot be zero".
pub fn get_slice(text: &str, start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Result<Cow<'_, str>> {
    let at = slice::indices(start, stop, step, len(text))?;
    if at.len == 0 {
        return Ok("".into());
    }
    let first = usize::try_from(at.start).expect("a position");
    if at.step == 1 {
        return Ok(substring(text, first, first + at.len).into());
    }
    let stride = usize::try_from(at.step.unsigned_abs()).unwrap_or(usize::MAX);
    Ok(if at.step > 0 {
        text.chars().skip(first).step_by(stride).take(at.len).collect()
    } else {
        let skipped = len(text) - 1 - first;
        text.chars().rev().skip(skipped).step_by(stride).take(at.len).collect()
    })
}

/// `text * count`.
///
/// # Errors
/// `MemoryError`.
pub fn repeat(text: &str, count: i64) -> Result<String> {
    let count = usize::try_from(count).unwrap_or(0);
    checked_len(text.len().saturating_mul(count))?;
    Ok(text.repeat(count))
}

/// `separator.join(items)` in one allocation.
pub fn join<'a>(separator: &str, items: impl Iterator<Item = &'a str> + Clone) -> String {
    let (count, total) = items
        .clone()
        .fold((0usize, 0usize), |(n, size), item| (n + 1, size + item.len()));
    let mut out = String::with_capacity(total + separator.len() * count.saturating_sub(1));
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(item);
    }
    out
}

/// White space as `str.isspace` and `str.split` see it.
#[must_use]
pub fn is_space(c: char) -> bool {
    if c.is_ascii() {
        matches!(c, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
    } else {
        c.is_whitespace()
    }
}

/// The value of a decimal digit (category Nd).
#[must_use]
pub fn decimal_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let decimal = |c: char| c.general_category() == GeneralCategory::DecimalNumber;
    if !decimal(c) {
        return None;
    }
    // Decimal digits come in runs of ten code points, a few of which touch.
    let code = u32::from(c);
    let before = (1..=code)
        .take_while(|back| char::from_u32(code - back).is_some_and(decimal))
        .count();
    u32::try_from(before % 10).ok()
}

fn in_ranges(c: char, ranges: &[(u32, u32)]) -> bool {
    let code = u32::from(c);
    ranges
        .binary_search_by(|&(low, high)| {
            if high < code {
                std::cmp::Ordering::Less
            } else if low > code {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        })
        .is_ok()
}

/// A letter (categories L*), as `str.isalpha` asks.
#[must_use]
pub fn is_alpha(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        c.general_category(),
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter
    )
}

/// As `str.isdecimal` asks.
#[must_use]
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_digit()
    } else {
        c.general_category() == GeneralCategory::DecimalNumber
    }
}

/// As `str.isdigit` asks: decimals and digits such as superscripts.
#[must_use]
pub fn is_digit(c: char) -> bool {
    is_decimal(c) || in_ranges(c, DIGIT_NOT_DECIMAL)
}

/// As `str.isnumeric` asks.
#[must_use]
pub fn is_numeric(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    matches!(
        c.general_category(),
        G::DecimalNumber | G::LetterNumber | G::OtherNumber
    ) || in_ranges(c, NUMERIC_LETTERS)
}

/// As `str.isprintable` asks: `repr` leaves it as it is.
#[must_use]
pub fn is_printable(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    !matches!(
        c.general_category(),
        G::Control
            | G::Format
            | G::Surrogate
            | G::PrivateUse
            | G::Unassigned
            | G::LineSeparator
            | G::ParagraphSeparator
            | G::SpaceSeparator
    )
}

/// A titlecase letter (category Lt).
#[must_use]
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::TitlecaseLetter
}

/// The questions `str` answers about all its characters; every one but `Printable` and `Ascii` is false for "".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// `isalpha`
    Alpha,
    /// `isalnum`
    Alnum,
    /// `isdecimal`
    Decimal,
    /// `isdigit`
    Digit,
    /// `isnumeric`
    Numeric,
    /// `isspace`
    Space,
    /// `isprintable`
    Printable,
    /// `isascii`
    Ascii,
    /// `isidentifier`
    Identifier,
    /// `isupper`
    Upper,
    /// `islower`
    Lower,
    /// `istitle`
    Title,
}

/// `text.isalpha()` and its kin.
#[must_use]
pub fn is(text: &str, class: Class) -> bool {
    let all = |f: fn(char) -> bool| !text.is_empty() && text.chars().all(f);
    match class {
        Class::Alpha => all(is_alpha),
        Class::Alnum => all(|c| is_alpha(c) || is_numeric(c)),
        Class::Decimal => all(is_decimal),
        Class::Digit => all(is_digit),
        Class::Numeric => all(is_numeric),
        Class::Space => all(is_space),
        Class::Printable => text.chars().all(is_printable),
        Class::Ascii => text.is_ascii(),
        Class::Identifier => {
            let mut chars = text.chars();
            chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
                && chars.all(unicode_ident::is_xid_continue)
        }
        Class::Upper => text.chars().any(char::is_uppercase) && !text.chars().any(|c| c.is_lowercase() || is_title(c)),
        Class::Lower => text.chars().any(char::is_lowercase) && !text.chars().any(|c| c.is_uppercase() || is_title(c)),
        Class::Title => {
            let (mut cased, mut previous) = (false, false);
            for c in text.chars() {
                let (upper, lower) = (c.is_uppercase() || is_title(c), c.is_lowercase());
                if (upper && previous) || (lower && !previous) {
                    return false;
                }
                previous = upper || lower;
                cased |= previous;
            }
            cased
        }
    }
}

/// `repr(text)`.
#[must_use]
pub fn repr(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_repr(&mut out, text);
    out
}

/// Appends `repr(text)`.
pub fn push_repr(out: &mut String, text: &str) {
    push_quoted(out, text, is_printable);
}

/// `ascii(text)`.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text, |c| (' '..='~').contains(&c));
    out
}

fn push_quoted(out: &mut String, text: &str, plain: fn(char) -> bool) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        if c == quote || c == '\\' {
            out.extend(['\\', c]);
        } else if plain(c) {
            out.push(c);
        } else {
            push_escape(out, c);
        }
    }
    out.push(quote);
}

/// Appends the escape of a character that is not printed: `\n`, `\x1b`, `\u2028`, `\U000e0001`.
pub fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        _ if code < 0x100 => write!(out, "\\x{code:02x}").expect("a String never fails"),
        _ if code < 0x1_0000 => write!(out, "\\u{code:04x}").expect("a String never fails"),
        _ => write!(out, "\\U{code:08x}").expect("a String never fails"),
    }
}

/// `repr(data)` of a bytes object.
#[must_use]
pub fn repr_bytes(data: &[u8]) -> String {
    let quote = if data.contains(&b'\'') && !data.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(data.len() + 3);
    out.extend(['b', quote]);
    for c in data.iter().copied().map(char::from) {
        match c {
            _ if c == quote || c == '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => push_escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

fn padded(text: &str, left: usize, right: usize, fill: char) -> Result<String> {
    checked_len(left.saturating_add(right))?;
    let mut out = String::with_capacity(text.len() + (left + right) * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, right));
    Ok(out)
}

fn missing(text: &str, width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(len(text))
}

/// `text.center(width, fill)`.
///
/// # Errors
/// `MemoryError`.
pub fn center(text: &str, width: i64, fill: char) -> Result<String> {
    let padding = missing(text, width);
    let left = padding / 2 + (padding & usize::try_from(width).unwrap_or(0) & 1);
    padded(text, left, padding - left, fill)
}

/// `text.ljust(width, fill)`.
///
/// # Errors
/// `MemoryError`.
pub fn ljust(text: &str, width: i64, fill: char) -> Result<String> {
    padded(text, 0, missing(text, width), fill)
}

/// `text.rjust(width, fill)`.
///
/// # Errors
/// `MemoryError`.
pub fn rjust(text: &str, width: i64, fill: char) -> Result<String> {
    padded(text, missing(text, width), 0, fill)
}

/// `text.zfill(width)`.
///
/// # Errors
/// `MemoryError`.
pub fn zfill(text: &str, width: i64) -> Result<String> {
    let mut out = padded(text, missing(text, width), 0, '0')?;
    if text.starts_with(['+', '-']) && out.len() > text.len() {
        let sign = out.remove(out.len() - text.len());
        out.insert(0, sign);
    }
    Ok(out)
}

/// `text.expandtabs(tabsize)`.
///
/// # Errors
/// `MemoryError`.
pub fn expandtabs(text: &str, tabsize: i64) -> Result<String> {
    let tabsize = usize::try_from(tabsize).unwrap_or(0);
    checked_len(tabsize.saturating_mul(memchr::memchr_iter(b'\t', text.as_bytes()).count()))?;
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        if c == '\t' {
            if tabsize > 0 {
                let spaces = tabsize - column % tabsize;
                column += spaces;
                out.extend(std::iter::repeat_n(' ', spaces));
            }
            continue;
        }
        column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
        out.push(c);
    }
    Ok(out)
}

/// What `str.translate` does with a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Translation {
    /// The table has no entry.
    Keep,
    /// The entry is `None`.
    Delete,
    /// The entry is an int.
    Char(char),
    /// The entry is a string.
    Text(String),
}

/// `text.translate(table)`; `lookup` asks the table.
///
/// # Errors
/// Whatever `lookup` fails with.
pub fn translate<E>(
    text: &str,
    mut lookup: impl FnMut(char) -> std::result::Result<Translation, E>,
) -> std::result::Result<String, E> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match lookup(c)? {
            Translation::Keep => out.push(c),
            Translation::Delete => {}
            Translation::Char(other) => out.push(other),
            Translation::Text(other) => out.push_str(&other),
        }
    }
    Ok(out)
}

/// `str.maketrans(from, to, delete)`: the table's entries in order, `None` for a deletion.
///
/// # Errors
/// `ValueError` "the first two maketrans arguments must have equal length".
pub fn maketrans(from: &str, to: &str, delete: &str) -> Result<Vec<(char, Option<char>)>> {
    if len(from) != len(to) {
        return Err(TextError::value(
            "the first two maketrans arguments must have equal length",
        ));
    }
    Ok(from
        .chars()
        .zip(to.chars().map(Some))
        .chain(delete.chars().map(|c| (c, None)))
        .collect())
}
