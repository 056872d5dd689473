//! The value of an expression on a row.

use super::ast::{Expr, Name, Type};
use super::{SqlError, Value};
use std::cmp::Ordering;

/// The columns of a row: table, name, and the type in `pg_type`.
pub(super) type Scope = Vec<(String, String, Type)>;

/// What an expression is evaluated on.
pub(super) struct Env<'a> {
    pub(super) scope: &'a Scope,
    pub(super) row: &'a [Value],
    /// The rows of the group, where aggregates are allowed.
    pub(super) group: Option<&'a [Vec<Value>]>,
    /// Nanoseconds that `pg_sleep` takes.
    pub(super) slept_ns: &'a mut u64,
}

/// Functions of a group of rows.
const AGGREGATES: [&str; 5] = ["count", "sum", "avg", "min", "max"];

/// Whether an expression has an aggregate in it.
pub(super) fn aggregates(expr: &Expr) -> bool {
    match expr {
        Expr::Call { name, .. } if AGGREGATES.contains(&name.text.as_str()) => true,
        Expr::Call { args, .. } => args.iter().any(aggregates),
        Expr::Not(e) | Expr::Negate(e) | Expr::IsNull(e, _) | Expr::Cast(e, _) => aggregates(e),
        Expr::Binary(_, a, b, _) | Expr::Like(a, b, ..) => aggregates(a) || aggregates(b),
        Expr::In(e, items, _) => aggregates(e) || items.iter().any(aggregates),
        Expr::Between(a, b, c, _) => aggregates(a) || aggregates(b) || aggregates(c),
        Expr::Case(arms, rest) => {
            arms.iter().any(|(a, b)| aggregates(a) || aggregates(b)) || rest.as_deref().is_some_and(aggregates)
        }
        Expr::Value(_) | Expr::Column(..) => false,
    }
}

/// Index of a column.
pub(super) fn find(scope: &Scope, table: Option<&str>, name: &Name) -> Result<usize, SqlError> {
    let mut found = scope
        .iter()
        .enumerate()
        .filter(|(_, c)| c.1 == name.text && table.is_none_or(|table| c.0 == table));
    let first = found.next();
    if found.next().is_some() {
        let message = format!("column reference \"{}\" is ambiguous", name.text);
        return Err(SqlError::new("42702", message).at(name.position));
    }
    match first {
        Some((i, _)) => Ok(i),
        None => {
            let message = match table {
                Some(table) if !scope.iter().any(|c| c.0 == table) => {
                    let message = format!("missing FROM-clause entry for table \"{table}\"");
                    return Err(SqlError::new("42P01", message).at(name.position - table.chars().count() - 1));
                }
                Some(table) => format!("column {table}.{} does not exist", name.text),
                None => format!("column \"{}\" does not exist", name.text),
            };
            let back = table.map_or(0, |table| table.chars().count() + 1);
            Err(SqlError::new("42703", message).at(name.position.saturating_sub(back)))
        }
    }
}

/// The value.
pub(super) fn eval(env: &mut Env<'_>, expr: &Expr) -> Result<Value, SqlError> {
    Ok(match expr {
        Expr::Value(value) => value.clone(),
        Expr::Column(table, name) => {
            let words = ["current_user", "session_user", "current_database", "current_schema"];
            if table.is_none() && words.contains(&name.text.as_str()) {
                return Ok(Value::Text("postgres".to_owned()));
            }
            let i = find(env.scope, table.as_deref(), name)?;
            env.row.get(i).cloned().unwrap_or(Value::Null)
        }
        Expr::Not(inner) => match truth(&eval(env, inner)?)? {
            Some(yes) => Value::Bool(!yes),
            None => Value::Null,
        },
        Expr::Negate(inner) => match eval(env, inner)? {
            Value::Int(n) => Value::Int(n.checked_neg().ok_or_else(out_of_range)?),
            Value::Float(x) => Value::Float(-x),
            other => other,
        },
        Expr::Binary(op, a, b, position) => binary(env, op, a, b, *position)?,
        Expr::IsNull(inner, is_not) => Value::Bool((eval(env, inner)? == Value::Null) != *is_not),
        Expr::In(inner, items, is_not) => {
            let value = eval(env, inner)?;
            let mut found = Some(false);
            for item in items {
                let item = eval(env, item)?;
                match compare(&value, &item)? {
                    Some(Ordering::Equal) => {
                        found = Some(true);
                        break;
                    }
                    Some(_) => {}
                    None => found = None,
                }
            }
            found.map_or(Value::Null, |found| Value::Bool(found != *is_not))
        }
        Expr::Like(text, pattern, folds, is_not) => match (eval(env, text)?, eval(env, pattern)?) {
            (Value::Text(text), Value::Text(pattern)) => {
                let fold = |s: String| if *folds { s.to_lowercase() } else { s };
                Value::Bool(like(&fold(text), &fold(pattern)) != *is_not)
            }
            (Value::Null, _) | (_, Value::Null) => Value::Null,
            _ => return Err(SqlError::new("42883", "operator does not exist: integer ~~ unknown")),
        },
        Expr::Between(value, low, high, is_not) => {
            let value = eval(env, value)?;
            let (low, high) = (eval(env, low)?, eval(env, high)?);
            match (compare(&value, &low)?, compare(&value, &high)?) {
                (Some(a), Some(b)) => Value::Bool((a.is_ge() && b.is_le()) != *is_not),
                _ => Value::Null,
            }
        }
        Expr::Case(arms, rest) => {
            for (condition, value) in arms {
                if truth(&eval(env, condition)?)? == Some(true) {
                    return eval(env, value);
                }
            }
            match rest {
                Some(rest) => eval(env, rest)?,
                None => Value::Null,
            }
        }
        Expr::Call {
            name,
            args,
            star,
            distinct,
        } if AGGREGATES.contains(&name.text.as_str()) => aggregate(env, name, args, *star, *distinct)?,
        Expr::Call { name, args, .. } => call(env, name, args)?,
        Expr::Cast(inner, kind) => cast(eval(env, inner)?, *kind, None)?,
    })
}

fn out_of_range() -> SqlError {
    SqlError::new("22003", "bigint out of range")
}

/// Whether a condition holds; none: unknown.
pub(super) fn truth(value: &Value) -> Result<Option<bool>, SqlError> {
    match value {
        Value::Bool(yes) => Ok(Some(*yes)),
        Value::Null => Ok(None),
        _ => Err(SqlError::new("42804", "argument of WHERE must be type boolean")),
    }
}

/// The order of two values; none if one is NULL.
pub(super) fn compare(a: &Value, b: &Value) -> Result<Option<Ordering>, SqlError> {
    Ok(Some(match (a, b) {
        (Value::Null, _) | (_, Value::Null) => return Ok(None),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        // A string that stands in the statement takes the type of what it is compared with.
        (Value::Text(_), Value::Int(_) | Value::Float(_)) => return compare(&cast(a.clone(), Type::Float, None)?, b),
        (Value::Int(_) | Value::Float(_), Value::Text(_)) => return compare(a, &cast(b.clone(), Type::Float, None)?),
        _ => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => return Err(SqlError::new("42883", "operator does not exist: boolean = integer")),
        },
    }))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "as PostgreSQL when it mixes integers and floats"
)]
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(n) => Some(*n as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    }
}

fn binary(env: &mut Env<'_>, op: &str, a: &Expr, b: &Expr, position: usize) -> Result<Value, SqlError> {
    if matches!(op, "and" | "or") {
        let is_and = op == "and";
        let left = truth(&eval(env, a)?)?;
        if left == Some(!is_and) {
            return Ok(Value::Bool(!is_and));
        }
        let right = truth(&eval(env, b)?)?;
        return Ok(match (left, right) {
            (_, Some(right)) if right != is_and => Value::Bool(!is_and),
            (Some(_), Some(_)) => Value::Bool(is_and),
            _ => Value::Null,
        });
    }
    let (a, b) = (eval(env, a)?, eval(env, b)?);
    if matches!(op, "=" | "<>" | "<" | ">" | "<=" | ">=") {
        let order = compare(&a, &b).map_err(|error| error.at(position))?;
        return Ok(order.map_or(Value::Null, |order| {
            Value::Bool(match op {
                "=" => order.is_eq(),
                "<>" => order.is_ne(),
                "<" => order.is_lt(),
                ">" => order.is_gt(),
                "<=" => order.is_le(),
                _ => order.is_ge(),
            })
        }));
    }
    if a == Value::Null || b == Value::Null {
        return Ok(Value::Null);
    }
    if op == "||" {
        return Ok(Value::Text(a.text() + &b.text()));
    }
    if let (Value::Int(a), Value::Int(b)) = (&a, &b) {
        let (a, b) = (*a, *b);
        if b == 0 && matches!(op, "/" | "%") {
            return Err(SqlError::new("22012", "division by zero"));
        }
        let result = match op {
            "+" => a.checked_add(b),
            "-" => a.checked_sub(b),
            "*" => a.checked_mul(b),
            "/" => a.checked_div(b),
            _ => a.checked_rem(b),
        };
        return result.map(Value::Int).ok_or_else(out_of_range);
    }
    let both = match (&a, &b) {
        (Value::Text(_), _) => number(&cast(a.clone(), Type::Float, None)?).zip(number(&b)),
        (_, Value::Text(_)) => number(&a).zip(number(&cast(b.clone(), Type::Float, None)?)),
        _ => number(&a).zip(number(&b)),
    };
    let Some((a, b)) = both else {
        let message = format!("operator does not exist: {op} of these types");
        return Err(SqlError::new("42883", message).at(position));
    };
    if b == 0.0 && matches!(op, "/" | "%") {
        return Err(SqlError::new("22012", "division by zero"));
    }
    Ok(Value::Float(match op {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        _ => a % b,
    }))
}

/// SQL's LIKE: `%` for anything, `_` for one character.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                back = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '_' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((at, from)) => {
                    back = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '%')
}

fn aggregate(env: &mut Env<'_>, name: &Name, args: &[Expr], star: bool, distinct: bool) -> Result<Value, SqlError> {
    let Some(group) = env.group else {
        let message = "aggregate functions are not allowed in WHERE";
        return Err(SqlError::new("42803", message).at(name.position));
    };
    let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    if star {
        return Ok(count(group.len()));
    }
    let [arg] = args else {
        let message = format!("function {}() does not exist", name.text);
        return Err(SqlError::new("42883", message).at(name.position));
    };
    let mut values = Vec::new();
    for row in group {
        let mut inner = Env {
            scope: env.scope,
            row,
            group: None,
            slept_ns: env.slept_ns,
        };
        let value = eval(&mut inner, arg)?;
        if value != Value::Null && !(distinct && values.contains(&value)) {
            values.push(value);
        }
    }
    if name.text == "count" {
        return Ok(count(values.len()));
    }
    let n_values = values.len();
    let mut total: Option<Value> = None;
    for value in values {
        total = Some(match (total, name.text.as_str()) {
            (None, _) => value,
            (Some(best), "min" | "max") => {
                let is_less = compare(&value, &best)?.is_some_and(Ordering::is_lt);
                if is_less == (name.text == "min") { value } else { best }
            }
            (Some(Value::Int(a)), _) if matches!(value, Value::Int(_)) => match value {
                Value::Int(b) => Value::Int(a.checked_add(b).ok_or_else(out_of_range)?),
                _ => Value::Null,
            },
            (Some(a), _) => match (number(&a), number(&value)) {
                (Some(a), Some(b)) => Value::Float(a + b),
                _ => {
                    let message = format!("function {}(text) does not exist", name.text);
                    return Err(SqlError::new("42883", message).at(name.position));
                }
            },
        });
    }
    let Some(total) = total else { return Ok(Value::Null) };
    if name.text == "avg" {
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let n = n_values as f64;
        return Ok(number(&total).map_or(Value::Null, |sum| Value::Float(sum / n)));
    }
    Ok(total)
}

fn call(env: &mut Env<'_>, name: &Name, args: &[Expr]) -> Result<Value, SqlError> {
    if name.text == "coalesce" {
        for arg in args {
            let value = eval(env, arg)?;
            if value != Value::Null {
                return Ok(value);
            }
        }
        return Ok(Value::Null);
    }
    let values = args.iter().map(|arg| eval(env, arg)).collect::<Result<Vec<_>, _>>()?;
    let missing = || {
        let message = format!(
            "function {}({}) does not exist",
            name.text,
            vec!["unknown"; values.len()].join(", ")
        );
        SqlError::new("42883", message).at(name.position)
    };
    Ok(match (name.text.as_str(), &values[..]) {
        ("pg_sleep", [seconds]) => {
            let seconds = number(&cast(seconds.clone(), Type::Float, None)?).unwrap_or(0.0);
            *env.slept_ns = env.slept_ns.saturating_add(nanoseconds(seconds));
            Value::Text(String::new())
        }
        ("version", []) => Value::Text("PostgreSQL 17.0 (Timeslice)".to_owned()),
        ("current_database", []) => Value::Text("postgres".to_owned()),
        ("pg_backend_pid", []) => Value::Int(4711),
        (_, [Value::Null, ..]) => Value::Null,
        ("lower", [Value::Text(text)]) => Value::Text(text.to_lowercase()),
        ("upper", [Value::Text(text)]) => Value::Text(text.to_uppercase()),
        ("length" | "char_length", [Value::Text(text)]) => {
            Value::Int(i64::try_from(text.chars().count()).unwrap_or(i64::MAX))
        }
        ("abs", [Value::Int(n)]) => Value::Int(n.checked_abs().ok_or_else(out_of_range)?),
        ("abs", [Value::Float(x)]) => Value::Float(x.abs()),
        ("round", [Value::Int(n)]) => Value::Int(*n),
        ("round", [Value::Float(x)]) => Value::Float(x.round()),
        ("round", [value, Value::Int(digits)]) => {
            let scale = 10_f64.powi(i32::try_from((*digits).clamp(0, 15)).unwrap_or(0));
            number(value).map_or(Value::Null, |x| Value::Float((x * scale).round() / scale))
        }
        ("concat", values) => Value::Text(values.iter().map(Value::text).collect()),
        _ => return Err(missing()),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to an hour"
)]
fn nanoseconds(seconds: f64) -> u64 {
    let seconds = if seconds.is_nan() {
        0.0
    } else {
        seconds.clamp(0.0, 3600.0)
    };
    (seconds * 1e9) as u64
}

/// A value as another type; `column` is the one that it is stored in.
pub(super) fn cast(value: Value, kind: Type, column: Option<&str>) -> Result<Value, SqlError> {
    let wrong =
        |name: &str, text: &str| SqlError::new("22P02", format!("invalid input syntax for type {name}: \"{text}\""));
    Ok(match (kind, value) {
        (_, Value::Null) => Value::Null,
        (Type::Int, Value::Int(n)) => Value::Int(n),
        #[expect(clippy::cast_possible_truncation, reason = "checked to fit")]
        (Type::Int, Value::Float(x)) if x.abs() < 9.2e18 => Value::Int(x.round_ties_even() as i64),
        (Type::Int, Value::Float(_)) => return Err(out_of_range()),
        (Type::Int, Value::Bool(yes)) => Value::Int(i64::from(yes)),
        (Type::Int, Value::Text(text)) => Value::Int(text.trim().parse().map_err(|_| wrong("integer", &text))?),
        (Type::Float, Value::Text(text)) => {
            Value::Float(text.trim().parse().map_err(|_| wrong("double precision", &text))?)
        }
        (Type::Float, value @ (Value::Int(_) | Value::Float(_))) => number(&value).map_or(Value::Null, Value::Float),
        (Type::Bool, Value::Bool(yes)) => Value::Bool(yes),
        (Type::Bool, Value::Text(text)) => match text.trim().to_lowercase().as_str() {
            "t" | "true" | "yes" | "on" | "1" => Value::Bool(true),
            "f" | "false" | "no" | "off" | "0" => Value::Bool(false),
            _ => return Err(wrong("boolean", &text)),
        },
        (Type::Text, value) => match (column, value) {
            (_, Value::Bool(yes)) => Value::Text(yes.to_string()),
            (_, value) => Value::Text(value.text()),
        },
        (Type::Bool | Type::Float, value) => {
            let (name, given) = (kind.name(), type_name(&value));
            let message = match column {
                Some(column) => format!("column \"{column}\" is of type {name} but expression is of type {given}"),
                None => format!("cannot cast type {given} to {name}"),
            };
            return Err(SqlError::new("42804", message));
        }
    })
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Int(_) => "integer",
        Value::Float(_) => "double precision",
        Value::Null | Value::Text(_) => "text",
    }
}

impl Type {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::Int => "integer",
            Self::Float => "double precision",
            Self::Text => "text",
        }
    }

    /// Its number in `pg_type`.
    pub(super) fn oid(self) -> u32 {
        match self {
            Self::Bool => 16,
            Self::Int => 23,
            Self::Float => 701,
            Self::Text => 25,
        }
    }
}
