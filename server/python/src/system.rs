//! What the simulated operating system keeps for the processes of a program: who they are, and the things that do not
//! live in any one process's memory: files, semaphores, shared memory.
//!
//! Plain values, so that a copy of them is a copy of the system. It knows no Python and never waits: an operation is
//! done or says what to wait for, and `driver/ipc.rs` does the waiting. Whoever must wake is written down in `wakes`.

mod files;
mod memory;
mod scheduling;
pub mod signals;
mod sockets;

pub use files::{Channel, File, Listener};
pub use scheduling::Standing;
pub use sockets::{Address, Socket, SocketKind};

use signals::Signals;
use std::collections::VecDeque;
use timeslice_trace::{ObjectId, ProcessId, ThreadId, WaitCause};

/// Most processes alive at once. One more is EAGAIN, as under Linux's `RLIMIT_NPROC`.
pub const PROCESSES_MAX: usize = 256;
/// The lowest descriptor of a process that is not standard input, output or error.
const FIRST_FD: usize = 3;
/// Most open files of a process, Linux's default. One more is EMFILE.
const FILES_MAX: usize = 1024;
/// Most semaphores, listeners and blocks of shared memory of a run.
const HANDLES_MAX: usize = 100_000;

/// Numbers of errors, as in `errno`.
pub mod errno {
    /// No such process.
    pub const ESRCH: i32 = 3;
    /// Bad file descriptor.
    pub const EBADF: i32 = 9;
    /// No child processes.
    pub const ECHILD: i32 = 10;
    /// Resource temporarily unavailable.
    pub const EAGAIN: i32 = 11;
    /// Cannot allocate memory.
    pub const ENOMEM: i32 = 12;
    /// File exists.
    pub const EEXIST: i32 = 17;
    /// Too many open files.
    pub const EMFILE: i32 = 24;
    /// No space left on device.
    pub const ENOSPC: i32 = 28;
    /// Broken pipe.
    pub const EPIPE: i32 = 32;
    /// Invalid argument.
    pub const EINVAL: i32 = 22;
    /// Socket operation on non-socket.
    pub const ENOTSOCK: i32 = 88;
    /// Destination address required.
    pub const EDESTADDRREQ: i32 = 89;
    /// Operation not supported.
    pub const EOPNOTSUPP: i32 = 95;
    /// Message too long.
    pub const EMSGSIZE: i32 = 90;
    /// Address already in use.
    pub const EADDRINUSE: i32 = 98;
    /// Cannot assign requested address.
    pub const EADDRNOTAVAIL: i32 = 99;
    /// Connection reset by peer.
    pub const ECONNRESET: i32 = 104;
    /// Transport endpoint is already connected.
    pub const EISCONN: i32 = 106;
    /// Transport endpoint is not connected.
    pub const ENOTCONN: i32 = 107;
    /// No such file or directory.
    pub const ENOENT: i32 = 2;
    /// Connection refused.
    pub const ECONNREFUSED: i32 = 111;
}

/// A process as the system knows it.
#[derive(Debug, Clone)]
pub struct ProcessEntry {
    /// Its number.
    pub pid: u32,
    /// Who started it; `None` for the first one and for orphans.
    pub parent: Option<ProcessId>,
    /// Its first thread.
    pub main: ThreadId,
    /// Exit code, or minus the signal that ended it.
    pub status: Option<i32>,
    /// Whether its parent knows how it ended.
    pub is_reaped: bool,
    /// Who waits for one of its children to end.
    pub waiters: Vec<ThreadId>,
    /// Its files, by descriptor: indices of `System::files`.
    pub fds: Vec<Option<u32>>,
    /// Its signals.
    pub signals: Signals,
}

/// A semaphore that processes share (P8).
#[derive(Debug, Clone)]
pub struct Semaphore {
    /// How many may still come in.
    pub value: u32,
    /// Most that `value` may be.
    pub max: u32,
    /// Who took it last, for deadlock reports.
    pub owner: Option<ThreadId>,
    /// Who waits, longest first.
    pub waiters: VecDeque<ThreadId>,
    /// How it shows in the trace.
    pub object: Option<ObjectId>,
    /// What waiting for it is.
    pub cause: WaitCause,
}

/// A queue of pickles between interpreters (G37). Nobody waits at it: CPython's `get` looks again every 10 ms.
#[derive(Debug, Clone, Default)]
pub struct InterpreterQueue {
    /// Most items; 0 is any number.
    pub max: usize,
    /// Oldest first.
    pub items: VecDeque<Vec<u8>>,
}

/// What somebody wants to know of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interest {
    /// The descriptor, as the program knows it.
    pub fd: u32,
    /// Index of the file.
    pub file: u32,
    /// Of `READ` and `WRITE`.
    pub events: u8,
}

impl Interest {
    /// A read would not wait.
    pub const READ: u8 = 1;
    /// A write would not wait.
    pub const WRITE: u8 = 2;
}

/// Something that a thread may have to wait for.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Read at most so many bytes.
    Read {
        /// Index of the file.
        file: u32,
        /// How many.
        max: usize,
        /// They stay there to be read again.
        peek: bool,
    },
    /// Write what there is room for, at least a byte.
    Send {
        /// Index of the file.
        file: u32,
        /// What.
        data: Vec<u8>,
    },
    /// Take the next datagram, cut to so many bytes.
    Receive {
        /// Index of the file.
        file: u32,
        /// How many.
        max: usize,
    },
    /// Connect to whoever listens there.
    Connect {
        /// Index of the file.
        file: u32,
        /// Where.
        to: Address,
    },
    /// Write all of it; `at` bytes are written already.
    Write {
        /// Index of the file.
        file: u32,
        /// What.
        data: Vec<u8>,
        /// How much of it is done.
        at: usize,
    },
    /// Wait until something of what is asked for is so; descriptors and events, in turns.
    Poll {
        /// Which.
        files: Vec<Interest>,
    },
    /// Take the next connection.
    Accept {
        /// Index of the file.
        file: u32,
    },
    /// Take a semaphore.
    Acquire {
        /// Its index.
        semaphore: u32,
    },
    /// Wait for a child to end.
    Child {
        /// Its pid; `None`: any.
        pid: Option<u32>,
    },
    /// Take a signal that is pending.
    Signal {
        /// Which: a bit each.
        set: u64,
    },
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Nothing to say.
    None,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// Bytes read.
    Bytes(Vec<u8>),
    /// Descriptors.
    Ints(Vec<i64>),
    /// A datagram and where it comes from.
    Datagram(Vec<u8>, Address),
    /// It failed.
    Error(i32),
}

/// Whether an operation is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Tried {
    /// It is.
    Done(Reply),
    /// Not yet: why, at what, on whom.
    Wait(WaitCause, Option<ObjectId>, Option<ThreadId>),
}

/// The simulated operating system.
#[derive(Debug, Clone, Default)]
pub struct System {
    /// By `ProcessId`.
    pub processes: Vec<ProcessEntry>,
    /// What threads are scheduled by, by `ThreadId`; those beyond the end by the default.
    standings: Vec<Standing>,
    /// Open files.
    pub files: Vec<File>,
    /// The one of them that stands for all that is kept elsewhere.
    elsewhere: Option<u32>,
    /// Streams of bytes.
    pub channels: Vec<Channel>,
    /// Sockets that accept connections.
    pub listeners: Vec<Listener>,
    /// What sockets have beyond streams of bytes.
    pub sockets: Vec<Socket>,
    /// Ports given to sockets that did not ask for one.
    n_ports: u16,
    /// Semaphores.
    pub semaphores: Vec<Semaphore>,
    /// Shared memory: (name, bytes); `None` when unlinked and let go.
    pub memory: Vec<Option<memory::Block>>,
    /// Threads to wake: what they wait for may have come.
    pub wakes: Vec<ThreadId>,
    /// Things with an `ObjectId` so far.
    pub n_objects: u32,
    /// Those of them that processes share.
    pub shared_objects: Vec<ObjectId>,
    /// asyncio tasks so far.
    pub n_tasks: u32,
    /// Interpreters made so far, but for those that processes begin with.
    pub n_interpreters: u32,
    /// Queues between interpreters.
    pub queues: Vec<Option<InterpreterQueue>>,
    /// Files on their way from one process to another.
    pub in_flight: Vec<Option<u32>>,
    /// The database that all of them use.
    pub(crate) server: crate::database::Server,
}

impl System {
    /// A new process enters the table.
    pub fn add_process(&mut self, pid: u32, parent: Option<ProcessId>, main: ThreadId) {
        self.processes.push(ProcessEntry {
            pid,
            parent,
            main,
            status: None,
            is_reaped: false,
            waiters: Vec::new(),
            fds: vec![None; FIRST_FD],
            signals: Signals::default(),
        });
    }

    /// One more interpreter of the process `of`: it has its number, and nobody waits for it (G37).
    pub fn add_interpreter(&mut self, of: ProcessId, main: ThreadId) {
        let (pid, parent) = (self.pid(of), self.processes[of.idx()].parent);
        self.add_process(pid, parent, main);
        if let Some(added) = self.processes.last_mut() {
            added.is_reaped = true;
        }
    }

    /// Processes alive.
    #[must_use]
    pub fn n_alive(&self) -> usize {
        self.processes.iter().filter(|p| p.status.is_none()).count()
    }

    /// The process that entered the table as number `process`.
    #[must_use]
    pub fn pid(&self, process: ProcessId) -> u32 {
        let entry = self.processes.get(process.idx());
        entry.map_or(timeslice_kernel::FIRST_PID, |p| p.pid)
    }

    /// The process of that number that has not been waited for.
    #[must_use]
    pub fn find_pid(&self, pid: u32) -> Option<ProcessId> {
        let at = self.processes.iter().rposition(|p| p.pid == pid && !p.is_reaped)?;
        Some(ProcessId(at as u32))
    }

    /// `os.getppid()`: orphans belong to process 1.
    #[must_use]
    pub fn parent_pid(&self, process: ProcessId) -> u32 {
        let parent = self.processes[process.idx()].parent;
        parent.map_or(1, |p| self.processes[p.idx()].pid)
    }

    /// `process` has ended: its files close, its parent hears of it, its children are orphans.
    pub fn exited(&mut self, process: ProcessId, status: i32, threads: &[ThreadId]) {
        for channel in &mut self.channels {
            channel.forget(threads);
        }
        for listener in &mut self.listeners {
            listener.waiters.retain(|t| !threads.contains(t));
        }
        for socket in &mut self.sockets {
            socket.waiters.retain(|t| !threads.contains(t));
        }
        for entry in &mut self.processes {
            entry.waiters.retain(|t| !threads.contains(t));
        }
        for fd in 0..self.processes[process.idx()].fds.len() {
            let _ = self.close(process, fd as i64);
        }
        for semaphore in &mut self.semaphores {
            semaphore.waiters.retain(|t| !threads.contains(t));
            // A wake-up that reached the dead is not lost.
            if semaphore.value > 0
                && let Some(first) = semaphore.waiters.pop_front()
            {
                self.wakes.push(first);
            }
        }
        for child in &mut self.processes {
            if child.parent == Some(process) {
                child.parent = None;
                child.is_reaped = true;
            }
        }
        let entry = &mut self.processes[process.idx()];
        entry.status = Some(status);
        match entry.parent {
            Some(parent) => {
                let waiters = std::mem::take(&mut self.processes[parent.idx()].waiters);
                self.wakes.extend(waiters);
            }
            None => entry.is_reaped = true,
        }
    }

    /// Does `op` for `thread` of `process` if it can be done now. Partial writes move `op` on.
    pub fn attempt(&mut self, process: ProcessId, thread: ThreadId, op: &mut Op) -> Tried {
        match op {
            Op::Read { file, max, peek } => self.read(*file, *max, *peek),
            Op::Write { file, data, at } => self.write(*file, data, at, true),
            Op::Send { file, data } => self.write(*file, data, &mut 0, false),
            Op::Receive { file, max } => self.receive(*file, *max),
            Op::Connect { file, to } => self.connect(*file, to),
            Op::Poll { files } => self.poll(files),
            Op::Accept { file } => self.accept(process, *file),
            Op::Acquire { semaphore } => self.acquire(*semaphore, thread),
            Op::Child { pid } => self.reap(process, *pid),
            Op::Signal { set } => self.take_signal(process, *set),
        }
    }

    /// `thread` is to be woken when `op` may be done.
    pub fn enlist(&mut self, process: ProcessId, thread: ThreadId, op: &Op) {
        match op {
            Op::Read { file, .. } | Op::Receive { file, .. } | Op::Accept { file } => self.enlist_reader(*file, thread),
            Op::Write { file, .. } | Op::Send { file, .. } => self.enlist_writer(*file, thread),
            Op::Poll { files } => files.iter().for_each(|&interest| self.watch(interest, thread)),
            Op::Connect { to, .. } => {
                if let Some(listener) = self.listener_at(to) {
                    self.listeners[listener].waiters.push(thread);
                }
            }
            Op::Acquire { semaphore } => self.semaphores[*semaphore as usize].waiters.push_back(thread),
            Op::Child { .. } => self.processes[process.idx()].waiters.push(thread),
            Op::Signal { .. } => self.processes[process.idx()].signals.waiters.push(thread),
        }
    }

    /// `thread` does not wait for `op` any more.
    pub fn delist(&mut self, process: ProcessId, thread: ThreadId, op: &Op) {
        match op {
            Op::Read { file, .. }
            | Op::Accept { file }
            | Op::Write { file, .. }
            | Op::Send { file, .. }
            | Op::Receive { file, .. } => self.delist_file(*file, thread),
            Op::Poll { files } => files
                .iter()
                .for_each(|&Interest { file, .. }| self.delist_file(file, thread)),
            Op::Connect { to, .. } => {
                if let Some(listener) = self.listener_at(to) {
                    self.listeners[listener].waiters.retain(|&t| t != thread);
                }
            }
            Op::Acquire { semaphore } => self.semaphores[*semaphore as usize].waiters.retain(|&t| t != thread),
            Op::Child { .. } => self.processes[process.idx()].waiters.retain(|&t| t != thread),
            Op::Signal { .. } => self.processes[process.idx()].signals.waiters.retain(|&t| t != thread),
        }
    }

    // === Semaphores ===

    /// A new semaphore; ENOSPC if there are too many.
    ///
    /// # Errors
    /// A number of `errno`.
    pub fn new_semaphore(
        &mut self,
        value: u32,
        max: u32,
        object: Option<ObjectId>,
        cause: WaitCause,
    ) -> Result<u32, i32> {
        if self.semaphores.len() >= HANDLES_MAX {
            return Err(errno::ENOSPC);
        }
        self.semaphores.push(Semaphore {
            value,
            max,
            owner: None,
            waiters: VecDeque::new(),
            object,
            cause,
        });
        Ok(self.semaphores.len() as u32 - 1)
    }

    /// Takes a semaphore if it is free.
    pub fn acquire(&mut self, semaphore: u32, thread: ThreadId) -> Tried {
        let state = &mut self.semaphores[semaphore as usize];
        if state.value == 0 {
            return Tried::Wait(state.cause, state.object, state.owner);
        }
        state.value -= 1;
        state.owner = Some(thread);
        Tried::Done(Reply::Bool(true))
    }

    /// Gives a semaphore back; its first waiter looks again.
    pub fn release(&mut self, semaphore: u32) {
        let state = &mut self.semaphores[semaphore as usize];
        state.value += 1;
        if state.max == 1 {
            state.owner = None;
        }
        if let Some(first) = state.waiters.pop_front() {
            self.wakes.push(first);
        }
    }

    // === Children ===

    /// Whether a child has ended: its pid and status, packed; 0 in the upper half is none.
    fn reap(&mut self, process: ProcessId, pid: Option<u32>) -> Tried {
        let mut alive = None;
        for child in &mut self.processes {
            if child.parent != Some(process) || child.is_reaped || pid.is_some_and(|pid| pid != child.pid) {
                continue;
            }
            if let Some(status) = child.status {
                child.is_reaped = true;
                return Tried::Done(Reply::Ints(vec![i64::from(child.pid), i64::from(status)]));
            }
            alive = alive.or(Some(child.main));
        }
        match alive {
            Some(main) => Tried::Wait(WaitCause::Child, None, Some(main)),
            None => Tried::Done(Reply::Error(errno::ECHILD)),
        }
    }

    // === Names in the trace ===

    /// The next `ObjectId`.
    pub fn new_object(&mut self) -> ObjectId {
        self.n_objects += 1;
        ObjectId(self.n_objects - 1)
    }

    /// Bytes that live here and in no process.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        let memory: usize = self.memory.iter().flatten().map(|b| b.bytes.len()).sum();
        let channels: usize = self.channels.iter().map(|c| c.data.len()).sum();
        let queues = self.queues.iter().flatten().flat_map(|q| &q.items);
        memory + channels + queues.map(Vec::len).sum::<usize>()
    }
}
