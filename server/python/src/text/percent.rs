//! printf-style formatting: `template % values`. A lazy parser of the template, so that errors come in CPython's order, and the
//! formatting of one value. Fetching arguments and calling `str`, `repr` or `ascii` on them is the caller's.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::float_format::{Form, push_magnitude};
use super::{Result, TextError, checked_len, int};

/// "not enough arguments for format string", a `TypeError`.
pub const NOT_ENOUGH: &str = "not enough arguments for format string";
/// "not all arguments converted during string formatting", a `TypeError`.
pub const NOT_ALL: &str = "not all arguments converted during string formatting";
/// "format requires a mapping", a `TypeError` when a piece has a key and the right operand is no mapping.
pub const NO_MAPPING: &str = "format requires a mapping";
/// "* wants int", a `TypeError` when a `*` gets something else.
pub const STAR: &str = "* wants int";

/// A width or precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Written in the template.
    Given(usize),
    /// `*`: the next argument.
    Star,
}

/// One conversion specifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specifier<'a> {
    /// `%(key)s`
    pub key: Option<&'a str>,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// `-`
    pub left: bool,
    /// `+` or space (`+` wins).
    pub sign: Option<char>,
    /// Minimum width.
    pub width: Option<Amount>,
    /// After the point; `%.d` is 0.
    pub precision: Option<Amount>,
    /// The conversion character, not yet checked (CPython fetches the argument first); see [`Specifier::check`].
    pub conversion: char,
    /// The conversion's position in code points, for the error text.
    pub index: usize,
}

/// What a template is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to copy (`%%` gives "%").
    Literal(&'a str),
    /// A value to format.
    Value(Specifier<'a>),
}

/// The pieces of a template, parsed as they are asked for.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    template: &'a str,
    at: usize,
    mapping: bool,
}

/// Starts parsing a template; `mapping` says whether the right operand is a mapping, without which keys are refused.
#[must_use]
pub fn pieces(template: &str, mapping: bool) -> Pieces<'_> {
    Pieces {
        template,
        at: 0,
        mapping,
    }
}

impl<'a> Pieces<'a> {
    fn peek(&self) -> Option<char> {
        self.template[self.at..].chars().next()
    }

    fn next_char(&mut self) -> Result<char> {
        let c = self.peek().ok_or_else(|| TextError::value("incomplete format"))?;
        self.at += c.len_utf8();
        Ok(c)
    }

    fn key(&mut self) -> Result<&'a str> {
        let start = self.at;
        let mut depth = 1usize;
        for (i, b) in self.template.bytes().enumerate().skip(start) {
            match b {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at = i + 1;
                return Ok(&self.template[start..i]);
            }
        }
        Err(TextError::value("incomplete format key"))
    }

    fn amount(&mut self, what: &str, most: usize) -> Result<Option<Amount>> {
        if self.peek() == Some('*') {
            self.at += 1;
            return Ok(Some(Amount::Star));
        }
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let digit = usize::try_from(digit).expect("a digit");
            let next = value
                .unwrap_or(0usize)
                .checked_mul(10)
                .and_then(|v| v.checked_add(digit))
                .filter(|&v| v <= most);
            let next = next.ok_or_else(|| TextError::value(format!("{what} too big")))?;
            value = Some(next);
            self.at += 1;
        }
        Ok(value.map(Amount::Given))
    }

    fn specifier(&mut self) -> Result<Piece<'a>> {
        if self.peek() == Some('%') {
            self.at += 1;
            return Ok(Piece::Literal("%"));
        }
        let mut out = Specifier {
            key: None,
            alternate: false,
            zero: false,
            left: false,
            sign: None,
            width: None,
            precision: None,
            conversion: '%',
            index: 0,
        };
        if self.peek() == Some('(') {
            if !self.mapping {
                return Err(TextError::type_error(NO_MAPPING));
            }
            self.at += 1;
            out.key = Some(self.key()?);
        }
        while let Some(c) = self.peek() {
            match c {
                '-' => out.left = true,
                '+' => out.sign = Some('+'),
                ' ' => out.sign = out.sign.or(Some(' ')),
                '#' => out.alternate = true,
                '0' => out.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        out.width = self.amount("width", isize::MAX.unsigned_abs())?;
        if self.peek() == Some('.') {
            self.at += 1;
            out.precision = Some(
                self.amount("precision", i32::MAX.unsigned_abs() as usize)?
                    .unwrap_or(Amount::Given(0)),
            );
        }
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        let start = self.at;
        out.conversion = self.next_char()?;
        out.index = super::string::len(&self.template[..start]);
        Ok(Piece::Value(out))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.template[self.at..];
        if rest.is_empty() {
            return None;
        }
        match memchr::memchr(b'%', rest.as_bytes()) {
            Some(0) => {
                self.at += 1;
                Some(self.specifier())
            }
            found => {
                let end = found.unwrap_or(rest.len());
                self.at += end;
                Some(Ok(Piece::Literal(&rest[..end])))
            }
        }
    }
}

/// A value to format, already brought to a plain type.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// For `d i u o x X`; a float argument of `d` is truncated by the caller ([`super::float_arith::to_int`]).
    /// With the most decimal digits (0: no limit).
    Int(&'a BigInt, usize),
    /// For `e E f F g G`.
    Float(f64),
    /// For `s r a`: the text `str()`, `repr()` or `ascii()` gave.
    Str(&'a str),
    /// For `c`.
    Char(char),
}

/// `%c` of an int.
///
/// # Errors
/// `OverflowError` "%c arg not in range(0x110000)".
pub fn char_from_int(n: &BigInt) -> Result<char> {
    n.to_u32()
        .filter(|&code| code < 0x11_0000)
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .ok_or_else(|| TextError::overflow("%c arg not in range(0x110000)"))
}

impl Specifier<'_> {
    /// Refuses an unknown conversion character.
    ///
    /// # Errors
    /// `ValueError` "unsupported format character 'q' (0x71) at index 1".
    pub fn check(&self) -> Result<()> {
        let c = self.conversion;
        if "diuoxXeEfFgGcrsa".contains(c) {
            return Ok(());
        }
        let shown = if (31..=126).contains(&u32::from(c)) { c } else { '?' };
        let text = format!(
            "unsupported format character '{shown}' (0x{:x}) at index {}",
            u32::from(c),
            self.index
        );
        Err(TextError::value(text))
    }

    /// The `TypeError` of `%c` for a string that is not one character.
    #[must_use]
    pub fn wrong_length(len: usize) -> TextError {
        TextError::type_error(format!(
            "%c requires an int or a unicode character, not a string of length {len}"
        ))
    }

    /// The `TypeError` for an argument of the wrong type.
    #[must_use]
    pub fn wrong_type(&self, type_name: &str) -> TextError {
        TextError::type_error(match self.conversion {
            'o' | 'x' | 'X' => format!("%{} format: an integer is required, not {type_name}", self.conversion),
            'c' => format!("%c requires an int or a unicode character, not {type_name}"),
            'd' | 'i' | 'u' => format!(
                "%{} format: a real number is required, not {type_name}",
                self.conversion
            ),
            _ => format!("must be real number, not {type_name}"),
        })
    }

    /// Sets the width from a `*` argument: a negative one means left-justified.
    pub fn set_width(&mut self, width: i64) {
        self.left |= width < 0;
        self.width = Some(Amount::Given(
            usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX),
        ));
    }

    /// Sets the precision from a `*` argument: a negative one is 0.
    pub fn set_precision(&mut self, precision: i64) {
        self.precision = Some(Amount::Given(usize::try_from(precision).unwrap_or(0)));
    }

    /// Appends the value. Stars must have been set. The value's kind must fit the conversion.
    ///
    /// # Errors
    /// `ValueError` for too many digits, `MemoryError` for a huge width or precision.
    pub fn push(&self, out: &mut String, value: Value<'_>) -> Result<()> {
        let amount = |a: Option<Amount>| match a {
            Some(Amount::Given(n)) => checked_len(n).map(Some),
            _ => Ok(None),
        };
        let (width, precision) = (amount(self.width)?.unwrap_or(0), amount(self.precision)?);
        let sign = |negative| {
            if negative {
                "-"
            } else {
                self.sign.map_or("", |c| if c == '+' { "+" } else { " " })
            }
        };
        match value {
            Value::Str(text) => {
                let text = precision.map_or(text, |most| super::string::prefix(text, most));
                self.pad(out, width, ("", "", text), ' ');
            }
            Value::Char(c) => self.pad(out, width, ("", "", c.encode_utf8(&mut [0; 4])), ' '),
            Value::Int(n, max_digits) => {
                let magnitude = n.magnitude();
                let (prefix, mut digits) = match self.conversion {
                    'o' => ("0o", magnitude.to_str_radix(8)),
                    'x' => ("0x", magnitude.to_str_radix(16)),
                    'X' => ("0X", magnitude.to_str_radix(16).to_ascii_uppercase()),
                    _ => ("", int::to_decimal(&BigInt::from(magnitude.clone()), max_digits)?),
                };
                let prefix = if self.alternate { prefix } else { "" };
                if let Some(missing) = precision.and_then(|p| p.checked_sub(digits.len())) {
                    digits.insert_str(0, &"0".repeat(missing));
                }
                let fill = if self.zero { '0' } else { ' ' };
                self.pad(out, width, (sign(n.sign() == Sign::Minus), prefix, &digits), fill);
            }
            Value::Float(x) => {
                let form = match self.conversion.to_ascii_lowercase() {
                    'e' => Form::Scientific,
                    'f' => Form::Fixed,
                    _ => Form::General,
                };
                let mut text = String::with_capacity(24);
                let upper = self.conversion.is_ascii_uppercase();
                push_magnitude(
                    &mut text,
                    x,
                    form,
                    precision.unwrap_or(6),
                    (self.alternate, false, upper),
                )?;
                let fill = if self.zero { '0' } else { ' ' };
                self.pad(out, width, (sign(x.is_sign_negative() && !x.is_nan()), "", &text), fill);
            }
        }
        Ok(())
    }

    fn pad(&self, out: &mut String, width: usize, (sign, prefix, body): (&str, &str, &str), fill: char) {
        let padding = width.saturating_sub(sign.len() + prefix.len() + super::string::len(body));
        let (outer, inner, after) = match (self.left, fill) {
            (true, _) => (0, 0, padding),
            (false, '0') => (0, padding, 0),
            _ => (padding, 0, 0),
        };
        out.extend(std::iter::repeat_n(' ', outer));
        out.extend([sign, prefix]);
        out.extend(std::iter::repeat_n('0', inner));
        out.push_str(body);
        out.extend(std::iter::repeat_n(' ', after));
    }
}
