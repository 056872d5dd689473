//! What CPython warns about when it compiles (SyntaxWarning), in its order: escapes and numbers as the parser reads them,
//! then `finally` blocks that are left early (3.14, PEP 765), then what code generation finds. Refuses nothing.

use super::PyVersion;
use super::source::Source;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, CmpOp, Expr, ExprContext, Number, Stmt, StringFlags, UnaryOp};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// A warning of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// From 1.
    pub line: u32,
    /// Without category.
    pub message: String,
}

/// All warnings, in the order in which CPython shows them.
pub(super) fn find(
    source: &Source<'_>,
    module: &ast::ModModule,
    tokens: &[Token],
    version: PyVersion,
) -> Vec<SyntaxWarning> {
    let mut finder = Finder {
        source,
        version,
        found: Vec::new(),
    };
    finder.tokens(tokens);
    if version >= PyVersion::V314 {
        Exits {
            finder: &mut finder,
            in_finally: false,
            in_loop: false,
        }
        .visit_body(&module.body);
    }
    finder.visit_body(&module.body);
    finder.found
}

struct Finder<'a> {
    source: &'a Source<'a>,
    version: PyVersion,
    found: Vec<SyntaxWarning>,
}

impl Finder<'_> {
    fn warn(&mut self, at: TextSize, message: impl Into<String>) {
        self.found.push(SyntaxWarning {
            line: self.source.line(at),
            message: message.into(),
        });
    }

    fn tokens(&mut self, tokens: &[Token]) {
        for (token, next) in tokens.iter().zip(&tokens[1.min(tokens.len())..]) {
            match token.kind() {
                TokenKind::Int | TokenKind::Float | TokenKind::Complex
                    if next.kind().is_keyword() && next.start() == token.end() =>
                {
                    let kind = number_kind(self.source.slice(token.range()), token.kind());
                    self.warn(token.start(), format!("invalid {kind} literal"));
                }
                TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle => self.escapes(*token),
                _ => {}
            }
        }
    }

    /// The first escape of a string that means nothing. Before 3.12 this is a DeprecationWarning, which nobody sees.
    fn escapes(&mut self, token: Token) {
        let Some(flags) = token.string_flags().filter(|_| self.version >= PyVersion::V312) else {
            return;
        };
        let prefix = flags.prefix();
        let prefix = prefix.as_str().to_ascii_lowercase();
        if prefix.contains('r') {
            return;
        }
        let known = if prefix.contains('b') {
            BYTES_ESCAPES
        } else {
            STR_ESCAPES
        };
        let text = self.source.slice(token.range());
        let mut from = 0;
        while let Some(at) = text[from..].find('\\').map(|at| from + at) {
            let escape = &text[at + 1..];
            let letter = escape.chars().next();
            let digits = escape.bytes().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
            let octal = &escape[..digits];
            let is_octal = digits == 3 && octal.as_bytes()[0] >= b'4';
            match letter {
                Some(letter) if !is_octal && (known.contains(letter) || digits > 0) => {
                    from = at + 1 + letter.len_utf8();
                }
                // Before an expression in braces.
                None => return self.invalid_escape(token, at, "{", ""),
                Some(letter) => {
                    let mut buffer = [0; 4];
                    let (shown, word) = if is_octal {
                        (octal, "octal ")
                    } else {
                        (&*letter.encode_utf8(&mut buffer), "")
                    };
                    return self.invalid_escape(token, at, shown, word);
                }
            }
        }
    }

    fn invalid_escape(&mut self, token: Token, at: usize, shown: &str, word: &str) {
        if self.version >= PyVersion::V314 {
            let place = token.start() + TextSize::new(at as u32);
            let message = format!(
                "\"\\{shown}\" is an invalid {word}escape sequence. Did you mean \"\\\\{shown}\"? A raw string is also an option."
            );
            self.warn(place, message);
        } else {
            self.warn(token.start(), format!("invalid {word}escape sequence '\\{shown}'"));
        }
    }

    /// `is` with a value whose identity says nothing.
    fn compare(&mut self, e: &ast::ExprCompare) {
        let mut left = &*e.left;
        for (op, right) in e.ops.iter().zip(&e.comparators) {
            let (is, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => ("", ""),
            };
            if let (false, Some(kind)) = (is.is_empty(), literal(left).or_else(|| literal(right))) {
                let what = if self.version >= PyVersion::V312 {
                    format!("'{kind}' literal")
                } else {
                    "a literal".to_owned()
                };
                return self.warn(e.start(), format!("\"{is}\" with {what}. Did you mean \"{instead}\"?"));
            }
            left = right;
        }
    }

    /// A call of what is no callable.
    fn call(&mut self, e: &ast::ExprCall) {
        if let (false, Some(kind)) = (e.func.is_lambda_expr(), type_of(&e.func))
            && !is_folded(&e.func)
        {
            self.warn(
                e.start(),
                format!("'{kind}' object is not callable; perhaps you missed a comma?"),
            );
        }
    }

    /// An index into what has none, or one that is no integer.
    fn subscript(&mut self, e: &ast::ExprSubscript) {
        let Some(kind) = type_of(&e.value).filter(|_| !is_folded(&e.value)) else {
            return;
        };
        match kind {
            "str" | "bytes" | "list" | "tuple" => {
                let Some(index) = type_of(&e.slice).filter(|&index| index != "int" && index != "bool") else {
                    return;
                };
                let message =
                    format!("{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?");
                self.warn(e.start(), message);
            }
            "dict" => {}
            _ => self.warn(
                e.start(),
                format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"),
            ),
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::Assert(s) = stmt
            && s.test.as_tuple_expr().is_some_and(|tuple| !tuple.elts.is_empty())
        {
            self.warn(s.start(), "assertion is always true, perhaps remove parentheses?");
        }
        walk_stmt(self, stmt);
        // Until 3.13 code is generated for a `finally` block twice, and what is wrong with it is told twice.
        if let (Stmt::Try(s), true) = (stmt, self.version < PyVersion::V314) {
            self.visit_body(&s.finalbody);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Compare(e) => self.compare(e),
            Expr::Call(e) => self.call(e),
            Expr::Subscript(e) if e.ctx == ExprContext::Load => self.subscript(e),
            _ => {}
        }
        walk_expr(self, expr);
    }
}

const BYTES_ESCAPES: &str = "\n\r\\'\"abfnrtvx";
const STR_ESCAPES: &str = "\n\r\\'\"abfnrtvxNuU";

fn number_kind(text: &str, kind: TokenKind) -> &'static str {
    match text.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => "hexadecimal",
        Some("0o") => "octal",
        Some("0b") => "binary",
        _ if kind == TokenKind::Complex => "imaginary",
        _ => "decimal",
    }
}

/// The class that an expression is of by its form alone, as CPython's `infer_type`.
fn type_of(e: &Expr) -> Option<&'static str> {
    Some(match e {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::FString(_) | Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::UnaryOp(u) if u.op != UnaryOp::Not && u.operand.is_number_literal_expr() => type_of(&u.operand)?,
        _ => return None,
    })
}

/// Whether it is a literal only once the compiler has computed it; it can be no callee then, and its text is not told.
fn is_folded(e: &Expr) -> bool {
    e.is_unary_op_expr()
}

/// The class of a constant that is not a singleton.
fn literal(e: &Expr) -> Option<&'static str> {
    let is_constant = match e {
        Expr::Tuple(tuple) => return tuple.elts.iter().all(is_constant).then_some("tuple"),
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) | Expr::UnaryOp(_) => true,
        _ => false,
    };
    type_of(e).filter(|_| is_constant)
}

fn is_constant(e: &Expr) -> bool {
    literal(e).is_some() || e.is_boolean_literal_expr() || e.is_none_literal_expr() || e.is_ellipsis_literal_expr()
}

/// Finds where a `finally` block is left by `return`, `break` or `continue`, which drops an exception under way.
struct Exits<'a, 'b> {
    finder: &'a mut Finder<'b>,
    in_finally: bool,
    in_loop: bool,
}

impl Exits<'_, '_> {
    fn leaves(&mut self, at: TextRange, word: &str) {
        if self.in_finally && !(self.in_loop && word != "return") {
            self.finder.warn(at.start(), format!("'{word}' in a 'finally' block"));
        }
    }

    fn inside<'a>(&mut self, body: &'a [Stmt], in_finally: bool, in_loop: bool) {
        let before = (self.in_finally, self.in_loop);
        (self.in_finally, self.in_loop) = (in_finally, in_loop);
        <Self as Visitor<'a>>::visit_body(self, body);
        (self.in_finally, self.in_loop) = before;
    }
}

impl<'a> Visitor<'a> for Exits<'_, '_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Return(_) => self.leaves(stmt.range(), "return"),
            Stmt::Break(_) => self.leaves(stmt.range(), "break"),
            Stmt::Continue(_) => self.leaves(stmt.range(), "continue"),
            Stmt::FunctionDef(f) => self.inside(&f.body, false, false),
            Stmt::For(ast::StmtFor { body, orelse, .. }) | Stmt::While(ast::StmtWhile { body, orelse, .. }) => {
                self.inside(body, self.in_finally, true);
                self.visit_body(orelse);
            }
            Stmt::Try(s) => {
                self.visit_body(&s.body);
                for ast::ExceptHandler::ExceptHandler(handler) in &s.handlers {
                    self.visit_body(&handler.body);
                }
                self.visit_body(&s.orelse);
                self.inside(&s.finalbody, true, false);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}
