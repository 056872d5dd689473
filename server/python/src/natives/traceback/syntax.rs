//! A SyntaxError in a report: the line that it is about, with marks (`TracebackException._format_syntax_error`).

use crate::vm::Vm;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use std::fmt::Write as _;

impl Vm {
    /// Where a SyntaxError is and what it says; `None`: nobody knows where, and it is shown as any other exception.
    pub(super) fn syntax_lines(&mut self, exc: Value) -> Option<String> {
        if !self.is_exc(exc, Exc::SyntaxError) {
            return None;
        }
        let line = self.own_int(exc, "lineno")?;
        let filename = self.own_text(exc, "filename").unwrap_or_else(|| "<string>".to_owned());
        let mut out = format!("  File \"{filename}\", line {line}\n");
        if let Some(text) = self.own_text(exc, "text") {
            let whole = text.trim_end_matches('\n');
            let code = whole.trim_start_matches([' ', '\n', '\x0c']);
            let _ = writeln!(out, "    {code}");
            let indent = whole.chars().count() - code.chars().count();
            if let Some(offset) = self.own_int(exc, "offset") {
                let (from, to) = self.marked(exc, line, offset, &text);
                if let (Ok(from), Ok(to)) = (usize::try_from(from - 1 - indent as i64), usize::try_from(to - from)) {
                    let blanks: String = code
                        .chars()
                        .chain(std::iter::repeat(' '))
                        .map(|c| if c.is_whitespace() { c } else { ' ' })
                        .take(from)
                        .collect();
                    let _ = writeln!(out, "    {blanks}{}", "^".repeat(to));
                }
            }
        }
        let (name, message) = (self.exception_name(exc), self.own_text(exc, "msg"));
        let _ = write!(out, "{name}: {}", message.as_deref().unwrap_or("<no detail available>"));
        Some(out)
    }

    /// First column and the one after the last, from 1.
    fn marked(&mut self, exc: Value, line: i64, offset: i64, text: &str) -> (i64, i64) {
        let length = text.chars().count() as i64;
        let end = if self.own_int(exc, "end_lineno") == Some(line) {
            self.own_int(exc, "end_offset")
                .filter(|&end| end != 0)
                .unwrap_or(offset)
        } else {
            text.trim_end_matches('\n').chars().count() as i64 + 1
        };
        let from = if offset > length { length + 1 } else { offset };
        (
            from,
            if end == from || end == -1 {
                from + 1
            } else {
                end.max(from)
            },
        )
    }

    fn own_int(&mut self, exc: Value, name: &str) -> Option<i64> {
        let key = self.intern(name);
        self.own_attr(exc, key).and_then(|v| self.as_i64(v))
    }

    fn own_text(&mut self, exc: Value, name: &str) -> Option<String> {
        let key = self.intern(name);
        self.own_attr(exc, key).and_then(|v| self.as_str(v)).map(str::to_owned)
    }
}
