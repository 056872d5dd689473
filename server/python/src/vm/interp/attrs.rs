//! Bodies: attributes, items, small constructions.
#![allow(unsafe_code, reason = "raw registers, see `regs.rs`")]

use super::regs::Regs;
use super::{ATTR_METHOD, ATTR_MODULE, ATTR_SLOT, Step, attr_key, method_key};
use crate::objects::class_flags as cf;
use crate::objects::dict::Find;
use crate::vm::Vm;
use crate::vm::layout::*;
use crate::vm::value::Value;

impl Vm {
    /// What a module's cache entry leads to.
    #[inline(always)]
    fn module_entry(&self, module: u32, c: super::super::Cache) -> Option<Value> {
        let dict = self.heap.value(module, 2);
        (self.dict_version(dict) == c.key).then(|| self.dict_entry(dict, c.slot).1)
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_attr<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let owner = r.top(1);
            if !owner.is_ref() {
                return Step::Slow;
            }
            let idx = owner.idx();
            let c = self.cache(r);
            let v = match self.heap.kind(idx) {
                Kind::Instance if c.key == attr_key(&self.heap, self.heap.lo(idx, 1), idx) => {
                    if c.what == ATTR_SLOT {
                        self.heap.value(idx, c.slot)
                    } else {
                        c.value
                    }
                }
                Kind::Module if c.what == ATTR_MODULE => match self.module_entry(idx, c) {
                    Some(v) => v,
                    None => return Step::Slow,
                },
                _ => return Step::Slow,
            };
            if v.is_null() {
                return Step::Slow;
            }
            self.heap.incref(v);
            r.set_top(1, v);
            self.decref(owner);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_method<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let owner = r.top(1);
            if !owner.is_ref() {
                return Step::Slow;
            }
            let idx = owner.idx();
            let c = self.cache(r);
            if c.what == ATTR_METHOD {
                let class = self.heap.lo(idx, 1);
                let key = if self.heap.kind(idx) == Kind::Instance {
                    attr_key(&self.heap, class, idx)
                } else {
                    method_key(&self.heap, class)
                };
                if c.key != key {
                    return Step::Slow;
                }
                self.heap.incref(c.value);
                r.set_top(1, c.value);
                r.push(owner);
            } else if c.what == ATTR_MODULE && self.heap.kind(idx) == Kind::Module {
                let Some(v) = self.module_entry(idx, c) else {
                    return Step::Slow;
                };
                self.heap.incref(v);
                r.set_top(1, v);
                r.push(Value::NULL);
                self.decref(owner);
            } else {
                return Step::Slow;
            }
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_store_attr<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let (owner, v) = (r.top(1), r.top(2));
            if !owner.is_ref() || self.heap.kind(owner.idx()) != Kind::Instance {
                return Step::Slow;
            }
            let idx = owner.idx();
            let c = self.cache(r);
            if c.what != ATTR_SLOT || c.key != attr_key(&self.heap, self.heap.lo(idx, 1), idx) {
                return Step::Slow;
            }
            r.shrink(2);
            let old = self.heap.value(idx, c.slot);
            self.heap.set_value(idx, c.slot, v);
            self.decref(old);
            self.decref(owner);
        }
        self.bury_or_next()
    }

    /// The entry of a plain dict under an int or a str, if it is there and found at once.
    #[inline(always)]
    fn plain_entry(&self, dict: Value, key: Value) -> Option<u32> {
        if self.heap.lo(dict.idx(), 1) != self.types.dict.idx() {
            return None;
        }
        let hash = if key.is_int() && key.as_int() >= 0 {
            key.as_int()
        } else if key.is_ref() && self.heap.kind(key.idx()) == Kind::Str && self.heap.word(key.idx(), 2) != 0 {
            // Its hash is known.
            self.heap.word(key.idx(), 2) as i64
        } else {
            return None;
        };
        match self.dict_find(dict, key, hash) {
            Find::Found(entry) => Some(entry),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_binary_subscr<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let (key, container) = (r.top(1), r.top(2));
            if !container.is_ref() {
                return Step::Slow;
            }
            let idx = container.idx();
            let v = match self.heap.kind(idx) {
                kind @ (Kind::List | Kind::Tuple) => {
                    let len = i64::from(self.heap.hi(idx, 1));
                    if !key.is_int() || self.class_flags(Value::block(self.heap.lo(idx, 1))) & cf::BUILTIN == 0 {
                        return Step::Slow;
                    }
                    let i = key.as_int();
                    if !(0..len).contains(&i) {
                        return Step::Slow;
                    }
                    let items = if kind == Kind::List { self.heap.lo(idx, 2) } else { idx };
                    self.heap.value(items, 2 + i as u32)
                }
                Kind::Dict => match self.plain_entry(container, key) {
                    Some(entry) => self.dict_entry(container, entry).1,
                    None => return Step::Slow,
                },
                _ => return Step::Slow,
            };
            self.heap.incref(v);
            r.shrink(1);
            r.set_top(1, v);
            self.decref(container);
            self.decref(key);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_store_subscr<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let (key, container, v) = (r.top(1), r.top(2), r.top(3));
            if !container.is_ref() {
                return Step::Slow;
            }
            let idx = container.idx();
            match self.heap.kind(idx) {
                Kind::List if key.is_int() && self.heap.lo(idx, 1) == self.types.list.idx() => {
                    let i = key.as_int();
                    if !(0..i64::from(self.heap.hi(idx, 1))).contains(&i) {
                        return Step::Slow;
                    }
                    r.shrink(3);
                    self.replace_and_decref(self.heap.lo(idx, 2), 2 + i as u32, v);
                }
                Kind::Dict => match self.plain_entry(container, key) {
                    Some(entry) => {
                        r.shrink(3);
                        let (table, at) = self.dict_value_at(container, entry);
                        self.replace_and_decref(table, at, v);
                    }
                    None => return Step::Slow,
                },
                _ => return Step::Slow,
            }
            self.decref(container);
            self.decref(key);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_format_simple<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        if self.is_str(unsafe { r.top(1) }) {
            Step::Next
        } else {
            Step::Slow
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_unpack_sequence<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.top(1);
            if !v.is_ref()
                || self.heap.kind(v.idx()) != Kind::Tuple
                || self.heap.lo(v.idx(), 1) != self.types.tuple.idx()
            {
                return Step::Slow;
            }
            let idx = v.idx();
            if self.heap.hi(idx, 1) != arg {
                return Step::Slow;
            }
            r.shrink(1);
            for i in (0..arg).rev() {
                let item = self.heap.value(idx, 2 + i);
                self.heap.incref(item);
                r.push(item);
            }
            self.decref(v);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_list_append<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            // The item is still on the stack: the list lies one deeper.
            if !self.list_push_in_room(r.top(arg + 1), r.top(1)) {
                return Step::Slow;
            }
            r.shrink(1);
        }
        Step::Next
    }
}
