//! The collector of reference cycles: CPython's trial deletion.
//!
//! References between blocks that can be in a cycle are subtracted from their counts; whatever still has a count is
//! referred to from outside (a running frame, a thread, the machine, an immortal block), and all that it reaches
//! lives. The rest is garbage. No list of roots is needed, because every owner counts.
//!
//! It runs at the loop head, where registers are saved, and in `gc.collect()`; when is a matter of counts alone, so
//! runs are deterministic. Finalisers come first (PEP 442): what they can reach stays until they have run, and goes
//! with the next collection unless they have brought it back.

use super::layout::{for_each_child, *};
use super::value::Value;
use super::{Finalizer, Vm};

/// Fewest new containers between two collections.
const GROWTH_MIN: usize = 20_000;
/// What looking at one block costs in CPython, in nanoseconds: an estimate.
const BLOCK_NS: u64 = 10;

/// When to collect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Collector {
    /// `gc.isenabled()`.
    pub(crate) enabled: bool,
    /// To be done at the next loop head.
    pub(crate) due: bool,
    /// So many live containers make a collection due.
    at_blocks: usize,
    /// So many words of heap in use, too: half of what was left at the last collection.
    at_words: usize,
    /// Finalisers of the last collection hold garbage back.
    held_back: bool,
}

impl Collector {
    /// Never.
    pub(crate) const OFF: Self = Self {
        enabled: true,
        due: false,
        at_blocks: usize::MAX,
        at_words: usize::MAX,
        held_back: false,
    };
}

/// State of a block during a collection, by half its index (indices are even): counts not accounted for, plus one.
struct Marks(Vec<u32>);

/// Not looked at: not in use, immortal, or refers to nothing.
const LEAF: u32 = 0;
/// Unreachable, when counting is done.
const GARBAGE: u32 = 1;
/// Unreachable, but a finaliser can see it.
const HELD_BACK: u32 = u32::MAX - 1;
/// Reachable.
const LIVE: u32 = u32::MAX;

impl Marks {
    fn of(&self, idx: u32) -> u32 {
        self.0[idx as usize / 2]
    }

    fn set(&mut self, idx: u32, mark: u32) {
        self.0[idx as usize / 2] = mark;
    }
}

/// Whether blocks of this kind take part in collections.
fn is_container(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Free | Kind::Str | Kind::Bytes | Kind::BigInt | Kind::Complex | Kind::RangeIter | Kind::Code | Kind::Raw
    )
}

impl Vm {
    /// The counts from which on a collection is due, with `n_tracked` blocks alive that take part.
    pub(crate) fn plan_collection(&mut self, n_tracked: usize) {
        let (used, max) = self.heap.room();
        self.collector.at_blocks = self.heap.live_containers + GROWTH_MIN.max(n_tracked / 2);
        self.collector.at_words = used + (max.saturating_sub(used) / 2).max(1 << 12);
    }

    /// After each allocation.
    #[inline(always)]
    pub(crate) fn count_allocation(&mut self) {
        if self.heap.live_containers >= self.collector.at_blocks || self.heap.room().0 >= self.collector.at_words {
            self.ask_for_collection();
        }
    }

    #[cold]
    fn ask_for_collection(&mut self) {
        if self.collector.enabled && !self.collector.due {
            self.collector.due = true;
            self.interrupt();
        }
    }

    /// `gc.collect()`: the number of unreachable objects. `again`: only if finalisers of the last one held some back.
    pub(crate) fn collect(&mut self, again: bool) -> usize {
        if again && !self.collector.held_back {
            return 0;
        }
        self.collector.due = false;
        let (mut marks, n_tracked) = self.subtract_references();
        self.mark_reachable(&mut marks);
        let garbage: Vec<u32> = self.heap.blocks().filter(|&i| marks.of(i) == GARBAGE).collect();
        let n_objects = garbage.iter().filter(|&&i| self.heap.kind(i).is_counted()).count();
        self.charge(BLOCK_NS * n_tracked as u64);
        self.clear_weakrefs_to(&marks);
        self.queue_finalizers(&garbage, &mut marks);
        self.free_garbage(garbage, &marks);
        self.plan_collection(n_tracked);
        n_objects
    }

    /// The count of each block that takes part, less the references from others that do; and how many there are.
    fn subtract_references(&self) -> (Marks, usize) {
        let heap = &self.heap;
        let mut marks = Marks(vec![LEAF; heap.room().0 / 2 + 1]);
        let mut n = 0;
        for idx in heap.blocks() {
            if is_container(heap.kind(idx)) && !heap.is_immortal(idx) {
                marks.set(idx, heap.rc(idx) + 1);
                n += 1;
            }
        }
        for idx in heap.blocks() {
            if marks.of(idx) == LEAF {
                continue;
            }
            self.for_each_counted(idx, &mut |v| {
                let mark = if v.is_ref() { marks.of(v.idx()) } else { LEAF };
                if mark != LEAF {
                    debug_assert!(mark > 1, "block {} is referred to more often than it counts", v.idx());
                    marks.set(v.idx(), (mark - 1).max(1));
                }
            });
        }
        (marks, n)
    }

    fn mark_reachable(&self, marks: &mut Marks) {
        let mut list = Vec::new();
        for idx in self.heap.blocks() {
            if !matches!(marks.of(idx), LEAF | GARBAGE | LIVE) {
                marks.set(idx, LIVE);
                list.push(idx);
                self.mark_from(&mut list, marks, LIVE);
            }
        }
    }

    /// Marks all that the listed blocks reach.
    fn mark_from(&self, list: &mut Vec<u32>, marks: &mut Marks, mark: u32) {
        while let Some(idx) = list.pop() {
            let mut reach = |v: Value| {
                if v.is_ref() && marks.of(v.idx()) != LEAF && marks.of(v.idx()) < mark {
                    marks.set(v.idx(), mark);
                    list.push(v.idx());
                }
            };
            for_each_child(&self.heap, idx, &mut reach);
            // Every block needs its class, whether it counts as a reference or not.
            if !matches!(self.heap.kind(idx), Kind::Slots | Kind::DictTable | Kind::SetTable) {
                reach(Value::block(self.heap.lo(idx, 1)));
            }
        }
    }

    /// The references that a block counts.
    fn for_each_counted(&self, idx: u32, f: &mut dyn FnMut(Value)) {
        for_each_child(&self.heap, idx, f);
        if self.heap.kind(idx).counts_class() {
            f(Value::block(self.heap.lo(idx, 1)));
        }
    }

    /// Weak references to garbage are dead from now on; callbacks of those that are garbage themselves are not called.
    fn clear_weakrefs_to(&mut self, marks: &Marks) {
        let targets: Vec<u32> = self
            .weakrefs
            .keys()
            .copied()
            .filter(|&t| marks.of(t) == GARBAGE)
            .collect();
        for target in targets {
            self.clear_weakrefs(target, &|weak| marks.of(weak) == GARBAGE);
        }
    }

    /// Whatever has a last word gets it, with all that it can reach still there.
    fn queue_finalizers(&mut self, garbage: &[u32], marks: &mut Marks) {
        let mut list = Vec::new();
        let mut dying: Vec<u32> = garbage
            .iter()
            .copied()
            .filter(|&i| self.finalizer_of(i).is_some())
            .collect();
        // The oldest first; generators do not know their age.
        dying.sort_by_key(|&i| {
            if self.heap.kind(i) == Kind::Instance {
                self.heap.hi(i, 2)
            } else {
                0
            }
        });
        for idx in dying {
            if let Some(finalizer) = self.finalizer_of(idx) {
                self.queue_finalizer(idx, finalizer);
                if marks.of(idx) == GARBAGE {
                    marks.set(idx, HELD_BACK);
                    list.push(idx);
                    self.mark_from(&mut list, marks, HELD_BACK);
                }
            }
        }
        self.collector.held_back = garbage.iter().any(|&i| marks.of(i) == HELD_BACK);
    }

    fn free_garbage(&mut self, mut garbage: Vec<u32>, marks: &Marks) {
        garbage.retain(|&i| marks.of(i) == GARBAGE);
        for &idx in &garbage {
            self.forget_block(idx);
        }
        for &idx in &garbage {
            let mut others = Vec::new();
            self.for_each_counted(idx, &mut |v| {
                if v.is_ref() && marks.of(v.idx()) != GARBAGE {
                    others.push(v);
                }
            });
            self.drop_all(&others);
        }
        for idx in garbage {
            self.heap.free(idx);
        }
    }

    /// The last word that a dying block has, if it has not had it: `__del__`, a generator's `finally`, a warning.
    pub(crate) fn finalizer_of(&self, idx: u32) -> Option<fn(Value) -> Finalizer> {
        use crate::objects::class_flags::HAS_DEL;
        if self.heap.flags(idx) & FINALIZED != 0 {
            return None;
        }
        match self.heap.kind(idx) {
            Kind::Instance if self.class_flags(Value::block(self.heap.lo(idx, 1))) & HAS_DEL != 0 => {
                Some(Finalizer::Del)
            }
            Kind::Generator if self.heap.hi(idx, 1) != GEN_CLOSED && self.agen_finalizer(idx).is_some() => {
                Some(Finalizer::AsyncGenerator)
            }
            Kind::AsyncGenStep if self.heap.hi(idx, 1) == STEP_NEW && self.config.version.minor() >= 13 => {
                Some(Finalizer::NeverAwaited)
            }
            Kind::Generator => match self.heap.hi(idx, 1) {
                GEN_SUSPENDED if self.suspended_in_try(idx) => Some(Finalizer::CloseGenerator),
                GEN_CREATED if self.heap.lo(idx, 1) == self.types.coroutine.idx() => Some(Finalizer::NeverAwaited),
                _ => None,
            },
            _ => None,
        }
    }
}
