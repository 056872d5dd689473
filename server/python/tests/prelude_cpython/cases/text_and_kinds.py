# textwrap, pprint, statistics, inspect.
import textwrap, pprint, statistics as st, inspect, collections, dataclasses, functools
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
L = "The quick-brown fox, jumped over the lazy dog. It's a well-known fact -- isn't it? Supercalifragilisticexpialidocious e-mail\n\tnew  line."
for w in (5, 10, 20, 33, 70, 200): print(textwrap.wrap(L, w)); print(textwrap.wrap(L, w, break_long_words=False, break_on_hyphens=False))
print(textwrap.fill(L, 30, initial_indent="* ", subsequent_indent="  ")); print(textwrap.shorten(L, 40), textwrap.shorten("hello", 3, placeholder="."), textwrap.shorten(L, 25, placeholder="..."), textwrap.wrap(L, 30, max_lines=2)); print(repr(textwrap.dedent("\n    a\n      b\n\n    c\n  \n")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.dedent("  a\n\tb")), textwrap.wrap("", 5), textwrap.wrap("a b. C d", fix_sentence_endings=True)); t("w", lambda: textwrap.wrap("x", 0))
data = {"name": "x" * 30, "list": list(range(40)), "nested": {"a": [1, 2, {"b": "c" * 60}], "t": (1,)}, "z": {"k" + str(i): i * 1000 for i in range(12)}, 3: {5, 1, 9}}
pprint.pprint({k: v for k, v in data.items() if isinstance(k, str)}); pprint.pprint(data["list"], width=30, compact=True); pprint.pp({"b": 1, "a": 2}); print(pprint.pformat([["a" * 20] * 5, ("b" * 30,) * 3], indent=4)); pprint.pprint("short"); pprint.pprint(["word " * 30]); pprint.pprint("many words here " * 10); pprint.pprint(data, depth=1, sort_dicts=False); pprint.pprint(collections.OrderedDict((str(i) * 9, i) for i in range(9))); pprint.pprint(collections.Counter("abcdefghijk" * 2)); pprint.pprint(collections.defaultdict(list, {str(i): ["v" * 20] for i in range(5)})); pprint.pprint(set("abcdefghijklmnopqrstuvwxyz")); pprint.pprint(frozenset("abcdefghijklmnopqrstuvwxyz")); pprint.pprint(collections.deque("abcdefghijklmnopqrstuvwxyz"))
@dataclasses.dataclass
class Big: alpha: list; beta: str; gamma: dict
pprint.pprint(Big(list(range(30)), "b" * 50, {"k": 1})); pprint.pprint([{"id": i, "tags": ["t" * 10] * 3} for i in range(3)]); print(pprint.pformat((1,)), pprint.pformat([]), pprint.saferepr([1]))
X = [2, 3.5, 1, 4, 4, 10]
for f in (st.mean, st.fmean, st.median, st.median_low, st.median_high, st.mode, st.multimode, st.stdev, st.variance, st.pstdev, st.pvariance, st.quantiles, st.geometric_mean, st.harmonic_mean, st.median_grouped):
    t(f.__name__, lambda: f(X)); t("i", lambda: f([1, 2, 3, 4])); t("1", lambda: f([5]) if f is not st.quantiles else 0); t("0", lambda: f([]) if f is not st.harmonic_mean and f is not st.geometric_mean else 0); t("f", lambda: f([0.1, 0.2, 0.3, 1e10])); t("big", lambda: f([10**20, 10**20 + 3, 7]))
print(st.quantiles(range(1, 11), n=10), st.quantiles([1, 5, 9], method="inclusive"), st.mean([True, False, 1]), st.correlation([1, 2, 3], [1, 2, 4]), st.covariance([1, 2, 3], [1, 5, 9]), st.linear_regression([1, 2, 3], [2, 4, 6]), st.mode("aab"), st.fmean([1, 2], [3, 1]), st.stdev([1.5, 2.5, 4.0], 2), st.NormalDist(1, 2), st.NormalDist(0, 1).cdf(1), st.variance([1, 1, 1]), st.mean(x for x in [1, 2])); t("ty", lambda: st.mean(["a"]))
def f(a, b: int, /, c=1, *args: str, d, e: "x" = 5, **kw) -> bool: "doc\n    more\n  "
async def co(): pass
async def ag(): yield
def g(): yield
class K:
    "kdoc"
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    @staticmethod
    def s(q): pass
    @classmethod
    def c(cls, w): pass
    def __call__(self, v): pass
c = co(); gen = g()
print(inspect.signature(f), inspect.signature(K), inspect.signature(K(1).m), inspect.signature(K.m), inspect.signature(K.s), inspect.signature(K.c), inspect.signature(K(1)), inspect.signature(functools.partial(f, 1, e=3)), inspect.signature(lambda *, a: 0), inspect.signature(Big), list(inspect.signature(f).parameters), inspect.signature(f).parameters["c"].default, inspect.signature(f).parameters["b"].kind, repr(inspect.signature(f).parameters["d"]))
b = inspect.signature(f).bind(1, 2, 3, 4, d=5, z=6); print(b.args, b.kwargs, b.arguments); b.apply_defaults(); print(b); t("b", lambda: inspect.signature(f).bind(1)); t("b", lambda: inspect.signature(K).bind(1, 2, 3)); t("b", lambda: inspect.signature(K).bind(1, q=3))
print([fn.__name__ for fn in (inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction, inspect.isfunction, inspect.isclass, inspect.iscoroutine, inspect.isgenerator, inspect.isawaitable, inspect.ismethod, inspect.isbuiltin, inspect.ismodule) for o in (f, co, ag, g, K, c, gen, K(1).m, len, inspect) if fn(o)], inspect.getdoc(f), inspect.getdoc(K), inspect.cleandoc(" a\n   b\n   c"), inspect.getgeneratorstate(gen), inspect.iscoroutinefunction(functools.partial(co)), [n for n, v in inspect.getmembers(K, inspect.isfunction)], inspect.isabstract(K), inspect.getmro(bool)); c.close()
