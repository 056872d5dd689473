class V:
    def __init__(self, *c): self.c = c
    def __repr__(self): return f"V{self.c}"
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __mul__(self, k): return V(*(a * k for a in self.c))
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __neg__(self): return V(*(-a for a in self.c))
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __hash__(self): return hash(self.c)
    def __len__(self): return len(self.c)
    def __getitem__(self, i): return self.c[i]
    def __bool__(self): return any(self.c)
    def __contains__(self, x): return x in self.c
    def __call__(self, x): return [a + x for a in self.c]
    def __format__(self, spec): return "<" + spec + ">"
    def __iadd__(self, o): print("iadd"); return V(*(a + 1 for a in self.c))
    def __abs__(self): return 42
    def __divmod__(self, o): return "divmod"
    def __round__(self, n=None): return ("round", n)
    def __int__(self): return 7
    def __index__(self): return 2
    def __float__(self): return 1.5
    def __getattr__(self, n): return "attr " + n
    def __reversed__(self): return iter("rev")
    def __enter__(self): return "entered"
    def __exit__(self, *a): return True
a, b = V(1, 2), V(3, 4)
print(a + b, a * 2, 3 * a, a @ b, -a, a == V(1, 2), a != b, len(a), a[1], a[0:1], bool(V(0, 0)), 2 in a, a(10), f"{a:spec}", sum([a, b]), abs(a), divmod(a, 1), round(a), round(a, 2), int(a), float(a), [0, 1, 2, 3][a], list(reversed(a)), a.zzz, {a: 1}[V(1, 2)], [*a], (lambda *x: x)(*a))
a += b
print(a)
with a as x:
    print(x); 1 / 0
try:
    a + 1
except TypeError as e:
    print(e)
class L:
    def __lt__(self, o): return True
    def __le__(self, o): return NotImplemented
print(L() < 1, 1 > L(), sorted([L(), L()]).__len__())
for bad in (lambda: L() <= 1, lambda: L() > 1, lambda: -L(), lambda: L()[0], lambda: L()(), lambda: len(L()), lambda: iter(L()), lambda: hash(type("U", (), {"__eq__": lambda s, o: 1})()), lambda: int(L()), lambda: 1 in L()):
    try:
        print(bad())
    except TypeError as e:
        print(e)
