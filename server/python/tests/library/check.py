"""Compares what programs print on our library, under CPython, with what they print on CPython's. Development checks,
started by `run_under_cpython.py`:

    --check CASES        the conformance programs of the directory CASES against their recorded outputs, as each of
                         `VERSIONS`
    --compare PYTHON...  the programs of `cases/` against the interpreters PYTHON, each as its version
    --traces             the events that the programs of `traces/` cause, against their snapshots

What the library cannot know (carets of tracebacks, texts of native objects, orders that are left open) is dropped from
both sides, see `NATIVE`.
"""

import difflib
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RUNNER = os.path.join(HERE, "run_under_cpython.py")
PRELUDE = os.path.normpath(os.path.join(HERE, "..", "..", "src", "prelude")) + "/"
VERSIONS = ("3.11", "3.14")
LITMUS = ("threading_api", "threading_exit", "asyncio_order", "asyncio_messages")
PROGRAMS = re.compile(r"^\d+_(threads|locks|conditions|semaphores|events|barriers|queues|futures|classics|aio|time)_")

# Lines that only a native part decides.
NATIVE = re.compile(
    r"^\s*[|\s]*[~^]+\s*$|^[\s|]*\.\.\.<\d+ lines>\.\.\.|^[\s|]*\) from None$"  # how tracebacks show statements
    r"|timeout value must be|can't be (used in|awaited)|object int can't"  # texts of _thread.lock and of `await`
    r"|^barrier indexes|^(action|cancelled|fin) "  # open orders (T19, A26)
    r"|^Executing <.* took"  # measured times
    r"|generator raised StopIteration|interacts badly"
)


def _markers():
    """What the first lines of the prelude's modules say: the files whose frames are hidden, those shown as another."""
    hidden = set()
    shown_as = {}
    for path in glob.glob(os.path.join(PRELUDE, "**", "*.py"), recursive=True):
        with open(path) as file:
            words = file.readline().split()
        if words == ["#", "timeslice:", "native"]:
            hidden.add(path)
        elif words[:3] == ["#", "timeslice:", "file"]:
            shown_as[path] = os.path.join(PRELUDE, words[3])
    return hidden, shown_as


HIDDEN, SHOWN_AS = _markers()


def normalise(text):
    """The lines without hidden frames, addresses, identities, and paths and line numbers of the library."""
    lines = []
    hidden = False
    for line in text.splitlines():
        frame = re.match(r"[\s|]*File \"(.*?)\", line", line)
        if frame is not None:
            hidden = frame.group(1) in HIDDEN
        elif hidden and not re.match(r"[\s|]*    ", line):
            hidden = False
        if not hidden:
            lines.append(line)
    text = "\n".join(lines)
    for path, shown in SHOWN_AS.items():
        text = text.replace(path, shown)
    text = text.replace(PRELUDE, "<lib>/")
    text = re.sub(r'/[^\s"\']*?/lib/python3\.\d+/', "<lib>/", text)
    text = re.sub(r"<lib>/?(asyncio/)?", "<lib>", text)
    text = re.sub(r"(?:/[\w.\-]+)+/(\w+\.py)", r"\1", text)
    text = re.sub(r"0x[0-9a-fA-F]{6,}|0xADDR", "0x", text)
    text = re.sub(r"\b\d{12,}\b", "IDENT", text)
    text = re.sub(r'(<lib>[\w/]+\.py(?:", line |:))\w+', r"\1N", text)
    return [line for line in text.splitlines() if not NATIVE.search(line)]


def _without_library_code(text):
    """The normalised lines without the source lines of the library's frames: the code is our own."""
    lines = []
    for line in normalise(text):
        if not (lines and 'File "<lib>' in lines[-1] and line.startswith("    ")):
            lines.append(line)
    return lines


def output(command, program):
    """(stdout, stderr) of a program."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    try:
        result = subprocess.run(
            [*command, program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=environment,
            cwd=os.path.dirname(program),
        )
    except subprocess.TimeoutExpired:
        return "(timed out)\n", ""
    return result.stdout, result.stderr


def ours(version, program):
    return output([sys.executable, RUNNER, "--version", version], program)


def differs(title, want, got):
    """Prints the difference, if there is one."""
    if want == got:
        return 0
    print(f"=== {title}")
    print("\n".join(difflib.unified_diff(want, got, "expected", "got", lineterm="", n=0)))
    return 1


def check(directory):
    """The conformance programs."""
    n_different = n_checked = 0
    for version in VERSIONS:
        for name in LITMUS:  # stdout and stderr are mixed in the recorded output: compared as sets of lines
            program = os.path.join(directory, "litmus", name + ".py")
            with open(os.path.join(directory, "litmus", f"{name}.expected-{version}.txt")) as file:
                want = sorted(filter(None, normalise(file.read())))
            got = sorted(filter(None, normalise("\n".join(ours(version, program)))))
            n_different += differs(f"{version} {name}", want, got)
            n_checked += 1
        for program in sorted(glob.glob(os.path.join(directory, "python", "*.py"))):
            if not PROGRAMS.match(os.path.basename(program)):
                continue
            with open(program[:-3] + ".out") as file:
                want = file.read().splitlines()
            out, err = ours(version, program)
            if differs(f"{version} {os.path.basename(program)}", want, out.splitlines()):
                print(err)
                n_different += 1
            n_checked += 1
    print(f"{n_different} of {n_checked} differ")
    return n_different


def compare(pythons):
    """The programs of `cases/`."""
    n_different = n_checked = 0
    for python in pythons:
        command = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        version = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        for program in sorted(glob.glob(os.path.join(HERE, "cases", "*.py"))):
            real_out, real_err = output([python], program)
            our_out, our_err = ours(version, program)
            title = f"{version} {os.path.basename(program)}"
            out_differs = differs(title, _without_library_code(real_out), _without_library_code(our_out))
            real_err, our_err = _without_library_code(real_err), _without_library_code(our_err)
            err_differs = differs(title + " (stderr)", real_err, our_err)
            n_different += out_differs or err_differs
            n_checked += 1
    print(f"{n_different} of {n_checked} differ")
    return n_different


def check_traces(update):
    """The programs of `traces/`, as 3.13; `update` writes the snapshots anew."""
    n_different = n_checked = 0
    for program in sorted(glob.glob(os.path.join(HERE, "traces", "*.py"))):
        out, err = output([sys.executable, RUNNER, "--version", "3.13", "--trace"], program)
        snapshot = program[:-3] + ".trace"
        if update:
            with open(snapshot, "w") as file:
                file.write(out)
        with open(snapshot) as file:
            n_different += differs(os.path.basename(program), file.read().splitlines(), (out + err).splitlines())
        n_checked += 1
    print(f"{n_different} of {n_checked} differ")
    return n_different


def main(args):
    if args[0] == "--traces":
        return 1 if check_traces(args[1:] == ["update"]) else 0
    if args[0] == "--check":
        return 1 if check(os.path.abspath(args[1])) else 0
    return 1 if compare(args[1:]) else 0
