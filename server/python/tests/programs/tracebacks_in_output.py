import sys, traceback

def a():
    b()
def b():
    raise ValueError("deep")
try:
    a()
except ValueError as e:
    lines = traceback.format_exc().splitlines()
    print(lines[0], lines[-1], len(traceback.extract_tb(e.__traceback__)))
    print([f.name for f in traceback.extract_tb(e.__traceback__)], e.__traceback__.tb_lineno)
    print(traceback.format_exception_only(e))
try:
    try:
        {}["k"]
    except KeyError as e:
        raise RuntimeError("outer") from e
except RuntimeError as e:
    print(type(e.__cause__).__name__, e.__suppress_context__)
    text = "".join(traceback.format_exception(e))
    print("direct cause" in text, text.count("Traceback"))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        [][1]
except IndexError as e:
    print(type(e.__context__).__name__, "During handling" in traceback.format_exc())
e = ValueError("x")
e.add_note("a note")
print(e.__notes__, traceback.format_exception_only(e))
eg = ExceptionGroup("many", [ValueError(1), ExceptionGroup("in", [TypeError("t")])])
traceback.print_exception(eg, file=sys.stdout)
print(eg, repr(eg), eg.subgroup(TypeError), eg.split(ValueError))
print(sys.exc_info())
