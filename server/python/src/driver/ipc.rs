//! Waiting for what processes share, and making processes.
//!
//! An operation is tried; if it cannot be done yet, the thread waits on a queue of its own and tries again when somebody
//! has changed something (`System::wakes`). Nothing comes between a trial and the wait: both belong to one instant.

use super::{Todo, emit, op_queue};
use crate::process::Process;
use crate::program::{INTERPRETER, NEW_PROCESS};
use crate::sync::Birth;
use crate::system::{Op, PROCESSES_MAX, Reply, SocketKind, Tried, errno};
use crate::vm::Res;
use crate::vm::value::Value;
use timeslice_kernel::{KernelCall, Pause, Resume, Slice, SpawnRequest};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{Event, ThreadId};

/// What `fork` costs its caller (P2), and for each MiB of memory (its page tables).
const FORK_NS: u64 = 350_000;
const FORK_NS_PER_MIB: u64 = 10_000;
/// What `posix_spawn` costs its caller (P2).
const SPAWN_NS: u64 = 450_000;
/// What making an interpreter costs beyond its start (G36).
const CREATE_NS: u64 = 100_000;

/// What a system call costs beyond waiting (P6: 2.8 to 3.3 us for a write, a switch and a read).
fn cost_ns(op: &Op, answer: &Reply, kind: Option<SocketKind>) -> u64 {
    let is_tcp = kind == Some(SocketKind::Tcp);
    match (op, answer) {
        // Loopback: the sender carries the bytes through the protocol to the receiver's buffer.
        (Op::Write { data, .. } | Op::Send { data, .. }, _) if is_tcp => 9_000 + data.len() as u64 / 4,
        (Op::Connect { .. }, _) => 30_000,
        (Op::Receive { .. }, _) => 1_500,
        (Op::Read { .. }, Reply::Bytes(bytes)) => 900 + bytes.len() as u64 / 4,
        (Op::Write { data, .. }, _) => 1_100 + data.len() as u64 / 4,
        (Op::Accept { .. }, _) => 5_000,
        (Op::Acquire { .. }, _) => 200,
        _ => 800,
    }
}

/// What an operation comes to when its time is up.
fn timed_out(op: &Op) -> Reply {
    match op {
        Op::Acquire { .. } => Reply::Bool(false),
        Op::Signal { .. } => Reply::None,
        _ => Reply::Ints(Vec::new()),
    }
}

impl Process {
    /// With nobody waiting for the GIL, letting it go for something that need not wait cannot be noticed.
    pub(super) fn begin_op(&mut self, op: Op, until_ns: Option<u64>, now_ns: u64) -> Vec<Todo> {
        let may_wait = until_ns.is_none_or(|until_ns| until_ns > now_ns);
        let attempt = Todo::Try { op, until_ns };
        if self.gil.enabled && (!self.gil.waiters.is_empty() || may_wait && self.would_wait(&attempt)) {
            vec![attempt, Todo::DropGil(GilDropReason::Blocking)]
        } else {
            vec![attempt]
        }
    }

    fn would_wait(&self, attempt: &Todo) -> bool {
        let Todo::Try { op, .. } = attempt else { return false };
        match op {
            Op::Read { file, .. } | Op::Receive { file, .. } | Op::Accept { file } => {
                !self.vm.system.is_readable(*file)
            }
            Op::Send { file, .. } => !self.vm.system.is_writable(*file),
            Op::Poll { files } => files.iter().all(|&interest| self.vm.system.events(interest) == 0),
            _ => true,
        }
    }

    pub(super) fn attempt(&mut self, slice: &mut Slice<'_>, mut op: Op, until_ns: Option<u64>) -> Option<Pause> {
        let me = slice.thread;
        let process = self.vm.process;
        let written = |op: &Op| if let Op::Write { at, .. } = op { *at } else { 0 };
        let before = written(&op);
        let tried = self.vm.system.attempt(process, me, &mut op);
        let event = match (&op, &tried) {
            (Op::Write { file, data, at }, _) if *at > before => {
                self.vm.system.sent(process, *file, at - before, data.len())
            }
            (Op::Send { file, data }, Tried::Done(Reply::Int(n))) => {
                self.vm.system.sent(process, *file, *n as usize, data.len())
            }
            (Op::Read { file, peek: false, .. }, Tried::Done(Reply::Bytes(bytes))) => {
                self.vm.system.received(*file, bytes.len())
            }
            _ => None,
        };
        if let Some(event) = event {
            emit(self, slice, event);
        }
        let answer = match tried {
            Tried::Done(answer) => answer,
            Tried::Wait(..) if until_ns.is_some_and(|u| u <= slice.now_ns) => timed_out(&op),
            Tried::Wait(..) if !self.vm.system.wakes.is_empty() => {
                // First those whom a part of it concerns.
                let todo = &mut self.thread(me).todo;
                todo.extend([Todo::Try { op, until_ns }, Todo::WakeOthers]);
                return None;
            }
            Tried::Wait(cause, object, on) => {
                self.vm.system.enlist(process, me, &op);
                let what = self.vm.system.awaited(&op);
                self.thread(me).todo.push(Todo::Tried { op, until_ns });
                return Some(Pause::Call(KernelCall::Wait {
                    queue: op_queue(me),
                    timeout_ns: until_ns.map(|u| u - slice.now_ns),
                    cause,
                    object,
                    on,
                    what,
                }));
            }
        };
        if let (Op::Acquire { semaphore }, Reply::Bool(true)) = (&op, &answer)
            && let Some(object) = self.vm.system.semaphores[*semaphore as usize].object
        {
            emit(self, slice, Event::Acquired { object });
        }
        let kind = match &op {
            Op::Write { file, .. } | Op::Send { file, .. } => self.vm.system.kind_of(*file),
            _ => None,
        };
        let spent = Todo::Spend(cost_ns(&op, &answer, kind));
        let todo = &mut self.thread(me).todo;
        todo.extend([Todo::Reply(answer), Todo::TakeGil, spent, Todo::WakeOthers]);
        None
    }

    pub(super) fn wake_others(&mut self, me: ThreadId) -> Option<Pause> {
        if self.vm.system.wakes.is_empty() {
            return None;
        }
        let thread = self.vm.system.wakes.remove(0);
        self.thread(me).todo.push(Todo::WakeOthers);
        Some(Pause::Call(KernelCall::WakeThread {
            queue: op_queue(thread),
            thread,
        }))
    }

    pub(super) fn reply(&mut self, slice: &mut Slice<'_>, index: usize, reply: Reply) -> Option<Pause> {
        self.enter_vm(slice, index);
        let value = self.value_of(reply);
        self.deliver(slice, value)
    }

    fn value_of(&mut self, reply: Reply) -> Res {
        Ok(match reply {
            Reply::None => Value::NONE,
            Reply::Bool(b) => Value::bool(b),
            Reply::Int(i) => self.vm.new_int(i)?,
            Reply::Bytes(bytes) => self.vm.new_bytes(&bytes)?,
            Reply::Ints(ints) => {
                let items = ints.into_iter().map(|i| self.vm.new_int(i)).collect::<Res<Vec<_>>>()?;
                self.vm.new_list(&items)?
            }
            Reply::Datagram(bytes, (host, port)) => {
                let items = [
                    self.vm.new_bytes(&bytes)?,
                    self.vm.new_str(&host)?,
                    Value::int(i64::from(port)),
                ];
                self.vm.new_tuple(&items)?
            }
            Reply::Error(code) => return Err(self.vm.os_error(code)),
        })
    }

    // === Processes ===

    /// What `fork` and `spawn` are made of: the caller's part, the kernel's, and the answer.
    pub(super) fn begin_birth(&mut self, slice: &mut Slice<'_>, birth: Birth) -> Vec<Todo> {
        if self.vm.system.n_alive() >= PROCESSES_MAX {
            return vec![Todo::Reply(Reply::Error(errno::EAGAIN))];
        }
        let (name, function, cost_ns) = match &birth {
            Birth::Fork { name } => {
                let mib = self.vm.heap.used_bytes() as u64 >> 20;
                (name, "fork", FORK_NS + mib * FORK_NS_PER_MIB)
            }
            Birth::Spawn { name, function, .. } if *function == INTERPRETER => (name, "interpreter", CREATE_NS),
            Birth::Spawn { name, .. } => (name, "spawn", SPAWN_NS),
        };
        let request = SpawnRequest {
            process: None,
            process_name: Some(name.clone()),
            name: "MainThread".to_owned(),
            function: function.to_owned(),
            daemon: false,
            token: NEW_PROCESS | u64::from(slice.thread.0),
            sched: self.vm.system.standing(slice.thread).params(),
        };
        vec![
            Todo::Born(Some(birth)),
            Todo::Call(KernelCall::Spawn(Box::new(request))),
            Todo::Spend(cost_ns),
        ]
    }

    pub(super) fn born(&mut self, me: ThreadId, answer: Resume) -> Option<Pause> {
        let pid = match answer {
            Resume::Spawned(_, process) => self.vm.system.pid(process),
            _ => unreachable!("a spawn is answered with what was spawned"),
        };
        self.thread(me).todo.push(Todo::Reply(Reply::Int(i64::from(pid))));
        None
    }
}
