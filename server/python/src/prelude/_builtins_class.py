# timeslice: native
"""Attributes, descriptors and the making of classes and instances; see `_builtins`."""
from _builtins_number import _bound, _call1
from _sys import _version_tuple
from _timeslice import MISSING, make_type, run_body, set_builtin, static_attributes, type_lookup


# === Generic aliases ===

def iterate_alias(alias):
    """`*list[int]`: one item, which remembers that it was unpacked."""
    from types import _Unpacked
    yield _Unpacked(alias)


# === Attributes and descriptors ===

def getattr_default(obj, name, default):
    """`getattr(obj, name, default)` where reading is Python code."""
    try:
        return getattr(obj, name)
    except AttributeError:
        return default


def hasattr_slow(obj, name):
    """`hasattr(obj, name)`"""
    try:
        getattr(obj, name)
    except AttributeError:
        return False
    return True


def call_descriptor(attr, obj, *args):
    """Calls a special method that is neither function nor native."""
    return _bound(attr, obj)(*args)


def class_getitem_slow(cls, key):
    """`cls[key]`"""
    return cls.__class_getitem__(key)


def property_set(prop, obj, value):
    """`property.__set__`"""
    if prop.fset is None:
        raise AttributeError(f"property of {type(obj).__name__!r} object has no setter")
    prop.fset(obj, value)


def property_delete(prop, obj):
    """`property.__delete__`"""
    if prop.fdel is None:
        raise AttributeError(f"property of {type(obj).__name__!r} object has no deleter")
    prop.fdel(obj)


def object_reduce_ex(obj, protocol):
    """`object.__reduce_ex__`: what a class's own `__reduce__` says, else what `pickle` can tell by itself."""
    import copyreg
    cls = type(obj)
    for base in cls.__mro__:
        if "__reduce__" in base.__dict__:
            if base is not object:
                return obj.__reduce__()
            break
    return copyreg._reduce(obj)


def object_reduce(obj):
    """`object.__reduce__`"""
    import copyreg
    return copyreg._reduce(obj)


def object_getstate(obj):
    """`object.__getstate__`"""
    import copyreg
    return copyreg._own_state(obj)


def input_slow(prompt):
    """`input(prompt)`: nobody types."""
    if prompt is not MISSING:
        print(prompt, end="")
    raise EOFError("EOF when reading a line")


def open_slow(*args, **kwds):
    """`open(...)`"""
    from io import open
    return open(*args, **kwds)


# === Classes ===

def _winner(meta, bases):
    for base in bases:
        other = type(base)
        if other in meta.__mro__:
            if meta in other.__mro__:
                meta = other
            continue
        if meta in other.__mro__:
            meta = other
            continue
        raise TypeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of "
                        "the metaclasses of all its bases")
    return meta


def build_class(func, name, /, *bases, metaclass=None, **keywords):
    """`class name(*bases, **keywords): ...`; `func` is its body."""
    given = bases
    if bases:
        for base in bases:
            if not isinstance(base, type) and type_lookup(type(base), "__mro_entries__") is not MISSING:
                bases = _entries(bases)
                break
    meta = metaclass
    if meta is None:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        if bases:
            meta = _winner(meta, bases)
        namespace = {} if meta is type else meta.__prepare__(name, bases, **keywords)
    else:
        prepare = getattr(meta, "__prepare__", None)
        namespace = {} if prepare is None else prepare(name, bases, **keywords)
    run_body(func, namespace)
    if bases is not given:
        namespace["__orig_bases__"] = given
    if meta is type or isinstance(namespace, dict) and _version_tuple >= (3, 13):
        dict.__setitem__(namespace, "__static_attributes__", static_attributes(func))
    if meta is type:
        return type_new(type, name, bases, namespace, **keywords)
    return meta(name, bases, namespace, **keywords)


def _entries(bases):
    result = []
    for base in bases:
        if isinstance(base, type):
            result.append(base)
            continue
        hook = type_lookup(type(base), "__mro_entries__")
        if hook is MISSING:
            result.append(base)
        else:
            result.extend(_call1(hook, base, bases))
    return tuple(result)


def type_new(meta, name, bases, namespace, **keywords):
    """`type.__new__` with three arguments: makes the class, then calls the hooks."""
    if bases:
        winner = _winner(meta, bases)
        if winner is not meta:
            hook = type_lookup(winner, "__new__")
            if hook is not type_lookup(type, "__new__"):
                return winner.__new__(winner, name, bases, namespace, **keywords)
            meta = winner
    cls = make_type(meta, name, bases, namespace)
    for key, value in [*dict.items(namespace)]:
        hook = type_lookup(type(value), "__set_name__")
        if hook is not MISSING:
            try:
                _bound(hook, value)(cls, key)
            except Exception as e:
                import sys
                text = f"Error calling __set_name__ on '{type(value).__name__}' instance {key!r} in '{name}'"
                if sys.version_info < (3, 12):
                    raise RuntimeError(text) from e
                e.add_note(text)
                raise
    super(cls, cls).__init_subclass__(**keywords)
    return cls


def call_class(cls, /, *args, **keywords):
    """`cls(*args, **keywords)`: `type.__call__`."""
    obj = cls.__new__(cls, *args, **keywords)
    kind = type(obj)
    if cls is kind or cls in kind.__mro__:
        result = _bound(type_lookup(kind, "__init__"), obj)(*args, **keywords)
        if result is not None:
            raise TypeError(f"__init__() should return None, not '{type(result).__name__}'")
    return obj


def make_type_var(name):
    """The type parameter of `def f[T]`."""
    from typing import TypeVar
    return TypeVar(name, infer_variance=True)


def make_type_alias(pair):
    """`type X = ...`"""
    from typing import TypeAliasType
    return TypeAliasType(pair[0], pair[1])


def make_template(parts):
    """`t"..."`: text, (value, expression, conversion, format spec), text, ..."""
    from string.templatelib import Interpolation, Template
    return Template(*[part if type(part) is str else Interpolation(*part) for part in parts])


def display(value):
    """The value of an expression in code compiled as `single`."""
    import sys
    sys.displayhook(value)


set_builtin("__build_class__", build_class)


# === Annotations that are evaluated when they are asked for ===

def function_annotations(func, lazy):
    """`__annotations__` of a function."""
    from _annotations import evaluate
    func.__annotations__ = annotations = evaluate(lazy)
    return annotations


def class_annotations(cls, lazy):
    """`__annotations__` of a class."""
    from _annotations import evaluate
    annotations = {} if lazy is None else evaluate(lazy)
    type.__setattr__(cls, "__annotations_cache__", annotations)
    return annotations


def annotate_function(lazy):
    """`__annotate__`"""
    from _annotations import function
    return function(lazy) if isinstance(lazy, (dict, tuple)) else lazy
