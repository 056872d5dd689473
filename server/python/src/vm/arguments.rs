//! What a call is told whose arguments do not fit a function's parameters: in CPython's words for functions in Python,
//! and for those of the prelude that are C in CPython in the words of Argument Clinic (`_PyArg_CheckPositional`,
//! `_PyArg_UnpackKeywords` in Python/getargs.c).

use super::layout::{Kind, class, frame};
use super::value::Value;
use super::{Raised, Vm};
use crate::bytecode::Code;
use crate::natives::suggest::nearest;

impl Vm {
    pub(super) fn function_name(&self, f: Value) -> String {
        let q = self.heap.value(f.idx(), 7);
        if self.is_str(q) {
            self.str(q).to_owned()
        } else {
            "function".to_owned()
        }
    }

    pub(super) fn missing_args(&mut self, f: Value, c: &Code, missing: &[usize], what: &str) -> Raised {
        if c.flags.native && what == "positional" {
            return self.native_missing(f, c, missing);
        }
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", c.localsplus[i])).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
            [] => String::new(),
        };
        let q = self.function_name(f);
        let s = if names.len() == 1 { "" } else { "s" };
        self.type_error(format!(
            "{q}() missing {} required {what} argument{s}: {list}",
            names.len()
        ))
    }

    pub(super) fn too_many_positional(&mut self, f: Value, c: &Code, fr: u32, given: usize) -> Raised {
        if c.flags.native {
            return self.native_too_many(f, c, given);
        }
        let q = self.function_name(f);
        let defaults = self.heap.value(f.idx(), 3);
        let n_defaults = if self.is_tuple(defaults) {
            self.tuple(defaults).len()
        } else {
            0
        };
        let n = c.n_args as usize;
        let takes = if n_defaults > 0 {
            format!("from {} to {n}", n - n_defaults)
        } else {
            n.to_string()
        };
        let plural = if n == 1 && n_defaults == 0 { "" } else { "s" };
        let n_kw = (n..n + c.n_kwonly as usize)
            .filter(|&i| !self.heap.value(fr, frame::LOCALSPLUS + i as u32).is_null())
            .count();
        let (kw, verb) = if n_kw > 0 {
            let (s, ks) = (if given == 1 { "" } else { "s" }, if n_kw == 1 { "" } else { "s" });
            (
                format!(" positional argument{s} (and {n_kw} keyword-only argument{ks})"),
                "were",
            )
        } else {
            (String::new(), if given == 1 { "was" } else { "were" })
        };
        self.type_error(format!(
            "{q}() takes {takes} positional argument{plural} but {given}{kw} {verb} given"
        ))
    }

    /// Which parameter a wrong keyword may mean, as 3.13 says.
    pub(super) fn keyword_meant(&self, wrong: &str, names: &[String]) -> String {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match nearest(wrong, &names) {
            Some(at) if self.config.version.minor() >= 13 => format!(". Did you mean '{}'?", names[at]),
            _ => String::new(),
        }
    }

    /// A callable's name with parentheses, for messages; with its module unless that is `builtins` (CPython's
    /// `_PyObject_FunctionStr`).
    pub(crate) fn callee_name(&mut self, callee: Value) -> String {
        let (module, name) = if self.is_kind(callee, Kind::Function) {
            let module = self.heap.value(callee.idx(), 11);
            (self.as_str(module).map(str::to_owned), self.function_name(callee))
        } else if self.is_class(callee) {
            let dict = self.heap.value(callee.idx(), class::DICT);
            let module = self.dict_get(dict, self.names.__module__);
            let qualname = self.heap.value(callee.idx(), class::QUALNAME);
            let name = self
                .as_str(qualname)
                .map_or_else(|| self.class_name(callee), str::to_owned);
            (module.and_then(|m| self.as_str(m)).map(str::to_owned), name)
        } else if self.is_kind(callee, Kind::Native) {
            let (of, name) = (self.native_class(callee), self.heap.value(callee.idx(), 3));
            let name = self.as_str(name).unwrap_or("?").to_owned();
            let name = if of.is_null() {
                name
            } else {
                format!("{}.{name}", self.class_name(of))
            };
            (None, name)
        } else {
            return format!("{} object", self.type_name(callee));
        };
        match module {
            Some(module) if module != "builtins" => format!("{module}.{name}()"),
            _ => format!("{name}()"),
        }
    }

    /// The name that a C function goes by in its messages, and how many of the parameters are not arguments (`self`).
    fn native_name(&self, f: Value, c: &Code) -> (String, usize) {
        let q = self.function_name(f);
        let mut parts = q.rsplit('.');
        let last = parts.next().unwrap_or_default();
        let name = match (last, parts.next()) {
            ("__new__" | "__init__", Some(class)) => class,
            _ => last,
        };
        let has_owner = c.localsplus.first().is_some_and(|n| matches!(&**n, "self" | "cls"));
        (name.to_owned(), usize::from(has_owner))
    }

    /// How many arguments a C function takes, `least` or `most` or neither word.
    fn expected(name: &str, word: &str, n: usize, given: usize) -> String {
        match (word, n) {
            ("", 0) => format!("{name}() takes no arguments ({given} given)"),
            ("", 1) => format!("{name}() takes exactly one argument ({given} given)"),
            _ => {
                let s = if n == 1 { "" } else { "s" };
                format!("{name} expected {word}{n} argument{s}, got {given}")
            }
        }
    }

    fn n_defaults(&self, f: Value) -> usize {
        let defaults = self.heap.value(f.idx(), 3);
        if self.is_tuple(defaults) {
            self.tuple(defaults).len()
        } else {
            0
        }
    }

    fn native_missing(&mut self, f: Value, c: &Code, missing: &[usize]) -> Raised {
        let (name, n_owner) = self.native_name(f, c);
        let required = c.n_args as usize - self.n_defaults(f);
        let first = missing[0];
        let message = if first < n_owner {
            format!("unbound method {name}() needs an argument")
        } else if first < c.n_posonly as usize {
            let is_open = c.flags.varargs || self.n_defaults(f) > 0;
            let word = if is_open { "at least " } else { "" };
            Self::expected(&name, word, required - n_owner, first - n_owner)
        } else {
            let at = first - n_owner + 1;
            format!(
                "{name}() missing required argument '{}' (pos {at})",
                c.localsplus[first]
            )
        };
        self.type_error(message)
    }

    fn native_too_many(&mut self, f: Value, c: &Code, given: usize) -> Raised {
        let (name, n_owner) = self.native_name(f, c);
        let most = c.n_args as usize - n_owner;
        let given = given.saturating_sub(n_owner);
        let is_exact = self.n_defaults(f) == 0;
        let message = if c.n_posonly as usize >= c.n_args as usize || most == 0 {
            Self::expected(&name, if is_exact { "" } else { "at most " }, most, given)
        } else {
            let word = if is_exact { "exactly" } else { "at most" };
            let kind = if c.n_kwonly > 0 { "positional " } else { "" };
            let s = if most == 1 { "" } else { "s" };
            format!("{name}() takes {word} {most} {kind}argument{s} ({given} given)")
        };
        self.type_error(message)
    }
}
