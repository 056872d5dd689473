"""What asyncio's debug mode remembers and tells: where things were made, cr_origin, log lines."""
import asyncio
import inspect
import logging
import os
import re
import sys
import warnings

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s")


def tidy(text):
    """Without what belongs to the library: its files' places differ."""
    text = re.sub(r"0x[0-9a-f]+", "0x..", text)
    lines = []
    skip = False
    for line in text.splitlines():
        if re.match(r'  File ".*asyncio/', line):
            skip = True
        elif line.startswith("  File ") or not line.startswith("    "):
            skip = False
        if not skip and not re.fullmatch(r"[ ^~]+", line):
            lines.append(re.sub(r'"[^"]*/', '"', line))
    return "\n".join(lines)


class Tidy(logging.Formatter):
    def format(self, record):
        return re.sub(r"when=\d+\.\d+", "when=..", re.sub(r"[^\s\"]*/", "", tidy(super().format(record))))


for handler in logging.getLogger().handlers:
    handler.setFormatter(Tidy("%(levelname)s:%(name)s:%(message)s"))


async def nap():
    await asyncio.sleep(0)


def fail(text):
    raise ValueError(text)


def lines_of(stack):
    return [(os.path.basename(f.filename), f.name) for f in stack if "asyncio" not in os.path.dirname(f.filename)]


async def main():
    loop = asyncio.get_running_loop()
    print("debug", loop.get_debug(), sys.get_coroutine_origin_tracking_depth())
    coro = nap()
    file, line, name = coro.cr_origin[0]
    print("origin", os.path.basename(file), line == inspect.currentframe().f_lineno - 2, name, len(coro.cr_origin) <= 10)
    task = loop.create_task(coro)
    print("task", lines_of(task._source_traceback)[-1], task._source_traceback[-1].lineno)
    future = loop.create_future()
    print("future", lines_of(future._source_traceback)[-1], type(future._source_traceback).__name__)
    print("repr", "created at " in repr(future), "created at " in repr(task))
    handle = loop.call_soon(fail, "in a callback")
    print("handle", lines_of(handle._source_traceback)[-1])
    timer = loop.call_later(0, fail, "in a timer")
    print("timer", lines_of(timer._source_traceback)[-1])
    await task
    await asyncio.sleep(0.001)

    def check(call):
        try:
            call()
        except (TypeError, RuntimeError) as exc:
            print(type(exc).__name__, str(exc).split(",")[0][:60])

    check(lambda: loop.call_soon(nap))
    check(lambda: loop.call_soon(7))


asyncio.run(main(), debug=True)

print("depth", sys.get_coroutine_origin_tracking_depth())
for depth in (0, 1, 5):
    sys.set_coroutine_origin_tracking_depth(depth)

    def outer():
        return inner()

    def inner():
        return nap()

    coro = outer()
    print(depth, None if coro.cr_origin is None else [name for _, _, name in coro.cr_origin])
    coro.close()
for bad in (-1, "x"):
    try:
        sys.set_coroutine_origin_tracking_depth(bad)
    except (ValueError, TypeError) as exc:
        print(type(exc).__name__, exc)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    outer()
    print(tidy(str(log[0].message)))
sys.set_coroutine_origin_tracking_depth(0)

os.environ["PYTHONASYNCIODEBUG"] = "1"
loop = asyncio.new_event_loop()
print(loop.get_debug())
loop.close()
loop.close()
del os.environ["PYTHONASYNCIODEBUG"]
loop = asyncio.new_event_loop()
print(loop.get_debug(), loop.create_future()._source_traceback)
loop.close()

try:
    asyncio.coroutine
except AttributeError as exc:
    print(exc, exc.name, exc.obj is asyncio)
print(asyncio.coroutines.iscoroutinefunction is asyncio.iscoroutinefunction, asyncio.format_helpers.__name__,
      asyncio.constants.DEBUG_STACK_DEPTH)
print(os.path.basename(sys.argv[0]) == os.path.basename(__file__))
