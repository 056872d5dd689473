from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY

@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)
    tags: list = field(default_factory=list, repr=False)
    _: KW_ONLY
    done: bool = False

a, b = Job(2, "b"), Job(1, "a", ["x"], done=True)
print(a, b, sorted([a, b])[0].name, a == Job(2, "other"), a < b)
print(asdict(b), astuple(a), replace(a, name="c"))
print([f.name for f in fields(Job)], Job.__match_args__)
@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float = 0.0
    def __post_init__(self):
        object.__setattr__(self, "y", self.y + 1)
p = Point(1)
print(p, hash(p) == hash(Point(1)), {p: "ok"}[Point(1)])
try:
    p.x = 5
except FrozenInstanceError as e:
    print(type(e).__name__, e)
for bad in (lambda: Job(), lambda: Job(1, "a", [], True), lambda: Point(1, 2, 3)):
    try:
        bad()
    except TypeError as e:
        print(e)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e:
    print(e)
@dataclass
class Child(Job):
    extra: int = 0
print(Child(1, "c", extra=3))
match b:
    case Job(priority, name):
        print(priority, name)
