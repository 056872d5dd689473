class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(v):
    match v:
        case None: return "none"
        case True | False: return "bool"
        case 0: return "zero"
        case int(n) if n < 0: return f"neg {n}"
        case int() | float() as n: return f"num {n}"
        case "": return "empty"
        case str(s) if s.isupper(): return "upper " + s
        case str(): return "str"
        case []: return "empty list"
        case [x]: return f"one {x}"
        case [x, [y, *_], *rest]: return f"nested {x} {y} {rest}"
        case [first, *_, last]: return f"{first}..{last}"
        case {"type": "a", "v": v, **rest}: return f"dict {v} {rest}"
        case {"k": {"deep": d}}: return f"deep {d}"
        case {}: return "some dict"
        case Point(0, y): return f"on y {y}"
        case Point(x=px, y=py): return f"point {px} {py}"
        case (1 | 2) as q: return q
        case _: return "other"
for v in (None, True, 0, -3, 2.5, "", "ABC", "abc", [], [1], [1, [2, 3], 4], [1, 2, 3], (1, 2), {"type": "a", "v": 1, "z": 2}, {"k": {"deep": 5}}, {"q": 1}, Point(0, 3), Point(1, 2), {1, 2}, b"x", range(3)):
    print(f(v), end="; ")
print()
import enum
class C(enum.Enum):
    RED = 1
match C.RED:
    case C.RED: print("red")
match 5, "a":
    case int(a), str(b): print(a, b)
match -1.5, 1 + 2j:
    case -1.5, 1 + 2j: print("literals")
x = 5
match x:
    case y: print("captured", y)
try:
    match Point(1, 2):
        case Point(1, 2, 3): pass
except TypeError as e:
    print(e)
