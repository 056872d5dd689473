//! Sets: CPython's open-addressing table with short linear runs, so that sets of small ints iterate in CPython's
//! order (`Objects/setobject.c`: LINEAR_PROBES 9, growth by 4 up to 50,000 entries).

use super::dict::Find;
use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

const LINEAR_PROBES: u64 = 9;
const SMALL: u32 = 8;

impl Vm {
    /// An empty set or frozenset.
    pub fn new_set(&mut self, frozen: bool) -> Res {
        let (kind, class) = if frozen {
            (Kind::FrozenSet, self.types.frozenset)
        } else {
            (Kind::Set, self.types.set)
        };
        self.new_set_of(kind, class)
    }

    /// An empty set of a class.
    pub(crate) fn new_set_of(&mut self, kind: Kind, class: Value) -> Res {
        let idx = self.alloc(kind, class, 0, 6)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_word(idx, 3, 0);
        self.heap.set_value(idx, 4, Value::NULL);
        self.heap.set_word(idx, 5, 0);
        let set = Value::block(idx);
        self.set_table(set, SMALL)?;
        Ok(set)
    }

    fn set_table(&mut self, set: Value, size: u32) -> Res<()> {
        let table = self.alloc_storage(Kind::SetTable, 2 + 2 * size)?;
        self.heap.set_word(table, 1, u64::from(size - 1));
        for i in 0..size {
            self.heap.set_value(table, 2 + 2 * i + 1, Value::NULL);
        }
        self.heap.set_word(set.idx(), 2, u64::from(table));
        Ok(())
    }

    /// Whether this is a set or frozenset.
    #[inline]
    #[must_use]
    pub fn is_set(&self, v: Value) -> bool {
        v.is_ref() && matches!(self.heap.kind(v.idx()), Kind::Set | Kind::FrozenSet)
    }

    /// Number of elements.
    #[must_use]
    pub fn set_len(&self, set: Value) -> usize {
        self.heap.hi(set.idx(), 1) as usize
    }

    /// Elements with their hashes, in table order. Borrowed.
    pub fn set_entries(&self, set: Value) -> impl Iterator<Item = (Value, i64)> + '_ {
        let table = self.heap.lo(set.idx(), 2);
        let n = self.heap.lo(table, 1) + 1;
        (0..n).filter_map(move |i| {
            let key = self.heap.value(table, 2 + 2 * i + 1);
            (!key.is_null() && key != Value::DUMMY).then(|| (key, self.heap.word(table, 2 + 2 * i) as i64))
        })
    }

    /// The next live element at or after table position `from`: its position and itself, borrowed.
    pub(crate) fn set_next(&self, set: Value, from: u32) -> Option<(u32, Value)> {
        let table = self.heap.lo(set.idx(), 2);
        let n = self.heap.lo(table, 1) + 1;
        (from..n).find_map(|i| {
            let key = self.heap.value(table, 2 + 2 * i + 1);
            (!key.is_null() && key != Value::DUMMY).then_some((i, key))
        })
    }

    /// Hash of the element at a table position.
    pub(crate) fn set_hash_at(&self, set: Value, at: u32) -> i64 {
        self.heap.word(self.heap.lo(set.idx(), 2), 2 + 2 * at) as i64
    }

    /// Finds an element: `Found` is a table position.
    pub fn set_find(&self, set: Value, key: Value, hash: i64) -> Find {
        let table = self.heap.lo(set.idx(), 2);
        let mask = u64::from(self.heap.lo(table, 1));
        let mut perturb = hash as u64;
        let mut i = hash as u64 & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for at in i..=i + probes {
                let at = at as u32;
                let k = self.heap.value(table, 2 + 2 * at + 1);
                if k.is_null() {
                    return Find::Missing;
                }
                if k != Value::DUMMY && self.heap.word(table, 2 + 2 * at) == hash as u64 {
                    match if k == key { Some(true) } else { self.eq(k, key) } {
                        Some(true) => return Find::Found(at),
                        Some(false) => {}
                        None => return Find::AskPython,
                    }
                }
            }
            perturb >>= 5;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    /// Adds an element that is known not to be there. Takes it over.
    pub(crate) fn set_insert_new(&mut self, set: Value, key: Value, hash: i64) -> Res<()> {
        let s = set.idx();
        let table = self.heap.lo(s, 2);
        // Without room to grow it goes on in the table it has, as long as that keeps a free place for look-ups to end at.
        if self.heap.word(s, 3) + 2 > u64::from(self.heap.lo(table, 1)) {
            self.drop(key);
            return Err(self.memory_error());
        }
        insert_clean(self, table, key, hash);
        let used = self.heap.hi(s, 1) + 1;
        self.heap.set_hi(s, 1, used);
        let fill = self.heap.word(s, 3) + 1;
        self.heap.set_word(s, 3, fill);
        let mask = u64::from(self.heap.lo(table, 1));
        if fill * 5 >= mask * 3 {
            let want = if used > 50_000 { used * 2 } else { used * 4 };
            if let Err(raised) = self.set_resize(set, want) {
                self.drop(raised.0);
            }
        }
        Ok(())
    }

    /// A table with room for more than `want` entries, without dummies.
    pub(crate) fn set_resize(&mut self, set: Value, want: u32) -> Res<()> {
        let mut size = SMALL;
        while size <= want {
            if size > 1 << 26 {
                return Err(self.memory_error());
            }
            size *= 2;
        }
        let old = self.heap.lo(set.idx(), 2);
        self.set_table(set, size)?;
        let new = self.heap.lo(set.idx(), 2);
        let n = self.heap.lo(old, 1) + 1;
        for i in 0..n {
            let key = self.heap.value(old, 2 + 2 * i + 1);
            if !key.is_null() && key != Value::DUMMY {
                let hash = self.heap.word(old, 2 + 2 * i) as i64;
                insert_clean(self, new, key, hash);
            }
        }
        let used = self.heap.hi(set.idx(), 1);
        self.heap.set_word(set.idx(), 3, u64::from(used));
        self.heap.free(old);
        Ok(())
    }

    /// Adds an element whose comparison needs no Python code. Takes it over. `Ok(false)`: it needs it; not taken.
    pub fn set_add(&mut self, set: Value, key: Value) -> Res<bool> {
        let hash = self.hash(key).inspect_err(|_| self.drop(key))?;
        let Some(hash) = hash else { return Ok(false) };
        match self.set_find(set, key, hash) {
            Find::Found(_) => self.drop(key),
            Find::Missing => self.set_insert_new(set, key, hash)?,
            Find::AskPython => return Ok(false),
        }
        Ok(true)
    }

    /// Removes the element at a table position and gives it back, owned.
    pub fn set_remove_at(&mut self, set: Value, at: u32) -> Value {
        let table = self.heap.lo(set.idx(), 2);
        let key = self.heap.value(table, 2 + 2 * at + 1);
        self.heap.set_value(table, 2 + 2 * at + 1, Value::DUMMY);
        self.heap.set_word(table, 2 + 2 * at, u64::MAX);
        let used = self.heap.hi(set.idx(), 1);
        self.heap.set_hi(set.idx(), 1, used - 1);
        key
    }

    /// Removes everything.
    pub fn set_clear(&mut self, set: Value) -> Res<()> {
        let old = self.heap.lo(set.idx(), 2);
        self.set_table(set, SMALL)?;
        self.heap.set_hi(set.idx(), 1, 0);
        self.heap.set_word(set.idx(), 3, 0);
        self.drop(Value::block(old));
        Ok(())
    }

    pub(crate) fn eq_sets(&self, a: Value, b: Value) -> Option<bool> {
        if self.set_len(a) != self.set_len(b) {
            return Some(false);
        }
        for (key, hash) in self.set_entries(a) {
            match self.set_find(b, key, hash) {
                Find::Found(_) => {}
                Find::Missing => return Some(false),
                Find::AskPython => return None,
            }
        }
        Some(true)
    }
}

/// Puts a key into the first free place of its probe sequence.
fn insert_clean(vm: &mut Vm, table: u32, key: Value, hash: i64) {
    let mask = u64::from(vm.heap.lo(table, 1));
    let mut perturb = hash as u64;
    let mut i = hash as u64 & mask;
    loop {
        let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        for at in i..=i + probes {
            let at = at as u32;
            if vm.heap.value(table, 2 + 2 * at + 1).is_null() {
                vm.heap.set_word(table, 2 + 2 * at, hash as u64);
                vm.heap.set_value(table, 2 + 2 * at + 1, key);
                return;
            }
        }
        perturb >>= 5;
        i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
    }
}
