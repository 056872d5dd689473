# Slow paths of the builtins against the builtins themselves.
import operator as op
import sys
if "_timeslice" in sys.modules:
    import _builtins as B
else:
    B = None


class Num:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"Num({self.n})"
    def __lt__(self, o): LOG.append((self.n, o.n)); return self.n < o.n
    def __eq__(self, o): return isinstance(o, Num) and self.n == o.n
    def __hash__(self): return 7
    def __add__(self, o): return ("add", self.n, o) if isinstance(o, (int, Num)) else NotImplemented
    def __radd__(self, o): return ("radd", self.n, o)
    def __mul__(self, o): return NotImplemented
    def __index__(self): return self.n
    def __iadd__(self, o): return ("iadd", o)


class Sub(Num):
    def __radd__(self, o): return ("Sub.radd", self.n)
    def __gt__(self, o): return "Sub.gt"


class Plain:
    def __repr__(self): return "plain"
class Bad:
    def __index__(self): return "x"
    def __len__(self): return -1
    def __bool__(self): return 3
    def __iter__(self): return 5
    def __str__(self): return 5
    def __int__(self): return "x"
    def __float__(self): return 1
    def __format__(self, s): return 1
    def __hash__(self): return "x"
class NoHash:
    def __eq__(self, o): return True


LOG = []
def t(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


def pick(mine, real): return getattr(B, mine) if B else real

srt = (lambda l, key=None, reverse=False: B.sorted_slow(list(l), key, reverse)) if B else sorted
data = [(i * 7919) % 61 for i in range(60)]
print(srt([Num(x) for x in data])); print(len(LOG)); LOG.clear()
print(srt([Num(x) for x in data], reverse=True)); print(len(LOG)); LOG.clear()
big = [((i * 7919) % 101, i) for i in range(500)]
print(srt(big, key=lambda p: p[0]) == sorted(big, key=lambda p: p[0]), srt(big, key=lambda p: p[0], reverse=True) == sorted(big, key=lambda p: p[0], reverse=True))
t("sortbad", lambda: srt([Plain(), Plain()]))
SYM = {"+": ("add", op.add, op.iadd), "-": ("sub", op.sub, op.isub), "*": ("mul", op.mul, op.imul), "**": ("pow", op.pow, op.ipow), "@": ("matmul", op.matmul, op.imatmul), "|": ("or", op.or_, op.ior)}
objs = [1, 2.5, "s", [1], (1,), Num(3), Sub(4), Plain(), None, b"x"]
for s, (n, real, ireal) in SYM.items():
    for a in objs:
        for b in objs:
            if not isinstance(a, (Num, Plain)) and not isinstance(b, (Num, Plain)): continue
            f = (lambda: B.binary_op(a, b, s, f"__{n}__", f"__r{n}__")) if B else (lambda: real(a, b))
            t(f"{s} {type(a).__name__} {type(b).__name__}", lambda: "o" if isinstance(f(), list) else f())
            if isinstance(a, list): continue
            f2 = (lambda: B.inplace_op(a, b, s + "=", f"__i{n}__", f"__{n}__", f"__r{n}__")) if B else (lambda: ireal(a, b))
            t(f"{s}= {type(a).__name__} {type(b).__name__}", f2)
CMP = {"<": ("__lt__", "__gt__", op.lt), "<=": ("__le__", "__ge__", op.le), "==": ("__eq__", "__eq__", op.eq), "!=": ("__ne__", "__ne__", op.ne), ">": ("__gt__", "__lt__", op.gt)}
cobjs = [1, Num(3), Num(3), Sub(4), Plain(), None]
for s, (n, r, real) in CMP.items():
    for a in cobjs:
        for b in cobjs:
            if type(a) is Num and not isinstance(b, Num) and s in "<>": continue
            if type(b) is Num and not isinstance(a, Num) and s in "<>": continue
            if isinstance(a, Sub) != isinstance(b, Sub) and s in "<>" and not (isinstance(a, Num) and isinstance(b, Num)): continue
            t(f"{s} {a!r:.4} {b!r:.4}", (lambda: B.compare(a, b, s, n, r)) if B else (lambda: real(a, b)))
MISSING = B.MISSING if B else None
t("len", lambda: pick("len_slow", len)(Bad()))
t("len", lambda: pick("len_slow", len)(Plain()))
t("bool", lambda: pick("bool_slow", bool)(Bad()))
t("iter", lambda: pick("iter_slow", iter)(Bad()))
t("iter", lambda: pick("iter_slow", iter)(Plain()))
t("str", lambda: pick("str_slow", str)(Bad()))
t("int", lambda: pick("int_slow", int)(Bad()))
t("int", lambda: pick("int_slow", int)(Plain()))
t("int", lambda: pick("int_slow", int)(Num(3)))
t("float", lambda: pick("float_slow", float)(Bad()))
t("float", lambda: pick("float_slow", float)(Plain()))
t("float", lambda: pick("float_slow", float)(Num(3)))
t("format", lambda: pick("format_slow", format)(Bad(), ""))
t("hash", lambda: pick("hash_slow", hash)(Bad()))
t("hash", lambda: pick("hash_slow", hash)(NoHash()))
t("index", lambda: pick("index_slow2", op.index)(Bad()))
t("index", lambda: pick("index_slow2", op.index)(Plain()))
t("abs", lambda: pick("abs_slow", abs)(Plain()))
t("round", lambda: B.round_slow(Plain(), MISSING) if B else round(Plain()))
t("divmod", lambda: pick("divmod_slow", divmod)(Plain(), 1))
t("pow", lambda: B.pow_slow(Plain(), 1, 2) if B else pow(Plain(), 1, 2))
t("bytes", lambda: pick("bytes_slow", bytes)(Plain()))
t("sum", lambda: B.sum_slow(["a"], "") if B else sum(["a"], ""))
t("sum", lambda: B.sum_slow([1, Plain()], 0) if B else sum([1, Plain()], 0))
t("min", lambda: B.min_max([], None, MISSING, False, "min") if B else min([]))
t("max", lambda: B.min_max([3, 1, -3], abs, MISSING, True, "max") if B else max([3, 1, -3], key=abs))
t("unary", lambda: B.unary_op(Plain(), "-", "__neg__") if B else -Plain())
l = [Num(1), Num(2)]
t("repr", lambda: (B.repr_list if B else repr)(l))
t("repr", lambda: (B.repr_tuple if B else repr)((Num(1),)))
t("repr", lambda: (B.repr_dict if B else repr)({Num(1): Num(2)}))
t("repr", lambda: (B.repr_set if B else repr)(frozenset({Num(1)})))
t("repr", lambda: (B.repr_set if B else repr)({Num(1)}))
t("eq", lambda: (B.eq_list if B else op.eq)([Num(1), 2], [Num(1), 2]))
t("lt", lambda: (B.lt_list([Num(1), 2], [Num(1), 3], "<") if B else [Num(1), 2] < [Num(1), 3]))
t("eqd", lambda: (B.eq_dict if B else op.eq)({1: Num(1)}, {1: Num(1)}))
t("in", lambda: (B.contains_slow if B else op.contains)([1, Num(2)], Num(2)))
t("in", lambda: (B.contains_slow if B else op.contains)(Plain(), Num(2)))
t("idx", lambda: B.index_slow([1, Num(2)], Num(2)) if B else [1, Num(2)].index(Num(2)))
t("idx", lambda: B.index_slow([1, Num(2)], Num(3)) if B else [1, Num(2)].index(Num(3)))
t("rm", lambda: B.remove_slow([1], 3) if B else [1].remove(3))
t("find", lambda: B.dict_find({1: 1, Num(3): 2, Num(4): 1}, Num(4)) if B else 2)
t("upd", lambda: B.dict_update_slow({}, [(1, 2, 3)]) if B else {}.update([(1, 2, 3)]))
t("upd", lambda: B.dict_update_slow({}, [1]) if B else {}.update([1]))
t("zip", lambda: list(B.zip_gen(([1, 2], [1]), True) if B else zip([1, 2], [1], strict=True)))
t("zip", lambda: list(B.zip_gen(([1], [1], [1, 2]), True) if B else zip([1], [1], [1, 2], strict=True)))
t("zip", lambda: list(B.zip_gen(([1, 3], [1]), False) if B else zip([1, 3], [1])))
t("map", lambda: list(B.map_gen(op.add, ([1, 3], [1])) if B else map(op.add, [1, 3], [1])))
t("isinst", lambda: B.isinstance_slow(1, 5) if B else isinstance(1, 5))
t("issub", lambda: B.issubclass_slow(int, 5) if B else issubclass(int, 5))
t("join", lambda: B.str_join_slow(",", iter(["a", 1])) if B else ",".join(iter(["a", 1])))
t("print", lambda: B.print_slow((1, "a"), "-", None, None, False) if B else print(1, "a", sep="-"))
t("print", lambda: B.print_slow((1, "a"), 3, None, None, False) if B else print(1, "a", sep=3))
t("rev", lambda: B.reversed_slow(Plain()) if B else reversed(Plain()))
if B:
    from datetime import timedelta as _td
    t("name", lambda: B.compare(_td(1), 1, "<", "__lt__", "__gt__")); t("name", lambda: B.binary_op(_td(1), 1, "+", "__add__", "__radd__"))
else:
    from datetime import timedelta as _td
    t("name", lambda: _td(1) < 1); t("name", lambda: _td(1) + 1)
D = {1: "a", Num(3): "b"}
t("item", lambda: B.dict_item_slow(D, Num(3)) if B else D[Num(3)]); t("item", lambda: B.dict_item_slow(D, Num(4)) if B else D[Num(4)])
t("get", lambda: B.dict_get_slow(D, Num(3), 0) if B else D.get(Num(3), 0)); t("in", lambda: B.dict_contains_slow(D, Num(9)) if B else Num(9) in D)
B.dict_set_slow(D, Num(3), "c") if B else D.__setitem__(Num(3), "c"); B.dict_set_slow(D, Num(5), "d") if B else D.__setitem__(Num(5), "d"); print(D)
t("sd", lambda: B.dict_setdefault_slow(D, Num(6), 1) if B else D.setdefault(Num(6), 1)); t("pop", lambda: B.dict_pop_slow(D, Num(5), MISSING) if B else D.pop(Num(5))); t("pop", lambda: B.dict_pop_slow(D, Num(5), MISSING) if B else D.pop(Num(5)))
t("del", lambda: B.dict_del_slow(D, Num(5)) if B else D.__delitem__(Num(5))); print(D, B.dict_new_slow({}, [(Num(1), 2)], {"z": 1}) if B else dict([(Num(1), 2)], z=1))
S2 = {1, Num(2)}; B.set_add_slow(S2, Num(2)) if B else S2.add(Num(2)); print(len(S2), B.set_contains_slow(S2, Num(2)) if B else Num(2) in S2); t("rem", lambda: B.set_remove_slow(S2, Num(9), True) if B else S2.remove(Num(9))); t("rem", lambda: B.set_remove_slow(S2, Num(2), True) if B else S2.remove(Num(2))); print(S2, len(B.set_slow([Num(1), Num(1)]) if B else {Num(1), Num(1)}))
t("range", lambda: B.range_slow(Num(1), Num(4)) if B else range(Num(1), Num(4))); t("range", lambda: B.range_slow(Plain()) if B else range(Plain())); t("slice", lambda: B.slice_indices_slow(slice(Num(1), None), 5) if B else slice(Num(1), None).indices(5)); t("tuple", lambda: B.tuple_new_slow(tuple, (x for x in "ab")) if B else tuple(x for x in "ab")); t("ext", lambda: B.list_iadd_slow([1], iter("ab")) if B else [1] + list("ab")); t("ne", lambda: B.ne_slow(Num(1), Num(1)) if B else Num(1) != Num(1)); t("popi", lambda: B.list_pop_slow([1, 2], Num(0)) if B else [1, 2].pop(Num(0)))
import operator as op2
X, Y = {1, 2, 3}, {2, 3, 4}
for s, f in (("|", op2.or_), ("&", op2.and_), ("-", op2.sub), ("^", op2.xor)): print(s, B.set_operator_slow(X, Y, s) if B else f(X, Y), B.set_in_place_slow(set(X), Y, s) if B else f(X, Y), sorted(B.set_many_slow(set(X), [[2, 9]], s, False) if B else f(set(X), {2, 9})))
for s, f in (("<", op2.lt), ("<=", op2.le), (">", op2.gt), (">=", op2.ge)): print(s, [B.set_order_slow(p, q, s) if B else f(p, q) for p in (X, {2, 3}) for q in (X, Y, {2, 3})])
print(B.set_isdisjoint_slow(X, [9]) if B else X.isdisjoint([9]), B.set_relation_slow(X, [1, 2, 3, 4], "<=") if B else X.issubset([1, 2, 3, 4]), B.sorted_any_slow(iter([3, 1]), None, True) if B else sorted([3, 1], reverse=True), B.repeat_slow([1], Num(2)) if B else [1] * Num(2))
