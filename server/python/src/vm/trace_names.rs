//! What things are called in the trace: an expression by which the program reaches them.
//!
//! A name is read off the state of the process alone, never off what was traced before, so that a window tells the
//! same names as the whole run.

use super::Vm;
use super::layout::{frame, *};
use super::value::Value;
use timeslice_trace::VarScope;

/// Containers and instances looked into for one name, and how deep.
const LOOKED_INTO_MAX: usize = 300;
const DEPTH_MAX: usize = 3;
/// Longest name of what lies in something else, in characters.
const NAME_MAX: usize = 40;

impl Vm {
    /// How the program reaches a value: a global, else a local, outermost frame of the oldest thread first, else what
    /// lies in one of those.
    pub(super) fn name_of(&self, target: Value) -> Option<String> {
        let mut roots = self.named_globals();
        if let Some((name, _)) = roots.iter().find(|&&(_, v)| v == target) {
            return Some(name.clone());
        }
        let locals = self.named_locals();
        if let Some((name, _)) = locals.iter().find(|&(name, v)| *v == target && name != "self") {
            return Some(name.clone());
        }
        roots.extend(locals);
        // Breadth first: the shortest expression.
        let mut level: Vec<(String, Value)> = roots.into_iter().filter(|(_, v)| v.is_ref()).collect();
        for (name, v) in &mut level {
            if name == "self" {
                *name = self.type_name(*v);
            }
        }
        let mut n_looked = 0;
        for _ in 0..DEPTH_MAX {
            let mut next = Vec::new();
            for (name, v) in level {
                n_looked += 1;
                if n_looked > LOOKED_INTO_MAX {
                    return None;
                }
                for (name, v) in self.parts(&name, v) {
                    if v == target {
                        return Some(name);
                    }
                    if v.is_ref() && name.chars().count() <= NAME_MAX {
                        next.push((name, v));
                    }
                }
            }
            level = next;
        }
        None
    }

    /// The name of an instance of one of the program's classes, and who can see it. If no expression leads to it: its
    /// class, with the number of its birth, since there may be several.
    pub(super) fn instance_name(&self, v: Value) -> (VarScope, String) {
        match self.name_of(v) {
            Some(name) => (VarScope::Shared, name),
            // Nobody else knows it yet.
            None if self.is_in_init(v) => (VarScope::Local, "self".to_owned()),
            None => {
                let birth = self.heap.hi(v.idx(), 2);
                (VarScope::Shared, format!("{}@{birth:x}", self.type_name(v)))
            }
        }
    }

    /// Whether the running thread is in the `__init__` of an instance.
    fn is_in_init(&self, v: Value) -> bool {
        let mut f = self.frame();
        while f != 0 {
            let code = &self.frame_code(f).code;
            if code.name == "__init__" && code.n_args > 0 && self.heap.value(f, frame::LOCALSPLUS) == v {
                return true;
            }
            f = self.heap.lo(f, frame::PREV_SP);
        }
        false
    }

    fn named_globals(&self) -> Vec<(String, Value)> {
        if !self.is_dict(self.main) {
            return Vec::new();
        }
        let globals = self.dict_items(self.main).into_iter();
        let globals = globals.filter(|&(key, _)| self.is_str(key) && !self.str(key).starts_with("__"));
        globals.map(|(key, v)| (self.str(key).to_owned(), v)).collect()
    }

    fn named_locals(&self) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        for thread in &self.threads {
            let mut frames = Vec::new();
            let mut f = thread.frame;
            while f != 0 {
                frames.push(f);
                f = self.heap.lo(f, frame::PREV_SP);
            }
            for &f in frames.iter().rev() {
                let rt = self.frame_code(f);
                // The locals of a module are its globals.
                if !rt.is_user || !self.heap.value(f, frame::LOCALS).is_null() {
                    continue;
                }
                for (i, name) in rt.code.localsplus.iter().enumerate() {
                    let mut v = self.heap.value(f, frame::LOCALSPLUS + i as u32);
                    if self.is_kind(v, Kind::Cell) {
                        v = self.heap.value(v.idx(), 2);
                    }
                    if !v.is_null() && !name.starts_with('.') {
                        found.push((name.clone(), v));
                    }
                    if found.len() > LOOKED_INTO_MAX {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// What lies in a value, each with the expression for it.
    fn parts(&self, name: &str, v: Value) -> Vec<(String, Value)> {
        if self.is_kind(v, Kind::Instance) {
            let attrs = self.own_attrs(v).into_iter().filter(|&(attr, _)| self.is_str(attr));
            return attrs
                .map(|(attr, v)| (format!("{name}.{}", self.str(attr)), v))
                .collect();
        }
        if self.is_dict(v) {
            let items = self.dict_items(v).into_iter().take(LOOKED_INTO_MAX);
            return items
                .map(|(key, v)| (format!("{name}[{}]", self.short_repr(key)), v))
                .collect();
        }
        let items: &[Value] = if self.is_list(v) {
            self.list(v)
        } else if self.is_tuple(v) {
            self.tuple(v)
        } else {
            return Vec::new();
        };
        let items = items.iter().take(LOOKED_INTO_MAX).enumerate();
        items.map(|(i, &v)| (format!("{name}[{i}]"), v)).collect()
    }
}
