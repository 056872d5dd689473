def f(x, y):
    a = [i * j for i in x for j in i if j]
    b = {k: (lambda: k) for k in x}
    c = sum(i for i in x)
    if (n := len(x)) > 1 and not y or 0 < n < 5:
        pass
    d = x if y is not None else -1
    e = f"{x!r:>{n}} {y=} {n:.2f}"
    x[1:2], *x[::2] = x.a.b(1)[0], {*y, 1}, {1, 2, 3}, {**x, "k": 1}
    x.a += 1
    x[n] -= 1
    x[1:] *= 2
    return 1 < n < 3 and y in {1, 2}


class C:
    ys = [1]
    xs = [y for y in ys]
