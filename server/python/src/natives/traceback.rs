//! Tracebacks as CPython prints them: frames outermost first, the source line, carets under the part that failed,
//! causes and contexts, notes, exception groups.

mod carets;
mod syntax;

use crate::objects::exception::{CAUSE, CONTEXT, TRACEBACK};
use crate::vm::Vm;
use crate::vm::layout::*;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use std::fmt::Write as _;

/// Longest chain of causes that is printed.
const CHAIN_MAX: usize = 20;
/// Deepest nesting of exception groups that is printed (`traceback.TracebackException`: 10).
const GROUP_DEPTH: usize = 10;

impl Vm {
    /// The whole text that `traceback.print_exception` writes.
    #[must_use]
    pub fn format_traceback(&mut self, exc: Value) -> String {
        let mut out = String::new();
        self.push_chain(&mut out, exc, 0, "");
        out
    }

    /// The report of an exception that nobody can catch, without what it came from: CPython prints it in C, since 3.13
    /// without marks (`write_unraisable_exc_file` of Python/errors.c).
    pub(crate) fn format_unraisable(&mut self, exc: Value) -> String {
        let mut out = String::new();
        let tb = self.heap.value(exc.idx(), TRACEBACK);
        if tb.is_ref() {
            out.push_str("Traceback (most recent call last):\n");
            self.push_frames(&mut out, tb, "", self.config.version.minor() < 13);
        }
        let (name, text) = (self.exception_name(exc), self.exception_message(exc));
        let _ = writeln!(out, "{name}: {text}");
        out
    }

    fn push_chain(&mut self, out: &mut String, exc: Value, depth: usize, margin: &str) {
        let mut chain = vec![exc];
        while chain.len() < CHAIN_MAX {
            let last = chain[chain.len() - 1];
            let (cause, context) = (self.heap.value(last.idx(), CAUSE), self.heap.value(last.idx(), CONTEXT));
            let suppress = self.heap.flags(last.idx()) & EXC_SUPPRESS != 0;
            let next = if self.is_exception(cause) {
                cause
            } else if self.is_exception(context) && !suppress {
                context
            } else {
                break;
            };
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
        for (i, &e) in chain.iter().enumerate().rev() {
            self.push_one(out, e, depth, margin);
            if i > 0 {
                let caused = self.heap.value(chain[i - 1].idx(), CAUSE) == e;
                let text = if caused {
                    "The above exception was the direct cause of the following exception:"
                } else {
                    "During handling of the above exception, another exception occurred:"
                };
                let _ = write!(out, "{margin}\n{margin}{text}\n{margin}\n");
            }
        }
    }

    fn push_one(&mut self, out: &mut String, exc: Value, depth: usize, margin: &str) {
        let group = self.is_exc(exc, Exc::BaseExceptionGroup);
        // A group at the top draws a box around its parts.
        let (head, inner) = if group && depth == 0 {
            (
                "  + Exception Group Traceback (most recent call last):",
                format!("{margin}  | "),
            )
        } else if group {
            ("Exception Group Traceback (most recent call last):", margin.to_owned())
        } else {
            ("Traceback (most recent call last):", margin.to_owned())
        };
        let tb = self.heap.value(exc.idx(), TRACEBACK);
        if tb.is_ref() {
            let _ = writeln!(out, "{margin}{head}");
            self.push_frames(out, tb, &inner, true);
        }
        let text = match self.syntax_lines(exc) {
            Some(text) => text,
            None => self.exception_text(exc),
        };
        for line in text.split('\n') {
            let _ = writeln!(out, "{inner}{line}");
        }
        for note in self.notes(exc) {
            for line in note.split('\n') {
                let _ = writeln!(out, "{inner}{line}");
            }
        }
        if group {
            self.push_parts(out, exc, depth, margin);
        }
    }

    fn push_parts(&mut self, out: &mut String, exc: Value, depth: usize, margin: &str) {
        let parts = self
            .exc_args(exc)
            .get(1)
            .and_then(|&p| self.plain_items(p))
            .unwrap_or_default();
        let base = if depth == 0 {
            format!("{margin}  ")
        } else {
            margin.strip_suffix("| ").unwrap_or(margin).to_owned()
        };
        if depth >= GROUP_DEPTH {
            let _ = writeln!(out, "{base}+-+---------------- ...");
            return;
        }
        let n = parts.len();
        for (i, part) in parts.into_iter().enumerate() {
            let start = if i == 0 { "+-+" } else { "  +" };
            let _ = writeln!(out, "{base}{start}---------------- {} ----------------", i + 1);
            let inner = format!("{base}  | ");
            self.push_chain(out, part, depth + 1, &inner);
            if i + 1 == n && !self.is_exc(part, Exc::BaseExceptionGroup) {
                let _ = writeln!(out, "{base}  +------------------------------------");
            }
        }
    }

    fn push_frames(&mut self, out: &mut String, mut tb: Value, margin: &str, marks: bool) {
        let mut repeated = 0;
        let mut previous = (0, 0);
        while self.is_kind(tb, Kind::Traceback) {
            let code_id = self.heap.word(tb.idx(), 4) as usize;
            let ip = self.heap.word(tb.idx(), 3) as usize;
            let line = self.heap.hi(tb.idx(), 1);
            tb = self.heap.value(tb.idx(), 2);
            // Recursion: three of the same are enough.
            repeated = if previous == (code_id, line) { repeated + 1 } else { 0 };
            previous = (code_id, line);
            let last = !self.is_kind(tb, Kind::Traceback)
                || (self.heap.word(tb.idx(), 4) as usize, self.heap.hi(tb.idx(), 1)) != previous;
            if repeated >= 3 {
                if last {
                    let n = repeated - 2;
                    let s = if n == 1 { "" } else { "s" };
                    let _ = writeln!(out, "{margin}  [Previous line repeated {n} more time{s}]");
                }
                continue;
            }
            let code = self.codes[code_id].code.clone();
            let name = if code.name.is_empty() { "<module>" } else { &code.name };
            let _ = writeln!(out, "{margin}  File \"{}\", line {line}, in {name}", code.filename);
            if !code.flags.library
                && let Some(position) = code.positions.get(ip)
            {
                let lines = if marks {
                    carets::lines(&self.program_source, position, self.config.version.minor())
                } else {
                    carets::without_marks(&self.program_source, position)
                };
                for text in lines {
                    let _ = writeln!(out, "{margin}    {text}");
                }
            }
        }
    }

    /// The class as the last line of a traceback names it.
    fn exception_name(&mut self, exc: Value) -> String {
        let c = self.type_of(exc);
        let mut name = self.class_name(c);
        let q = self.heap.value(c.idx(), class::QUALNAME);
        if self.is_str(q) {
            self.str(q).clone_into(&mut name);
        }
        let dict = self.heap.value(c.idx(), class::DICT);
        if let Some(module) = self.dict_get(dict, self.names.__module__)
            && let Some(module) = self.as_str(module)
            && !matches!(module, "__main__" | "builtins")
        {
            name = format!("{module}.{name}");
        }
        name
    }

    /// "ValueError: text", as the last line of a traceback.
    pub(crate) fn exception_text(&mut self, exc: Value) -> String {
        let name = self.exception_name(exc);
        let text = self.exception_message(exc);
        if text.is_empty() {
            name
        } else {
            format!("{name}: {text}")
        }
    }

    /// Whether the report of an exception, its causes and parts has a text that only Python code can make.
    pub(crate) fn report_asks_python(&mut self, exc: Value) -> bool {
        let (mut seen, mut at) = (vec![exc], 0);
        while let Some(&e) = seen.get(at) {
            at += 1;
            match super::repr::plain_str(self, e) {
                Ok(None) => return true,
                Ok(Some(_)) if self.names_something(e) => return true,
                Ok(Some(_)) => {}
                Err(raised) => self.drop(raised.0),
            }
            let mut next = vec![self.heap.value(e.idx(), CAUSE), self.heap.value(e.idx(), CONTEXT)];
            if self.is_exc(e, Exc::BaseExceptionGroup) {
                let parts = self.exc_args(e).get(1).copied();
                next.extend(parts.and_then(|p| self.plain_items(p)).unwrap_or_default());
            }
            for e in next {
                if self.is_exception(e) && !seen.contains(&e) {
                    seen.push(e);
                }
            }
        }
        false
    }

    /// Whether an exception is about a name, so that one may be meant that is nearly the same.
    fn names_something(&mut self, exc: Value) -> bool {
        let kinds = [Exc::NameError, Exc::AttributeError, Exc::ImportError];
        if !kinds.into_iter().any(|kind| self.is_exc(exc, kind)) {
            return false;
        }
        let key = self.names.name;
        self.own_attr(exc, key).is_some_and(|name| self.is_str(name))
    }

    /// `str(exc)` without running Python code, unless that has been done.
    #[must_use]
    pub fn exception_message(&mut self, exc: Value) -> String {
        if let Some((_, text)) = self.exception_texts.iter().find(|(e, _)| *e == exc) {
            return text.clone();
        }
        match super::repr::plain_str(self, exc) {
            Ok(Some(text)) => text,
            Ok(None) => "<exception str() needs Python code>".to_owned(),
            Err(raised) => {
                self.drop(raised.0);
                "<exception str() failed>".to_owned()
            }
        }
    }

    fn notes(&mut self, exc: Value) -> Vec<String> {
        let Some(notes) = self.own_attr(exc, self.names.__notes__) else {
            return Vec::new();
        };
        self.plain_items(notes)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|n| self.as_str(n).map(str::to_owned))
            .collect()
    }
}
