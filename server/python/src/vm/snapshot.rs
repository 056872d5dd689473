//! Copies of a process to go back to.
//!
//! The heap is copied page by page (`heap.rs`), everything else that a program can change by value. What only grows
//! (codes, natives, shapes) is cut back, or filled up, to what it was; names are interned again; caches are emptied,
//! because versions and shapes are given out again after a restore. So a process that goes on from a snapshot does
//! exactly what it did the first time, down to the addresses of blocks. `fork` is a snapshot that another process
//! goes on from.

use super::heap::{Heap, HeapSnapshot};
use super::layout::{Kind, STR_INTERNED};
use super::native::NativeDef;
use super::thread::ThreadState;
use super::value::Value;
use super::{Cache, CodeRt, Config, Finalizer, LookupMap, Shape, Shapes, Vm, collect, trace};
use crate::sync::{LockState, SelectorState};
use crate::system::System;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use timeslice_trace::{ObjectId, ProcessId};

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
    process: ProcessId,
    main_thread: usize,
    objects: BTreeMap<u32, trace::Object>,
    inherited_below: u32,
    inherited: BTreeMap<u32, ObjectId>,
    n_texts: usize,
    unwritten: [String; 2],
    switch_interval_us: u64,
    max_str_digits: usize,
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
    /// Without their caches.
    codes: Vec<Arc<CodeRt>>,
    natives: Arc<[NativeDef]>,
    shapes: Arc<[Shape]>,
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

/// `now`, shared with an older copy of the same list, which only grows, if that is as long.
fn share<T: Copy>(old: Option<&Arc<[T]>>, now: &[T]) -> Arc<[T]> {
    match old {
        Some(old) if old.len() == now.len() => old.clone(),
        _ => now.into(),
    }
}

impl Vm {
    /// Copies the process; `previous` is an older snapshot of it to share memory with.
    #[must_use]
    pub fn snapshot(&self, previous: Option<&VmSnapshot>) -> VmSnapshot {
        let known = previous.map_or(&[][..], |p| &p.codes);
        let known = &known[..known.len().min(self.codes.len())];
        let new = self.codes[known.len()..].iter().map(|rt| Arc::new(rt.without_caches()));
        VmSnapshot {
            heap: self.heap.snapshot(previous.map(|p| &p.heap)),
            state: State::of(self),
            codes: known.iter().cloned().chain(new).collect(),
            natives: share(previous.map(|p| &p.natives), &self.natives),
            shapes: share(previous.map(|p| &p.shapes), &self.shapes.shapes),
        }
    }

    /// Goes back, or forward, to a snapshot of this process.
    pub fn restore(&mut self, snapshot: &VmSnapshot) {
        self.heap.restore(&snapshot.heap);
        snapshot.state.put(self);
        let n_codes = snapshot.codes.len();
        self.codes.truncate(n_codes);
        self.code_ids.retain(|_, &mut id| (id as usize) < n_codes);
        for rt in &mut self.codes {
            rt.caches.fill(Cache::EMPTY);
        }
        for rt in &snapshot.codes[self.codes.len()..] {
            let mut rt = (**rt).clone();
            rt.caches = vec![Cache::EMPTY; rt.code.instrs.len()];
            let key = Arc::as_ptr(&rt.code) as usize;
            self.code_ids.insert(key, self.codes.len() as u32);
            self.codes.push(Box::new(rt));
        }
        self.natives = snapshot.natives.to_vec();
        self.shapes = Shapes::of(snapshot.shapes.to_vec());
        self.intern_again();
        self.method_cache.fill((u64::MAX, Value::NULL));
    }

    /// A process that goes on from a snapshot of `self` or of a process of the same program: `fork`.
    #[must_use]
    pub fn another(&self, snapshot: &VmSnapshot) -> Box<Self> {
        let mut vm = Box::new(Self {
            heap: Heap::new(self.config.heap_bytes),
            types: self.types,
            names: self.names,
            config: self.config,
            exceptions: self.exceptions,
            interned: LookupMap::default(),
            codes: Vec::new(),
            code_ids: LookupMap::default(),
            shapes: Shapes::new(),
            method_cache: self.method_cache.clone(),
            next_version: 0,
            next_dict_version: 0,
            natives: Vec::new(),
            empty_tuple: self.empty_tuple,
            spare_memory_error: self.spare_memory_error,
            latin1: self.latin1.clone(),
            modules: self.modules,
            builtins: self.builtins,
            slow: self.slow,
            object_new: self.object_new,
            object_init: self.object_init,
            instance_descriptors: self.instance_descriptors,
            finalizers: VecDeque::new(),
            weakrefs: BTreeMap::new(),
            collector: self.collector,
            repr_stack: Vec::new(),
            dealloc_list: Vec::new(),
            dying_children: Vec::new(),
            files: self.files.clone(),
            n_texts: 0,
            running: super::interp::Running::NOTHING,
            dying: super::interp::Dying::default(),
            exit: None,
            list_append: self.list_append,
            patterns: self.patterns.clone(),
            threads: Vec::new(),
            current: 0,
            clock_ps: 0,
            limit_ps: 0,
            horizon_ps: 0,
            breaker: false,
            costs: self.costs,
            ps_per_ns: self.ps_per_ns,
            instructions: 0,
            outbox: Vec::new(),
            turn_notes: 0,
            wants_index: false,
            trace_lines: self.trace_lines,
            program_source: self.program_source.clone(),
            syntax_warnings: self.syntax_warnings.clone(),
            exception_texts: Vec::new(),
            program_file: self.program_file.clone(),
            system: Box::<System>::default(),
            process: self.process,
            main_thread: 0,
            objects: BTreeMap::new(),
            inherited_below: 0,
            inherited: BTreeMap::new(),
            unwritten: Default::default(),
            main: self.main,
            epoch_ns: self.epoch_ns,
            entered_ns: 0,
            switch_interval_us: self.switch_interval_us,
            max_str_digits: self.max_str_digits,
            rng: 0,
            threads_max: self.threads_max,
            status: None,
            locks: Vec::new(),
            free_locks: Vec::new(),
            selectors: Vec::new(),
        });
        vm.restore(snapshot);
        vm
    }

    /// Finds the interned names in the heap.
    fn intern_again(&mut self) {
        let heap = &self.heap;
        self.interned.clear();
        for idx in heap.blocks() {
            if heap.kind(idx) == Kind::Str && heap.flags(idx) & STR_INTERNED != 0 {
                let text = heap.text(idx, 4, heap.hi(idx, 1) as usize);
                self.interned.insert(text.into(), Value::block(idx));
            }
        }
    }
}
