"""Each instruction that has a body in the main loop, a million times: in an optimised build each one ends by jumping to
the next. If one did not (but called it), the host's stack would be used up long before the end. Run by `./test`."""

import asyncio

N = 1_000_000
total = 0


class Box:
    def __init__(self):
        self.n = 0

    def add(self, k):
        self.n = self.n + k


def counter():
    n = 0

    def count(k):
        nonlocal n
        n += k
        return n

    return count


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


class Ready:
    def __await__(self):
        return iter(())


async def awaits(n):
    ready = Ready()
    for i in range(n):
        await ready


def main():
    global total
    box, count, items, table = Box(), counter(), [0, 1, 2], {"a": 0, 1: 0}
    pair, nothing, text = (1, 2), None, "text"
    for i in numbers(N):
        total = total + 1
        box.add(i)
        count(1)
        items[1] = items[0]
        table["a"] += 1
        table[1] = i
        a, b = pair
        a, b = b, a
        if nothing is None and text is not nothing and 0 <= a < 3 and not b is a:
            total -= 1
        f"{text}{text}"
        for x in items:
            float(x) * 0.5
        while x:
            x = 0 if x else 1
        if nothing is not None:
            break
        flag = not (a == b)
        if flag:
            pass
        import_free = text
        del import_free
    squares = [x * x for x in range(N)]
    for i in range(N):
        try:
            raise_at = 1 // (i & 1)
        except ZeroDivisionError:
            pass
    asyncio.run(awaits(N))
    print(total, box.n == N * (N - 1) // 2, count(0), table["a"], len(squares))


main()
