import atexit, sys, warnings, os
atexit.register(print, "at exit 1"); atexit.register(lambda: print("at exit 2"))
@atexit.register
def last(): print("registered as decorator")
atexit.unregister(last)
print(sys.argv[1:], sys.platform, isinstance(sys.path, list), "sys" in sys.modules, sys.getsizeof([]) > 0, sys.intern("a") is sys.intern("a"), callable(sys.exit), sys.flags.optimize, sys.implementation.name)
try: sys.exit("message")
except SystemExit as e: print(repr(e), e.code)
try: exit(3)
except SystemExit as e: print(e.code)
try: raise KeyboardInterrupt
except BaseException as e: print(type(e).__mro__[1].__name__)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("careful", DeprecationWarning); warnings.warn("plain"); print(len(w), w[0].category.__name__, w[0].message, w[1].category.__name__)
print(__name__, __doc__, "__file__" in globals(), __builtins__ is not None)
def unwinding():
    try: return "try"
    finally: print("finally runs")
print(unwinding())
def override():
    for i in range(3):
        try: continue
        finally: print("f", i)
override()
try:
    assert 1 == 2, "assertion text"
except AssertionError as e: print(e, e.args)
try:
    try: raise ValueError("a")
    finally: print("cleanup")
except ValueError as e: saved = e
print(saved, "e" in dir())
sys.stdout.flush(); sys.exit(0)
