"""What the virtual machine calls around a program. The order of a process's life (T5):

1. `begin()` in the main thread, before the first line of the program: the main thread's object exists. It may run at
   boot instead, with the rest of the image, if the main thread already has its ident then.
2. The main module runs. An uncaught exception is reported (`sys.excepthook`) and the status is 1; SystemExit decides it.
3. `end()` in the main thread, also after an uncaught exception: the functions of `threading._register_atexit`, then the
   threads that are not daemons, then the `atexit` functions. It may block.
4. Threads that are still alive are daemons: they stop where they are, without running any more code (G31).
"""


def begin():
    """Before the program: importing `threading` makes the object of the main thread."""
    import threading  # noqa: F401


def end():
    """After the program."""
    import atexit
    import threading

    threading._shutdown()
    atexit._run_exitfuncs()
