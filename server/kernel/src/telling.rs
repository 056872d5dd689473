//! Why a thread was chosen and what the policy keeps of it, told at level `line`: nothing here changes what happens.

use crate::machine::{Context, Machine, core_id};
use crate::threads::ThreadState;
use timeslice_trace::event::Candidate;
use timeslice_trace::{Event, Level, ThreadId};

/// The most threads that a decision names.
const MAX_TOLD: usize = 8;
/// The most queued threads that are looked at for them.
const MAX_SEEN: usize = 64;

impl Machine {
    /// Who could be picked for core `idx`.
    pub(crate) fn queued(&self, idx: usize) -> Vec<ThreadId> {
        let mut queued = self.policy.queued(core_id(idx), MAX_SEEN);
        queued.retain(|thread| self.may_run(*thread, idx));
        queued
    }

    /// `winner` goes to core `idx` and not one of the others in `queued`, if there were any.
    #[inline]
    pub(crate) fn tell_decision(&mut self, cx: &mut Context<'_>, idx: usize, winner: ThreadId, queued: &[ThreadId]) {
        if queued.iter().any(|thread| *thread != winner) {
            self.tell_decision_among(cx, idx, winner, queued);
        }
    }

    fn tell_decision_among(&mut self, cx: &mut Context<'_>, idx: usize, winner: ThreadId, queued: &[ThreadId]) {
        let rule = self.policy.rule();
        let has_places = rule.unit == "place";
        let value = |(place, &thread): (usize, &ThreadId)| Candidate {
            thread,
            value: match has_places {
                true => i64::try_from(place + 1).unwrap_or(i64::MAX),
                false => self.policy.value(thread, self.now_ns),
            },
        };
        let mut among: Vec<Candidate> = queued.iter().enumerate().map(value).collect();
        match among.iter().position(|candidate| candidate.thread == winner) {
            Some(place) => among[..=place].rotate_right(1),
            None => among.insert(0, value((0, &winner))),
        }
        among.truncate(MAX_TOLD);
        let (rule, unit) = (rule.text, rule.unit.to_owned());
        self.emit(cx, Some(idx), Some(winner), Event::Decided { rule, unit, among });
    }

    /// What the policy keeps of `thread`, whose standing has just changed.
    #[inline]
    pub(crate) fn tell_values(&mut self, cx: &mut Context<'_>, thread: ThreadId) {
        if self.meter.wants(cx.level, Level::Line) && self.threads[thread].state != ThreadState::Exited {
            self.tell_values_of(cx, thread);
        }
    }

    fn tell_values_of(&mut self, cx: &mut Context<'_>, thread: ThreadId) {
        let values = self.policy.values(thread, self.now_ns);
        if !values.is_empty() {
            self.emit(cx, None, Some(thread), Event::SchedValues { values });
        }
    }
}
