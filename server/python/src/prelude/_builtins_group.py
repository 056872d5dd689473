# timeslice: native
"""Exception groups: their methods, `except*` and what it raises in the end; see `_builtins`."""
from _timeslice import extend_type, format_exception_with, handle, print_exception_with, set_traceback, uncaught_with


def _group_derive(self, excs):
    return BaseExceptionGroup(self.message, excs)


def _same(like, excs):
    part = like.derive(excs)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    set_traceback(part, like)
    notes = getattr(like, "__notes__", None)
    if isinstance(notes, list):
        part.__notes__ = list(notes)
    return part


def _condition(what):
    if isinstance(what, type) and issubclass(what, BaseException):
        return lambda exc: isinstance(exc, what)
    if isinstance(what, tuple):
        for cls in what:
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                break
        else:
            return lambda exc: isinstance(exc, what)
    elif callable(what) and not isinstance(what, type):
        return what
    raise TypeError("expected an exception type, a tuple of exception types, or a callable (other than a class)")


def _split(group, condition):
    if condition(group):
        return group, None
    match = []
    rest = []
    for exc in group.exceptions:
        if isinstance(exc, BaseExceptionGroup):
            a, b = _split(exc, condition)
            if a is not None:
                match.append(a)
            if b is not None:
                rest.append(b)
        elif condition(exc):
            match.append(exc)
        else:
            rest.append(exc)
    return _same(group, match) if match else None, _same(group, rest) if rest else None


def _group_split(self, condition):
    return _split(self, _condition(condition))


def _group_subgroup(self, condition):
    return _split(self, _condition(condition))[0]


extend_type(BaseExceptionGroup, "derive", _group_derive)
extend_type(BaseExceptionGroup, "split", _group_split)
extend_type(BaseExceptionGroup, "subgroup", _group_subgroup)


def exception_group_match(exc, cls):
    """`except* cls`: (rest, match), each None where there is nothing. The match is what is being handled from here."""
    rest, match = _divided(exc, cls)
    if match is not None:
        handle(match)
    return rest, match


def _divided(exc, cls):
    for c in cls if isinstance(cls, tuple) else (cls,):
        if not (isinstance(c, type) and issubclass(c, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(c, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if exc is None:
        return None, None
    if isinstance(exc, cls):
        if isinstance(exc, BaseExceptionGroup):
            return None, exc
        group = BaseExceptionGroup("", (exc,))
        set_traceback(group, exc)
        return None, group
    if isinstance(exc, BaseExceptionGroup):
        match, rest = exc.split(cls)
        return rest, match
    return exc, None


def _leaves(exc, result):
    if exc is None:
        return
    if isinstance(exc, BaseExceptionGroup):
        for inner in exc.exceptions:
            _leaves(inner, result)
    else:
        result.append(exc)


def _is_part(exc, orig):
    # A part that is raised again unchanged has the metadata of the original.
    return (exc.__traceback__ is orig.__traceback__ and exc.__cause__ is orig.__cause__
            and exc.__context__ is orig.__context__)


def prep_reraise_star(pair):
    """What is raised at the end of `except*`: of (original, [raised or left over]), or None."""
    orig, parts = pair
    parts = [x for x in parts if x is not None]
    if not parts:
        return None
    if not isinstance(orig, BaseExceptionGroup):
        return parts[0]
    raised = []
    again = []
    for x in parts:
        if isinstance(x, BaseExceptionGroup) and _is_part(x, orig):
            again.append(x)
        else:
            raised.append(x)
    back = _projection(orig, again) if again else None
    if not raised:
        return back
    if back is not None:
        raised.append(back)
    if len(raised) == 1 and not again:
        return raised[0] if isinstance(raised[0], BaseExceptionGroup) else BaseExceptionGroup("", raised)
    return BaseExceptionGroup("", raised)


def _projection(orig, parts):
    """The part of `orig` whose leaves are in `parts`, in its own shape."""
    leaves = []
    for x in parts:
        _leaves(x, leaves)
    keep = [id(x) for x in leaves]
    return _split(orig, lambda exc: not isinstance(exc, BaseExceptionGroup) and id(exc) in keep)[0]


_REPORTERS = {
    "format_exception": format_exception_with, "print_exception": print_exception_with, "uncaught": uncaught_with,
}


def report_with_texts(reporter, exc):
    """The report of an exception with what `str()` says of it, its causes and its parts, and with the names meant."""
    return _REPORTERS[reporter](exc, _texts(exc, True))


def format_without_suggestions(exc):
    """The lines of a report without names that may have been meant."""
    return format_exception_with(exc, _texts(exc, False))


def _texts(exc, has_suggestions):
    pairs = []
    rest = [exc]
    while rest:
        e = rest.pop()
        if any([e is other for other, _ in pairs]):
            continue
        try:
            text = str(e)
        except Exception:
            text = "<exception str() failed>"
        if has_suggestions and isinstance(e, (NameError, AttributeError, ImportError)):
            import _suggestions
            text += _suggestions.suffix(e)
        pairs.append((e, text))
        rest += [x for x in (e.__cause__, e.__context__) if x is not None]
        if isinstance(e, BaseExceptionGroup):
            rest += e.exceptions
    return pairs
