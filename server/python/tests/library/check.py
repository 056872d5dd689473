"""Runs the conformance programs on our library under CPython, as 3.11 and as 3.14, and compares what they print.

A development check, started by `run_under_cpython.py --check CASES`. What the library cannot know (carets of native
tracebacks, texts of native objects, orders that are left open) is listed in `NATIVE`, line by line.
"""

import difflib
import os
import re
import subprocess
import sys

LITMUS = ("threading_api", "threading_exit", "asyncio_order", "asyncio_messages")
PROGRAMS = re.compile(r"^\d+_(threads|locks|conditions|semaphores|events|barriers|queues|futures|classics|aio|time)_")
VERSIONS = ("3.11", "3.14")

# Lines that only a native part decides: dropped from both sides before comparing.
NATIVE = re.compile(
    r"^\s*[|\s]*[~^]+\s*$"  # carets
    r"|^[\s|]*\.\.\.<\d+ lines>\.\.\.|^[\s|]*\) from None$"  # tracebacks that show whole statements
    r"|timeout value must be|can't be (used in|awaited)|object int can't"  # texts of _thread.lock and of `await`
    r"|^barrier indexes|^(action|cancelled|fin) "  # open orders (T19, A26)
    r"|^Executing <.* took"  # measured times
    r"|generator raised StopIteration|interacts badly"
)

# The modules that are C in CPython: their frames are not shown.
HIDDEN = ("_asyncio.py", "atexit.py", "_contextvars.py", "_queue.py", "_threading_local.py")


def normalise(text, norm, prelude):
    """The text without addresses, line numbers, paths and frames of modules that are C in CPython."""
    lines = []
    hidden = False
    for line in text.splitlines():
        frame = re.match(r"[\s|]*File \"(.*?)\", line", line)
        if frame is not None:
            hidden = frame.group(1) in [prelude + name for name in HIDDEN]
        elif hidden and not re.match(r"[\s|]*    ", line):
            hidden = False
        if not hidden:
            lines.append(line)
    text = norm.normalise("\n".join(lines).replace(prelude, "/usr/lib/python3.0/"))
    text = re.sub(r"<lib>/(asyncio/)?", "<lib>", text)
    text = re.sub(r"(<lib>[\w/]+\.py\", line )\d+", r"\1N", text)
    text = re.sub(r"(<lib>[\w/]+\.py:)\d+", r"\1N", text)
    return [line for line in text.splitlines() if not NATIVE.search(line)]


def run(runner, version, program):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    result = subprocess.run(
        [sys.executable, runner, "--version", version, program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        env=environment,
        cwd=os.path.dirname(program),
    )
    return result.stdout, result.stderr


def main(cases, runner):
    litmus = os.path.join(cases, "litmus")
    python = os.path.join(cases, "python")
    sys.path.insert(0, litmus)
    import norm

    prelude = os.path.normpath(os.path.join(os.path.dirname(runner), "..", "..", "src", "prelude")) + "/"
    failed = 0
    for version in VERSIONS:
        todo = []
        for name in LITMUS:
            with open(os.path.join(litmus, f"{name}.expected-{version}.txt")) as file:
                todo.append((os.path.join(litmus, name + ".py"), file.read()))
        for name in sorted(os.listdir(python)):
            if name.endswith(".py") and PROGRAMS.match(name):
                with open(os.path.join(python, name[:-3] + ".out")) as file:
                    todo.append((os.path.join(python, name), file.read()))
        for program, expected in todo:
            is_litmus = program.startswith(litmus)
            try:
                out, err = run(runner, version, program)
                # The recorded files hold stdout and stderr in the order of a pipe: compared as two sorted halves.
                text = err + "\n" + out if is_litmus else out
                got = normalise(text, norm, prelude)
            except subprocess.TimeoutExpired:
                got, out, err = ["(timed out)"], "", ""
            want = normalise(expected, norm, prelude)
            if is_litmus:
                got, want = sorted(filter(None, got)), sorted(filter(None, want))
            if got == want:
                continue
            failed += 1
            print(f"=== {version} {os.path.basename(program)}")
            print("\n".join(difflib.unified_diff(want, got, "expected", "got", lineterm="", n=0)))
            if not is_litmus and err:
                print(err)
    print(f"{failed} differ")
    return 1 if failed else 0
