# timeslice: native
"""The mapping and class patterns of `match`; see `_builtins`."""
from _timeslice import MISSING


def match_keys(subject, keys):
    """The values of the keys of a mapping pattern, or None."""
    values = []
    seen = []
    get = subject.get
    for key in keys:
        if key in seen:
            raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
        seen.append(key)
        value = get(key, MISSING)
        if value is MISSING:
            return None
        values.append(value)
    return tuple(values)


_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def match_class(subject, cls, n, names):
    """The attributes of a class pattern with `n` positional sub-patterns, or None."""
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    seen = []
    if n:
        match_args = getattr(cls, "__match_args__", MISSING)
        if match_args is MISSING:
            for base in _SELF_MATCHING:
                if base in cls.__mro__:
                    if n > 1:
                        raise TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern ({n} given)")
                    values.append(subject)
                    break
            else:
                raise TypeError(f"{cls.__name__}() accepts 0 positional sub-patterns ({n} given)")
        else:
            if not isinstance(match_args, tuple):
                raise TypeError(
                    f"{cls.__name__}.__match_args__ must be a tuple (got {type(match_args).__name__})")
            if n > len(match_args):
                s = "" if len(match_args) == 1 else "s"
                raise TypeError(
                    f"{cls.__name__}() accepts {len(match_args)} positional sub-pattern{s} ({n} given)")
            for name in match_args[:n]:
                if not isinstance(name, str):
                    raise TypeError(f"__match_args__ elements must be strings (got {type(name).__name__})")
                if not _match_attr(subject, cls, name, seen, values):
                    return None
    for name in names:
        if not _match_attr(subject, cls, name, seen, values):
            return None
    return tuple(values)


def _match_attr(subject, cls, name, seen, values):
    if name in seen:
        raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
    seen.append(name)
    value = getattr(subject, name, MISSING)
    if value is MISSING:
        return False
    values.append(value)
    return True
