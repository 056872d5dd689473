//! Blocks with a meaning: allocation, release, finalisation. Cycles are the business of `collect.rs`.

use super::heap::Heap;
use super::layout::*;
use super::value::Value;
use super::{Finalizer, OutOfMemory, Res, Vm};

impl Vm {
    /// A new block of a class, count 1, `aux` in word 1.
    #[inline]
    pub(crate) fn alloc(&mut self, kind: Kind, class: Value, aux: u32, words: u32) -> Res<u32> {
        match self.heap.alloc(kind, words) {
            Ok(idx) => {
                self.heap
                    .set_word(idx, 1, u64::from(class.idx()) | u64::from(aux) << 32);
                self.count_allocation();
                Ok(idx)
            }
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// The same for a block that takes `owned` over: without room for it they are released.
    #[inline]
    pub(crate) fn alloc_for(&mut self, kind: Kind, class: Value, aux: u32, words: u32, owned: &[Value]) -> Res<u32> {
        let made = self.alloc(kind, class, aux, words);
        if made.is_err() {
            self.drop_all(owned);
        }
        made
    }

    /// A storage block.
    #[inline]
    pub(crate) fn alloc_storage(&mut self, kind: Kind, words: u32) -> Res<u32> {
        let idx = self
            .heap
            .alloc(kind, words)
            .map_err(|OutOfMemory| self.memory_error())?;
        self.count_allocation();
        Ok(idx)
    }

    /// Adds a reference and gives the value back: "my own copy, please".
    #[inline(always)]
    #[must_use]
    pub fn own(&mut self, v: Value) -> Value {
        self.heap.incref(v);
        v
    }

    /// Releases a reference.
    #[inline(always)]
    pub fn drop(&mut self, v: Value) {
        if self.heap.decref_is_last(v) {
            std::hint::cold_path();
            self.dealloc(v.idx());
        }
    }

    /// Releases several references.
    pub fn drop_all(&mut self, values: &[Value]) {
        for &v in values {
            self.drop(v);
        }
    }

    /// Replaces the value in word `i` of a block. Takes `new`, releases the old one.
    #[inline]
    pub(crate) fn replace(&mut self, idx: u32, i: u32, new: Value) {
        let old = self.heap.value(idx, i);
        self.heap.set_value(idx, i, new);
        self.drop(old);
    }

    /// The last reference to `idx` is gone.
    #[inline(never)]
    pub(crate) fn dealloc(&mut self, idx: u32) {
        let plain = matches!(
            self.heap.kind(idx),
            Kind::Str | Kind::Raw | Kind::Bytes | Kind::BigInt | Kind::RangeIter
        );
        if plain && self.heap.flags(idx) & HAS_WEAKREF == 0 {
            return self.heap.free(idx);
        }
        // A list instead of recursion: a chain of a million objects must not need a deep Rust stack.
        let mut list = std::mem::take(&mut self.dealloc_list);
        let start = list.len();
        list.push(idx);
        while list.len() > start {
            let Some(idx) = list.pop() else { break };
            if self.revive(idx) {
                continue;
            }
            self.forget_block(idx);
            match self.heap.kind(idx) {
                Kind::Str | Kind::Raw | Kind::Bytes | Kind::BigInt | Kind::RangeIter => {}
                kind @ (Kind::Tuple | Kind::Slots) => {
                    let extra = kind == Kind::Tuple && self.heap.flags(idx) & TUPLE_ATTRS != 0;
                    for i in 0..self.heap.hi(idx, 1) + u32::from(extra) {
                        release(&mut self.heap, &mut list, idx, 2 + i);
                    }
                }
                Kind::Instance => {
                    for i in 0..=self.heap.hi(idx, 1) {
                        release(&mut self.heap, &mut list, idx, 3 + i);
                    }
                }
                _ => {
                    let mut children = std::mem::take(&mut self.dying_children);
                    for_each_child(&self.heap, idx, &mut |v| {
                        if v.is_ref() {
                            children.push(v);
                        }
                    });
                    for v in children.drain(..) {
                        if self.heap.decref_is_last(v) {
                            list.push(v.idx());
                        }
                    }
                    self.dying_children = children;
                }
            }
            // An instance owns its class only through user code's classes, which count.
            self.release_class(idx, &mut list);
            self.heap.free(idx);
        }
        self.dealloc_list = list;
    }

    /// Instances keep their (user-defined) class alive.
    #[inline]
    fn release_class(&mut self, idx: u32, list: &mut Vec<u32>) {
        if self.heap.kind(idx).counts_class() {
            let class = Value::block(self.heap.lo(idx, 1));
            if self.heap.decref_is_last(class) {
                list.push(class.idx());
            }
        }
    }

    /// Whether the dying block gets a last word first: `__del__`, a generator's `finally`, a warning.
    #[inline]
    fn revive(&mut self, idx: u32) -> bool {
        if matches!(
            self.heap.kind(idx),
            Kind::Instance | Kind::Generator | Kind::AsyncGenStep
        ) && let Some(finalizer) = self.finalizer_of(idx)
        {
            self.queue_finalizer(idx, finalizer);
            return true;
        }
        if self.heap.flags(idx) & HAS_WEAKREF != 0 {
            self.clear_weakrefs(idx, &|_| false);
        }
        false
    }

    pub(crate) fn queue_finalizer(&mut self, idx: u32, finalizer: fn(Value) -> Finalizer) {
        self.heap.add_flags(idx, FINALIZED);
        let v = self.own(Value::block(idx));
        self.finalizers.push_back(finalizer(v));
        self.interrupt();
    }

    /// What the machine keeps about a dying block outside the heap, or in blocks that do not count it.
    #[inline]
    pub(crate) fn forget_block(&mut self, idx: u32) {
        match self.heap.kind(idx) {
            Kind::Lock => self.free_locks.push(self.heap.hi(idx, 1)),
            Kind::WeakRef => {
                if let Some(target) = self.weakref_target(Value::block(idx))
                    && let Some(list) = self.weakrefs.get_mut(&target.idx())
                {
                    list.retain(|&w| w != idx);
                }
            }
            Kind::Class => self.unlink_class(Value::block(idx)),
            _ => {}
        }
    }

    /// Makes the main loop look up before its next instruction.
    #[inline]
    pub(crate) fn interrupt(&mut self) {
        self.limit_ps = 0;
    }

    /// The references to a dying block are dead; callbacks are called, the newest first, but for `silent` ones.
    pub(crate) fn clear_weakrefs(&mut self, idx: u32, silent: &dyn Fn(u32) -> bool) {
        self.heap.clear_flags(idx, HAS_WEAKREF);
        for weak in self.weakrefs.remove(&idx).unwrap_or_default().into_iter().rev() {
            self.heap.set_value(weak, 2, Value::NONE);
            let callback = self.heap.value(weak, 3);
            if !callback.is_none() && !silent(weak) {
                let (weak, callback) = (self.own(Value::block(weak)), self.own(callback));
                self.finalizers.push_back(Finalizer::WeakCallback(weak, callback));
                self.interrupt();
            }
        }
    }

    /// The running thread has run all its frames: what it alone held goes.
    pub(crate) fn clear_thread(&mut self) {
        let thread = &mut self.threads[self.current];
        thread.frame = 0;
        let locals = std::mem::replace(&mut thread.locals, Value::NULL);
        let handled = std::mem::replace(&mut thread.handled, Value::NULL);
        self.drop_all(&[locals, handled]);
    }

    /// Words of live blocks that are not immortal: what a run leaves behind. For the refcount audit.
    #[must_use]
    pub fn mortal_blocks(&self) -> Vec<(u32, Kind)> {
        self.heap
            .blocks()
            .filter(|&i| !self.heap.is_immortal(i))
            .map(|i| (i, self.heap.kind(i)))
            .collect()
    }
}

#[inline]
fn release(heap: &mut Heap, list: &mut Vec<u32>, idx: u32, i: u32) {
    let v = heap.value(idx, i);
    if heap.decref_is_last(v) {
        list.push(v.idx());
    }
}
