//! Tests of the natives by small programs: each runs in a machine without a kernel and prints what CPython 3.14 prints.

use crate::compiler::{Options, PyVersion};
use crate::sync::Wait;
use crate::vm::interp::Exit;
use crate::vm::layout::Kind;
use crate::vm::value::Value;
use crate::vm::{Config, Vm};

/// What a program prints; an exception that ends it is printed as "Name: text".
fn run(source: &str) -> String {
    let version = PyVersion::default();
    let config = Config {
        version,
        depth_max: 1000,
        heap_bytes: 1 << 28,
        n_cores: 4,
        gil: true,
        seed: 1,
    };
    let mut vm = Vm::new(config).expect("the process starts");
    let options = Options {
        version,
        ..Options::default()
    };
    let code = crate::compiler::compile(source, "<program>", &options).expect("the program compiles");
    let id = vm.add_code(&code).expect("there is room");
    let d = vm.new_dict().expect("there is room");
    let m = vm.new_module("__main__", d).expect("there is room");
    assert!(vm.is_kind(m, Kind::Module));
    let locals = vm.own(d);
    let f = vm
        .new_frame(id, Value::NULL, d, locals, crate::vm::thread::Ret::Thread)
        .expect("there is room");
    vm.enter(f);
    let mut text = String::new();
    loop {
        match vm.run(u64::MAX) {
            Exit::Wait(Wait::Write { text: line, .. }) => {
                text.push_str(&line);
                let ret = vm.threads[0].wait_ret;
                vm.deliver(Value::NONE, ret).expect("None fits everywhere");
            }
            Exit::Finished(_) => return text,
            Exit::Died(exc) => {
                let (name, trace) = (vm.type_name(exc), vm.format_traceback(exc));
                text.push_str(&format!("died of {name}\n{trace}"));
                return text;
            }
            other => panic!("a program without a kernel does not wait: {other:?}"),
        }
    }
}

fn check(source: &str, expected: &str) {
    let got = run(source);
    assert!(
        got.trim_end() == expected.trim_end(),
        "--- program\n{source}\n--- printed\n{got}\n--- expected\n{expected}"
    );
}

#[test]
fn prints() {
    check("print('hello', 1, 2.5, None, True, sep='-')", "hello-1-2.5-None-True");
}

#[test]
fn lists() {
    check(
        "a = [3, 1, 2]\na.sort()\na += (9,)\na[1:2] = 'xy'\ndel a[0]\nprint(a, a * 2, sorted(a, key=str), a[::-1], len(a))",
        "['x', 'y', 3, 9] ['x', 'y', 3, 9, 'x', 'y', 3, 9] [3, 9, 'x', 'y'] [9, 3, 'y', 'x'] 4",
    );
    check(
        "try:\n    [1][5]\nexcept IndexError as e:\n    print(e)",
        "list index out of range",
    );
    check(
        "try:\n    [1] + 'a'\nexcept TypeError as e:\n    print(e)",
        "can only concatenate list (not \"str\") to list",
    );
}

#[test]
fn dicts_and_sets() {
    check(
        "d = {'a': 1} | {'b': 2}\nd.update(c=3)\nprint(d, d.get('x', 0), list(d.items()), d.keys() & {'a', 'z'}, d.pop('a'), 'a' in d)",
        "{'b': 2, 'c': 3} 0 [('a', 1), ('b', 2), ('c', 3)] {'a'} 1 False",
    );
    check(
        "s = {3, 1, 2}\ns |= {7}\nprint(s - {1}, s & {1, 2}, {1} <= s, s ^ {1}, frozenset([1]))",
        "{2, 3, 7} {1, 2} True {2, 3, 7} frozenset({1})",
    );
    check(
        "class K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return self.n % 2\n    def __eq__(self, o): return self.n == o.n\n\
         d = {K(1): 'a', K(3): 'b', K(1): 'c'}\nprint(len(d), d[K(1)], K(3) in d, len({K(1), K(1), K(2)}))\nd.pop(K(1))\nprint(len(d))",
        "2 c True 2\n1",
    );
}

#[test]
fn classes() {
    check(
        "class A:\n    def __init__(self, x): self.x = x\n    def __repr__(self): return f'A({self.x})'\n    def __lt__(self, o): return self.x < o.x\n\
         class B(A):\n    def __init__(self, x):\n        super().__init__(x + 1)\n    @property\n    def y(self): return self.x * 2\n    @classmethod\n    def make(cls): return cls(5)\n    @staticmethod\n    def s(): return 's'\n\
         b = B.make()\nprint(b, b.y, B.s(), isinstance(b, A), B.__mro__[1].__name__, sorted([A(2), A(1)]), b.__dict__)",
        "A(6) 12 s True A [A(1), A(2)] {'x': 6}",
    );
    check(
        "class M(type):\n    def __new__(m, name, bases, ns, **kw):\n        c = super().__new__(m, name, bases, ns)\n        c.tag = kw.get('tag')\n        return c\n    def __init__(c, *a, **kw): pass\n\
         class C(metaclass=M, tag=4): pass\n\
         class D:\n    def __init_subclass__(cls, **kw): print('sub', cls.__name__, kw)\n    def __set_name__(self, o, n): print('named', n)\n\
         class E(D, k=1):\n    d = D()\nprint(C.tag, type(C).__name__, type('X', (E,), {'z': 1}).z)",
        "named d\nsub E {'k': 1}\nsub X {}\n4 M 1",
    );
    check(
        "class S:\n    one = None\n    def __new__(cls, *a):\n        if cls.one is None:\n            cls.one = super().__new__(cls)\n        return cls.one\nprint(S(1) is S(2))",
        "True",
    );
}

#[test]
fn iterators() {
    check(
        "print(list(map(lambda x: x * 2, [1, 2])), list(zip('ab', [1, 2])), dict(enumerate('ab')), list(reversed([1, 2])), \
         list(filter(None, [0, 1])), sum([1, 2.5]), min(3, 1), max([1, 4], key=lambda x: -x), any([0, 1]), next(iter([5])), next(iter([]), 'd'))",
        "[2, 4] [('a', 1), ('b', 2)] {0: 'a', 1: 'b'} [2, 1] [1] 3.5 1 1 True 5 d",
    );
    check(
        "def g():\n    try:\n        x = yield 1\n        yield x\n    finally:\n        print('end')\nh = g()\nprint(next(h), h.send(7))\nh.close()\n\
         h = g()\nnext(h)\ntry:\n    h.throw(ValueError('v'))\nexcept ValueError as e:\n    print('got', e)",
        "1 7\nend\nend\ngot v",
    );
}

#[test]
fn exceptions() {
    check(
        "try:\n    raise ExceptionGroup('g', [ValueError(1), TypeError(2), OSError(2, 'no')])\nexcept* ValueError as e:\n    print(e.exceptions)\nexcept* (TypeError, OSError) as e:\n    print(e.exceptions)",
        "(ValueError(1),)\n(TypeError(2), FileNotFoundError(2, 'no'))",
    );
    check(
        "class E(Exception):\n    def __init__(self, a, b):\n        super().__init__(f'{a}/{b}')\n        self.a = a\n\
         try:\n    try:\n        raise E(1, 2)\n    except E as e:\n        raise KeyError('k') from e\nexcept KeyError as k:\n    print(repr(k), repr(k.__cause__), k.__cause__.a, k.__suppress_context__)",
        "KeyError('k') E('1/2') 1 True",
    );
}

#[test]
fn patterns() {
    check(
        "class P:\n    __match_args__ = ('x', 'y')\n    def __init__(self, x, y): self.x, self.y = x, y\n\
         def f(v):\n    match v:\n        case P(0, y): return y\n        case {'k': z, **rest}: return z, rest\n        case int(n): return n\n        case [a, *b]: return a, b\n\
         print(f(P(0, 5)), f({'k': 1, 'm': 2}), f(3), f([1, 2, 3]))",
        "5 (1, {'m': 2}) 3 (1, [2, 3])",
    );
}
