import asyncio, contextvars, threading

var = contextvars.ContextVar("var", default="none")
other = contextvars.ContextVar("other")

async def show(value):
    token = var.set(value)
    await asyncio.sleep(0.001)
    before = var.get()
    var.reset(token)
    return before, var.get()

async def main():
    var.set("main")
    print(await asyncio.gather(show("a"), show("b")), var.get())
    ctx = contextvars.copy_context()
    print(ctx[var], ctx.run(lambda: (var.set("inner"), var.get())[1]), var.get(), ctx[var], len(ctx), var in ctx, other in ctx)
    print(await asyncio.to_thread(var.get))
asyncio.run(main())
print(var.get())
try:
    other.get()
except LookupError as e:
    print(type(e).__name__, other.name)
print(other.get("fallback"))
t = var.set(1)
print(t.old_value is contextvars.Token.MISSING, t.var is var)
var.reset(t)
try:
    var.reset(t)
except RuntimeError as e:
    print("used once" in str(e) or "already been used once" in str(e))
results = []
th = threading.Thread(target=lambda: results.append(var.get()))
var.set("not inherited")
th.start(); th.join()
print(len(results))
