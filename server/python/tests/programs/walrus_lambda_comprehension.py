data = [1, 5, 12, 7]
print([y for x in data if (y := x * 2) > 9], (total := sum(data)), total, [f(3) for f in (lambda x: x + 1, lambda x: x * x)], (lambda *a, **k: (a, k))(1, b=2), (lambda x, y=2: x + y)(1))
print({x % 3: x for x in data}, {x // 5 for x in data}, [(x, y) for x in "ab" for y in range(2)], [[r * c for c in range(3)] for r in range(2)], list(map(lambda p: p[0] * p[1], zip([1, 2], [3, 4]))), [x if x > 5 else -x for x in data], sum(x * x for x in data if x % 2))
m = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*m)], [c for row in m for c in row][::-1], {k: [v for v in range(3) if v != k] for k in range(2)}, "".join(c.upper() if i % 2 else c for i, c in enumerate("abcdef")))
while (n := len(data)) > 2: data.pop()
print(n, data, 1 if data else 0, not data or "x", data and data[0], None or 0 or "last", 1 < 2 < 3, 1 < 3 > 2, 3 == 3.0 is not None)
a = b = []; a.append(1); print(b); x, y = 1, 2; x, y = y, x; print(x, y); [p, *q] = "abc"; print(p, q); i = 0; l = [0, 0]; i, l[i] = 1, 9; print(l)
compose = lambda *fs: (lambda x: [x := f(x) for f in fs][-1])
print(compose(lambda v: v + 1, str)(4), sorted(["b", "A"], key=lambda s: s.lower()), (lambda: [i for i in range(3)])(), max(data, key=lambda v: -v), [*range(2), *"ab"], {**{"a": 1}, **{"b": 2}}, (*[1], 2), [x for x in range(20) if x % 2 if x % 3])
print(f"{(lambda x: x * 2)(4)}", f"{[i for i in range(3)]!r:>12}", f"{data[0] if data else 'none'}", f'{"a" "b"}', "implicit " "concat", r"raw\n", b"bytes" b"join", """tri
ple""")
