# Code objects: made by compile(), run by exec() and eval(), and what a function tells of its own.
c = compile("x = 1\ny = x + 2\ndef f(a, b=2): return a + b\nclass Q: pass", "my.py", "exec")
print(type(c).__name__, c.co_name, c.co_filename, c.co_firstlineno, c.co_argcount, c.co_flags & 0x20, c.co_names)
ns = {}
print(exec(c, ns), ns["y"], ns["f"](1), ns["f"].__code__.co_filename, ns["f"].__code__.co_firstlineno, ns["f"].__code__.co_varnames)
e = compile("x * 10 + q", "<expr>", "eval")
print(eval(e, {"x": 2, "q": 1}), eval(e, {"x": 3}, {"q": 4}))
print(eval(c, {}), exec(e, {"x": 1, "q": 2}))
exec(compile("1 + 1", "<s>", "single"))
exec(compile("for i in range(2): i\n", "<s>", "single"))
for src, mode in (("x = = 1", "exec"), ("x = 1", "eval"), ("if x:\npass", "exec"), ("'abc", "exec"), ("return 1", "exec"), ("(1", "exec"), ("f(", "eval"), ("x y", "eval"), ("def", "exec")):
    try: compile(src, "foo.py", mode); print("fine")
    except SyntaxError as e: print(type(e).__name__, e, e.msg, e.filename, e.lineno, e.offset)
for args in (("1", "f", "zz"), (1, "f", "exec"), ("1",), ("1", 2, "exec")):
    try: compile(*args)
    except Exception as e: print(type(e).__name__, e)
print(eval("[i for i in range(3)]"), eval(" 1 + 1 "), eval("(1,\n2)"), eval(b"3"), eval("lambda: 5")())
def f(a, b, *c, d=1, **e):
    "doc"
    x = 1
    return lambda: a + x
k = f.__code__
print(k.co_name, k.co_argcount, k.co_kwonlyargcount, k.co_posonlyargcount, k.co_varnames, k.co_nlocals, k.co_cellvars, k.co_freevars, k.co_flags, k.co_firstlineno, k.co_qualname)
print(f.__code__.co_consts[0], isinstance(k, type(c)))
def g():
    exec(c)
    return eval("1 + 1", {"__builtins__": {}})
print(g())
try: eval("1/0")
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb: print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_code.co_filename.rsplit("/")[-1]); tb = tb.tb_next
import types
print(isinstance(c, types.CodeType))
