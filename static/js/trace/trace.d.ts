// The trace as the page receives it. Generated from server/trace: do not edit.
// To write it again: UPDATE=1 cargo test -p timeslice-trace declarations

/** The only version this page reads. */
export type TraceVersion = 1;

/** One record of a trace: a fact, when and where it became true. */
export type Step = {
  /** Ordinal in the trace, from 0. Steps of one instant stand in causal order. */
  id: number,
  /** Virtual time, in nanoseconds since the start of the run. Never decreases along a trace. */
  time_ns: number,
  /** The core it happened on, when it happened on one. */
  core?: CoreId,
  /** The thread that did it or that it happened to. */
  thread?: ThreadId,
  /** The asyncio task that `thread` was running at that moment, if any. */
  task?: TaskId } & Event;

/** What happened. `docs/trace-format.md` says who emits each and when. */
export type Event =
  | { "type": "process_started", process: ProcessId, pid: number, name: string, parent?: ProcessId }
  | { "type": "process_exited", process: ProcessId, status: number }
  | { "type": "thread_created", process: ProcessId, name: string, function: string, daemon: boolean, by?: ThreadId }
  | { "type": "thread_renamed", name: string }
  | { "type": "nice_set", nice: number, by?: ThreadId }
  | { "type": "affinity_set", cores: Array<CoreId>, by?: ThreadId }
  | { "type": "thread_ready", reason: ReadyReason, by?: ThreadId }
  | { "type": "dispatched", switch_ns: number, prev?: ThreadId }
  | { "type": "preempted", reason: PreemptReason }
  | { "type": "blocked", cause: WaitCause, object?: ObjectId, on?: ThreadId, until_ns?: number, what?: string }
  | { "type": "thread_exited" }
  | { "type": "decided", rule: string, unit: string, among: Array<Candidate> }
  | { "type": "sched_values", values: Array<SchedValue> }
  | { "type": "job_released", job: number, deadline_ns: number }
  | { "type": "job_done", job: number }
  | { "type": "deadline_missed", job: number, deadline_ns: number }
  | { "type": "core_idle" }
  | { "type": "gil_wanted", holder: ThreadId, interval_ns: number }
  | { "type": "gil_requested", holder: ThreadId }
  | { "type": "gil_taken", prev?: ThreadId }
  | { "type": "gil_dropped", reason: GilDropReason }
  | { "type": "object_created", object: ObjectId, kind: LockKind, name: string }
  | { "type": "object_named", object: ObjectId, name: string }
  | { "type": "acquired", object: ObjectId }
  | { "type": "contended", object: ObjectId, holder?: ThreadId }
  | { "type": "released", object: ObjectId }
  | { "type": "signalled", object: ObjectId, woken: number }
  | { "type": "item_put", object: ObjectId, size: number, item: string }
  | { "type": "item_taken", object: ObjectId, size: number, item: string }
  | { "type": "bytes_sent", pipe: number, bytes: number, message: number, to?: ProcessId }
  | { "type": "bytes_received", pipe: number, bytes: number }
  | { "type": "io_started", what: string, latency_ns: number }
  | { "type": "io_finished", what: string }
  | { "type": "output", stream: Stream, text: string }
  | { "type": "line", line: number, function: string, depth: number }
  | { "type": "var_written", scope: VarScope, name: string, value: string }
  | { "type": "var_read", scope: VarScope, name: string, value: string }
  | { "type": "var_deleted", scope: VarScope, name: string }
  | { "type": "op", offset: number, name: string }
  | { "type": "raised", line: number, exception: string, message: string }
  | { "type": "uncaught", line: number, exception: string, message: string }
  | { "type": "loop_started", name: string }
  | { "type": "loop_turn", turn: number, ready: number }
  | { "type": "select_started", timeout_ns?: number }
  | { "type": "select_returned", timers: number, events: number }
  | { "type": "loop_stopped" }
  | { "type": "task_created", created: TaskId, name: string, coroutine: string, internal?: boolean, parent?: TaskId }
  | { "type": "task_stepped", line: number }
  | { "type": "task_suspended", state: TaskState, line: number, what: string, until_ns?: number, on?: Array<TaskId> }
  | { "type": "task_woken", woken: TaskId, reason: TaskState, late_ns: number }
  | { "type": "task_cancel_requested", target: TaskId }
  | { "type": "task_done", outcome: string, detail: string }
  | { "type": "blocking_call_started", what: string, line: number }
  | { "type": "blocking_call_ended", what: string, ns: number }
  | { "type": "detail_reduced", level: Level }
  | { "type": "limit_reached", limit: string, message: string }
  | { "type": "deadlocked", cycle: Array<WaitLink> }
  | { "type": "run_ended", status: number };

/** A thread in a decision of the kernel. */
export type Candidate = {
  /** Who. */
  thread: ThreadId,
  /** The number compared. */
  value: number };

/** A number that a scheduling policy keeps of a thread. */
export type SchedValue = {
  /** What it is: "level", "quantum_left", "vruntime", "virtual_deadline", "eligible", "lag", "tickets", "pass",
 * "priority", "remaining", "response_ratio", "deadline", ... */
  name: string,
  /** How much. */
  value: number };

/** One link of a ring of waiters. */
export type WaitLink = {
  /** Who waits. */
  thread: ThreadId,
  /** What for. */
  cause: WaitCause,
  /** At what. */
  object?: ObjectId,
  /** Who would have to act. */
  holder?: ThreadId };

/** What can be said of one step. */
export type Sentence = {
  /** The sentence, with marks. */
  text: string,
  /** A short label in lower case, such as "context switch". */
  kind: string };

/** The numbers of a run up to some step, in virtual nanoseconds. */
export type Metrics = {
  /** The time of the last step. */
  end_ns: number,
  /** One entry per core that was ever used, by number. Utilisation is `busy_ns / end_ns`. */
  cores: Array<CoreMetrics>,
  /** One entry per thread, by number. */
  threads: Array<ThreadMetrics>,
  /** The GILs of all processes together. */
  gil: GilMetrics,
  /** One entry per thread that ran an event loop, by thread. */
  loops: Array<LoopMetrics> };

/** What a core did. */
export type CoreMetrics = {
  /** Running threads. */
  busy_ns: number,
  /** Switching and waking up. */
  switching_ns: number,
  /** Switches from one thread to another. */
  n_switches: number };

/** What a thread did. */
export type ThreadMetrics = {
  /** The process it belongs to. */
  process: number,
  /** When it was created. */
  created_ns: number,
  /** When it first ran. */
  started_ns?: number,
  /** When it ended. */
  exited_ns?: number,
  /** On a core, switches aside. */
  cpu_ns: number,
  /** Ready, on no core. */
  ready_ns: number,
  /** Off the core for a reason, by cause. */
  waiting_ns: { [key in WaitCause]?: number },
  /** How often it got a core. */
  n_dispatched: number,
  /** How often it lost one though it could have gone on. */
  n_preempted: number };

/** What happened to the GILs. */
export type GilMetrics = {
  /** How often one went from a thread to another. */
  n_handoffs: number,
  /** How often a thread asked for one to be dropped. */
  n_requests: number,
  /** Time one was held, over all processes. */
  held_ns: number };

/** What an event loop did. */
export type LoopMetrics = {
  /** The thread it ran on. */
  thread: number,
  /** From start to stop. */
  total_ns: number,
  /** In `select`, that is, with nothing to do. */
  select_ns: number,
  /** Stopped by calls that do not await. */
  blocked_ns: number,
  /** Turns. */
  n_turns: number,
  /** Steps of tasks. */
  n_task_steps: number };

/** A core, from 0. */
export type CoreId = number;

/** A process, from 0. */
export type ProcessId = number;

/** A kernel thread, over all processes, from 0. */
export type ThreadId = number;

/** An asyncio task, over all loops, from 0. */
export type TaskId = number;

/** Something that threads and tasks meet at, from 0. */
export type ObjectId = number;

/** How much of a run a trace shows. */
export type Level = "kernel" | "line" | "op";

/** What a thread waits for. */
export type WaitCause = "gil" | "lock" | "condition" | "semaphore" | "event" | "barrier" | "queue" | "join" | "child" | "sleep" | "thread_start" | "future" | "select" | "disk" | "network" | "pipe" | "device";

/** Why a thread became ready. */
export type ReadyReason = "created" | "woken" | "timed_out" | "io_done";

/** Why a thread left its core while it could have gone on. */
export type PreemptReason = "quantum_end" | "better" | "affinity" | "yielded";

/** Why a thread let the GIL go. */
export type GilDropReason = "requested" | "blocking" | "exit";

/** A stream of the console. */
export type Stream = "stdout" | "stderr";

/** What kind of thing an object is. */
export type LockKind = "lock" | "rlock" | "condition" | "semaphore" | "event" | "barrier" | "queue" | "async_lock" | "async_primitive" | "async_queue";

/** Where a variable lives. */
export type VarScope = "global" | "shared" | "local" | "thread_local";

/** What a task does when it gives the thread back to the loop. */
export type TaskState = "ready" | "timer" | "socket" | "task" | "worker" | "primitive" | "future";
