//! What a statement says.

use super::Value;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Statement {
    Select(Box<Select>),
    Insert {
        table: Name,
        columns: Vec<Name>,
        rows: Vec<Vec<Expr>>,
        skips_conflicts: bool,
        returning: Vec<Item>,
    },
    Update {
        table: Name,
        sets: Vec<(Name, Expr)>,
        filter: Option<Expr>,
        returning: Vec<Item>,
    },
    Delete {
        table: Name,
        filter: Option<Expr>,
        returning: Vec<Item>,
    },
    Create {
        table: Name,
        if_not_exists: bool,
        columns: Vec<Column>,
    },
    Drop {
        tables: Vec<Name>,
        if_exists: bool,
    },
    Truncate(Name),
    Begin,
    Commit,
    Rollback,
    /// `SET`, `SHOW` and their like: accepted, without effect.
    Setting(&'static str),
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) position: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Select {
    pub(super) distinct: bool,
    pub(super) items: Vec<Item>,
    /// Tables with their aliases and what they are joined on.
    pub(super) from: Vec<Source>,
    pub(super) filter: Option<Expr>,
    pub(super) group_by: Vec<Expr>,
    pub(super) having: Option<Expr>,
    pub(super) order_by: Vec<(Expr, bool)>,
    pub(super) limit: Option<Expr>,
    pub(super) offset: Option<Expr>,
    pub(super) for_update: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub(super) table: Name,
    pub(super) alias: String,
    pub(super) on: Option<Expr>,
    /// Rows of what stands before it stay without a partner.
    pub(super) is_left: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// `*`, or `t.*`.
    All(Option<String>),
    Expr(Expr, Option<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Value(Value),
    Column(Option<String>, Name),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(String, Box<Expr>, Box<Expr>, usize),
    IsNull(Box<Expr>, bool),
    In(Box<Expr>, Vec<Expr>, bool),
    Like(Box<Expr>, Box<Expr>, bool, bool),
    Between(Box<Expr>, Box<Expr>, Box<Expr>, bool),
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    /// `count(*)` has no arguments and the star.
    Call {
        name: Name,
        args: Vec<Expr>,
        star: bool,
        distinct: bool,
    },
    Cast(Box<Expr>, Type),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Int,
    Float,
    Text,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Type,
    pub(super) is_unique: bool,
    pub(super) is_primary: bool,
    pub(super) is_required: bool,
    /// Filled with the next number when it is not given.
    pub(super) is_serial: bool,
    pub(super) default: Option<Expr>,
}
