//! Threads that follow a list of operations: the smallest program that can ask the kernel for anything.

use std::collections::BTreeMap;
use timeslice_kernel::{KernelCall, Limit, Pause, Program, Resume, SchedParams, Slice, SpawnRequest, WaitQueueId};
use timeslice_trace::{Event, ObjectId, ProcessId, Stream, ThreadId, TimeNs, WaitCause};

/// One operation of a thread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Do {
    /// Compute; can be cut anywhere.
    Cpu(TimeNs),
    /// One instruction: cannot be cut, and prints when it is over.
    Long(TimeNs),
    Wait(u64),
    WaitFor(u64, TimeNs),
    Wake(u64, usize),
    WakeThread(u64, u32),
    Sleep(TimeNs),
    Io(TimeNs),
    Yield,
    /// Starts the thread (daemon thread, process) that runs this list.
    Spawn(u64),
    SpawnDaemon(u64),
    SpawnProcess(u64),
    /// Take a mutex: wait in its queue while somebody has it.
    Lock(u32),
    ExitProcess(u32, i32),
    /// Set the nice value and the cores (one bit each) of this thread, or of the caller.
    Set(Option<u32>, i8, u32),
    /// Use up a budget that the program counts.
    UseUp,
    /// Go back to the first operation.
    Again,
}

/// Lists of operations; thread 0 runs list 0.
#[derive(Debug, Clone)]
pub struct Script {
    lists: Vec<Vec<Do>>,
    threads: Vec<Position>,
    holders: BTreeMap<ObjectId, ThreadId>,
    /// Every answer of the kernel, in order, with its thread and time.
    pub answers: Vec<(u32, TimeNs, Resume)>,
}

#[derive(Debug, Clone)]
struct Position {
    process: ProcessId,
    list: usize,
    at: usize,
    used_ns: TimeNs,
}

impl Script {
    pub fn new(lists: &[&[Do]]) -> Self {
        Self {
            lists: lists.iter().map(|list| list.to_vec()).collect(),
            threads: Vec::new(),
            holders: BTreeMap::new(),
            answers: Vec::new(),
        }
    }
}

fn wait(queue: u64, timeout_ns: Option<TimeNs>, object: Option<ObjectId>) -> KernelCall {
    KernelCall::Wait {
        queue: WaitQueueId(queue),
        timeout_ns,
        cause: if object.is_some() {
            WaitCause::Lock
        } else {
            WaitCause::Condition
        },
        object,
        on: None,
        what: String::new(),
    }
}

impl Program for Script {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        if slice.resume != Resume::Nothing {
            self.answers.push((slice.thread.0, slice.now_ns, slice.resume));
        }
        let position = &mut self.threads[slice.thread.idx()];
        loop {
            let Some(&op) = self.lists[position.list].get(position.at) else {
                return Pause::Call(KernelCall::Exit);
            };
            if let Do::Cpu(needed_ns) = op {
                let step_ns = (needed_ns - position.used_ns).min(slice.horizon_ns.saturating_sub(slice.now_ns));
                slice.now_ns += step_ns;
                position.used_ns += step_ns;
                if position.used_ns < needed_ns {
                    return Pause::Horizon;
                }
                position.used_ns = 0;
                position.at += 1;
                continue;
            }
            if slice.now_ns >= slice.horizon_ns {
                return Pause::Horizon;
            }
            position.at += 1;
            let process = position.process;
            let spawn = |list: u64, daemon, process| {
                KernelCall::Spawn(Box::new(SpawnRequest {
                    process,
                    process_name: None,
                    name: format!("T{list}"),
                    function: format!("list {list}"),
                    daemon,
                    token: list,
                    sched: SchedParams::default(),
                }))
            };
            return Pause::Call(match op {
                Do::Cpu(_) => unreachable!("handled above"),
                Do::Long(ns) => {
                    slice.now_ns += ns;
                    let text = "over".to_owned();
                    let stream = Stream::Stdout;
                    let (core, thread) = (Some(slice.core), Some(slice.thread));
                    slice
                        .sink
                        .emit(slice.now_ns, core, thread, None, Event::Output { stream, text });
                    continue;
                }
                Do::Wait(queue) => wait(queue, None, None),
                Do::WaitFor(queue, timeout_ns) => wait(queue, Some(timeout_ns), None),
                Do::Wake(queue, n) => KernelCall::Wake {
                    queue: WaitQueueId(queue),
                    n,
                },
                Do::WakeThread(queue, thread) => KernelCall::WakeThread {
                    queue: WaitQueueId(queue),
                    thread: ThreadId(thread),
                },
                Do::Sleep(duration_ns) => KernelCall::Sleep {
                    duration_ns,
                    cause: WaitCause::Sleep,
                    what: String::new(),
                },
                Do::Io(latency_ns) => KernelCall::Io {
                    latency_ns,
                    cause: WaitCause::Disk,
                    what: String::new(),
                },
                Do::Yield => KernelCall::Yield,
                Do::Spawn(list) => spawn(list, false, Some(process)),
                Do::SpawnDaemon(list) => spawn(list, true, Some(process)),
                Do::SpawnProcess(list) => spawn(list, false, None),
                Do::Lock(object) => {
                    let object = ObjectId(object);
                    if let Some(holder) = self.holders.get(&object)
                        && *holder != slice.thread
                    {
                        position.at -= 1;
                        wait(1_000 + u64::from(object.0), None, Some(object))
                    } else {
                        self.holders.insert(object, slice.thread);
                        continue;
                    }
                }
                Do::ExitProcess(process, status) => KernelCall::ExitProcess {
                    process: ProcessId(process),
                    status,
                },
                Do::Set(thread, nice, affinity) => KernelCall::SetScheduling {
                    thread: thread.map_or(slice.thread, ThreadId),
                    only_cores: false,
                    params: Box::new(SchedParams {
                        nice,
                        affinity,
                        priority: i64::from(nice),
                        ..SchedParams::default()
                    }),
                },
                Do::UseUp => {
                    return Pause::Limit(Limit {
                        name: "heap_bytes",
                        message: "The heap is full.".to_owned(),
                    });
                }
                Do::Again => {
                    position.at = 0;
                    continue;
                }
            });
        }
    }

    fn spawned(&mut self, thread: ThreadId, process: ProcessId, token: u64) {
        assert_eq!(thread.idx(), self.threads.len(), "threads are announced in order");
        self.threads.push(Position {
            process,
            list: usize::try_from(token).expect("a list"),
            at: 0,
            used_ns: 0,
        });
    }

    fn holder(&self, object: ObjectId) -> Option<ThreadId> {
        self.holders.get(&object).copied()
    }

    fn sets_scheduling(&self) -> bool {
        self.lists.iter().flatten().any(|op| matches!(op, Do::Set(Some(_), ..)))
    }

    fn quiet_ns(&self, thread: ThreadId) -> TimeNs {
        let position = &self.threads[thread.idx()];
        match self.lists[position.list].get(position.at) {
            Some(&Do::Cpu(needed_ns)) => needed_ns - position.used_ns,
            _ => 0,
        }
    }
}
