# os.path, weakref, gc, signal, timeit, platform, numbers, secrets, keyword, __future__.
import os, weakref, gc, signal, timeit, platform, numbers, secrets, keyword, __future__
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
p = os.path
for x in ("a/b.txt", "/a//b/../c", "", ".", "..", "a/", "/", "x.tar.gz", ".hid", "a/.b.c", "//a", "../a/./b"): print(repr(x), p.basename(x), p.dirname(x), p.split(x), p.splitext(x), p.isabs(x), p.normpath(x))
print(p.join("a", "b", "/c", "d"), p.join("a/", "b"), p.join("", "b"), p.relpath("/a/b/c", "/a/d"), p.abspath("/a/../b"), os.sep, os.linesep == "\n", os.name, isinstance(os.getpid(), int), os.cpu_count() > 0, os.getenv("NOPE"), os.getenv("NOPE", "d"), len(os.urandom(5)), os.environ.get("ZZ")); t("e", lambda: os.environ["NOPE"]); os.environ["K"] = "v"; print(os.environ["K"], os.getenv("K"), "K" in os.environ); t("e", lambda: os.environ.__setitem__("a", 1)); t("j", lambda: p.join("a", 3)); t("o", lambda: os.remove("/nonexistent"))
class C:
    def m(self): return "m"
    def __len__(self): return 3
c = C(); log = []
r = weakref.ref(c, lambda r: log.append("dead")); wm = weakref.WeakMethod(c.m); pr = weakref.proxy(c); ws = weakref.WeakSet([c]); wv = weakref.WeakValueDictionary({"k": c}); wk = weakref.WeakKeyDictionary({c: 1}); f = weakref.finalize(c, log.append, "fin")
print(r() is c, wm()(), pr.m(), len(pr), len(ws), c in ws, wv["k"] is c, wk[c], list(wv.keys()), list(wk.values()), f.alive, wv.get("z"), dict(wv.items()) == {"k": c}); del c; gc.collect(); print(r(), wm(), len(ws), len(wv), len(wk), sorted(log), f.alive, "k" in wv); t("p", lambda: pr.m()); t("w", lambda: weakref.ref(3)); t("wv", lambda: wv["k"])
print(gc.isenabled(), signal.SIGINT, repr(signal.SIGTERM), signal.Signals(9).name, signal.getsignal(signal.SIGTERM), signal.SIG_DFL == 0); old = signal.signal(signal.SIGTERM, lambda s, f: print("got", s)); signal.raise_signal(signal.SIGTERM); print(old); t("s", lambda: signal.signal(9, print)); t("s", lambda: signal.signal(15, 77))
print(timeit.timeit(lambda: 1, number=3) >= 0, len(timeit.repeat(lambda: 1, number=2, repeat=3)), timeit.default_timer() > 0, platform.system(), isinstance(3, numbers.Number), isinstance(2.5, numbers.Integral), isinstance(True, numbers.Real), isinstance("s", numbers.Number), 0 <= secrets.randbelow(5) < 5, len(secrets.token_hex(4)), len(secrets.token_urlsafe(16)), secrets.choice([7]), keyword.iskeyword("for"), keyword.iskeyword("x"), __future__.annotations)
