import inspect, types
def f(a, b=2, *args, c, d=4, **kw) -> int:
    "doc of f"
    return 1
print(list(inspect.signature(f).parameters), inspect.signature(f).parameters["c"].kind.name, inspect.getdoc(f), inspect.isfunction(f), inspect.iscoroutinefunction(f), callable(f))
class A:
    "class doc"
    z = 1
    def m(self, x): return x
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(): return "s"
a = A(); a.w = 2
print(sorted(k for k in dir(a) if not k.startswith("__")), vars(a), A.__dict__["z"], a.m.__func__ is A.m, a.m.__self__ is a, type(A.__dict__["c"]).__name__, inspect.signature(A.m), inspect.signature(a.m))
setattr(a, "dyn", lambda: 5); print(a.dyn(), hasattr(a, "dyn")); delattr(a, "dyn"); print(hasattr(a, "dyn"))
B = type("B", (A,), {"extra": 10, "hi": lambda self: "hi"}); print(B().hi(), B.extra, B.__name__, B.__bases__)
print(f.__name__, f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__doc__, f.__module__)
print(type(f), type(len), type(a.m), type(A), type(None), type(...), type(NotImplemented), type(lambda: 0).__name__, types.SimpleNamespace(a=1, b="x"), isinstance(f, types.FunctionType))
print([].append, "x".upper, len, print, {}.get, (5).__add__) if False else print(len, print, [].append.__name__, str.upper, "x".upper.__name__)
async def co(): pass
c = co(); print(inspect.iscoroutine(c), inspect.iscoroutinefunction(co), type(c).__name__, c.__name__); c.close()
def g(): yield
print(inspect.isgeneratorfunction(g), inspect.isgenerator(g()), inspect.isclass(A), inspect.ismodule(types))
bound = inspect.signature(f).bind(1, c=3, q=9); print(bound.arguments, bound.args, bound.kwargs)
try:
    inspect.signature(f).bind()
except TypeError as e:
    print(e)
print(A, a.__class__, a.__class__.__name__, A.__doc__, repr(a).split(" at ")[0], issubclass(bool, int), int.__mro__, A().__init__ is not None)
