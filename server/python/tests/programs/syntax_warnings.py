# What the compiler warns of, seen through exec and compile.
import warnings

SOURCES = [
    'print("\\d", "\\d")',
    '"""a\nb \\q\nc \\w"""',
    'f"\\d {1} \\e"',
    'b"\\d"; r"\\d"; "\\N{EM DASH}"; b"\\N"',
    '"\\400"; "\\377"; b"\\777"',
    "x is ()", 'x is not "a"', "1 is x", "x is None or x is True or x is ...", "x is -1", "x is (1, 2)", "x is [1]",
    'x is f"{x}"', 'x is b"a"', "x is 1 is 2", "x is y is 3",
    'assert (x, 1), "m"', "assert ()",
    "[] (1); {} (1); {1}(2); (1)(2)", '"a"(3); f"a"(3)', "(i for i in x)(1); [i for i in x](3)", "(lambda: 1)(2)",
    "-1(2); None(1); ...(1); 1.5(3); (1, 2) (3, 4)", "{i for i in x}(1); {i: i for i in x}(1)", "(a + b)(1)",
    "1[2]; None[1]; {1}[2]; (i for i in x)[0]; (lambda: 1)[2]; 1.5[1]; ...[0]; True[0]", '"a"[1]; [1][2]; {}["a"]',
    'f"a"["b"]; "a"["b"]; [1]["b"]; (1,)[1.5]; [1][None]; [1][(1, 2)]; "a"[()]; b"a"["x"]; ()["a"]',
    '[1][1:2]; [1][-1]; [1][True]; [1][x]', '[1][f"a"]; [1][[1]]; [1][{1}]; [1][lambda: 1]', "[1]['a'] = 2; del [1]['a']",
    "z = 1if x else 2", "z = 0x1for x in y", "z = 1.5and 2jor 0b1in 0o7",
    "def f():\n    def g():\n        return x is 1\n    return x is 2",
    "if 0:\n    x is 1",
    "try:\n    pass\nfinally:\n    x is 1",
    "while x:\n    try: pass\n    finally:\n        while y: break\n        def f(): return 1\n        if z: break",
    "def f():\n    try: pass\n    finally: return 1",
]
for source in SOURCES:
    print(repr(source))
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", SyntaxWarning)
        try:
            code = compile(source, "<text>", "exec")
        except SyntaxError as e:
            print("   ", e)
    for warning in found:
        print("   ", warning.lineno, warning.category.__name__, warning.message, warning.filename)

x = 1
with warnings.catch_warnings(record=True) as found:
    warnings.simplefilter("always")
    exec("y = x is 1")
    print(y, eval("x is 1"), [str(w.message) for w in found])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        exec("x is 1")
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.filename, e.lineno)
