# Memory ends while something is being built from values that are on the stack: they must be released once.
keep = []


def build(i):
    later = lambda: (i, keep)
    first, *rest = [keep, i, later]
    keep.append((first, rest, later, keep[-3:-1], f"{i}-{later}", {i}, {i: rest}, [later for later in rest]))
    keep[1:1] = [(keep, i)]


try:
    for i in range(100_000):
        build(i)
except MemoryError:
    keep.clear()
    print("no memory")
