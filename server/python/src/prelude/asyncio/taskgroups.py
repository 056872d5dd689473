"""`TaskGroup` (A19): a block that ends when all its tasks have, and fails as a whole."""

import sys
from _timeslice import seeded_order
from asyncio import events, exceptions, tasks

__all__ = ("TaskGroup",)

_VERSION = sys.version_info[:2]


class TaskGroup:
    """An asynchronous context manager that holds tasks."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent_task = None
        self._parent_cancel_requested = False
        self._tasks = {}  # used as an ordered set
        self._errors = []
        self._base_error = None
        self._all_done = None  # a future, while the end of the block waits for the tasks

    def __repr__(self):
        info = [""]
        if self._tasks:
            info.append(f"tasks={len(self._tasks)}")
        if self._errors:
            info.append(f"errors={len(self._errors)}")
        if self._aborting:
            info.append("cancelling")
        elif self._entered:
            info.append("entered")
        return f"<TaskGroup{' '.join(info)}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._entered = True
        self._loop = events.get_running_loop()
        self._parent_task = tasks.current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        return self

    async def __aexit__(self, et, exc, tb):
        if _VERSION >= (3, 14):
            try:
                return await self._aexit(et, exc)
            finally:
                self._parent_task = None
                self._errors = None
                self._base_error = None
                exc = None
        if await self._join(et, exc):
            me = BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors)
            self._errors = None
            raise me from None
        return None

    async def _aexit(self, et, exc):
        try:
            if await self._join(et, exc):
                raise BaseExceptionGroup(
                    "unhandled errors in a TaskGroup",
                    self._errors,
                ) from None
        finally:
            exc = None

    async def _join(self, et, exc):
        """Wait for the tasks. Whether there are errors to raise as a group; anything else to be raised is raised."""
        self._exiting = True
        if et is not None and self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        cancelled = exc if et is not None and issubclass(et, exceptions.CancelledError) else None
        if _VERSION < (3, 13) and self._was_its_own_cancellation():
            cancelled = None
        if et is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._all_done is None:
                self._all_done = self._loop.create_future()
                self._all_done._wait = ("task", "TaskGroup", None, list(self._tasks))
            try:
                await self._all_done
            except exceptions.CancelledError as error:
                if not self._aborting:
                    cancelled = error  # from outside
                    self._abort()
            self._all_done = None
        try:
            if self._base_error is not None:
                raise self._base_error
            if _VERSION >= (3, 13) and self._was_its_own_cancellation():
                cancelled = None
            if cancelled is not None and not self._errors:
                raise cancelled
            if et is not None and not issubclass(et, exceptions.CancelledError):
                self._errors.append(exc)
            if self._errors and _VERSION >= (3, 13) and self._parent_task.cancelling():
                # The group is raised in place of the cancellation, which stays asked for.
                self._parent_task.uncancel()
                self._parent_task.cancel()
            return bool(self._errors)
        finally:
            cancelled = exc = None

    def _was_its_own_cancellation(self):
        """Takes back the group's cancellation of its block. Whether nobody else has cancelled the parent."""
        return self._parent_cancel_requested and self._parent_task.uncancel() == 0

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        """Start a task that the group waits for."""
        problem = None
        if not self._entered:
            problem = "has not been entered"
        elif self._exiting and not self._tasks:
            problem = "is finished"
        elif self._aborting:
            problem = "is shutting down"
        if problem is not None:
            if _VERSION >= (3, 13):
                coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {problem}")
        if name is not None:
            tasks._use_up_task_name(self._loop)
        task = self._loop.create_task(coro, name=name, context=context, **kwargs)
        if task.done():  # an eager one
            self._note_outcome(task)
        else:
            self._tasks[task] = None
            task.add_done_callback(self._on_task_done)
        return task

    def _is_base_error(self, exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in seeded_order(list(self._tasks)):
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.pop(task, None)
        if self._all_done is not None and not self._tasks and not self._all_done.done():
            self._all_done.set_result(True)
        self._note_outcome(task)

    def _note_outcome(self, task):
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        if self._parent_task.done():
            self._loop.call_exception_handler(
                {
                    "message": f"Task {task!r} has errored out but its parent task {self._parent_task} is already completed",
                    "exception": exc,
                    "task": task,
                }
            )
            return
        if not self._aborting and not self._parent_cancel_requested:
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()
