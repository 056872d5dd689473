//! Instances of user classes: attributes in slots laid out by a shape, in a dict once that no longer fits.

use crate::objects::class_flags as cf;
use crate::vm::layout::{class, *};
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

impl Vm {
    /// An instance of a class whose instances are plain (`Kind::Instance`), without attributes.
    pub fn new_instance(&mut self, c: Value) -> Res {
        let room = self.heap.hi(c.idx(), class::VERSION);
        self.new_instance_with(c, room)
    }

    fn new_instance_with(&mut self, c: Value, room: u32) -> Res {
        let idx = self.alloc(Kind::Instance, c, room, INSTANCE_SLOTS + room)?;
        self.heap.incref(c);
        // The high half tells the order of birth, for finalisers.
        self.heap.set_word(idx, 2, self.heap.n_allocs << 32);
        self.heap.set_value(idx, 3, Value::NULL);
        for i in 0..room {
            self.heap.set_value(idx, INSTANCE_SLOTS + i, Value::NULL);
        }
        Ok(Value::block(idx))
    }

    /// First slot word of a block with attributes in slots.
    #[inline]
    pub(crate) fn slots_at(&self, idx: u32) -> Option<u32> {
        match self.heap.kind(idx) {
            Kind::Instance => Some(INSTANCE_SLOTS),
            Kind::Exception => Some(EXCEPTION_SLOTS),
            _ => None,
        }
    }

    /// An attribute of the instance itself (not of its class). Borrowed.
    pub(crate) fn own_attr(&mut self, v: Value, name: Value) -> Option<Value> {
        let idx = v.idx();
        if let Some(first) = self.slots_at(idx) {
            let shape = self.heap.lo(idx, 2);
            if shape != DICT_SHAPE {
                let slot = self.shapes.slot(shape, name)?;
                let value = self.heap.value(idx, first + slot);
                return if value.is_null() { None } else { Some(value) };
            }
        }
        let dict = self.attr_dict(idx)?;
        self.dict_get(dict, name)
    }

    /// The dict in which a block keeps its attributes, if it has one now.
    pub(crate) fn attr_dict(&self, idx: u32) -> Option<Value> {
        let at = match self.heap.kind(idx) {
            Kind::Instance if self.heap.lo(idx, 2) != DICT_SHAPE => return None,
            Kind::Exception | Kind::Instance | Kind::List | Kind::ByteArray => 3,
            Kind::Dict | Kind::Set | Kind::FrozenSet => 4,
            Kind::Function => 8,
            Kind::Tuple if self.heap.flags(idx) & TUPLE_ATTRS != 0 => 2 + self.heap.hi(idx, 1),
            Kind::Module => 2,
            Kind::Class => class::DICT,
            _ => return None,
        };
        let dict = self.heap.value(idx, at);
        if self.is_dict(dict) { Some(dict) } else { None }
    }

    /// Whether the block can have attributes of its own.
    pub(crate) fn has_attrs(&self, v: Value) -> bool {
        if !v.is_ref() {
            return false;
        }
        let c = self.type_of(v);
        match self.heap.kind(v.idx()) {
            Kind::Instance | Kind::Exception => self.class_flags(c) & cf::NO_DICT == 0,
            Kind::List | Kind::ByteArray | Kind::Dict | Kind::Set | Kind::FrozenSet => {
                self.class_flags(c) & (cf::BUILTIN | cf::NO_DICT) == 0
            }
            Kind::Tuple => self.heap.flags(v.idx()) & TUPLE_ATTRS != 0,
            Kind::Function | Kind::Module | Kind::Class => true,
            _ => false,
        }
    }

    /// Sets an attribute of the instance itself. Takes the value over. `false`: it cannot have one (nothing taken).
    pub(crate) fn set_own_attr(&mut self, v: Value, name: Value, value: Value) -> Res<bool> {
        let idx = v.idx();
        if let Some(first) = self.slots_at(idx) {
            let shape = self.heap.lo(idx, 2);
            if shape != DICT_SHAPE {
                if let Some(slot) = self.shapes.slot(shape, name) {
                    self.replace(idx, first + slot, value);
                    return Ok(true);
                }
                let c = self.type_of(v);
                if self.class_flags(c) & cf::NO_DICT != 0 {
                    let slots = self.heap.value(c.idx(), class::SLOTS);
                    if slots.is_null() || !self.tuple(slots).contains(&name) {
                        return Ok(false);
                    }
                }
                let n = self.shapes.len(shape);
                // The last slot of a boxed value is the value.
                let boxed = self.class_flags(c) & cf::BOXED != 0;
                if n + u32::from(boxed) < self.heap.hi(idx, 1) {
                    let next = self.shapes.grow(shape, name);
                    self.heap.set_value(idx, first + n, value);
                    self.heap.set_lo(idx, 2, next);
                    return Ok(true);
                }
                // No room: this one goes on with a dict, later ones of its class get more room.
                let room = self.heap.hi(c.idx(), class::VERSION);
                self.heap.set_hi(c.idx(), class::VERSION, (room + 4).min(60));
                self.move_to_dict(v)?;
            }
        }
        if !self.has_attrs(v) {
            return Ok(false);
        }
        let dict = self.ensure_attr_dict(v)?;
        self.dict_set(dict, name, value)?;
        Ok(true)
    }

    /// Removes an attribute of the instance itself; whether it was there.
    pub(crate) fn del_own_attr(&mut self, v: Value, name: Value) -> Res<bool> {
        let idx = v.idx();
        if let Some(first) = self.slots_at(idx) {
            let shape = self.heap.lo(idx, 2);
            if shape != DICT_SHAPE {
                let Some(slot) = self.shapes.slot(shape, name) else {
                    return Ok(false);
                };
                if self.heap.value(idx, first + slot).is_null() {
                    return Ok(false);
                }
                if self.class_flags(self.type_of(v)) & cf::NO_DICT != 0 {
                    self.replace(idx, first + slot, Value::NULL);
                    return Ok(true);
                }
                self.move_to_dict(v)?;
            }
        }
        let Some(dict) = self.attr_dict(idx) else {
            return Ok(false);
        };
        let Some(e) = self.find_name(dict, name) else {
            return Ok(false);
        };
        let (k, old) = self.dict_remove_entry(dict, e);
        self.drop(k);
        self.drop(old);
        Ok(true)
    }

    /// The `__dict__` of a value that can have attributes. Borrowed.
    pub(crate) fn ensure_attr_dict(&mut self, v: Value) -> Res {
        let idx = v.idx();
        if self.slots_at(idx).is_some() && self.heap.lo(idx, 2) != DICT_SHAPE {
            self.move_to_dict(v)?;
        }
        if let Some(dict) = self.attr_dict(idx) {
            return Ok(dict);
        }
        let dict = self.new_dict()?;
        let at = match self.heap.kind(idx) {
            Kind::Dict | Kind::Set | Kind::FrozenSet => 4,
            Kind::Function => 8,
            Kind::Tuple => 2 + self.heap.hi(idx, 1),
            _ => 3,
        };
        self.heap.set_value(idx, at, dict);
        Ok(dict)
    }

    /// Moves the attributes from slots to a dict.
    pub(crate) fn move_to_dict(&mut self, v: Value) -> Res<()> {
        let idx = v.idx();
        let Some(first) = self.slots_at(idx) else { return Ok(()) };
        let shape = self.heap.lo(idx, 2);
        let dict = self.new_dict()?;
        for (i, name) in self.shapes.names(shape).into_iter().enumerate() {
            let value = self.heap.value(idx, first + i as u32);
            self.heap.set_value(idx, first + i as u32, Value::NULL);
            if !value.is_null() {
                self.dict_set(dict, name, value)?;
            }
        }
        self.heap.set_lo(idx, 2, DICT_SHAPE);
        self.heap.set_value(idx, 3, dict);
        Ok(())
    }

    /// Names and values of the instance's own attributes, borrowed, in order.
    pub(crate) fn own_attrs(&self, v: Value) -> Vec<(Value, Value)> {
        let idx = v.idx();
        if let Some(first) = self.slots_at(idx) {
            let shape = self.heap.lo(idx, 2);
            if shape != DICT_SHAPE {
                return self
                    .shapes
                    .names(shape)
                    .into_iter()
                    .enumerate()
                    .map(|(i, name)| (name, self.heap.value(idx, first + i as u32)))
                    .filter(|(_, v)| !v.is_null())
                    .collect();
            }
        }
        self.attr_dict(idx).map(|d| self.dict_items(d)).unwrap_or_default()
    }

    /// An instance of a user subclass of int, float, str, bytes, standing for `inner`, which it takes over: its last slot.
    pub(crate) fn new_boxed(&mut self, c: Value, inner: Value) -> Res {
        let room = self.heap.hi(c.idx(), class::VERSION);
        let v = self.new_instance_with(c, room + 1)?;
        self.heap.set_value(v.idx(), INSTANCE_SLOTS + room, inner);
        Ok(v)
    }
}
