# StopIteration thrown into what has not started: its RuntimeError (PEP 479) covers the first instruction up to 3.11 only.
def g():
    yield 1
def t(f):
    try: f()
    except BaseException as e: print(type(e).__name__, e)
async def c(): pass
async def ag(): yield 1
t(lambda: (_ for _ in ()).throw(StopIteration))
t(lambda: g().throw(StopIteration(3)))
x = g(); next(x); t(lambda: x.throw(StopIteration))
t(lambda: c().throw(StopIteration))
t(lambda: ag().asend(None).throw(StopAsyncIteration))
t(lambda: ag().asend(None).throw(StopIteration))
