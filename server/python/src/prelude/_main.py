# timeslice: native
"""A process's main thread from its first instruction to its last; see `_bootstrap` for the order (T5)."""
from _timeslice import collect, finish, flush, forget_main, print_exception, uncaught, write_error


def run(run_module):
    """Runs the program and ends the process."""
    import _bootstrap

    _bootstrap.begin()
    status = guarded(run_module)
    ending = guarded(_bootstrap.end)
    flush()
    finish(status or ending, last_words)


def run_child(start):
    """A new interpreter that `multiprocessing` has started: `start` is the program and what to do."""
    run_module, payload = start
    import _bootstrap

    _bootstrap.begin()

    def child():
        from multiprocessing.spawn import begin
        begin(run_module, payload)

    status = guarded(child)
    flush()
    finish(status, nothing)


def run_interpreter(start):
    """One more interpreter of a process, which `concurrent.interpreters` has made."""
    run_module, payload = start
    import _bootstrap

    _bootstrap.begin()

    def serve():
        from concurrent.interpreters._serve import serve
        serve(run_module, payload)

    guarded(serve)
    guarded(_bootstrap.end)
    flush()
    finish(0, nothing)


def last_words():
    """The main module goes, and with it what only it has kept alive: `__del__` runs."""
    import sys

    sys.modules.pop("__main__", None)
    forget_main()
    collect(False)
    collect(True)
    flush()


def nothing():
    """What other interpreters leave goes unheard: `multiprocessing` ends its children at once."""


def guarded(call):
    """The exit status that a call comes to."""
    try:
        call()
    except SystemExit as exit:
        return exit_status(exit.code)
    except BaseException as exc:
        flush()
        report(exc)
        # The process kills itself with SIGINT, so that the shell knows why it ended.
        return 130 if isinstance(exc, KeyboardInterrupt) else 1
    return 0


def exit_status(code):
    """What `sys.exit(code)` means to the shell."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    flush()
    write_error(str(code) + "\n")
    return 1


def report(exc):
    """`sys.excepthook`, replaced or not."""
    import sys

    uncaught(exc)
    hook = sys.excepthook
    if hook is sys.__excepthook__:
        print_exception(exc)
    else:
        hook(type(exc), exc, exc.__traceback__)
