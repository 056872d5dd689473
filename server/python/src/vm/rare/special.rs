//! Lookups on the type: `super()`, `with`'s methods, `__next__`, `__bool__` and `__len__`.

use crate::bytecode::Special;
use crate::vm::attr::Got;
use crate::vm::call::Flow;
use crate::vm::layout::*;
use crate::vm::thread::Ret;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Raised, Res, Vm};

impl Vm {
    /// `FOR_ITER` over an iterator that is not built in: calls `__next__`.
    pub(crate) fn call_next(&mut self, it: Value) -> Res<Flow> {
        if let Some(item) = self.try_next_native(it) {
            match item? {
                Some(item) => self.push(item),
                None => self.end_for(),
            }
            return Ok(Flow::Go);
        }
        let Some(next) = self.special(it, self.names.__next__) else {
            return Err(self.not_an_iterator(it));
        };
        let (next, it) = (self.own(next), self.own(it));
        if self.is_slot(next) {
            // A native that raises StopIteration ends the loop as well.
            let result = self.call_native(self.heap.hi(next.idx(), 1), &[it], &[]);
            self.drop(next);
            self.drop(it);
            return match result {
                Err(raised) if self.is_exc(raised.0, Exc::StopIteration) => {
                    self.drop(raised.0);
                    self.end_for();
                    Ok(Flow::Go)
                }
                other => self.settle(other, Ret::ForIter),
            };
        }
        self.call_owned(next, vec![it], &[], Ret::ForIter)
    }

    /// What `for` says of the result of an `__iter__`.
    #[cold]
    pub(crate) fn not_an_iterator(&mut self, it: Value) -> Raised {
        let t = self.type_name(it);
        self.type_error(format!("iter() returned non-iterator of type '{t}'"))
    }

    /// Asks `__bool__` or `__len__`.
    pub(crate) fn call_truth(&mut self, v: Value) -> Res<Flow> {
        let hook = self.special(v, self.names.__bool__);
        if hook.is_some_and(|hook| !self.is_kind(hook, Kind::Function) && !self.is_slot(hook)) {
            // A descriptor, or something else that is called without the object.
            let result = self.slow_path("bool_slow", &[v]);
            return self.settle(result, Ret::Truth);
        }
        if let Some(hook) = hook {
            let (hook, v) = (self.own(hook), self.own(v));
            return self.call_owned(hook, vec![v], &[], Ret::Truth);
        }
        if let Some(hook) = self.special(v, self.names.__len__) {
            let (hook, v) = (self.own(hook), self.own(v));
            return self.call_owned(hook, vec![v], &[], Ret::TruthLen);
        }
        self.push(Value::TRUE);
        Ok(Flow::Go)
    }

    pub(super) fn op_super(&mut self, name: Value, method: bool) -> Res<Flow> {
        let (obj, class, sup) = (self.pop(), self.pop(), self.pop());
        if sup != self.types.super_ {
            return Err(self.type_error("super() is not the built-in one here"));
        }
        let s = self.new_super(class, obj)?;
        let got = self.get_attr_plain(s, self.types.super_, name, false);
        let flow = match got {
            Ok(Got::Value(v) | Got::Method(v)) => {
                if method && self.is_kind(v, Kind::Method) {
                    let (func, owner) = (self.heap.value(v.idx(), 2), self.heap.value(v.idx(), 3));
                    let (func, owner) = (self.own(func), self.own(owner));
                    self.push(func);
                    self.push(owner);
                    self.drop(v);
                } else {
                    self.push(v);
                    if method {
                        self.push(Value::NULL);
                    }
                }
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => {
                self.call_owned(callee, args, &[], if method { Ret::Method } else { Ret::Push })
            }
            Ok(Got::Missing) => Err(self.no_attribute(s, name)),
            Err(raised) => Err(raised),
        };
        self.drop(s);
        self.drop(sup);
        flow
    }

    /// `super(class, obj)`; takes both over.
    pub(crate) fn new_super(&mut self, class: Value, obj: Value) -> Res {
        let of = if self.is_class(obj) && self.is_subclass(obj, class) {
            obj
        } else {
            self.type_of(obj)
        };
        if !self.is_class(class) || !self.is_subclass(of, class) {
            let message = if self.config.version.minor() >= 13 {
                let (kind, shown) = if self.is_class(obj) {
                    ("type", self.class_name(obj))
                } else {
                    ("instance of", self.type_name(obj))
                };
                let of = self.class_name(class);
                format!("super(type, obj): obj ({kind} {shown}) is not an instance or subtype of type ({of}).")
            } else {
                "super(type, obj): obj must be an instance or subtype of type".to_owned()
            };
            self.drop(class);
            self.drop(obj);
            return Err(self.type_error(message));
        }
        let of = self.own(of);
        self.new_simple(Kind::Super, self.types.super_, 0, &[class, obj, of])
    }

    pub(super) fn op_special(&mut self, special: Special) -> Res<Flow> {
        let owner = self.pop();
        let n = match special {
            Special::Enter => self.names.__enter__,
            Special::Exit => self.names.__exit__,
            Special::Aenter => self.names.__aenter__,
            Special::Aexit => self.names.__aexit__,
        };
        let c = self.type_of(owner);
        let Some(found) = self.lookup(c, n) else {
            let t = self.type_name(owner);
            let message = match special {
                Special::Enter | Special::Exit => {
                    let mut m = format!("'{t}' object does not support the context manager protocol");
                    if special == Special::Exit && self.lookup(c, self.names.__enter__).is_some() {
                        m.push_str(" (missed __exit__ method)");
                    }
                    m
                }
                Special::Aenter | Special::Aexit => {
                    let mut m = format!("'{t}' object does not support the asynchronous context manager protocol");
                    if special == Special::Aexit && self.lookup(c, self.names.__aenter__).is_some() {
                        m.push_str(" (missed __aexit__ method)");
                    }
                    m
                }
            };
            self.drop(owner);
            return Err(self.type_error(message));
        };
        let got = self.bind(found, owner, c, true);
        match got {
            Ok(Got::Method(m)) => {
                self.push(m);
                self.push(owner);
                Ok(Flow::Go)
            }
            Ok(Got::Value(v)) => {
                self.push(v);
                self.push(Value::NULL);
                self.drop(owner);
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => {
                self.drop(owner);
                self.call_owned(callee, args, &[], Ret::Method)
            }
            Ok(Got::Missing) => unreachable!("bind gives what was found"),
            Err(raised) => {
                self.drop(owner);
                Err(raised)
            }
        }
    }
}
