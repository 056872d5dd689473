from collections import Counter, ChainMap, OrderedDict, defaultdict, deque, namedtuple, UserDict, UserList, UserString

c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sum(c.values()), c.total(), sorted(c.elements())[:4])
c.update("aaa"); c.subtract({"b": 5})
print(c["a"], c["b"], +c, Counter(a=3) - Counter(a=1, b=2), Counter(a=1) | Counter(a=2, b=1), Counter("ab") & Counter("bc"))
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], dict(m), m.maps, m.new_child({"a": 0})["a"], m.parents, len(m))
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a"); o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), list(reversed(o)), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
d = defaultdict(list)
for k, v in [("x", 1), ("y", 2), ("x", 3)]:
    d[k].append(v)
print(d, d.default_factory, d.get("zz"), "zz" in d, dict(defaultdict(int, a=1)))
q = deque([1, 2, 3], maxlen=3)
q.append(4); q.appendleft(0)
print(q, q.maxlen); q.rotate(1); print(q, q[0], q.index(2), q.count(9)); q.extend([7, 8]); print(q, list(reversed(q))); q.clear(); print(q)
try:
    q.pop()
except IndexError as e:
    print(e)
P = namedtuple("P", "x y", defaults=[5])
p = P(1)
print(p, p.x, p[1], p._replace(x=9), p._asdict(), P._fields, P._make([3, 4]), p == (1, 5), P._field_defaults)
for bad in (lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: P()):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(e)
class Low(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.lower(), v)
l = Low(A=1); l["B"] = 2
print(l, l.data, "a" in l, len(l), UserList([1, 2]) + [3], UserString("ab").upper())
