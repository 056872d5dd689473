//! Tuples, slices, ranges and cells: small blocks that are filled once.

use crate::objects::class_flags as cf;
use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

impl Vm {
    /// A tuple of these items, which it takes over.
    pub fn new_tuple(&mut self, items: &[Value]) -> Res {
        if items.is_empty() && !self.empty_tuple.is_null() {
            return Ok(self.empty_tuple);
        }
        self.new_tuple_of(self.types.tuple, items)
    }

    /// A tuple of a class. Takes the items over.
    pub(crate) fn new_tuple_of(&mut self, class: Value, items: &[Value]) -> Res {
        if items.len() > 1 << 28 {
            self.drop_all(items);
            return Err(self.memory_error());
        }
        let n = items.len() as u32;
        let has_attrs = class != self.types.tuple && self.class_flags(class) & (cf::BUILTIN | cf::NO_DICT) == 0;
        let idx = self.alloc_for(Kind::Tuple, class, n, 2 + n + u32::from(has_attrs), items)?;
        self.heap.values_mut(idx, 2, items.len()).copy_from_slice(items);
        if has_attrs {
            self.heap.set_value(idx, 2 + n, Value::NULL);
            self.heap.add_flags(idx, TUPLE_ATTRS);
        }
        Ok(Value::block(idx))
    }

    /// Whether this is a tuple or an instance of a subclass.
    #[inline]
    #[must_use]
    pub fn is_tuple(&self, v: Value) -> bool {
        v.is_ref() && self.heap.kind(v.idx()) == Kind::Tuple
    }

    /// Its items, borrowed.
    #[inline]
    #[must_use]
    pub fn tuple(&self, v: Value) -> &[Value] {
        self.heap.values(v.idx(), 2, self.heap.hi(v.idx(), 1) as usize)
    }

    /// A slice object; takes the parts over.
    pub fn new_slice(&mut self, start: Value, stop: Value, step: Value) -> Res {
        self.new_simple(Kind::Slice, self.types.slice, 0, &[start, stop, step])
    }

    /// A cell; takes the content (maybe NULL) over.
    pub fn new_cell(&mut self, content: Value) -> Res {
        self.new_simple(Kind::Cell, self.types.cell, 0, &[content])
    }

    /// A block whose payload is these values, which it takes over.
    #[inline]
    pub(crate) fn new_simple(&mut self, kind: Kind, class: Value, aux: u32, values: &[Value]) -> Res {
        let idx = self.alloc_for(kind, class, aux, 2 + values.len() as u32, values)?;
        for (i, &v) in values.iter().enumerate() {
            self.heap.set_value(idx, 2 + i as u32, v);
        }
        Ok(Value::block(idx))
    }

    /// Whether this is a block of a kind.
    #[inline]
    #[must_use]
    pub fn is_kind(&self, v: Value, kind: Kind) -> bool {
        v.is_ref() && self.heap.kind(v.idx()) == kind
    }
}
