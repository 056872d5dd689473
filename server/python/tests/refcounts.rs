//! Nothing is left behind: a loop over each feature of the language leaves as many blocks after 200 turns as after 10.

mod support;

use std::collections::BTreeMap;
use support::setup;

/// What a program whose `body` is run `turns` times leaves behind, by kind of block.
fn left_behind(prelude: &str, body: &str, turns: u32) -> Result<BTreeMap<String, usize>, String> {
    let body: String = body.lines().map(|line| format!("        {line}\n")).collect();
    let source = format!(
        "{prelude}\ndef main(turns):\n    for turn in range(turns):\n{body}        pass\nmain({turns})\nimport gc\ngc.collect()\n"
    );
    let run = setup()
        .try_run(&source, "program.py")
        .map_err(|why| format!("{why}\n{source}"))?;
    if !run.stderr().is_empty() {
        return Err(run.account());
    }
    let mut kinds = BTreeMap::new();
    for (_, kind) in run.program.vm().mortal_blocks() {
        *kinds.entry(format!("{kind:?}")).or_default() += 1;
    }
    Ok(kinds)
}

fn check(prelude: &str, bodies: &[&str]) {
    let mut found = String::new();
    for body in bodies {
        match (left_behind(prelude, body, 10), left_behind(prelude, body, 210)) {
            (Ok(few), Ok(many)) => {
                let grown: Vec<String> = many
                    .iter()
                    .filter_map(|(kind, &n)| {
                        let before = few.get(kind).copied().unwrap_or(0);
                        // Tables that grow with the run, such as a dict's, may be another size class: a handful.
                        (n > before + 20).then(|| format!("{kind} {before} -> {n}"))
                    })
                    .collect();
                if !grown.is_empty() {
                    found += &format!("{body}\n    leaks: {}\n", grown.join(", "));
                }
            }
            (Err(why), _) | (_, Err(why)) => found += &format!("{body}\n    fails: {why}\n"),
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn values() {
    check(
        "",
        &[
            "x = turn + 1.5",
            "x = 10**30 + turn; y = x * x // 7 % 1000",
            "x = 'a' + str(turn); y = x * 3; z = y[1:5]",
            "x = b'abc' + bytes([turn % 256]); y = bytearray(x); y += b'x'",
            "x = [turn, [turn]]; y = x + x; z = x * 2; del x[0]; x.append(1.5); x.extend(y)",
            "x = (turn, (turn,)); a, (b,) = x",
            "x = {turn: 'a', 'b': [turn]}; x.update(c=1.5); del x[turn]; y = x | {1: 2}",
            "x = {turn, 'a', 1.5}; y = x | {2}; z = x & y; x.discard('a')",
            "x = slice(1, turn, 2); y = [1, 2, 3][x]",
            "x = f'{turn:>10} {turn!r} {1.5:.3f} {[turn]}'",
            "x = '%s %d %r' % (turn, turn, [turn]); y = '{} {a}'.format(turn, a=[turn])",
            "x = [str(turn), 'b']; y = ','.join(x); z = y.split(','); w = y.replace('b', 'cc').upper()",
            "x = sorted([str(turn), 'a', '1'], key=lambda s: len(s), reverse=True)",
            "x = list(map(str, [turn])) + list(filter(None, [turn])) + list(zip([turn], 'a')) + list(enumerate('a'))",
            "x = range(turn, turn + 5); y = list(reversed(x)); z = max(x), min(x), sum(x)",
            "x = complex(turn, 1) if False else float(str(turn) + '.5'); y = round(x, 1), divmod(x, 2), abs(-x)",
            "x = repr({'a': [turn, (1.5, {2})]}); y = hash((turn, 'a'))",
            "x = [turn] * 5; x[1:3] = 'abc'; del x[::2]; x.sort(key=str); x.insert(0, 1.5); y = x.pop()",
        ],
    );
}

#[test]
fn functions() {
    check(
        "def f(a, /, b=2.5, *args, c='c', **kw): return [a, b, args, c, kw]",
        &[
            "x = f(turn); y = f(turn, 1, 2, 3, c=4, d=5)",
            "x = f(*[turn, 2], **{'c': 1.5, 'z': [1]})",
            "x = (lambda n: n + 1.5)(turn)",
            "def g(): return turn\nx = g()",
            "def g():\n    n = [turn]\n    def h():\n        nonlocal n\n        n = n + [1]\n        return n\n    return h\nx = g()()",
            "x = [i + turn for i in range(3)]; y = {i: [i] for i in range(3)}; z = {str(i) for i in range(3)}",
            "x = sum(i * 1.5 for i in range(turn % 5))",
            "try: f()\nexcept TypeError as e: x = str(e)",
            "try: f(1, **{'c': 1}, c=2)\nexcept TypeError as e: x = e",
            "import functools\n@functools.wraps(f)\ndef g(): pass\nx = functools.partial(f, turn)()",
            "import functools\nx = functools.reduce(lambda a, b: a + b, [1.5, turn])",
        ],
    );
}

#[test]
fn classes() {
    check(
        "class A:\n    n = 1\n    def __init__(self, x): self.x = x\n    def get(self): return self.x\n    @property\n    def p(self): return [self.x]\n    @staticmethod\n    def s(x): return [x]\n    @classmethod\n    def c(cls, x): return cls(x)\n    def __add__(self, o): return A(self.x + o.x)\n    def __getitem__(self, i): return [i]\n    def __call__(self): return self\n    def __eq__(self, o): return self.x == o.x\n    def __hash__(self): return 1\n    def __enter__(self): return self\n    def __exit__(self, *a): return True\nclass B(A):\n    def get(self): return [super().get()]\nclass S:\n    __slots__ = ('a', 'b')\n    def __init__(self, a): self.a = a",
        &[
            "x = A([turn]); y = x.get(); z = x.p, x.s(1.5), x.c(2)",
            "x = A([turn]) + A([2]); y = x[turn], x(), x == x, {x: 1}",
            "x = B([turn]).get(); y = isinstance(B(1), A)",
            "x = A(1); x.y = [turn]; x.z = 1.5; del x.y; setattr(x, 'w', x.get)",
            "x = S([turn]); x.b = 1.5; del x.a",
            "with A([turn]) as x: raise ValueError([turn])",
            "x = A(1).get; y = A.get; z = x()",
            "try: A(1).nothing\nexcept AttributeError as e: x = str(e)",
            "x = A(1); x.self = x; del x.self",
            "class C(A): z = [turn]\nx = C(1)",
            "x = type('D', (A,), {'z': [1]})(turn)",
            "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: list\np = P(turn, [1]); q = repr(p), p == P(turn, [1])",
        ],
    );
}

#[test]
fn control_flow() {
    check(
        "def gen(n):\n    try:\n        for i in range(n): got = yield [i]\n    finally: x = [n]\ndef outer(n):\n    r = yield from gen(n)\n    return [r]",
        &[
            "for i in [[turn], [2]]:\n    if turn % 2: break\nelse: x = [1]",
            "n = [turn]\nwhile n: n.pop()",
            "try: raise ValueError([turn])\nexcept ValueError as e: x = e.args\nfinally: y = [turn]",
            "try:\n    try: 1 / 0\n    except ZeroDivisionError as e: raise KeyError([turn]) from e\nexcept KeyError as e: x = e.__cause__",
            "try: raise ExceptionGroup('g', [ValueError(turn), KeyError(1)])\nexcept* ValueError as e: x = e\nexcept* KeyError: pass",
            "for x in gen(3): pass",
            "g = gen(3); next(g)",
            "g = gen(3); next(g); g.send([turn]); g.close()",
            "g = gen(3); next(g)\ntry: g.throw(ValueError([turn]))\nexcept ValueError: pass",
            "x = list(outer(3))",
            "match [turn, {'a': 1.5}]:\n    case [int(n), {'a': v, **rest}]: x = n, v, rest\n    case _: pass",
            "a, *b, c = [turn, 1, 2.5, [3]]",
            "x = (y := [turn])[0]",
            "try: assert False, [turn]\nexcept AssertionError as e: x = e",
            "def f():\n    try: return [turn]\n    finally: x = [1.5]\nx = f()",
            "import contextlib\n@contextlib.contextmanager\ndef c():\n    yield [turn]\nwith c() as x: pass",
            "import contextlib\nwith contextlib.suppress(ValueError), contextlib.ExitStack() as s:\n    s.callback(print, end='')\n    raise ValueError([turn])",
        ],
    );
}

#[test]
fn threads_and_tasks() {
    check(
        "import threading, queue, asyncio, collections, itertools, heapq",
        &[
            "lock = threading.Lock()\nwith lock: x = [turn]",
            "c = threading.Condition()\nwith c: c.notify_all()\ne = threading.Event(); e.set(); e.wait()",
            "q = queue.Queue(); q.put([turn]); x = q.get()",
            "async def f(): return [turn]\nx = asyncio.run(f())",
            "async def f():\n    await asyncio.sleep(0.001)\n    return [turn]\nasync def g(): return await asyncio.gather(f(), f())\nx = asyncio.run(g())",
            "async def f():\n    async with asyncio.TaskGroup() as tg: tg.create_task(asyncio.sleep(0))\nasyncio.run(f())",
            "async def f():\n    try: await asyncio.wait_for(asyncio.sleep(1), 0.001)\n    except TimeoutError as e: return str(e)\nasyncio.run(f())",
            "async def a():\n    for i in range(3): yield [i]\nasync def f(): return [x async for x in a()]\nasyncio.run(f())",
            "d = collections.deque([turn], 3); d.append(1.5); d.popleft(); c = collections.Counter('abca'); m = c.most_common(1)",
            "d = collections.defaultdict(list); d[turn].append(1.5); o = collections.OrderedDict(a=[1])",
            "x = list(itertools.chain([turn], [1.5])); h = [3, 1, 2]; heapq.heapify(h); y = heapq.heappop(h)",
        ],
    );
}

#[test]
fn finished_threads() {
    check(
        "import threading",
        &[
            "t = threading.Thread(target=list, args=([turn],)); t.start(); t.join()",
            "def f(): local.x = [turn]\nlocal = threading.local()\nt = threading.Thread(target=f); t.start(); t.join()",
        ],
    );
}

#[test]
fn failing_calls_and_literals() {
    check(
        "def f(): pass\ndef g(a): pass\nclass Odd:\n    def __hash__(self): raise ValueError([1])",
        &[
            "try: f(*[turn, [turn]])\nexcept TypeError: pass",
            "try: f(**{'a': [turn]})\nexcept TypeError: pass",
            "try: g(**{1: [turn]})\nexcept TypeError: pass",
            "try: f(**[turn])\nexcept TypeError: pass",
            "try: f(*turn)\nexcept TypeError: pass",
            "try: g(**{'a': 1}, **{'a': [turn]})\nexcept TypeError: pass",
            "try: {[turn]: 1}\nexcept TypeError: pass",
            "try: {[turn], 2}\nexcept TypeError: pass",
            "try: {Odd(): [turn]}\nexcept ValueError: pass",
            "try: {Odd(), turn}\nexcept ValueError: pass",
            "try: {[i]: i for i in range(3)}\nexcept TypeError: pass",
            "try: {[i] for i in range(3)}\nexcept TypeError: pass",
            "try: [*turn, [turn]]\nexcept TypeError: pass",
            "try: {**[turn]}\nexcept TypeError: pass",
            "try: x, y = [[turn]]\nexcept ValueError: pass",
            "try: x, *y, z = [[turn]]\nexcept ValueError: pass",
            "try: [turn] + (turn,)\nexcept TypeError: pass",
            "try: [turn].__getitem__([turn])\nexcept TypeError: pass",
            "try: print([turn], sep=[turn])\nexcept TypeError: pass",
            "try: f'{[turn]:>5}'\nexcept TypeError: pass",
            "try: raise [turn]\nexcept TypeError: pass",
            "try: raise ValueError([turn]) from [turn]\nexcept TypeError: pass",
            "try:\n    with [turn]: pass\nexcept TypeError: pass",
            "try: [turn].nothing = [turn]\nexcept AttributeError: pass",
            "try: del [turn][[turn]]\nexcept TypeError: pass",
            "try: 'a'.join([[turn]])\nexcept TypeError: pass",
            "try: sorted([[turn], 'a'])\nexcept TypeError: pass",
            "try: int([turn])\nexcept TypeError: pass",
            "try:\n    class C([turn]): pass\nexcept TypeError: pass",
            "try: yes = [turn] in 5\nexcept TypeError: pass",
        ],
    );
}
