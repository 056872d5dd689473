"""Runs the scenarios under the Python that runs this file, and compares what they print with what they declare.

    python3 tests/scenarios/under_cpython.py            # all of them
    python3 tests/scenarios/under_cpython.py deadlock   # some of them, by name

A scenario that declares a deadlock must print its output and then hang; it is given two seconds.
A scenario that needs libraries of others is not run: its services are simulated.
Knows nothing of the simulated machine: that it comes to the same is tested elsewhere.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

SCENARIOS = Path(__file__).parents[2] / "scenarios"
# As in a terminal: each line leaves when it is complete, so a program that hangs has printed its lines.
RUN = "import runpy, sys; sys.stdout.reconfigure(line_buffering=True); runpy.run_path(sys.argv[1], run_name='__main__')"


def metadata(path):
    """What stands in the block of a scenario."""
    lines = path.read_text(encoding="utf-8").splitlines()
    block = lines[lines.index("# /// script") + 1 : lines.index("# ///")]
    return tomllib.loads("\n".join(line[2:] for line in block))


def run(path, seconds):
    """What the program printed, its errors, and its exit status: None if it still ran when its time was up."""
    command = [sys.executable, "-c", RUN, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(), "", None
    return done.stdout, done.stderr, done.returncode


def complaint(path):
    """What is wrong with a scenario, or nothing. One with dependencies needs services that are not there."""
    block = metadata(path)
    if block["dependencies"]:
        return None
    expect = block["tool"]["timeslice"]["expect"]
    hangs = expect["outcome"] == "deadlock"
    stdout, stderr, status = run(path, seconds=2 if hangs else 60)
    if hangs != (status is None):
        return f"declares {expect['outcome']}, but {'did not end' if status is None else 'ended'}\n{stderr}"
    if not hangs and status != expect.get("status", 1 if expect["outcome"] == "exception" else 0):
        return f"ended with status {status}\n{stderr}"
    if stdout != expect.get("output", stdout):
        return f"declares\n{expect['output']}but printed\n{stdout}"
    return None


def main(names):
    paths = [path for path in sorted(SCENARIOS.glob("*/*.py")) if not names or path.stem in names]
    n_wrong = 0
    for path in paths:
        wrong = complaint(path)
        n_wrong += wrong is not None
        print(f"{path.stem}: {wrong or 'ok'}", flush=True)
    if not paths:
        print("there is no such scenario")
    return 1 if n_wrong or not paths else 0


sys.exit(main(sys.argv[1:]))
