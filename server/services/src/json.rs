//! JSON that keeps the order of its keys.

use std::fmt::Write as _;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<bool> for Json {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(yes) => Self::Bool(yes),
            serde_json::Value::Number(number) => Self::Number(number.to_string()),
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(items) => {
                Self::Object(items.into_iter().map(|(key, value)| (key, value.into())).collect())
            }
        }
    }
}

/// An object from keys and values.
pub(crate) fn object<const N: usize>(items: [(&str, Json); N]) -> Json {
    Json::Object(items.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl Json {
    /// The text, indented by two.
    pub(crate) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    /// The text on one line.
    pub(crate) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    fn write(&self, out: &mut String, indent: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quote(out, text),
            Self::List(items) => sequence(out, indent, "[]", items.len(), |out, i, inner| {
                items[i].write(out, inner);
            }),
            Self::Object(items) => sequence(out, indent, "{}", items.len(), |out, i, inner| {
                let (key, value) = &items[i];
                quote(out, key);
                out.push_str(": ");
                value.write(out, inner);
            }),
        }
    }
}

fn sequence(
    out: &mut String,
    indent: Option<usize>,
    brackets: &str,
    n: usize,
    write: impl Fn(&mut String, usize, Option<usize>),
) {
    out.push_str(&brackets[..1]);
    let inner = indent.map(|depth| depth + 1);
    for i in 0..n {
        match inner {
            Some(depth) => {
                out.push_str(if i > 0 { ",\n" } else { "\n" });
                out.push_str(&"  ".repeat(depth));
            }
            None if i > 0 => out.push_str(", "),
            None => {}
        }
        write(out, i, inner);
    }
    if let (Some(depth), true) = (indent, n > 0) {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push_str(&brackets[1..]);
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                write!(out, "\\u{:04x}", c as u32).expect("writing to a string cannot fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms() {
        let value = object([
            ("a", Json::List(vec![1.into(), Json::Null, Json::List(vec![])])),
            ("b\"", "x\n\u{1}é".into()),
        ]);
        assert_eq!(value.compact(), r#"{"a": [1, null, []], "b\"": "x\n\u0001é"}"#);
        assert_eq!(
            value.pretty(),
            "{\n  \"a\": [\n    1,\n    null,\n    []\n  ],\n  \"b\\\"\": \"x\\n\\u0001é\"\n}"
        );
    }
}
