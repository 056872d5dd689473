# timeslice: file unittest/mock.py
"""Calls that mocks remember and that tests expect."""


class _Any:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _Any()


class _Call(tuple):
    """(name, args, kwargs), or of `call_args` (args, kwargs). `call.name(...)` makes one."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        parts = _normal(value)
        return tuple.__new__(cls, parts[1:] if two else parts)

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def _parts(self):
        return ("", *self) if len(self) == 2 else tuple(self)

    def __eq__(self, other):
        try:
            n = len(other)
        except TypeError:
            return NotImplemented
        if not isinstance(other, tuple) or n > 3:
            return False if isinstance(other, tuple) else NotImplemented
        mine, theirs = self._parts(), _normal(other)
        above, above_other = self._mock_parent, getattr(other, "_mock_parent", None)
        if above is not None and above_other is not None and above != above_other:
            return False
        if mine[0] and theirs[0] != mine[0]:
            return False
        return (theirs[1], theirs[2]) == (mine[1], mine[2])

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = None

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, name):
        if self._mock_name is None:
            return _Call(name=name, from_kall=False)
        if name.startswith("__") and name.endswith("__") and name not in ("__enter__", "__exit__", "__getitem__",
                                                                         "__len__", "__iter__", "__str__", "__call__",
                                                                         "__aenter__", "__aexit__", "__setitem__"):
            raise AttributeError(name)
        return _Call(name=f"{self._mock_name}.{name}", parent=self, from_kall=False)

    def __getattribute__(self, name):
        if name in ("count", "index"):
            # Names of attributes, not of a tuple's methods.
            return self.__getattr__(name)
        return tuple.__getattribute__(self, name)

    @property
    def args(self):
        return self._parts()[1]

    @property
    def kwargs(self):
        return self._parts()[2]

    def _text(self):
        name, args, kwargs = self._parts()
        listed = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
        return f"{name}({listed})"

    def __repr__(self):
        if not self._mock_from_kall:
            return self._mock_name or "call"
        name = self._parts()[0]
        if not name:
            return "call" + self._text()
        return ("call" if name.startswith("()") else "call.") + self._text()

    def call_list(self):
        """This call and those before it in a chain."""
        found = []
        thing = self
        while thing is not None:
            if thing._mock_from_kall:
                found.append(thing)
            thing = thing._mock_parent
        return _CallList(reversed(found))


def _normal(value):
    """(name, args, kwargs) of what can stand for a call."""
    name, args, kwargs = "", (), {}
    parts = tuple.__iter__(value) if isinstance(value, tuple) else iter(value)
    parts = list(parts)
    if len(parts) == 3:
        name, args, kwargs = parts
    elif len(parts) == 2:
        first, second = parts
        if isinstance(first, str):
            name = first
            if isinstance(second, tuple):
                args = second
            else:
                kwargs = second
        else:
            args, kwargs = first, second
    elif len(parts) == 1:
        if isinstance(parts[0], tuple):
            args = parts[0]
        elif isinstance(parts[0], str):
            name = parts[0]
        else:
            kwargs = parts[0]
    return name, args, kwargs


class _CallList(list):
    """Calls; one of them, or several in a row, can be asked for."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        n = len(value)
        return any([list(self[i:i + n]) == value for i in range(len(self) - n + 1)])

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


call = _Call(from_kall=False)
