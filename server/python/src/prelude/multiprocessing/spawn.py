"""The first steps of a child that began as a new interpreter: it imports the program, then does what it was told (P3)."""

import sys
from multiprocessing import process
from time import sleep

__all__ = ["freeze_support", "get_preparation_data", "import_main"]

_main_program = None
# What the imports that CPython needs here take beyond those simulated (P2).
_IMPORTS_S = 0.020 if sys.version_info >= (3, 14) else 0.027


def freeze_support():
    """Nothing: no program here is frozen."""


def begin(run_module, payload):
    """The new interpreter's main function."""
    global _main_program
    _main_program = run_module
    from multiprocessing.reduction import loads_from
    sleep_on_core(_IMPORTS_S)
    (child_r, child_w), at = loads_from(payload, 0)
    if child_r is None:
        from multiprocessing import forkserver
        preload, _ = loads_from(payload, at)
        sys.exit(forkserver.main(child_w, *preload))
    sys.exit(run_payload(payload, at, child_r))


def sleep_on_core(seconds):
    """Works for so long."""
    from _ipc import spend
    spend(seconds)


def run_payload(payload, at, parent_sentinel):
    """Becomes the process of a payload; its exit code."""
    from multiprocessing.reduction import loads_from
    process.current_process()._inheriting = True
    try:
        preparation, at = loads_from(payload, at)
        prepare(preparation)
        child, _ = loads_from(payload, at)
    finally:
        del process.current_process()._inheriting
    return child._bootstrap(parent_sentinel)


def _check_not_importing_main():
    if getattr(process.current_process(), "_inheriting", False):
        raise RuntimeError("""
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        """)


def get_preparation_data(name):
    """What a child has to know before it can import the program."""
    _check_not_importing_main()
    from multiprocessing.context import _default_context
    main = sys.modules["__main__"]
    return {
        "name": name,
        "authkey": bytes(process.current_process().authkey),
        "argv": sys.argv,
        "start_method": _default_context.get_start_method(),
        "main_path": getattr(main, "__file__", None),
    }


def prepare(data):
    """Makes this interpreter like its parent's."""
    if "name" in data:
        process.current_process().name = data["name"]
    if "authkey" in data:
        process.current_process().authkey = data["authkey"]
    if "argv" in data:
        sys.argv = data["argv"]
    if "start_method" in data:
        from multiprocessing.context import _force_start_method
        _force_start_method(data["start_method"])
    import_main()


def import_main():
    """Runs the program as the module `__mp_main__`, unless that is done."""
    main = sys.modules["__main__"]
    if main.__name__ == "__mp_main__" or _main_program is None:
        return
    main.__name__ = "__mp_main__"
    sys.modules["__mp_main__"] = main
    _main_program()
