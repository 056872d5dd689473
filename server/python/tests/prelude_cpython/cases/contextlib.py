# contextlib.
import contextlib, sys, io
from contextlib import *
def t(label, f):
    try: print(label, f())
    except BaseException as e: print(label, type(e).__name__, e, repr(e.__context__), repr(e.__cause__))
def drive(coro):
    try:
        while True: coro.send(None)
    except StopIteration as e: return e.value
@contextmanager
def cm(x, swallow=False):
    "cm doc"
    print("in", x)
    try: yield x
    except ValueError as e:
        print("caught", e)
        if not swallow: raise
    finally: print("out", x)
with cm(1) as v: print(v)
def bad(swallow):
    with cm(2, swallow): raise ValueError("v")
    return "ok"
t("b", lambda: bad(False)); t("b", lambda: bad(True)); print(cm.__name__, cm.__doc__, cm(1).__doc__)
@cm(3)
def deco(a): return a
print(deco(5), deco(6), deco.__name__)
@contextmanager
def noyield():
    if 0: yield
@contextmanager
def two(): yield 1; yield 2
@contextmanager
def two_exc():
    try: yield 1
    except ValueError: yield 2
def use(c, exc=None):
    with c:
        if exc: raise exc
    return "done"
t("no", lambda: use(noyield())); t("two", lambda: use(two())); t("two", lambda: use(two_exc(), ValueError())); t("si", lambda: use(cm(1), StopIteration("s"))); t("rt", lambda: use(cm(1), RuntimeError("s"))); t("kb", lambda: use(cm(1), KeyboardInterrupt("s")))
@contextmanager
def trans():
    try: yield
    except ValueError as e: raise KeyError("k") from e
t("trans", lambda: use(trans(), ValueError("x")))
class Cl:
    def close(self): print("closed")
    async def aclose(self): print("aclosed")
with closing(Cl()) as c: print(type(c).__name__)
with suppress(KeyError, IndexError): {}[1]
def sup():
    with suppress(KeyError): [][1]
t("sup", sup)
def eg():
    with suppress(KeyError): raise ExceptionGroup("g", [KeyError(1), ValueError(2)])
if sys.version_info >= (3, 12): t("eg", eg)
out = io.StringIO()
with redirect_stdout(out): print("hidden")
print(repr(out.getvalue()))
with redirect_stderr(out): print("err", file=sys.stderr)
print(repr(out.getvalue()))
with nullcontext(4) as n: print(n)
class CM:
    def __init__(s, n, ret=False, exc=None): s.n, s.ret, s.exc = n, ret, exc
    def __enter__(s): print("enter", s.n); return s
    def __exit__(s, *a):
        print("exit", s.n, a[0] and a[0].__name__, a[1])
        if s.exc: raise s.exc
        return s.ret
with ExitStack() as st:
    a = st.enter_context(CM(1)); st.enter_context(CM(2)); st.callback(print, "cb", end="!\n"); st.push(lambda *a: print("pushed", a)); st.push(CM(9))
def stk(*cms, exc=None):
    with ExitStack() as st:
        for c in cms: st.enter_context(c)
        if exc: raise exc
    return "ok"
t("s", lambda: stk(CM(1, True), CM(2), exc=ValueError("a"))); t("s", lambda: stk(CM(1), CM(2, exc=KeyError("b")), exc=ValueError("a"))); t("s", lambda: stk(CM(1, exc=IndexError("c")), CM(2, exc=KeyError("b")))); t("s", lambda: stk(CM(1, True), CM(2, exc=KeyError("b")), exc=ValueError("a"))); t("s", lambda: stk(3))
st = ExitStack(); st.enter_context(CM("p")); st2 = st.pop_all(); st.close(); st2.close()
@asynccontextmanager
async def acm(x):
    print("ain", x)
    try: yield x
    except ValueError as e: print("acaught", e); raise
    finally: print("aout", x)
async def main():
    async with acm(1) as v: print(v)
    try:
        async with acm(2): raise ValueError("av")
    except ValueError as e: print("got", e)
    async with AsyncExitStack() as s:
        print(await s.enter_async_context(acm(3))); s.enter_context(CM("sync"))
        async def cb(x): print("acb", x)
        s.push_async_callback(cb, 7)
    async with aclosing(Cl()): pass
    async with nullcontext(3) as q: print(q)
    @acm("d")
    async def f(): return 5
    print(await f())
    try:
        async with AsyncExitStack() as s:
            await s.enter_async_context(CM(3))
    except TypeError as e: print(e)
    return "end"
print(drive(main()))
class CD(ContextDecorator):
    def __enter__(self): print("cd in")
    def __exit__(self, *a): print("cd out")
@CD()
def f(): return 1
print(f(), isinstance(CM(1), AbstractContextManager), isinstance(3, AbstractContextManager), issubclass(CM, AbstractAsyncContextManager))
try:
    with ExitStack() as s:
        s.enter_context(CM(1)); raise KeyError("tb")
except KeyError as e:
    import traceback; print(len(traceback.extract_tb(e.__traceback__)))
try:
    with cm(0): raise ValueError("tb")
except ValueError as e:
    import traceback; print(len(traceback.extract_tb(e.__traceback__)))
