"""Development check: each file in cases/ prints the same on CPython's own modules and on the prelude's.

Run with CPython 3.11 or newer: `python3 check.py [case ...]`; `--programs DIR` also runs every NAME.py in DIR on the
prelude and compares with NAME.out. Knows nothing of the virtual machine: `_timeslice` is shim.py here.
"""
import difflib
import importlib.machinery
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PRELUDE = HERE.parent.parent / "src" / "prelude"
# Prelude modules that need the simulated machine: CPython's own are used here.
NOT_CHECKED = """_asyncio_future _asyncio_task _asyncio_text _queue _asyncio _bootstrap _contextvars _threading_local threading_sync atexit threading queue asyncio concurrent multiprocessing contextvars sched re subprocess select selectors
socket ssl requests aiohttp httpx psycopg psycopg2 urllib http __main__ shim""".split()


class PreludeFinder:
    """Finds the checked modules in the prelude, before CPython's own."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in NOT_CHECKED:
            return None
        base = PRELUDE.joinpath(*name.split("."))
        if (base / "__init__.py").exists():
            loader = importlib.machinery.SourceFileLoader(name, str(base / "__init__.py"))
            return importlib.machinery.ModuleSpec(name, loader, origin=loader.path, is_package=True)
        if base.with_suffix(".py").exists():
            loader = importlib.machinery.SourceFileLoader(name, str(base.with_suffix(".py")))
            return importlib.machinery.ModuleSpec(name, loader, origin=loader.path)
        return None


def run_on_prelude(program):
    """Runs one program in this process with the prelude's modules in place of CPython's."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(HERE))
    import shim
    # Users of these modules that stay CPython's own keep what they have imported.
    import asyncio, concurrent.futures, contextvars, multiprocessing.managers, multiprocessing.pool, queue, re, sched
    import multiprocessing.popen_fork, multiprocessing.queues, multiprocessing.synchronize, multiprocessing.heap
    import multiprocessing.sharedctypes, multiprocessing.resource_tracker, concurrent.futures.process
    import concurrent.futures.thread, unittest.mock
    import subprocess, threading, tokenize, ast, linecache, traceback, argparse, codecs, warnings, pickle, tempfile
    text = pathlib.Path(program).read_text()
    code = compile(text, program, "exec")
    for name in list(sys.modules):
        top = name.partition(".")[0]
        if PreludeFinder.find_spec(top):
            del sys.modules[name]
    sys.modules["_timeslice"] = shim.module
    sys.meta_path.insert(0, PreludeFinder)
    import __main__
    __main__.__file__ = program
    sys.argv = [program]
    try:
        exec(code, __main__.__dict__)
    except Exception as exc:
        # The interpreter's own printing would look for files with the prelude's io.
        shim.traceback.print_exception(exc, file=sys.__stderr__)
    if "atexit" in sys.modules and hasattr(sys.modules["atexit"], "_run"):
        sys.modules["atexit"]._run()


def output(command):
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env)
    return done.stdout, done.stderr


def compare(name, want, got, stderr):
    if want == got:
        print(f"ok   {name}")
        return True
    print(f"FAIL {name}")
    for line in list(difflib.unified_diff(want.splitlines(), got.splitlines(), "cpython", "prelude", lineterm="", n=0))[:40]:
        print("    ", line[:300])
    print("    ", "\n     ".join(stderr.splitlines()[-12:]))
    return False


def main(arguments):
    programs = None
    if "--programs" in arguments:
        at = arguments.index("--programs")
        programs = pathlib.Path(arguments[at + 1])
        del arguments[at:at + 2]
    ok = True
    this = [sys.executable, str(HERE / "check.py"), "--run"]
    for case in sorted((HERE / "cases").glob("*.py")):
        if arguments and case.stem not in arguments:
            continue
        want, problem = output([sys.executable, "-P", str(case)])
        if problem and "stderr" not in case.stem:
            print("     note:", problem.splitlines()[-1])
        got, stderr = output([*this, str(case)])
        ok &= compare(case.stem, want, got, stderr)
    if programs:
        for program in sorted(programs.glob("*.py")):
            got, stderr = output([*this, str(program)])
            ok &= compare(program.stem, program.with_suffix(".out").read_text(), got, stderr)
    return 0 if ok else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_on_prelude(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
