//! Threads in the order of a key, which answers in logarithmic time who has the least value among those up to a key:
//! a balanced tree in which every node knows the least value below it, as the tree of Linux's `pick_eevdf` does.
//!
//! It is a treap (Seidel and Aragon, 1996) whose priorities are a hash of the thread's number, so that equal sets are
//! equal trees.

use std::cmp::Ordering;
use timeslice_trace::ThreadId;

/// A set of threads, each with a key and a value. Threads of equal keys are in the order of their numbers.
#[derive(Debug, Clone)]
pub(crate) struct MinTree<K, V> {
    /// By thread; those who are not in the tree are unreachable.
    nodes: Vec<Option<Node<K, V>>>,
    root: Link,
    n: usize,
}

type Link = Option<ThreadId>;

#[derive(Debug, Clone, Copy)]
struct Node<K, V> {
    key: K,
    value: V,
    /// The least value of this node and all below it.
    least: V,
    left: Link,
    right: Link,
}

impl<K, V> Default for MinTree<K, V> {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            root: None,
            n: 0,
        }
    }
}

/// A hash with all bits mixed (the finaliser of `MurmurHash3`).
fn priority(thread: ThreadId) -> u32 {
    let mut bits = thread.0 ^ 0x9e37_79b9;
    bits = (bits ^ bits >> 16).wrapping_mul(0x85eb_ca6b);
    bits = (bits ^ bits >> 13).wrapping_mul(0xc2b2_ae35);
    bits ^ bits >> 16
}

impl<K: Ord + Copy, V: Ord + Copy> MinTree<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    pub(crate) fn contains(&self, thread: ThreadId) -> bool {
        matches!(self.nodes.get(thread.idx()), Some(Some(_)))
    }

    /// Adds `thread`, which is not in the tree.
    pub(crate) fn insert(&mut self, thread: ThreadId, key: K, value: V) {
        debug_assert!(!self.contains(thread), "a thread is in the tree once");
        if self.nodes.len() <= thread.idx() {
            self.nodes.resize(thread.idx() + 1, None);
        }
        self.n += 1;
        self.nodes[thread.idx()] = Some(Node {
            key,
            value,
            least: value,
            left: None,
            right: None,
        });
        self.root = Some(self.insert_below(self.root, thread, key));
    }

    /// Takes `thread` out, if it is there. Whether it was.
    pub(crate) fn remove(&mut self, thread: ThreadId) -> bool {
        let Some(Some(Node { key, .. })) = self.nodes.get(thread.idx()) else {
            return false;
        };
        self.root = self.remove_below(self.root, thread, *key);
        self.nodes[thread.idx()] = None;
        self.n -= 1;
        true
    }

    /// The least value among those whose key is at most `bound`.
    pub(crate) fn least_up_to(&self, bound: K) -> Option<V> {
        self.least_where(|key| key <= bound, |node| (node.left, node.right))
    }

    /// The least value among those whose key is above `bound`.
    pub(crate) fn least_above(&self, bound: K) -> Option<V> {
        self.least_where(|key| key > bound, |node| (node.right, node.left))
    }

    /// The first thread in the order of keys.
    pub(crate) fn first(&self) -> Option<ThreadId> {
        let mut first = self.root?;
        while let Some(left) = self.node(first).left {
            first = left;
        }
        Some(first)
    }

    /// All threads in the order of their numbers, with key and value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ThreadId, K, V)> {
        let entry = |(at, node): (usize, &Option<Node<K, V>>)| {
            node.as_ref().map(|node| (ThreadId(at as u32), node.key, node.value))
        };
        self.nodes.iter().enumerate().filter_map(entry)
    }

    fn node(&self, thread: ThreadId) -> &Node<K, V> {
        self.nodes[thread.idx()].as_ref().expect("links lead to nodes")
    }

    fn node_mut(&mut self, thread: ThreadId) -> &mut Node<K, V> {
        self.nodes[thread.idx()].as_mut().expect("links lead to nodes")
    }

    /// Where `thread` is, seen from the node of `at`.
    fn side(&self, thread: ThreadId, key: K, at: ThreadId) -> Ordering {
        (key, thread).cmp(&(self.node(at).key, at))
    }

    /// The least value of those that hold, all of which lie on one side: `split` names that side first.
    fn least_where(&self, holds: impl Fn(K) -> bool, split: impl Fn(&Node<K, V>) -> (Link, Link)) -> Option<V> {
        let mut least: Option<V> = None;
        let mut at = self.root;
        while let Some(thread) = at {
            let node = self.node(thread);
            let (inner, outer) = split(node);
            at = if holds(node.key) {
                let below = inner.map_or(node.value, |inner| self.node(inner).least.min(node.value));
                least = Some(least.map_or(below, |least| least.min(below)));
                outer
            } else {
                inner
            };
        }
        least
    }

    /// Looks at the nodes just below `thread` again.
    fn update(&mut self, thread: ThreadId) {
        let node = self.node(thread);
        let below = [node.left, node.right].into_iter().flatten();
        let least = below.map(|below| self.node(below).least).fold(node.value, V::min);
        self.node_mut(thread).least = least;
    }

    fn insert_below(&mut self, root: Link, thread: ThreadId, key: K) -> ThreadId {
        let Some(at) = root else {
            return thread;
        };
        if priority(thread) > priority(at) {
            let (left, right) = self.split(root, thread, key);
            let node = self.node_mut(thread);
            (node.left, node.right) = (left, right);
            self.update(thread);
            return thread;
        }
        if self.side(thread, key, at) == Ordering::Less {
            let left = self.insert_below(self.node(at).left, thread, key);
            self.node_mut(at).left = Some(left);
        } else {
            let right = self.insert_below(self.node(at).right, thread, key);
            self.node_mut(at).right = Some(right);
        }
        self.update(at);
        at
    }

    /// The trees of those before and behind `thread`.
    fn split(&mut self, root: Link, thread: ThreadId, key: K) -> (Link, Link) {
        let Some(at) = root else {
            return (None, None);
        };
        let halves = if self.side(thread, key, at) == Ordering::Less {
            let (before, behind) = self.split(self.node(at).left, thread, key);
            self.node_mut(at).left = behind;
            (before, root)
        } else {
            let (before, behind) = self.split(self.node(at).right, thread, key);
            self.node_mut(at).right = before;
            (root, behind)
        };
        self.update(at);
        halves
    }

    fn remove_below(&mut self, root: Link, thread: ThreadId, key: K) -> Link {
        let at = root?;
        match self.side(thread, key, at) {
            Ordering::Equal => {
                let &Node { left, right, .. } = self.node(at);
                return self.merge(left, right);
            }
            Ordering::Less => self.node_mut(at).left = self.remove_below(self.node(at).left, thread, key),
            Ordering::Greater => self.node_mut(at).right = self.remove_below(self.node(at).right, thread, key),
        }
        self.update(at);
        root
    }

    /// One tree of two, all of whose keys are in order.
    fn merge(&mut self, left: Link, right: Link) -> Link {
        let (Some(before), Some(behind)) = (left, right) else {
            return left.or(right);
        };
        let root = if priority(before) > priority(behind) {
            self.node_mut(before).right = self.merge(self.node(before).right, right);
            before
        } else {
            self.node_mut(behind).left = self.merge(left, self.node(behind).left);
            behind
        };
        self.update(root);
        Some(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chooser::{Choice, Chooser, SeededChooser};

    #[test]
    fn it_answers_as_a_list_does() {
        for seed in 0..20 {
            let mut random = SeededChooser::new(seed);
            let mut below = |n| random.choose(Choice::Order, n);
            let (mut tree, mut list) = (MinTree::default(), Vec::new());
            for _ in 0..400 {
                let (thread, key, value) = (ThreadId(below(60) as u32), below(20), below(1_000));
                let was_there = list.iter().position(|entry: &(ThreadId, u64, u64)| entry.0 == thread);
                if let Some(at) = was_there {
                    list.swap_remove(at);
                    assert!(tree.remove(thread));
                } else {
                    assert!(!tree.remove(thread));
                    list.push((thread, key, value));
                    tree.insert(thread, key, value);
                }
                let least = |holds: fn(u64, u64) -> bool| {
                    let values = list.iter().filter(|entry| holds(entry.1, key)).map(|entry| entry.2);
                    values.min()
                };
                assert_eq!(tree.least_up_to(key), least(|key, bound| key <= bound));
                assert_eq!(tree.least_above(key), least(|key, bound| key > bound));
                let first = list.iter().min_by_key(|entry| (entry.1, entry.0));
                assert_eq!(tree.first(), first.map(|entry| entry.0));
                list.sort_unstable();
                assert_eq!(tree.iter().collect::<Vec<_>>(), list);
                assert_eq!(tree.len(), list.len());
            }
        }
    }
}
