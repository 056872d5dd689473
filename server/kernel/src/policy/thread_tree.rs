//! A binary tree over the numbers of threads: every leaf says something of one thread, every inner node sums up the two
//! below it. Changing a leaf takes logarithmic time, and so does finding one by the sums.

use timeslice_trace::ThreadId;

/// The tree. What is said of threads that nobody has set is the default.
#[derive(Debug, Clone, Default)]
pub(crate) struct ThreadTree<S> {
    /// Node 1 is the root; below node `i` are nodes `2 * i` and `2 * i + 1`; the leaves are the second half.
    nodes: Vec<S>,
}

/// The root's number.
pub(crate) const ROOT: usize = 1;

impl<S: Copy + Default> ThreadTree<S> {
    /// What the whole tree sums up to.
    pub(crate) fn root(&self) -> S {
        self.nodes.get(ROOT).copied().unwrap_or_default()
    }

    /// What node number `at` sums up.
    pub(crate) fn node(&self, at: usize) -> S {
        self.nodes[at]
    }

    /// The thread whose leaf is node number `at`; `None`: it is an inner node.
    pub(crate) fn leaf(&self, at: usize) -> Option<ThreadId> {
        let idx = at.checked_sub(self.nodes.len() / 2)?;
        u32::try_from(idx).ok().map(ThreadId)
    }

    /// Changes the leaf of `thread`; `sum` sums up two nodes, the lower numbers first.
    pub(crate) fn set(&mut self, thread: ThreadId, leaf: S, sum: impl Fn(S, S) -> S) {
        while self.nodes.len() / 2 <= thread.idx() {
            self.grow(&sum);
        }
        let mut at = self.nodes.len() / 2 + thread.idx();
        self.nodes[at] = leaf;
        while at > ROOT {
            at /= 2;
            self.sum_up(at, &sum);
        }
    }

    /// The threads whose leaves count, in the order of their numbers; a node counts if one below it does.
    pub(crate) fn threads(&self, counts: impl Fn(S) -> bool) -> impl Iterator<Item = ThreadId> {
        let mut next: Vec<usize> = counts(self.root()).then_some(ROOT).into_iter().collect();
        std::iter::from_fn(move || {
            loop {
                let at = next.pop()?;
                if let Some(thread) = self.leaf(at) {
                    return Some(thread);
                }
                next.extend(
                    [2 * at + 1, 2 * at]
                        .into_iter()
                        .filter(|below| counts(self.nodes[*below])),
                );
            }
        })
    }

    /// Sums node number `at` up again.
    pub(crate) fn sum_up(&mut self, at: usize, sum: impl Fn(S, S) -> S) {
        self.nodes[at] = sum(self.nodes[2 * at], self.nodes[2 * at + 1]);
    }

    fn grow(&mut self, sum: impl Fn(S, S) -> S) {
        let n_leaves = self.nodes.len().max(16);
        let leaves = self.nodes.split_off(self.nodes.len() / 2);
        self.nodes = vec![S::default(); 2 * n_leaves];
        self.nodes[n_leaves..][..leaves.len()].copy_from_slice(&leaves);
        for at in (ROOT..n_leaves).rev() {
            self.sum_up(at, &sum);
        }
    }
}
