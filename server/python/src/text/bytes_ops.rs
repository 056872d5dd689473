//! The methods of `bytes`: searching, splitting, stripping, replacing, ASCII case and classes, `hex`. Positions are bytes.

use memchr::memmem;

use super::search::Ends;
use super::string::Class;
use super::{Result, TextError, checked_len, slice};

/// White space as bytes methods see it.
#[must_use]
pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t'..=b'\r')
}

fn window(data: &[u8], start: Option<i64>, end: Option<i64>) -> Option<(&[u8], usize)> {
    let (start, end) = slice::clamp_range(start, end, data.len());
    (start <= end).then(|| (&data[start..end], start))
}

/// `data.find(needle, start, end)`; `None` is -1.
#[must_use]
pub fn find(data: &[u8], needle: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (window, first) = window(data, start, end)?;
    memmem::find(window, needle).map(|at| first + at)
}

/// `data.rfind(needle, start, end)`; `None` is -1.
#[must_use]
pub fn rfind(data: &[u8], needle: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (window, first) = window(data, start, end)?;
    memmem::rfind(window, needle).map(|at| first + at)
}

/// `data.index(...)` from what `find` gave.
///
/// # Errors
/// `ValueError` "subsection not found".
pub fn index(found: Option<usize>) -> Result<usize> {
    found.ok_or_else(|| TextError::value("subsection not found"))
}

/// `data.count(needle, start, end)`.
#[must_use]
pub fn count(data: &[u8], needle: &[u8], start: Option<i64>, end: Option<i64>) -> usize {
    window(data, start, end).map_or(0, |(window, _)| memmem::find_iter(window, needle).count())
}

/// `data.startswith(prefix, start, end)`.
#[must_use]
pub fn startswith(data: &[u8], prefix: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(data, start, end).is_some_and(|(window, _)| window.starts_with(prefix))
}

/// `data.endswith(suffix, start, end)`.
#[must_use]
pub fn endswith(data: &[u8], suffix: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(data, start, end).is_some_and(|(window, _)| window.ends_with(suffix))
}

/// `data.replace(old, new, count)`; a negative count is no limit.
///
/// # Errors
/// `MemoryError` when the result would be too long.
pub fn replace(data: &[u8], old: &[u8], new: &[u8], count: i64) -> Result<Vec<u8>> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(data.len());
    let mut copied = 0;
    for at in memmem::find_iter(data, old).take(limit) {
        out.extend_from_slice(&data[copied..at]);
        out.extend_from_slice(new);
        checked_len(out.len())?;
        copied = at + old.len();
    }
    out.extend_from_slice(&data[copied..]);
    Ok(out)
}

fn check(separator: &[u8]) -> Result<()> {
    if separator.is_empty() {
        Err(TextError::value("empty separator"))
    } else {
        Ok(())
    }
}

/// `data.split(separator, maxsplit)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn split<'a>(data: &'a [u8], separator: Option<&[u8]>, maxsplit: i64) -> Result<Vec<&'a [u8]>> {
    let most = usize::try_from(maxsplit).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    let Some(separator) = separator else {
        let mut rest = strip(data, None, Ends::Left);
        while !rest.is_empty() {
            if out.len() == most {
                out.push(rest);
                break;
            }
            let end = rest.iter().position(|&b| is_space(b)).unwrap_or(rest.len());
            out.push(&rest[..end]);
            rest = strip(&rest[end..], None, Ends::Left);
        }
        return Ok(out);
    };
    check(separator)?;
    let mut copied = 0;
    for at in memmem::find_iter(data, separator).take(most) {
        out.push(&data[copied..at]);
        copied = at + separator.len();
    }
    out.push(&data[copied..]);
    Ok(out)
}

/// `data.rsplit(separator, maxsplit)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn rsplit<'a>(data: &'a [u8], separator: Option<&[u8]>, maxsplit: i64) -> Result<Vec<&'a [u8]>> {
    let most = usize::try_from(maxsplit).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    if let Some(separator) = separator {
        check(separator)?;
        let mut end = data.len();
        for at in memmem::rfind_iter(data, separator).take(most) {
            out.push(&data[at + separator.len()..end]);
            end = at;
        }
        out.push(&data[..end]);
    } else {
        let mut rest = strip(data, None, Ends::Right);
        while !rest.is_empty() {
            if out.len() == most {
                out.push(rest);
                break;
            }
            let start = rest.iter().rposition(|&b| is_space(b)).map_or(0, |at| at + 1);
            out.push(&rest[start..]);
            rest = strip(&rest[..start], None, Ends::Right);
        }
    }
    out.reverse();
    Ok(out)
}

/// `data.splitlines(keepends)`: lines end in `\n`, `\r` or `\r\n`.
#[must_use]
pub fn splitlines(data: &[u8], keepends: bool) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = data;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let next = if rest[end..].starts_with(b"\r\n") {
            end + 2
        } else {
            (end + 1).min(rest.len())
        };
        out.push(&rest[..if keepends { next } else { end }]);
        rest = &rest[next..];
    }
    out
}

/// `data.partition(separator)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn partition<'a>(data: &'a [u8], separator: &[u8]) -> Result<(&'a [u8], &'a [u8], &'a [u8])> {
    check(separator)?;
    let found = memmem::find(data, separator);
    Ok(found.map_or((data, &[], &[]), |at| parts(data, at, separator.len())))
}

/// `data.rpartition(separator)`.
///
/// # Errors
/// `ValueError` "empty separator".
pub fn rpartition<'a>(data: &'a [u8], separator: &[u8]) -> Result<(&'a [u8], &'a [u8], &'a [u8])> {
    check(separator)?;
    let found = memmem::rfind(data, separator);
    Ok(found.map_or((&[], &[], data), |at| parts(data, at, separator.len())))
}

fn parts(data: &[u8], at: usize, size: usize) -> (&[u8], &[u8], &[u8]) {
    (&data[..at], &data[at..at + size], &data[at + size..])
}

/// `data.strip(bytes)`, `lstrip`, `rstrip`; no bytes is white space.
#[must_use]
pub fn strip<'a>(mut data: &'a [u8], bytes: Option<&[u8]>, ends: Ends) -> &'a [u8] {
    let drop = |b: &u8| bytes.map_or_else(|| is_space(*b), |bytes| bytes.contains(b));
    if ends != Ends::Right {
        data = &data[data.iter().position(|b| !drop(b)).unwrap_or(data.len())..];
    }
    if ends != Ends::Left {
        data = &data[..data.iter().rposition(|b| !drop(b)).map_or(0, |at| at + 1)];
    }
    data
}

/// `data.isalpha()` and its kin, in ASCII. `Decimal` and `Numeric`, which bytes lack, are `Digit`.
#[must_use]
pub fn is(data: &[u8], class: Class) -> bool {
    let all = |f: fn(&u8) -> bool| !data.is_empty() && data.iter().all(f);
    match class {
        Class::Alpha => all(u8::is_ascii_alphabetic),
        Class::Alnum => all(u8::is_ascii_alphanumeric),
        Class::Decimal | Class::Digit | Class::Numeric => all(u8::is_ascii_digit),
        Class::Space => all(|&b| is_space(b)),
        Class::Printable => data.iter().all(|b| (b' '..=b'~').contains(b)),
        Class::Ascii => data.is_ascii(),
        Class::Identifier | Class::Upper | Class::Lower | Class::Title => {
            // Bytes beyond ASCII have no case: any caseless stand-in gives the same answer.
            let text: String = data
                .iter()
                .map(|&b| if b.is_ascii() { char::from(b) } else { '\0' })
                .collect();
            super::string::is(&text, class)
        }
    }
}

/// `data.title()`; `capitalize` is the first byte in upper case, the rest in lower.
#[must_use]
pub fn title(data: &[u8]) -> Vec<u8> {
    let mut previous = false;
    data.iter()
        .map(|b| {
            let out = if previous {
                b.to_ascii_lowercase()
            } else {
                b.to_ascii_uppercase()
            };
            previous = b.is_ascii_alphabetic();
            out
        })
        .collect()
}

/// `data.swapcase()`.
#[must_use]
pub fn swapcase(data: &[u8]) -> Vec<u8> {
    data.iter()
        .map(|b| if b.is_ascii_alphabetic() { b ^ 0x20 } else { *b })
        .collect()
}

/// `data[start:stop:step]`.
///
/// # Errors
/// `ValueError` "slice step cannot be zero".
pub fn get_slice(data: &[u8], start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Result<Vec<u8>> {
    let at = slice::indices(start, stop, step, data.len())?;
    let position = |i: usize| {
        let offset = at.step.checked_mul(i64::try_from(i).ok()?)?;
        data.get(usize::try_from(at.start + offset).ok()?).copied()
    };
    Ok((0..at.len).filter_map(position).collect())
}

/// `data * count`.
///
/// # Errors
/// `MemoryError`.
pub fn repeat(data: &[u8], count: i64) -> Result<Vec<u8>> {
    let count = usize::try_from(count).unwrap_or(0);
    checked_len(data.len().saturating_mul(count))?;
    Ok(data.repeat(count))
}

/// `data.hex()`, or `data.hex(separator, group)`: groups from the right, from the left when `group` is negative.
#[must_use]
pub fn hex(data: &[u8], separator: Option<char>, group: i64) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(data.len() * 3);
    for (i, &b) in data.iter().enumerate() {
        if let Some(separator) = separator.filter(|_| i > 0 && size > 0) {
            let boundary = if group > 0 { data.len() - i } else { i };
            if boundary.is_multiple_of(size) {
                out.push(separator);
            }
        }
        out.extend([DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
    }
    out
}

/// `bytes.fromhex(text)`.
///
/// # Errors
/// `ValueError` "non-hexadecimal number found in fromhex() arg at position 1", or (3.14) an odd number of digits.
pub fn fromhex(text: &str) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut chars = text.chars().enumerate();
    let bad = |at: usize| {
        TextError::value(format!(
            "non-hexadecimal number found in fromhex() arg at position {at}"
        ))
    };
    while let Some((at, c)) = chars.next() {
        if c.is_ascii() && super::string::is_space(c) && !('\x1c'..='\x1f').contains(&c) {
            continue;
        }
        let high = c.to_digit(16).ok_or_else(|| bad(at))?;
        let Some((at, c)) = chars.next() else {
            return Err(TextError::value(
                "fromhex() arg must contain an even number of hexadecimal digits",
            ));
        };
        let low = c.to_digit(16).ok_or_else(|| bad(at))?;
        out.push(u8::try_from(high << 4 | low).expect("two hexadecimal digits"));
    }
    Ok(out)
}
