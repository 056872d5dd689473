#!/usr/bin/env python3.11
"""Runs the prelude's library on CPython, for development: the concurrency modules are ours, `_timeslice` is the
stand-in in `shim/`, everything else is CPython's. Needs no virtual machine.

    run_under_cpython.py [--version 3.14] [--trace] PROGRAM ARGS...
                                                                run one program with our library; then print its trace
    run_under_cpython.py --check CASES                          compare with recorded outputs (see `check.py`)
    run_under_cpython.py --compare PYTHON...                    compare with other interpreters
    run_under_cpython.py --traces [update]                      compare with the snapshots of traces

With `--version` the modules see that `sys.version_info` and show that version's behaviour.
"""

import importlib.abc
import importlib.util
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PRELUDE = os.path.normpath(os.path.join(HERE, "..", "..", "src", "prelude"))
OURS = ("threading threading_sync queue _queue contextvars _contextvars _threading_local concurrent asyncio _asyncio _asyncio_future _asyncio_task _asyncio_text sched").split()


class Finder(importlib.abc.MetaPathFinder):
    """Finds our modules, and no others, in the prelude."""

    def find_spec(self, fullname, path, target=None):
        if fullname == "_timeslice":
            return importlib.util.spec_from_file_location(fullname, os.path.join(HERE, "shim", "_timeslice.py"))
        if fullname.split(".")[0] not in OURS:
            return None
        stem = os.path.join(PRELUDE, *fullname.split("."))
        if os.path.isdir(stem):
            return importlib.util.spec_from_file_location(
                fullname, os.path.join(stem, "__init__.py"), submodule_search_locations=[stem]
            )
        if os.path.exists(stem + ".py"):
            return importlib.util.spec_from_file_location(fullname, stem + ".py")
        return None


def install(version=None):
    """Put our modules in the place of CPython's."""
    import linecache  # noqa: F401  these use the real sys.version_info
    import traceback  # noqa: F401
    import warnings  # noqa: F401

    for name in list(sys.modules):
        if name.split(".")[0] in OURS:
            del sys.modules[name]
    if version is not None:
        major, minor = version.split(".")
        sys.version_info = (int(major), int(minor), 0, "final", 0)
    sys.meta_path.insert(0, Finder())


def main(args):
    version = None
    if args[:1] == ["--version"]:
        version, args = args[1], args[2:]
    if args[:1] in (["--check"], ["--compare"], ["--traces"]):
        import check

        return check.main(args)
    traces = args[:1] == ["--trace"]
    if traces:
        args = args[1:]
    if not args:
        print(__doc__)
        return 2
    install(version)
    import threading  # noqa: F401  the main thread's object

    sys.argv = args
    sys.path[0] = os.path.dirname(os.path.abspath(args[0]))
    with open(args[0], encoding="utf-8") as file:
        source = file.read()
    main_module = type(sys)("__main__")
    main_module.__dict__.update(__file__=args[0], __builtins__=__builtins__)
    sys.modules["__main__"] = main_module
    exec(compile(source, args[0], "exec"), main_module.__dict__)
    if traces:
        print_trace()
    return 0


def print_trace():
    """The recorded events: thread, task, event, arguments; times left out."""
    import _timeslice

    for thread, task, event, values in _timeslice.recorded:
        texts = ["time" if isinstance(value, float) else str(value) for value in values]
        if event == "select_started":
            texts = []
        who = f"thread {thread}" if task is None else f"thread {thread} task {task}"
        print(f"{who:17} {event} {', '.join(texts)}".rstrip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
