"""timeit: how long something takes, in virtual time. Statements as text are refused: nothing compiles at run time."""
import sys as _sys
import time

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


class Timer:
    """Times a function."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        for what, part in (("stmt", stmt), ("setup", setup)):
            if not callable(part) and not isinstance(part, str):
                raise ValueError(f"{what} is neither a string nor callable")
        if isinstance(stmt, str) or isinstance(setup, str):
            stmt, setup = _functions(stmt, setup, globals)
        self._stmt = stmt
        self._setup = setup
        self.timer = timer

    def timeit(self, number=default_number):
        """Seconds for so many calls."""
        self._setup()
        call = self._stmt
        start = self.timer()
        for _ in range(number):
            call()
        return self.timer() - start

    def repeat(self, repeat=default_repeat, number=default_number):
        """Several results of `timeit`."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """(number, seconds) of the first round number of calls that takes 0.2 s."""
        scale = 1
        while True:
            for step in (1, 2, 5):
                number = scale * step
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def _functions(stmt, setup, names):
    # Text becomes the body of a function; what the setup binds, the statement sees.
    def body(text):
        return "".join(["    " + line + "\n" for line in text.splitlines() or ["pass"]])

    namespace = dict(_sys.modules["__main__"].__dict__ if names is None else names)
    if isinstance(setup, str):
        text = setup

        def setup():
            exec(text, namespace)
    if isinstance(stmt, str):
        exec("def _timeit_statement():\n" + body(stmt), namespace)
        stmt = namespace["_timeit_statement"]
    return stmt, setup


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Seconds for so many calls of a function."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    """Several results of `timeit`."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
