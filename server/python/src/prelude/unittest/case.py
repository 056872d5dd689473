# timeslice: native
"""Test cases: what they assert, and how one test runs."""
import difflib
import pprint
import re
import sys
import time
import warnings
from collections import Counter
from unittest._contexts import AssertLogs, AssertRaises, AssertWarns

_MISSING = object()
DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."


class SkipTest(Exception):
    """Raised to skip a test."""


class _ShouldStop(Exception):
    """The test's body has failed."""


def _id(obj):
    return obj


def skip(reason):
    """Skip a test, or all of a class."""
    def decorate(item):
        if not isinstance(item, type):
            function = item

            def item(*args, **kwargs):
                raise SkipTest(reason)
            item.__name__, item.__qualname__ = function.__name__, function.__qualname__
            item.__doc__ = function.__doc__
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item
    if callable(reason) and not isinstance(reason, str):
        function, reason = reason, ""
        return decorate(function)
    return decorate


def skipIf(condition, reason):
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    return _id if condition else skip(reason)


def expectedFailure(item):
    """A test that is known to fail."""
    item.__unittest_expecting_failure__ = True
    return item


def safe_repr(obj, short=False):
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text if not short or len(text) < 80 else text[:80] + " [truncated]..."


def _common_shorter(first, second):
    texts = safe_repr(first), safe_repr(second)
    longest = max(map(len, texts))
    if longest <= 80:
        return texts
    n = 0
    while n < min(map(len, texts)) and texts[0][n] == texts[1][n]:
        n += 1
    common = 80 - (longest - n) - 5 - 12
    if common > 5 and n > common:
        prefix = texts[0][:5] + f"[{n - 5 - common} chars]" + texts[0][n - common:n]
        return prefix + texts[0][n:], prefix + texts[1][n:]
    shorten = lambda s, head, tail: s if len(s) - head - tail <= 12 else \
        s[:head] + f"[{len(s) - head - tail} chars]" + s[len(s) - tail:]
    prefix = shorten(texts[0][:n], 5, 5)
    return tuple(prefix + shorten(t[n:], 5, 5) for t in texts)


class _Outcome:
    def __init__(self, result):
        self.result, self.success, self.skipped, self.expected = result, True, False, None


class TestCase:
    """A test of one thing, or more: each method that begins with `test` is one."""
    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        self._subtest = None
        self._type_equality = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual", set: "assertSetEqual",
            frozenset: "assertSetEqual", str: "assertMultiLineEqual",
        }
        method = getattr(self, methodName, None)
        if method is None and methodName != "runTest":
            raise ValueError(f"no such test method in {type(self)}: {methodName}")
        self._testMethodDoc = getattr(method, "__doc__", None)

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality[typeobj] = function

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        value = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return value

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        if "_class_cleanups" not in cls.__dict__:
            cls._class_cleanups = []
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def doClassCleanups(cls):
        while cls.__dict__.get("_class_cleanups"):
            function, args, kwargs = cls._class_cleanups.pop()
            function(*args, **kwargs)

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from unittest.runner import TestResult
        return TestResult()

    def shortDescription(self):
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}"

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        where = f"{type(self).__module__}.{type(self).__qualname__}"
        if sys.version_info >= (3, 11):
            where += f".{self._testMethodName}"
        return f"{self._testMethodName} ({where})"

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} testMethod={self._testMethodName}>"

    # Running.

    def _attempt(self, outcome, call, subtest=None):
        """Whether the call went well; the result hears what did not."""
        result = outcome.result
        try:
            call()
        except KeyboardInterrupt:
            raise
        except SkipTest as exc:
            outcome.success, outcome.skipped = False, True
            result.addSkip(subtest or self, str(exc))
        except _ShouldStop:
            outcome.success = False
        except BaseException:
            info = sys.exc_info()
            if outcome.expecting:
                outcome.expected = info
            else:
                outcome.success = False
                if subtest is not None:
                    result.addSubTest(self, subtest, info)
                elif issubclass(info[0], self.failureException):
                    result.addFailure(self, info)
                else:
                    result.addError(self, info)
            return False
        return True

    def run(self, result=None):
        """Runs the test; what came of it goes to the result."""
        if result is None:
            result = self.defaultTestResult()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            for item in (type(self), method):
                if getattr(item, "__unittest_skip__", False):
                    result.addSkip(self, getattr(type(self), "__unittest_skip_why__", "")
                                   or getattr(method, "__unittest_skip_why__", ""))
                    return result
            outcome = self._outcome = _Outcome(result)
            outcome.expecting = getattr(type(self), "__unittest_expecting_failure__", False) \
                or getattr(method, "__unittest_expecting_failure__", False)
            started = time.perf_counter()
            wanted = outcome.expecting
            outcome.expecting = False
            if self._attempt(outcome, self._call_set_up):
                outcome.expecting = wanted
                self._attempt(outcome, lambda: self._call_test(method))
                outcome.expecting = False
                self._attempt(outcome, self._call_tear_down)
            self._clean_up(outcome)
            if hasattr(result, "addDuration"):
                result.addDuration(self, time.perf_counter() - started)
            if outcome.success:
                if not wanted:
                    result.addSuccess(self)
                elif outcome.expected:
                    result.addExpectedFailure(self, outcome.expected)
                else:
                    result.addUnexpectedSuccess(self)
            return result
        finally:
            self._outcome = None
            result.stopTest(self)

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def _call_set_up(self):
        self.setUp()

    def _call_tear_down(self):
        self.tearDown()

    def _call_test(self, method):
        if method() is not None:
            warnings.warn(f"It is deprecated to return a value that is not None from a test case ({method})",
                          DeprecationWarning, stacklevel=3)

    def _call_cleanup(self, function, args, kwargs):
        function(*args, **kwargs)

    def _clean_up(self, outcome):
        while self._cleanups:
            cleanup = self._cleanups.pop()
            self._attempt(outcome, lambda: self._call_cleanup(*cleanup))

    def doCleanups(self):
        outcome = self._outcome or _Outcome(self.defaultTestResult())
        self._clean_up(outcome)
        return outcome.success

    def subTest(self, msg=_MISSING, **params):
        """A part of a test that may fail alone."""
        return _SubTestContext(self, msg, params)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()

    # Asserting.

    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else f"{standard} : {msg}"

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _check(self, ok, msg, standard):
        if not ok:
            raise self.failureException(self._formatMessage(msg, standard()))

    def assertTrue(self, expr, msg=None):
        self._check(expr, msg, lambda: f"{safe_repr(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        self._check(not expr, msg, lambda: f"{safe_repr(expr)} is not false")

    def assertEqual(self, first, second, msg=None):
        function = self._type_equality.get(type(first)) if type(first) is type(second) else None
        if function is None:
            if not first == second:
                self.fail(self._formatMessage(msg, "%s != %s" % _common_shorter(first, second)))
        else:
            (getattr(self, function) if isinstance(function, str) else function)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, msg, lambda: f"{safe_repr(first)} == {safe_repr(second)}")

    def assertIs(self, first, second, msg=None):
        self._check(first is second, msg, lambda: f"{safe_repr(first)} is not {safe_repr(second)}")

    def assertIsNot(self, first, second, msg=None):
        self._check(first is not second, msg, lambda: f"unexpectedly identical: {safe_repr(first)}")

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, msg, lambda: f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, msg, lambda: "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        self._check(member in container, msg, lambda: f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        self._check(member not in container, msg,
                    lambda: f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), msg, lambda: f"{safe_repr(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), msg, lambda: f"{safe_repr(obj)} is an instance of {cls!r}")

    def assertLess(self, a, b, msg=None):
        self._check(a < b, msg, lambda: f"{safe_repr(a)} not less than {safe_repr(b)}")

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, msg, lambda: f"{safe_repr(a)} not less than or equal to {safe_repr(b)}")

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, msg, lambda: f"{safe_repr(a)} not greater than {safe_repr(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, msg, lambda: f"{safe_repr(a)} not greater than or equal to {safe_repr(b)}")

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        self._almost(first, second, places, msg, delta, True)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        self._almost(first, second, places, msg, delta, False)

    def _almost(self, first, second, places, msg, delta, wanted):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        if first == second and wanted:
            return
        diff = abs(first - second)
        if delta is not None:
            near, within = diff <= delta, f"{safe_repr(delta)} delta"
        else:
            places = 7 if places is None else places
            near, within = round(diff, places) == 0, f"{places} places" if wanted else f"{places!r} places"
        if near != wanted or first == second and not wanted:
            texts = f"{safe_repr(first)} {'!=' if wanted else '=='} {safe_repr(second)} within {within}"
            self.fail(self._formatMessage(msg, texts + (f" ({safe_repr(diff)} difference)" if wanted or delta is not None else "")))

    def assertRegex(self, text, expected_regex, msg=None):
        pattern = re.compile(expected_regex) if isinstance(expected_regex, (str, bytes)) else expected_regex
        self._check(pattern.search(text), msg, lambda: f"Regex didn't match: {pattern.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        pattern = re.compile(unexpected_regex) if isinstance(unexpected_regex, (str, bytes)) else unexpected_regex
        match = pattern.search(text)
        self._check(not match, msg, lambda: f"Regex matched: {text[match.start():match.end()]!r} matches "
                                            f"{pattern.pattern!r} in {text!r}")

    def assertRaises(self, expected_exception, *args, **kwargs):
        return self._raises(AssertRaises(self, expected_exception, None, kwargs.pop("msg", None)
                                          if not args else None), args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return self._raises(AssertRaises(self, expected_exception, expected_regex), args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return self._raises(AssertWarns(self, expected_warning), args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return self._raises(AssertWarns(self, expected_warning, expected_regex), args, kwargs)

    def _raises(self, context, args, kwargs):
        if not args:
            return context
        function, *args = args
        context.callable = getattr(function, "__name__", str(function))
        with context:
            function(*args, **kwargs)

    def assertLogs(self, logger=None, level=None):
        return AssertLogs(self, logger, level, False)

    def assertNoLogs(self, logger=None, level=None):
        return AssertLogs(self, logger, level, True)

    def _truncated(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        kind = seq_type.__name__ if seq_type else "sequence"
        if seq_type is not None:
            for which, seq in ("First", seq1), ("Second", seq2):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f"{which} sequence is not a {kind}: {safe_repr(seq)}")
        if seq1 == seq2:
            return
        text = "%ss differ: %s != %s\n" % (kind.capitalize(), *_common_shorter(seq1, seq2))
        n1, n2 = len(seq1), len(seq2)
        for i in range(min(n1, n2)):
            if seq1[i] != seq2[i]:
                text += "\nFirst differing element %d:\n%s\n%s\n" % (i, *_common_shorter(seq1[i], seq2[i]))
                break
        if n1 != n2:
            which, longer, at = ("First", seq1, n2) if n1 > n2 else ("Second", seq2, n1)
            text += f"\n{which} {kind} contains {abs(n1 - n2)} additional elements.\n"
            text += f"First extra element {at}:\n{safe_repr(longer[at])}\n"
        diff = "\n" + "\n".join(difflib.ndiff(pprint.pformat(seq1).splitlines(), pprint.pformat(seq2).splitlines()))
        self.fail(self._formatMessage(msg, self._truncated(text, diff)))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        lines = []
        for which, items in ("first", set1 - set2), ("second", set2 - set1):
            if items:
                lines.append(f"Items in the {which} set but not the {'second' if which == 'first' else 'first'}:")
                lines += map(repr, items)
        if lines:
            self.fail(self._formatMessage(msg, "\n".join(lines)))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            text = "%s != %s" % _common_shorter(d1, d2)
            diff = "\n" + "\n".join(difflib.ndiff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines()))
            self.fail(self._formatMessage(msg, self._truncated(text, diff)))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > 2 ** 16 or len(second) > 2 ** 16:
            self.fail(self._formatMessage(msg, "%s != %s" % _common_shorter(first, second)))
        lines = first.splitlines(keepends=True), second.splitlines(keepends=True)
        if all(len(ls) <= 1 and text.strip("\r\n") == text for ls, text in zip(lines, (first, second))):
            lines = [first + "\n"], [second + "\n"]
        elif lines[0] and lines[1]:
            for ls in lines:
                if not ls[-1].endswith("\n"):
                    ls[-1] += "\n"
        diff = "\n" + "".join(difflib.ndiff(*lines))
        text = "%s != %s" % _common_shorter(first, second)
        self.fail(self._formatMessage(msg, self._truncated(text, diff)))

    def assertCountEqual(self, first, second, msg=None):
        first, second = list(first), list(second)
        try:
            counts = Counter(first), Counter(second)
            differences = [(counts[0][x], counts[1][x], x) for x in {**counts[0], **counts[1]}
                           if counts[0][x] != counts[1][x]]
        except TypeError:
            items = [x for i, x in enumerate(first + second) if x not in (first + second)[:i]]
            differences = [(first.count(x), second.count(x), x) for x in items if first.count(x) != second.count(x)]
        if differences:
            lines = "\n".join(f"First has {a}, Second has {b}:  {x!r}" for a, b, x in differences)
            self.fail(self._formatMessage(msg, self._truncated("Element counts were not equal:\n", lines)))


class _SubTest(TestCase):
    """A part of a test, as the report names it."""

    def __init__(self, case, message, params):
        self.test_case, self._message, self.params = case, message, params
        self.failureException = case.failureException

    def _description(self):
        parts = []
        if self._message is not _MISSING:
            parts.append(f"[{self._message}]")
        if self.params:
            parts.append("(" + ", ".join(f"{k}={v!r}" for k, v in self.params.items()) + ")")
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._description()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._description()}"


class _SubTestContext:
    def __init__(self, case, message, params):
        self.case, self.message, self.params = case, message, params

    def __enter__(self):
        parent = self.case._subtest
        params = {**parent.params, **self.params} if parent else self.params
        self.parent, self.case._subtest = parent, _SubTest(self.case, self.message, params)

    def __exit__(self, kind, exc, traceback):
        subtest, self.case._subtest = self.case._subtest, self.parent
        if kind is None:
            return False
        if not issubclass(kind, Exception):
            return False

        def again():
            raise exc.with_traceback(traceback)

        self.case._attempt(self.case._outcome, again, subtest)
        if getattr(self.case._outcome.result, "failfast", False) and not self.case._outcome.success:
            raise _ShouldStop
        return True


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._function, self._set_up, self._tear_down = testFunc, setUp, tearDown
        self._description = description

    def setUp(self):
        if self._set_up is not None:
            self._set_up()

    def tearDown(self):
        if self._tear_down is not None:
            self._tear_down()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def __str__(self):
        return f"{type(self).__module__}.{type(self).__qualname__} ({self._function.__name__})"

    def shortDescription(self):
        return self._description
