"""`Task.print_stack`. When no file is given, the heading goes to stdout and the frames to stderr, as in CPython."""

import linecache
import sys


def _print_stack(task, file):
    from _timeslice import place

    exc = task._exception
    if exc is not None:
        import traceback

        # The frames as they are now: those that have gone on since show where they are.
        print(f"Traceback for {task!r} (most recent call last):", file=file)
        entries = []
        tb = exc.__traceback__
        while tb is not None:
            frame = tb.tb_frame
            filename = frame.f_code.co_filename
            line = linecache.getline(filename, frame.f_lineno)
            entries.append((filename, frame.f_lineno, frame.f_code.co_name, line))
            tb = tb.tb_next
        traceback.print_list(entries, file=file)
        for line in traceback.format_exception_only(type(exc), exc):
            print(line, file=sys.stderr if file is None else file, end="")
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
