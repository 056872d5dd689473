//! The virtual machine: one simulated CPython process. Values, heap, classes, frames, the evaluation loop.
//!
//! It knows neither cores nor the clock's meaning: it runs one thread until a horizon and comes back when the thread
//! needs the kernel (`driver.rs` is the other side). Natives never call Python (`reference/vm.md` 3.3).

pub mod arguments;
pub(crate) mod attr;
pub mod audit;
pub mod boot;
pub mod call;
pub mod class;
mod collect;
mod costs;
pub(crate) mod entry;
pub mod error;
pub mod generator;
pub mod heap;
pub mod import;
pub mod interp;
pub mod items;
pub mod iterate;
pub mod layout;
pub mod memory;
pub mod native;
pub mod ops;
mod rare;
mod slots;
pub mod snapshot;
pub mod thread;
pub mod trace;
mod trace_names;
pub mod types;
pub mod unwind;
pub mod value;

use crate::bytecode::Code;
use crate::compiler::{PyVersion, SyntaxWarning};
use heap::Heap;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use types::{Exc, Names, Types};
use value::Value;

pub use error::{Raised, Res};
pub use heap::OutOfMemory;
pub use native::{Args, NativeFn, NativeResult, Out, Wait};
pub use thread::ThreadState;

/// A hash map for look-ups only (never iterated), with a fixed hasher so that runs are deterministic.
pub(crate) type LookupMap<K, V> = std::collections::HashMap<K, V, std::hash::BuildHasherDefault<FxHasher>>;

/// Multiply-and-rotate hasher for small keys.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct FxHasher(u64);

impl std::hash::Hasher for FxHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A code object made ready to run: its constants and names as values, its inline caches.
#[derive(Debug, Clone)]
pub(crate) struct CodeRt {
    pub(crate) code: Arc<Code>,
    pub(crate) consts: Vec<Value>,
    pub(crate) names: Vec<Value>,
    pub(crate) localsplus: Vec<Value>,
    /// Those of `code`, one step nearer.
    pub(crate) instrs: Vec<crate::bytecode::Instr>,
    pub(crate) caches: Vec<Cache>,
    pub(crate) name: Value,
    pub(crate) qualname: Value,
    /// Whether its lines are shown as steps: the program's own code.
    pub(crate) is_user: bool,
    /// Simple signature: positional parameters only, no cells among them, a plain function.
    pub(crate) is_simple: bool,
    /// Stands for C: no check points.
    pub(crate) is_native: bool,
    pub(crate) n_args: u32,
    pub(crate) frame_words: u32,
    /// Size class of its frames in the heap.
    pub(crate) frame_class: u8,
}

impl CodeRt {
    /// A copy to keep.
    fn without_caches(&self) -> Self {
        Self {
            code: self.code.clone(),
            consts: self.consts.clone(),
            names: self.names.clone(),
            localsplus: self.localsplus.clone(),
            instrs: self.instrs.clone(),
            caches: Vec::new(),
            ..*self
        }
    }
}

/// What an instruction found the last time. Lives outside snapshots; keys are never reused, so an entry stays true.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cache {
    pub(crate) key: u64,
    pub(crate) slot: u32,
    pub(crate) what: u32,
    pub(crate) value: Value,
}

impl Cache {
    pub(crate) const EMPTY: Self = Self {
        key: u64::MAX,
        slot: 0,
        what: 0,
        value: Value::NULL,
    };
}

/// Attribute layouts of instances: a tree of "has these names in this order". Append-only, outside snapshots.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    shapes: Vec<Shape>,
    next: LookupMap<(u32, u32), u32>,
    find: LookupMap<(u32, u32), u32>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    parent: u32,
    name: Value,
    len: u32,
}

impl Shapes {
    fn new() -> Self {
        Self {
            shapes: vec![Shape {
                parent: 0,
                name: Value::NULL,
                len: 0,
            }],
            ..Self::default()
        }
    }

    /// The tree whose shapes these are.
    fn of(shapes: Vec<Shape>) -> Self {
        let grown = shapes.iter().enumerate().skip(1);
        Self {
            next: grown.map(|(i, s)| ((s.parent, s.name.idx()), i as u32)).collect(),
            find: LookupMap::default(),
            shapes,
        }
    }

    /// The shape with one name more.
    pub(crate) fn grow(&mut self, shape: u32, name: Value) -> u32 {
        if let Some(&next) = self.next.get(&(shape, name.idx())) {
            return next;
        }
        let next = self.shapes.len() as u32;
        self.shapes.push(Shape {
            parent: shape,
            name,
            len: self.shapes[shape as usize].len + 1,
        });
        self.next.insert((shape, name.idx()), next);
        next
    }

    /// The slot of `name`, if the shape has it. `name` must be interned.
    pub(crate) fn slot(&mut self, shape: u32, name: Value) -> Option<u32> {
        if let Some(&slot) = self.find.get(&(shape, name.idx())) {
            return if slot == u32::MAX { None } else { Some(slot) };
        }
        let mut at = shape;
        let mut found = None;
        while at != 0 {
            let s = self.shapes[at as usize];
            if s.name == name {
                found = Some(s.len - 1);
                break;
            }
            at = s.parent;
        }
        self.find.insert((shape, name.idx()), found.unwrap_or(u32::MAX));
        found
    }

    /// Number of names.
    pub(crate) fn len(&self, shape: u32) -> u32 {
        self.shapes[shape as usize].len
    }

    /// The names in order.
    pub(crate) fn names(&self, mut shape: u32) -> Vec<Value> {
        let mut names = Vec::new();
        while shape != 0 {
            let s = self.shapes[shape as usize];
            names.push(s.name);
            shape = s.parent;
        }
        names.reverse();
        names
    }
}

/// Something to do before the next instruction of the thread that dropped the last reference.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Finalizer {
    /// Call `__del__` of this instance (owned).
    Del(Value),
    /// Close this suspended generator (owned).
    CloseGenerator(Value),
    /// Hand this async generator (owned) to its finaliser hook.
    AsyncGenerator(Value),
    /// Warn that this coroutine or step of an async generator was never awaited (owned).
    NeverAwaited(Value),
    /// Call the callback (owned) of a weak reference (owned).
    WeakCallback(Value, Value),
}

/// Settings of one process that the language can see.
#[derive(Debug, Clone, Copy)]
pub struct Config {
    /// Which CPython.
    pub version: PyVersion,
    /// `sys.getrecursionlimit()`.
    pub depth_max: u32,
    /// Heap of the process, in bytes.
    pub heap_bytes: u64,
    /// Cores of the machine, for `os.cpu_count()`.
    pub n_cores: u32,
    /// Whether this build has a GIL.
    pub gil: bool,
    /// Seed of `random` and of everything that real CPython takes from the operating system's randomness.
    pub seed: u64,
}

/// One simulated CPython process.
pub struct Vm {
    /// The heap.
    pub heap: Heap,
    /// Built-in classes.
    pub types: Types,
    /// Names that the machine looks up.
    pub names: Names,
    /// Settings.
    pub config: Config,
    pub(crate) exceptions: [Value; Exc::COUNT],
    pub(crate) interned: LookupMap<Box<str>, Value>,
    #[allow(clippy::vec_box, reason = "the eval loop points at them while the vector grows")]
    pub(crate) codes: Vec<Box<CodeRt>>,
    pub(crate) code_ids: LookupMap<usize, u32>,
    pub(crate) shapes: Shapes,
    pub(crate) method_cache: Vec<(u64, Value)>,
    pub(crate) next_version: u32,
    pub(crate) next_dict_version: u64,
    pub(crate) natives: Vec<native::NativeDef>,
    /// Number of the native `list.append`, which the main loop does in line.
    pub(crate) list_append: u32,
    pub(crate) empty_tuple: Value,
    /// What is raised when not even a MemoryError finds room.
    pub(crate) spare_memory_error: Value,
    pub(crate) latin1: Vec<Value>,
    /// `sys.modules`
    pub modules: Value,
    /// Namespace of `builtins`.
    pub builtins: Value,
    /// Namespace of the prelude's `_builtins`.
    pub(crate) slow: Value,
    pub(crate) object_new: Value,
    pub(crate) object_init: Value,
    /// `__dict__` and `__weakref__` as classes get them for their instances.
    pub(crate) instance_descriptors: [Value; 2],
    pub(crate) finalizers: VecDeque<Finalizer>,
    pub(crate) weakrefs: BTreeMap<u32, Vec<u32>>,
    /// When to look for cycles.
    pub(crate) collector: collect::Collector,
    pub(crate) repr_stack: Vec<u32>,
    pub(crate) dealloc_list: Vec<u32>,
    /// Room for the children of one dying block, kept between deallocations.
    pub(crate) dying_children: Vec<Value>,
    /// The threads of this process; the index is the program's own, not the kernel's.
    pub threads: Vec<ThreadState>,
    /// Which of them runs.
    pub current: usize,
    /// The code that it runs, while it runs.
    pub(crate) running: interp::Running,
    /// What its instruction has released.
    pub(crate) dying: interp::Dying,
    /// Why the main loop ended.
    pub(crate) exit: Option<interp::Exit>,
    /// The running thread's clock, in picoseconds; valid whenever a native runs.
    pub clock_ps: u64,
    /// The main loop leaves its fast path when the clock reaches this.
    pub(crate) limit_ps: u64,
    /// The real horizon, while `limit_ps` is pulled down by an interrupt.
    pub(crate) horizon_ps: u64,
    /// The holder should look up at its next check point: a drop request (G5).
    pub(crate) breaker: bool,
    /// What each opcode costs, in picoseconds.
    pub(crate) costs: [u32; 256],
    /// Scale of the cost table: picoseconds per nanosecond of the reference machine.
    pub(crate) ps_per_ns: u32,
    /// Instructions executed so far.
    pub instructions: u64,
    /// What natives tell the world: output, trace events, exit. Drained by the driver.
    pub(crate) outbox: Vec<trace::Note>,
    /// How many of kernel level there have been in this turn: the same whoever watches.
    pub(crate) turn_notes: usize,
    /// Whether anyone wants line events.
    pub(crate) trace_lines: bool,
    pub(crate) program_source: Arc<str>,
    /// What the compiler has found and `warnings` has not told yet.
    pub(crate) syntax_warnings: Vec<(Arc<str>, SyntaxWarning)>,
    /// While a report is made: what `str()` said of exceptions whose class says it in Python.
    pub(crate) exception_texts: Vec<(Value, String)>,
    pub(crate) program_file: Arc<str>,
    /// A native has refused an argument that has `__index__`: with its number it is called again.
    pub(crate) wants_index: bool,
    /// The operating system: here while this process has its turn.
    pub(crate) system: Box<crate::system::System>,
    /// Which process this is.
    pub(crate) process: timeslice_trace::ProcessId,
    /// The thread whose end is the process's.
    pub(crate) main_thread: usize,
    /// Things that threads and tasks meet at, by the number of their `ObjectId`.
    pub(crate) objects: BTreeMap<u32, trace::Object>,
    /// Things with a lower number came with the copy of the parent's memory: see `trace::Vm::object_here`.
    pub(crate) inherited_below: u32,
    /// Their ids in this process.
    pub(crate) inherited: BTreeMap<u32, timeslice_trace::ObjectId>,
    /// Texts that `exec` and `eval` have compiled.
    pub(crate) n_texts: usize,
    /// Text not yet written, of stdout and stderr.
    pub(crate) unwritten: [String; 2],
    /// Namespace of `__main__`.
    pub main: Value,
    /// Latest wall-clock reading is the start of the run plus the thread's clock.
    pub(crate) epoch_ns: u64,
    /// When the thread that runs got the machine: its CPU time up to then is counted.
    pub(crate) entered_ns: u64,
    /// `sys.setswitchinterval`, in microseconds.
    pub(crate) switch_interval_us: u64,
    /// `sys.get_int_max_str_digits()`; 0: no limit.
    pub(crate) max_str_digits: usize,
    /// What the chooser answered for `seeded_order` and random seeds; asked for through `Wait`-free natives.
    pub(crate) rng: u64,
    /// Most threads alive at once.
    pub(crate) threads_max: u32,
    /// The process's exit status once it is known.
    pub(crate) status: Option<i32>,
    /// The lock-like natives keep their state here, by index stored in the block.
    pub(crate) locks: Vec<crate::sync::LockState>,
    pub(crate) free_locks: Vec<u32>,
    /// The machine's files, shared with its other processes.
    pub(crate) files: crate::files::Files,
    /// Compiled regular expressions; outside snapshots.
    pub(crate) patterns: crate::natives::re::Patterns,
    /// Event loops' selectors.
    pub(crate) selectors: Vec<crate::sync::SelectorState>,
}

impl std::fmt::Debug for Vm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vm")
            .field("heap", &self.heap)
            .field("threads", &self.threads.len())
            .finish_non_exhaustive()
    }
}
