# Frames: who called, with which locals; inspect.stack() and its like.
import sys, inspect
def who(): 
    f = sys._getframe(1)
    return f.f_code.co_name, f.f_lineno, sorted(f.f_locals), f.f_back.f_code.co_name
def caller(a, b=3):
    z = 5
    return who()
print(caller(1))
def st():
    s = inspect.stack()
    print([(i.function, i.lineno, i.code_context, i.index) for i in s], s[0].filename.endswith("frames_of_callers.py"), s[0][3])
    cf = inspect.currentframe()
    print(cf.f_code.co_name, cf.f_lineno, cf.f_globals is globals(), cf.f_back.f_locals is globals())
    fi = inspect.getframeinfo(cf)
    print(fi.function, fi.lineno, fi.code_context, fi.index)
    print(inspect.isframe(cf), inspect.getouterframes(cf)[1].function)
st()
class K:
    def m(self): return inspect.currentframe().f_code.co_qualname, inspect.stack()[1].function
print(K().m())
try: sys._getframe(100)
except ValueError as e: print(e)
def boom(): 1/0
try: boom()
except ZeroDivisionError as e:
    print([(i.function, i.lineno) for i in inspect.trace()], inspect.getinnerframes(e.__traceback__)[1].function)
import re as _r
from math import *
from itertools import *
print(floor(2.5), list(chain("a", "b")), pi)
