# What lives at the end has its last words: a suspended generator its `finally`, a coroutine that nobody awaited a warning,
# which follows the filters and is told once per line.
import asyncio
import warnings


async def fetch():
    pass


def numbers():
    try:
        yield 1
    finally:
        print("numbers closed at exit")


async def main():
    for _ in range(3):
        fetch()


def show(message, category, filename, lineno, file=None, line=None):
    print("shown:", category.__name__, message, "line", lineno)


generator = numbers()
print(next(generator))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    asyncio.run(main())
    fetch()
print([str(w.message) for w in caught], {w.category for w in caught}, caught[0].source is not None)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    fetch()
# A function that somebody else holds would keep this module's names alive.
warnings.showwarning, original = show, warnings.showwarning
asyncio.run(main())
warnings.showwarning = original
