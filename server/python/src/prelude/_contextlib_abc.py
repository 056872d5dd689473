"""contextlib's two abstract classes."""
from abc import ABC, abstractmethod
from collections.abc import _has
from types import GenericAlias


class AbstractContextManager(ABC):
    """Has `__enter__` and `__exit__`."""
    __module__ = "contextlib"
    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is AbstractContextManager:
            return _has(subclass, "__enter__", "__exit__")
        return NotImplemented


class AbstractAsyncContextManager(ABC):
    """Has `__aenter__` and `__aexit__`."""
    __module__ = "contextlib"
    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is AbstractAsyncContextManager:
            return _has(subclass, "__aenter__", "__aexit__")
        return NotImplemented
