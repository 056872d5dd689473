import sys
from contextlib import asynccontextmanager, aclosing
import asyncio, types
@asynccontextmanager
async def cm():
    print("in")
    try:
        yield "v"
    finally:
        print("out")
async def nums():
    try:
        yield 1
        yield 2
    finally:
        print("nums closed")
async def main():
    async with cm() as v:
        print(v)
    try:
        async with cm() as v:
            raise KeyError(1)
    except KeyError as e:
        print("caught", e)
    async with aclosing(nums()) as g:
        async for x in g:
            print(x)
            break
    print([x async for x in nums()])
    g = nums()
    print(type(g.asend(None)).__name__, type(g.athrow(ValueError)).__name__, type(g.aclose()).__name__, type(anext(g)).__name__, type(anext(g, 1)).__name__)
    print(repr(g).split(" at ")[0], repr(g.asend(None)).split(" at ")[0], repr(g.aclose()).split(" at ")[0])
    # hooks
async def gen():
    try:
        yield 1
    finally:
        print("F")
def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.value
def first(g): print("firstiter", g.__name__)
def fin(g): print("finalizer", g.__name__)
asyncio.run(main())
sys.set_asyncgen_hooks(firstiter=first, finalizer=fin)
g = gen()
async def go():
    print(await anext(g))
run(go())
del g
import gc; gc.collect()
print(sys.get_asyncgen_hooks().firstiter is first)
sys.set_asyncgen_hooks(None, None)
try:
    sys.set_asyncgen_hooks(1)
except TypeError as e:
    print(e)
g = gen()
run(anext(g).__await__()) if False else None
def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)
t(lambda: run(anext(g)))
t(lambda: g.aclose().send(None))
t(lambda: g.aclose().send(None))
g = gen()
a = g.asend(None)
t(lambda: a.throw(ValueError("t")))
t(lambda: a.send(None))
g = gen()
t(lambda: g.asend(None).send(None))
g = gen()
t(lambda: g.asend(None).send(None))
a = g.aclose()
t(lambda: a.send(1))
t(lambda: a.send(None))
t(lambda: a.close())
async def stopper():
    raise StopAsyncIteration
    yield
t(lambda: stopper().asend(None).send(None))
async def stopper2():
    raise StopIteration
    yield
t(lambda: stopper2().asend(None).send(None))
async def ret():
    if 0: yield
    return
t(lambda: ret().asend(None).send(None))
class A:
    def __aiter__(self): return self
async def m():
    async for x in A(): pass
t(lambda: m().send(None))
async def m():
    async for x in 3: pass
t(lambda: m().send(None))
async def m():
    for x in nums(): pass
t(lambda: m().send(None))
async def m():
    async with 3: pass
t(lambda: m().send(None))
t(lambda: anext(3))
t(lambda: aiter(3))
class B:
    def __aiter__(self): return 3
t(lambda: aiter(B()))
class C:
    def __aiter__(self): return self
    def __anext__(self): return 3
async def m():
    async for x in C(): pass
t(lambda: m().send(None))
async def m(): await anext(C())
t(lambda: m().send(None))
async def m(): await 3
t(lambda: m().send(None))
async def m(): await nums()
t(lambda: m().send(None))
t(lambda: sum(nums()))
