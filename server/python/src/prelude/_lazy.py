# timeslice: native
"""Names of a module that are loaded when they are first asked for, with no frame of their own in tracebacks."""
import sys


def lazy(namespace, places):
    """A module's `__getattr__`: `places` tells which module has a name; one that ends with the name is the value."""
    def __getattr__(name):
        place = places.get(name)
        if place is None:
            module = namespace["__name__"]
            raise AttributeError(f"module {module!r} has no attribute {name!r}", name=name, obj=sys.modules[module])
        value = __import__(place, fromlist=(name,))
        if not place.endswith("." + name):
            value = getattr(value, name)
        namespace[name] = value
        return value
    return __getattr__
