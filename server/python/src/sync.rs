//! What makes a thread wait, and the locks of the simulated process: `Lock`, `RLock`, the library's private locks.
//!
//! State lives here, in plain values that a snapshot copies; waiting itself is the driver's work.

use crate::exchange::Answer;
use crate::system::{Interest, Op};
use crate::vm::layout::Kind;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{NativeResult, Out, Res, Vm};
use std::collections::VecDeque;
use timeslice_trace::{Event, LockKind, ObjectId, ProcessId, Stream, ThreadId, WaitCause};

/// Why a thread leaves the machine in the middle of a native, and what it gets in the end.
#[derive(Debug, Clone, PartialEq)]
pub enum Wait {
    /// For a lock that is not free (T9). True, or False after the timeout.
    Acquire {
        /// Index of the lock.
        lock: u32,
        /// How long at most.
        timeout_ns: Option<u64>,
    },
    /// `Condition`-free wake-up: lets the first waiter of a lock look again. None.
    WakeLock {
        /// Index of the lock.
        lock: u32,
        /// The waiter, an index of a thread of this process.
        thread: usize,
    },
    /// `time.sleep`. None.
    Sleep {
        /// How long.
        ns: u64,
        /// As written, for the trace.
        what: String,
    },
    /// An event loop's `select`. The list of the answers that are there, as pairs of token and answer.
    Select {
        /// Index of the selector.
        selector: u32,
        /// How long at most.
        timeout_ns: Option<u64>,
    },
    /// Wakes an event loop. None.
    WakeSelector {
        /// Index of the selector.
        selector: u32,
    },
    /// Something of a host on the network. The answer, or None at once if a selector is told.
    Exchange(Box<crate::exchange::Exchange>),
    /// Creates the kernel thread of a thread of this process. Its ident.
    Spawn {
        /// Index of the thread.
        thread: usize,
        /// Its name.
        name: String,
        /// What it runs.
        label: String,
    },
    /// Writes to the console: a system call that releases the GIL (G21). None.
    Write {
        /// Where.
        stream: Stream,
        /// What.
        text: String,
    },
    /// A short system call that releases the GIL (G19). None.
    Syscall {
        /// How long.
        ns: u64,
    },
    /// Ends the process at once.
    ExitProcess {
        /// The exit status.
        status: i32,
    },
    /// An operation on what processes share, waited for at most so long. What came of it.
    Do {
        /// What.
        op: Op,
        /// How long at most.
        timeout_ns: Option<u64>,
    },
    /// The threads in `System::wakes` may look again. None.
    WakeOthers,
    /// Creates a process: a copy of this one, or a new interpreter. Its pid; 0 in the copy.
    Birth(Birth),
    /// Sends a signal to a process. None.
    Kill {
        /// To which.
        process: ProcessId,
        /// Which.
        signal: i32,
    },
    /// Tells a thread that its process has a signal to handle. None.
    Signal {
        /// The main thread of that process.
        thread: ThreadId,
    },
    /// `signal.pause`: until a signal has been handled. None.
    Pause,
    /// Sets the alarm of this process. None.
    Alarm {
        /// When it rings; `None`: never.
        after_ns: Option<u64>,
    },
    /// A thread is scheduled by what [`System::standing`](crate::system::System::standing) says from now on. None.
    SetScheduling {
        /// Which.
        thread: ThreadId,
        /// Whether its nice value is as it was.
        only_cores: bool,
    },
    /// The rest of the wait that a signal has cut short.
    Again,
    /// Gives that wait up. None.
    Forget,
    /// Waits for ever: a daemon thread that outlives its interpreter (G31).
    Hang,
}

/// What a new process begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum Birth {
    /// A copy of the memory of the process whose thread forks.
    Fork {
        /// Its name in the trace.
        name: String,
    },
    /// A new interpreter that is given something to do.
    Spawn {
        /// Its name in the trace.
        name: String,
        /// The function of `_main` that begins it with (run_module, payload).
        function: &'static str,
        /// What it is given to do.
        payload: Vec<u8>,
        /// Files that it inherits, by descriptor.
        files: Vec<(usize, u32)>,
    },
}

/// How a lock shows in the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// As an object of its own.
    Public(ObjectId),
    /// Not at all; waiting for it has this cause, at this object, on this thread.
    Private(WaitCause, Option<ObjectId>, Option<ThreadId>),
}

/// A thread that waits for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiter {
    /// Index of the thread.
    pub thread: usize,
    /// Since when, in virtual nanoseconds.
    pub since_ns: u64,
}

/// A lock.
#[derive(Debug, Clone)]
pub struct LockState {
    /// Whether it is held.
    pub locked: bool,
    /// The thread that took it: owner of an `RLock`, for display otherwise.
    pub owner: Option<usize>,
    /// Times an `RLock` is held.
    pub count: u32,
    /// Whether it is an `RLock`.
    pub reentrant: bool,
    /// Who waits, longest first (T11).
    pub waiters: VecDeque<Waiter>,
    /// A waiter that owns the lock already, without having run (T12).
    pub handed_to: Option<usize>,
    /// How it shows.
    pub face: Face,
}

/// An event loop's selector: a bell and the answers of simulated services under way.
#[derive(Debug, Clone, Default)]
pub struct SelectorState {
    /// Rung since the last `select`.
    pub rung: bool,
    /// The thread that waits in it.
    pub waiting: Option<usize>,
    /// In order of request.
    pub requests: Vec<Pending>,
    /// Files that it watches, in order of registration.
    pub files: Vec<Interest>,
}

/// An answer under way to a selector.
#[derive(Debug, Clone)]
pub struct Pending {
    /// When it is there, in virtual nanoseconds.
    pub due_ns: u64,
    /// What was asked, for the trace.
    pub what: String,
    /// What `select` gives back with it.
    pub token: Value,
    /// The answer.
    pub answer: Answer,
}

/// A waiter parked longer than this is handed the lock (T12: `parking_lot.c`, one millisecond).
const HANDOFF_NS: u64 = 1_000_000;

impl Vm {
    /// A new lock.
    pub(crate) fn new_lock(&mut self, reentrant: bool, face: Option<Face>) -> Res {
        let class = if reentrant { self.types.rlock } else { self.types.lock };
        let state = LockState {
            locked: false,
            owner: None,
            count: 0,
            reentrant,
            waiters: VecDeque::new(),
            handed_to: None,
            face: face.unwrap_or(Face::Private(WaitCause::Lock, None, None)),
        };
        let index = match self.free_locks.pop() {
            Some(i) => {
                self.locks[i as usize] = state;
                i
            }
            None => {
                self.locks.push(state);
                self.locks.len() as u32 - 1
            }
        };
        let v = self.new_simple(Kind::Lock, class, index, &[])?;
        if face.is_none() {
            let kind = if reentrant { LockKind::RLock } else { LockKind::Lock };
            let id = self.new_object(v, kind);
            self.locks[index as usize].face = Face::Public(id);
        }
        Ok(v)
    }

    /// Index of a lock's state.
    pub(crate) fn lock_index(&self, v: Value) -> u32 {
        debug_assert!(self.is_kind(v, Kind::Lock), "a lock");
        self.heap.hi(v.idx(), 1)
    }

    pub(crate) fn lock_is_locked(&self, v: Value) -> bool {
        self.locks[self.lock_index(v) as usize].locked
    }

    /// `acquire(blocking, timeout)`: at once if it is free (T9), else by waiting.
    pub(crate) fn acquire(&mut self, lock: u32, blocking: bool, timeout_ns: Option<u64>) -> NativeResult {
        let me = self.current;
        let state = &mut self.locks[lock as usize];
        if state.reentrant && state.locked && state.owner == Some(me) {
            state.count += 1;
            return Ok(Out::Value(Value::TRUE));
        }
        if !state.locked {
            self.take_lock(lock, me);
            return Ok(Out::Value(Value::TRUE));
        }
        if !blocking || timeout_ns == Some(0) {
            return Ok(Out::Value(Value::FALSE));
        }
        if let Face::Public(object) = state.face {
            let holder = state.owner.and_then(|t| self.threads[t].kernel);
            self.name_object(object.0);
            self.note(Event::Contended { object, holder });
        }
        Ok(Out::Wait(Wait::Acquire { lock, timeout_ns }))
    }

    /// The lock is free: it is `thread`'s now.
    pub(crate) fn take_lock(&mut self, lock: u32, thread: usize) {
        let state = &mut self.locks[lock as usize];
        state.locked = true;
        state.owner = Some(thread);
        state.count = 1;
        state.handed_to = None;
        if let Face::Public(object) = state.face {
            self.name_object(object.0);
            self.note(Event::Acquired { object });
        }
    }

    /// `release()`. A waiter is woken; one that has waited for more than a millisecond is handed the lock (3.14, T12).
    pub(crate) fn release(&mut self, lock: u32) -> NativeResult {
        let me = self.current;
        let minor = self.config.version.minor();
        let now_ns = self.clock_ps / 1000;
        let state = &mut self.locks[lock as usize];
        if !state.locked {
            let message = if state.reentrant {
                "cannot release un-acquired lock"
            } else {
                "release unlocked lock"
            };
            return Err(self.raise(Exc::RuntimeError, message));
        }
        if state.reentrant {
            if state.owner != Some(me) {
                return Err(self.raise(Exc::RuntimeError, "cannot release un-acquired lock"));
            }
            state.count -= 1;
            if state.count > 0 {
                return Ok(Out::Value(Value::NONE));
            }
        }
        state.locked = false;
        state.owner = None;
        let face = state.face;
        let woken = state.waiters.pop_front();
        if let Some(w) = woken
            && minor >= 13
            && now_ns.saturating_sub(w.since_ns) > HANDOFF_NS
        {
            state.locked = true;
            state.count = 1;
            state.owner = Some(w.thread);
            state.handed_to = Some(w.thread);
        }
        if let Face::Public(object) = face {
            self.note(Event::Released { object });
        }
        match woken {
            Some(w) => Ok(Out::Wait(Wait::WakeLock { lock, thread: w.thread })),
            None => Ok(Out::Value(Value::NONE)),
        }
    }

    /// `print`'s last step: text to stdout, which is line-buffered as on a terminal (G21).
    pub(crate) fn write(&mut self, stream: Stream, text: &str) -> NativeResult {
        let at = usize::from(stream == Stream::Stderr);
        self.unwritten[at].push_str(text);
        let flush = stream == Stream::Stderr || text.contains('\n') || self.unwritten[at].len() > 8192;
        if flush {
            self.flush(stream)
        } else {
            Ok(Out::Value(Value::NONE))
        }
    }

    /// Writes what is buffered.
    pub(crate) fn flush(&mut self, stream: Stream) -> NativeResult {
        let text = std::mem::take(&mut self.unwritten[usize::from(stream == Stream::Stderr)]);
        if text.is_empty() {
            return Ok(Out::Value(Value::NONE));
        }
        Ok(Out::Wait(Wait::Write { stream, text }))
    }

    /// Text on stderr from the machine itself, without a system call.
    pub(crate) fn write_stderr(&mut self, text: &str) {
        self.note(Event::Output {
            stream: Stream::Stderr,
            text: text.to_owned(),
        });
    }
}

/// `print` of one ready line.
pub(crate) fn print(vm: &mut Vm, text: &str) -> NativeResult {
    vm.charge(60 + text.len() as u64 / 8);
    vm.write(Stream::Stdout, text)
}

/// `repr` of a lock.
pub(crate) fn lock_repr(vm: &Vm, v: Value) -> String {
    let state = &vm.locks[vm.lock_index(v) as usize];
    let word = if state.locked { "locked" } else { "unlocked" };
    let address = crate::vm::boot::address(v);
    if state.reentrant {
        let owner = state.owner.map_or(0, |t| vm.threads[t].ident);
        let count = if state.locked { state.count } else { 0 };
        return format!("<{word} _thread.RLock object owner={owner} count={count} at {address:#x}>");
    }
    format!("<{word} _thread.lock object at {address:#x}>")
}
