"""`Task.print_stack`. When no file is given, the heading goes to stdout and the frames to stderr, as in CPython."""

import linecache
import sys


def _print_stack(task, file):
    from _timeslice import place

    exc = task._exception
    if exc is not None:
        import traceback

        print(f"Traceback for {task!r} (most recent call last):", file=file)
        lines = traceback.format_exception(type(exc), exc, exc.__traceback__)
        print("".join(lines[1:]), file=sys.stderr if file is None else file, end="")
        return
    where = place(task._coro)
    if where is None or not where[2]:
        print(f"No stack for {task!r}", file=file)
        return
    filename, _, line = where
    print(f"Stack for {task!r} (most recent call last):", file=file)
    if file is None:
        file = sys.stderr
    print(f'  File "{filename}", line {line}, in {task._coro.__name__}', file=file)
    text = linecache.getline(filename, line).strip()
    if text:
        print(f"    {text}", file=file)
