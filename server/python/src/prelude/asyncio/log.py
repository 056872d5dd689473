"""The logger "asyncio" (A30). `logging` is used only when the program has imported it; else warnings and errors go to
stderr, as they do from an unconfigured logger."""

import sys


class _Logger:
    def debug(self, message, *args):
        logging = sys.modules.get("logging")
        if logging is not None:
            logging.getLogger("asyncio").debug(message, *args)

    def info(self, message, *args):
        logging = sys.modules.get("logging")
        if logging is not None:
            logging.getLogger("asyncio").info(message, *args)

    def warning(self, message, *args):
        logging = sys.modules.get("logging")
        if logging is not None:
            logging.getLogger("asyncio").warning(message, *args)
        else:
            _write(message % args if args else message, None)

    def error(self, message, *args, exc_info=None):
        logging = sys.modules.get("logging")
        if logging is not None:
            logging.getLogger("asyncio").error(message, *args, exc_info=exc_info)
        else:
            _write(message % args if args else message, exc_info)


def _write(message, exc_info):
    if sys.stderr is None:
        return
    if exc_info:
        try:
            import traceback
        except ImportError:
            return  # the process is ending
        message += "\n" + "".join(traceback.format_exception(*exc_info)).rstrip("\n")
    sys.stderr.write(message + "\n")


logger = _Logger()
