# json and io.
import json, io, collections, enum
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
class E(enum.IntEnum): A = 1
class S(str): pass
v = {"a": [1, 2.5, True, None, "x\n\"é\u2028😀\x01"], "b": {}, "c": [], 1: 2, None: 3, True: 4, 2.5: 1, "t": (1, 2), "n": {"d": [{"e": []}]}, "E": E.A, "S": S("s"), "big": 10**20, "f": 1e100, "z": -0.0}
print(json.dumps(v)); print(json.dumps(v, indent=2)); print(json.dumps(v, indent="\t", ensure_ascii=False)); print(json.dumps(v, separators=(",", ":"))); print(json.dumps({"b": 1, "a": [2]}, sort_keys=True, indent=4)); print(json.dumps([float("inf"), float("nan")]), json.dumps("s"), json.dumps([]), json.dumps({}, indent=2), json.dumps([[]], indent=1))
for f in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(object())): t("e", f) if True else 0
l = []; l.append(l); t("circ", lambda: json.dumps(l)); print(json.dumps({1, 2}, default=sorted), json.dumps({(1,): 2, "a": 1}, skipkeys=True), json.dumps(collections.OrderedDict(x=1)))
class Enc(json.JSONEncoder):
    def default(self, o): return [o.real, o.imag] if isinstance(o, complex) else super().default(o)
print(json.dumps(1j, cls=Enc)); t("enc", lambda: json.dumps(b"", cls=Enc))
for s in ('{"a": [1, -2.5e3, true, null, false, "\\u00e9\\n\\ud83d\\ude00\\/"], "b": {}}', ' [ ] ', '"x"', '1', '-0', '1.5', 'NaN', '[Infinity, -Infinity]', '{"a":1,"a":2}', b'[1]', '1E2', '{"k" : [ {"z" : 1 } , 2 ] }'): t("l", lambda: json.loads(s))
for s in ('', '[1,', '[1 2]', '{"a"}', '{"a":}', "{'a': 1}", '[1] x', '"abc', '"\\x"', '"a\nb"', 'tru', '{"a":1', '[', '{', '01', '-', '1.', '"\\u12"', '\n\n  [1,\n  }', '{1:2}', 'nul', '[1,,2]'): t(repr(s), lambda: json.loads(s))
t("ty", lambda: json.loads(3)); print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"))
try: json.loads("[1, oops]")
except json.JSONDecodeError as e: print(e.msg, e.pos, e.lineno, e.colno, e.doc, type(e).__module__, isinstance(e, ValueError))
o = io.StringIO(); json.dump([1], o); print(o.getvalue(), json.load(io.StringIO("[2]")))
s = io.StringIO("line1\nline2\nline3"); print(s.readline(), s.read(3), s.tell(), s.readlines(), s.read(), s.seek(0), list(s), s.seek(2), s.write("XX"), s.getvalue(), s.truncate(4), s.getvalue(), s.seek(0, 2), s.write("end"), s.getvalue())
with io.StringIO() as w:
    print("hello", 3, file=w); w.writelines(["a", "b"]); print(repr(w.getvalue()), w.closed, w.readable(), w.isatty())
t("cl", lambda: w.getvalue()); t("ty", lambda: io.StringIO().write(3)); t("ty", lambda: io.StringIO(3)); t("fn", lambda: io.StringIO().fileno()); s = io.StringIO(); s.seek(3); s.write("x"); print(repr(s.getvalue()))
b = io.BytesIO(b"abc\ndef"); print(b.read(2), b.readline(), b.read(), b.seek(-2, 2), b.read(), b.seek(1), b.write(b"ZZ"), b.getvalue(), list(io.BytesIO(b"1\n2")), bytes(b.getbuffer())[:2]); t("b", lambda: io.BytesIO().write("s")); print(isinstance(io.StringIO(), io.TextIOBase), io.StringIO.__name__, issubclass(io.UnsupportedOperation, OSError))
