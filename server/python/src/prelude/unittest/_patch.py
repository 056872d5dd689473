# timeslice: file unittest/mock.py
"""What puts mocks in place of other things for a while, and mocks that look like other things."""
import contextlib
import functools
import importlib
import inspect
import io
import sys
from unittest.mock import DEFAULT, AsyncMock, MagicMock, NonCallableMagicMock, _missing

_active = []


def _importer(target):
    words = target.split(".")
    found = importlib.import_module(words[0])
    used = words[0]
    for word in words[1:]:
        used += "." + word
        try:
            found = getattr(found, word)
        except AttributeError:
            importlib.import_module(used)
            found = getattr(found, word)
    return found


def _split(target):
    try:
        target, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}") from None
    return functools.partial(_importer, target), attribute


class _patch:
    """An attribute that is another for a while: a decorator, a context, or something to start and stop."""

    attribute_name = None

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        self.getter, self.attribute, self.new = getter, attribute, new
        self.new_callable, self.spec, self.create = new_callable, spec, create
        self.has_local = False
        self.spec_set, self.autospec, self.kwargs = spec_set, autospec, kwargs
        self.additional_patchers = []

    def copy(self):
        """Another one that does the same."""
        copied = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec,
                        self.new_callable, self.kwargs)
        copied.attribute_name = self.attribute_name
        copied.additional_patchers = [p.copy() for p in self.additional_patchers]
        return copied

    def __call__(self, func):
        if isinstance(func, type):
            return self._decorate_class(func)
        return _decorated(self, func)

    def _decorate_class(self, cls):
        for name in dir(cls):
            value = getattr(cls, name)
            if name.startswith(patch.TEST_PREFIX) and callable(value):
                setattr(cls, name, self.copy()(value))
        return cls

    def _original(self):
        target = self.getter()
        name = self.attribute
        own = getattr(target, "__dict__", {})
        if name in own:
            return own[name], True
        original = getattr(target, name, DEFAULT)
        if original is DEFAULT and not self.create:
            import builtins
            if isinstance(target, type(sys)) and hasattr(builtins, name):
                self.create = True
            else:
                raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, False

    def __enter__(self):
        self.target = self.getter()
        original, self.is_local = self._original()
        self.temp_original = original
        new = self.new
        if new is DEFAULT:
            new = self._made(original)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        self._stack = contextlib.ExitStack()
        self.is_started = True
        setattr(self.target, self.attribute, new)
        if self.attribute_name is not None:
            extra = {self.attribute_name: new} if self.new is DEFAULT else {}
            for patcher in self.additional_patchers:
                value = self._stack.enter_context(patcher)
                if patcher.new is DEFAULT:
                    extra.update(value)
            return extra
        return new

    def _made(self, original):
        if self.autospec is not None and self.autospec is not False:
            spec = original if self.autospec is True else self.autospec
            return create_autospec(spec, spec_set=bool(self.spec_set), _name=self.attribute, **self.kwargs)
        spec, spec_set = self.spec, self.spec_set
        if spec is True:
            spec = original
        if spec_set is True:
            spec_set = original
        pattern = spec_set if spec_set is not None else spec
        kwargs = dict(self.kwargs)
        if spec is not None:
            kwargs["spec"] = spec
        if spec_set is not None:
            kwargs["spec_set"] = spec_set
        if self.new_callable is not None:
            cls = self.new_callable
        elif pattern is None and inspect.iscoroutinefunction(original) or inspect.iscoroutinefunction(pattern):
            cls = AsyncMock
        elif pattern is not None and not callable(pattern):
            cls = NonCallableMagicMock
        else:
            cls = MagicMock
        if isinstance(cls, type) and issubclass(cls, NonCallableMagicMock.__mro__[2]) and self.attribute:
            kwargs.setdefault("name", self.attribute)
        new = cls(**kwargs)
        if pattern is not None and isinstance(pattern, type) and isinstance(new, MagicMock):
            new.return_value = MagicMock(spec=pattern) if spec_set is None else MagicMock(spec_set=pattern)
        return new

    def __exit__(self, *exc):
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            if not self.create and (not hasattr(self.target, self.attribute)
                                    or self.attribute in ("__doc__", "__module__", "__defaults__", "__annotations__")):
                setattr(self.target, self.attribute, self.temp_original)
        self.is_started = False
        return self._stack.__exit__(*exc)

    def start(self):
        """Puts it in place until `stop`."""
        result = self.__enter__()
        _active.append(self)
        return result

    def stop(self):
        """Puts the original back."""
        if self not in _active:
            return None
        _active.remove(self)
        return self.__exit__(None, None, None)


def _decorated(patcher, func):
    """`func` with a patch around it; several share one wrapper, and give their mocks from the inside out."""
    if hasattr(func, "patchings"):
        func.patchings.append(patcher)
        return func

    @contextlib.contextmanager
    def patched_args(args, kwargs):
        extra = []
        with contextlib.ExitStack() as stack:
            for p in wrapper.patchings:
                value = stack.enter_context(p)
                if getattr(p, "attribute_name", None) is not None:
                    kwargs.update(value)
                elif getattr(p, "new", None) is DEFAULT:
                    extra.append(value)
            yield args + tuple(extra), kwargs

    if inspect.iscoroutinefunction(func):
        @functools.wraps(func)
        async def wrapper(*args, **kwargs):
            with patched_args(args, kwargs) as (args, kwargs):
                return await func(*args, **kwargs)
    else:
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            with patched_args(args, kwargs) as (args, kwargs):
                return func(*args, **kwargs)
    wrapper.patchings = [patcher]
    return wrapper


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
                  new_callable=None, **kwargs):
    if isinstance(target, str):
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    getter = functools.partial(_importer, target) if isinstance(target, str) else lambda: target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        p = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        p.attribute_name = attribute
        patchers.append(p)
    patchers[0].additional_patchers = patchers[1:]
    return patchers[0]


class _patch_dict:
    """A dictionary that has other items for a while."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def copy(self):
        """Another one that does the same."""
        return _patch_dict(self.in_dict, self.values, self.clear)

    def __call__(self, func):
        if isinstance(func, type):
            for name in dir(func):
                value = getattr(func, name)
                if name.startswith(patch.TEST_PREFIX) and callable(value):
                    setattr(func, name, self.copy()(value))
            return func
        return _decorated(self, func)

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _importer(self.in_dict)
        d = self.in_dict
        self._original = {key: d[key] for key in d}
        if self.clear:
            _emptied(d)
        for key, value in self.values.items():
            d[key] = value
        return d

    def __exit__(self, *exc):
        _emptied(self.in_dict)
        for key, value in self._original.items():
            self.in_dict[key] = value
        return False

    def start(self):
        """Puts the items in until `stop`."""
        result = self.__enter__()
        _active.append(self)
        return result

    def stop(self):
        """Puts the original items back."""
        if self not in _active:
            return None
        _active.remove(self)
        return self.__exit__(None, None, None)


def _emptied(d):
    for key in list(d):
        del d[key]


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """An attribute, by its dotted name, that is another for a while."""
    getter, attribute = _split(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _stop_all():
    for p in reversed(_active[:]):
        p.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _stop_all
patch.TEST_PREFIX = "test"


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """A mock with the attributes and the signatures of something."""
    if isinstance(spec, (list, tuple)):
        spec = type(spec)
    is_type = isinstance(spec, type)
    arguments = {"spec_set" if spec_set else "spec": spec}
    if spec is None:
        arguments = {}
    if inspect.isfunction(spec) or inspect.ismethod(spec):
        return _function_mock(spec, _name, kwargs)
    if inspect.iscoroutinefunction(spec):
        cls = AsyncMock
    elif is_type and instance and not hasattr(spec, "__call__") or not callable(spec):
        cls = NonCallableMagicMock
    elif is_type and instance and "__call__" not in dir(spec):
        cls = NonCallableMagicMock
    else:
        cls = MagicMock
    name = _name or kwargs.pop("name", None)
    mock = cls(name=name, **arguments, **kwargs)
    mock.__dict__["_is_autospec"] = True
    if is_type and instance:
        mock.__dict__["_spec_signature"] = None
    if is_type and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True)
    for entry in dir(spec):
        if entry.startswith("__") and entry.endswith("__"):
            continue
        try:
            original = getattr(spec, entry)
        except AttributeError:
            continue
        if not inspect.isfunction(original) and not inspect.ismethod(original):
            continue
        static = spec.__dict__.get(entry) if is_type else None
        skip = is_type and inspect.isfunction(original) and not isinstance(static, staticmethod)
        child_class = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
        child = child_class(parent=mock, name=entry, _step="." + entry, _parent=mock)
        signature = inspect.signature(original)
        if skip:
            signature = signature.replace(parameters=list(signature.parameters.values())[1:])
        child.__dict__["_spec_signature"] = signature
        child.__dict__["_is_autospec"] = True
        mock._mock_children[entry] = child
    return mock


def _function_mock(function, name, kwargs):
    """A function with the mock's attributes, whose signature is checked."""
    is_async = inspect.iscoroutinefunction(function)
    mock = (AsyncMock if is_async else MagicMock)(name=name or function.__name__, **kwargs)
    signature = inspect.signature(function)
    mock.__dict__["_spec_signature"] = signature
    if is_async:
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)
    else:
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)
    return _FunctionMock(wrapper, mock, function)


class _FunctionMock:
    """What stands for a function: called as one, asked as a mock."""

    def __init__(self, wrapper, mock, function):
        self.__dict__.update(_wrapper=wrapper, mock=mock, __name__=function.__name__, __doc__=function.__doc__,
                             __wrapped__=function)

    def __call__(self, *args, **kwargs):
        return self._wrapper(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self.mock, name)

    def __setattr__(self, name, value):
        setattr(self.mock, name, value)

    def __repr__(self):
        return f"<function {self.__name__} at {id(self):#x}>"


def mock_open(mock=None, read_data=""):
    """A mock of `open`."""
    mock = MagicMock(name="open", spec=open) if mock is None else mock
    handle = MagicMock(spec=io.TextIOWrapper)
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    handle.readline.return_value = handle.readlines.return_value = handle.read.return_value = None
    data = [None]

    def make():
        return io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)

    handle.read.side_effect = lambda *args, **kwargs: data[0].read(*args, **kwargs)
    handle.readline.side_effect = lambda *args, **kwargs: data[0].readline(*args, **kwargs)
    handle.readlines.side_effect = lambda *args, **kwargs: data[0].readlines(*args, **kwargs)
    handle.__iter__.side_effect = lambda: iter(data[0])
    if sys.version_info >= (3, 13):
        handle.__exit__.side_effect = lambda *exc: (handle.close(), False)[1]

    def opened(*args, **kwargs):
        data[0] = make()
        return DEFAULT

    data[0] = make()
    mock.side_effect = opened
    mock.return_value = handle
    return mock
