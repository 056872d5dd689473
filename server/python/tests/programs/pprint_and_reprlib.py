import pprint, reprlib
data = {"name": "x" * 30, "list": list(range(25)), "nested": {"k%d" % i: [i] * 3 for i in range(6)}, "t": (1,), "s": {3, 1, 2}}
pprint.pprint(data); pprint.pprint(data, width=40, compact=True); pprint.pprint([["a" * 20] * 3, ("b",)], width=30, indent=2); pprint.pprint({"z": 1, "a": 2}, sort_dicts=False)
print(pprint.pformat({"a": {"b": {"c": {"d": 1}}}}, depth=2)); pprint.pprint("word " * 30, width=50)
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}))
class R:
    @reprlib.recursive_repr()
    def __repr__(self): return f"R({self.me})"
r = R(); r.me = r; print(r)
l = [1]; l.append(l); d = {}; d["d"] = d; print(l, d, pprint.saferepr([1, "a"]), pprint.isreadable(d))
