//! Expressions: precedence by level, from `or` down to names and numbers.

use super::{DEPTH_MAX, Parsed, Parser};
use crate::sql::ast::Expr;
use crate::sql::lexer::Kind;
use crate::sql::{SqlError, Value};

impl Parser {
    pub(super) fn expr(&mut self) -> Parsed<Expr> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(SqlError::new("54001", "stack depth limit exceeded"));
        }
        let mut left = self.and()?;
        while self.is_word("or") {
            let position = self.next().position;
            left = Expr::Binary("or".to_owned(), Box::new(left), Box::new(self.and()?), position);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Parsed<Expr> {
        let mut left = self.not()?;
        while self.is_word("and") {
            let position = self.next().position;
            left = Expr::Binary("and".to_owned(), Box::new(left), Box::new(self.not()?), position);
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed<Expr> {
        let mut n_nots = 0;
        while self.word("not") {
            n_nots += 1;
        }
        let inner = self.comparison()?;
        Ok(if n_nots % 2 == 1 {
            Expr::Not(Box::new(inner))
        } else {
            inner
        })
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let mut left = self.sum()?;
        loop {
            let token = self.token().clone();
            if token.kind == Kind::Symbol && ["=", "<", ">", "<=", ">=", "<>", "!="].contains(&token.text.as_str()) {
                self.next();
                let op = if token.text == "!=" {
                    "<>".to_owned()
                } else {
                    token.text
                };
                left = Expr::Binary(op, Box::new(left), Box::new(self.sum()?), token.position);
                continue;
            }
            if self.word("is") {
                let is_not = self.word("not");
                if self.word("null") {
                    left = Expr::IsNull(Box::new(left), is_not);
                } else {
                    let is_true = self.word("true");
                    if !is_true {
                        self.expect_word("false")?;
                    }
                    let wanted = Expr::Value(Value::Bool(is_true != is_not));
                    left = Expr::Binary("=".to_owned(), Box::new(left), Box::new(wanted), token.position);
                }
                continue;
            }
            let start = self.at;
            let is_not = self.word("not");
            if self.word("in") {
                self.expect("(")?;
                let items = self.list(Self::expr)?;
                self.expect(")")?;
                left = Expr::In(Box::new(left), items, is_not);
            } else if self.is_word("like") || self.is_word("ilike") {
                let folds = self.next().text.eq_ignore_ascii_case("ilike");
                left = Expr::Like(Box::new(left), Box::new(self.sum()?), folds, is_not);
            } else if self.word("between") {
                let low = self.sum()?;
                self.expect_word("and")?;
                left = Expr::Between(Box::new(left), Box::new(low), Box::new(self.sum()?), is_not);
            } else {
                self.at = start;
                return Ok(left);
            }
        }
    }

    fn binary(&mut self, symbols: &[&str], inner: fn(&mut Self) -> Parsed<Expr>) -> Parsed<Expr> {
        let mut left = inner(self)?;
        while self.token().kind == Kind::Symbol && symbols.contains(&self.token().text.as_str()) {
            let token = self.next();
            left = Expr::Binary(token.text, Box::new(left), Box::new(inner(self)?), token.position);
        }
        Ok(left)
    }

    fn sum(&mut self) -> Parsed<Expr> {
        self.binary(&["+", "-", "||"], Self::product)
    }

    fn product(&mut self) -> Parsed<Expr> {
        self.binary(&["*", "/", "%"], Self::unary)
    }

    pub(super) fn unary(&mut self) -> Parsed<Expr> {
        let mut is_negative = false;
        loop {
            if self.symbol("-") {
                is_negative = !is_negative;
            } else if !self.symbol("+") {
                break;
            }
        }
        let mut inner = self.primary()?;
        while self.symbol("::") {
            inner = Expr::Cast(Box::new(inner), self.kind()?.0);
        }
        Ok(if is_negative {
            Expr::Negate(Box::new(inner))
        } else {
            inner
        })
    }

    fn primary(&mut self) -> Parsed<Expr> {
        if self.symbol("(") {
            if self.is_word("select") {
                return Err(SqlError::unsupported("subqueries").at(self.token().position));
            }
            let inner = self.expr()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let token = self.token().clone();
        match &token.kind {
            Kind::Number => {
                self.next();
                let int = token.text.parse().map(Value::Int);
                let value = int.or_else(|_| token.text.parse().map(Value::Float));
                value
                    .map(Expr::Value)
                    .map_err(|_| SqlError::syntax(&token.text, token.position))
            }
            Kind::Text(text) => {
                self.next();
                Ok(Expr::Value(Value::Text(text.clone())))
            }
            Kind::Word(word) if !token.text.starts_with('"') => {
                let value = match word.as_str() {
                    "null" => Some(Value::Null),
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    _ => None,
                };
                if let Some(value) = value {
                    self.next();
                    return Ok(Expr::Value(value));
                }
                if word == "case" {
                    return self.case();
                }
                if word == "cast" {
                    self.next();
                    self.expect("(")?;
                    let inner = self.expr()?;
                    self.expect_word("as")?;
                    let kind = self.kind()?.0;
                    self.expect(")")?;
                    return Ok(Expr::Cast(Box::new(inner), kind));
                }
                self.column_or_call()
            }
            Kind::Word(_) => self.column_or_call(),
            _ => Err(self.wrong()),
        }
    }

    fn case(&mut self) -> Parsed<Expr> {
        self.next();
        let mut arms = Vec::new();
        while self.word("when") {
            let condition = self.expr()?;
            self.expect_word("then")?;
            arms.push((condition, self.expr()?));
        }
        let rest = if self.word("else") {
            Some(Box::new(self.expr()?))
        } else {
            None
        };
        self.expect_word("end")?;
        Ok(Expr::Case(arms, rest))
    }

    fn column_or_call(&mut self) -> Parsed<Expr> {
        let name = self.name()?;
        if self.symbol(".") {
            return Ok(Expr::Column(Some(name.text), self.name()?));
        }
        if !self.symbol("(") {
            return Ok(Expr::Column(None, name));
        }
        let star = self.symbol("*");
        let distinct = self.word("distinct");
        let args = if star || self.token().text == ")" {
            Vec::new()
        } else {
            self.list(Self::expr)?
        };
        self.expect(")")?;
        Ok(Expr::Call {
            name,
            args,
            star,
            distinct,
        })
    }
}
