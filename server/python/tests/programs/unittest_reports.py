import unittest, threading, queue, asyncio, sys, logging, warnings
class Counter:
    def __init__(self): self.n = 0; self.lock = threading.Lock()
    def add(self):
        with self.lock: self.n += 1
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    @classmethod
    def tearDownClass(cls): print("tearDownClass")
    def setUp(self): self.c = Counter(); self.addCleanup(print, "cleanup", self._testMethodName)
    def tearDown(self): print("tearDown")
    def test_threads(self):
        "Threads add up."
        ts = [threading.Thread(target=self.c.add) for _ in range(5)]
        for t in ts: t.start()
        for t in ts: t.join()
        self.assertEqual(self.c.n, 5)
    def test_fail(self): self.assertEqual(1, 2)
    def test_fail_msg(self): self.assertEqual([1, 2, 3], [1, 2, 4, 5], "lists")
    def test_dict(self): self.assertEqual({'a': 1, 'b': [1, 2]}, {'a': 1, 'b': [1, 3]})
    def test_str(self): self.assertEqual("hello\nworld\nfoo", "hello\nwerld\nfoo")
    def test_str1(self): self.assertEqual("hello", "hallo")
    def test_set(self): self.assertEqual({1, 2}, {2, 3})
    def test_error(self): raise KeyError("oops")
    @unittest.skip("not today")
    def test_skip(self): pass
    @unittest.skipIf(sys.platform == "linux", "no linux")
    def test_skip2(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.assertTrue(False)
    @unittest.expectedFailure
    def test_xpass(self): pass
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int("x")
        print(cm.exception)
        with self.assertRaisesRegex(ValueError, "invalid.*'y'"): int("y")
        self.assertRaises(queue.Empty, queue.Queue().get_nowait)
    def test_raises_not(self):
        with self.assertRaises(ValueError): pass
    def test_sub(self):
        for i in range(4):
            with self.subTest(i=i): self.assertEqual(i % 2, 0)
        with self.subTest("named"): raise OSError("x")
    def test_misc(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3); self.assertIn(1, [1]); self.assertIsNone(None); self.assertIsInstance(1, int)
        self.assertCountEqual([1, 2, 2], [2, 1, 2]); self.assertRegex("abc", "b"); self.assertGreater(2, 1)
        with self.assertLogs("x", "INFO") as cm: logging.getLogger("x").info("hi")
        print(cm.output)
        with self.assertWarns(DeprecationWarning): warnings.warn("old", DeprecationWarning)
    def test_almost(self): self.assertAlmostEqual(1, 1.1)
    def test_in(self): self.assertIn(5, [1, 2])
    def test_count(self): self.assertCountEqual([1, 1], [1, 2])
    def test_skip_inside(self): self.skipTest("inside")
    def test_true(self): self.assertTrue([], "should be")
class A(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.q = asyncio.Queue(); print("asyncSetUp")
    async def asyncTearDown(self): print("asyncTearDown")
    async def test_q(self):
        await self.q.put(1); self.assertEqual(await self.q.get(), 1)
    async def test_timeout(self):
        with self.assertRaises(asyncio.TimeoutError): await asyncio.wait_for(self.q.get(), 0.01)
    async def test_bad(self):
        await asyncio.sleep(0); self.assertEqual(await asyncio.sleep(0, 3), 4)
if __name__ == "__main__":
    import io
    for verbosity in 1, 2:
        report = io.StringIO()
        runner = unittest.TextTestRunner(stream=report, verbosity=verbosity)
        result = unittest.main(testRunner=runner, exit=False).result
        for line in report.getvalue().splitlines():
            # Where, and how long, is another matter.
            if line and not line.startswith(("  F", "    ")):
                print(line.split(" in 0.")[0])
        print(result.testsRun, result.wasSuccessful(), len(result.failures), len(result.errors), len(result.skipped))
    suite = unittest.TestSuite([T("test_threads"), T("test_in")])
    print(suite.countTestCases(), T("test_fail"), T("test_fail").id(), T("test_threads").shortDescription())
    unittest.main(defaultTest="T.test_threads", testRunner=unittest.TextTestRunner(stream=io.StringIO()))
