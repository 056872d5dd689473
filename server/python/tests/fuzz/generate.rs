//! Plausible concurrent programs, by a grammar: globals that threads and tasks meet at, functions that use them in
//! every form of statement, a main part that starts them. Names are few, so that statements meet.
//!
//! Nothing here is meant to make sense; most programs run for a while, many deadlock, raise or are cancelled.

use super::random::Random;
use super::system;
use std::fmt::Write as _;

/// What every generated program begins with.
const HEAD: &str = "\
import threading, queue, asyncio, time, random, collections, itertools, functools, contextlib, dataclasses
import heapq, gc, sys, weakref, copy, enum
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

total = 0
items = [3, 1, 2]
table = {'a': 1, 'b': [2]}
lock, other = threading.Lock(), threading.Lock()
rlock = threading.RLock()
ready = threading.Event()
room = threading.Semaphore(2)
cond = threading.Condition()
jobs = queue.Queue(maxsize=3)
local = threading.local()
pair = threading.Barrier(2)

class Oops(Exception):
    pass

class Account:
    n = 0
    def __init__(self, balance=0):
        self.balance = balance
        self.me = [self]
    def __enter__(self):
        return self
    def __exit__(self, *why):
        return self.balance % 3 == 0
    def __del__(self):
        Account.n += 1
    def __eq__(self, other):
        return isinstance(other, Account) and self.balance == other.balance
    def __hash__(self):
        return hash(self.balance)
    def __add__(self, other):
        return Account(self.balance + getattr(other, 'balance', 1))
    def __iter__(self):
        yield self.balance
        yield from range(2)
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, *why):
        await asyncio.sleep(0.001)
    def __await__(self):
        return (yield from asyncio.sleep(0, self).__await__())

@dataclasses.dataclass(order=True)
class Point:
    x: int = 0
    tags: list = dataclasses.field(default_factory=list)

acc = Account(5)
";

/// A program under construction.
pub(super) struct Writer<'a> {
    pub(super) random: &'a mut Random,
    text: String,
    indent: usize,
    /// Statements still to be had: programs stay short.
    left: usize,
    /// Whether it has lines for the machine below the language.
    reaches_below: bool,
    /// Inside `async def`.
    is_async: bool,
    /// Inside a function.
    in_function: bool,
    /// Loops around the statement.
    loops: usize,
}

pub(super) const NAMES: &[&str] = &["x", "y", "items", "table", "total", "acc", "n", "self"];
const FUNCTIONS: usize = 5;

/// The program that a seed stands for.
pub(crate) fn program(random: &mut Random) -> String {
    let reaches_below = random.below(3) == 0;
    let mut w = Writer {
        random,
        text: HEAD.to_owned(),
        reaches_below,
        indent: 0,
        left: 60,
        is_async: false,
        in_function: false,
        loops: 0,
    };
    if reaches_below {
        w.text += system::HEAD;
    }
    for i in 0..FUNCTIONS {
        w.function(i);
    }
    w.in_function = false;
    w.is_async = false;
    w.main();
    w.text
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{:1$}{text}", "", self.indent * 4);
    }

    pub(super) fn chance(&mut self, one_in: usize) -> bool {
        self.random.below(one_in) == 0
    }

    fn function(&mut self, i: usize) {
        self.is_async = i >= 3;
        self.in_function = true;
        if !self.is_async && self.chance(6) {
            let decorator = self.random.of(&[
                "@functools.cache",
                "@contextlib.contextmanager",
                "@functools.wraps(len)",
            ]);
            self.line(decorator);
        }
        let params = self
            .random
            .of(&["n=1", "n=1, *rest", "n=1, /, x=None, **kw", "n=1, *, y=()"]);
        let word = if self.is_async { "async def" } else { "def" };
        self.line(&format!("{word} f{i}({params}):"));
        self.indent += 1;
        self.line("global total");
        self.line("x = y = n");
        self.block(5);
        if self.chance(4) {
            let value = self.expr(1);
            self.line(&format!("yield {value}"));
        }
        if self.chance(2) && !self.is_async {
            let value = self.expr(1);
            self.line(&format!("return {value}"));
        }
        self.indent -= 1;
    }

    fn main(&mut self) {
        self.line("x = y = n = 1");
        match self.random.below(4) {
            0 => self.threads(),
            1 => self.line("asyncio.run(f4())"),
            2 => {
                self.threads();
                self.line("asyncio.run(f3(2), debug=total == 1)");
            }
            _ => {
                let n = 1 + self.random.below(4);
                self.line(&format!("with ThreadPoolExecutor({n}) as pool:"));
                self.indent += 1;
                let f = self.random.below(3);
                let used = self.random.of(&[
                    "print(len(list(pool.map(FUN, range(3)))))",
                    "found = [pool.submit(FUN, i) for i in range(4)]\n    for done in as_completed(found): print(done.exception())",
                    "print(wait([pool.submit(FUN)], timeout=0.1))",
                ]);
                self.line(&used.replace("FUN", &format!("f{f}")));
                self.indent -= 1;
            }
        }
        self.block(4);
        self.line("print(total, items, sorted(table))");
    }

    fn threads(&mut self) {
        let n = 1 + self.random.below(4);
        let f = self.random.below(3);
        let g = self.random.below(3);
        let daemon = self.random.of(&["", ", daemon=True"]);
        self.line(&format!(
            "threads = [threading.Thread(target=f, args=(i,){daemon}) for i in range({n}) for f in (f{f}, f{g})]"
        ));
        self.line("for t in threads: t.start()");
        let join = self
            .random
            .of(&["for t in threads: t.join()", "for t in threads: t.join(0.05)", "pass"]);
        self.line(join);
    }

    fn block(&mut self, most: usize) {
        let n = 1 + self.random.below(most);
        for _ in 0..n {
            if self.left == 0 || self.indent > 5 {
                break;
            }
            self.left -= 1;
            self.statement();
        }
        self.line("pass");
    }

    /// `head` and a block below it.
    fn with_block(&mut self, head: &str) {
        self.line(head);
        self.indent += 1;
        self.block(3);
        self.indent -= 1;
    }

    fn statement(&mut self) {
        if self.reaches_below && self.chance(3) {
            let lines = if self.is_async && self.chance(3) {
                system::ASYNC_LINES
            } else {
                system::LINES
            };
            let line = self.random.of(lines);
            self.line(line);
            return;
        }
        match self.random.below(if self.is_async { 27 } else { 22 }) {
            0..=2 => {
                let (target, value) = (self.target(), self.expr(2));
                self.line(&format!("{target} = {value}"));
            }
            3 => {
                let (name, op, value) = (
                    self.random
                        .of(&["total", "x", "y", "acc.balance", "table['a']", "items[0]"]),
                    self.random.of(&["+=", "-=", "*=", "//=", "|=", "%="]),
                    self.expr(1),
                );
                self.line(&format!("{name} {op} {value}"));
            }
            4 => {
                let value = self.expr(2);
                self.line(&format!("print({value})"));
            }
            5 => {
                let test = self.expr(2);
                self.with_block(&format!("if {test}:"));
                if self.chance(2) {
                    self.with_block("else:");
                }
            }
            6 | 7 => {
                let (target, from) = (self.random.of(&["x", "y", "n", "x, *y"]), self.iterable());
                self.loops += 1;
                self.with_block(&format!("for {target} in {from}:"));
                self.loops -= 1;
                if self.chance(5) {
                    self.with_block("else:");
                }
            }
            8 => {
                self.line("n = 3");
                self.loops += 1;
                self.line("while n > 0:");
                self.indent += 1;
                self.line("n = n - 1 if isinstance(n, int) else 0");
                self.block(2);
                self.indent -= 1;
                self.loops -= 1;
            }
            9 if self.loops > 0 => {
                let word = self.random.of(&["break", "continue"]);
                let test = self.random.of(&["x", "y", "total > 3"]);
                self.line(&format!("if {test}: {word}"));
            }
            10 | 11 => self.try_statement(),
            12 => {
                let what = self.random.of(&[
                    "lock",
                    "rlock",
                    "cond",
                    "room",
                    "other",
                    "acc, rlock",
                    "contextlib.suppress(Exception)",
                ]);
                self.with_block(&format!("with {what}:"));
            }
            13 => {
                let what = self.random.of(&[
                    "raise Oops(n)",
                    "raise ValueError('bad') from Oops()",
                    "raise ExceptionGroup('g', [Oops(1), ValueError(2)])",
                    "assert total < 3, items",
                    "raise SystemExit(3)",
                    "raise",
                ]);
                let test = self.random.of(&["total == 2", "x == 1", "n == 0"]);
                self.line(&format!("if {test}: {what}"));
            }
            14 if self.in_function => {
                let value = self.expr(1);
                let word = if self.is_async && value.contains("yield") {
                    ""
                } else {
                    "x = yield"
                };
                let line = match self.random.below(3) {
                    0 => format!(
                        "return{}",
                        if self.is_async {
                            String::new()
                        } else {
                            format!(" {value}")
                        }
                    ),
                    1 => format!("{word} {value}"),
                    _ => format!("del {}", self.random.of(&["x", "y", "items[0]", "table['b']"])),
                };
                self.line(&line);
            }
            15 => {
                let line = self.random.of(&[
                    "jobs.put(x, timeout=0.01)",
                    "x = jobs.get(timeout=0.01)",
                    "jobs.put_nowait(y)",
                    "jobs.task_done()",
                    "ready.set()",
                    "ready.wait(0.02)",
                    "ready.clear()",
                    "room.acquire(timeout=0.01)",
                    "room.release()",
                    "lock.acquire(timeout=0.01)",
                    "lock.release()",
                    "rlock.acquire()",
                    "pair.wait(0.05)",
                    "local.x = x",
                    "y = local.x",
                    "threading.Timer(0.01, f0).start()",
                    "with cond: cond.notify_all()",
                    "with cond: cond.wait(0.01)",
                    "with cond: cond.wait_for(lambda: total > 3, 0.01)",
                    "time.sleep(0.003)",
                    "x = threading.current_thread().name",
                    "gc.collect()",
                    "threading.Thread(target=f1, args=(2,)).start() if threading.active_count() < 9 else None",
                    "sys.setswitchinterval(0.0001)",
                ]);
                self.line(line);
            }
            16 => {
                let line = self.random.of(&[
                    "items.append(x)",
                    "items.extend(items[:5])",
                    "items.sort(key=str, reverse=True)",
                    "items[1:2] = [x, y]",
                    "table[str(n)] = items",
                    "table.pop('a', None)",
                    "x, y = y, x",
                    "x, *y = items",
                    "items[:] = items[-4:]",
                    "acc.other = acc",
                    "acc = Account(n)",
                    "x = copy.deepcopy(table)",
                    "y = weakref.ref(acc)",
                    "x = collections.deque(items, 3)",
                    "heapq.heappush(items, 2)",
                ]);
                self.line(line);
            }
            17 => {
                let value = self.expr(1);
                self.line(&format!("match {value}:"));
                self.indent += 1;
                let case = self.random.of(&[
                    "case [first, *_]:",
                    "case {'a': x, **rest}:",
                    "case Account(balance=x) | Point(x=x):",
                    "case int(x) if x > 2:",
                    "case str() | None:",
                ]);
                self.with_block(case);
                self.with_block("case _:");
                self.indent -= 1;
            }
            18 => {
                let value = self.expr(2);
                let (params, args) = (
                    self.random.of(&["a=x", "*a", "a, b=y"]),
                    self.random.of(&["", "x", "x, y"]),
                );
                self.line(&format!("def inner({params}):"));
                self.indent += 1;
                if self.in_function && self.chance(2) {
                    self.line("nonlocal x");
                    self.line("x = [x, a]");
                }
                self.line(&format!("return {value}"));
                self.indent -= 1;
                self.line(&format!("y = inner({args})"));
            }
            19 => {
                self.line("g = (i * 2 for i in items)");
                let line = self.random.of(&[
                    "x = next(g)",
                    "x = g.send(None)",
                    "g.throw(Oops())",
                    "g.close()",
                    "x = list(g)",
                    "del g",
                ]);
                self.line(line);
            }
            20 => {
                let line = self.random.of(&[
                    "x = f0(x)",
                    "x = list(f1(n) or ())",
                    "for y in f2() or (): break",
                    "x = functools.partial(f0, n)()",
                    "x = sorted(map(str, items), key=len)",
                    "x = functools.reduce(lambda a, b: [a, b], items)",
                    "x = next(f1(), None)",
                ]);
                self.line(line);
            }
            21.. if self.is_async => self.async_statement(),
            _ => self.line("total += 1"),
        }
    }

    fn async_statement(&mut self) {
        match self.random.below(4) {
            0 => {
                let head = self.random.of(&[
                    "async with asyncio.timeout(0.01):",
                    "async with asyncio.TaskGroup() as group:",
                    "async with acc as x:",
                    "async with asyncio.Lock():",
                    "async for x in agen(n):",
                ]);
                if head.contains("agen") {
                    self.line("async def agen(n):");
                    self.indent += 1;
                    self.with_block("try:");
                    self.line("finally:");
                    self.line("    await asyncio.sleep(0)");
                    self.line("yield n");
                    self.line("yield 2");
                    self.indent -= 1;
                }
                self.loops += usize::from(head.contains("agen"));
                self.line(head);
                self.indent += 1;
                if head.contains("group") {
                    self.line("group.create_task(asyncio.sleep(0.001 * n if isinstance(n, int) else 0))");
                }
                self.block(3);
                self.indent -= 1;
                self.loops -= usize::from(head.contains("agen"));
            }
            _ => {
                let line = self.random.of(&[
                    "await asyncio.sleep(0)",
                    "await asyncio.sleep(0.002)",
                    "x = await asyncio.gather(asyncio.sleep(0.001, 1), acc, return_exceptions=True)",
                    "x = await asyncio.gather(acc, asyncio.sleep(0))",
                    "t = asyncio.create_task(asyncio.sleep(0.01)); t.cancel()",
                    "t = asyncio.create_task(asyncio.sleep(0.001), name='t'); await t",
                    "x = await asyncio.wait_for(asyncio.sleep(0.01, n), 0.005)",
                    "x = await asyncio.wait({asyncio.create_task(asyncio.sleep(0.001))}, timeout=0.01)",
                    "x = await asyncio.to_thread(time.sleep, 0.001)",
                    "await asyncio.shield(asyncio.sleep(0.001))",
                    "q = asyncio.Queue(1); await q.put(1); x = await q.get()",
                    "e = asyncio.Event(); asyncio.get_running_loop().call_later(0.001, e.set); await e.wait()",
                    "asyncio.current_task().cancel()",
                    "fut = asyncio.get_running_loop().create_future(); fut.set_exception(Oops(3))",
                    "fut = asyncio.get_running_loop().create_future(); fut.set_result(x); y = await fut",
                    "asyncio.get_running_loop().call_soon(print, 'soon')",
                    "asyncio.sleep(1)",
                    "x = [t.get_name() for t in asyncio.all_tasks()]",
                    "for x in asyncio.as_completed([asyncio.sleep(0.001), asyncio.sleep(0)]): await x",
                    "time.sleep(0.001)",
                    "x = [i async for i in aiter(agen2())] if total == 1 else None",
                    "x = await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2])",
                    "await acc",
                ]);
                self.line(line);
            }
        }
    }

    fn try_statement(&mut self) {
        self.with_block("try:");
        match self.random.below(4) {
            0 => self.with_block("finally:"),
            1 => {
                let what = self
                    .random
                    .of(&["except* Oops as e:", "except* (ValueError, TypeError):"]);
                let loops = std::mem::take(&mut self.loops);
                let in_function = std::mem::take(&mut self.in_function);
                self.with_block(what);
                (self.loops, self.in_function) = (loops, in_function);
            }
            _ => {
                let what = self.random.of(&[
                    "except Exception as e:",
                    "except (ValueError, KeyError, Oops) as e:",
                    "except BaseException as e:",
                    "except:",
                ]);
                self.with_block(what);
                if self.chance(3) {
                    self.with_block("else:");
                }
                if self.chance(3) {
                    self.with_block("finally:");
                }
            }
        }
    }
}
