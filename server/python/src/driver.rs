//! A Python program as the kernel sees it: the machine's turns, the GIL protocol around them, and what it means to
//! wait. Each thread has a stack of things to do next; every kernel call is a return, and its answer is looked at by
//! what lies on top of that stack (`reference/cpython.md` section 1).

mod gil;
mod ipc;
mod locks;
mod select;
mod signals;
mod todo;

use crate::program::PARENT_SHIFT;
pub(crate) use todo::Todo;

use crate::process::Process;
use crate::sync::Wait;
use crate::vm::Raised;
use crate::vm::call::Flow;
use crate::vm::interp::Exit;
use crate::vm::trace::NOTES_MAX;
use crate::vm::value::Value;
use timeslice_kernel::{KernelCall, Pause, Resume, Slice, SpawnRequest, WaitQueueId};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{Event, Level, TaskId, ThreadId, WaitCause};

/// Longest turn without a look at the budgets, in virtual nanoseconds.
const TURN_NS: u64 = 10_000_000;
/// A short system call (C7: `syscall`).
const SYSCALL_NS: u64 = 400;
/// What the kernel's `clone` costs the caller (C4: a third of create, start and join).
const CLONE_NS: u64 = 15_000;

impl Process {
    /// The turn of one of its threads. `vm.system` is the system meanwhile.
    pub(crate) fn turn(&mut self, slice: &mut Slice<'_>) -> Pause {
        let me = slice.thread;
        let mut resume = slice.resume;
        loop {
            if slice.now_ns >= slice.horizon_ns && !self.thread(me).todo.last().is_some_and(Todo::takes_answer) {
                return Pause::Horizon;
            }
            let todo = self.thread(me).todo.pop().unwrap_or(Todo::Run);
            let answer = std::mem::replace(&mut resume, Resume::Nothing);
            if let Some(pause) = self.step(slice, todo, answer) {
                if self.is_too_late_for(me, &pause) {
                    resume = Resume::Interrupted;
                    continue;
                }
                return pause;
            }
        }
    }

    /// One thing. `Some`: back to the kernel.
    fn step(&mut self, slice: &mut Slice<'_>, todo: Todo, answer: Resume) -> Option<Pause> {
        let me = slice.thread;
        let index = self.thread(me).index;
        match todo {
            Todo::Begin => {
                self.enter_vm(slice, index);
                let target = std::mem::replace(&mut self.vm.threads[index].target, Value::NULL);
                let flow = self.vm.start_thread_frame(target);
                self.after_flow(slice, flow)
            }
            Todo::Run => {
                if self.vm.threads[index].frame == 0 {
                    self.thread(me).todo.push(Todo::Exit);
                    return None;
                }
                self.run_python(slice, index)
            }
            Todo::Deliver(v) => {
                self.enter_vm(slice, index);
                let ret = self.vm.threads[index].wait_ret;
                let flow = self.vm.deliver(v, ret).map(|()| Flow::Go);
                self.after_flow(slice, flow)
            }
            Todo::TakeGil => {
                if !self.gil.enabled || self.holds_gil(me) {
                    return None;
                }
                if !self.gil.locked {
                    return self.got_gil(slice);
                }
                let holder = self.gil.last_holder.unwrap_or(me);
                let interval_ns = self.vm.switch_interval_us * 1000;
                emit(self, slice, Event::GilWanted { holder, interval_ns });
                self.wait_for_gil(slice, holder)
            }
            Todo::GilWaited(switch_number) => {
                self.gil.waiters.retain(|&t| t != me);
                if !self.gil.locked {
                    return self.got_gil(slice);
                }
                let holder = self.gil.last_holder.unwrap_or(me);
                if answer == Resume::TimedOut && self.gil.switch_number == switch_number && !self.gil.drop_request {
                    self.gil.drop_request = true;
                    emit(self, slice, Event::GilRequested { holder });
                }
                self.wait_for_gil(slice, holder)
            }
            Todo::DropGil(reason) => self.drop_gil(slice, reason),
            Todo::ForceSwitch => {
                if self.gil.last_holder != Some(me) {
                    return None;
                }
                self.gil.switching = Some(me);
                self.gil.drop_request = false;
                Some(Pause::Call(KernelCall::Wait {
                    queue: self.gil_switch(),
                    timeout_ns: None,
                    cause: WaitCause::Gil,
                    object: None,
                    on: None,
                    what: String::new(),
                }))
            }
            Todo::Call(call) => {
                self.thread(me).todo.extend(signals::called(&call, slice.now_ns));
                Some(Pause::Call(call))
            }
            Todo::Called { call, until_ns } => {
                if answer == Resume::Interrupted {
                    self.interrupted_blocking(me, Todo::CallAgain { call, until_ns });
                }
                None
            }
            Todo::CallAgain { call, until_ns } => {
                let call = signals::rest_of(call, until_ns, slice.now_ns);
                self.thread(me).todo.push(Todo::Call(call));
                None
            }
            Todo::HandleSignals => {
                self.enter_vm(slice, index);
                let flow = self.vm.handle_interruption();
                self.after_flow(slice, flow)
            }
            Todo::Paused => {
                if answer == Resume::Interrupted {
                    self.interrupted(me, vec![Todo::Deliver(Value::NONE)]);
                }
                None
            }
            Todo::AcquireLock { lock, until_ns } => self.wait_for_lock(slice, index, lock, until_ns),
            Todo::LockWaited { lock, until_ns } => self.lock_waited(slice, index, lock, until_ns, answer),
            Todo::LockCompete { lock, until_ns } => {
                if self.vm.locks[lock as usize].locked {
                    let todo = &mut self.thread(me).todo;
                    todo.push(Todo::AcquireLock { lock, until_ns });
                    todo.push(Todo::DropGil(GilDropReason::Blocking));
                    return None;
                }
                self.enter_vm(slice, index);
                self.vm.take_lock(lock, index);
                self.flush_notes(slice);
                self.thread(me).todo.push(Todo::Deliver(Value::TRUE));
                None
            }
            Todo::SelectWait { selector, until_ns } => self.select_wait(slice, index, selector, until_ns),
            Todo::SelectWaited { selector, until_ns } => {
                self.select_waited(me, selector, until_ns, answer);
                None
            }
            Todo::SelectAnswers { selector } => self.select_answers(slice, index, selector),
            Todo::Exchange(exchange) => {
                let todo = self.exchange_again(slice, *exchange);
                self.thread(me).todo.extend(todo);
                None
            }
            Todo::Answered { what, answer } => {
                self.enter_vm(slice, index);
                self.vm.note(Event::IoFinished { what });
                self.flush_notes(slice);
                let answer = self.vm.answer_value(&answer);
                self.deliver(slice, answer)
            }
            Todo::Spawned { thread } => {
                let ident = self.vm.threads[thread].ident;
                let v = self.vm.new_int(ident as i64).unwrap_or(Value::NONE);
                self.thread(me).todo.push(Todo::Deliver(v));
                None
            }
            Todo::Output(stream, text) => {
                self.output_bytes += text.len() as u64;
                emit(self, slice, Event::Output { stream, text });
                None
            }
            Todo::Spend(ns) => {
                slice.now_ns += ns;
                None
            }
            Todo::BlockingEnded { what, since_ns } => {
                let ns = slice.now_ns - since_ns;
                emit(self, slice, Event::BlockingCallEnded { what, ns });
                None
            }
            Todo::Try { op, until_ns } => self.attempt(slice, op, until_ns),
            Todo::Tried { op, until_ns } => {
                self.vm.system.delist(self.vm.process, me, &op);
                if answer == Resume::Interrupted {
                    self.interrupted_blocking(me, Todo::Try { op, until_ns });
                    return None;
                }
                self.thread(me).todo.push(Todo::Try { op, until_ns });
                None
            }
            Todo::Reply(reply) => self.reply(slice, index, reply),
            Todo::WakeOthers => self.wake_others(me),
            Todo::Born(_) => self.born(me, answer),
            Todo::Exit => {
                self.thread(me).todo.push(Todo::Exit);
                if self.holds_gil(me) {
                    return self.drop_gil(slice, GilDropReason::Exit);
                }
                if index == self.vm.main_thread {
                    let status = self.vm.status.unwrap_or(0);
                    return Some(Pause::Call(KernelCall::ExitProcess {
                        process: self.vm.process,
                        status,
                    }));
                }
                self.vm.threads[index].ended = true;
                Some(Pause::Call(KernelCall::Exit))
            }
        }
    }

    /// A native's result, made while it waited, or the exception that came instead.
    fn deliver(&mut self, slice: &mut Slice<'_>, result: Result<Value, Raised>) -> Option<Pause> {
        match result {
            Ok(v) => {
                self.thread(slice.thread).todo.push(Todo::Deliver(v));
                None
            }
            Err(raised) => {
                let flow = Ok(self.vm.unwind(raised, true));
                self.after_flow(slice, flow)
            }
        }
    }

    /// An event of the running thread, now.
    pub(crate) fn note(&mut self, slice: &mut Slice<'_>, event: Event) {
        emit(self, slice, event);
    }

    fn run_python(&mut self, slice: &mut Slice<'_>, index: usize) -> Option<Pause> {
        self.enter_vm(slice, index);
        if index == self.vm.main_thread
            && let Some(handling) = self.vm.handle_signal()
            && let Err(raised) = handling
        {
            let flow = Ok(self.vm.unwind(raised, true));
            return self.after_flow(slice, flow);
        }
        self.vm.breaker = self.gil.enabled && self.gil.drop_request && self.gil.last_holder == Some(slice.thread);
        // The budget of line events may be spent: building an event that nobody takes costs as much as running.
        self.vm.trace_lines &= slice.sink.level() > Level::Kernel;
        let turn_end_ns = self.turn_end_ns.take().unwrap_or_else(|| {
            self.vm.turn_notes = 0;
            slice.now_ns + TURN_NS
        });
        let horizon_ns = slice.horizon_ns.min(turn_end_ns);
        let exit = self.vm.run(horizon_ns.saturating_mul(1000));
        let is_early = self.vm.clock_ps < horizon_ns.saturating_mul(1000) && self.vm.turn_notes <= NOTES_MAX;
        if matches!(exit, Exit::Horizon) && is_early {
            // Only to have its notes passed on.
            self.leave_vm(slice);
            self.turn_end_ns = Some(turn_end_ns);
            self.thread(slice.thread).todo.push(Todo::Run);
            return None;
        }
        self.after_flow(slice, Ok(Flow::Leave(exit)))
    }

    /// The machine works for this thread from now on.
    fn enter_vm(&mut self, slice: &Slice<'_>, index: usize) {
        self.vm.current = index;
        self.vm.clock_ps = slice.now_ns * 1000 + self.vm.threads[index].clock_rest_ps;
        self.vm.entered_ns = slice.now_ns;
    }

    /// Takes the machine's clock and notes over.
    fn leave_vm(&mut self, slice: &mut Slice<'_>) {
        let index = self.vm.current;
        let now_ns = self.vm.clock_ps / 1000;
        self.vm.threads[index].clock_rest_ps = self.vm.clock_ps % 1000;
        let start = slice.now_ns;
        self.flush_notes(slice);
        slice.now_ns = slice.now_ns.max(now_ns);
        self.vm.threads[index].cpu_ns += slice.now_ns - start;
    }

    fn flush_notes(&mut self, slice: &mut Slice<'_>) {
        if self.vm.inherited_below > 0 {
            self.vm.translate_notes();
        }
        for note in self.vm.outbox.drain(..) {
            let time_ns = note.time_ns.max(slice.now_ns);
            if let Event::Output { text, .. } = &note.event {
                self.output_bytes += text.len() as u64;
            }
            slice.sink.emit(
                time_ns,
                Some(slice.core),
                Some(slice.thread),
                note.task.map(TaskId),
                note.event,
            );
        }
    }

    /// The machine has stopped; goes on with what that means.
    fn after_flow(&mut self, slice: &mut Slice<'_>, flow: Result<Flow, Raised>) -> Option<Pause> {
        let flow = match flow {
            Ok(flow) => flow,
            Err(raised) => self.vm.unwind(raised, true),
        };
        self.leave_vm(slice);
        let me = slice.thread;
        let exit = match flow {
            Flow::Go => {
                self.thread(me).todo.push(Todo::Run);
                return None;
            }
            Flow::Leave(exit) => exit,
        };
        match exit {
            Exit::Horizon => {
                // Back to the kernel even before the horizon, so that a long turn can be called off.
                self.thread(me).todo.push(Todo::Run);
                Some(Pause::Horizon)
            }
            Exit::Breaker => {
                self.vm.breaker = false;
                let todo = &mut self.thread(me).todo;
                todo.push(Todo::Run);
                todo.push(Todo::TakeGil);
                todo.push(Todo::DropGil(GilDropReason::Requested));
                None
            }
            Exit::Finished(v) => {
                (*self.vm).drop(v);
                self.vm.clear_thread();
                self.thread(me).todo.push(Todo::Exit);
                None
            }
            Exit::Died(exc) => {
                self.vm.threads[self.vm.current].frame = 0;
                self.thread_died(slice, exc);
                self.vm.clear_thread();
                self.thread(me).todo.push(Todo::Exit);
                None
            }
            Exit::Wait(wait) => self.begin_wait(slice, wait),
        }
    }

    /// What each kind of waiting is made of.
    fn begin_wait(&mut self, slice: &mut Slice<'_>, wait: Wait) -> Option<Pause> {
        let me = slice.thread;
        let now = slice.now_ns;
        let drop_gil = Todo::DropGil(GilDropReason::Blocking);
        let blocking = |first: Todo| vec![Todo::Deliver(Value::NONE), Todo::TakeGil, first, drop_gil.clone()];
        let todo = match wait {
            Wait::Acquire { lock, timeout_ns } => {
                vec![
                    Todo::AcquireLock {
                        lock,
                        until_ns: timeout_ns.map(|t| now.saturating_add(t)),
                    },
                    drop_gil,
                ]
            }
            Wait::WakeLock { lock, thread } => {
                let kernel = self.vm.threads[thread].kernel?;
                let call = KernelCall::WakeThread {
                    queue: self.lock_queue(lock),
                    thread: kernel,
                };
                vec![Todo::Deliver(Value::NONE), Todo::Call(call)]
            }
            Wait::Sleep { ns, what } => {
                let in_task = self.vm.threads[self.vm.current].task.is_some();
                let sleep = Todo::Call(KernelCall::Sleep {
                    duration_ns: ns,
                    cause: WaitCause::Sleep,
                    what: what.clone(),
                });
                let mut todo = blocking(sleep);
                if in_task {
                    todo.insert(1, Todo::BlockingEnded { what, since_ns: now });
                }
                todo
            }
            Wait::Select { selector, timeout_ns } => self.begin_select(selector, timeout_ns, now),
            Wait::WakeSelector { selector } => {
                self.vm.selectors[selector as usize].rung = true;
                let mut todo = vec![Todo::Deliver(Value::NONE)];
                todo.extend(self.wake_selector(selector));
                todo
            }
            Wait::Exchange(exchange) => self.begin_exchange(slice, *exchange),
            Wait::Spawn { thread, name, label } => {
                slice.now_ns += CLONE_NS;
                let daemon = self.vm.threads[thread].daemon;
                let request = SpawnRequest {
                    process: Some(self.vm.process),
                    process_name: None,
                    name,
                    function: label,
                    daemon,
                    token: thread as u64 | u64::from(me.0) << PARENT_SHIFT,
                    sched: self.vm.system.standing(me).params(),
                };
                vec![
                    Todo::Spawned { thread },
                    Todo::Call(KernelCall::Spawn(Box::new(request))),
                ]
            }
            Wait::Write { stream, text } => {
                // With nobody waiting for it, letting the GIL go for the write cannot be noticed.
                if self.gil.waiters.is_empty() || !self.gil.enabled {
                    vec![
                        Todo::Deliver(Value::NONE),
                        Todo::Output(stream, text),
                        Todo::Spend(SYSCALL_NS),
                    ]
                } else {
                    vec![
                        Todo::Deliver(Value::NONE),
                        Todo::TakeGil,
                        Todo::Output(stream, text),
                        Todo::Spend(SYSCALL_NS),
                        drop_gil,
                    ]
                }
            }
            Wait::Syscall { ns } => blocking(Todo::Spend(ns)),
            Wait::ExitProcess { status } => {
                self.vm.status = Some(status);
                vec![Todo::Call(KernelCall::ExitProcess {
                    process: self.vm.process,
                    status,
                })]
            }
            Wait::Do { op, timeout_ns } => self.begin_op(op, timeout_ns.map(|t| now.saturating_add(t)), now),
            Wait::WakeOthers => vec![Todo::Deliver(Value::NONE), Todo::WakeOthers],
            Wait::Birth(birth) => self.begin_birth(slice, birth),
            Wait::Kill { process, signal } => {
                vec![
                    Todo::Deliver(Value::NONE),
                    Todo::Call(KernelCall::ExitProcess {
                        process,
                        status: -signal,
                    }),
                ]
            }
            Wait::Signal { .. } | Wait::Alarm { .. } | Wait::Pause | Wait::Again | Wait::Forget => {
                self.begin_signal_wait(me, wait)
            }
            Wait::SetScheduling { thread, only_cores } => {
                let params = Box::new(self.vm.system.standing(thread).params());
                vec![
                    Todo::Deliver(Value::NONE),
                    Todo::Call(KernelCall::SetScheduling {
                        thread,
                        params,
                        only_cores,
                    }),
                ]
            }
            Wait::Hang => {
                let call = KernelCall::Wait {
                    queue: HANG,
                    timeout_ns: None,
                    cause: WaitCause::Gil,
                    object: None,
                    on: None,
                    what: "the interpreter has finished".to_owned(),
                };
                vec![Todo::Call(call), drop_gil]
            }
        };
        self.thread(me).todo.extend(todo);
        None
    }

    /// An exception has left a thread's first frame. The library reports its own; this is the machine's last resort.
    fn thread_died(&mut self, slice: &mut Slice<'_>, exc: Value) {
        let text = self.vm.format_traceback(exc);
        (*self.vm).drop(exc);
        if self.vm.current == self.vm.main_thread && self.vm.status.is_none() {
            self.vm.status = Some(1);
        }
        self.vm.write_stderr(&text);
        self.flush_notes(slice);
    }
}

fn emit(process: &mut Process, slice: &mut Slice<'_>, event: Event) {
    let event = if process.vm.inherited_below > 0 {
        let event = process.vm.translate(event);
        process.flush_notes(slice);
        event
    } else {
        event
    };
    let index = process.thread(slice.thread).index;
    let task = process.vm.threads[index].task;
    slice.sink.emit(
        slice.now_ns,
        Some(slice.core),
        Some(slice.thread),
        task.map(TaskId),
        event,
    );
}

const HANG: WaitQueueId = WaitQueueId(3);

/// Where a thread waits for what processes share.
pub(crate) fn op_queue(thread: ThreadId) -> WaitQueueId {
    WaitQueueId(3 << 32 | u64::from(thread.0))
}

/// Queues that each process has for itself.
impl Process {
    fn own_queue(&self, kind: u64, n: u32) -> WaitQueueId {
        WaitQueueId(u64::from(self.vm.process.0) << 40 | kind << 32 | u64::from(n))
    }

    fn gil_cond(&self) -> WaitQueueId {
        self.own_queue(0, 1)
    }

    fn gil_switch(&self) -> WaitQueueId {
        self.own_queue(0, 2)
    }

    fn lock_queue(&self, lock: u32) -> WaitQueueId {
        self.own_queue(1, lock)
    }
}
