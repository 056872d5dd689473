//! SQL text to tokens.

use super::SqlError;

/// A token and where it begins, in characters from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// As written.
    pub(super) text: String,
    pub(super) position: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A keyword or a name, in small letters; or a quoted name.
    Word(String),
    Number,
    /// A string, unquoted.
    Text(String),
    Symbol,
    End,
}

const SYMBOLS: [&str; 22] = [
    "<=", ">=", "<>", "!=", "||", "::", "(", ")", ",", ";", "+", "-", "*", "/", "%", "=", "<", ">", ".", "[", "]", "$",
];

/// The tokens of a text, with an end.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token>, SqlError> {
    let chars: Vec<char> = sql.chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let start = i;
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        if c == '-' && chars.get(i + 1) == Some(&'-') {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
            continue;
        }
        if c == '/' && chars.get(i + 1) == Some(&'*') {
            i += 2;
            while i < chars.len() && !(chars[i] == '*' && chars.get(i + 1) == Some(&'/')) {
                i += 1;
            }
            i += 2;
            continue;
        }
        let kind = if c.is_alphabetic() || c == '_' {
            while i < chars.len() && (chars[i].is_alphanumeric() || chars[i] == '_') {
                i += 1;
            }
            Kind::Word(chars[start..i].iter().collect::<String>().to_lowercase())
        } else if c.is_ascii_digit() || c == '.' && chars.get(i + 1).is_some_and(char::is_ascii_digit) {
            while i < chars.len() && (chars[i].is_ascii_digit() || chars[i] == '.') {
                i += 1;
            }
            if i < chars.len() && matches!(chars[i], 'e' | 'E') {
                i += 1;
                if i < chars.len() && matches!(chars[i], '+' | '-') {
                    i += 1;
                }
                while i < chars.len() && chars[i].is_ascii_digit() {
                    i += 1;
                }
            }
            Kind::Number
        } else if c == '\'' || c == '"' {
            let mut text = String::new();
            i += 1;
            loop {
                match (chars.get(i), chars.get(i + 1)) {
                    (Some(&q), Some(&next)) if q == c && next == c => {
                        text.push(c);
                        i += 2;
                    }
                    (Some(&q), _) if q == c => {
                        i += 1;
                        break;
                    }
                    (Some(&other), _) => {
                        text.push(other);
                        i += 1;
                    }
                    (None, _) => {
                        let what = if c == '"' { "identifier" } else { "string" };
                        let rest: String = chars[start..].iter().collect();
                        let message = format!("unterminated quoted {what} at or near \"{rest}\"");
                        return Err(SqlError::new("42601", message).at(start + 1));
                    }
                }
            }
            if c == '"' { Kind::Word(text) } else { Kind::Text(text) }
        } else {
            let rest: String = chars[i..chars.len().min(i + 2)].iter().collect();
            let symbol = SYMBOLS.iter().find(|s| rest.starts_with(**s));
            match symbol {
                Some(symbol) => i += symbol.len(),
                None => return Err(SqlError::syntax(&c.to_string(), start + 1)),
            }
            Kind::Symbol
        };
        out.push(Token {
            kind,
            text: chars[start..i].iter().collect(),
            position: start + 1,
        });
    }
    out.push(Token {
        kind: Kind::End,
        text: String::new(),
        position: chars.len() + 1,
    });
    Ok(out)
}
