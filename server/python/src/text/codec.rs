//! Encodings: `str.encode` and `bytes.decode` for UTF-8, ASCII, Latin-1, UTF-16 and UTF-32, with CPython's error handlers.

use std::borrow::Cow;
use std::fmt::Write;

use super::{ErrorKind, Result, TextError, UnicodeSpan, string};

/// An encoding by any of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8
    Utf8,
    /// UTF-8 with a byte order mark (`utf-8-sig`)
    Utf8Sig,
    /// ASCII
    Ascii,
    /// Latin-1
    Latin1,
    /// UTF-16 or UTF-32: bytes per unit (2 or 4), and the order when the name gives it (otherwise a mark, little-endian).
    Wide(usize, Option<ByteOrder>),
}

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// Least significant first.
    Little,
    /// Most significant first.
    Big,
}

impl Encoding {
    /// Finds an encoding as Python does: case, hyphens, underscores and spaces do not matter.
    ///
    /// # Errors
    /// `LookupError` "unknown encoding: x".
    pub fn find(name: &str) -> Result<Self> {
        use ByteOrder::{Big, Little};
        let key = name.to_ascii_lowercase().replace(['-', ' ', '.'], "_");
        Ok(match key.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Self::Utf8,
            "utf_8_sig" => Self::Utf8Sig,
            "ascii" | "us_ascii" | "646" | "us" | "iso646_us" | "ansi_x3_4_1968" | "cp367" => Self::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819" => {
                Self::Latin1
            }
            "utf_16" | "utf16" | "u16" => Self::Wide(2, None),
            "utf_16_le" | "utf_16le" => Self::Wide(2, Some(Little)),
            "utf_16_be" | "utf_16be" => Self::Wide(2, Some(Big)),
            "utf_32" | "utf32" | "u32" => Self::Wide(4, None),
            "utf_32_le" | "utf_32le" => Self::Wide(4, Some(Little)),
            "utf_32_be" | "utf_32be" => Self::Wide(4, Some(Big)),
            _ => return Err(TextError::lookup(format!("unknown encoding: {name}"))),
        })
    }
}

fn unknown_handler(errors: &str) -> TextError {
    TextError::lookup(format!("unknown error handler name '{errors}'"))
}

/// `text.encode(encoding, errors)`.
///
/// # Errors
/// `UnicodeEncodeError`, or `LookupError` for an unknown encoding or, when it is needed, error handler.
pub fn encode(text: &str, encoding: &str, errors: &str) -> Result<Vec<u8>> {
    match Encoding::find(encoding)? {
        Encoding::Utf8 => Ok(text.as_bytes().to_vec()),
        Encoding::Utf8Sig => Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
        Encoding::Ascii => encode_narrow(text, 0x80, ("ascii", "ordinal not in range(128)"), errors),
        Encoding::Latin1 => encode_narrow(text, 0x100, ("latin-1", "ordinal not in range(256)"), errors),
        Encoding::Wide(size, order) => {
            let mark = if order.is_none() { "\u{feff}" } else { "" };
            let mut out = Vec::with_capacity(text.len() * size);
            for c in mark.chars().chain(text.chars()) {
                let mut units = [0u16; 2];
                let wide = [u32::from(c)];
                let narrow: Vec<u32> = c.encode_utf16(&mut units).iter().map(|&u| u32::from(u)).collect();
                for unit in if size == 2 { &narrow[..] } else { &wide[..] } {
                    let bytes = unit.to_le_bytes();
                    match order {
                        Some(ByteOrder::Big) => out.extend(bytes[..size].iter().rev()),
                        _ => out.extend(&bytes[..size]),
                    }
                }
            }
            Ok(out)
        }
    }
}

fn encode_narrow(
    text: &str,
    limit: u32,
    (name, reason): (&'static str, &'static str),
    errors: &str,
) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(byte) = u8::try_from(u32::from(c)).ok().filter(|&b| u32::from(b) < limit) {
            out.push(byte);
            continue;
        }
        let mut replacement = String::new();
        match errors {
            "strict" => {
                let mut end = at + 1;
                while chars.next_if(|&(_, c)| u32::from(c) >= limit).is_some() {
                    end += 1;
                }
                let what = if end == at + 1 {
                    let mut shown = String::new();
                    string::push_escape(&mut shown, c);
                    format!("character '{shown}' in position {at}")
                } else {
                    format!("characters in position {at}-{}", end - 1)
                };
                return Err(TextError::unicode(
                    ErrorKind::UnicodeEncodeError,
                    format!("'{name}' codec can't encode {what}: {reason}"),
                    UnicodeSpan {
                        encoding: name,
                        start: at,
                        end,
                        reason,
                    },
                ));
            }
            "ignore" => {}
            "replace" => replacement.push('?'),
            "backslashreplace" => string::push_escape(&mut replacement, c),
            "xmlcharrefreplace" => write!(replacement, "&#{};", u32::from(c)).expect("a String never fails"),
            // Only lone surrogates, which do not exist here, are treated by it.
            "surrogateescape" | "surrogatepass" => return encode_narrow(text, limit, (name, reason), "strict"),
            _ => return Err(unknown_handler(errors)),
        }
        out.extend_from_slice(replacement.as_bytes());
    }
    Ok(out)
}

/// A stretch of bytes that does not decode.
struct Fault {
    start: usize,
    end: usize,
    reason: &'static str,
}

/// Handles a fault: appends what replaces it.
fn handle(out: &mut String, data: &[u8], fault: &Fault, name: &'static str, errors: &str) -> Result<()> {
    let bad = &data[fault.start..fault.end];
    match errors {
        "strict" => {
            let what = if let [byte] = bad {
                format!("byte 0x{byte:02x} in position {}", fault.start)
            } else {
                format!("bytes in position {}-{}", fault.start, fault.end - 1)
            };
            let text = format!("'{name}' codec can't decode {what}: {}", fault.reason);
            let span = UnicodeSpan {
                encoding: name,
                start: fault.start,
                end: fault.end,
                reason: fault.reason,
            };
            return Err(TextError::unicode(ErrorKind::UnicodeDecodeError, text, span));
        }
        "ignore" => {}
        "replace" => out.push(char::REPLACEMENT_CHARACTER),
        "backslashreplace" => bad
            .iter()
            .for_each(|b| write!(out, "\\x{b:02x}").expect("a String never fails")),
        _ => return Err(unknown_handler(errors)),
    }
    Ok(())
}

/// `data.decode(encoding, errors)`; borrowed when the bytes are the text.
///
/// # Errors
/// `UnicodeDecodeError`, or `LookupError` for an unknown encoding or, when it is needed, error handler.
pub fn decode<'a>(data: &'a [u8], encoding: &str, errors: &str) -> Result<Cow<'a, str>> {
    match Encoding::find(encoding)? {
        Encoding::Utf8 => decode_utf8(data, errors),
        Encoding::Utf8Sig => decode_utf8(data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data), errors),
        Encoding::Latin1 => Ok(data.iter().copied().map(char::from).collect::<String>().into()),
        Encoding::Ascii => {
            if let Some(text) = std::str::from_utf8(data).ok().filter(|_| data.is_ascii()) {
                return Ok(text.into());
            }
            let mut out = String::with_capacity(data.len());
            for (start, &byte) in data.iter().enumerate() {
                if byte.is_ascii() {
                    out.push(char::from(byte));
                } else {
                    let fault = Fault {
                        start,
                        end: start + 1,
                        reason: "ordinal not in range(128)",
                    };
                    handle(&mut out, data, &fault, "ascii", errors)?;
                }
            }
            Ok(out.into())
        }
        Encoding::Wide(size, order) => decode_wide(data, size, order, errors).map(Cow::Owned),
    }
}

fn decode_utf8<'a>(data: &'a [u8], errors: &str) -> Result<Cow<'a, str>> {
    let mut at = match std::str::from_utf8(data) {
        Ok(text) => return Ok(text.into()),
        Err(_) => 0,
    };
    let mut out = String::with_capacity(data.len());
    while at < data.len() {
        match std::str::from_utf8(&data[at..]) {
            Ok(text) => {
                out.push_str(text);
                break;
            }
            Err(error) => {
                let start = at + error.valid_up_to();
                out.push_str(std::str::from_utf8(&data[at..start]).expect("the valid part"));
                let (end, reason) = match error.error_len() {
                    None => (data.len(), "unexpected end of data"),
                    Some(_) if matches!(data[start], 0x80..=0xc1 | 0xf5..) => (start + 1, "invalid start byte"),
                    Some(size) => (start + size, "invalid continuation byte"),
                };
                handle(&mut out, data, &Fault { start, end, reason }, "utf-8", errors)?;
                at = end;
            }
        }
    }
    Ok(out.into())
}

fn decode_wide(data: &[u8], size: usize, order: Option<ByteOrder>, errors: &str) -> Result<String> {
    let unit = |at: usize, order: ByteOrder| {
        let bytes = data.get(at..at + size)?;
        let fold = |acc: u32, b: &u8| acc << 8 | u32::from(*b);
        Some(if order == ByteOrder::Big {
            bytes.iter().fold(0, fold)
        } else {
            bytes.iter().rev().fold(0, fold)
        })
    };
    let marked = |order| unit(0, order) == Some(0xfeff);
    let (mut at, resolved) = match order {
        Some(order) => (0, order),
        None if marked(ByteOrder::Little) => (size, ByteOrder::Little),
        None if marked(ByteOrder::Big) => (size, ByteOrder::Big),
        None => (0, ByteOrder::Little),
    };
    let name = match (size, resolved) {
        (2, ByteOrder::Little) => "utf-16-le",
        (2, ByteOrder::Big) => "utf-16-be",
        (_, ByteOrder::Little) => "utf-32-le",
        (_, ByteOrder::Big) => "utf-32-be",
    };
    let mut out = String::with_capacity(data.len() / 2);
    while at < data.len() {
        let Some(first) = unit(at, resolved) else {
            handle(
                &mut out,
                data,
                &Fault {
                    start: at,
                    end: data.len(),
                    reason: "truncated data",
                },
                name,
                errors,
            )?;
            break;
        };
        let (found, used, reason) = match (size, first) {
            (2, 0xd800..0xdc00) => match unit(at + 2, resolved) {
                Some(low @ 0xdc00..0xe000) => (
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low - 0xdc00),
                    4,
                    "",
                ),
                Some(_) => (None, 2, "illegal UTF-16 surrogate"),
                None => (None, data.len() - at, "unexpected end of data"),
            },
            (2, _) => (char::from_u32(first), 2, "illegal encoding"),
            (_, 0xd800..0xe000) => (None, 4, "code point in surrogate code point range(0xd800, 0xe000)"),
            _ => (char::from_u32(first), 4, "code point not in range(0x110000)"),
        };
        match found {
            Some(c) => out.push(c),
            None => handle(
                &mut out,
                data,
                &Fault {
                    start: at,
                    end: at + used,
                    reason,
                },
                name,
                errors,
            )?,
        }
        at += used;
    }
    Ok(out)
}
