//! The format mini-language, `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`, and the formatting of
//! ints, floats and strings with it. `n` is `d` or `g`: there is no locale here.

use std::fmt::Write;

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::float_format::{Form, push_magnitude};
use super::{Result, TextError, checked_len, float, float_arith};

/// A parsed format specifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormatSpec {
    /// The padding character, if given (or `0` by the zero flag).
    pub fill: Option<char>,
    /// `<`, `>`, `^` or `=`.
    pub align: Option<char>,
    /// `+`, `-` or space.
    pub sign: Option<char>,
    /// `z`: a negative zero is written without its sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// Minimum width in code points.
    pub width: Option<usize>,
    /// `,` or `_` between groups of the integer part.
    pub grouping: Option<char>,
    /// Digits after the point, or the most code points of a string.
    pub precision: Option<usize>,
    /// `,` or `_` between groups of the fraction (3.14).
    pub fraction_grouping: Option<char>,
    /// The presentation type.
    pub kind: Option<char>,
}

/// Parses a specifier; `type_name` is for the error text only.
///
/// # Errors
/// `ValueError` as CPython words it.
pub fn parse(spec: &str, type_name: &str) -> Result<FormatSpec> {
    let mut out = FormatSpec::default();
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    let mut rest = spec;
    let mut head = rest.chars();
    match (head.next(), head.next()) {
        (Some(fill), Some(align)) if is_align(align) => {
            (out.fill, out.align) = (Some(fill), Some(align));
            rest = head.as_str();
        }
        (Some(align), _) if is_align(align) => {
            out.align = Some(align);
            rest = &rest[1..];
        }
        _ => {}
    }
    let take = |rest: &mut &str, c: char| rest.strip_prefix(c).map(|r| *rest = r).is_some();
    out.sign = ['+', '-', ' '].into_iter().find(|&c| take(&mut rest, c));
    out.no_negative_zero = take(&mut rest, 'z');
    out.alternate = take(&mut rest, '#');
    if out.fill.is_none() && take(&mut rest, '0') {
        out.fill = Some('0');
        if out.align.is_none() {
            // "=" for numbers; for strings the default alignment stays, see `push_str`.
            out.align = Some('0');
        }
    }
    out.width = integer(&mut rest)?;
    let both = || TextError::value("Cannot specify both ',' and '_'.");
    if take(&mut rest, ',') {
        out.grouping = Some(',');
    }
    if take(&mut rest, '_') {
        if out.grouping.is_some() {
            return Err(both());
        }
        out.grouping = Some('_');
    }
    if out.grouping == Some('_') && rest.starts_with(',') {
        return Err(both());
    }
    if take(&mut rest, '.') {
        out.precision = integer(&mut rest)?;
        if take(&mut rest, ',') {
            out.fraction_grouping = Some(',');
        }
        if take(&mut rest, '_') {
            if out.fraction_grouping.is_some() {
                return Err(both());
            }
            out.fraction_grouping = Some('_');
        }
        if out.fraction_grouping == Some('_') && rest.starts_with(',') {
            return Err(both());
        }
        if out.precision.is_none() && out.fraction_grouping.is_none() {
            return Err(TextError::value("Format specifier missing precision"));
        }
    }
    let mut tail = rest.chars();
    out.kind = tail.next();
    if tail.next().is_some() {
        return Err(TextError::value(format!(
            "Invalid format specifier '{spec}' for object of type '{type_name}'"
        )));
    }
    for grouping in [out.grouping, out.fraction_grouping].into_iter().flatten() {
        match out.kind {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => {}
            Some('b' | 'o' | 'x' | 'X') if grouping == '_' => {}
            Some(kind) => {
                return Err(TextError::value(format!(
                    "Cannot specify '{grouping}' with '{}'.",
                    shown(kind)
                )));
            }
        }
    }
    Ok(out)
}

/// A type character as error texts show it: itself when printable ASCII, else escaped.
fn shown(kind: char) -> String {
    if (33..128).contains(&u32::from(kind)) {
        kind.to_string()
    } else {
        format!("\\x{:x}", u32::from(kind))
    }
}

fn unknown_code(kind: char, type_name: &str) -> TextError {
    TextError::value(format!(
        "Unknown format code '{}' for object of type '{type_name}'",
        shown(kind)
    ))
}

/// Takes the digits (any Unicode decimal) at the front of `rest`.
fn integer(rest: &mut &str) -> Result<Option<usize>> {
    let mut value: Option<usize> = None;
    while let Some(c) = rest.chars().next() {
        let Some(digit) = super::string::decimal_value(c) else {
            break;
        };
        let digit = usize::try_from(digit).expect("less than 10");
        value = Some(
            value
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|v| v.checked_add(digit))
                .filter(|&v| isize::try_from(v).is_ok())
                .ok_or_else(|| TextError::value("Too many decimal digits in format string"))?,
        );
        *rest = &rest[c.len_utf8()..];
    }
    Ok(value)
}

impl FormatSpec {
    /// The effective alignment given the type's default.
    fn alignment(&self, default: char) -> char {
        match self.align {
            None => default,
            Some('0') => {
                if default == '>' {
                    '='
                } else {
                    default
                }
            }
            Some(align) => align,
        }
    }
}

/// `format(text, spec)`.
///
/// # Errors
/// `ValueError` as CPython words it.
pub fn format_str(text: &str, spec: &str) -> Result<String> {
    let mut out = String::new();
    push_str(&mut out, text, &parse(spec, "str")?)?;
    Ok(out)
}

/// Appends a string formatted with a parsed specifier.
///
/// # Errors
/// `ValueError` as CPython words it.
pub fn push_str(out: &mut String, text: &str, spec: &FormatSpec) -> Result<()> {
    let refuse = |what: &str| {
        Err(TextError::value(format!(
            "{what} not allowed in string format specifier"
        )))
    };
    match spec.kind {
        None | Some('s') => {}
        Some(kind) => return Err(unknown_code(kind, "str")),
    }
    // A grouping without a type passes the parser, which then blames the default type.
    if let Some(grouping) = spec.grouping.or(spec.fraction_grouping) {
        return Err(TextError::value(format!("Cannot specify '{grouping}' with 's'.")));
    }
    match spec.sign {
        Some(' ') => return refuse("Space"),
        Some(_) => return refuse("Sign"),
        None => {}
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    let align = spec.alignment('<');
    if align == '=' {
        return refuse("'=' alignment");
    }
    let text = match spec.precision {
        Some(most) => super::string::prefix(text, most),
        None => text,
    };
    pad(out, text, align, spec)
}

/// Appends `text` within the specifier's width.
fn pad(out: &mut String, text: &str, align: char, spec: &FormatSpec) -> Result<()> {
    let padding = match spec.width {
        Some(width) => checked_len(width)?.saturating_sub(super::string::len(text)),
        None => 0,
    };
    let left = match align {
        '>' => padding,
        '^' => padding / 2,
        _ => 0,
    };
    let fill = spec.fill.unwrap_or(' ');
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, padding - left));
    Ok(())
}

/// `format(n, spec)` of a small int; `type_name` is "int" or "bool".
///
/// # Errors
/// `ValueError`, `OverflowError` as CPython words them.
pub fn format_i64(n: i64, spec: &str, type_name: &str) -> Result<String> {
    let mut out = String::new();
    push_i64(&mut out, n, &parse(spec, type_name)?, type_name)?;
    Ok(out)
}

/// `format(n, spec)` of any int, of at most `max_digits` decimal digits (0: no limit).
///
/// # Errors
/// `ValueError`, `OverflowError` as CPython words them.
pub fn format_int(n: &BigInt, spec: &str, type_name: &str, max_digits: usize) -> Result<String> {
    let mut out = String::new();
    push_int(&mut out, n, &parse(spec, type_name)?, type_name, max_digits)?;
    Ok(out)
}

/// Appends a small int formatted with a parsed specifier.
///
/// # Errors
/// `ValueError`, `OverflowError` as CPython words them.
pub fn push_i64(out: &mut String, n: i64, spec: &FormatSpec, type_name: &str) -> Result<()> {
    if !matches!(spec.kind, None | Some('d' | 'n')) {
        return push_int(out, &BigInt::from(n), spec, type_name, 0);
    }
    check_int(spec)?;
    // Twenty digits fit: no allocation.
    let mut buffer = [0u8; 20];
    let mut at = buffer.len();
    let mut left = n.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(left % 10).expect("a digit");
        left /= 10;
        if left == 0 {
            break;
        }
    }
    let digits = std::str::from_utf8(&buffer[at..]).expect("ascii");
    push_number(out, spec, n < 0, "", digits, "")
}

fn check_int(spec: &FormatSpec) -> Result<()> {
    if spec.precision.is_some() || spec.fraction_grouping.is_some() {
        return Err(TextError::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(TextError::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    Ok(())
}

/// Appends an int formatted with a parsed specifier; see [`format_int`].
///
/// # Errors
/// `ValueError`, `OverflowError` as CPython words them.
pub fn push_int(out: &mut String, n: &BigInt, spec: &FormatSpec, type_name: &str, max_digits: usize) -> Result<()> {
    let kind = spec.kind.unwrap_or('d');
    match kind {
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => {}
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => return push_float(out, float_arith::from_int(n)?, spec, type_name),
        _ => return Err(unknown_code(kind, type_name)),
    }
    check_int(spec)?;
    let negative = n.sign() == Sign::Minus;
    let prefix = |text| if spec.alternate { text } else { "" };
    let (prefix, digits) = match kind {
        'c' => return push_char(out, n, spec),
        'b' => (prefix("0b"), n.magnitude().to_str_radix(2)),
        'o' => (prefix("0o"), n.magnitude().to_str_radix(8)),
        'x' => (prefix("0x"), n.magnitude().to_str_radix(16)),
        'X' => (prefix("0X"), n.magnitude().to_str_radix(16).to_ascii_uppercase()),
        _ => (
            "",
            super::int::to_decimal(&BigInt::from(n.magnitude().clone()), max_digits)?,
        ),
    };
    push_number(out, spec, negative, prefix, &digits, "")
}

fn push_char(out: &mut String, n: &BigInt, spec: &FormatSpec) -> Result<()> {
    let refuse = |what: &str| {
        Err(TextError::value(format!(
            "{what} not allowed with integer format specifier 'c'"
        )))
    };
    if spec.sign.is_some() {
        return refuse("Sign");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    let code = n
        .to_i64()
        .ok_or_else(|| TextError::overflow("Python int too large to convert to C long"))?;
    let Some(code) = u32::try_from(code).ok().filter(|&code| code < 0x11_0000) else {
        return Err(TextError::overflow("%c arg not in range(0x110000)"));
    };
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    match spec.alignment('>') {
        '=' => pad(out, c.encode_utf8(&mut [0; 4]), '>', spec),
        align => pad(out, c.encode_utf8(&mut [0; 4]), align, spec),
    }
}

/// `format(x, spec)` of a float.
///
/// # Errors
/// `ValueError` as CPython words it.
pub fn format_float(x: f64, spec: &str) -> Result<String> {
    let mut out = String::with_capacity(24);
    if spec.is_empty() {
        float::push_repr(&mut out, x);
        return Ok(out);
    }
    push_float(&mut out, x, &parse(spec, "float")?, "float")?;
    Ok(out)
}

/// Appends a float formatted with a parsed specifier.
///
/// # Errors
/// `ValueError` as CPython words it.
pub fn push_float(out: &mut String, x: f64, spec: &FormatSpec, type_name: &str) -> Result<()> {
    let (form, upper) = match spec.kind {
        None if spec.precision.is_none() => (Form::Shortest, false),
        None | Some('g' | 'n') => (Form::General, false),
        Some('G') => (Form::General, true),
        Some('e') => (Form::Scientific, false),
        Some('E') => (Form::Scientific, true),
        Some('f' | '%') => (Form::Fixed, false),
        Some('F') => (Form::Fixed, true),
        Some(kind) => return Err(unknown_code(kind, type_name)),
    };
    let percent = spec.kind == Some('%');
    let x = if percent { x * 100.0 } else { x };
    let mut text = String::with_capacity(24);
    push_magnitude(
        &mut text,
        x,
        form,
        spec.precision.unwrap_or(6),
        (spec.alternate, spec.kind.is_none(), upper),
    )?;
    if percent {
        text.push('%');
    }
    let negative = x.is_sign_negative() && !x.is_nan();
    let zero = || {
        text.bytes()
            .take_while(|b| !matches!(b, b'e' | b'E' | b'n' | b'i' | b'N' | b'I'))
            .all(|b| !(b'1'..=b'9').contains(&b))
    };
    let negative = negative && !(spec.no_negative_zero && x.is_finite() && zero());
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    push_number(out, spec, negative, "", &text[..split], &text[split..])
}

/// Appends sign, prefix, grouped digits and the rest (from the point on) within the width.
fn push_number(
    out: &mut String,
    spec: &FormatSpec,
    negative: bool,
    prefix: &str,
    digits: &str,
    rest: &str,
) -> Result<()> {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    if spec.width.is_none() && spec.grouping.is_none() && spec.fraction_grouping.is_none() {
        out.extend([sign, prefix, digits, rest]);
        return Ok(());
    }
    let rest = match spec.fraction_grouping {
        Some(separator) => group_fraction(rest, separator),
        None => rest.into(),
    };
    let width = checked_len(spec.width.unwrap_or(0))?;
    let align = spec.alignment('>');
    let fill = spec.fill.unwrap_or(' ');
    let fixed = sign.len() + prefix.len() + rest.len();
    let least = if fill == '0' && align == '=' {
        width.saturating_sub(fixed)
    } else {
        0
    };
    let grouped = match spec.grouping {
        Some(separator) if !digits.is_empty() => {
            let size = if matches!(spec.kind, Some('b' | 'o' | 'x' | 'X')) {
                4
            } else {
                3
            };
            group(digits, separator, size, least)
        }
        _ => digits.into(),
    };
    let padding = width.saturating_sub(fixed + grouped.len());
    let (left, inner) = match align {
        '>' => (padding, 0),
        '^' => (padding / 2, 0),
        '=' => (0, padding),
        _ => (0, 0),
    };
    out.extend(std::iter::repeat_n(fill, left));
    out.extend([sign, prefix]);
    out.extend(std::iter::repeat_n(fill, inner));
    out.extend([&*grouped, &*rest]);
    out.extend(std::iter::repeat_n(fill, padding - left - inner));
    Ok(())
}

/// Digits in groups from the right, with zeros in front until they are at least `least` wide; no group is only a separator.
fn group(digits: &str, separator: char, size: usize, least: usize) -> std::borrow::Cow<'static, str> {
    // `count` digits take count + (count - 1) / size characters.
    let mut count = digits.len();
    while count + (count - 1) / size < least {
        count += 1;
    }
    let mut out = String::with_capacity(count + count / size);
    for (i, c) in std::iter::repeat_n('0', count - digits.len())
        .chain(digits.chars())
        .enumerate()
    {
        if i > 0 && (count - i).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(c);
    }
    out.into()
}

/// The digits after the point in groups of three from the left.
fn group_fraction(rest: &str, separator: char) -> std::borrow::Cow<'static, str> {
    let Some(fraction) = rest.strip_prefix('.') else {
        return rest.to_owned().into();
    };
    let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
    let mut out = String::from(".");
    for (i, c) in fraction[..end].chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(separator);
        }
        out.push(c);
    }
    write!(out, "{}", &fraction[end..]).expect("a String never fails");
    out.into()
}
