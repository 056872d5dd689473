import gc, weakref
class Node:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
n = Node("a")
r = weakref.ref(n, lambda ref: print("callback"))
print(r() is n, r)  if False else print(r() is n)
del n
print(r())
a, b = Node("x"), Node("y")
a.o, b.o = b, a
del a, b
print("collecting"); print(gc.collect() > 0)
d = weakref.WeakValueDictionary()
k = Node("v"); d["k"] = k
print(len(d), "k" in d); del k; print(len(d))
s = weakref.WeakSet(); m = Node("m"); s.add(m); print(len(s)); del m; print(len(s))
f = Node("f"); fin = weakref.finalize(f, print, "finalized"); print(fin.alive); del f; print(fin.alive)
p = Node("p"); px = weakref.proxy(p); print(px.name); del p
try:
    px.name
except ReferenceError as e:
    print(e)
class M:
    def go(self): return "went"
o = M(); wm = weakref.WeakMethod(o.go); print(wm()()); del o; print(wm())
try:
    weakref.ref(5)
except TypeError as e:
    print(e)
