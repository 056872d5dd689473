"""importlib: imports by name."""
import sys as _sys

__all__ = ["__import__", "import_module", "invalidate_caches"]
__import__ = __import__


def import_module(name, package=None):
    """The module of that name."""
    if name.startswith("."):
        if not package:
            raise TypeError(
                f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        base = package.split(".")
        name = ".".join(base[:len(base) - level + 1]) + "." + name[level:]
    __import__(name)
    return _sys.modules[name]


def invalidate_caches():
    """There are none."""
