import asyncio, io, unittest, os, sys, json
from unittest import mock
from unittest.mock import Mock, MagicMock, AsyncMock, patch, call, ANY, sentinel, PropertyMock, mock_open, create_autospec, DEFAULT, NonCallableMock, seal
def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
import re
def show(x): print(re.sub(r"id='\d+'", "id=N", str(x)))
m = Mock(); m.foo.bar.return_value = 42; print(m.foo.bar(1, a=2), m.foo.bar.call_args, m.mock_calls, m.method_calls)
show(m); show(m.foo); show(m.foo.bar); show(m()); show(m().x); show(Mock(name="svc").get)
m = Mock(return_value=3, side_effect=[1, ValueError("two"), DEFAULT]); print(m()); t(m); print(m()); t(m)
m = Mock(side_effect=KeyError("k")); t(m)
m = Mock(side_effect=lambda x: x * 2); print(m(4), m.called, m.call_count, m.call_args_list, m.call_args == call(4), m.call_args.args, m.call_args[1])
args, kwargs = m.call_args; print(args, kwargs)
for f, a in (("assert_called_with", (5,)), ("assert_called_once_with", (4,)), ("assert_not_called", ()), ("assert_any_call", (9,)), ("assert_called_once", ()), ("assert_has_calls", ([call(1), call(2)],))):
    t(getattr(m, f), *a)
m(5); t(m.assert_called_once_with, 4); t(m.assert_called_once); t(m.assert_has_calls, [call(4), call(5)]); t(m.assert_has_calls, [call(5), call(4)], any_order=True); t(Mock(name="nm").assert_called); t(Mock().assert_called_with, 1, b=2); t(m.assert_has_calls, [call(7)], any_order=True)
m.reset_mock(); print(m.called, m.mock_calls)
class Service:
    attr = 1
    def __init__(self, url): self.url = url
    def fetch(self, a, b=2): return "real"
    async def afetch(self, x): return x
    @property
    def prop(self): return 1
s = Mock(spec=Service); t(lambda: s.nope); s.fetch(1); print(isinstance(s, Service)); show(s); s.other = 3; t(lambda: setattr(Mock(spec_set=Service), "zz", 1))
show(MagicMock(spec=Service).afetch); a = create_autospec(Service); i = a("u"); t(i.fetch); i.fetch.return_value = 7; t(i.fetch, 1, b=3); t(a); i.fetch.assert_called_once_with(1, b=3)
mm = MagicMock(); mm.__len__.return_value = 5; print(len(mm), bool(mm), int(mm), list(mm), 3 in mm, mm == mm, mm != 1, float(mm)); mm["k"]; mm["k"] = 1; show(mm["z"]); print(mm.mock_calls[-3:])
mm = MagicMock(); mm.__getitem__.side_effect = {"a": 1}.__getitem__; print(mm["a"]); mm.__iter__.return_value = [1, 2]; print(list(mm), list(mm))
with mm as cm: show(cm)
print(mm.__enter__.called, mm.__exit__.call_args)
mm.__str__.return_value = "STR"; print(str(mm)); t(lambda: mm < 3); t(len, Mock())
print(call(1, a=2), call.foo(1), call.foo.bar(1)(2), call().x(), [call.a, call], call.x(1) == ("x", (1,)), call(ANY) == call(object()), sentinel.a, sentinel.a is sentinel.a, ANY)
class Thing:
    def name(self): return "real"
    value = 10
with patch.object(Thing, "name", return_value="patched") as p: print(Thing().name(), p.called)
print(Thing().name())
with patch("os.getcwd", return_value="/fake"), patch.dict(os.environ, {"K": "V"}, clear=True): print(os.getcwd(), dict(os.environ))
print("K" in os.environ)
with patch(f"{__name__}.Thing") as T: T.return_value.name.return_value = "x"; print(Thing().name(), T.mock_calls)
@patch("json.dumps")
@patch("json.loads", return_value={})
def two(loads, dumps): print(json.loads("x"), loads.call_count); show(dumps); return "ret"
print(two())
@patch.object(Thing, "value", 99)
def v(): return Thing.value
print(v(), Thing.value)
t(patch, "nodots")
with patch.object(Thing, "value", new_callable=PropertyMock) as pm: pm.return_value = 5; print(Thing().value); Thing().value = 6; print(pm.mock_calls)
p = patch.object(Thing, "value", 1); p.start(); print(Thing.value); p.stop(); print(Thing.value)
with patch.multiple(Thing, name=DEFAULT, value=7) as d: print(sorted(d), Thing.value)
with patch("builtins.open", mock_open(read_data="l1\nl2\n")) as o:
    with open("f") as f: print(f.read())
    with open("f") as f: print(f.readline(), [l for l in f])
    with open("g", "w") as f: f.write("out")
    print(o.mock_calls[-4:]); o().write.assert_called_once_with("out")
with patch("builtins.print") as pr: print("hidden")
print(pr.call_args)
async def main():
    am = AsyncMock(return_value=5); print(await am(1), am.await_count, am.await_args); am.assert_awaited_once_with(1)
    am = AsyncMock(side_effect=[1, RuntimeError("x")]); print(await am())
    for _ in range(2):
        try: await am()
        except Exception as e: print(type(e).__name__, e)
    client = MagicMock(); client.get = AsyncMock(side_effect=lambda u: {"u": u}); print(await client.get("/a"), client.mock_calls, asyncio.iscoroutinefunction(client.get))
    cm = MagicMock(); cm.__aenter__.return_value = "entered"
    async with cm as x: print(x)
    print(cm.mock_calls); it = MagicMock(); it.__aiter__.return_value = [1, 2]; print([i async for i in it])
    sv = AsyncMock(spec=Service); show(sv.fetch); show(sv.afetch); sv.afetch.return_value = 3; print(await sv.afetch(1))
    with patch("asyncio.sleep", new_callable=AsyncMock) as sl: await asyncio.sleep(100); print(sl.await_args)
    with patch.object(Service, "afetch") as af: af.return_value = "p"; show(af); print(await Service("u").afetch(2))
    print(await asyncio.gather(AsyncMock(return_value=1)(), AsyncMock(return_value=2)()))
    @patch("json.dumps", return_value="D")
    async def deco(d): return json.dumps(1)
    print(await deco())
asyncio.run(main())
m = Mock(); m.configure_mock(**{"a.b.return_value": 3, "c": 4}); print(m.a.b(), m.c); del m.c; t(lambda: m.c); parent = Mock(); child = Mock(); parent.attach_mock(child, "kid"); child(1); print(parent.mock_calls)
m = Mock(wraps=Thing()); print(m.name(), m.name.called); t(lambda: Mock().assert_foo()); seal(m2 := Mock(x=1)); t(lambda: m2.y); print(m2.x)
class T(unittest.IsolatedAsyncioTestCase):
    @patch("os.getpid", return_value=1)
    def test_a(self, gp): self.assertEqual(os.getpid(), 1); gp.assert_called_once_with()
    @patch("os.getpid", new_callable=AsyncMock)
    async def test_b(self, gp): await os.getpid(3); gp.assert_awaited_once_with(3)
    def setUp(self): p = patch("os.getppid", return_value=5); self.m = p.start(); self.addCleanup(p.stop)
    def test_c(self): self.assertEqual(os.getppid(), 5); self.m.assert_called_once()
suite = unittest.TestLoader().loadTestsFromTestCase(T); out = io.StringIO()
print(unittest.TextTestRunner(stream=out, verbosity=2).run(suite).wasSuccessful(), out.getvalue().splitlines()[:3])
