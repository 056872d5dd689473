//! Iteration over built-in things, truth, and what a value can be asked for.

use super::layout::*;
use super::native::{NativeResult, Out};
use super::types::Exc;
use super::value::Value;
use super::{Res, Vm};
use crate::objects::class_flags as cf;

impl Vm {
    /// The truth of a value, or `None` if it takes Python code to tell.
    #[must_use]
    pub fn truth_fast(&self, v: Value) -> Option<bool> {
        if v.is_int() {
            return Some(v.as_int() != 0);
        }
        if v.is_float() {
            return Some(v.as_float() != 0.0);
        }
        if !v.is_ref() {
            return Some(!(v.is_none() || v == Value::FALSE));
        }
        let idx = v.idx();
        match self.heap.kind(idx) {
            Kind::Instance => {
                let flags = self.class_flags(self.type_of(v));
                if flags & cf::HAS_BOOL != 0 {
                    return None;
                }
                if flags & cf::BOXED != 0 {
                    self.truth_fast(self.unbox(v))
                } else {
                    Some(true)
                }
            }
            Kind::Str | Kind::Bytes | Kind::ByteArray => Some(self.heap.hi(idx, 1) != 0),
            Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::FrozenSet => {
                if self.class_flags(self.type_of(v)) & cf::HAS_BOOL != 0 && !self.is_builtin_class(self.type_of(v)) {
                    return None;
                }
                Some(self.heap.hi(idx, 1) != 0)
            }
            Kind::Complex => {
                Some(self.heap.value(idx, 2).as_float() != 0.0 || self.heap.value(idx, 3).as_float() != 0.0)
            }
            Kind::Range => Some(self.heap.value(idx, 5) != Value::int(0)),
            Kind::DictView => Some(self.dict_len(self.heap.value(idx, 2)) != 0),
            Kind::MappingProxy => self.truth_fast(self.heap.value(idx, 2)),
            Kind::Exception if self.class_flags(self.type_of(v)) & cf::HAS_BOOL != 0 => None,
            Kind::Class if self.class_flags(v) & cf::HAS_METACLASS != 0 => {
                let meta = self.type_of(v);
                if self.class_flags(meta) & cf::HAS_BOOL != 0 && !self.is_builtin_class(meta) {
                    None
                } else {
                    Some(true)
                }
            }
            _ => Some(true),
        }
    }

    /// Whether a class was made by the machine.
    #[must_use]
    pub fn is_builtin_class(&self, c: Value) -> bool {
        self.class_flags(c) & cf::BUILTIN != 0
    }

    /// Items of a built-in container, borrowed, if iterating over it needs neither Python code nor new values.
    #[must_use]
    pub fn plain_items(&self, v: Value) -> Option<Vec<Value>> {
        if !v.is_ref() {
            return None;
        }
        let idx = v.idx();
        let own_iter = self.class_flags(self.type_of(v)) & cf::HAS_ITER != 0 && !self.is_builtin_class(self.type_of(v));
        if own_iter {
            return None;
        }
        match self.heap.kind(idx) {
            Kind::List => Some(self.list(v).to_vec()),
            Kind::Tuple => Some(self.tuple(v).to_vec()),
            Kind::Dict => Some(self.dict_items(v).into_iter().map(|(k, _)| k).collect()),
            Kind::Set | Kind::FrozenSet => Some(self.set_entries(v).map(|(k, _)| k).collect()),
            Kind::DictView => {
                let d = self.heap.value(idx, 2);
                match self.heap.hi(idx, 1) {
                    VIEW_KEYS => Some(self.dict_items(d).into_iter().map(|(k, _)| k).collect()),
                    VIEW_VALUES => Some(self.dict_items(d).into_iter().map(|(_, v)| v).collect()),
                    _ => None,
                }
            }
            Kind::MappingProxy => self.plain_items(self.heap.value(idx, 2)),
            // Small ints need no count, so a range's items are as good as borrowed.
            Kind::Range => {
                let at = |i| self.heap.value(idx, i);
                let (start, step, n) = (at(2), at(4), at(5));
                if !(start.is_int() && step.is_int() && n.is_int()) || n.as_int() > 1 << 24 {
                    return None;
                }
                let (start, step) = (start.as_int(), step.as_int());
                (0..n.as_int())
                    .map(|i| Value::try_int(start.checked_add(step.checked_mul(i)?)?))
                    .collect()
            }
            // Characters of Latin-1 are immortal.
            Kind::Str => self
                .str(v)
                .chars()
                .map(|c| self.latin1.get(c as usize).copied().filter(|v| !v.is_null()))
                .collect(),
            Kind::Bytes | Kind::ByteArray => Some(
                self.as_bytes(v)
                    .unwrap_or_default()
                    .iter()
                    .map(|&b| Value::int(i64::from(b)))
                    .collect(),
            ),
            _ => None,
        }
    }

    /// All items of any iterable that needs no Python code, owned. `None`: it needs it.
    pub fn collect_plain(&mut self, v: Value) -> Res<Option<Vec<Value>>> {
        if let Some(items) = self.plain_items(v) {
            self.charge(items.len() as u64 * 3);
            return Ok(Some(items.into_iter().map(|v| self.own(v)).collect()));
        }
        if self.native_iterable(v) {
            let out = self.get_iter(v)?;
            let Out::Value(it) = out else { return Ok(None) };
            let items = self.drain(it);
            self.drop(it);
            return items.map(Some);
        }
        Ok(None)
    }

    fn drain(&mut self, it: Value) -> Res<Vec<Value>> {
        let mut items = Vec::new();
        loop {
            match self.next_native(it) {
                Ok(Some(v)) => {
                    items.push(v);
                    if items.len() > 1 << 26 {
                        self.drop_all(&items);
                        return Err(self.memory_error());
                    }
                }
                Ok(None) => return Ok(items),
                Err(raised) => {
                    self.drop_all(&items);
                    return Err(raised);
                }
            }
        }
    }

    /// Whether iterating over a value runs no Python code.
    fn native_iterable(&self, v: Value) -> bool {
        if !v.is_ref() {
            return false;
        }
        let c = self.type_of(v);
        if self.class_flags(c) & cf::HAS_ITER != 0 && !self.is_builtin_class(c) {
            return false;
        }
        match self.heap.kind(v.idx()) {
            Kind::Str
            | Kind::Range
            | Kind::DictView
            | Kind::SeqIter
            | Kind::RangeIter
            | Kind::DictIter
            | Kind::SetIter => true,
            Kind::Instance => {
                let inner = self.unbox(v);
                inner != v && self.native_iterable(inner)
            }
            _ => false,
        }
    }

    /// Whether `iter()` would accept a value.
    #[must_use]
    pub fn is_iterable(&mut self, v: Value) -> bool {
        self.special(v, self.names.__iter__).is_some_and(|f| !f.is_none())
            || self.special(v, self.names.__getitem__).is_some()
    }

    /// `iter(v)`
    pub fn get_iter(&mut self, v: Value) -> NativeResult {
        if v.is_ref() {
            let c = self.type_of(v);
            let idx = v.idx();
            if self.class_flags(c) & cf::HAS_ITER == 0 || self.is_builtin_class(c) {
                let t = self.types;
                match self.heap.kind(idx) {
                    Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::ByteArray => {
                        let class = match self.heap.kind(idx) {
                            Kind::List => t.list_iterator,
                            Kind::Tuple => t.tuple_iterator,
                            Kind::Str => t.str_iterator,
                            _ => t.bytes_iterator,
                        };
                        let v = self.own(v);
                        return Ok(Out::Value(self.new_simple(
                            Kind::SeqIter,
                            class,
                            0,
                            &[v, Value::int(0)],
                        )?));
                    }
                    Kind::Range => {
                        let at = |i| self.heap.value(idx, i);
                        if at(2).is_int() && at(3).is_int() && at(4).is_int() {
                            let words = [at(2).as_int(), at(3).as_int(), at(4).as_int()];
                            let it = self.alloc(Kind::RangeIter, t.range_iterator, 0, 5)?;
                            for (i, w) in words.into_iter().enumerate() {
                                self.heap.set_word(it, 2 + i as u32, w as u64);
                            }
                            return Ok(Out::Value(Value::block(it)));
                        }
                        let v = self.own(v);
                        return Ok(Out::Value(self.new_simple(
                            Kind::SeqIter,
                            t.range_iterator,
                            0,
                            &[v, Value::int(0)],
                        )?));
                    }
                    Kind::Dict => return self.dict_iter(v, VIEW_KEYS, false),
                    Kind::DictView => return self.dict_iter(self.heap.value(idx, 2), self.heap.hi(idx, 1), false),
                    Kind::Set | Kind::FrozenSet => {
                        let it = self.alloc(Kind::SetIter, t.set_iterator, 0, 5)?;
                        let set = self.own(v);
                        self.heap.set_value(it, 2, set);
                        self.heap.set_word(it, 3, 0);
                        self.heap.set_word(it, 4, self.set_len(set) as u64);
                        return Ok(Out::Value(Value::block(it)));
                    }
                    Kind::Generator if c != t.coroutine && c != t.async_generator => {
                        return Ok(Out::Value(self.own(v)));
                    }
                    Kind::SeqIter | Kind::RangeIter | Kind::DictIter | Kind::SetIter | Kind::CoroutineWrapper => {
                        return Ok(Out::Value(self.own(v)));
                    }
                    Kind::MappingProxy => return self.get_iter(self.heap.value(idx, 2)),
                    Kind::Instance if self.unbox(v) != v => return self.get_iter(self.unbox(v)),
                    _ => {}
                }
            }
            if let Some(hook) = self.special(v, self.names.__iter__)
                && !hook.is_none()
            {
                if self.is_kind(hook, Kind::Function) {
                    let (hook, v) = (self.own(hook), self.own(v));
                    return Ok(Out::Call(hook, vec![v]));
                }
                return self.slow_path("iter_slow", &[v]);
            }
            if self.special(v, self.names.__getitem__).is_some() && !self.is_class(v) {
                return self.slow_path("seq_iter", &[v]);
            }
        }
        let t = self.type_name(v);
        Err(self.type_error(format!("'{t}' object is not iterable")))
    }

    /// An iterator over a dict (borrowed).
    pub(crate) fn dict_iter(&mut self, d: Value, what: u32, reversed: bool) -> NativeResult {
        let class = match what {
            VIEW_KEYS => self.types.dict_keyiterator,
            VIEW_VALUES => self.types.dict_valueiterator,
            _ => self.types.dict_itemiterator,
        };
        let it = self.alloc(Kind::DictIter, class, what, 6)?;
        let d = self.own(d);
        self.heap.set_value(it, 2, d);
        self.heap
            .set_word(it, 3, if reversed { u64::from(u32::MAX) } else { 0 });
        self.heap.set_word(it, 4, self.dict_len(d) as u64);
        self.heap.set_word(it, 5, u64::from(reversed));
        Ok(Out::Value(Value::block(it)))
    }

    /// The next item of a native iterator (owned), or `None` at its end.
    pub fn next_native(&mut self, it: Value) -> Res<Option<Value>> {
        self.try_next_native(it).unwrap_or_else(|| {
            let t = self.type_name(it);
            Err(self.type_error(format!("'{t}' object is not an iterator")))
        })
    }

    /// The same; `None` outside: it is no native iterator.
    pub fn try_next_native(&mut self, it: Value) -> Option<Res<Option<Value>>> {
        if !it.is_ref() {
            return None;
        }
        let idx = it.idx();
        match self.heap.kind(idx) {
            Kind::RangeIter => {
                let [next, stop, step] = [2, 3, 4].map(|i| self.heap.word(idx, i) as i64);
                if (step > 0 && next < stop) || (step < 0 && next > stop) {
                    self.heap.set_word(idx, 2, next.wrapping_add(step) as u64);
                    return Some(Ok(Some(Value::int(next))));
                }
                Some(Ok(None))
            }
            Kind::SeqIter => Some(self.next_of_sequence(idx)),
            Kind::DictIter => Some(self.next_of_dict(idx)),
            Kind::SetIter => {
                let set = self.heap.value(idx, 2);
                if set.is_null() {
                    return Some(Ok(None));
                }
                if self.set_len(set) as u64 != self.heap.word(idx, 4) {
                    return Some(Err(self.raise(Exc::RuntimeError, "Set changed size during iteration")));
                }
                match self.set_next(set, self.heap.word(idx, 3) as u32) {
                    Some((at, key)) => {
                        self.heap.set_word(idx, 3, u64::from(at) + 1);
                        Some(Ok(Some(self.own(key))))
                    }
                    None => {
                        self.replace(idx, 2, Value::NULL);
                        Some(Ok(None))
                    }
                }
            }
            _ => None,
        }
    }

    fn next_of_sequence(&mut self, idx: u32) -> Res<Option<Value>> {
        let seq = self.heap.value(idx, 2);
        if seq.is_null() {
            return Ok(None);
        }
        let i = self.heap.value(idx, 3).as_int();
        // A negative step is stored as aux 1 (`reversed`).
        let back = self.heap.hi(idx, 1) == 1;
        let at = i as usize;
        let item = match self.heap.kind(seq.idx()) {
            _ if i < 0 => None,
            Kind::List => self.list(seq).get(at).copied().map(|v| self.own(v)),
            Kind::Tuple => self.tuple(seq).get(at).copied().map(|v| self.own(v)),
            Kind::Bytes | Kind::ByteArray => self
                .as_bytes(seq)
                .and_then(|b| b.get(at))
                .map(|&b| Value::int(i64::from(b))),
            Kind::Str if self.str_is_ascii(seq) => match self.str(seq).as_bytes().get(at).copied() {
                Some(b) => Some(self.new_char(b as char)?),
                None => None,
            },
            Kind::Str if back => match self.str(seq).chars().nth(at) {
                Some(c) => Some(self.new_char(c)?),
                None => None,
            },
            Kind::Str => {
                // For text beyond ASCII the index counts bytes.
                let c = self.str(seq)[at.min(self.str(seq).len())..].chars().next();
                match c {
                    Some(c) => {
                        self.heap.set_value(idx, 3, Value::int(i + c.len_utf8() as i64));
                        return self.new_char(c).map(Some);
                    }
                    None => None,
                }
            }
            Kind::Range => {
                let n = self.as_bigint(self.heap.value(seq.idx(), 5)).unwrap_or_default();
                let k = num_bigint::BigInt::from(i);
                if k < n {
                    let start = self.as_bigint(self.heap.value(seq.idx(), 2)).unwrap_or_default();
                    let step = self.as_bigint(self.heap.value(seq.idx(), 4)).unwrap_or_default();
                    Some(self.new_bigint(&(start + step * k))?)
                } else {
                    None
                }
            }
            _ => None,
        };
        match item {
            Some(v) => {
                self.heap
                    .set_value(idx, 3, Value::int(if back { i - 1 } else { i + 1 }));
                Ok(Some(v))
            }
            None => {
                self.replace(idx, 2, Value::NULL);
                Ok(None)
            }
        }
    }

    fn next_of_dict(&mut self, idx: u32) -> Res<Option<Value>> {
        let d = self.heap.value(idx, 2);
        if d.is_null() {
            return Ok(None);
        }
        if self.dict_len(d) as u64 != self.heap.word(idx, 4) {
            return Err(self.raise(Exc::RuntimeError, "dictionary changed size during iteration"));
        }
        let reversed = self.heap.word(idx, 5) == 1;
        let from = self.heap.word(idx, 3) as u32;
        let found = if reversed {
            self.dict_prev(d, from)
        } else {
            self.dict_next(d, from)
        };
        let Some((e, k, v)) = found else {
            self.replace(idx, 2, Value::NULL);
            return Ok(None);
        };
        self.heap
            .set_word(idx, 3, if reversed { u64::from(e) } else { u64::from(e) + 1 });
        match self.heap.hi(idx, 1) {
            VIEW_KEYS => Ok(Some(self.own(k))),
            VIEW_VALUES => Ok(Some(self.own(v))),
            _ => {
                let (k, v) = (self.own(k), self.own(v));
                self.new_tuple(&[k, v]).map(Some)
            }
        }
    }

    /// Whether a `case {...}` pattern applies.
    pub(crate) fn is_mapping(&mut self, v: Value) -> bool {
        self.is_dict(v) || self.is_kind(v, Kind::MappingProxy) || self.registered_as(v, "Mapping")
    }

    /// Whether a `case [...]` pattern applies.
    pub(crate) fn is_sequence(&mut self, v: Value) -> bool {
        self.is_list(v) || self.is_tuple(v) || self.is_kind(v, Kind::Range) || self.registered_as(v, "Sequence")
    }

    /// Whether a class derives from the abstract class of that name in `collections.abc`.
    fn registered_as(&self, v: Value, name: &str) -> bool {
        let mro = self.heap.value(self.type_of(v).idx(), class::MRO);
        self.tuple(mro)
            .iter()
            .any(|&c| self.class_name(c) == name && !self.is_builtin_class(c))
    }
}
