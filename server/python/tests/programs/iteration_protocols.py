class Squares:
    def __init__(self, n): self.n = n
    def __iter__(self): return iter([i * i for i in range(self.n)])
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(Squares(4)), list(Old()), 20 in Old(), list(It()), max(Squares(3)), dict(zip("ab", It())), [*Old()], sum(It()), tuple(enumerate("ab", 1)))
a, *b, c = It()
print(a, b, c)
(p, q), r = [1, 2], 3
print(p, q, r)
for bad in ("a, b = 1", "a, b = [1]", "a, b = [1, 2, 3]", "a, *b, c = [1]"):
    try:
        exec(bad)
    except (TypeError, ValueError) as e:
        print(e)
it = iter([1, 2, 3])
for x in it:
    print(x, next(it, None), end=" ")
print()
print(list(iter(It().__next__, 3)), list(reversed([1, 2])), list(map(None.__class__, [])), list(filter(lambda x: x % 2, range(5))), list(zip([1, 2], "abc")), next(iter({}), "empty"))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)
d = {"a": 1, "b": 2}
try:
    for k in d:
        d[k + "x"] = 1
except RuntimeError as e:
    print(e)
s = {1, 2}
try:
    for k in s:
        s.add(k + 10)
except RuntimeError as e:
    print(e)
l = [1, 2, 3, 4]
for x in l:
    if x == 2: l.remove(x)
print(l, sorted(d.items(), key=lambda kv: -kv[1])[:2], min("b", "a", key=ord), all([]), any([]), [x for row in [[1, 2], [3]] for x in row if x != 2], {k: v for v, k in enumerate("ab")}, {len(w) for w in ["a", "bb", "c"]})
for i in range(3):
    if i == 5: break
else:
    print("no break")
while False: pass
else: print("while else")
print(range(10)[2:8:3], list(range(5, 0, -2)), 3 in range(0, 9, 3), range(3) == range(0, 3, 1), len(range(0, 10, 3)), range(5).index(3), range(2**40)[-1])
