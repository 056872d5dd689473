# version: 3.14
# Template strings (PEP 750): their parts, how they print, what goes wrong.
from string.templatelib import Template, Interpolation, convert
name = "W"; x = 3.14159
t = t"Hi {name}! {x:.2f} {x!r:>{10}} { x = } {x=:.1f} {{}} {name!s}"
print(t)
print(t.strings, t.values, len(t.interpolations))
for p in t: print(repr(p))
print(t"" , t"a" t"b{x}", t"{name}" + t" b", t"{t'{x}'}")
i = t"{x:.2f}".interpolations[0]
match i:
    case Interpolation(v, e, c, f): print(v, e, c, f)
for fn in (lambda: t"a" + "b", lambda: Template("a", 1), lambda: Interpolation(1, "x", "q"), lambda: Template("a", "b", Interpolation(1)), lambda: Template(Interpolation(1, "x"), Interpolation(2, "y")), lambda: setattr(t, "strings", 1), lambda: t"{(1, 2)} {  name  }", lambda: convert(1, "r"), lambda: t"{1:{name}}", lambda: type("X", (Template,), {}), lambda: t"{nope}", lambda: list(t"{x}"), lambda: rt"\n{x}", lambda: t'{name:{"a"}b}'):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
def html(t): return "".join(p if isinstance(p, str) else format(convert(p.value, p.conversion), p.format_spec) for p in t)
print(html(t), type(t).__module__, type(t).__qualname__)
