//! Lists: a header block and a storage block that grows by an eighth, as CPython's.

use crate::vm::layout::*;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

impl Vm {
    /// A new list of these items, which it takes over.
    pub fn new_list(&mut self, items: &[Value]) -> Res {
        let made = self.new_list_of(self.types.list).and_then(|list| {
            let room = self.list_reserve(list, items.len());
            room.map(|()| list).inspect_err(|_| self.drop(list))
        });
        let list = made.inspect_err(|_| self.drop_all(items))?;
        let storage = self.heap.lo(list.idx(), 2);
        if !items.is_empty() {
            self.heap.values_mut(storage, 2, items.len()).copy_from_slice(items);
            self.set_list_len(list, items.len());
        }
        Ok(list)
    }

    /// An empty list of a class.
    pub(crate) fn new_list_of(&mut self, class: Value) -> Res {
        let idx = self.alloc(Kind::List, class, 0, 4)?;
        self.heap.set_word(idx, 2, 0);
        self.heap.set_value(idx, 3, Value::NULL);
        Ok(Value::block(idx))
    }

    /// Whether this is a list or an instance of a subclass.
    #[inline]
    #[must_use]
    pub fn is_list(&self, v: Value) -> bool {
        v.is_ref() && self.heap.kind(v.idx()) == Kind::List
    }

    /// Its items, borrowed.
    #[inline]
    #[must_use]
    pub fn list(&self, v: Value) -> &[Value] {
        let len = self.heap.hi(v.idx(), 1) as usize;
        if len == 0 {
            &[]
        } else {
            self.heap.values(self.heap.lo(v.idx(), 2), 2, len)
        }
    }

    /// Its items, to move about; counts are the caller's business.
    #[inline]
    pub fn list_mut(&mut self, v: Value) -> &mut [Value] {
        let len = self.heap.hi(v.idx(), 1) as usize;
        let storage = self.heap.lo(v.idx(), 2);
        if len == 0 {
            &mut []
        } else {
            self.heap.values_mut(storage, 2, len)
        }
    }

    /// Length.
    #[inline]
    #[must_use]
    pub fn list_len(&self, v: Value) -> usize {
        self.heap.hi(v.idx(), 1) as usize
    }

    #[inline]
    fn set_list_len(&mut self, v: Value, len: usize) {
        self.heap.set_hi(v.idx(), 1, len as u32);
        let storage = self.heap.lo(v.idx(), 2);
        if storage != 0 {
            self.heap.set_hi(storage, 1, len as u32);
        }
    }

    /// Makes room for `len` items.
    pub(crate) fn list_reserve(&mut self, v: Value, len: usize) -> Res<()> {
        let old = self.heap.lo(v.idx(), 2);
        let capacity = if old == 0 {
            0
        } else {
            self.heap.size_of(old) as usize - 2
        };
        if len <= capacity {
            return Ok(());
        }
        if len > 1 << 28 {
            return Err(self.memory_error());
        }
        let want = if capacity == 0 { len.max(4) } else { len + len / 8 + 6 };
        let new = self.alloc_storage(Kind::Slots, 2 + want as u32)?;
        let n = self.list_len(v);
        self.heap.set_word(new, 1, (n as u64) << 32);
        if old != 0 {
            self.heap.copy_words(old, 2, new, 2, n);
            self.heap.free(old);
        }
        self.heap.set_word(v.idx(), 2, u64::from(new));
        Ok(())
    }

    /// Appends an item, which it takes over.
    #[inline]
    pub fn list_push(&mut self, v: Value, item: Value) -> Res<()> {
        let len = self.list_len(v);
        let storage = self.heap.lo(v.idx(), 2);
        if storage == 0 || len + 2 >= self.heap.size_of(storage) as usize {
            self.list_reserve(v, len + 1).inspect_err(|_| self.drop(item))?;
        }
        let storage = self.heap.lo(v.idx(), 2);
        self.heap.set_value(storage, 2 + len as u32, item);
        self.set_list_len(v, len + 1);
        Ok(())
    }

    /// Appends an item, which it takes over, if the list need not grow for it.
    #[inline(always)]
    pub(crate) fn list_push_in_room(&mut self, v: Value, item: Value) -> bool {
        let len = self.list_len(v);
        let storage = self.heap.lo(v.idx(), 2);
        if storage == 0 || len + 2 >= self.heap.size_of(storage) as usize {
            return false;
        }
        self.heap.set_value(storage, 2 + len as u32, item);
        self.heap.set_hi(v.idx(), 1, len as u32 + 1);
        self.heap.set_hi(storage, 1, len as u32 + 1);
        true
    }

    /// Replaces the items from `start` to `stop` by others, which it takes over; gives back the old ones, owned.
    pub fn list_splice(&mut self, v: Value, start: usize, stop: usize, items: &[Value]) -> Res<Vec<Value>> {
        let len = self.list_len(v);
        let old = self.list(v)[start..stop].to_vec();
        let new_len = len - old.len() + items.len();
        self.list_reserve(v, new_len).inspect_err(|_| self.drop_all(items))?;
        let storage = self.heap.lo(v.idx(), 2);
        if storage != 0 {
            self.heap.copy_words(
                storage,
                2 + stop as u32,
                storage,
                (2 + start + items.len()) as u32,
                len - stop,
            );
            self.heap
                .values_mut(storage, 2 + start as u32, items.len())
                .copy_from_slice(items);
        }
        self.set_list_len(v, new_len);
        Ok(old)
    }
}
