//! Displays, unpacking and function objects.

use crate::vm::call::Flow;
use crate::vm::layout::*;
use crate::vm::thread::Ret;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

impl Vm {
    /// `UNPACK_SEQUENCE` of anything but a list or tuple of the right length.
    pub(crate) fn op_unpack(&mut self, v: Value, n: u32) -> Res<Flow> {
        match self.plain_items(v) {
            Some(items) => {
                let result = self.unpack_items(&items, n);
                self.drop(v);
                result.map(|()| Flow::Go)
            }
            None => {
                let result = self.slow_path("unpack", &[v, Value::int(i64::from(n))]);
                self.drop(v);
                self.settle(result, Ret::Again)
            }
        }
    }

    pub(super) fn unpack_items(&mut self, items: &[Value], n: u32) -> Res<()> {
        let (got, want) = (items.len(), n as usize);
        if got < want {
            return Err(self.value_error(format!("not enough values to unpack (expected {want}, got {got})")));
        }
        if got > want {
            let message = if self.config.version.minor() >= 14 {
                format!("too many values to unpack (expected {want}, got {got})")
            } else {
                format!("too many values to unpack (expected {want})")
            };
            return Err(self.value_error(message));
        }
        for &item in items.iter().rev() {
            let item = self.own(item);
            self.push(item);
        }
        Ok(())
    }

    pub(super) fn op_build_map(&mut self, n: u32) -> Res<Flow> {
        let d = self.new_dict()?;
        let pairs: Vec<(Value, Value)> = (1..=n)
            .rev()
            .map(|i| (self.peek(2 * i), self.peek(2 * i - 1)))
            .collect();
        for (at, &(k, v)) in pairs.iter().enumerate() {
            let (k, v) = (self.own(k), self.own(v));
            match self.dict_set(d, k, v) {
                Ok(true) => {}
                Ok(false) => {
                    self.drop(k);
                    self.drop(v);
                    // A key with `__hash__` or `__eq__` in Python: the prelude fills in the rest.
                    let mut rest = Vec::new();
                    for &(k, v) in &pairs[at..] {
                        rest.push(self.own(k));
                        rest.push(self.own(v));
                    }
                    let rest = self.new_list(&rest)?;
                    for _ in 0..2 * n {
                        let x = self.pop();
                        self.drop(x);
                    }
                    let result = self.slow_path("dict_fill_slow", &[d, rest]);
                    self.drop(rest);
                    self.drop(d);
                    return self.settle(result, Ret::Push);
                }
                Err(raised) => {
                    self.drop(d);
                    return Err(raised);
                }
            }
        }
        for _ in 0..2 * n {
            let x = self.pop();
            self.drop(x);
        }
        self.push(d);
        Ok(Flow::Go)
    }

    pub(super) fn op_dict_merge(&mut self, arg: u32, merge: bool) -> Res<Flow> {
        let other = self.pop();
        let d = self.peek(arg);
        if self.is_dict(other) {
            for (k, v) in self.dict_items(other) {
                if merge && self.dict_get(d, k).is_some() {
                    let key = self.as_str(k).unwrap_or("?").to_owned();
                    let callee = self.peek(arg + 3);
                    let name = self.callee_name(callee);
                    self.drop(other);
                    return Err(self.type_error(format!("{name} got multiple values for keyword argument '{key}'")));
                }
                let (own_k, own_v) = (self.own(k), self.own(v));
                if !self.dict_set(d, own_k, own_v).inspect_err(|_| self.drop(other))? {
                    self.drop(own_k);
                    self.drop(own_v);
                    let result = self.slow_path("dict_update_slow", &[d, other]);
                    self.drop(other);
                    return self.settle(result, Ret::Discard);
                }
            }
            self.drop(other);
            return Ok(Flow::Go);
        }
        if self.special(other, self.names.keys).is_none() && !self.is_kind(other, Kind::MappingProxy) {
            let t = self.type_name(other);
            self.drop(other);
            let message = if merge {
                let name = self.callee_name(self.peek(arg + 3));
                format!("{name} argument after ** must be a mapping, not {t}")
            } else {
                format!("'{t}' object is not a mapping")
            };
            return Err(self.type_error(message));
        }
        let result = self.slow_path("dict_update_slow", &[d, other]);
        self.drop(other);
        self.settle(result, Ret::Discard)
    }

    pub(super) fn op_unpack_ex(&mut self, arg: u32) -> Res<Flow> {
        let v = self.pop();
        let (before, after) = ((arg & 0xFF) as usize, (arg >> 8 & 0xFF) as usize);
        let Some(items) = self.plain_items(v) else {
            if !self.is_iterable(v) {
                let t = self.type_name(v);
                self.drop(v);
                return Err(self.type_error(format!("cannot unpack non-iterable {t} object")));
            }
            let result = self.slow_path("collect", &[v]);
            self.drop(v);
            return self.settle(result, Ret::Again);
        };
        if items.len() < before + after {
            let n = items.len();
            self.drop(v);
            return Err(self.value_error(format!(
                "not enough values to unpack (expected at least {}, got {n})",
                before + after
            )));
        }
        let items: Vec<Value> = items.into_iter().map(|i| self.own(i)).collect();
        let (head, rest) = items.split_at(before);
        let (middle, tail) = rest.split_at(rest.len() - after);
        let list = self.new_list(middle)?;
        for &item in tail.iter().rev() {
            self.push(item);
        }
        self.push(list);
        for &item in head.iter().rev() {
            self.push(item);
        }
        self.drop(v);
        Ok(Flow::Go)
    }

    /// A function of a code with these globals (borrowed; modules outlive their functions).
    pub(crate) fn new_function(&mut self, code: u32, globals: Value) -> Res {
        let rt = &self.codes[code as usize];
        let (name, qualname) = (rt.name, rt.qualname);
        let doc = if rt.code.flags.docstring {
            rt.consts.first().copied().unwrap_or(Value::NONE)
        } else {
            Value::NONE
        };
        let module = self.dict_get(globals, self.names.__name__).unwrap_or(Value::NONE);
        let idx = self.alloc(Kind::Function, self.types.function, code, 12)?;
        for i in 3..10 {
            self.heap.set_value(idx, i, Value::NULL);
        }
        let globals = self.own(globals);
        self.heap.set_value(idx, 2, globals);
        for (i, v) in [(6, name), (7, qualname), (10, doc), (11, module)] {
            let v = self.own(v);
            self.heap.set_value(idx, i, v);
        }
        Ok(Value::block(idx))
    }
}
