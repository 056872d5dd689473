//! Dicts: insertion-ordered, an index of 32-bit entry numbers beside an array of (hash, key, value), as CPython's
//! compact dict. Operations whose keys take Python code to compare say so, and the caller goes through the prelude.

use crate::vm::heap::Heap;
use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

/// First word of the index. Word 1: entry capacity (low), log2 of the index size (high); word 2: entries used.
const INDEX: u32 = 3;
const DELETED: u32 = u32::MAX;

/// Where the entries of a table begin, and how many are in use (deleted ones included).
pub(crate) fn table_entries(heap: &Heap, table: u32) -> (u32, u32) {
    (INDEX + (1 << heap.hi(table, 1)) / 2, heap.lo(table, 2))
}

/// What a look-up found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Find {
    /// The entry's number.
    Found(u32),
    /// The key is not there.
    Missing,
    /// Some key with this hash takes Python code to compare.
    AskPython,
}

fn index_get(heap: &Heap, table: u32, slot: u32) -> u32 {
    let w = heap.word(table, INDEX + slot / 2);
    if slot & 1 == 0 { w as u32 } else { (w >> 32) as u32 }
}

fn index_set(heap: &mut Heap, table: u32, slot: u32, v: u32) {
    if slot & 1 == 0 {
        heap.set_lo(table, INDEX + slot / 2, v);
    } else {
        heap.set_hi(table, INDEX + slot / 2, v);
    }
}

/// CPython's probe sequence: `perturb` brings in the high bits of the hash.
struct Probe {
    mask: u64,
    perturb: u64,
    at: u64,
}

impl Probe {
    #[inline]
    fn new(hash: i64, log2: u32) -> Self {
        let mask = (1u64 << log2) - 1;
        Self {
            mask,
            perturb: hash as u64,
            at: hash as u64 & mask,
        }
    }

    #[inline]
    fn next(&mut self) {
        self.perturb >>= 5;
        self.at = self.at.wrapping_mul(5).wrapping_add(self.perturb).wrapping_add(1) & self.mask;
    }
}

impl Vm {
    /// An empty dict.
    pub fn new_dict(&mut self) -> Res {
        self.new_dict_of(self.types.dict)
    }

    /// An empty dict of a class.
    pub(crate) fn new_dict_of(&mut self, class: Value) -> Res {
        let idx = self.alloc(Kind::Dict, class, 0, 6)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, 0);
        self.heap.set_value(idx, 4, Value::NULL);
        self.heap.set_word(idx, 5, 0);
        self.touch_keys(idx);
        Ok(Value::block(idx))
    }

    /// The set of keys changed: no cache of an entry's place holds any more.
    #[inline]
    fn touch_keys(&mut self, dict: u32) {
        self.next_dict_version += 1;
        self.heap.set_word(dict, 3, self.next_dict_version);
    }

    /// A number that is the same as long as the dict has the same keys at the same entries.
    #[inline]
    pub(crate) fn dict_version(&self, dict: Value) -> u64 {
        self.heap.word(dict.idx(), 3)
    }

    /// Whether this is a dict or an instance of a subclass.
    #[inline]
    #[must_use]
    pub fn is_dict(&self, v: Value) -> bool {
        v.is_ref() && self.heap.kind(v.idx()) == Kind::Dict
    }

    /// Number of entries.
    #[inline]
    #[must_use]
    pub fn dict_len(&self, dict: Value) -> usize {
        self.heap.hi(dict.idx(), 1) as usize
    }

    /// Finds a key.
    pub fn dict_find(&self, dict: Value, key: Value, hash: i64) -> Find {
        let table = self.heap.lo(dict.idx(), 2);
        if table == 0 {
            return Find::Missing;
        }
        let log2 = self.heap.hi(table, 1);
        let entries = INDEX + (1 << log2) / 2;
        let mut probe = Probe::new(hash, log2);
        loop {
            let slot = index_get(&self.heap, table, probe.at as u32);
            if slot == 0 {
                return Find::Missing;
            }
            if slot != DELETED {
                let at = entries + 3 * (slot - 1);
                let k = self.heap.value(table, at + 1);
                if k == key && !(key.is_float()) {
                    return Find::Found(slot - 1);
                }
                if self.heap.word(table, at) == hash as u64 {
                    match if k == key { Some(true) } else { self.eq(k, key) } {
                        Some(true) => return Find::Found(slot - 1),
                        Some(false) => {}
                        None => return Find::AskPython,
                    }
                }
            }
            probe.next();
        }
    }

    /// Key and value of an entry that exists. Borrowed.
    #[inline]
    #[must_use]
    pub fn dict_entry(&self, dict: Value, entry: u32) -> (Value, Value) {
        let table = self.heap.lo(dict.idx(), 2);
        let at = INDEX + (1 << self.heap.hi(table, 1)) / 2 + 3 * entry;
        (self.heap.value(table, at + 1), self.heap.value(table, at + 2))
    }

    /// Whether a dict has a live entry, or a set an element, at this place.
    pub(crate) fn has_entry(&self, container: Value, at: u32) -> bool {
        if self.is_dict(container) {
            return self.dict_next(container, at).is_some_and(|(e, ..)| e == at);
        }
        self.is_set(container) && self.set_next(container, at).is_some_and(|(i, _)| i == at)
    }

    /// Replaces the value of an entry; takes `value`, releases the old one.
    #[inline]
    pub fn dict_set_entry(&mut self, dict: Value, entry: u32, value: Value) {
        let (table, at) = self.dict_value_at(dict, entry);
        self.replace(table, at, value);
    }

    /// Where an entry's value is: block and word.
    #[inline(always)]
    pub(crate) fn dict_value_at(&self, dict: Value, entry: u32) -> (u32, u32) {
        let table = self.heap.lo(dict.idx(), 2);
        (table, INDEX + (1 << self.heap.hi(table, 1)) / 2 + 3 * entry + 2)
    }

    /// The next live entry at or after `from`: its number, key and value, borrowed.
    #[must_use]
    pub fn dict_next(&self, dict: Value, mut from: u32) -> Option<(u32, Value, Value)> {
        let table = self.heap.lo(dict.idx(), 2);
        if table == 0 {
            return None;
        }
        let (entries, used) = table_entries(&self.heap, table);
        while from < used {
            let key = self.heap.value(table, entries + 3 * from + 1);
            if !key.is_null() {
                return Some((from, key, self.heap.value(table, entries + 3 * from + 2)));
            }
            from += 1;
        }
        None
    }

    /// The last live entry before `end`.
    #[must_use]
    pub fn dict_prev(&self, dict: Value, end: u32) -> Option<(u32, Value, Value)> {
        let table = self.heap.lo(dict.idx(), 2);
        if table == 0 {
            return None;
        }
        let (entries, used) = table_entries(&self.heap, table);
        (0..used.min(end)).rev().find_map(|e| {
            let key = self.heap.value(table, entries + 3 * e + 1);
            (!key.is_null()).then(|| (e, key, self.heap.value(table, entries + 3 * e + 2)))
        })
    }

    /// All keys and values, borrowed.
    #[must_use]
    pub fn dict_items(&self, dict: Value) -> Vec<(Value, Value)> {
        let mut items = Vec::with_capacity(self.dict_len(dict));
        let mut at = 0;
        while let Some((e, k, v)) = self.dict_next(dict, at) {
            items.push((k, v));
            at = e + 1;
        }
        items
    }

    /// Hash of the key in an entry.
    pub(crate) fn dict_entry_hash(&self, dict: Value, entry: u32) -> i64 {
        let table = self.heap.lo(dict.idx(), 2);
        self.heap
            .word(table, INDEX + (1 << self.heap.hi(table, 1)) / 2 + 3 * entry) as i64
    }

    /// Adds an entry that is known not to be there. Takes key and value over.
    pub(crate) fn dict_insert_new(&mut self, dict: Value, key: Value, hash: i64, value: Value) -> Res<()> {
        let d = dict.idx();
        let table = self.heap.lo(d, 2);
        if table == 0 || self.heap.lo(table, 2) >= self.heap.lo(table, 1) {
            self.dict_resize(dict).inspect_err(|_| self.drop_all(&[key, value]))?;
        }
        let table = self.heap.lo(d, 2);
        let log2 = self.heap.hi(table, 1);
        let entry = self.heap.lo(table, 2);
        let mut probe = Probe::new(hash, log2);
        loop {
            let slot = index_get(&self.heap, table, probe.at as u32);
            if slot == 0 || slot == DELETED {
                break;
            }
            probe.next();
        }
        index_set(&mut self.heap, table, probe.at as u32, entry + 1);
        let at = INDEX + (1 << log2) / 2 + 3 * entry;
        self.heap.set_word(table, at, hash as u64);
        self.heap.set_value(table, at + 1, key);
        self.heap.set_value(table, at + 2, value);
        self.heap.set_lo(table, 2, entry + 1);
        let len = self.heap.hi(d, 1);
        self.heap.set_hi(d, 1, len + 1);
        self.touch_keys(d);
        Ok(())
    }

    fn dict_resize(&mut self, dict: Value) -> Res<()> {
        let live = self.dict_len(dict) as u32;
        // As CPython: room for three times the live entries, index filled to two thirds.
        let mut log2 = 3;
        while (1u64 << log2) * 2 / 3 < u64::from(live) * 2 + 1 {
            log2 += 1;
        }
        if log2 > 27 {
            return Err(self.memory_error());
        }
        let capacity = (1u32 << log2) * 2 / 3;
        let entries = INDEX + (1 << log2) / 2;
        let new = self.alloc_storage(Kind::DictTable, entries + 3 * capacity)?;
        self.heap.set_word(new, 1, u64::from(capacity) | (log2 as u64) << 32);
        self.heap.set_word(new, 2, 0);
        for i in 0..(1 << log2) / 2 {
            self.heap.set_word(new, INDEX + i, 0);
        }
        let old = self.heap.lo(dict.idx(), 2);
        let mut n = 0;
        if old != 0 {
            let (old_entries, used) = table_entries(&self.heap, old);
            for e in 0..used {
                let at = old_entries + 3 * e;
                if self.heap.value(old, at + 1).is_null() {
                    continue;
                }
                let hash = self.heap.word(old, at) as i64;
                let mut probe = Probe::new(hash, log2);
                while index_get(&self.heap, new, probe.at as u32) != 0 {
                    probe.next();
                }
                index_set(&mut self.heap, new, probe.at as u32, n + 1);
                self.heap.copy_words(old, at, new, entries + 3 * n, 3);
                n += 1;
            }
            self.heap.free(old);
        }
        self.heap.set_lo(new, 2, n);
        self.heap.set_lo(dict.idx(), 2, new);
        Ok(())
    }

    /// Sets an item whose key needs no Python code. Takes key and value over. `Ok(false)`: it does need it; nothing
    /// was taken.
    pub fn dict_set(&mut self, dict: Value, key: Value, value: Value) -> Res<bool> {
        let hash = self.hash(key).inspect_err(|_| self.drop_all(&[key, value]))?;
        let Some(hash) = hash else { return Ok(false) };
        match self.dict_find(dict, key, hash) {
            Find::Found(entry) => {
                self.dict_set_entry(dict, entry, value);
                self.drop(key);
            }
            Find::Missing => self.dict_insert_new(dict, key, hash, value)?,
            Find::AskPython => return Ok(false),
        }
        Ok(true)
    }

    /// Sets an item by name. Takes the value over.
    pub fn dict_set_str(&mut self, dict: Value, name: &str, value: Value) -> Res<()> {
        let key = self.intern(name);
        self.dict_set(dict, key, value).map(|_| ())
    }

    /// The value of a key, borrowed; `None` if it is missing *or* takes Python code to find.
    #[must_use]
    pub fn dict_get(&mut self, dict: Value, key: Value) -> Option<Value> {
        let hash = self.hash(key).ok()??;
        match self.dict_find(dict, key, hash) {
            Find::Found(e) => Some(self.dict_entry(dict, e).1),
            _ => None,
        }
    }

    /// The value of a name, borrowed.
    #[must_use]
    pub fn dict_get_str(&mut self, dict: Value, name: &str) -> Option<Value> {
        let key = self.intern(name);
        self.dict_get(dict, key)
    }

    /// Removes an entry; gives back its key and value, owned.
    pub fn dict_remove_entry(&mut self, dict: Value, entry: u32) -> (Value, Value) {
        let table = self.heap.lo(dict.idx(), 2);
        let log2 = self.heap.hi(table, 1);
        let at = INDEX + (1 << log2) / 2 + 3 * entry;
        let mut probe = Probe::new(self.heap.word(table, at) as i64, log2);
        while index_get(&self.heap, table, probe.at as u32) != entry + 1 {
            probe.next();
        }
        index_set(&mut self.heap, table, probe.at as u32, DELETED);
        let pair = (self.heap.value(table, at + 1), self.heap.value(table, at + 2));
        self.heap.set_value(table, at + 1, Value::NULL);
        self.heap.set_value(table, at + 2, Value::NULL);
        let len = self.heap.hi(dict.idx(), 1);
        self.heap.set_hi(dict.idx(), 1, len - 1);
        self.touch_keys(dict.idx());
        pair
    }

    /// Removes everything.
    pub fn dict_clear(&mut self, dict: Value) {
        let table = self.heap.lo(dict.idx(), 2);
        if table != 0 {
            self.heap.set_lo(dict.idx(), 2, 0);
            self.heap.set_hi(dict.idx(), 1, 0);
            self.touch_keys(dict.idx());
            self.drop(Value::block(table));
        }
    }

    /// A copy with the same order, as a plain dict.
    pub fn dict_copy(&mut self, dict: Value) -> Res {
        let copy = self.new_dict()?;
        let mut at = 0;
        while let Some((e, k, v)) = self.dict_next(dict, at) {
            let hash = self.dict_entry_hash(dict, e);
            let (k, v) = (self.own(k), self.own(v));
            self.dict_insert_new(copy, k, hash, v)?;
            at = e + 1;
        }
        Ok(copy)
    }

    /// Whether two dicts have equal items, if no Python code is needed.
    pub(crate) fn eq_dicts(&self, a: Value, b: Value, depth: u32) -> Option<bool> {
        if self.dict_len(a) != self.dict_len(b) {
            return Some(false);
        }
        let depth = super::hash::deeper(depth, self.dict_len(a))?;
        let mut at = 0;
        while let Some((e, k, v)) = self.dict_next(a, at) {
            match self.dict_find(b, k, self.dict_entry_hash(a, e)) {
                Find::Found(other) => {
                    let w = self.dict_entry(b, other).1;
                    if v != w && !self.eq_at(v, w, depth)? {
                        return Some(false);
                    }
                }
                Find::Missing => return Some(false),
                Find::AskPython => return None,
            }
            at = e + 1;
        }
        Some(true)
    }
}
