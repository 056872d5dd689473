"""contextvars."""
import contextvars


def show(label, fn):
    try:
        print(label, repr(fn()))
    except BaseException as e:
        print(label, type(e).__name__, str(e).split(" at 0x")[0])


a = contextvars.ContextVar("a", default=1)
b = contextvars.ContextVar("b")
print(repr(a).split(" at ")[0], repr(b).split(" at ")[0], a.name)
show("b.get", b.get)
print(b.get("d"), a.get(), a.get(5))
t = a.set(2)
print(repr(t).split(" at ")[0], t.var is a, t.old_value is contextvars.Token.MISSING, repr(t.old_value).lower())
t2 = a.set(3)
print(t2.old_value)
a.reset(t2)
print(a.get())
show("reset twice", lambda: a.reset(t2))
show("other var", lambda: b.reset(t))
ctx = contextvars.copy_context()
print(len(ctx), list(ctx) == [a], a in ctx, b in ctx, ctx[a], ctx.get(b), ctx.get(b, 0), list(ctx.items()) == [(a, 2)])
show("missing", lambda: ctx[b])
show("bad key", lambda: ctx["x"])
show("bad key", lambda: "x" in ctx)
print(ctx.run(lambda: (a.set(9), a.get())[1]), a.get(), ctx[a])
show("reset in other context", lambda: ctx.run(a.reset, t))
show("reentry", lambda: ctx.run(ctx.run, print))
c2 = ctx.copy()
print(c2 == ctx, c2 is ctx, c2 == 5, contextvars.Context() == contextvars.Context())
c2.run(b.set, 1)
print(c2 == ctx, len(c2), sorted(v.name for v in c2.keys()), sorted(c2.values()))
show("name", lambda: contextvars.ContextVar(5))
show("error passes", lambda: ctx.run(lambda: 1 / 0))
show("usable again", lambda: ctx.run(a.get))
