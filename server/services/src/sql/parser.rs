//! Tokens to statements, by recursive descent; depth is bounded.

mod expr;

use super::SqlError;
use super::ast::{Column, Expr, Item, Name, Select, Source, Statement, Type};
use super::lexer::{Kind, Token, tokens};

type Parsed<T> = Result<T, SqlError>;

/// Deepest nesting of expressions.
const DEPTH_MAX: u32 = 60;
/// Words that end an expression's name or a table's alias.
const RESERVED: [&str; 31] = [
    "select",
    "from",
    "where",
    "group",
    "order",
    "limit",
    "offset",
    "having",
    "join",
    "inner",
    "left",
    "on",
    "and",
    "or",
    "not",
    "as",
    "for",
    "returning",
    "values",
    "set",
    "union",
    "case",
    "when",
    "then",
    "else",
    "end",
    "is",
    "in",
    "like",
    "between",
    "right",
];

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

/// The statements of a text.
pub(super) fn parse(sql: &str) -> Parsed<Vec<Statement>> {
    let mut parser = Parser {
        tokens: tokens(sql)?,
        at: 0,
        depth: 0,
    };
    let mut statements = Vec::new();
    loop {
        while parser.symbol(";") {}
        if parser.token().kind == Kind::End {
            return Ok(statements);
        }
        statements.push(parser.statement()?);
        if parser.token().kind != Kind::End && !parser.symbol(";") {
            return Err(parser.wrong());
        }
    }
}

impl Parser {
    fn token(&self) -> &Token {
        &self.tokens[self.at]
    }

    fn next(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    fn wrong(&self) -> SqlError {
        SqlError::syntax(&self.token().text, self.token().position)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(&self.token().kind, Kind::Word(w) if w == word && !self.token().text.starts_with('"'))
    }

    fn word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        if is {
            self.next();
        }
        is
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        let is = self.token().kind == Kind::Symbol && self.token().text == symbol;
        if is {
            self.next();
        }
        is
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.word(word) { Ok(()) } else { Err(self.wrong()) }
    }

    fn expect(&mut self, symbol: &str) -> Parsed<()> {
        if self.symbol(symbol) { Ok(()) } else { Err(self.wrong()) }
    }

    fn name(&mut self) -> Parsed<Name> {
        match &self.token().kind {
            Kind::Word(word) if self.token().text.starts_with('"') || !RESERVED.contains(&word.as_str()) => {
                let text = word.clone();
                let position = self.next().position;
                Ok(Name { text, position })
            }
            _ => Err(self.wrong()),
        }
    }

    /// A table, with the schema in front of it dropped.
    fn table(&mut self) -> Parsed<Name> {
        let name = self.name()?;
        if self.symbol(".") { self.name() } else { Ok(name) }
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut all = vec![one(self)?];
        while self.symbol(",") {
            all.push(one(self)?);
        }
        Ok(all)
    }

    fn statement(&mut self) -> Parsed<Statement> {
        let start = self.token().clone();
        let Kind::Word(word) = &start.kind else {
            return Err(self.wrong());
        };
        if word == "select" {
            return Ok(Statement::Select(Box::new(self.select()?)));
        }
        self.next();
        match word.as_str() {
            "insert" => self.insert(),
            "update" => {
                let table = self.table()?;
                self.expect_word("set")?;
                let sets = self.list(|p| {
                    let name = p.name()?;
                    p.expect("=")?;
                    Ok((name, p.expr()?))
                })?;
                let filter = self.filter()?;
                let returning = self.returning()?;
                Ok(Statement::Update {
                    table,
                    sets,
                    filter,
                    returning,
                })
            }
            "delete" => {
                self.expect_word("from")?;
                let table = self.table()?;
                let filter = self.filter()?;
                let returning = self.returning()?;
                Ok(Statement::Delete {
                    table,
                    filter,
                    returning,
                })
            }
            "create" => self.create(),
            "drop" => {
                self.expect_word("table")?;
                let if_exists = self.word("if") && self.word("exists");
                let tables = self.list(Self::table)?;
                let _ = self.word("cascade");
                Ok(Statement::Drop { tables, if_exists })
            }
            "truncate" => {
                let _ = self.word("table");
                Ok(Statement::Truncate(self.table()?))
            }
            "begin" | "start" => {
                self.skip();
                Ok(Statement::Begin)
            }
            "commit" | "end" => {
                self.skip();
                Ok(Statement::Commit)
            }
            "rollback" | "abort" if !self.is_word("to") => {
                self.skip();
                Ok(Statement::Rollback)
            }
            "set" => {
                self.skip();
                Ok(Statement::Setting("SET"))
            }
            "alter" | "grant" | "copy" | "with" | "explain" | "savepoint" | "rollback" | "listen" | "notify"
            | "lock" | "vacuum" | "merge" | "declare" | "fetch" | "show" | "analyze" => {
                Err(SqlError::unsupported(&word.to_uppercase()).at(start.position))
            }
            _ => Err(SqlError::syntax(&start.text, start.position)),
        }
    }

    /// Skips to the end of the statement.
    fn skip(&mut self) {
        while self.token().kind != Kind::End && self.token().text != ";" {
            self.next();
        }
    }

    fn filter(&mut self) -> Parsed<Option<Expr>> {
        if self.word("where") {
            Ok(Some(self.expr()?))
        } else {
            Ok(None)
        }
    }

    fn returning(&mut self) -> Parsed<Vec<Item>> {
        if self.word("returning") {
            self.list(Self::item)
        } else {
            Ok(Vec::new())
        }
    }

    fn insert(&mut self) -> Parsed<Statement> {
        self.expect_word("into")?;
        let table = self.table()?;
        let mut columns = Vec::new();
        if self.symbol("(") {
            columns = self.list(Self::name)?;
            self.expect(")")?;
        }
        if self.is_word("select") {
            return Err(SqlError::unsupported("INSERT ... SELECT").at(self.token().position));
        }
        let rows = if self.word("default") {
            self.expect_word("values")?;
            vec![Vec::new()]
        } else {
            self.expect_word("values")?;
            self.list(|p| {
                p.expect("(")?;
                let row = p.list(Self::expr)?;
                p.expect(")")?;
                Ok(row)
            })?
        };
        let mut skips_conflicts = false;
        if self.word("on") {
            self.expect_word("conflict")?;
            if self.symbol("(") {
                self.list(Self::name)?;
                self.expect(")")?;
            }
            self.expect_word("do")?;
            if self.is_word("update") {
                return Err(SqlError::unsupported("ON CONFLICT DO UPDATE").at(self.token().position));
            }
            self.expect_word("nothing")?;
            skips_conflicts = true;
        }
        let returning = self.returning()?;
        Ok(Statement::Insert {
            table,
            columns,
            rows,
            skips_conflicts,
            returning,
        })
    }

    fn create(&mut self) -> Parsed<Statement> {
        let _ = self.word("temp") || self.word("temporary") || self.word("unlogged");
        if !self.word("table") {
            return Err(SqlError::unsupported("CREATE of anything but a table").at(self.token().position));
        }
        let if_not_exists = self.word("if") && self.word("not") && self.word("exists");
        let table = self.table()?;
        self.expect("(")?;
        let mut columns: Vec<Column> = Vec::new();
        loop {
            if self.word("primary") || self.word("unique") {
                let _ = self.word("key");
                self.expect("(")?;
                let names = self.list(Self::name)?;
                self.expect(")")?;
                for name in names {
                    match columns.iter_mut().find(|c| c.name == name.text) {
                        Some(column) => column.is_unique = true,
                        None => {
                            let message = format!("column \"{}\" named in key does not exist", name.text);
                            return Err(SqlError::new("42703", message).at(name.position));
                        }
                    }
                }
            } else if self.word("foreign") || self.word("constraint") || self.word("check") {
                self.constraint();
            } else {
                columns.push(self.column()?);
            }
            if !self.symbol(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(Statement::Create {
            table,
            if_not_exists,
            columns,
        })
    }

    /// Skips a constraint that is not kept.
    fn constraint(&mut self) {
        let mut depth = 0;
        loop {
            match self.token().text.as_str() {
                "(" => depth += 1,
                ")" if depth > 0 => depth -= 1,
                ")" | "," if depth == 0 => return,
                "" => return,
                _ => {}
            }
            self.next();
        }
    }

    fn column(&mut self) -> Parsed<Column> {
        let name = self.name()?.text;
        let (kind, is_serial) = self.kind()?;
        let mut column = Column {
            name,
            kind,
            is_unique: false,
            is_primary: false,
            is_required: is_serial,
            is_serial,
            default: None,
        };
        loop {
            if self.word("primary") {
                self.expect_word("key")?;
                column.is_unique = true;
                column.is_primary = true;
                column.is_required = true;
            } else if self.word("unique") {
                column.is_unique = true;
            } else if self.word("not") {
                self.expect_word("null")?;
                column.is_required = true;
            } else if self.word("null") {
            } else if self.word("default") {
                column.default = Some(self.unary()?);
            } else if self.word("generated") {
                while !self.symbol(",") && !self.word("identity") {
                    self.next();
                }
                column.is_serial = true;
                column.is_required = true;
            } else if self.word("references") || self.word("check") {
                self.constraint();
            } else {
                return Ok(column);
            }
        }
    }

    fn kind(&mut self) -> Parsed<(Type, bool)> {
        let name = self.name()?;
        let kind = match name.text.as_str() {
            "serial" | "bigserial" | "smallserial" => return Ok((Type::Int, true)),
            "int" | "integer" | "bigint" | "smallint" | "int2" | "int4" | "int8" => Type::Int,
            "real" | "float" | "numeric" | "decimal" | "float4" | "float8" | "money" => Type::Float,
            "double" => {
                self.expect_word("precision")?;
                Type::Float
            }
            "text" | "varchar" | "char" | "uuid" | "json" | "jsonb" | "date" | "bytea" => Type::Text,
            "character" => {
                let _ = self.word("varying");
                Type::Text
            }
            "timestamp" | "timestamptz" | "time" => {
                if self.word("with") || self.word("without") {
                    self.expect_word("time")?;
                    self.expect_word("zone")?;
                }
                Type::Text
            }
            "bool" | "boolean" => Type::Bool,
            other => {
                let message = format!("type \"{other}\" does not exist");
                return Err(SqlError::new("42704", message).at(name.position));
            }
        };
        if self.symbol("(") {
            self.list(Self::expr)?;
            self.expect(")")?;
        }
        Ok((kind, false))
    }

    fn select(&mut self) -> Parsed<Select> {
        self.expect_word("select")?;
        let distinct = self.word("distinct");
        let items = self.list(Self::item)?;
        let mut from = Vec::new();
        if self.word("from") {
            from.push(self.source(false)?);
            loop {
                if self.symbol(",") || self.word("cross") {
                    let _ = self.word("join");
                    from.push(self.source(false)?);
                    continue;
                }
                let is_left = self.word("left");
                let is_join = if is_left {
                    let _ = self.word("outer");
                    self.expect_word("join")?;
                    true
                } else {
                    let _ = self.word("inner");
                    self.word("join")
                };
                if !is_join {
                    break;
                }
                let mut source = self.source(is_left)?;
                self.expect_word("on")?;
                source.on = Some(self.expr()?);
                from.push(source);
            }
        }
        let filter = self.filter()?;
        let mut group_by = Vec::new();
        if self.word("group") {
            self.expect_word("by")?;
            group_by = self.list(Self::expr)?;
        }
        let having = if self.word("having") { Some(self.expr()?) } else { None };
        let mut order_by = Vec::new();
        if self.word("order") {
            self.expect_word("by")?;
            order_by = self.list(|p| {
                let key = p.expr()?;
                let is_descending = !p.word("asc") && p.word("desc");
                if p.word("nulls") {
                    p.next();
                }
                Ok((key, is_descending))
            })?;
        }
        let (mut limit, mut offset, mut for_update) = (None, None, false);
        loop {
            if self.word("limit") {
                limit = if self.word("all") { None } else { Some(self.expr()?) };
            } else if self.word("offset") {
                offset = Some(self.expr()?);
            } else if self.word("for") {
                if !self.word("update") {
                    self.expect_word("share")?;
                }
                for_update = true;
            } else {
                break;
            }
        }
        Ok(Select {
            distinct,
            items,
            from,
            filter,
            group_by,
            having,
            order_by,
            limit,
            offset,
            for_update,
        })
    }

    fn source(&mut self, is_left: bool) -> Parsed<Source> {
        if self.symbol("(") {
            return Err(SqlError::unsupported("subqueries").at(self.token().position));
        }
        let table = self.table()?;
        let _ = self.word("as");
        let alias = self.name().map_or_else(|_| table.text.clone(), |name| name.text);
        Ok(Source {
            table,
            alias,
            on: None,
            is_left,
        })
    }

    fn item(&mut self) -> Parsed<Item> {
        if self.symbol("*") {
            return Ok(Item::All(None));
        }
        let start = self.at;
        if let Ok(name) = self.name()
            && self.symbol(".")
            && self.symbol("*")
        {
            return Ok(Item::All(Some(name.text)));
        }
        self.at = start;
        let expr = self.expr()?;
        let alias = if self.word("as") {
            Some(self.name()?.text)
        } else {
            self.name().ok().map(|name| name.text)
        };
        Ok(Item::Expr(expr, alias))
    }
}
