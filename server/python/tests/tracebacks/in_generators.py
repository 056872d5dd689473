"""Errors in generators, through `yield from`, thrown in, and after the end."""
import traceback


def inner():
    yield 1
    raise ValueError("from inside")


def outer():
    yield from inner()


def stops():
    yield 1
    raise StopIteration("no")


def sums():
    return sum(x / (3 - x) for x in range(5))


for make in (lambda: list(outer()), lambda: list(stops()), sums, lambda: [1 / y for y in (1, 0)]):
    try:
        make()
    except Exception:
        traceback.print_exc()

g = outer()
next(g)
g.throw(KeyError("thrown"))
