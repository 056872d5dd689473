# timeslice: since 3.14
"""The life of an interpreter that `concurrent.interpreters` has made: it does what it is asked to, one thing after the
other. The program's module runs in it when a call first names something of it, as `<fake __main__>`."""

import pickle
import sys
import threading
import traceback

from concurrent import interpreters
from concurrent.interpreters import _queues
from multiprocessing.connection import Connection

_scripts = {"__name__": "__main__", "__builtins__": __builtins__, "__doc__": None}


def serve(run_module, payload):
    """The new interpreter's main function."""
    interpreters._current_id, handle = pickle.loads(payload)
    _queues.load_program = _Program(run_module)
    connection = Connection(handle)
    connection.send(None)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if request is None:
            return
        what, data, is_main = request
        _be_called_by(is_main)
        connection.send(_answer(what, data))


class _Program:
    """Runs the program's module, once."""

    def __init__(self, run_module):
        self._run = run_module

    def __call__(self):
        run, self._run = self._run, None
        if run is not None:
            main = sys.modules["__main__"]
            main.__name__ = "<fake __main__>"
            sys.modules["<fake __main__>"] = main
            run()


def _be_called_by(is_main):
    """`threading` knows the process's main thread; to it any other one is a stranger."""
    ident = threading.get_ident()
    if is_main:
        threading._active[ident] = threading.main_thread()
    elif threading._active.get(ident) is threading.main_thread():
        del threading._active[ident]


def _answer(what, data):
    try:
        if what == "prepare":
            _scripts.update(_queues.unpickled(data))
            return True, None
        if what == "exec" and isinstance(data, str):
            exec(data, _scripts)
            return True, None
        if what == "exec":
            _queues.unpickled(data)()
            return True, None
        function, args, kwargs = _loaded(data)
    except interpreters.NotShareableError as error:
        return False, str(error)
    except BaseException as error:
        return False, _account(error)
    try:
        result = function(*args, **kwargs)
    except BaseException as error:
        return False, _account(error)
    try:
        return True, _queues.pickled(result)
    except interpreters.NotShareableError as error:
        return False, str(error)


def _loaded(data):
    try:
        return _queues.unpickled(data)
    except Exception as error:
        raise interpreters.NotShareableError("object could not be unpickled") from error


def _account(error):
    """(type's name, its module, text, formatted, traceback), without the frames of this module."""
    cls = type(error)
    text = str(error)
    name = cls.__name__ if cls.__module__ in ("builtins", "__main__") else f"{cls.__module__}.{cls.__name__}"
    formatted = f"{name}: {text}" if text else name
    tb = error.__traceback__
    while tb is not None and tb.tb_frame.f_code.co_filename == __file__:
        tb = tb.tb_next
    shown = "".join(traceback.format_exception(cls, error, tb)).replace('File "<string>"', 'File "<script>"')
    return cls.__name__, cls.__module__, text, formatted, shown.rstrip("\n")
