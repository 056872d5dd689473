# logging, traceback, warnings, string.
import sys; sys.stderr = sys.stdout
import logging, traceback, warnings, string, threading
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
logging.warning("early"); logging.getLogger("x").info("no")
logging.getLogger().handlers.clear()
logging.getLogger("lr").warning("last resort %s", 1); logging.getLogger("lr").info("quiet")
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)-8s %(name)s %(threadName)s %(funcName)s %(lineno)d %(module)s %(filename)s %(processName)s %(message)s")
log = logging.getLogger("app"); sub = logging.getLogger("app.a.b"); mid = logging.getLogger("app.a")
log.debug("d %s", "x"); log.info("i %(k)s", {"k": 5}); sub.warning("w"); log.error("e %d %r", 3, "q"); log.critical("c"); log.log(25, "custom"); logging.info("root"); log.warning(ValueError("obj"))
def inner(): log.info("in function"); log.info("level2", stacklevel=2)
def outer(): inner()
outer()
print(log.parent.name, sub.parent is mid, mid.parent is log, sub.getEffectiveLevel(), log, sub.isEnabledFor(5), logging.getLevelName(25), logging.getLevelName("INFO"), log.handlers, logging.getLogger().handlers, log.getChild("zz").name, logging.getLogger("app") is log, log.hasHandlers())
try: 1 / 0
except ZeroDivisionError: log.exception("boom"); log.error("ei", exc_info=True)
log.setLevel("ERROR"); log.info("hidden"); sub.info("hidden"); sub.setLevel(logging.DEBUG); sub.info("shown"); log.disabled = True; log.error("hidden"); log.disabled = False
class H(logging.Handler):
    def emit(self, r): print("H", self.format(r), r.args, r.msg, r.levelno)
h = H(); h.setFormatter(logging.Formatter("{levelname}|{message}|{x}", style="{", defaults={"x": "dx"})); h.setLevel(logging.WARNING); sub.addHandler(h); sub.propagate = False; sub.warning("to %s", "H"); sub.info("no"); sub.warning("extra", extra={"x": "mine"})
h.setFormatter(logging.Formatter("$levelname ${message}", style="$")); sub.error("dollar"); h.addFilter(lambda r: "secret" not in r.getMessage()); sub.error("secret"); sub.error("open"); sub.removeHandler(h); sub.propagate = True
logging.addLevelName(25, "NOTICE"); logging.log(25, "named"); logging.disable(logging.ERROR); logging.error("off"); logging.critical("on"); logging.disable(logging.NOTSET)
for f in (lambda: log.setLevel("NOPE"), lambda: logging.getLogger(3), lambda: logging.basicConfig(force=True, foo=1), lambda: logging.Formatter("x"), lambda: logging.Formatter(style="?"), lambda: log.error("x", extra={"message": 1}), lambda: logging.Handler().emit(None), lambda: log.log("a", "b")): t("e", f)
logging.basicConfig(force=True, stream=sys.stdout, level="INFO", datefmt="%H"); logging.info("basic format")
ad = logging.LoggerAdapter(logging.getLogger("ad"), {"u": 1}); ad.info("adapted %s", 1); r = logging.makeLogRecord({"msg": "m %s", "args": (1,), "levelname": "L"}); print(r.getMessage(), logging.Formatter("%(levelname)s-%(message)s").format(r)); r.created = 0.5; r.msecs = 500; import time; f = logging.Formatter("%(asctime)s %(message)s"); f.converter = time.gmtime; print(f.format(r)); f = logging.Formatter("%(asctime)s", "%Y"); f.converter = time.gmtime; print(f.format(r))
def worker(): logging.warning("from thread")
th = threading.Thread(target=worker, name="T9"); th.start(); th.join()
logging.getLogger("nul").addHandler(logging.NullHandler())
def a(): b()
def b(): raise KeyError("k")
try: a()
except KeyError as e:
    print(traceback.format_exc()); print([(f.name, f.line) for f in traceback.extract_tb(e.__traceback__)]); print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e)); traceback.print_exc(); print("".join(traceback.format_exception(type(e), e, e.__traceback__))); traceback.print_tb(e.__traceback__); print(traceback.format_tb(e.__traceback__, 1)); print(len(list(traceback.TracebackException.from_exception(e).format())) > 0); print(traceback.format_exception(e, limit=1))
class Mine(Exception): pass
print(traceback.format_exception_only(Mine("a"))); print(traceback.format_exc())
def w(): warnings.warn("careful"); warnings.warn("dep", DeprecationWarning); warnings.warn("outer", stacklevel=2)
for _ in range(2): w()
with warnings.catch_warnings(record=True) as l:
    warnings.simplefilter("always"); w(); w(); print([(str(x.message), x.category.__name__, x.lineno) for x in l])
with warnings.catch_warnings():
    warnings.simplefilter("error"); t("we", w)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="care"); w()
    warnings.simplefilter("ignore"); w()
t("w", lambda: warnings.warn("x", 3)); t("w", lambda: warnings.warn(UserWarning("inst")))
T = string.Template("$who owes $$${amount} to ${b}x"); print(T.substitute(who="A", amount=3, b="c"), T.safe_substitute(who=1)); t("t", lambda: T.substitute(who=1)); t("t", lambda: string.Template("a\nb $ c").substitute()); print(string.Template("a $ ${x $y1").safe_substitute(y1=2), string.capwords("hello  big world"), string.ascii_letters, string.punctuation, repr(string.whitespace), string.hexdigits, T.get_identifiers(), T.is_valid())
F = string.Formatter(); print(F.format("{} {0[1]} {a.real:>5} {!r}{{}}" if 0 else "{} {a.real:>5} {!r}{{}}", 1, "x", a=3), F.format("{0} {1[0]} {0:{2}}", 5, [7], ">3")); t("f", lambda: F.format("{0}{}", 1)); t("f", lambda: F.format("{"))
