//! Subscripts and `in`: what `x[k]`, `x[k] = v`, `del x[k]` and `k in x` do to built-in containers, and what they call
//! on other objects. Slice arithmetic is `text::slice`; strs and bytes keep theirs in `natives`.

use super::attr::Got;
use super::layout::*;
use super::native::{NativeResult, Out, done};
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};
use crate::natives;
use crate::objects::dict::Find;
use crate::text::slice::{self, Indices};
use num_traits::Signed;

/// What a subscript of a sequence says.
enum Subscript {
    Index(i64),
    Slice([Option<i64>; 3]),
    /// `__index__` is Python code.
    AskPython,
}

impl Vm {
    /// `container[key]`
    pub(crate) fn get_item(&mut self, container: Value, key: Value) -> NativeResult {
        let c = self.type_of(container);
        if self.is_class(container) {
            return self.class_item(container, key);
        }
        let name = self.names.__getitem__;
        if !self.is_builtin_class(c)
            && let Some(f) = self.lookup(c, name)
            && !self.is_slot(f)
        {
            return self.call_special(container, f, &[key]);
        }
        self.get_item_plain(container, key)
    }

    /// The same, past a subclass's own `__getitem__`.
    pub(crate) fn get_item_plain(&mut self, container: Value, key: Value) -> NativeResult {
        let inner = self.unbox(container);
        if inner.is_ref() {
            match self.heap.kind(inner.idx()) {
                Kind::List | Kind::Tuple => return self.sequence_item(inner, key),
                Kind::Dict => return self.dict_item(inner, key),
                Kind::Str => return natives::str::get_item(self, inner, key),
                Kind::Bytes | Kind::ByteArray => return natives::bytes::get_item(self, inner, key),
                Kind::Range => return natives::range::get_item(self, inner, key),
                Kind::MappingProxy => return self.get_item(self.heap.value(inner.idx(), 2), key),
                Kind::Alias => return natives::alias::get_item(self, inner, key),
                _ => {}
            }
        }
        let t = self.type_name(container);
        Err(self.type_error(format!("'{t}' object is not subscriptable")))
    }

    /// Calls a special method found on an object's class. Arguments are borrowed.
    pub(crate) fn call_special(&mut self, obj: Value, found: Value, args: &[Value]) -> NativeResult {
        if found.is_none() {
            let t = self.type_name(obj);
            return Err(self.type_error(format!("'{t}' object does not support this operation")));
        }
        let c = self.type_of(obj);
        match self.bind(found, obj, c, true)? {
            Got::Method(f) => {
                let mut all = vec![self.own(obj)];
                all.extend(args.iter().map(|&v| self.own(v)));
                Ok(Out::Call(f, all))
            }
            Got::Value(f) => {
                let args = args.iter().map(|&v| self.own(v)).collect();
                Ok(Out::Call(f, args))
            }
            Got::Call(f, given) => {
                self.drop(f);
                self.drop_all(&given);
                let mut all = vec![found, obj];
                all.extend_from_slice(args);
                self.slow_path("call_descriptor", &all)
            }
            Got::Missing => unreachable!("bind gives what was found"),
        }
    }

    /// `Class[key]`: the metaclass's `__getitem__`, then `__class_getitem__`.
    fn class_item(&mut self, c: Value, key: Value) -> NativeResult {
        let meta = self.type_of(c);
        let name = self.names.__getitem__;
        if let Some(f) = self.lookup(meta, name) {
            return self.call_special(c, f, &[key]);
        }
        let name = self.names.__class_getitem__;
        match self.lookup(c, name) {
            Some(_) => match self.get_attr(c, name, false)? {
                Got::Value(f) | Got::Method(f) => {
                    let key = self.own(key);
                    Ok(Out::Call(f, vec![key]))
                }
                Got::Call(f, args) => {
                    self.drop(f);
                    self.drop_all(&args);
                    self.slow_path("class_getitem_slow", &[c, key])
                }
                Got::Missing => unreachable!("it was found"),
            },
            None => {
                let n = self.class_name(c);
                Err(self.type_error(format!("type '{n}' is not subscriptable")))
            }
        }
    }

    /// An index or a slice; `word` names the container in the error.
    fn subscript(&mut self, key: Value, word: &str) -> Res<Subscript> {
        if let Some(i) = self.as_i64(key) {
            return Ok(Subscript::Index(i));
        }
        if self.is_int(key) {
            return Err(self.raise(Exc::IndexError, "cannot fit 'int' into an index-sized integer"));
        }
        if self.is_kind(key, Kind::Slice) {
            return Ok(match self.slice_bounds(key)? {
                Some(bounds) => Subscript::Slice(bounds),
                None => Subscript::AskPython,
            });
        }
        if self.special(key, self.names.__index__).is_some() {
            return Ok(Subscript::AskPython);
        }
        let t = self.type_name(key);
        Err(self.type_error(format!("{word} indices must be integers or slices, not {t}")))
    }

    /// Start, stop and step of a slice, clamped. `None`: some `__index__` is Python code.
    pub(crate) fn slice_bounds(&mut self, s: Value) -> Res<Option<[Option<i64>; 3]>> {
        let mut bounds = [None; 3];
        for (i, bound) in bounds.iter_mut().enumerate() {
            let v = self.heap.value(s.idx(), 2 + i as u32);
            if v.is_none() {
                continue;
            }
            if let Some(n) = self.as_i64(v) {
                *bound = Some(n);
            } else if let Some(b) = self.as_bigint(v) {
                *bound = Some(if b.is_negative() { i64::MIN } else { i64::MAX });
            } else if self.special(v, self.names.__index__).is_some() {
                return Ok(None);
            } else {
                return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
            }
        }
        Ok(Some(bounds))
    }

    /// Positions that a slice selects of `len`.
    pub(crate) fn slice_indices(&mut self, [start, stop, step]: [Option<i64>; 3], len: usize) -> Res<Indices> {
        slice::indices(start, stop, step, len).map_err(|e| self.value_error(e.message))
    }

    fn sequence_item(&mut self, seq: Value, key: Value) -> NativeResult {
        let tuple = self.is_tuple(seq);
        let word = if tuple { "tuple" } else { "list" };
        match self.subscript(key, word)? {
            Subscript::Index(i) => {
                let items = if tuple { self.tuple(seq) } else { self.list(seq) };
                match slice::item_index(i, items.len()).map(|i| items[i]) {
                    Some(v) => done(self.own(v)),
                    None => Err(self.raise(Exc::IndexError, format!("{word} index out of range"))),
                }
            }
            Subscript::Slice(bounds) => {
                let items = if tuple { self.tuple(seq) } else { self.list(seq) }.to_vec();
                let at = self.slice_indices(bounds, items.len())?;
                if tuple && at.len == items.len() && at.step == 1 && self.type_of(seq) == self.types.tuple {
                    return done(self.own(seq));
                }
                let chosen: Vec<Value> = positions(at).map(|i| items[i]).collect();
                self.items_again(&chosen, tuple)
            }
            Subscript::AskPython => self.slow_path("get_indexed", &[seq, key]),
        }
    }

    /// `dict[key]` past a subclass's `__getitem__`, with `__missing__`.
    fn dict_item(&mut self, d: Value, key: Value) -> NativeResult {
        let Some(hash) = self.key_hash(key)? else {
            return self.slow_path("dict_item_slow", &[d, key]);
        };
        match self.dict_find(d, key, hash) {
            Find::Found(e) => {
                let v = self.dict_entry(d, e).1;
                done(self.own(v))
            }
            Find::Missing => {
                if self.type_of(d) != self.types.dict
                    && let Some(f) = self.special(d, self.names.__missing__)
                {
                    return self.call_special(d, f, &[key]);
                }
                Err(self.key_error(key))
            }
            Find::AskPython => self.slow_path("dict_item_slow", &[d, key]),
        }
    }

    /// KeyError(key)
    pub(crate) fn key_error(&mut self, key: Value) -> Raised {
        let key = self.own(key);
        self.raise_with(Exc::KeyError, &[key])
    }

    /// The hash of a dict's key; `None` if it takes Python code to tell.
    pub(crate) fn key_hash(&mut self, key: Value) -> Res<Option<i64>> {
        self.hash(key)
            .map_err(|raised| self.reword_unhashable(raised, key, "a dict key"))
    }

    /// The hash of a set's element.
    pub(crate) fn element_hash(&mut self, v: Value) -> Res<Option<i64>> {
        self.hash(v)
            .map_err(|raised| self.reword_unhashable(raised, v, "a set element"))
    }

    /// Since 3.14 the text says what the value was to be used as.
    fn reword_unhashable(&mut self, raised: Raised, v: Value, role: &str) -> Raised {
        if self.config.version.minor() < 14 || !self.is_exc(raised.0, Exc::TypeError) {
            return raised;
        }
        let text = self
            .exc_args(raised.0)
            .first()
            .and_then(|&m| self.as_str(m))
            .unwrap_or_default()
            .to_owned();
        self.drop(raised.0);
        let t = self.type_name(v);
        self.type_error(format!("cannot use '{t}' as {role} ({text})"))
    }

    /// `container[key] = value`; takes the value over.
    pub(crate) fn set_item(&mut self, container: Value, key: Value, value: Value) -> NativeResult {
        let c = self.type_of(container);
        let name = self.names.__setitem__;
        if !self.is_builtin_class(c)
            && let Some(f) = self.lookup(c, name)
            && !self.is_slot(f)
        {
            let result = self.call_special(container, f, &[key, value]);
            self.drop(value);
            return result;
        }
        self.set_item_plain(container, key, value)
    }

    /// The same, past a subclass's own `__setitem__`.
    pub(crate) fn set_item_plain(&mut self, container: Value, key: Value, value: Value) -> NativeResult {
        if container.is_ref() {
            match self.heap.kind(container.idx()) {
                Kind::List => return self.set_list_item(container, key, value),
                Kind::Dict => {
                    let result = self.set_dict_item(container, key, value);
                    self.drop(value);
                    return result;
                }
                Kind::ByteArray => return natives::bytes::set_item(self, container, key, value),
                _ => {}
            }
        }
        self.drop(value);
        let t = self.type_name(container);
        Err(self.type_error(format!("'{t}' object does not support item assignment")))
    }

    /// `d[key] = value`, both borrowed.
    pub(crate) fn set_dict_item(&mut self, d: Value, key: Value, value: Value) -> NativeResult {
        let Some(hash) = self.key_hash(key)? else {
            return self.slow_path("dict_set_slow", &[d, key, value]);
        };
        match self.dict_find(d, key, hash) {
            Find::Found(e) => {
                let value = self.own(value);
                self.dict_set_entry(d, e, value);
            }
            Find::Missing => {
                let (key, value) = (self.own(key), self.own(value));
                self.dict_insert_new(d, key, hash, value)?;
            }
            Find::AskPython => return self.slow_path("dict_set_slow", &[d, key, value]),
        }
        done(Value::NONE)
    }

    fn set_list_item(&mut self, list: Value, key: Value, value: Value) -> NativeResult {
        match self.subscript(key, "list") {
            Ok(Subscript::Index(i)) => match slice::item_index(i, self.list_len(list)) {
                Some(i) => {
                    let old = std::mem::replace(&mut self.list_mut(list)[i], value);
                    self.drop(old);
                    done(Value::NONE)
                }
                None => {
                    self.drop(value);
                    Err(self.raise(Exc::IndexError, "list assignment index out of range"))
                }
            },
            Ok(Subscript::Slice(bounds)) => {
                let result = self.set_slice(list, key, bounds, value);
                self.drop(value);
                result
            }
            Ok(Subscript::AskPython) => {
                let result = self.slow_path("set_indexed", &[list, key, value]);
                self.drop(value);
                result
            }
            Err(raised) => {
                self.drop(value);
                Err(raised)
            }
        }
    }

    fn set_slice(&mut self, list: Value, key: Value, bounds: [Option<i64>; 3], value: Value) -> NativeResult {
        let extended = !matches!(bounds[2], None | Some(1));
        if !self.is_iterable(value) {
            return Err(self.type_error(if extended {
                "must assign iterable to extended slice"
            } else {
                "can only assign an iterable"
            }));
        }
        let Some(items) = self.collect_plain(value)? else {
            return self.slow_path("set_slice_slow", &[list, key, value]);
        };
        let at = match self.slice_indices(bounds, self.list_len(list)) {
            Ok(at) => at,
            Err(raised) => {
                self.drop_all(&items);
                return Err(raised);
            }
        };
        if at.step == 1 {
            let start = at.start as usize;
            let old = self.list_splice(list, start, start + at.len, &items)?;
            self.drop_all(&old);
            return done(Value::NONE);
        }
        if items.len() != at.len {
            self.drop_all(&items);
            return Err(self.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                at.len
            )));
        }
        for (i, item) in positions(at).zip(items) {
            let old = std::mem::replace(&mut self.list_mut(list)[i], item);
            self.drop(old);
        }
        done(Value::NONE)
    }

    /// `del container[key]`
    pub(crate) fn del_item(&mut self, container: Value, key: Value) -> NativeResult {
        let c = self.type_of(container);
        let name = self.names.__delitem__;
        if !self.is_builtin_class(c)
            && let Some(f) = self.lookup(c, name)
            && !self.is_slot(f)
        {
            return self.call_special(container, f, &[key]);
        }
        self.del_item_plain(container, key)
    }

    /// The same, past a subclass's own `__delitem__`.
    pub(crate) fn del_item_plain(&mut self, container: Value, key: Value) -> NativeResult {
        match if container.is_ref() {
            self.heap.kind(container.idx())
        } else {
            Kind::Free
        } {
            Kind::List => match self.subscript(key, "list")? {
                Subscript::Index(i) => match slice::item_index(i, self.list_len(container)) {
                    Some(i) => {
                        let old = self.list_splice(container, i, i + 1, &[])?;
                        self.drop_all(&old);
                        done(Value::NONE)
                    }
                    None => Err(self.raise(Exc::IndexError, "list assignment index out of range")),
                },
                Subscript::Slice(bounds) => {
                    let items = self.list(container).to_vec();
                    let at = self.slice_indices(bounds, items.len())?;
                    let (keep, gone) = partition(&items, at);
                    self.list_splice(container, 0, items.len(), &keep)?;
                    self.drop_all(&gone);
                    done(Value::NONE)
                }
                Subscript::AskPython => self.slow_path("del_indexed", &[container, key]),
            },
            Kind::ByteArray => match self.subscript(key, "bytearray")? {
                Subscript::Index(i) => {
                    let mut data = self.as_bytes(container).unwrap_or_default().to_vec();
                    let Some(i) = slice::item_index(i, data.len()) else {
                        return Err(self.raise(Exc::IndexError, "bytearray index out of range"));
                    };
                    data.remove(i);
                    self.set_bytearray(container, &data)?;
                    done(Value::NONE)
                }
                Subscript::Slice(bounds) => {
                    let data = self.as_bytes(container).unwrap_or_default().to_vec();
                    let at = self.slice_indices(bounds, data.len())?;
                    let (keep, _) = partition(&data, at);
                    self.set_bytearray(container, &keep)?;
                    done(Value::NONE)
                }
                Subscript::AskPython => self.slow_path("del_indexed", &[container, key]),
            },
            Kind::Dict => {
                let Some(hash) = self.key_hash(key)? else {
                    return self.slow_path("dict_del_slow", &[container, key]);
                };
                match self.dict_find(container, key, hash) {
                    Find::Found(e) => {
                        let (k, v) = self.dict_remove_entry(container, e);
                        self.drop(k);
                        self.drop(v);
                        done(Value::NONE)
                    }
                    Find::Missing => Err(self.key_error(key)),
                    Find::AskPython => self.slow_path("dict_del_slow", &[container, key]),
                }
            }
            _ => {
                let t = self.type_name(container);
                Err(self.type_error(format!("'{t}' object doesn't support item deletion")))
            }
        }
    }

    /// `x in container`
    pub(crate) fn contains(&mut self, container: Value, x: Value) -> NativeResult {
        let c = self.type_of(container);
        if !self.is_builtin_class(c) {
            let name = self.names.__contains__;
            match self.lookup(c, name) {
                Some(f) if f.is_none() => return self.slow_path("contains_slow", &[container, x]),
                Some(f) if !self.is_slot(f) => return self.call_special(container, f, &[x]),
                Some(_) => {}
                None => return self.contains_by_iteration(container, x),
            }
        }
        self.contains_plain(container, x)
    }

    /// The same, past a subclass's own `__contains__`.
    pub(crate) fn contains_plain(&mut self, container: Value, x: Value) -> NativeResult {
        let inner = self.unbox(container);
        if !inner.is_ref() {
            return self.contains_by_iteration(container, x);
        }
        let idx = inner.idx();
        match self.heap.kind(idx) {
            Kind::List | Kind::Tuple => {
                let items = if self.is_list(inner) {
                    self.list(inner)
                } else {
                    self.tuple(inner)
                };
                for (i, &item) in items.iter().enumerate() {
                    match if item == x { Some(true) } else { self.eq(item, x) } {
                        Some(true) => {
                            self.charge(i as u64 * 8);
                            return done(Value::TRUE);
                        }
                        Some(false) => {}
                        None => return self.slow_path("contains_slow", &[inner, x]),
                    }
                }
                let n = items.len() as u64;
                self.charge(n * 8);
                done(Value::FALSE)
            }
            Kind::Dict => self.dict_contains(inner, x),
            Kind::Set | Kind::FrozenSet => natives::set::contains(self, inner, x),
            Kind::Str => {
                let Some(needle) = self.as_str(x) else {
                    let t = self.type_name(x);
                    return Err(self.type_error(format!("'in <string>' requires string as left operand, not {t}")));
                };
                let text = self.str(inner);
                let (found, n) = (text.contains(needle), text.len() as u64);
                self.charge(n / 8);
                done(Value::bool(found))
            }
            Kind::Bytes | Kind::ByteArray => self.bytes_contains(inner, x),
            Kind::Range => natives::range::contains(self, inner, x),
            Kind::DictView => natives::dict_view::contains(self, inner, x),
            Kind::MappingProxy => self.contains(self.heap.value(idx, 2), x),
            _ => self.contains_by_iteration(container, x),
        }
    }

    fn contains_by_iteration(&mut self, container: Value, x: Value) -> NativeResult {
        if self.is_iterable(container) {
            return self.slow_path("contains_slow", &[container, x]);
        }
        let t = self.type_name(container);
        let word = if self.config.version.minor() >= 14 {
            "a container or iterable"
        } else {
            "iterable"
        };
        Err(self.type_error(format!("argument of type '{t}' is not {word}")))
    }

    fn bytes_contains(&mut self, bytes: Value, x: Value) -> NativeResult {
        let data = self.as_bytes(bytes).unwrap_or_default();
        if let Some(needle) = self.as_bytes(x) {
            return done(Value::bool(
                needle.is_empty() || data.windows(needle.len()).any(|w| w == needle),
            ));
        }
        if self.is_int(x) {
            return match self.as_i64(x).and_then(|i| u8::try_from(i).ok()) {
                Some(b) => done(Value::bool(data.contains(&b))),
                None => Err(self.value_error("byte must be in range(0, 256)")),
            };
        }
        let t = self.type_name(x);
        Err(self.type_error(format!("a bytes-like object is required, not '{t}'")))
    }

    /// `x in d`, past a subclass's own `__contains__`.
    pub(crate) fn dict_contains(&mut self, d: Value, x: Value) -> NativeResult {
        let Some(hash) = self.key_hash(x)? else {
            return self.slow_path("dict_contains_slow", &[d, x]);
        };
        match self.dict_find(d, x, hash) {
            Find::Found(_) => done(Value::TRUE),
            Find::Missing => done(Value::FALSE),
            Find::AskPython => self.slow_path("dict_contains_slow", &[d, x]),
        }
    }
}

/// The positions of a slice, in its order.
pub(crate) fn positions(at: Indices) -> impl Iterator<Item = usize> {
    (0..at.len as i64).map(move |i| (at.start + i * at.step) as usize)
}

/// What is left without a slice, and what is taken out.
fn partition<T: Copy>(items: &[T], at: Indices) -> (Vec<T>, Vec<T>) {
    let mut gone = vec![false; items.len()];
    for i in positions(at) {
        gone[i] = true;
    }
    let part = |out: bool| {
        items
            .iter()
            .zip(&gone)
            .filter(|&(_, &g)| g == out)
            .map(|(&v, _)| v)
            .collect()
    };
    (part(false), part(true))
}
