//! Inline caches: what an instruction remembers of a look-up. Keys are versions, which are never reused, so an entry
//! stays true after a snapshot is restored.

use super::{ATTR_CLASS_VALUE, ATTR_METHOD, ATTR_MODULE, ATTR_SLOT, BUILTIN_HIT, GLOBAL_HIT, attr_key, method_key};
use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Cache, Vm};

impl Vm {
    /// What `LOAD_GLOBAL` finds (borrowed), and what to remember.
    pub(crate) fn load_global(&mut self, globals: Value, name: Value) -> Option<(Value, Cache)> {
        let key = self.dict_version(globals);
        if let Some(slot) = self.find_name(globals, name) {
            let v = self.dict_entry(globals, slot).1;
            return Some((
                v,
                Cache {
                    key,
                    slot,
                    what: GLOBAL_HIT,
                    value: Value::NULL,
                },
            ));
        }
        let slot = self.find_name(self.builtins, name)?;
        let v = self.dict_entry(self.builtins, slot).1;
        Some((
            v,
            Cache {
                key,
                slot,
                what: BUILTIN_HIT,
                value: Value(self.dict_version(self.builtins)),
            },
        ))
    }

    /// What to remember about `owner.name`.
    pub(super) fn attr_cache(&mut self, owner: Value, name: Value, method: bool) -> Cache {
        use crate::objects::class_flags as cf;
        let idx = owner.idx();
        if self.heap.kind(idx) == Kind::Module {
            let dict = self.heap.value(idx, 2);
            return match self.find_name(dict, name) {
                Some(slot) => Cache {
                    key: self.dict_version(dict),
                    slot,
                    what: ATTR_MODULE,
                    value: Value::NULL,
                },
                None => Cache::EMPTY,
            };
        }
        let c = self.type_of(owner);
        if self.class_flags(c) & cf::HAS_GETATTRIBUTE != 0 {
            return Cache::EMPTY;
        }
        let found = self.lookup(c, name);
        if self.heap.kind(idx) != Kind::Instance {
            let plain = !matches!(
                self.heap.kind(idx),
                Kind::Class | Kind::Super | Kind::Module | Kind::Alias
            );
            if let Some(v) = found
                && method
                && plain
                && (self.is_kind(v, Kind::Function) || self.is_kind(v, Kind::Native))
                && self.own_attr(owner, name).is_none()
                && self.attr_dict(idx).is_none()
                && self.heap.flags(v.idx()) & crate::vm::native::NATIVE_STATIC == 0
            {
                let key = method_key(&self.heap, c.idx());
                return Cache {
                    key,
                    slot: 0,
                    what: ATTR_METHOD,
                    value: v,
                };
            }
            return Cache::EMPTY;
        }
        let shape = self.heap.lo(idx, 2);
        if shape == DICT_SHAPE {
            return Cache::EMPTY;
        }
        let key = attr_key(&self.heap, c.idx(), idx);
        if let Some(d) = found
            && self.is_data_descriptor(d)
        {
            return Cache::EMPTY;
        }
        if let Some(slot) = self.shapes.slot(shape, name) {
            return Cache {
                key,
                slot: INSTANCE_SLOTS + slot,
                what: ATTR_SLOT,
                value: Value::NULL,
            };
        }
        match found {
            Some(v) if self.is_kind(v, Kind::Function) && method => Cache {
                key,
                slot: 0,
                what: ATTR_METHOD,
                value: v,
            },
            Some(v)
                if !method
                    && (!v.is_ref()
                        || matches!(
                            self.heap.kind(v.idx()),
                            Kind::Str | Kind::List | Kind::Dict | Kind::Tuple | Kind::Set
                        )) =>
            {
                Cache {
                    key,
                    slot: 0,
                    what: ATTR_CLASS_VALUE,
                    value: v,
                }
            }
            _ => Cache::EMPTY,
        }
    }

    /// What to remember about `owner.name = ...`.
    pub(super) fn store_cache(&mut self, owner: Value, name: Value) -> Cache {
        use crate::objects::class_flags as cf;
        let c = self.type_of(owner);
        let shape = self.heap.lo(owner.idx(), 2);
        if shape == DICT_SHAPE || self.class_flags(c) & (cf::HAS_SETATTR | cf::BOXED) != 0 {
            return Cache::EMPTY;
        }
        if let Some(d) = self.lookup(c, name)
            && self.is_data_descriptor(d)
        {
            return Cache::EMPTY;
        }
        match self.shapes.slot(shape, name) {
            Some(slot) => Cache {
                key: attr_key(&self.heap, c.idx(), owner.idx()),
                slot: INSTANCE_SLOTS + slot,
                what: ATTR_SLOT,
                value: Value::NULL,
            },
            None => Cache::EMPTY,
        }
    }
}
