//! A database server: a small part of SQL, as PostgreSQL has it, with its errors.
//!
//! Tables hold integers, floats, text and booleans. Transactions are READ COMMITTED: a statement sees what is committed
//! and its own transaction's changes; a changed row is locked until its transaction ends, and whoever wants to change
//! it meanwhile waits. Tables themselves are made and dropped at once, in no transaction.

mod ast;
mod change;
mod eval;
mod lexer;
mod parser;
mod query;
mod ready;
mod store;

pub use store::{Databases, SessionId};

/// A value of a table or a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
}

/// What a statement came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// As PostgreSQL reports it: `SELECT 3`, `INSERT 0 1`.
    pub tag: String,
    /// Rows found or changed; -1 where there is no such number.
    pub n_rows: i64,
    /// Name and type (an `oid` of `pg_type`) of each column; none if the statement returns no rows.
    pub columns: Option<Vec<(String, u32)>>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// How long the server worked, in nanoseconds.
    pub work_ns: u64,
}

/// Why a statement failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlError {
    /// The `SQLSTATE`.
    pub code: &'static str,
    /// The message, without severity and place.
    pub message: String,
    /// Character of the statement, from 1, that it is about.
    pub position: Option<usize>,
    /// More about it.
    pub detail: Option<String>,
}

impl SqlError {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            position: None,
            detail: None,
        }
    }

    fn at(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }

    fn syntax(near: &str, position: usize) -> Self {
        let message = if near.is_empty() {
            "syntax error at end of input".to_owned()
        } else {
            format!("syntax error at or near \"{near}\"")
        };
        Self::new("42601", message).at(position)
    }

    fn unsupported(what: &str) -> Self {
        Self::new("0A000", format!("the simulated database does not support {what}"))
    }
}

type Result<T> = std::result::Result<T, Stop>;

/// Why a statement does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// It failed.
    Error(SqlError),
    /// It waits for the end of this session's transaction.
    Blocked(SessionId),
}

impl From<SqlError> for Stop {
    fn from(error: SqlError) -> Self {
        Self::Error(error)
    }
}

impl Answer {
    /// Bytes that it takes on the network, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rows.iter().flatten().map(Value::bytes).sum()
    }
}

impl Value {
    /// The type of it in `pg_type`.
    fn oid(&self) -> u32 {
        match self {
            Self::Bool(_) => 16,
            Self::Int(_) => 23,
            Self::Float(_) => 701,
            Self::Null | Self::Text(_) => 25,
        }
    }

    /// As `psql` prints it.
    fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(yes) => if *yes { "t" } else { "f" }.to_owned(),
            Self::Int(n) => n.to_string(),
            Self::Float(x) => x.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => 24 + text.len(),
            _ => 16,
        }
    }
}

#[cfg(test)]
mod tests;
