"""abc: abstract base classes. The metaclass is in `_abc`."""
from _abc import ABCMeta, update_abstractmethods


def abstractmethod(funcobj):
    """Marks a method that a concrete class must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """`classmethod` over `abstractmethod`."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """`staticmethod` over `abstractmethod`."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """`property` over `abstractmethod`."""
    __isabstractmethod__ = True


class ABC(metaclass=ABCMeta):
    """Something to inherit from, to be an abstract base class."""
    __slots__ = ()


def get_cache_token():
    """Changes whenever a virtual subclass is registered; nothing is cached here."""
    return 0
