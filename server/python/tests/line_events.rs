//! What the trace says at line level beside the lines: exceptions on their way, and the names of what is read and
//! written.

mod support;

use support::setup;
use timeslice_trace::Event;

/// The events of a run that `tell` has words for.
fn told(source: &str, tell: impl Fn(&Event) -> Option<String>) -> Vec<String> {
    let run = setup().lines().run(source);
    run.steps.iter().filter_map(|step| tell(&step.event)).collect()
}

/// Compares the exceptions told with `LINE TYPE: MESSAGE`.
fn raised(source: &str, expected: &[&str]) {
    let found = told(source, |event| match event {
        Event::Raised {
            line,
            exception,
            message,
        } => Some(format!("{line} {exception}: {message}")),
        _ => None,
    });
    assert_eq!(found, expected, "{source}");
}

#[test]
fn exceptions_are_told_where_the_program_meets_them() {
    raised(
        "try:\n    raise ValueError('bad')\nexcept ValueError:\n    pass",
        &["2 ValueError: bad"],
    );
    raised(
        "x = [1]\ntry:\n    x[5]\nexcept IndexError:\n    pass",
        &["3 IndexError: list index out of range"],
    );
    // Once on its way up.
    raised(
        "def f():\n    g()\ndef g():\n    raise KeyError('k')\ntry:\n    f()\nexcept KeyError:\n    pass",
        &["4 KeyError: 'k'"],
    );
    // `finally` and `raise` without an exception pass it on.
    raised(
        "def f():\n    try:\n        1 / 0\n    finally:\n        pass\ntry:\n    f()\nexcept ZeroDivisionError:\n    pass",
        &["3 ZeroDivisionError: division by zero"],
    );
    // Out of the library it comes to the line that called.
    raised(
        "import queue\nq = queue.Queue()\ntry:\n    q.get_nowait()\nexcept queue.Empty:\n    pass",
        &["4 Empty: "],
    );
    // The end of an iterator is none to a loop.
    raised("def g():\n    yield 1\nfor x in g():\n    pass\nlist(g())", &[]);
    raised(
        "g = iter([])\ntry:\n    next(g)\nexcept StopIteration:\n    pass",
        &["3 StopIteration: "],
    );
    raised(
        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()",
        &["2 ZeroDivisionError: division by zero"],
    );
    raised(
        "import asyncio\nasync def f():\n    await asyncio.sleep(1)\nasync def main():\n    t = asyncio.create_task(f())\n    await asyncio.sleep(0)\n    t.cancel()\n    await asyncio.wait([t])\nasyncio.run(main())",
        &["3 CancelledError: "],
    );
}

/// Compares the names of attributes and items that are written.
fn written(source: &str, expected: &[&str]) {
    let found = told(source, |event| match event {
        Event::VarWritten { name, .. } if name.contains(['.', '[', '@']) => Some(name.clone()),
        _ => None,
    });
    assert_eq!(found, expected, "{source}");
}

#[test]
fn objects_are_named_by_how_the_program_reaches_them() {
    let class = "class Account:\n    pass\n";
    let check = |body: &str, expected: &[&str]| written(&format!("{class}{body}"), expected);
    check(
        "a = Account()\nb = Account()\na.balance = b.balance = 1",
        &["a.balance", "b.balance"],
    );
    check(
        "def deposit(account):\n    account.balance = 1\na = Account()\nb = Account()\ndeposit(a)\ndeposit(b)",
        &["a.balance", "b.balance"],
    );
    // The name that the oldest frame has for it.
    check(
        "def deposit(account):\n    account.balance = 1\ndef main():\n    mine = Account()\n    deposit(mine)\nmain()",
        &["mine.balance"],
    );
    check(
        "accounts = [Account(), Account()]\nfor account in accounts:\n    account.balance = 1",
        &["account.balance", "account.balance"],
    );
    check(
        "def main():\n    bank = {'x': Account(), 'y': Account()}\n    for k in bank:\n        bank[k].balance = 1\nmain()",
        &["bank['x'].balance", "bank['y'].balance"],
    );
    check(
        "a = Account()\na.other = Account()\na.other.balance = 1",
        &["a.other", "a.other.balance"],
    );
}

#[test]
fn objects_under_construction_are_their_makers() {
    written(
        "class Account:\n    def __init__(self):\n        self.balance = 1\na = Account()\na.balance = 2",
        &["self.balance", "a.balance"],
    );
}

#[test]
fn objects_that_nothing_leads_to_have_numbers() {
    let source = "class Account:\n    def put(self):\n        self.balance = 1\nAccount().put()\nAccount().put()";
    let found = told(source, |event| match event {
        Event::VarWritten { name, .. } if name.contains('.') => Some(name.clone()),
        _ => None,
    });
    assert!(found.iter().all(|name| name.starts_with("Account@")), "{found:?}");
    assert_ne!(found[0], found[1]);
}
