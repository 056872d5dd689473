//! Importing: native modules, the prelude, and the refusal of everything else.

use super::boot::{compile_module, find_module, module_file};
use super::call::Flow;
use super::layout::{frame, *};
use super::native::{NativeResult, done};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};

impl Vm {
    /// `IMPORT_NAME`: `[level, fromlist] -> [module]`. Modules that are not loaded yet run first; then the instruction
    /// runs again.
    pub(crate) fn op_import_name(&mut self, name: Value) -> Res<Flow> {
        let (fromlist, level) = (self.peek(1), self.peek(2));
        let level = self.as_i64(level).unwrap_or(0);
        let full = self.absolute_name(self.str(name).to_owned(), level)?;
        let mut at = 0;
        while at < full.len() {
            let end = full[at..].find('.').map_or(full.len(), |i| at + i);
            let prefix = &full[..end];
            if self.loaded(prefix).is_none() {
                return self.load(prefix, &full);
            }
            self.attach(prefix);
            at = end + 1;
        }
        let wants_leaf = !fromlist.is_none() && self.truth_fast(fromlist) != Some(false);
        let result = if wants_leaf || level > 0 && full.is_empty() {
            self.loaded(&full)
        } else {
            let top = full.split('.').next().unwrap_or_default().to_owned();
            self.loaded(&top)
        };
        let Some(module) = result else {
            return Err(self.not_found(&full));
        };
        let module = self.own(module);
        let (fromlist, level) = (self.pop(), self.pop());
        self.drop(fromlist);
        self.drop(level);
        self.push(module);
        Ok(Flow::Go)
    }

    /// `from .x import y` names a module relative to the package it stands in.
    fn absolute_name(&mut self, name: String, level: i64) -> Res<String> {
        if level == 0 {
            return Ok(name);
        }
        let globals = self.heap.value(self.frame(), frame::GLOBALS);
        let package = self
            .dict_get(globals, self.names.__package__)
            .or_else(|| self.dict_get(globals, self.names.__name__));
        let mut package = package.and_then(|p| self.as_str(p)).unwrap_or_default().to_owned();
        if package.is_empty() || package == "__main__" {
            return Err(self.raise(
                Exc::ImportError,
                "attempted relative import with no known parent package",
            ));
        }
        for _ in 1..level {
            match package.rfind('.') {
                Some(i) => package.truncate(i),
                None => {
                    return Err(self.raise(Exc::ImportError, "attempted relative import beyond top-level package"));
                }
            }
        }
        Ok(if name.is_empty() {
            package
        } else {
            format!("{package}.{name}")
        })
    }

    fn loaded(&mut self, name: &str) -> Option<Value> {
        self.dict_get_str(self.modules, name)
    }

    /// A submodule is an attribute of its package.
    fn attach(&mut self, name: &str) {
        let Some(dot) = name.rfind('.') else { return };
        let (Some(parent), Some(child)) = (self.loaded(&name[..dot]), self.loaded(name)) else {
            return;
        };
        let dict = self.heap.value(parent.idx(), 2);
        let attr = self.intern(&name[dot + 1..]);
        if self.find_name(dict, attr).is_none() {
            let child = self.own(child);
            let _ = self.dict_set(dict, attr, child);
        }
    }

    /// Starts loading a module; the importing instruction runs again when its body has ended.
    fn load(&mut self, name: &str, wanted: &str) -> Res<Flow> {
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP);
        if crate::natives::load_module(self, name)? {
            self.heap.set_hi(f, frame::CODE_IP, ip - 1);
            return Ok(Flow::Go);
        }
        let Some(module) = find_module(name).filter(|m| m.is_in(self.config.version)) else {
            return Err(self.not_found(wanted));
        };
        let (id, dict) = self.new_prelude_module(module)?;
        let locals = self.own(dict);
        // The module in `sys.modules` keeps the namespace; the frame borrows it as its globals.
        let frame = self.new_frame(id, Value::NULL, dict, locals, Ret::Rerun)?;
        self.drop(dict);
        self.heap.set_hi(f, frame::CODE_IP, ip - 1);
        self.enter(frame);
        Ok(Flow::Go)
    }

    /// A module of the prelude that has not run yet: its code and its namespace.
    fn new_prelude_module(&mut self, module: &'static super::boot::Module) -> Res<(u32, Value)> {
        let code = compile_module(module, self.config.version);
        let id = self.add_code(&code)?;
        let dict = self.new_dict()?;
        let m = self.new_module(module.name, dict)?;
        self.drop(m);
        let package = if module.package {
            module.name
        } else {
            module.name.rsplit_once('.').map_or("", |(p, _)| p)
        };
        let package = self.new_str(package)?;
        self.dict_set(dict, self.names.__package__, package)?;
        let file = self.new_str(&module_file(module, self.config.version))?;
        self.dict_set(dict, self.names.__file__, file)?;
        let key = self.names.__builtins__;
        let builtins = self.own(self.builtins);
        self.dict_set(dict, key, builtins)?;
        Ok((id, dict))
    }

    /// Loads a module whose name is only known now, as a native: its body runs in the native's place.
    pub(crate) fn import_now(&mut self, name: &str) -> NativeResult {
        if crate::natives::load_module(self, name)? {
            return done(Value::NONE);
        }
        let Some(module) = find_module(name).filter(|m| m.is_in(self.config.version)) else {
            return Err(self.not_found(name));
        };
        let (code, namespace) = self.new_prelude_module(module)?;
        let locals = self.own(namespace);
        Ok(super::Out::Run {
            code,
            namespace,
            locals,
        })
    }

    fn not_found(&mut self, name: &str) -> Raised {
        let parent = name.rsplit_once('.').map(|(parent, _)| parent);
        let reason = match parent {
            Some(parent) if find_module(parent).is_some_and(|m| !m.package) => format!("; '{parent}' is not a package"),
            _ => String::new(),
        };
        let raised = self.raise(Exc::ModuleNotFoundError, format!("No module named '{name}'{reason}"));
        if let Ok(v) = self.new_str(name) {
            let key = self.names.name;
            let _ = self.set_own_attr(raised.0, key, v);
        }
        raised
    }

    /// `IMPORT_FROM`: `[module] -> [module, attribute]`
    pub(crate) fn op_import_from(&mut self, name: Value) -> Res<Flow> {
        let module = self.peek(1);
        let n = self.str(name).to_owned();
        let package = if self.is_kind(module, Kind::Module) {
            let m = self.heap.value(module.idx(), 3);
            self.as_str(m).unwrap_or("<unknown>").to_owned()
        } else {
            "<unknown>".to_owned()
        };
        // A submodule comes before the package's `__getattr__`, which may be what imports it.
        let full = format!("{package}.{n}");
        let is_own =
            !self.is_kind(module, Kind::Module) || self.find_name(self.heap.value(module.idx(), 2), name).is_some();
        if !is_own {
            if let Some(sub) = self.loaded(&full) {
                self.attach(&full);
                let sub = self.own(sub);
                self.push(sub);
                return Ok(Flow::Go);
            }
            if find_module(&full).is_some_and(|m| m.is_in(self.config.version)) {
                return self.load(&full, &full);
            }
        }
        match self.get_attr(module, name, false)? {
            super::attr::Got::Value(v) | super::attr::Got::Method(v) => {
                self.push(v);
                return Ok(Flow::Go);
            }
            super::attr::Got::Call(f, args) => {
                // The module's own `__getattr__`, whose AttributeError means the same as none at all.
                let text = self.import_error(module, &package, &n);
                let text = self.new_str(&text)?;
                let slow = self.dict_get_str(self.slow, "import_from").unwrap_or(Value::NONE);
                let slow = self.own(slow);
                let args = self.new_tuple(&args)?;
                return self.call_owned(slow, vec![f, args, text], &[], Ret::Push);
            }
            super::attr::Got::Missing => {}
        }
        let text = self.import_error(module, &package, &n);
        let raised = self.raise(Exc::ImportError, text);
        let fields = if self.config.version.minor() >= 12 {
            &[("name", &package), ("name_from", &n)][..]
        } else {
            &[("name", &package)]
        };
        for &(field, text) in fields {
            let (field, text) = (self.intern(field), self.new_str(text)?);
            self.set_own_attr(raised.0, field, text)?;
        }
        Err(raised)
    }

    fn import_error(&mut self, module: Value, package: &str, name: &str) -> String {
        let file = if self.is_kind(module, Kind::Module) {
            self.dict_get(self.heap.value(module.idx(), 2), self.names.__file__)
        } else {
            None
        };
        let place = file.and_then(|f| self.as_str(f)).unwrap_or("unknown location");
        format!("cannot import name '{name}' from '{package}' ({place})")
    }

    /// `from m import *`: its `__all__`, else its public names, into the present namespace.
    pub(crate) fn import_star(&mut self, module: Value) -> NativeResult {
        let from = self.heap.value(module.idx(), 2);
        let into = self.heap.value(self.frame(), frame::LOCALS);
        let names: Vec<Value> = match self.dict_get(from, self.names.__all__) {
            Some(all) => self.plain_items(all).unwrap_or_default(),
            None => self
                .dict_items(from)
                .into_iter()
                .map(|(k, _)| k)
                .filter(|&k| self.is_str(k) && !self.str(k).starts_with('_'))
                .collect(),
        };
        for n in names {
            let Some(v) = self.dict_get(from, n) else {
                // The module's `__getattr__`, or an error.
                return self.slow_path("import_star", &[module, into]);
            };
            let (n, v) = (self.own(n), self.own(v));
            self.dict_set(into, n, v)?;
        }
        done(Value::NONE)
    }
}
