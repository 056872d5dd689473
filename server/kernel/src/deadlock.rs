//! When nobody can ever run again: who waits for whom.

use crate::machine::Machine;
use crate::program::Program;
use timeslice_trace::ThreadId;
use timeslice_trace::event::WaitLink;

impl Machine {
    /// The first ring of waiters in order of thread numbers, beginning with its lowest thread; all waiters if there
    /// is no ring.
    pub(crate) fn ring_of_waiters(&self, program: &dyn Program) -> Vec<WaitLink> {
        let links: Vec<WaitLink> = self
            .threads
            .blocked()
            .map(|(thread, blocked)| WaitLink {
                thread,
                cause: blocked.cause,
                object: blocked.object,
                holder: blocked.object.and_then(|object| program.holder(object)).or(blocked.on),
            })
            .collect();
        ring(&links).unwrap_or(links)
    }
}

/// The first ring in `links`, found by following holders; every link is walked at most once.
fn ring(links: &[WaitLink]) -> Option<Vec<WaitLink>> {
    let mut by_thread: Vec<(ThreadId, usize)> = links.iter().enumerate().map(|(at, link)| (link.thread, at)).collect();
    by_thread.sort_unstable();
    let find = |thread: ThreadId| {
        let found = by_thread.binary_search_by_key(&thread, |&(thread, _)| thread).ok()?;
        Some(by_thread[found].1)
    };
    // The number of the walk that came by, from 1.
    let mut seen = vec![0; links.len()];
    for &(_, start) in &by_thread {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            match links[at].holder.and_then(find) {
                Some(next) if seen[next] == start + 1 => return Some(ring_from(links, next, find)),
                Some(next) => at = next,
                None => break,
            }
        }
    }
    None
}

fn ring_from(links: &[WaitLink], start: usize, find: impl Fn(ThreadId) -> Option<usize>) -> Vec<WaitLink> {
    let mut members = vec![start];
    let mut at = start;
    while let Some(next) = links[at].holder.and_then(&find)
        && next != start
    {
        members.push(next);
        at = next;
    }
    let lowest = (0..members.len())
        .min_by_key(|&at| links[members[at]].thread)
        .unwrap_or(0);
    members.rotate_left(lowest);
    members.into_iter().map(|at| links[at].clone()).collect()
}
