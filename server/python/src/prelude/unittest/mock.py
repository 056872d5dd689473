"""unittest.mock: objects that stand for others, and remember how they were used. What puts them in place of others
for a while is in `unittest._patch`."""
import inspect
import sys
import threading
from unittest._mock_assertions import Assertions, AwaitAssertions
from unittest._mock_call import ANY, _Call, _CallList, call
from unittest._mock_magic import (
    ALL_MAGICS, ASYNC_MAGICS, MAGICS, NOT_BY_DEFAULT, RETURNS, AsyncIterator, calculated, side_effect_of,
)

__all__ = [
    "Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock", "ThreadingMock",
    "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock", "seal",
]

FILTER_DIR = True


def __getattr__(name):
    if name in ("patch", "_patch", "create_autospec", "mock_open"):
        from unittest import _patch
        return getattr(_patch, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# === Sentinels ===


class _Sentinel:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinels:
    """`sentinel.x` is always the same object."""

    def __init__(self):
        self._known = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._known.setdefault(name, _Sentinel(name))


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class InvalidSpecError(Exception):
    """A mock is no specification."""


# === Mocks ===


class _Magic:
    """A magic method of a class of one mock: the mock of it is made when it is first used."""

    def __init__(self, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj._magic(self.name)

    def __set__(self, obj, value):
        obj._set_magic(self.name, value)


def _is_exception(x):
    return isinstance(x, BaseException) or isinstance(x, type) and issubclass(x, BaseException)


def _is_async_function(x):
    return inspect.iscoroutinefunction(x) or isinstance(x, AsyncMock)


_SLIPS = () if sys.version_info < (3, 12) else ("called_once", "called_with", "called_once_with", "has_calls")
_OWN = {"return_value", "side_effect", "called", "call_count", "call_args", "call_args_list", "mock_calls",
        "method_calls", "await_count", "await_args", "await_args_list"}


class NonCallableMock(Assertions):
    """A mock that cannot be called."""

    _has_magics = False

    def __new__(cls, *args, **kwargs):
        # Each mock has a class of its own: magic methods are looked up there.
        new = type(cls.__name__, (cls,), {"__doc__": cls.__doc__, "__module__": cls.__module__})
        return object.__new__(new)

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _step="", _parent=None, **kwargs):
        d = self.__dict__
        d["_mock_parent"] = parent
        d["_mock_name"] = name
        d["_mock_new_parent"] = _parent
        d["_mock_step"] = _step
        d["_mock_children"] = {}
        d["_mock_magics"] = {}
        d["_mock_wraps"] = wraps
        d["_mock_sealed"] = False
        d["_mock_return_value"] = DEFAULT
        d["_mock_side_effect"] = None
        d["_spec_signature"] = None
        self._set_spec(spec if spec_set is None else spec_set, spec_set is not None)
        self.reset_mock()
        if self._has_magics:
            self._add_magics()
        return_value, side_effect = kwargs.pop("return_value", DEFAULT), kwargs.pop("side_effect", None)
        if return_value is not DEFAULT:
            self.return_value = return_value
        if side_effect is not None:
            self.side_effect = side_effect
        kwargs.pop("unsafe", None)
        if kwargs:
            self.configure_mock(**kwargs)

    def _set_spec(self, spec, is_set):
        d = self.__dict__
        d["_spec_class"] = d["_mock_methods"] = None
        d["_spec_set"] = is_set
        d["_spec_asyncs"] = []
        if spec is None:
            return
        if isinstance(spec, NonCallableMock):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        if isinstance(spec, (list, tuple)):
            d["_mock_methods"] = list(spec)
            return
        d["_spec_class"] = spec if isinstance(spec, type) else type(spec)
        d["_mock_methods"] = dir(spec) + list(getattr(d["_spec_class"], "__annotations__", ()))
        fields = getattr(d["_spec_class"], "__dataclass_fields__", None)
        if fields:
            d["_mock_methods"] += list(fields)
        d["_spec_asyncs"] = [name for name in dir(spec)
                             if inspect.iscoroutinefunction(inspect.getattr_static(spec, name, None)
                                                            if hasattr(inspect, "getattr_static")
                                                            else getattr(spec, name, None))]
        if callable(spec):
            try:
                signature = inspect.signature(spec.__init__ if isinstance(spec, type) else spec)
            except (TypeError, ValueError):
                return
            if isinstance(spec, type):
                signature = signature.replace(parameters=list(signature.parameters.values())[1:])
            d["_spec_signature"] = signature

    def mock_add_spec(self, spec, spec_set=False):
        """Only what `spec` has is there from now on."""
        self._set_spec(spec, spec_set)

    @property
    def __class__(self):
        return type(self) if self._spec_class is None else self._spec_class

    # Children.

    def _get_child_mock(self, /, **kw):
        """A mock for an attribute or a return value."""
        if self._mock_sealed:
            text = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(f"mock.{self._extract_mock_name().partition('.')[2]}{text}".replace("..", "."))
        name = kw.get("_step", "").lstrip(".")
        if name in self._spec_asyncs or name in ASYNC_MAGICS:
            return AsyncMock(**kw)
        cls = type(self).__mro__[1]
        if issubclass(cls, AsyncMock) and name in self._plain_methods():
            cls = MagicMock
        elif not issubclass(cls, CallableMixin):
            cls = MagicMock if issubclass(cls, NonCallableMagicMock) else Mock
        return cls(**kw)

    def _plain_methods(self):
        if self._spec_class is None:
            return ()
        return [name for name in self._mock_methods if name not in self._spec_asyncs]

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_children", "_spec_class", "_mock_sealed"):
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in ALL_MAGICS:
                raise AttributeError(f"Mock object has no attribute '{name}'")
        elif name in ALL_MAGICS or name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        if name.startswith(("assert", "assret", "asert", "aseert", "assrt")) or name in _SLIPS:
            # A slip of the finger would make a test that cannot fail.
            raise AttributeError(
                f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute.")
        child = self._mock_children.get(name)
        if child is _deleted:
            raise AttributeError(name)
        if child is None:
            wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
            child = self._get_child_mock(parent=self, name=name, wraps=wraps, _step="." + name, _parent=self)
            self._mock_children[name] = child
        return child

    def __setattr__(self, name, value):
        if name in _OWN or name in ("__class__",) or name in type(self).__dict__ and name not in ALL_MAGICS:
            prop = getattr(type(self), name, None)
            if isinstance(prop, property) and name != "__class__":
                prop.fset(self, value)
            elif name == "__class__":
                self.__dict__["_spec_class"] = value
            else:
                self.__dict__[name] = value
            return
        if self._spec_set and self._mock_methods is not None and name not in self._mock_methods \
                and name not in self.__dict__:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in ALL_MAGICS:
            self._set_magic(name, value)
            return
        if isinstance(getattr(type(self), name, None), PropertyMock):
            type(self).__dict__[name].__set__(self, value)
            return
        if self._mock_sealed and name not in self.__dict__ and name not in self._mock_children:
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        if self._adopt(value, name, "." + name):
            self._mock_children[name] = value
            self.__dict__.pop(name, None)
        else:
            self._mock_children.pop(name, None)
            self.__dict__[name] = value

    def _adopt(self, value, name, step):
        """Makes a mock without name and parent this one's child. Whether it is a mock."""
        if not isinstance(type(value), type) or not issubclass(type(value), NonCallableMock):
            return False
        above = self
        while above is not None:
            if above is value:
                return False
            above = above._mock_new_parent
        if value._mock_name is None and value._mock_new_parent is None:
            if name is not None:
                value.__dict__["_mock_parent"] = self
                value.__dict__["_mock_name"] = name
            value.__dict__["_mock_new_parent"] = self
            value.__dict__["_mock_step"] = step
        return True

    def __delattr__(self, name):
        if name in self.__dict__:
            del self.__dict__[name]
        elif self._mock_children.get(name) is _deleted:
            raise AttributeError(name)
        self._mock_children[name] = _deleted

    def __dir__(self):
        if self._mock_methods is not None:
            extras = list(self._mock_methods)
        else:
            extras = []
        names = [name for name in dir(type(self)) if not name.startswith("_")]
        children = [name for name, child in self._mock_children.items() if child is not _deleted]
        own = [name for name in self.__dict__ if not name.startswith("_")]
        return sorted({*extras, *names, *children, *own})

    def attach_mock(self, mock, attribute):
        """Makes a mock an attribute of this one, whatever it was before."""
        mock.__dict__.update(_mock_parent=None, _mock_new_parent=None, _mock_name=None, _mock_step="")
        setattr(self, attribute, mock)

    def configure_mock(self, /, **kwargs):
        """Sets attributes, by dotted names."""
        for name, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            obj = self
            *path, last = name.split(".")
            for word in path:
                obj = getattr(obj, word)
            setattr(obj, last, value)

    # Magic methods.

    def _add_magics(self):
        cls = type(self)
        names = [*MAGICS, *ASYNC_MAGICS, "__aiter__"]
        for name in names:
            if name in NOT_BY_DEFAULT or self._mock_methods is not None and name not in self._mock_methods:
                continue
            if name not in cls.__dict__:
                setattr(cls, name, _Magic(name))

    def _magic(self, name):
        found = self._mock_magics.get(name)
        if found is None:
            made = AsyncMock if name in ASYNC_MAGICS else MagicMock
            found = made(name=name, _step="." + name, _parent=self)
            if name in RETURNS:
                found.return_value = RETURNS[name]
            made_up = calculated(self, name)
            if made_up is not None:
                found.return_value = made_up()
            elif self._mock_wraps is not None and hasattr(self._mock_wraps, name) and name not in RETURNS:
                found.__dict__["_mock_wraps"] = getattr(self._mock_wraps, name)
            found.__dict__["_mock_magic_default"] = side_effect_of(self, name)
            # What these return may be anything that can be iterated over.
            found.__dict__["_mock_wrap"] = {
                "__iter__": iter, "__aiter__": lambda items: AsyncIterator(iter(items))}.get(name)
            self._mock_magics[name] = found
        return found

    def _set_magic(self, name, value):
        if self._mock_methods is not None and name not in self._mock_methods:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        cls = type(self)
        if isinstance(value, NonCallableMock):
            self._adopt(value, None, "." + name)
            self._mock_magics[name] = value
            if not isinstance(cls.__dict__.get(name), _Magic):
                setattr(cls, name, _Magic(name))
        elif callable(value) and not isinstance(value, type):
            def method(self, *args, **kwargs):
                return value(self, *args, **kwargs)
            setattr(cls, name, method)
        else:
            setattr(cls, name, value)

    # What happened.

    @property
    def return_value(self):
        value = self._mock_return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_step="()", _parent=self)
            self.__dict__["_mock_return_value"] = value
        return value

    @return_value.setter
    def return_value(self, value):
        self.__dict__["_mock_return_value"] = value
        self._adopt(value, None, "()")

    @property
    def side_effect(self):
        return self._mock_side_effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value):
            value = iter(value)
        self.__dict__["_mock_side_effect"] = value

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forgets what happened."""
        visited = [] if visited is None else visited
        if any([self is other for other in visited]):
            return
        visited.append(self)
        self.__dict__.update(
            called=False, call_count=0, call_args=None, call_args_list=_CallList(), mock_calls=_CallList(),
            method_calls=_CallList())
        self._reset_awaits()
        if return_value:
            self.__dict__["_mock_return_value"] = DEFAULT
        if side_effect:
            self.__dict__["_mock_side_effect"] = None
        for child in [*self._mock_children.values(), *self._mock_magics.values(), self._mock_return_value]:
            if child is not _deleted and isinstance(child, NonCallableMock):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)

    def _reset_awaits(self):
        pass

    def _extract_mock_name(self):
        steps = []
        mock = self
        while mock._mock_new_parent is not None:
            steps.append(mock._mock_step)
            mock = mock._mock_new_parent
        return (mock._mock_name or "mock") + "".join(reversed(steps))

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec = ""
        if self._spec_class is not None:
            spec = f" {'spec_set' if self._spec_set else 'spec'}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    def _name(self):
        return self._mock_name or "mock"

    def _note(self, args, kwargs):
        """Remembers a call, here and in all above."""
        d = self.__dict__
        d["called"] = True
        d["call_count"] += 1
        d["call_args"] = _Call(("", args, kwargs), two=True)
        d["call_args_list"].append(_Call(("", args, kwargs), two=True))
        d["mock_calls"].append(_Call(("", args, kwargs)))
        name, is_method, mock = "", True, self
        while mock._mock_new_parent is not None:
            name = mock._mock_step + name
            is_method = is_method and mock._mock_parent is not None
            above = mock._mock_new_parent
            made = _Call((name.removeprefix("."), args, kwargs))
            if is_method:
                above.method_calls.append(made)
            above.mock_calls.append(made)
            mock = above

class CallableMixin:
    """What mocks that can be called have."""

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._note(args, kwargs)
        return self._outcome(args, kwargs)

    def _mock_check_sig(self, /, *args, **kwargs):
        if self._spec_signature is not None and self.__dict__.get("_is_autospec"):
            self._spec_signature.bind(*args, **kwargs)

    def _outcome(self, args, kwargs):
        effect = self._mock_side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                result = next(effect)
                if _is_exception(result):
                    raise result
                return self.return_value if result is DEFAULT else result
            result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            wrap = self.__dict__.get("_mock_wrap")
            return self._mock_return_value if wrap is None else wrap(self._mock_return_value)
        default = self.__dict__.get("_mock_magic_default")
        if default is not None:
            return default(*args, **kwargs)
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock."""


class MagicMixin:
    """What mocks with magic methods have."""

    _has_magics = True


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A mock with magic methods that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A mock with magic methods."""


class AsyncMock(AwaitAssertions, MagicMock):
    """A mock of a coroutine function."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["_is_coroutine_mark"] = True

    def _reset_awaits(self):
        self.__dict__.update(await_count=0, await_args=None, await_args_list=_CallList())

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._note(args, kwargs)
        return self._execute_mock_call(*args, **kwargs)

    async def _execute_mock_call(self, /, *args, **kwargs):
        effect = self._mock_side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                try:
                    result = next(effect)
                except StopIteration:
                    raise StopAsyncIteration from None
                if _is_exception(result):
                    raise result
            elif _is_async_function(effect):
                result = await effect(*args, **kwargs)
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                self._awaited(args, kwargs)
                return result
        self._awaited(args, kwargs)
        if self._mock_return_value is DEFAULT and self._mock_wraps is not None:
            result = self._mock_wraps(*args, **kwargs)
            return await result if inspect.isawaitable(result) else result
        return self.return_value

    def _awaited(self, args, kwargs):
        c = _Call(("", args, kwargs), two=True)
        self.__dict__["await_count"] += 1
        self.__dict__["await_args"] = c
        self.await_args_list.append(c)

class ThreadingMock(MagicMock):
    """A mock that threads can wait for."""

    DEFAULT_TIMEOUT = None

    def __init__(self, /, *args, timeout=DEFAULT, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["_mock_wait_timeout"] = self.DEFAULT_TIMEOUT if timeout is DEFAULT else timeout
        self.__dict__["_mock_condition"] = threading.Condition()

    def _note(self, args, kwargs):
        with self._mock_condition:
            super()._note(args, kwargs)
            self._mock_condition.notify_all()

    def _wait(self, predicate, timeout, text):
        timeout = self._mock_wait_timeout if timeout is DEFAULT else timeout
        with self._mock_condition:
            if not self._mock_condition.wait_for(predicate, timeout):
                raise AssertionError(text.format(self._name(), timeout))

    def wait_until_called(self, *, timeout=DEFAULT):
        """Waits until it is called."""
        self._wait(lambda: self.called, timeout, "{} was not called before timeout({}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """Waits until it is called with these arguments."""
        expected = _Call(("", args, kwargs))
        text = self._signature(args, kwargs).replace("{", "{{").replace("}", "}}")
        self._wait(lambda: expected in self.call_args_list, DEFAULT,
                   "Expected call: " + text + " not found before timeout({1}).")


class PropertyMock(Mock):
    """A mock of a property: it stands in a class, and is called when the attribute is read or set."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, value):
        self(value)


def seal(mock):
    """No new attributes of a mock and of what hangs on it."""
    mock.__dict__["_mock_sealed"] = True
    for child in [*mock._mock_children.values(), mock._mock_return_value]:
        if child is not _deleted and isinstance(child, NonCallableMock) and child._mock_new_parent is mock:
            seal(child)
