class T(tuple):
    pass
t = T((1,)); t.x = 1; print(t.x, t)
class U(tuple):
    def __new__(cls, v=()): return tuple.__new__(cls, v)
    def __init__(self, v=()): self.y = 2
u = U([1]); print(u.y)
class V(tuple):
    __hash__ = None
    def __eq__(self, o): return True
u = V([1]); u.z = 1; print(u.z)
class W(tuple):
    def __new__(cls, v=()): return tuple.__new__(cls, v)
    def __init__(self, v=()): self.y = 2
w = W(); print(w.y)
