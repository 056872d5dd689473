# Slots of built-in kinds, proxies, names that fail to be set, signs of zero.
class SD(dict):
    __slots__ = ("extra",)
d = SD(a=1); d.extra = 5; print(d, d.extra)
class SL(list):
    __slots__ = ("extra",)
l = SL([1]); l.extra = 5; print(l, l.extra)
class Proxy:
    def __init__(s, o): object.__setattr__(s, "_o", o)
    @property
    def __class__(s): return type(s._o)
p = Proxy([1])
print(isinstance(p, list), type(p).__name__, isinstance(p, Proxy), p.__class__, isinstance(p, (int, list)), isinstance(p, str))
class Boom:
    @property
    def __class__(s): raise AttributeError("none")
print(isinstance(Boom(), int))
for src in ("class S(int, str): pass", "class S(dict, list): pass", "class S(bool, int): pass"):
    try: exec(src)
    except TypeError as e: print(e)
print(complex(-0.0, -0.0), hash(1+0j) == 1, hash(3+0j) == hash(3), hash(1+2j), {1+0j: "a"}[1], complex(1, 4j), complex(2-0j))
def no_arguments(): return super()
try: no_arguments()
except RuntimeError as e: print(e)
from dataclasses import *
@dataclass
class A: x: int
print(str(fields(A)[0]).split("compare=")[1])
from enum import *
@verify(UNIQUE, CONTINUOUS)
class V(Enum): A = 1; B = 2
try:
    @verify(CONTINUOUS)
    class V2(Enum): A = 1; B = 4
except ValueError as e: print(e)
class BadSN:
    def __set_name__(self, o, n): 1/0
try:
    class W:
        b = BadSN()
except Exception as e: print(type(e).__name__, e, getattr(e,'__notes__',None), repr(e.__cause__))
try: exec("match 1:\n    case [*a, *b]: pass")
except SyntaxError as e: print(e)
