//! The audit of reference counts: every block's count against the references that there are.
//!
//! For tests. Whoever owns a reference outside the heap is named in `roots`; what a process holds from its start on
//! (classes, interned names, code) is not, and shows in the audit of a fresh process just the same.

use super::layout::{Kind, for_each_child, frame};
use super::value::Value;
use super::{Finalizer, Vm};
use std::collections::BTreeMap;

/// A block whose count is not the number of references to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unaccounted {
    /// What it is.
    pub kind: Kind,
    /// Its count less the references found: above zero it is never freed, below it is freed too early.
    pub excess: i64,
}

impl Vm {
    /// The mortal blocks whose count is wrong, by index; `held`: references that the driver owns.
    #[must_use]
    pub fn unaccounted(&self, held: &[Value]) -> BTreeMap<u32, Unaccounted> {
        let mut found: BTreeMap<u32, i64> = BTreeMap::new();
        let mut refer = |v: Value| {
            if v.is_ref() {
                *found.entry(v.idx()).or_default() += 1;
            }
        };
        for idx in self.heap.blocks() {
            for_each_child(&self.heap, idx, &mut refer);
            if self.heap.kind(idx).counts_class() {
                refer(Value::block(self.heap.lo(idx, 1)));
            }
        }
        self.roots(&mut refer);
        held.iter().copied().for_each(&mut refer);
        let wrong = self
            .heap
            .blocks()
            .filter(|&i| !self.heap.is_immortal(i))
            .filter_map(|i| {
                let excess = i64::from(self.heap.rc(i)) - found.get(&i).copied().unwrap_or(0);
                let kind = self.heap.kind(i);
                (excess != 0).then_some((i, Unaccounted { kind, excess }))
            });
        wrong.collect()
    }

    /// References that the machine owns while it runs.
    fn roots(&self, refer: &mut dyn FnMut(Value)) {
        refer(self.main);
        for thread in &self.threads {
            let mut f = thread.frame;
            while f != 0 {
                // A running generator's frame is its generator's, which is kept alive by running.
                let generator = self.heap.lo(f, frame::GENERATOR);
                refer(Value::block(if generator == 0 { f } else { generator }));
                f = self.heap.lo(f, frame::PREV_SP);
            }
            refer(thread.handled);
            thread.handled_outer.iter().copied().for_each(&mut *refer);
            refer(thread.locals);
            refer(thread.target);
        }
        for &finalizer in &self.finalizers {
            match finalizer {
                Finalizer::Del(v)
                | Finalizer::CloseGenerator(v)
                | Finalizer::AsyncGenerator(v)
                | Finalizer::NeverAwaited(v) => refer(v),
                Finalizer::WeakCallback(weak, callback) => {
                    refer(weak);
                    refer(callback);
                }
            }
        }
        for selector in &self.selectors {
            selector.requests.iter().for_each(|request| refer(request.token));
        }
    }
}
