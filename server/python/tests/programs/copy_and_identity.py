import copy
class A:
    def __init__(self): self.l = [1, [2]]
    def __eq__(self, o): return self.l == o.l
a = A(); b = copy.copy(a); c = copy.deepcopy(a)
print(b.l is a.l, c.l is a.l, c == a, c.l[1] is a.l[1])
l = [1]; l.append(l); d = copy.deepcopy(l); print(d[1] is d, d)
class B:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(B()), copy.deepcopy([B(), (1, 2)]), copy.copy({1: [2]}), copy.deepcopy({"a": {"b": [1]}}))
x = [[0] * 2] * 2; x[0][0] = 1; print(x); t = (1, [2]); u = copy.deepcopy(t); u[1].append(3); print(t, u)
try:
    t[1] += [9]
except TypeError as e:
    print(e, t)
print([] is [], () is (), [1] == [1.0], {1: 2} == {1.0: 2}, (1, 2) == [1, 2], None is None, float("nan") == float("nan"))
s = "x"; s2 = s; s += "y"; print(s, s2); q = [1]; q2 = q; q += [2]; print(q is q2, q2); q = q + [3]; print(q is q2)
print(id(a) == id(a), hash("a") == hash("a"), hash(1) == hash(1.0) == hash(True), isinstance(hash(A.__init__), int))
try:
    hash(a)
except TypeError as e:
    print(e)
