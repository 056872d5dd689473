# itertools, operator, heapq, bisect, copy.
import itertools, operator, heapq, bisect, copy, sys
from itertools import *
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
print(list(chain("ab", [1])), list(chain.from_iterable([[1], [2, 3]])), list(islice(count(5), 3)), list(islice(count(1, 0.5), 3)), count(3), count(1, 2), repeat(5), repeat(5, 3), list(repeat(1, 3)), list(islice(cycle("ab"), 5)), list(cycle([])))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(compress("abcd", [1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 3, 1])), list(takewhile(lambda x: x < 3, [1, 3, 1])), list(filterfalse(None, [0, 1, ""])), list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abcd")), list(pairwise([1])))
print(list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(islice("abcdef", 2)), list(islice("abcdef", 1, 5, 2)), list(islice("abcdef", 2, None)), [(k, list(g)) for k, g in groupby("aabbca")], [(k, list(g)) for k, g in groupby([1, 3, 2, 4], lambda x: x % 2)], [k for k, g in groupby("aabbca")])
it = iter(range(10)); print(list(islice(it, 1, 7, 4)), next(it))
g = groupby("aab"); k, g1 = next(g); print(next(g1)); k2, g2 = next(g); print(list(g1), k2, list(g2), next(g, "end"))
for r in range(4): print(list(permutations("abc", r)), list(combinations("abc", r)), list(combinations_with_replacement("ab", r)))
print(list(permutations("abc")), list(product("ab", [1, 2])), list(product("ab", repeat=2)), list(product()), list(product("ab", [])), list(combinations("ab", 3)), list(combinations_with_replacement("", 2)), list(combinations_with_replacement("", 0)))
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a), tee([1], 0)); a, b, c = tee("xy", 3); print(list(a), list(b), list(c)); a, b = tee(iter([1, 2])); next(a); c, d = tee(a); print(list(c), list(d), list(b))
t("e", lambda: islice([1], -1)); t("e", lambda: islice([1], 1, 2, 0)); t("e", lambda: combinations("a", -1)); t("e", lambda: count("a")); t("e", lambda: chain(3).__next__()); t("e", lambda: chain)
for cls in (chain, count, cycle, groupby, product): print(cls, cls.__name__, type(cls).__name__)
def noisy(): yield 1; raise KeyError("n")
t("ex", lambda: list(chain(noisy())))
if sys.version_info >= (3, 12): print(list(batched("abcde", 2)))
ig, ag, mc = operator.itemgetter, operator.attrgetter, operator.methodcaller
print(ig(1)([4, 5]), ig(0, 2)("abc"), ig("k")({"k": 1}), ag("real")(3), ag("__class__.__name__", "imag")(3), mc("upper")("a"), mc("split", ",", maxsplit=1)("a,b,c"), ig(1), ag("a.b"), mc("f", 1, k=2)); t("e", lambda: ig(5)([1])); t("e", lambda: ag("zz")(1)); t("e", lambda: ag(3))
for name in "add sub mul truediv floordiv mod pow and_ or_ xor lshift rshift lt le eq ne ge gt is_ is_not".split(): print(name, getattr(operator, name)(7, 2), end=" ")
print(operator.neg(3), operator.pos(3), operator.inv(3), operator.not_(3), operator.truth([]), operator.contains([1], 1), operator.countOf([1, 1], 1), operator.indexOf([5, 1], 1), operator.concat("a", "b"), operator.index(True), operator.length_hint(iter([1, 2])), operator.iadd([1], [2]), operator.abs(-2)); t("e", lambda: operator.concat(1, 2)); t("e", lambda: operator.index("a")); l = [1, 2]; operator.setitem(l, 0, 9); operator.delitem(l, 1); print(l, operator.call(max, 1, 2))
class L:
    n = 0
    def __init__(s, v): s.v = v
    def __lt__(s, o): L.n += 1; return s.v < o.v
h = []
for x in [5, 1, 8, 3, 9, 2, 7]: heapq.heappush(h, L(x))
print([x.v for x in h], L.n); print([heapq.heappop(h).v for _ in range(7)], L.n); h = [L((i * 37) % 23) for i in range(23)]; heapq.heapify(h); print([x.v for x in h], L.n)
h = [3, 1, 2]; heapq.heapify(h); print(heapq.heapreplace(h, 9), heapq.heappushpop(h, 0), heapq.heappushpop(h, 5), h, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 2, 9], key=lambda x: -x), list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge([4, 1], [3, 2], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)), heapq.nsmallest(0, [1])); t("e", lambda: heapq.heappop([])); t("e", lambda: heapq.heappush((), 1)); t("e", lambda: heapq.heappush([(1, "a")], (1, 2)))
print(bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2), bisect.bisect_right([1, 2], 5, 0, 1), bisect.bisect_left([(1, "a"), (3, "b")], 3, key=lambda p: p[0])); l = [1, 3]; bisect.insort(l, 2); bisect.insort_left(l, 2); print(l); t("e", lambda: bisect.bisect([1], 1, -1))
class C:
    def __init__(s, x): s.x = x
class CC:
    def __copy__(s): return "copied"
    def __deepcopy__(s, memo): return "deep"
class SL:
    __slots__ = ("a", "b")
class LS(list): pass
class DS(dict): pass
class TS(tuple): pass
class IS(int): pass
class GS:
    def __getstate__(s): return {"k": 1}
    def __setstate__(s, st): s.got = st
class RD:
    def __init__(s, *a): s.a = a
    def __reduce__(s): return (RD, (1, 2), {"extra": 3})
class EX(Exception):
    def __init__(s, a, b): super().__init__(a, b); s.b = b
c = C([1, [2]]); s = copy.copy(c); d = copy.deepcopy(c); print(s.x is c.x, d.x, d.x is c.x, d.x[1] is c.x[1], copy.copy(CC()), copy.deepcopy([CC()]))
sl = SL(); sl.a = [1]; s2 = copy.copy(sl); s3 = copy.deepcopy(sl); print(s2.a is sl.a, s3.a, s3.a is sl.a, hasattr(s2, "b"))
l = [1]; l.append(l); m = copy.deepcopy(l); print(m[1] is m, m is not l); x = [[1]]; y = copy.deepcopy([x, x]); print(y[0] is y[1], y[0] is x); c.me = c; d = copy.deepcopy(c); print(d.me is d)
ls = LS([1, [2]]); ls.at = 3; q = copy.deepcopy(ls); print(q, type(q), q.at, q[1] is ls[1]); ds = DS(a=[1]); q = copy.copy(ds); print(q, type(q), q["a"] is ds["a"]); ts = TS([1, [2]]); q = copy.deepcopy(ts); print(q, type(q), q[1] is ts[1]); q = copy.copy(IS(5)); print(q, type(q)); print(copy.copy(GS()).got, copy.deepcopy(RD(9)).__dict__); e = copy.copy(EX(1, 2)); print(repr(e), e.b); e = copy.deepcopy(EX([1], 2)); print(repr(e))
t1 = (1, 2); t2 = (1, [2]); print(copy.deepcopy(t1) is t1, copy.deepcopy(t2) is t2, copy.copy(t2) is t2, copy.copy([1]), copy.copy({1: 2}), copy.copy({3}), copy.deepcopy({1: [2], "s": {3}}), copy.deepcopy(frozenset([1])), copy.copy(len) is len, copy.deepcopy(C) is C, copy.copy(None), copy.deepcopy(bytearray(b"x")), copy.copy(range(3)))
import threading; t("lock", lambda: copy.copy(threading.Lock())); t("gen", lambda: copy.deepcopy(x for x in [1]))
memo = {}; a = [1]; copy.deepcopy(a, memo); print(memo[id(a)] == [1])
