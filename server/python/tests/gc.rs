//! Cycles of references, weak references, finalisers: what CPython 3.14 prints for the same programs.

use timeslice_kernel::{Budget, Machine, MachineConfig, SeededChooser};
use timeslice_python::{PyVersion, PythonConfig, PythonProgram, compile_program};
use timeslice_trace::{Event, Level, Recorder};

fn run(source: &str, heap_bytes: u64) -> String {
    let compiled = compile_program(source, "program.py", PyVersion::V314).expect("the program compiles");
    let budget = Budget {
        heap_bytes,
        ..Budget::LOCAL
    };
    let config = PythonConfig {
        lines: false,
        ..PythonConfig::default()
    };
    let mut program = PythonProgram::new(&compiled, config, budget).expect("the process starts");
    let mut recorder = Recorder::new(Level::Kernel);
    Machine::new(MachineConfig::realistic(2), budget).run(&mut program, &mut SeededChooser::new(1), &mut recorder);
    let text = |event: &Event| match event {
        Event::Output { text, .. } => Some(text.clone()),
        _ => None,
    };
    recorder.steps().iter().filter_map(|step| text(&step.event)).collect()
}

fn check(source: &str, expected: &[&str]) {
    let source = format!("import gc, weakref\nclass A:\n    pass\n{source}");
    let output = run(&source, 64 << 20);
    assert_eq!(output.lines().collect::<Vec<_>>(), expected, "{source}");
}

#[test]
fn cycles_are_counted() {
    check("a = A()\na.me = a\ndel a\nprint(gc.collect(), gc.collect())", &["1 0"]);
    check("l = []\nl.append(l)\ndel l\nprint(gc.collect())", &["1"]);
    check("d = {}\nd['d'] = [d]\ndel d\nprint(gc.collect())", &["2"]);
    check(
        "a, b = A(), A()\na.b, b.a = b, a\ndel a\nprint(gc.collect())\ndel b\nprint(gc.collect())",
        &["0", "2"],
    );
    // A function, its cell, the tuple of cells.
    check(
        "def f():\n    def g():\n        return g\n    return None\nf()\nprint(gc.collect())",
        &["3"],
    );
    check("e = ValueError()\ne.e = e\ndel e\nprint(gc.collect())", &["2"]);
    check(
        "a = A()\na.f = a.__init__\na.m = [a.f]\ndel a\nprint(gc.collect() > 2)",
        &["True"],
    );
}

#[test]
fn what_is_reachable_stays() {
    let source = "
import threading
def worker(event):
    ring = [event]
    ring.append(ring)
    event.wait()
    print(ring[1] is ring)
def numbers(ring):
    ring.append(ring)
    yield 1
    print(ring[-1] is ring)
    yield 2
event = threading.Event()
t = threading.Thread(target=worker, args=(event,))
t.start()
g = numbers([])
next(g)
gc.collect()
next(g)
event.set()
t.join()
";
    check(source, &["True", "True"]);
}

#[test]
fn exceptions_with_tracebacks() {
    let source = "
def f():
    try:
        1 / 0
    except ZeroDivisionError as e:
        ring = [e]
        e.ring = ring
    r = weakref.ref(A)
f()
print(gc.collect() >= 2)
";
    check(source, &["True"]);
}

#[test]
fn finalizers_run_first_and_in_order() {
    let del = "class D:\n    def __init__(self, n):\n        self.n = n\n    def __del__(self):\n        print('del', self.n, self.other.n)\n";
    let source = format!("{del}a, b = D(1), D(2)\na.other, b.other = b, a\ndel a, b\nprint(gc.collect())");
    check(&source, &["del 1 2", "del 2 1", "2"]);
}

#[test]
fn last_words_are_said_at_once() {
    let del = "class D:\n    def __del__(self):\n        print('del')\ndef f():\n    D()\n    print('f')\n";
    check(&format!("{del}D()\nf()\nf()"), &["del", "del", "f", "del", "f"]);
}

#[test]
fn resurrection_is_respected() {
    let source = "
class Phoenix:
    def __del__(self):
        global kept
        kept = self
        print('del')
p = Phoenix()
p.me = p
r = weakref.ref(p)
del p
print(gc.collect(), r(), kept.me is kept)
del kept
print(gc.collect(), gc.collect())
";
    check(source, &["del", "1 None True", "1 0"]);
}

#[test]
fn generators_in_cycles_are_closed() {
    let source = "
def gen():
    me = yield
    try:
        yield
    finally:
        print('closed')
g = gen()
next(g)
g.send(g)
del g
print(gc.collect() > 0)
print(gc.collect())
";
    check(source, &["closed", "True", "0"]);
}

#[test]
fn classes_go_with_the_collector() {
    let source = "
def f():
    class C(A):
        pass
    return weakref.ref(C)
r = f()
print(r() is not None, len(A.__subclasses__()))
gc.collect()
print(r(), A.__subclasses__())
A.x = 1
";
    check(source, &["True 1", "None []"]);
}

#[test]
fn callbacks_of_weak_references() {
    let source = "
a = A()
first = weakref.ref(a, lambda r: print('first', r() is None))
second = weakref.ref(a, lambda r: print('second'))
a.garbage = weakref.ref(a, lambda r: print('never'))
a.me = a
print(weakref.getweakrefcount(a))
del a
print(gc.collect() > 0, first())
";
    check(source, &["3", "second", "first True", "True None"]);
}

#[test]
fn weak_references() {
    check(
        "a = A()\nr = weakref.ref(a)\nprint(r() is a, weakref.ref(a) is r)\ndel a\nprint(r())",
        &["True True", "None"],
    );
    check(
        "try:\n    weakref.ref(1)\nexcept TypeError as e:\n    print(e)",
        &["cannot create weak reference to 'int' object"],
    );
    check(
        "try:\n    weakref.ref([])\nexcept TypeError as e:\n    print(e)",
        &["cannot create weak reference to 'list' object"],
    );
    check(
        "class S:\n    __slots__ = ()\ntry:\n    weakref.ref(S())\nexcept TypeError as e:\n    print(e)",
        &["cannot create weak reference to 'S' object"],
    );
    check(
        "class S:\n    __slots__ = ('__weakref__',)\ns = S()\nprint(weakref.ref(s)() is s)",
        &["True"],
    );
    let key =
        "class K:\n    def __hash__(self):\n        return 7\n    def __eq__(self, other):\n        return True\n";
    let source = format!(
        "{key}a, b = K(), K()\nr, s = weakref.ref(a), weakref.ref(b)\nprint(hash(r), r == s, r != s)\ndel b\nprint(r == s, hash(r))"
    );
    check(&source, &["7 True False", "False 7"]);
    let source = "a = A()\nr = weakref.ref(a)\ndel a\ntry:\n    hash(r)\nexcept TypeError as e:\n    print(e)";
    check(source, &["weak object has gone away"]);
    let source = "
d = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
s = weakref.WeakSet()
a, b = A(), A()
d['a'], d['b'] = a, b
k[a], k[b] = 1, 2
s.add(a)
s.add(b)
print(len(d), len(k), len(s))
del a
print(list(d), list(k.values()), len(s))
";
    check(source, &["2 2 2", "['b'] [2] 1"]);
    check(
        "a = A()\np = weakref.proxy(a)\na.x = 3\nprint(p.x)\ndel a\ntry:\n    p.x\nexcept ReferenceError as e:\n    print(e)",
        &["3", "weakly-referenced object no longer exists"],
    );
}

#[test]
fn automatic_collection_bounds_the_heap() {
    let source = |before: &str| {
        format!(
            "import gc\n{before}\nfor i in range(60_000):\n    ring = [i] * 100\n    ring.append(ring)\nprint(i, gc.isenabled())\n"
        )
    };
    // Sixty megabytes of rings in a heap of thirty-two.
    assert_eq!(run(&source(""), 32 << 20), "59999 True\n");
    let output = run(&source("gc.disable()"), 32 << 20);
    assert!(output.trim_end().ends_with("MemoryError"), "{output}");
}
