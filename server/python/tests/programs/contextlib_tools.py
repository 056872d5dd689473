import contextlib, io

@contextlib.contextmanager
def tag(name):
    print("<%s>" % name)
    try:
        yield name.upper()
    except ValueError as e:
        print("swallowed", e)
    finally:
        print("</%s>" % name)
with tag("a") as x:
    print(x)
    raise ValueError("inside")
@tag("deco")
def f():
    print("in f")
f()
with contextlib.suppress(KeyError, IndexError):
    [][0]
with contextlib.ExitStack() as stack:
    names = [stack.enter_context(tag(n)) for n in "xy"]
    stack.callback(print, "callback", 1)
    stack.push(lambda *exc: print("exit", exc[0]) or True)
    print(names)
    raise RuntimeError
print("after")
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))
class Closer:
    def close(self):
        print("closing")
with contextlib.closing(Closer()), contextlib.nullcontext(5) as five:
    print(five)
gen = contextlib.contextmanager(lambda: (yield))
try:
    with contextlib.contextmanager(lambda: iter(()))():
        pass
except (RuntimeError, TypeError, AttributeError) as e:
    print(type(e).__name__)
class CM(contextlib.ContextDecorator):
    def __enter__(self):
        print("in")
        return self
    def __exit__(self, *exc):
        print("out")
@CM()
def g(n):
    return n + 1
print(g(1))
with (CM() as a, CM() as b):
    print(a is not b)
