//! A thread of a simulated process, as the machine sees it: where it is, what it handles, what it waits for.

use super::value::Value;

/// How a frame's result reaches its caller. Stored in the callee's frame (`frame::RET`), so that a snapshot holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Ret {
    /// Pushed on the caller's stack.
    Push = 0,
    /// Forgotten.
    Discard,
    /// From `__init__`: must be None; the instance lies on the caller's stack already.
    Init,
    /// From `__bool__`: must be a bool; the caller's instruction runs again and finds it.
    Truth,
    /// From `__len__` asked for truth: an int; the caller's instruction runs again.
    TruthLen,
    /// From `__next__` for `FOR_ITER`: pushed; StopIteration ends the loop.
    ForIter,
    /// From `send`/`__next__` for `SEND`: pushed; StopIteration jumps with its value.
    Send,
    /// Forgotten; the caller's instruction runs again (imports).
    Rerun,
    /// As a truth value, for `in`.
    Contains,
    /// As its negation, for `not in`.
    ContainsNot,
    /// The thread's first frame: ends the thread.
    Thread,
    /// A generator resumed by `FOR_ITER`.
    GenForIter,
    /// A generator or coroutine resumed by `SEND`.
    GenSend,
    /// A generator resumed by `next()`, `send()` or `throw()`: its return raises StopIteration.
    GenCall,
    /// A generator being closed: must not yield.
    GenClose,
    /// The same, by the machine itself: errors are reported and forgotten.
    GenCloseQuiet,
    /// An async generator resumed through `SEND` on its step object.
    AgenSend,
    /// The same, through `send()`, `throw()` on the step object.
    AgenCall,
    /// From `__del__` and other callbacks that the machine makes: errors are reported and forgotten.
    Quiet,
    /// From a getter for the method form of `LOAD_ATTR`: pushed, with NULL on top.
    Method,
    /// A 2-tuple, of which both items are pushed, the second on top.
    Pair,
    /// Pushed in place of an operand; the caller's instruction runs again and finds it.
    Again,
}

impl Ret {
    const ALL: [Self; 22] = [
        Self::Push,
        Self::Discard,
        Self::Init,
        Self::Truth,
        Self::TruthLen,
        Self::ForIter,
        Self::Send,
        Self::Rerun,
        Self::Contains,
        Self::ContainsNot,
        Self::Thread,
        Self::GenForIter,
        Self::GenSend,
        Self::GenCall,
        Self::GenClose,
        Self::GenCloseQuiet,
        Self::AgenSend,
        Self::AgenCall,
        Self::Quiet,
        Self::Method,
        Self::Pair,
        Self::Again,
    ];

    /// From the number in a frame.
    #[inline]
    #[must_use]
    pub fn from_u32(n: u32) -> Self {
        Self::ALL[n as usize]
    }

    /// Whether the frame belongs to a generator that goes back to being suspended.
    #[must_use]
    pub fn is_generator(self) -> bool {
        matches!(
            self,
            Self::GenForIter
                | Self::GenSend
                | Self::GenCall
                | Self::GenClose
                | Self::GenCloseQuiet
                | Self::AgenSend
                | Self::AgenCall
        )
    }
}

/// A thread of a process.
#[derive(Debug, Clone)]
pub struct ThreadState {
    /// Its present frame's block, 0 before the first and after the last.
    pub frame: u32,
    /// Frames below it, itself included.
    pub depth: u32,
    /// The exception being handled, owned, or NULL.
    pub handled: Value,
    /// Those of the frames that resumed generators, outermost first; owned.
    pub handled_outer: Vec<Value>,
    /// Depth of the frame of the finaliser it runs, 0 if none: they run one after the other.
    pub finalizer_depth: u32,
    /// How many frames a coroutine that it makes remembers as its `cr_origin`.
    pub origin_depth: u32,
    /// How the result of the native that made it wait is to be delivered.
    pub wait_ret: Ret,
    /// Clock at its last stop, in picoseconds below a nanosecond.
    pub clock_rest_ps: u64,
    /// `thread_state()` of the library: a dict, owned, or NULL.
    pub locals: Value,
    /// The callable of its first frame, owned until it starts.
    pub target: Value,
    /// The kernel's name for it, once it has one.
    pub kernel: Option<timeslice_trace::ThreadId>,
    /// `threading.get_ident()`.
    pub ident: u64,
    /// Whether the process may end while it runs.
    pub daemon: bool,
    /// The asyncio task it runs, for the trace.
    pub task: Option<u32>,
    /// Whether it has ended.
    pub ended: bool,
    /// CPU time so far, in nanoseconds, for `time.thread_time`.
    pub cpu_ns: u64,
}

impl ThreadState {
    /// A thread that will call `target` (owned).
    #[must_use]
    pub fn new(target: Value, ident: u64, daemon: bool) -> Self {
        Self {
            frame: 0,
            depth: 0,
            handled: Value::NULL,
            handled_outer: Vec::new(),
            finalizer_depth: 0,
            origin_depth: 0,
            wait_ret: Ret::Push,
            clock_rest_ps: 0,
            locals: Value::NULL,
            target,
            kernel: None,
            ident,
            daemon,
            task: None,
            ended: false,
            cpu_ns: 0,
        }
    }
}
