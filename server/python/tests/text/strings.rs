//! The functions of the tables about strings and bytes.

use serde_json::{Value, json};
use timeslice_python::text::percent::{self, Piece, Specifier};
use timeslice_python::text::search::{self, Ends};
use timeslice_python::text::str_format::{self, Access, AutoNumber, FieldName, First};
use timeslice_python::text::string::{self, Class};
use timeslice_python::text::{TextError, bytes_ops, case, codec, float_arith, format_spec, int, split};

use super::{Answer, Args, shown};

const CLASSES: [Class; 12] = [
    Class::Alpha,
    Class::Alnum,
    Class::Decimal,
    Class::Digit,
    Class::Numeric,
    Class::Space,
    Class::Printable,
    Class::Ascii,
    Class::Identifier,
    Class::Upper,
    Class::Lower,
    Class::Title,
];

fn found(at: Option<usize>) -> Value {
    at.map_or(json!(-1), |at| json!(at))
}

fn ends(name: &str) -> Ends {
    match name {
        "strip" => Ends::Both,
        "lstrip" => Ends::Left,
        _ => Ends::Right,
    }
}

pub(crate) fn format(name: &str, a: &Args) -> Option<Answer> {
    Some(match name {
        "format_float" => format_spec::format_float(a.float(0), a.str(1)).map(Value::from),
        "format_int" => {
            let n = a.big(0);
            let big = format_spec::format_int(&n, a.str(1), "int", int::DEFAULT_MAX_STR_DIGITS);
            if let Ok(small) = i64::try_from(&n) {
                assert_eq!(format_spec::format_i64(small, a.str(1), "int"), big, "{n} {}", a.str(1));
            }
            big.map(Value::from)
        }
        "format_str" => format_spec::format_str(a.str(0), a.str(1)).map(Value::from),
        "percent" => percent_all(a.str(0), &[(a.str(1), false)]),
        "percent_all" => {
            let texts = a.0[1].as_array().unwrap().iter().map(|v| v.as_str().unwrap());
            let values: Vec<_> = texts
                .zip(a.0[2].as_array().unwrap().iter().map(|v| !v.as_bool().unwrap()))
                .collect();
            percent_all(a.str(0), &values)
        }
        _ => return None,
    })
}

/// `template % values`; a value marked true is a string even for numeric conversions.
fn percent_all(template: &str, values: &[(&str, bool)]) -> Answer {
    let mut out = String::new();
    let mut values = values.iter();
    for piece in percent::pieces(template, false) {
        match piece? {
            Piece::Literal(text) => out.push_str(text),
            Piece::Value(specifier) => {
                let &(value, text) = values
                    .next()
                    .ok_or_else(|| TextError::type_error(percent::NOT_ENOUGH))?;
                specifier.check()?;
                let kind = specifier.conversion;
                if text && !"sc".contains(kind) {
                    return Err(specifier.wrong_type("str"));
                }
                match kind {
                    's' => specifier.push(&mut out, percent::Value::Str(value))?,
                    'c' if value.chars().count() != 1 => return Err(Specifier::wrong_length(value.chars().count())),
                    'c' => specifier.push(&mut out, percent::Value::Char(value.chars().next().unwrap()))?,
                    'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                        specifier.push(&mut out, percent::Value::Float(value.parse().unwrap()))?;
                    }
                    _ => specifier.push(
                        &mut out,
                        percent::Value::Int(&value.parse().unwrap(), int::DEFAULT_MAX_STR_DIGITS),
                    )?,
                }
            }
        }
    }
    if values.next().is_some() {
        return Err(TextError::type_error(percent::NOT_ALL));
    }
    Ok(out.into())
}

pub(crate) fn template(name: &str, a: &Args) -> Option<Answer> {
    Some(match name {
        "parse" => parse(a.str(0)),
        "field_name" => field_name(a.str(0)),
        "format" => {
            let args: Vec<_> = a.0[1].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
            render(a.str(0), &args, &mut AutoNumber::default(), str_format::MAX_DEPTH).map(Value::from)
        }
        _ => return None,
    })
}

fn parse(text: &str) -> Answer {
    let mut out: Vec<Value> = Vec::new();
    let mut literal = String::new();
    let mut joined = false;
    for piece in str_format::pieces(text) {
        match piece? {
            // CPython gives a literal with the field after it, and ends it at a doubled brace.
            str_format::Piece::Literal(text) => {
                if joined {
                    out.push(json!([literal, null, null, null]));
                }
                literal = text.to_owned();
                joined = true;
            }
            str_format::Piece::Field(field) => {
                let conversion = field.conversion.map(String::from);
                if literal.ends_with(['{', '}']) {
                    out.push(json!([literal, null, null, null]));
                    literal.clear();
                }
                out.push(json!([literal, field.name, field.spec, conversion]));
                literal.clear();
                joined = false;
            }
        }
    }
    if joined {
        out.push(json!([literal, null, null, null]));
    }
    Ok(out.into())
}

fn field_name(text: &str) -> Answer {
    let name = FieldName::parse(text)?;
    let first = match name.first {
        First::Auto => json!(""),
        First::Index(i) => json!(i),
        First::Name(name) => json!(name),
    };
    let mut rest = Vec::new();
    for access in name {
        rest.push(match access? {
            Access::Attribute(name) => json!([true, name]),
            Access::Index(i) => json!([false, i]),
            Access::Key(key) => json!([false, key]),
        });
    }
    Ok(json!([first, rest]))
}

fn render(text: &str, args: &[&str], numbers: &mut AutoNumber, depth: usize) -> Result<String, TextError> {
    if depth == 0 {
        return Err(str_format::too_deep());
    }
    let mut out = String::new();
    for piece in str_format::pieces(text) {
        match piece? {
            str_format::Piece::Literal(text) => out.push_str(text),
            str_format::Piece::Field(field) => {
                let value = match numbers.resolve(FieldName::parse(field.name)?.first)? {
                    Ok(index) => *args.get(index).ok_or_else(|| str_format::out_of_range(index))?,
                    Err(name) => {
                        return Err(TextError::new(
                            timeslice_python::text::ErrorKind::KeyError,
                            format!("'{name}'"),
                        ));
                    }
                };
                field.check_conversion()?;
                let value = if field.conversion == Some('r') {
                    string::repr(value)
                } else {
                    value.to_owned()
                };
                let spec = if field.nested {
                    render(field.spec, args, numbers, depth - 1)?
                } else {
                    field.spec.to_owned()
                };
                out += &format_spec::format_str(&value, &spec)?;
            }
        }
    }
    Ok(out)
}

pub(crate) fn string(name: &str, a: &Args) -> Option<Answer> {
    let w = a.str(0);
    let range = || (a.str(1), a.opt_int(2), a.opt_int(3));
    Some(Ok(match name {
        "cases" => json!([
            case::upper(w),
            case::lower(w),
            case::title(w),
            case::capitalize(w),
            case::swapcase(w),
            case::casefold(w)
        ]),
        "is" => json!(
            CLASSES
                .map(|class| if string::is(w, class) { "1" } else { "0" })
                .concat()
        ),
        "repr" => json!(string::repr(w)),
        "ascii" => json!(string::ascii(w)),
        "find" | "rfind" | "index" | "rindex" => {
            let (n, s, e) = range();
            let at = if name.starts_with('r') {
                search::rfind(w, n, s, e)
            } else {
                search::find(w, n, s, e)
            };
            if name.ends_with("index") {
                return Some(search::index(at).map(Value::from));
            }
            found(at)
        }
        "count" => json!(search::count(w, range().0, range().1, range().2)),
        "startswith" => json!(search::startswith(w, range().0, range().1, range().2)),
        "endswith" => json!(search::endswith(w, range().0, range().1, range().2)),
        "split" => return Some(split::split(w, a.opt_str(1), a.int(2)).map(|v| json!(v))),
        "rsplit" => return Some(split::rsplit(w, a.opt_str(1), a.int(2)).map(|v| json!(v))),
        "splitlines" => json!(split::splitlines(w, a.0[1].as_bool().unwrap())),
        "partition" => return Some(split::partition(w, a.str(1)).map(|v| json!(v))),
        "rpartition" => return Some(split::rpartition(w, a.str(1)).map(|v| json!(v))),
        "replace" => return Some(search::replace(w, a.str(1), a.str(2), a.int(3)).map(|v| json!(v))),
        "removeprefix" => json!(search::removeprefix(w, a.str(1))),
        "removesuffix" => json!(search::removesuffix(w, a.str(1))),
        "strip" | "lstrip" | "rstrip" => json!(search::strip(w, a.opt_str(1), ends(name))),
        "center" | "ljust" | "rjust" => {
            let fill = a.str(2).chars().next().unwrap();
            let pad = match name {
                "center" => string::center,
                "ljust" => string::ljust,
                _ => string::rjust,
            };
            return Some(pad(w, a.int(1), fill).map(Value::from));
        }
        "zfill" => return Some(string::zfill(w, a.int(1)).map(Value::from)),
        "expandtabs" => return Some(string::expandtabs(w, a.int(1)).map(Value::from)),
        "slice" => return Some(string::get_slice(w, a.opt_int(1), a.opt_int(2), a.opt_int(3)).map(|v| json!(v))),
        "item" => return Some(string::char_at(w, a.int(1)).map(|c| json!(c))),
        "encode" => return Some(codec::encode(w, a.str(1), a.str(2)).map(|v| shown(&v))),
        _ => return None,
    }))
}

pub(crate) fn bytes(name: &str, a: &Args) -> Option<Answer> {
    if name == "fromhex" {
        return Some(bytes_ops::fromhex(a.str(0)).map(|v| shown(&v)));
    }
    let data = a.bytes(0);
    let w = data.as_slice();
    let range = || (a.bytes(1), a.opt_int(2), a.opt_int(3));
    let list = |v: Vec<&[u8]>| v.into_iter().map(shown).collect::<Value>();
    let triple = |(x, y, z): (&[u8], &[u8], &[u8])| json!([shown(x), shown(y), shown(z)]);
    Some(Ok(match name {
        "decode" => return Some(codec::decode(w, a.str(1), a.str(2)).map(|v| json!(v))),
        "repr" => json!(string::repr_bytes(w)),
        "is" => {
            let classes = [0, 1, 3, 5, 7, 9, 10, 11].map(|i| CLASSES[i]);
            json!(
                classes
                    .map(|class| if bytes_ops::is(w, class) { "1" } else { "0" })
                    .concat()
            )
        }
        "title" => shown(&bytes_ops::title(w)),
        "swapcase" => shown(&bytes_ops::swapcase(w)),
        "find" | "rfind" | "index" => {
            let (n, s, e) = range();
            let at = if name == "rfind" {
                bytes_ops::rfind(w, &n, s, e)
            } else {
                bytes_ops::find(w, &n, s, e)
            };
            if name == "index" {
                return Some(bytes_ops::index(at).map(Value::from));
            }
            found(at)
        }
        "count" => json!(bytes_ops::count(w, &range().0, range().1, range().2)),
        "startswith" => json!(bytes_ops::startswith(w, &range().0, range().1, range().2)),
        "endswith" => json!(bytes_ops::endswith(w, &range().0, range().1, range().2)),
        "split" => return Some(bytes_ops::split(w, a.opt_bytes(1).as_deref(), a.int(2)).map(list)),
        "rsplit" => return Some(bytes_ops::rsplit(w, a.opt_bytes(1).as_deref(), a.int(2)).map(list)),
        "splitlines" => list(bytes_ops::splitlines(w, a.0[1].as_bool().unwrap())),
        "partition" => return Some(bytes_ops::partition(w, &a.bytes(1)).map(triple)),
        "rpartition" => return Some(bytes_ops::rpartition(w, &a.bytes(1)).map(triple)),
        "replace" => return Some(bytes_ops::replace(w, &a.bytes(1), &a.bytes(2), a.int(3)).map(|v| shown(&v))),
        "strip" | "lstrip" | "rstrip" => shown(bytes_ops::strip(w, a.opt_bytes(1).as_deref(), ends(name))),
        "slice" => return Some(bytes_ops::get_slice(w, a.opt_int(1), a.opt_int(2), a.opt_int(3)).map(|v| shown(&v))),
        "hex" => json!(bytes_ops::hex(w, a.opt_str(1).and_then(|s| s.chars().next()), a.int(2))),
        _ => return None,
    }))
}

#[test]
fn grouping_in_the_fraction() {
    // 3.14; the tables are of an older CPython.
    for (x, spec, expected) in [
        (1_234_567.123_456_7, ",.7_f", "1,234,567.123_456_7"),
        (0.5, "._f", "0.500_000"),
        (1.0e-7, ".10,f", "0.000,000,100,0"),
        (1234.5, ".4,e", "1.234,5e+03"),
    ] {
        assert_eq!(format_spec::format_float(x, spec).unwrap(), expected);
    }
    assert_eq!(
        format_spec::format_float(1.0, "._,f").unwrap_err().message,
        "Cannot specify both ',' and '_'."
    );
    assert!(float_arith::is_integer(1.0));
}
