//! What the compiler says about broken programs: message, line and column are CPython's where it has any.

use timeslice_python::compiler::{DiagnosticKind, Options, PyVersion, compile};

/// Source, then `line:column: kind: message` of each diagnostic.
const CASES: &[(&str, &str)] = &[
    // Grammar
    ("print('a'\nx = 1\n", "1:6: SyntaxError: '(' was never closed"),
    ("x = [1, 2\n", "1:5: SyntaxError: '[' was never closed"),
    (
        "x = (1]\n",
        "1:7: SyntaxError: closing parenthesis ']' does not match opening parenthesis '('",
    ),
    ("x = 1)\n", "1:6: SyntaxError: unmatched ')'"),
    (
        "f(a b)\n",
        "1:3: SyntaxError: invalid syntax. Perhaps you forgot a comma?",
    ),
    (
        "x = [1, 2 3]\n",
        "1:9: SyntaxError: invalid syntax. Perhaps you forgot a comma?",
    ),
    (
        "if x = 1:\n    pass\n",
        "1:4: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    ),
    (
        "while x = 1:\n    pass\n",
        "1:7: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    ),
    (
        "print 'a'\n",
        "1:1: SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
    ),
    ("if x\n    pass\n", "1:5: SyntaxError: expected ':'"),
    ("def f()\n    pass\n", "1:8: SyntaxError: expected ':'"),
    ("class A\n    pass\n", "1:8: SyntaxError: expected ':'"),
    ("x = 1 2\n", "1:7: SyntaxError: invalid syntax"),
    (
        "f() = 1\n",
        "1:1: SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?",
    ),
    (
        "1 = x\n",
        "1:1: SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?",
    ),
    ("None = 1\n", "1:1: SyntaxError: cannot assign to None"),
    ("del f()\n", "1:5: SyntaxError: cannot delete function call"),
    (
        "f(a=1, 2)\n",
        "1:9: SyntaxError: positional argument follows keyword argument",
    ),
    (
        "def f(a=1, b): pass\n",
        "1:12: SyntaxError: parameter without a default follows parameter with a default",
    ),
    (
        "try:\n    pass\nx = 1\n",
        "3:1: SyntaxError: expected 'except' or 'finally' block",
    ),
    (
        "x = 'abc\n",
        "1:5: SyntaxError: unterminated string literal (detected at line 1)",
    ),
    (
        "x = 1\ny = '''abc\n\n",
        "2:5: SyntaxError: unterminated triple-quoted string literal (detected at line 3)",
    ),
    ("x = f'a}'\n", "1:8: SyntaxError: f-string: single '}' is not allowed"),
    ("x = 12abc\n", "1:6: SyntaxError: invalid decimal literal"),
    (
        "x = 0123\n",
        "1:5: SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
    ),
    ("x = “a”\n", "1:5: SyntaxError: invalid character '“' (U+201C)"),
    (
        "a = 1\nb = = 2\nc = 3\nd = = 4\n",
        "2:5: SyntaxError: invalid syntax\n4:5: SyntaxError: invalid syntax",
    ),
    // Indentation
    (
        "if x:\npass\n",
        "2:1: IndentationError: expected an indented block after 'if' statement on line 1",
    ),
    (
        "for x in y:\npass\n",
        "2:1: IndentationError: expected an indented block after 'for' statement on line 1",
    ),
    (
        "def f():\npass\n",
        "2:1: IndentationError: expected an indented block after function definition on line 1",
    ),
    (
        "class A:\npass\n",
        "2:1: IndentationError: expected an indented block after class definition on line 1",
    ),
    (
        "try:\n    x\nexcept E:\ny\n",
        "4:1: IndentationError: expected an indented block after 'except' statement on line 3",
    ),
    (
        "if x:\n    pass\nelse:\npass\n",
        "4:1: IndentationError: expected an indented block after 'else' statement on line 3",
    ),
    ("  x = 1\n", "1:1: IndentationError: unexpected indent"),
    (
        "if x:\n        a\n    b\n",
        "3:6: IndentationError: unindent does not match any outer indentation level",
    ),
    // Scopes and contexts
    ("return 1\n", "1:1: SyntaxError: 'return' outside function"),
    ("class A:\n    return\n", "2:5: SyntaxError: 'return' outside function"),
    ("yield 1\n", "1:1: SyntaxError: 'yield' outside function"),
    (
        "[(yield 1) for x in y]\n",
        "1:3: SyntaxError: 'yield' inside list comprehension",
    ),
    ("await x\n", "1:1: SyntaxError: 'await' outside function"),
    (
        "def f():\n    await x\n",
        "2:5: SyntaxError: 'await' outside async function",
    ),
    (
        "def f():\n    async with x: pass\n",
        "2:5: SyntaxError: 'async with' outside async function",
    ),
    (
        "def f():\n    [x async for x in y]\n",
        "2:5: SyntaxError: asynchronous comprehension outside of an asynchronous function",
    ),
    (
        "async def f():\n    yield 1\n    return 2\n",
        "3:5: SyntaxError: 'return' with value in async generator",
    ),
    (
        "async def f():\n    yield from x\n",
        "2:5: SyntaxError: 'yield from' inside async function",
    ),
    ("break\n", "1:1: SyntaxError: 'break' outside loop"),
    (
        "if x:\n    continue\n",
        "2:5: SyntaxError: 'continue' not properly in loop",
    ),
    (
        "for x in y:\n    def f():\n        break\n",
        "3:9: SyntaxError: 'break' outside loop",
    ),
    (
        "def f(a, a): pass\n",
        "1:10: SyntaxError: duplicate parameter 'a' in function definition",
    ),
    (
        "lambda a, *a: 0\n",
        "1:12: SyntaxError: duplicate parameter 'a' in function definition",
    ),
    (
        "nonlocal x\n",
        "1:1: SyntaxError: nonlocal declaration not allowed at module level",
    ),
    (
        "def f():\n    nonlocal x\n",
        "2:5: SyntaxError: no binding for nonlocal 'x' found",
    ),
    (
        "def f():\n    print(x)\n    global x\n",
        "3:5: SyntaxError: name 'x' is used prior to global declaration",
    ),
    (
        "def f():\n    x = 1\n    global x\n",
        "3:5: SyntaxError: name 'x' is assigned to before global declaration",
    ),
    (
        "def f(x):\n    global x\n",
        "2:5: SyntaxError: name 'x' is parameter and global",
    ),
    (
        "def f():\n    x = 1\n    def g():\n        global x\n        nonlocal x\n",
        "5:9: SyntaxError: name 'x' is nonlocal and global",
    ),
    (
        "def f():\n    from a import *\n",
        "2:19: SyntaxError: import * only allowed at module level",
    ),
    ("f(a=1, a=2)\n", "1:8: SyntaxError: keyword argument repeated: a"),
    (
        "*a, *b = c\n",
        "1:1: SyntaxError: multiple starred expressions in assignment",
    ),
    (
        "*a = b\n",
        "1:1: SyntaxError: starred assignment target must be in a list or tuple",
    ),
    (
        "[x := 1 for x in y]\n",
        "1:2: SyntaxError: assignment expression cannot rebind comprehension iteration variable 'x'",
    ),
    (
        "class A:\n    [x := 1 for y in z]\n",
        "2:6: SyntaxError: assignment expression within a comprehension cannot be used in a class body",
    ),
    (
        "match x:\n    case _: pass\n    case 1: pass\n",
        "2:10: SyntaxError: wildcard makes remaining patterns unreachable",
    ),
    (
        "match x:\n    case y: pass\n    case 1: pass\n",
        "2:10: SyntaxError: name capture 'y' makes remaining patterns unreachable",
    ),
    (
        "match x:\n    case [a, a]: pass\n",
        "2:14: SyntaxError: multiple assignments to name 'a' in pattern",
    ),
    (
        "match x:\n    case [a] | [b]: pass\n",
        "2:10: SyntaxError: alternative patterns bind different names",
    ),
    (
        "try: pass\nexcept: pass\nexcept E: pass\n",
        "2:1: SyntaxError: default 'except:' must be last",
    ),
    (
        "for x in y:\n    try: pass\n    except* E: break\n",
        "3:16: SyntaxError: 'break', 'continue' and 'return' cannot appear in an except* block",
    ),
    ("__debug__ = 1\n", "1:1: SyntaxError: cannot assign to __debug__"),
    ("x = 1\0\n", "1:6: SyntaxError: source code cannot contain null bytes"),
    // Ours
];

fn show(source: &str, options: &Options) -> String {
    match compile(source, "test.py", options) {
        Ok(_) => "compiles".into(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn errors_are_those_of_cpython() {
    let mut wrong = Vec::new();
    for (source, expected) in CASES {
        let found = show(source, &Options::default());
        if found != *expected {
            wrong.push(format!("{source}\n  wanted {expected}\n  found  {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        CASES.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn syntax_newer_than_the_chosen_version_is_named() {
    let options = Options {
        version: PyVersion::V311,
        ..Options::default()
    };
    let found = show("type X = int\n", &options);
    assert!(
        found.contains("`type` alias statement on Python 3.11 (syntax was added in Python 3.12)"),
        "{found}"
    );
}

fn refused(source: &str) -> (DiagnosticKind, String) {
    let errors = compile(source, "test.py", &Options::default()).expect_err("refused");
    (errors[0].kind, errors[0].to_string())
}

#[test]
fn limits_say_what_they_are() {
    let limit = |source: &str, message: &str| {
        let (kind, text) = refused(source);
        assert!(text.contains(message), "{text}");
        kind
    };
    limit(&"[".repeat(10_000), "1:201: SyntaxError: too many nested parentheses");
    limit(&format!("x = 1{}", "+1".repeat(5_000)), "this expression is too long");
    limit(&format!("x = a{}", ".a".repeat(5_000)), "this expression is too long");
    limit(&format!("x = {}1", "not ".repeat(5_000)), "this expression is too long");
    limit(&format!("x = {}1", "-".repeat(5_000)), "this expression is too long");
    limit(
        &format!("x = {}0", "lambda: ".repeat(5_000)),
        "this expression is too long",
    );
    limit(
        &"x = 1\n".repeat(20_000),
        "the source has 120000 bytes, more than the 65536 that are accepted",
    );
    let deep: String = (0..150).map(|i| format!("{}if x:\n", " ".repeat(i))).collect();
    limit(&deep, "IndentationError: too many levels of indentation");
    let blocks: String = (0..30).map(|i| format!("{}while x:\n", " ".repeat(i))).collect();
    limit(
        &format!("{blocks}{}pass\n", " ".repeat(30)),
        "too many statically nested blocks",
    );
    let mut finals = "pass\n".to_owned();
    for _ in 0..18 {
        let inner: String = finals.lines().map(|l| format!(" {l}\n")).collect();
        finals = format!("try:\n f()\nfinally:\n{inner}");
    }
    assert_eq!(
        limit(&finals, "more than 400,000 instructions"),
        DiagnosticKind::LimitReached
    );
}

/// Source, then what is not simulated of it: all of it at once, in the order of its lines.
const NOT_SIMULATED: &[(&str, &[&str])] = &[
    (
        "import tkinter\nimport threading\n\ndef f():\n    import numpy as np\n",
        &[
            "1:1: Unsupported: module 'tkinter' is not simulated",
            "5:5: Unsupported: module 'numpy' is not simulated (plain lists and loops show what the scheduler does with the work.)",
        ],
    ),
    (
        "import treading\n",
        &["1:1: Unsupported: module 'treading' is not simulated (did you mean `threading`?)"],
    ),
    // A name that the module has in CPython, imported or used.
    (
        "from sys import argv, addaudithook\nimport sys as s\nprint(s.setdlopenflags)\ns = 1\n",
        &["1:23: Unsupported: 'sys.addaudithook' is not simulated (the machine has no such thing to act on)"],
    ),
    (
        "import sys\nprint(sys.addaudithook.max,\n      sys.argv)\n",
        &["2:7: Unsupported: 'sys.addaudithook' is not simulated (the machine has no such thing to act on)"],
    ),
    (
        "x = '\\ud83d\\ude00', r'\\ud800', '\\\\ud800', b'\\ud800'\n",
        &["1:6: Unsupported: lone surrogates in text are not simulated (the character itself, or bytes)"],
    ),
    // What the program made itself, or asks for with a way out, is its own affair.
    ("def compile(x):\n    return x\nprint(compile(1))\n", &[]),
    (
        "try:\n    import numpy\nexcept ImportError:\n    numpy = None\nimport os.path\nfrom collections import abc\n",
        &[],
    ),
    // What CPython does not have either fails when it runs, as there.
    ("import time\ntime.clock()\n", &[]),
];

#[test]
fn all_that_is_not_simulated_is_told_at_once() {
    for (source, expected) in NOT_SIMULATED {
        let found = match timeslice_python::compile_program(source, "test.py", PyVersion::V314) {
            Ok(_) => Vec::new(),
            Err(found) => found.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(&found, expected, "{source}");
    }
}
