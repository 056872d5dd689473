//! What dying objects asked for: `__del__`, the closing of generators, callbacks of weak references.

use crate::vm::call::Flow;
use crate::vm::layout::Kind;
use crate::vm::thread::Ret;
use crate::vm::value::Value;
use crate::vm::{Finalizer, Res, Vm};

impl Vm {
    /// Runs what a dying object asked for.
    pub(crate) fn run_finalizer(&mut self, finalizer: Finalizer) -> Res<Flow> {
        let below = self.threads[self.current].depth;
        let flow = self.begin_finalizer(finalizer);
        let thread = &mut self.threads[self.current];
        if thread.depth > below {
            thread.finalizer_depth = below + 1;
        }
        flow
    }

    /// The next last word that the running thread is free to say. Leaves the loop's fast path open once there is none.
    pub(crate) fn next_finalizer(&mut self) -> Option<Finalizer> {
        let thread = &mut self.threads[self.current];
        let busy = thread.finalizer_depth != 0 && thread.depth >= thread.finalizer_depth;
        if busy {
            return None;
        }
        thread.finalizer_depth = 0;
        self.finalizers.pop_front()
    }

    /// A finaliser has returned: the next one's turn.
    pub(crate) fn finalizer_returned(&mut self) {
        self.threads[self.current].finalizer_depth = 0;
        self.threads[self.current].finalizer_depth = 0;
        if !self.finalizers.is_empty() {
            self.interrupt();
        }
    }

    pub(super) fn begin_finalizer(&mut self, finalizer: Finalizer) -> Res<Flow> {
        match finalizer {
            Finalizer::Del(v) => match self.special(v, self.names.__del__) {
                Some(hook) => {
                    let hook = self.own(hook);
                    self.call_owned(hook, vec![v], &[], Ret::Quiet)
                }
                None => {
                    self.drop(v);
                    Ok(Flow::Go)
                }
            },
            Finalizer::CloseGenerator(g) => {
                let flow = self.close_generator(g, Ret::GenCloseQuiet);
                self.drop(g);
                flow
            }
            Finalizer::AsyncGenerator(g) => {
                let hook = self.agen_finalizer(g.idx()).unwrap_or(Value::NONE);
                let hook = self.own(hook);
                self.call_owned(hook, vec![g], &[], Ret::Quiet)
            }
            Finalizer::NeverAwaited(g) => {
                let text = if self.is_kind(g, Kind::AsyncGenStep) {
                    let method = ["asend", "athrow", "aclose"][self.heap.word(g.idx(), 4) as usize];
                    let of = self.heap.value(self.heap.value(g.idx(), 2).idx(), 4);
                    let of = if self.is_str(of) { self.str(of) } else { "" };
                    self.new_str(&format!("coroutine method '{method}' of '{of}' was never awaited"))?
                } else {
                    Value::NONE
                };
                let result = self.slow_path("warn_never_awaited", &[g, text]);
                self.drop(text);
                self.drop(g);
                self.settle(result, Ret::Quiet)
            }
            Finalizer::WeakCallback(weak, callback) => self.call_owned(callback, vec![weak], &[], Ret::Quiet),
        }
    }
}
