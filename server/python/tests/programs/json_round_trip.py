import json
from json.decoder import JSONDecodeError

data = {"a": [1, 2.5, None, True, "é\n"], "b": {"c": {}}, 3: "int key", "big": 10**20, "f": 1e100}
print(json.dumps(data)); print(json.dumps(data, ensure_ascii=False, sort_keys=False, separators=(",", ":"))); print(json.dumps({"z": 1, "a": [1, {"b": []}]}, indent=2, sort_keys=True))
print(json.loads('{"x": [1, 2.0, -3e2, null, false, "\\u00e9\\n"]}'), json.loads("  [ ] "), json.loads("1.0"), json.loads('"a"'))
for text in ("{", "[1,]", "{'a': 1}", "nope", "[1 2]", '{"a" 1}', "", '"abc', "[1] x", '{"a": 1,}', '"\x01"'):
    try:
        json.loads(text)
    except JSONDecodeError as e:
        print(e, "|", e.msg, e.pos, e.lineno, e.colno)
class P:
    def __init__(self, x):
        self.x = x
try:
    json.dumps(P(1))
except TypeError as e:
    print(e)
print(json.dumps([P(1)], default=lambda o: o.__dict__), json.loads('{"x": 1}', object_hook=lambda d: P(**d)).x, json.loads("[1.5]", parse_float=str))
class E(json.JSONEncoder):
    def default(self, o):
        return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({"s": {3, 1}}, cls=E), json.dumps(float("nan")), json.dumps((1, 2)), json.dumps("\u2028\x7f"))
try:
    json.dumps({(1, 2): 3})
except TypeError as e:
    print(e)
try:
    json.dumps(float("inf"), allow_nan=False)
except ValueError as e:
    print(str(e).split(":")[0])
l = []; l.append(l)
try:
    json.dumps(l)
except ValueError as e:
    print(e)
