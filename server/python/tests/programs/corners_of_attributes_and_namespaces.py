# What attributes, namespaces, generators and groups do in corners.
import sys, traceback
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError as e:
    print(repr(sys.exception()), sys.exception() is e)
    try: raise KeyError("in")
    except KeyError as k: print(repr(k.__context__))
    print(repr(sys.exception()))
except* TypeError as e:
    print(repr(sys.exception()))
print(sys.exception())
class G:
    def __getattribute__(self, n):
        if n == "a": return 1
        raise AttributeError("no " + n)
    def __getattr__(self, n): return "hook " + n
print(G().a, G().b)
class L:
    @property
    def x(self): return self.y
    def __getattr__(self, n): raise AttributeError("hook " + n)
try: L().x
except AttributeError as e: print(e, repr(e.__context__))
print(getattr(L(), "x", 5), hasattr(L(), "x"))
from typing import Annotated, get_type_hints, get_args, get_origin
A = Annotated[Annotated[int, 1], "b"]
print(A, A.__metadata__, get_args(A), get_origin(A) is Annotated, A == Annotated[int, 1, "b"], hash(A) == hash(Annotated[int, 1, "b"]))
def f(x: Annotated[list[int], 3], y: "Annotated[str, 4]" = None): pass
print(get_type_hints(f), get_type_hints(f, include_extras=True))
try: Annotated[int]
except TypeError as e: print(e)
class NS(dict):
    def __getitem__(self, k):
        print("get", k); return super().__getitem__(k)
    def __setitem__(self, k, v):
        print("set", k); super().__setitem__(k, v)
exec("a = 1\nb = a\ndel a", {}, NS())
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def close(self): print("it closed"); raise OSError("in close")
def d():
    try: yield from It()
    except BaseException as e: print("got", repr(e)); raise
g = d(); next(g)
try: g.close()
except OSError as e: print("out", e, repr(e.__context__))
class It2(It):
    def close(self): print("closing"); print("still")
class It2(It2): pass
def d2():
    try: yield from It2()
    finally: print("finally")
g = d2(); next(g); g.close()
g = d2(); next(g); del g
print(eval("n", {"n": 3}, {"n": 9}))
import enum
class E(enum.Enum):
    A = 1
    def f(self): return self.value
    class In: y = 2
    @property
    def p(self): return self.name
print(E.A.f(), E.A.p, hasattr(E, "Q"))

g, l = {"y": 5}, {"z": 6}
exec("w = y + z\ny = 7\nglobal q\nq = 4", g, l)
print(sorted(l.items()), g["y"], g["q"])
exec("x = 1\ndef f(): return x\n", g, l)
try:
    l["f"]()
except NameError as e:
    print(e)
print(f.__code__ == f.__code__)
