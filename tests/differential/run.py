"""Runs programs under the Python that runs this file and on Timeslice, and compares what they print.

    python3 tests/differential/run.py                        # all programs, with target/release/timeslice
    python3 tests/differential/run.py regex_matching         # some of them, by name
    TIMESLICE=target/debug/timeslice python3 tests/differential/run.py

The programs are the conformance programs, those of `server/python/tests/programs` and the scenarios. A program whose
outcome is not the same in every run says so in a comment, `# differential: skip, WHY`; a scenario, by declaring no output.
What is skipped is listed with its reason. Timeslice runs as the version of the Python that it is compared with.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "server" / "python" / "tests"
TIMESLICE = ROOT / os.environ.get("TIMESLICE", "target/release/timeslice")
VERSION = sys.version_info[:2]
RUN = "import runpy, sys; sys.stdout.reconfigure(line_buffering=True); runpy.run_path(sys.argv[1], run_name='__main__')"


def unsupported():
    """The conformance programs that are known not to pass yet."""
    lines = (TESTS / "conformance" / "unsupported.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def reason_to_skip(path, source, known):
    """Why a program is not compared, or None."""
    said = re.search(r"^# differential: skip, (.*)$", source, re.MULTILINE)
    if said:
        return said[1]
    since = re.match(r"# version: 3\.(\d+)", source)
    if since and VERSION < (3, int(since[1])):
        return f"it is of Python 3.{since[1]}"
    if path.stem in known:
        return f"not supported yet: {known[path.stem]}"
    if "scenarios" in path.parts:
        lines = source.splitlines()
        block = lines[lines.index("# /// script") + 1 : lines.index("# ///")]
        expect = tomllib.loads("\n".join(line[2:] for line in block))["tool"]["timeslice"]["expect"]
        if expect["outcome"] == "deadlock":
            return "it never ends (tests/scenarios/under_cpython.py waits for it)"
        if "output" not in expect:
            return "its output depends on who runs when"
    return None


def output(command, folder):
    """What a command prints, and its exit status."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, cwd=folder)
    except subprocess.TimeoutExpired:
        return b"", "no end in a minute"
    return done.stdout, done.returncode


def compare(path):
    """What differs, or None."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = output([sys.executable, "-W", "ignore", "-c", RUN, str(path)], folder)
        ours = output([TIMESLICE, "run", "--set", f"python=3.{VERSION[1]}", str(path)], folder)
    if theirs == ours:
        return None
    if theirs[1] != ours[1]:
        return f"exit status {theirs[1]} under Python, {ours[1]} here"
    for number, (a, b) in enumerate(zip(theirs[0].splitlines(), ours[0].splitlines()), 1):
        if a != b:
            return f"line {number}: {a!r} under Python, {b!r} here"
    return "one prints more lines than the other"


def main(names):
    if not (3, 11) <= VERSION <= (3, 14):
        print(f"Python {VERSION[0]}.{VERSION[1]} is none that is simulated: nothing to compare with")
        return 0
    if not TIMESLICE.exists():
        print(f"{TIMESLICE} is not there: cargo build --release, or set TIMESLICE")
        return 1
    paths = [*sorted((TESTS / "conformance").glob("*.py")), *sorted((TESTS / "programs").glob("*.py"))]
    paths += sorted((ROOT / "scenarios").glob("*/*.py"))
    paths = [path for path in paths if not names or path.stem in names]
    if not paths:
        print("there is no such program")
        return 1
    known = unsupported()
    skipped, chosen = [], []
    for path in paths:
        why = reason_to_skip(path, path.read_text(encoding="utf-8"), known)
        if why:
            skipped.append(f"{path.stem}: skipped: {why}")
        else:
            chosen.append(path)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(compare, chosen))
    print(*skipped, sep="\n")
    wrong = [f"{path.stem}: {what}" for path, what in zip(chosen, found) if what]
    print(*wrong, sep="\n")
    print(f"{len(chosen) - len(wrong)} of {len(chosen)} programs the same under Python {VERSION[0]}.{VERSION[1]}, "
          f"{len(skipped)} skipped")
    return 1 if wrong else 0


sys.exit(main(sys.argv[1:]))
