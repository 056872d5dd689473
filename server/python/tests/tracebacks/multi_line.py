"""Expressions over several lines, and which part of them is marked."""
import traceback


def f(a, b=0, *c):
    return a / b


def show(g):
    try:
        g()
    except Exception:
        traceback.print_exc()


def calls():
    return f(
        1,
        b=0,
    )


def sums():
    x = None
    return (1 +
            2 +
            x)


def items():
    table = {"a": {"b": None}}
    return table["a"]["b"]["c"]


def attributes():
    x = [1]
    return x.append(2).missing + 1


def nested():
    return f(1, f(2, 1) * f(3, 0)) + 1


def unpack():
    a, b = 1, 2, 3


def compares():
    return 1 < 2 < "3"


def unary():
    return -"x"


def with_comment():
    return 1 / 0  # never


def whole():
    assert f(
        1, 1
    ) == 2, "no"


def deletes():
    x = {}
    del x["a"]["b"]


def strings():
    return f"{1 + 1} {'a' + 1}"


def augmented():
    x = 1
    x += "a"


def wide():
    return "äöü" + "日本" + 5


for g in (calls, sums, items, attributes, nested, unpack, compares, unary, with_comment, whole, deletes, strings,
          augmented, wide):
    show(g)
