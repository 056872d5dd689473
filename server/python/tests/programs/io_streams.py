import io, sys
s = io.StringIO("a\nb\nc")
print(s.readline(), list(s), s.read(), s.tell(), s.seek(0), s.read(2), s.getvalue())
w = io.StringIO(); print("x", 1, file=w); w.write("y"); print(repr(w.getvalue()), w.tell(), w.truncate(1), repr(w.getvalue()))
b = io.BytesIO(b"12345"); print(b.read(2), b.seek(-1, 2), b.read(), b.getvalue(), b.write(b"67"), b.getvalue(), b.getbuffer()[0], b.readable(), b.closed)
with io.StringIO() as f: f.write("z")
for bad in (lambda: f.write("a"), lambda: s.write(b"x"), lambda: b.write("x"), lambda: io.StringIO(5), lambda: s.seek(-1), lambda: io.BytesIO().fileno()):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print("to stdout", file=sys.stdout, flush=True); n = sys.stdout.write("written\n"); print(n, sys.stdout.name, sys.stdout.encoding, sys.stderr.name, sys.stdout.writable())
sys.stdout.writelines(["a\n", "b\n"]); print("no newline", end=""); print(); print(1, 2, sep=""); print(*range(3), sep=", ", end=".\n"); print(); print("a", None, True, 1.0, [1], {"k": "v"}, ("t",))
old, sys.stdout = sys.stdout, io.StringIO(); print("hidden"); got, sys.stdout = sys.stdout.getvalue(), old; print("got", repr(got))
class Tee:
    def __init__(self): self.out = []
    def write(self, t): self.out.append(t)
    def flush(self): pass
t = Tee(); print("a", "b", file=t); print(t.out)
