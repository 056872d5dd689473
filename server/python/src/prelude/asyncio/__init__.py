"""`asyncio`: event loops, tasks and what tasks meet at (A1 to A34), streams. Without subprocesses."""

import sys

from _lazy import lazy
from asyncio.exceptions import (
    BrokenBarrierError,
    CancelledError,
    IncompleteReadError,
    InvalidStateError,
    LimitOverrunError,
    SendfileNotAvailableError,
    TimeoutError,
)
from asyncio.coroutines import iscoroutine, iscoroutinefunction
from asyncio.events import (
    AbstractEventLoop,
    AbstractEventLoopPolicy,
    AbstractServer,
    Handle,
    TimerHandle,
    _get_running_loop,
    _set_running_loop,
    get_event_loop,
    get_event_loop_policy,
    get_running_loop,
    new_event_loop,
    set_event_loop,
    set_event_loop_policy,
)
from asyncio.futures import Future, isfuture, wrap_future
from asyncio.base_events import BaseEventLoop
from asyncio.locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from asyncio.queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from asyncio.runners import Runner, run
from asyncio.tasks import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Task,
    all_tasks,
    as_completed,
    create_task,
    current_task,
    ensure_future,
    gather,
    run_coroutine_threadsafe,
    shield,
    sleep,
    wait,
    wait_for,
)
from asyncio.taskgroups import TaskGroup
from asyncio.threads import to_thread
from asyncio.timeouts import Timeout, timeout, timeout_at
from asyncio.unix_events import DefaultEventLoopPolicy, SelectorEventLoop

__all__ = [
    "ALL_COMPLETED", "AbstractEventLoop", "AbstractEventLoopPolicy", "AbstractServer", "Barrier", "BaseEventLoop",
    "BoundedSemaphore", "BrokenBarrierError", "CancelledError", "Condition", "DefaultEventLoopPolicy", "Event",
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "Future", "Handle", "IncompleteReadError", "InvalidStateError", "LifoQueue",
    "LimitOverrunError", "Lock", "PriorityQueue", "Queue", "QueueEmpty", "QueueFull", "Runner", "SelectorEventLoop",
    "Semaphore", "SendfileNotAvailableError", "Task", "TaskGroup", "Timeout", "TimeoutError", "TimerHandle",
    "_get_running_loop", "_set_running_loop", "all_tasks", "as_completed", "create_task", "current_task",
    "ensure_future", "gather", "get_event_loop", "get_event_loop_policy", "get_running_loop", "iscoroutine",
    "iscoroutinefunction", "isfuture", "new_event_loop", "run", "run_coroutine_threadsafe", "set_event_loop",
    "set_event_loop_policy", "shield", "sleep", "timeout", "timeout_at", "to_thread", "wait", "wait_for",
    "wrap_future",
]  # fmt: skip

if sys.version_info >= (3, 12):
    from asyncio.tasks import create_eager_task_factory, eager_task_factory

    __all__ += ["create_eager_task_factory", "eager_task_factory"]
if sys.version_info >= (3, 13):
    from asyncio.queues import QueueShutDown
    from asyncio.unix_events import EventLoop

    __all__ += ["EventLoop", "QueueShutDown"]

_LATER = {
    "streams": ("StreamReader", "StreamReaderProtocol", "StreamWriter", "open_connection", "open_unix_connection",
                "start_server", "start_unix_server"),
    "protocols": ("BaseProtocol", "BufferedProtocol", "DatagramProtocol", "Protocol", "SubprocessProtocol"),
    "transports": ("BaseTransport", "DatagramTransport", "ReadTransport", "SubprocessTransport", "Transport",
                   "WriteTransport"),
    "_connections": ("Server",),
}  # fmt: skip
__all__ += [name for names in _LATER.values() for name in names]

# Connections, when a program asks for them, and modules that nobody has imported yet.
_places = {name: "asyncio." + name for name in ("base_tasks", "streams", "protocols", "transports", "trsock")}
_places.update((name, "asyncio." + module) for module, names in _LATER.items() for name in names)
__getattr__ = lazy(globals(), _places)
del _places
