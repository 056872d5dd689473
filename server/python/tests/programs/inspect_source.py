"""Where things were written and with which parameters: inspect's sources, blocks, argument lists, locals."""
import functools
import inspect


# Says hello.
#   Twice.
def hello(name, /, times: int = 2, *rest, loud=False, **options) -> str:
    """A text with """ """quotes and # no comment"""
    text = (
        "hello "
        + name
    )

    # inside
    return text * times

    # behind it, but indented


# not its comment any more


class Outer:
    # of the class
    class Inner:
        x = 1

        def method(self, a, b=[1, 2], *, c): return a, b, c

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def cached(n):
        return {
            "n": n,  # a }
        }

    y = 2


def make(factor):
    other = 3

    def inner(x):
        return x * factor * other * len(str(MISSING))
    return inner


MISSING = 1
double = lambda x: x * 2
short = make(2)

for thing in (hello, Outer, Outer.Inner, Outer.Inner.method, Outer.cached, short, double, make, Outer().Inner().method):
    lines, start = inspect.getsourcelines(thing)
    print(f"--- line {start}, {len(lines)} lines")
    print("".join(lines), end="")
print(repr(inspect.getcomments(hello)), inspect.getcomments(make))
print(inspect.getsource(inspect.currentframe()).splitlines()[0])

for function in (hello, Outer.Inner.method, Outer().Inner().method, double, make):
    print(inspect.getfullargspec(function))
try:
    inspect.getfullargspec(3)
except TypeError as e:
    print(e)
print(inspect.getcallargs(hello, "x", 3, 4, loud=True, size=1))
print(inspect.getcallargs(Outer().Inner().method, 1, c=3)["c"])
print(inspect.getclosurevars(short))

for wrong in (1, int, len):
    try:
        print(inspect.getsource(wrong))
    except (TypeError, OSError) as e:
        print(type(e).__name__, e)
print(inspect.getsourcefile(hello) == __file__, inspect.getfile(Outer) == __file__, inspect.getmodulename("/a/b.py"))


def numbers():
    a = 1
    yield a


async def waits():
    b = 2
    await inner_wait()


async def inner_wait():
    pass


g = numbers()
print(dict(inspect.getgeneratorlocals(g)), next(g), dict(inspect.getgeneratorlocals(g)), list(g),
      inspect.getgeneratorlocals(g))
coroutine = waits()
print(inspect.getcoroutinelocals(coroutine))
coroutine.close()


class Watched:
    def __getattr__(self, name):
        print("asked for", name)
        return name

    @property
    def answer(self):
        print("computed")
        return 42


watched = Watched()
watched.own = 1
print(inspect.getattr_static(watched, "own"), type(inspect.getattr_static(watched, "answer")).__name__)
print(inspect.getattr_static(watched, "no", "default"), inspect.getattr_static(Watched, "answer") is Watched.__dict__["answer"])
try:
    inspect.getattr_static(watched, "no")
except AttributeError as e:
    print("AttributeError", e)
print([name for name, _ in inspect.getmembers_static(watched) if not name.startswith("__")])
print(inspect.isgetsetdescriptor(Watched.__dict__["__dict__"]), inspect.ismethoddescriptor(str.upper),
      inspect.ismethodwrapper((1).__add__))


def arguments(a, *b, c=1, **d):
    e = 5
    return inspect.getargvalues(inspect.currentframe())


print(arguments(1, 2, x=3))
