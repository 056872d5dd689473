# timeslice: since 3.14
"""Several interpreters in one process (G36, G37): each has memory and a GIL of its own, and nothing is shared but what
`_queues` carries. An interpreter serves calls that come as pickles; whoever calls waits for the answer, so that one of
the two runs at a time, as where a thread switches into the interpreter."""

import _ipc
import os
import pickle
import threading
import types
import weakref
from concurrent.interpreters._queues import (
    UNBOUND,
    UNBOUND_ERROR,
    UNBOUND_REMOVE,
    ItemInterpreterDestroyed,
    NotShareableError,
    Queue,
    QueueEmpty,
    QueueFull,
    QueueNotFoundError,
    create as create_queue,
    is_shareable,
    pickled,
    unpickled,
)
from multiprocessing.connection import Connection

__all__ = [
    "get_current", "get_main", "create", "list_all", "is_shareable", "Interpreter", "InterpreterError",
    "InterpreterNotFoundError", "ExecutionFailed", "NotShareableError", "create_queue", "Queue", "QueueEmpty",
    "QueueFull",
]  # fmt: skip

_current_id = 0
_known = weakref.WeakValueDictionary()
_MAIN = 0


class InterpreterError(Exception):
    """An interpreter cannot do what it is asked to."""


class InterpreterNotFoundError(InterpreterError):
    """It has been closed."""


class ExecutionFailed(InterpreterError):
    """What ran in another interpreter has raised."""

    def __init__(self, excinfo):
        super().__init__(excinfo.formatted)
        self.excinfo = excinfo

    def __str__(self):
        text = super().__str__()
        return f"{text}\n\nUncaught in the interpreter:\n\n{self.excinfo.errdisplay}".strip()


def _excinfo(found):
    """What is known here of an exception there: (type's name, its module, text, formatted, traceback)."""
    name, module, text, formatted, errdisplay = found
    cls = types.SimpleNamespace(__name__=name, __qualname__=name, __module__=module)
    return types.SimpleNamespace(type=cls, msg=text, formatted=formatted, errdisplay=errdisplay)


class Interpreter:
    """An interpreter of this process."""

    def __new__(cls, id, /, _connection=None):
        self = _known.get(id)
        if self is None:
            if _connection is None and id not in (_MAIN, _current_id):
                raise InterpreterNotFoundError(f"unrecognized interpreter ID {id}")
            self = super().__new__(cls)
            self._id = id
            self._connection = _connection
            self._is_busy = False
            _known[id] = self
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self._id})"

    def __hash__(self):
        return hash(self._id)

    def __reduce__(self):
        return type(self), (self._id,)

    def __del__(self):
        if getattr(self, "_connection", None) is not None:
            self._end()

    @property
    def id(self):
        """Its number."""
        return self._id

    @property
    def whence(self):
        """Who made it."""
        return "runtime init" if self._id == _MAIN else "_interpreters module"

    def is_running(self):
        """Whether code runs in its `__main__`."""
        self._check()
        return self._connection is None or self._is_busy

    def close(self):
        """Ends it."""
        self._check()
        if self._connection is None:
            raise InterpreterError("cannot close the main interpreter" if self._id == _MAIN else "interpreter running")
        if self._is_busy:
            raise InterpreterError("interpreter running")
        self._end()

    def prepare_main(self, ns=None, /, **kwargs):
        """Gives names of its `__main__` values."""
        values = dict(ns or {}, **kwargs)
        for name, value in values.items():
            if not is_shareable(value):
                raise NotShareableError(f"{value!r} does not support cross-interpreter data")
        self._ask("prepare", pickled(values))

    def exec(self, code, /):
        """Runs source code, or a function without parameters, in its `__main__`."""
        if not isinstance(code, str) and not callable(code):
            raise TypeError(f"expected str, code, or function, got {type(code).__name__!r}")
        self._ask("exec", code if isinstance(code, str) else pickled(code))

    def call(self, callable, /, *args, **kwargs):
        """What a call of it comes to there."""
        return self._call(callable, args, kwargs)

    def _call(self, callable, args, kwargs):
        return unpickled(self._ask("call", pickled((callable, args, kwargs))))

    def call_in_thread(self, callable, /, *args, **kwargs):
        """Calls it there from a new thread; the thread."""
        self._check()
        thread = threading.Thread(target=self._call, args=(callable, args, kwargs))
        thread.start()
        return thread

    def _check(self):
        if self._connection is None and self._id not in (_MAIN, _current_id):
            raise InterpreterNotFoundError(f"unrecognized interpreter ID {self._id}")

    def _ask(self, what, data):
        """Has it done there."""
        self._check()
        if self._is_busy or self._connection is None:
            raise InterpreterError("interpreter already running")
        is_main = threading.current_thread() is threading.main_thread()
        self._is_busy = True
        try:
            self._connection.send((what, data, is_main))
            is_done, answer = self._connection.recv()
        except (EOFError, OSError):
            raise InterpreterNotFoundError(f"unrecognized interpreter ID {self._id}") from None
        finally:
            self._is_busy = False
        if is_done:
            return answer
        if isinstance(answer, str):
            raise NotShareableError(answer)
        raise ExecutionFailed(_excinfo(answer))

    def _end(self):
        connection, self._connection = self._connection, None
        _known.pop(self._id, None)
        if self._id == _current_id:
            return
        try:
            connection.send(None)
            connection.recv()
        except (EOFError, OSError):
            pass
        connection.close()


def get_current():
    """The caller's interpreter."""
    return Interpreter(_current_id)


def get_main():
    """The one that the process began with."""
    return Interpreter(_MAIN)


def list_all():
    """All that this one knows."""
    own = [get_main(), get_current()]
    return sorted({*own, *_known.values()}, key=lambda interpreter: interpreter.id)


def create():
    """A new one."""
    id = _ipc.next_interpreter()
    ours, theirs = _ipc.socket_pair()
    payload = pickle.dumps((id, theirs))
    _ipc.new_interpreter(f"Interpreter {id}", payload, [theirs])
    _ipc.close(theirs)
    connection = Connection(ours)
    connection.recv()
    return Interpreter(id, connection)
