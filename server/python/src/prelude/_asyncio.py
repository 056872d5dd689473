# timeslice: native
"""Futures and tasks: C in CPython. The names that `asyncio` takes from here."""

from _asyncio_future import Future, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop
from _asyncio_task import Task, alive_tasks, current_task, iscoroutine, next_task_name
from _asyncio_text import format_callback
