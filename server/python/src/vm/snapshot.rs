//! Copies of a process to go back to.
//!
//! The heap is copied page by page (`heap.rs`), everything else that a program can change by value. What only grows
//! (codes, natives, shapes, interned names) is cut back to its length, since it holds values of the heap; caches are
//! emptied, because versions and shapes are given out again after a restore. So a process that goes on from a
//! snapshot does exactly what it did the first time, down to the addresses of blocks.

use super::heap::HeapSnapshot;
use super::layout::{Kind, STR_INTERNED};
use super::thread::ThreadState;
use super::value::Value;
use super::{Cache, Config, Finalizer, Vm, collect, trace};
use crate::sync::{LockState, SelectorState};
use std::collections::{BTreeMap, VecDeque};

macro_rules! state {
    ($($field:ident: $type:ty,)*) => {
        /// The fields of a machine that change while it runs and are copied as they are.
        #[derive(Debug, Clone)]
        struct State { $($field: $type,)* }

        impl State {
            fn of(vm: &Vm) -> Self {
                Self { $($field: vm.$field.clone(),)* }
            }

            fn put(&self, vm: &mut Vm) {
                $(vm.$field.clone_from(&self.$field);)*
            }
        }
    };
}

state! {
    config: Config,
    next_version: u32,
    next_dict_version: u64,
    modules: Value,
    builtins: Value,
    main: Value,
    finalizers: VecDeque<Finalizer>,
    weakrefs: BTreeMap<u32, Vec<u32>>,
    collector: collect::Collector,
    repr_stack: Vec<u32>,
    threads: Vec<ThreadState>,
    current: usize,
    clock_ps: u64,
    limit_ps: u64,
    horizon_ps: u64,
    breaker: bool,
    instructions: u64,
    outbox: Vec<trace::Note>,
    turn_notes: usize,
    objects: Vec<trace::Object>,
    n_tasks: u32,
    n_texts: usize,
    unwritten: [String; 2],
    switch_interval_us: u64,
    rng: u64,
    status: Option<i32>,
    locks: Vec<LockState>,
    free_locks: Vec<u32>,
    selectors: Vec<SelectorState>,
}

/// A copy of a process. Shares the pages of its heap with the snapshot that it was made after.
#[derive(Debug, Clone)]
pub struct VmSnapshot {
    heap: HeapSnapshot,
    state: State,
    n_codes: usize,
    n_natives: usize,
    n_shapes: usize,
}

impl VmSnapshot {
    /// Instructions executed until then.
    #[must_use]
    pub fn instructions(&self) -> u64 {
        self.state.instructions
    }

    /// Bytes of heap that no other snapshot shares.
    #[must_use]
    pub fn own_bytes(&self) -> usize {
        self.heap.own_bytes()
    }
}

impl Vm {
    /// Copies the process; `previous` is an older snapshot of it to share memory with.
    #[must_use]
    pub fn snapshot(&self, previous: Option<&VmSnapshot>) -> VmSnapshot {
        VmSnapshot {
            heap: self.heap.snapshot(previous.map(|p| &p.heap)),
            state: State::of(self),
            n_codes: self.codes.len(),
            n_natives: self.natives.len(),
            n_shapes: self.shapes.shapes.len(),
        }
    }

    /// Goes back to a snapshot of this process.
    pub fn restore(&mut self, snapshot: &VmSnapshot) {
        self.heap.restore(&snapshot.heap);
        snapshot.state.put(self);
        let n_codes = snapshot.n_codes;
        self.codes.truncate(n_codes);
        self.code_ids.retain(|_, &mut id| (id as usize) < n_codes);
        self.natives.truncate(snapshot.n_natives);
        let n_shapes = snapshot.n_shapes;
        self.shapes.shapes.truncate(n_shapes);
        self.shapes.next.retain(|_, &mut shape| (shape as usize) < n_shapes);
        self.shapes.find.clear();
        let heap = &self.heap;
        self.interned.retain(|text, v| {
            heap.has_block(v.idx())
                && heap.kind(v.idx()) == Kind::Str
                && heap.flags(v.idx()) & STR_INTERNED != 0
                && heap.text(v.idx(), 4, heap.hi(v.idx(), 1) as usize) == &**text
        });
        for rt in &mut self.codes {
            rt.caches.fill(Cache::EMPTY);
        }
        self.method_cache.fill((u64::MAX, Value::NULL));
    }
}
