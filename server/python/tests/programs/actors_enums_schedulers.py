from __future__ import annotations
import abc, enum, heapq, itertools, sched, time, collections, threading, queue, weakref, types, inspect, typing
from dataclasses import dataclass, field, replace, asdict, astuple, fields
from typing import NamedTuple, Protocol, runtime_checkable, Generic, TypeVar, Optional, Union, ClassVar, Literal, TypedDict, Final
class Msg(NamedTuple):
    kind: str; payload: object = None
class State(enum.Enum):
    IDLE = enum.auto(); BUSY = enum.auto(); STOPPED = "stopped"
    @property
    def alive(self): return self is not State.STOPPED
    def __str__(self): return self.name.lower()
class Perm(enum.Flag): R = 4; W = 2; X = 1
class Level(enum.IntEnum): LOW = 1; HIGH = 10
class Color(str, enum.Enum): RED = "red"
@runtime_checkable
class Receiver(Protocol):
    def receive(self, msg: Msg) -> None: ...
class Actor(abc.ABC):
    registry: ClassVar[weakref.WeakValueDictionary] = weakref.WeakValueDictionary()
    def __init_subclass__(cls, /, kind="plain", **kw): super().__init_subclass__(**kw); cls.kind = kind
    def __init__(self, name): self.name = name; self.inbox: queue.SimpleQueue[Msg] = queue.SimpleQueue(); self.state = State.IDLE; Actor.registry[name] = self; self.thread = threading.Thread(target=self.loop, name=name)
    @abc.abstractmethod
    def receive(self, msg): ...
    def loop(self):
        while self.state.alive:
            msg = self.inbox.get()
            match msg:
                case Msg("stop"): self.state = State.STOPPED
                case Msg(kind="add", payload=int() | float() as n) if n >= 0: self.receive(msg)
                case Msg("add", [*xs]) if xs: [self.receive(Msg("add", x)) for x in xs]
                case Msg("cfg", {"name": str(n), **rest}): print("cfg", n, rest)
                case Msg(kind=k): print("unknown", k)
class Adder(Actor, kind="adder"):
    total = 0
    def receive(self, msg): self.total += msg.payload
try: Actor("x")
except TypeError as e: print(e)
a = Adder("adder-1"); a.thread.start()
for m in (Msg("add", 1), Msg("add", 2.5), Msg("add", [1, 2]), Msg("cfg", {"name": "n", "z": 1}), Msg("??"), Msg("stop")): a.inbox.put(m)
a.thread.join(); print(a.total, a.state, repr(a.state), a.kind, isinstance(a, Receiver), dict(Actor.registry) != {}, Msg("a")._asdict(), Msg._fields)
print(Perm.R | Perm.W, Perm(7), ~Perm.R, Level.HIGH > 5, Level(1), f"{Level.LOW}", f"{Color.RED}", Color.RED == "red", State["BUSY"].value, list(State), State.__members__.keys())
try: State(9)
except ValueError as e: print(e)
@dataclass(order=True, frozen=True, slots=True)
class Event:
    when: float
    prio: int = 0
    name: str = field(default="", compare=False)
    tags: list[str] = field(default_factory=list, compare=False, repr=False)
    def __post_init__(self):
        if self.when < 0: raise ValueError("past")
e = Event(1.5, name="x"); print(e, replace(e, when=2), asdict(e), astuple(e), [f.name for f in fields(Event)], e < Event(2), hash(e) == hash(Event(1.5)))
try: e.when = 3
except Exception as ex: print(type(ex).__name__, ex)
class Sim:
    def __init__(self): self.now = 0; self.heap = []; self.seq = itertools.count()
    def at(self, t, fn, *a): heapq.heappush(self.heap, (t, next(self.seq), fn, a))
    def run(self):
        while self.heap:
            self.now, _, fn, a = heapq.heappop(self.heap); fn(*a)
s = Sim(); s.at(3, lambda: print("t3", s.now)); s.at(1, lambda x: (print("t1", x), s.at(2, print, "t2")), "arg"); s.run()
sc = sched.scheduler(time.time, time.sleep); t0 = time.time()
sc.enter(0.02, 1, print, ("second",)); ev = sc.enter(0.03, 1, print, ("never",)); sc.enter(0.01, 2, print, kwargs={"end": "!\n"}, argument=("first",)); sc.cancel(ev); print(len(sc.queue), sc.empty()); sc.run(); print(sc.empty(), round(time.time() - t0, 2))
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self) -> None: self._items: list[T] = []
    def push(self, x: T) -> Stack[T]: self._items.append(x); return self
    def __class_getitem__(cls, p): return super().__class_getitem__(p)
print(Stack[int], Stack[int]().push(1)._items, Optional[int], Union[int, str, None], dict[str, list[int]], Literal["a", 1], typing.get_type_hints(Stack.push, localns={"Stack": Stack}) if 0 else "")
class TD(TypedDict, total=False): a: int; b: Final[str] if 0 else str
print(TD(a=1), TD.__total__, TD.__annotations__.keys(), inspect.signature(Sim.at), inspect.getdoc(Actor) if 0 else "")
def trampoline(gen):
    stack, val = [gen], None
    while stack:
        try: r = stack[-1].send(val)
        except StopIteration as si: stack.pop(); val = si.value; continue
        if isinstance(r, types.GeneratorType): stack.append(r); val = None
        else: val = r * 10
    return val
def leaf(x): y = yield x; return y + 1
def node(): a = yield leaf(1); b = yield leaf(2); return a + b
print(trampoline(node()))
def scheduler(tasks):
    ready = collections.deque(tasks); out = []
    while ready:
        t = ready.popleft()
        try: out.append(next(t)); ready.append(t)
        except StopIteration as e: out.append(("ret", e.value))
    return out
def cd(n, l):
    while n: yield f"{l}{n}"; n -= 1
    return l
print(scheduler([cd(2, "a"), cd(1, "b")]))
def avg():
    total = n = 0; a = None
    while True:
        try: x = yield a
        except ValueError: total = n = 0; a = "reset"; continue
        total += x; n += 1; a = total / n
g = avg(); next(g); print(g.send(10), g.send(20), g.throw(ValueError("r")), g.send(4)); g.close()
print(inspect.getgeneratorstate(g), inspect.isgenerator(g), inspect.isgeneratorfunction(avg), g.gi_frame)
