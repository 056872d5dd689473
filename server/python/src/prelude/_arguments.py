# timeslice: native
"""Binding of arguments for generated methods (dataclasses, named tuples), with a function call's error texts."""


def bind(qualname, names, kwonly, defaults, args, kwargs):
    """A dict of the arguments by name, self not included. `defaults` holds the names that need not be given."""
    count = len(names)
    bound = dict(zip(names, args))
    for key in kwargs:
        if key not in names and key not in kwonly:
            raise TypeError(f"{qualname}() got an unexpected keyword argument {key!r}")
        if key in bound:
            raise TypeError(f"{qualname}() got multiple values for argument {key!r}")
        bound[key] = kwargs[key]
    if len(args) > count:
        _too_many(qualname, names, kwonly, defaults, args, kwargs)
    missing = [repr(name) for name in names if name not in bound and name not in defaults]
    kind = "positional"
    if not missing:
        missing = [repr(name) for name in kwonly if name not in bound and name not in defaults]
        kind = "keyword-only"
    if missing:
        if len(missing) == 1:
            listed = missing[0]
        elif len(missing) == 2:
            listed = " and ".join(missing)
        else:
            listed = ", ".join(missing[:-1]) + ", and " + missing[-1]
        plural = "" if len(missing) == 1 else "s"
        raise TypeError(f"{qualname}() missing {len(missing)} required {kind} argument{plural}: {listed}")
    return bound


def _too_many(qualname, names, kwonly, defaults, args, kwargs):
    most = len(names) + 1
    least = most
    for name in names:
        if name in defaults:
            least -= 1
    takes = f"{most}" if least == most else f"from {least} to {most}"
    plural = "" if most == 1 and least == most else "s"
    given = f"{len(args) + 1}"
    extra = len([key for key in kwargs if key in kwonly])
    if extra:
        given += f" positional argument{'' if len(args) == 0 else 's'} (and {extra} keyword-only argument"
        given += ")" if extra == 1 else "s)"
    were = "were" if len(args) or extra else "was"
    raise TypeError(f"{qualname}() takes {takes} positional argument{plural} but {given} {were} given")
