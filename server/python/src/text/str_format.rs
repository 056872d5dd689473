//! `str.format` templates: a lazy parser of literals and replacement fields, field names and automatic numbering. Looking up
//! arguments, attributes and items, converting and formatting are the caller's.

use super::{ErrorKind, Result, TextError, string};

/// How deep specifiers may nest: the template itself and the specifiers in its fields.
pub const MAX_DEPTH: usize = 2;

/// The `ValueError` for fields nested deeper than [`MAX_DEPTH`].
#[must_use]
pub fn too_deep() -> TextError {
    TextError::value("Max string recursion exceeded")
}

/// A replacement field, `{name!conversion:spec}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// The whole field name; see [`FieldName::parse`].
    pub name: &'a str,
    /// The character after `!`; see [`Field::check_conversion`].
    pub conversion: Option<char>,
    /// The specifier, itself a template when [`Field::nested`].
    pub spec: &'a str,
    /// The specifier contains fields.
    pub nested: bool,
}

impl Field<'_> {
    /// Refuses conversions other than `s`, `r`, `a`.
    ///
    /// # Errors
    /// `ValueError` "Unknown conversion specifier q".
    pub fn check_conversion(&self) -> Result<()> {
        match self.conversion {
            None | Some('s' | 'r' | 'a') => Ok(()),
            Some(c) if (33..127).contains(&u32::from(c)) => {
                Err(TextError::value(format!("Unknown conversion specifier {c}")))
            }
            Some(c) => Err(TextError::value(format!(
                "Unknown conversion specifier \\x{:x}",
                u32::from(c)
            ))),
        }
    }
}

/// What a template is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to copy; doubled braces are already single.
    Literal(&'a str),
    /// A field to replace.
    Field(Field<'a>),
}

/// The pieces of a template, parsed as they are asked for.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    rest: &'a str,
}

/// Starts parsing a template.
#[must_use]
pub fn pieces(template: &str) -> Pieces<'_> {
    Pieces { rest: template }
}

impl<'a> Pieces<'a> {
    fn step(&mut self) -> Result<Piece<'a>> {
        let whole = self.rest;
        let Some(at) = memchr::memchr2(b'{', b'}', whole.as_bytes()) else {
            self.rest = "";
            return Ok(Piece::Literal(whole));
        };
        let brace = &whole[at..=at];
        let after = &whole[at + 1..];
        if let Some(rest) = after.strip_prefix(brace) {
            self.rest = rest;
            return Ok(Piece::Literal(&whole[..=at]));
        }
        if brace == "}" || after.is_empty() {
            return Err(TextError::value(format!(
                "Single '{brace}' encountered in format string"
            )));
        }
        if at > 0 {
            self.rest = &whole[at..];
            // Malformed fields are refused before the literal in front is used, as nothing of it could be seen.
            return Ok(Piece::Literal(&whole[..at]));
        }
        self.field(after).map(Piece::Field)
    }

    fn field(&mut self, text: &'a str) -> Result<Field<'a>> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let end = loop {
            match bytes.get(at) {
                None => return Err(TextError::value("expected '}' before end of string")),
                Some(b'{') => return Err(TextError::value("unexpected '{' in field name")),
                Some(b'[') => at = memchr::memchr(b']', &bytes[at..]).map_or(bytes.len(), |found| at + found),
                Some(&b @ (b'}' | b':' | b'!')) => break b,
                Some(_) => at += 1,
            }
        };
        let name = &text[..at];
        let mut rest = &text[at + 1..];
        let mut conversion = None;
        let field = |conversion, spec, nested| Field {
            name,
            conversion,
            spec,
            nested,
        };
        if end == b'}' {
            self.rest = rest;
            return Ok(field(None, "", false));
        }
        if end == b'!' {
            let mut chars = rest.chars();
            conversion = chars.next();
            if conversion.is_none() {
                return Err(TextError::value("end of string while looking for conversion specifier"));
            }
            let next = chars.next();
            rest = chars.as_str();
            match next {
                Some('}') => {
                    self.rest = rest;
                    return Ok(field(conversion, "", false));
                }
                Some(':') | None => {}
                Some(_) => return Err(TextError::value("expected ':' after conversion specifier")),
            }
        }
        let (mut depth, mut nested) = (1usize, false);
        for (i, b) in rest.bytes().enumerate() {
            match b {
                b'{' => {
                    nested = true;
                    depth += 1;
                }
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &rest[i + 1..];
                return Ok(field(conversion, &rest[..i], nested));
            }
        }
        Err(TextError::value("unmatched '{' in format spec"))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() { None } else { Some(self.step()) }
    }
}

/// The first part of a field name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First<'a> {
    /// Empty: the next automatic number.
    Auto,
    /// A position.
    Index(usize),
    /// A keyword.
    Name(&'a str),
}

/// A step of a field name after its first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[3]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
}

/// A split field name: the first part and the steps, parsed as they are asked for.
#[derive(Debug, Clone)]
pub struct FieldName<'a> {
    /// Which argument.
    pub first: First<'a>,
    rest: &'a str,
}

impl<'a> FieldName<'a> {
    /// Splits a field name; iterate the result for the accesses.
    ///
    /// # Errors
    /// `ValueError` "Too many decimal digits in format string".
    pub fn parse(name: &'a str) -> Result<Self> {
        let at = name.find(['.', '[']).unwrap_or(name.len());
        let first = match (&name[..at], integer(&name[..at])?) {
            ("", _) => First::Auto,
            (_, Some(index)) => First::Index(index),
            (name, None) => First::Name(name),
        };
        Ok(Self {
            first,
            rest: &name[at..],
        })
    }

    fn step(&mut self) -> Result<Access<'a>> {
        let empty = || TextError::value("Empty attribute in format string");
        if let Some(rest) = self.rest.strip_prefix('.') {
            let at = rest.find(['.', '[']).unwrap_or(rest.len());
            self.rest = &rest[at..];
            return if at == 0 {
                Err(empty())
            } else {
                Ok(Access::Attribute(&rest[..at]))
            };
        }
        let Some(rest) = self.rest.strip_prefix('[') else {
            return Err(TextError::value(
                "Only '.' or '[' may follow ']' in format field specifier",
            ));
        };
        let at = rest
            .find(']')
            .ok_or_else(|| TextError::value("Missing ']' in format string"))?;
        self.rest = &rest[at + 1..];
        let key = &rest[..at];
        let index = integer(key)?;
        if key.is_empty() {
            return Err(empty());
        }
        Ok(index.map_or(Access::Key(key), Access::Index))
    }
}

impl<'a> Iterator for FieldName<'a> {
    type Item = Result<Access<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() { None } else { Some(self.step()) }
    }
}

/// A text made of decimal digits only.
fn integer(text: &str) -> Result<Option<usize>> {
    let mut value: Option<usize> = None;
    for c in text.chars() {
        let Some(digit) = string::decimal_value(c).and_then(|d| usize::try_from(d).ok()) else {
            return Ok(None);
        };
        let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit));
        let fits = next.filter(|&v| isize::try_from(v).is_ok());
        value = Some(fits.ok_or_else(|| TextError::value("Too many decimal digits in format string"))?);
    }
    Ok(value)
}

/// Automatic numbering, one per call of `format`, shared with nested specifiers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AutoNumber {
    /// `Some(true)` after an empty field, `Some(false)` after a number.
    automatic: Option<bool>,
    next: usize,
}

impl AutoNumber {
    /// Resolves a first part to a position (`Ok`) or a keyword (`Err` inside).
    ///
    /// # Errors
    /// `ValueError` when manual and automatic numbering mix.
    pub fn resolve<'a>(&mut self, first: First<'a>) -> Result<std::result::Result<usize, &'a str>> {
        let (automatic, index) = match first {
            First::Name(name) => return Ok(Err(name)),
            First::Auto => (true, self.next),
            First::Index(index) => (false, index),
        };
        match *self.automatic.get_or_insert(automatic) {
            true if !automatic => Err(TextError::value(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            false if automatic => Err(TextError::value(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            _ => {
                self.next += usize::from(automatic);
                Ok(Ok(index))
            }
        }
    }
}

/// The `IndexError` for a position without an argument.
#[must_use]
pub fn out_of_range(index: usize) -> TextError {
    TextError::new(
        ErrorKind::IndexError,
        format!("Replacement index {index} out of range for positional args tuple"),
    )
}

/// The `ValueError` of `format_map` for a positional field.
#[must_use]
pub fn positional_in_map() -> TextError {
    TextError::value("Format string contains positional fields")
}
