def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)
def st(code, g={}):
    try:
        exec(code, globals())
        print("ok", code)
    except BaseException as e:
        print(type(e).__name__, e, "|", code)
class P:
    """doc"""
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
p = P(1)
print(P.x, type(P.x).__name__, P.x.__name__, P.x.__objclass__, P.x.__qualname__, P.x.__doc__)
print(P.__dict__["y"], P.__slots__, sorted(k for k in P.__dict__ if k in ('x', 'y', '__slots__')))
t(lambda: p.x); t(lambda: p.y); t(lambda: p.z)
st("p.z = 3"); st("p.y = 2"); st("del p.y"); st("del p.y"); st("del p.q"); st("p.__dict__"); st("p.__slots__ = 3")
st("vars(p)"); st("p.__weakref__")
import weakref
st("weakref.ref(p)")
t(lambda: P.x.__get__(p)); t(lambda: P.x.__get__(p, P)); t(lambda: P.x.__get__(None, P)); t(lambda: P.x.__get__(3)); t(lambda: P.x.__set__(p, 9)); t(lambda: p.x)
t(lambda: P.x.__set__(3, 9)); t(lambda: P.x.__delete__(p)); t(lambda: p.x)
class Q(P):
    pass

class R(P):
    __slots__ = ("z",)
r = R(1); r.z = 2; print(r.x, r.z, hasattr(r, "__dict__"))
st("r.w = 1")
class W:
    __slots__ = ("__weakref__", "a")
w = W(); print(weakref.ref(w)() is w)
st("w.__dict__")
st("""
class A:
    __slots__ = ("x",)
    x = 1
""")
st("""
class A:
    __slots__ = ("x y",)
""")
st("""
class A:
    __slots__ = (1,)
""")
st("""
class A:
    __slots__ = "ab"
print(A.ab)
A().ab = 2
A().a = 2
""")
st("""
class A:
    __slots__ = ("__dict__", "__dict__")
""")
st("""
class A(Q):
    __slots__ = ("__dict__",)
""")
st("""
class A:
    __slots__ = ("a",)
class B:
    __slots__ = ("b",)
class C(A, B): pass
""")
st("""
class A(int):
    __slots__ = ("a",)
""")
st("""
class A(tuple):
    __slots__ = ("a",)
""")
st("""
class A(tuple):
    __slots__ = ()
A((1,)).x = 2
""")

class F(P):
    x = property(lambda s: "prop")
print(F.__new__(F).x)
import copy, pickle
class E:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1; self.b = [2]
for e in (copy.copy(E()), copy.deepcopy(E()), pickle.loads(pickle.dumps(E()))):
    print(e.a, e.b)
class Priv:
    __slots__ = ["__priv"]
    def __init__(self): self.__priv = 3
print(Priv()._Priv__priv, [k for k in Priv.__dict__ if "priv" in k])
