"""Groups inside groups, with causes of their own."""


def fail(n):
    try:
        [][n]
    except IndexError as e:
        raise ValueError(n) from e


found = []
for n in range(2):
    try:
        fail(n)
    except ValueError as e:
        found.append(e)

try:
    raise ExceptionGroup("inner", [TypeError("one"), KeyError("two")])
except* KeyError:
    pass
except* TypeError as e:
    found.append(e)

raise ExceptionGroup("outer", found)
