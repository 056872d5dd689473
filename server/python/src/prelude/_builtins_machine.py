# timeslice: native
"""What the machine's instructions and natives leave to Python code: keys whose comparison is Python code, class
creation, pattern matching, exception groups; see `_builtins`."""
from _timeslice import (
    MISSING, cut_hash, dict_insert, dict_remove_at, dict_set_at, dict_value_at, extend_type, frame_place, freeze,
    make_type, raise_from, retype, run_body, set_builtin, set_insert, set_remove_at, set_traceback, sort_by_keys,
    static_attributes, tuple_hash, type_lookup)
from _builtins_container import dict_find, dict_update_slow, set_find
from _builtins_number import _bound, _call0, _call1, hash_slow, index_slow2


# === Iteration and unpacking ===

def make_iterator(cls, function, *args):
    """An iterator of class `cls`: `map`, `zip` and the like are generators in its clothes."""
    if function is _MAP_GEN or function is _ZIP_GEN:
        args = (*args[:-1], [iter(it) for it in args[-1]]) if function is _MAP_GEN else (
            [iter(it) for it in args[0]], *args[1:])
    elif function is _FILTER_GEN:
        args = (args[0], iter(args[1]))
    elif function is _ENUMERATE_GEN:
        args = (iter(args[0]), index_slow2(args[1]))
    return retype(function(*args), cls)


_MAP_GEN = _FILTER_GEN = _ZIP_GEN = _ENUMERATE_GEN = None


def name_generators(map_gen, filter_gen, zip_gen, enumerate_gen):
    """Tells `make_iterator` which generators read their arguments at once, as the C iterators do."""
    global _MAP_GEN, _FILTER_GEN, _ZIP_GEN, _ENUMERATE_GEN
    _MAP_GEN = map_gen
    _FILTER_GEN = filter_gen
    _ZIP_GEN = zip_gen
    _ENUMERATE_GEN = enumerate_gen


def unpack(v, n):
    """At most `n + 1` items of `v`, as a list."""
    if type_lookup(type(v), "__iter__") is MISSING and type_lookup(type(v), "__getitem__") is MISSING:
        raise TypeError(f"cannot unpack non-iterable {type(v).__name__} object")
    result = []
    for x in v:
        result.append(x)
        if len(result) > n:
            break
    return result


def anext_default(it, default):
    """`anext(it, default)`: an awaitable."""
    return _anext_default(it, default)


async def _anext_default(it, default):
    try:
        return await _bound(type_lookup(type(it), "__anext__"), it)()
    except StopAsyncIteration:
        return default


def awaitable_of_call(hook, v):
    """The awaitable that `__anext__` gives, checked."""
    result = _call0(hook, v)
    if type_lookup(type(result), "__await__") is MISSING:
        raise TypeError(f"'async for' received an invalid object from __anext__: {type(result).__name__}")
    return result


# === Lists, tuples, subscripts ===

def _collect(iterable):
    return [x for x in iterable]


def list_new_slow(cls, iterable):
    """`list(iterable)`"""
    items = _collect(iterable)
    return items if cls is list else list.__new__(cls, items)


def list_init_slow(items, iterable):
    """`list.__init__`"""
    list.__init__(items, _collect(iterable))


def tuple_new_slow(cls, iterable):
    """`tuple(iterable)`"""
    return tuple.__new__(cls, _collect(iterable))


def list_extend_slow(items, iterable):
    """`items.extend(iterable)`: item by item, as CPython's."""
    append = list.append
    for x in iterable:
        append(items, x)


def list_iadd_slow(items, iterable):
    """`items += iterable`"""
    list_extend_slow(items, iterable)
    return items


def list_insert_slow(items, index, x):
    """`list.insert`"""
    list.insert(items, index_slow2(index), x)


def list_pop_slow(items, index):
    """`list.pop`"""
    return list.pop(items, index_slow2(index))


def repeat_slow(seq, count):
    """`seq * count`"""
    return seq * index_slow2(count)


def range_slow(*args):
    """`range(...)`"""
    return range(*[index_slow2(x) for x in args])


def slice_indices_slow(s, n):
    """`slice.indices`"""
    return _indexed(s).indices(index_slow2(n))


def chr_slow(i):
    """`chr(i)`"""
    return chr(index_slow2(i))


def in_base_slow(name, i):
    """`bin`, `oct`, `hex`"""
    i = index_slow2(i)
    return bin(i) if name == "bin" else oct(i) if name == "oct" else hex(i)


def _indexed(key):
    if isinstance(key, slice):
        parts = [None if x is None else index_slow2(x) for x in (key.start, key.stop, key.step)]
        return slice(parts[0], parts[1], parts[2])
    return index_slow2(key)


def get_indexed(seq, key):
    """`seq[key]` where `__index__` is Python code."""
    return _call1(type_lookup(type(seq), "__getitem__"), seq, _indexed(key))


def set_indexed(seq, key, value):
    """`seq[key] = value`"""
    if isinstance(seq, list):
        list.__setitem__(seq, _indexed(key), value)
    else:
        bytearray.__setitem__(seq, _indexed(key), value)


def del_indexed(seq, key):
    """`del seq[key]`"""
    if isinstance(seq, list):
        list.__delitem__(seq, _indexed(key))
    else:
        bytearray.__delitem__(seq, _indexed(key))


def set_slice_slow(items, key, iterable):
    """`items[a:b] = iterable`"""
    list.__setitem__(items, key, _collect(iterable))


def list_sort_slow(items, key, reverse):
    """`items.sort(...)`: the list looks empty while it is being sorted."""
    from _builtins import sorted_slow
    held = list.copy(items)
    list.clear(items)
    result = held
    try:
        result = sorted_slow(held, key, True if reverse else False)
    finally:
        modified = len(items) != 0
        list.__setitem__(items, slice(None), result)
    if modified:
        raise ValueError("list modified during sort")


def sorted_any_slow(iterable, key, reverse):
    """`sorted(iterable, ...)`"""
    from _builtins import sorted_slow
    return sorted_slow(_collect(iterable), key, True if reverse else False)


def reversed_any(cls, seq):
    """`reversed(seq)` by `__len__` and `__getitem__`."""
    from _builtins import reversed_gen, reversed_slow
    it = reversed_slow(seq)
    return retype(reversed_gen(seq), cls) if it is None else it


# === Comparison and hashing ===

def ne_slow(a, b):
    """`a != b` of containers."""
    return not a == b


def object_ne(a, b):
    """`object.__ne__`: the inverse of `__eq__`."""
    result = _call1(type_lookup(type(a), "__eq__"), a, b)
    return result if result is NotImplemented else not result


def hash_any(a):
    """`hash(a)` where `__hash__` is Python code."""
    return cut_hash(hash_slow(a))


def hash_weakref(ref, target):
    """`hash` of a weak reference whose target's `__hash__` is Python code; the reference keeps it."""
    from _weakref import _keep_hash
    h = hash(target)
    _keep_hash(ref, h)
    return h


def hash_tuple(t):
    """`hash` of a tuple of such things."""
    hashes = []
    for i in range(tuple.__len__(t)):
        hashes.append(hash(tuple.__getitem__(t, i)))
    return tuple_hash(hashes)


# === Dicts ===

def dict_item_slow(d, key):
    """`d[key]`"""
    i = dict_find(d, key)
    if i >= 0:
        return dict_value_at(d, i)
    cls = type(d)
    if cls is not dict:
        missing = type_lookup(cls, "__missing__")
        if missing is not MISSING:
            return _call1(missing, d, key)
    raise KeyError(key)


def dict_set_slow(d, key, value):
    """`d[key] = value`"""
    h = hash(key)
    i = dict_find(d, key)
    if i >= 0:
        dict_set_at(d, i, value)
    else:
        dict_insert(d, key, h, value)


def dict_del_slow(d, key):
    """`del d[key]`"""
    i = dict_find(d, key)
    if i < 0:
        raise KeyError(key)
    dict_remove_at(d, i)


def dict_contains_slow(d, key):
    """`key in d`"""
    return dict_find(d, key) >= 0


def dict_items_contains(d, key, value):
    """`(key, value) in d.items()`"""
    i = dict_find(d, key)
    if i < 0:
        return False
    found = dict_value_at(d, i)
    return found is value or (True if found == value else False)


def dict_get_slow(d, key, default):
    """`d.get(key, default)`"""
    i = dict_find(d, key)
    return dict_value_at(d, i) if i >= 0 else default


def dict_setdefault_slow(d, key, default):
    """`d.setdefault(key, default)`"""
    h = hash(key)
    i = dict_find(d, key)
    if i >= 0:
        return dict_value_at(d, i)
    dict_insert(d, key, h, default)
    return default


def dict_pop_slow(d, key, default):
    """`d.pop(key[, default])`"""
    i = dict_find(d, key)
    if i >= 0:
        return dict_remove_at(d, i)
    if default is MISSING:
        raise KeyError(key)
    return default


def dict_fill_slow(d, flat):
    """A display's remaining keys and values."""
    for i in range(0, len(flat), 2):
        d[flat[i]] = flat[i + 1]
    return d


def _update(d, other):
    # The mapping's items go in past a subclass's own `__setitem__`, as in C.
    if isinstance(other, dict) and type_lookup(type(other), "__iter__") is type_lookup(dict, "__iter__"):
        for key, value in dict.items(other):
            dict.__setitem__(d, key, value)
    elif hasattr(other, "keys"):
        for key in other.keys():
            dict.__setitem__(d, key, other[key])
    else:
        pairs = {}
        if type(d) is dict:
            dict_update_slow(d, other)
        else:
            dict_update_slow(pairs, other)
            _update(d, pairs)


def dict_new_slow(d, other, names):
    """`dict(other, **names)`"""
    _update(d, other)
    _update(d, names)
    return d


def dict_update_names(d, other, names):
    """`d.update(other, **names)`"""
    _update(d, other)
    _update(d, names)


def dict_ior_slow(d, other):
    """`d |= other`"""
    _update(d, other)
    return d


def dict_fromkeys_slow(cls, keys, value):
    """`cls.fromkeys(keys, value)`"""
    d = cls()
    for key in keys:
        d[key] = value
    return d


# === Sets ===

def set_slow(items):
    """A set of the items of a list."""
    s = set()
    for x in items:
        set_add_slow(s, x)
    return s


def set_add_slow(s, x):
    """`s.add(x)`"""
    h = hash(x)
    if set_find(s, x) < 0:
        set_insert(s, x, h)


def set_update_slow(s, iterable):
    """`s.update(iterable)`"""
    for x in iterable:
        set_add_slow(s, x)


def set_new_slow(cls, iterable):
    """`set(iterable)`, `frozenset(iterable)`"""
    s = set()
    set_update_slow(s, iterable)
    return s if cls is set else freeze(s, cls)


def set_remove_slow(s, x, must):
    """`s.remove(x)`, `s.discard(x)`"""
    i = set_find(s, x)
    if i >= 0:
        set_remove_at(s, i)
    elif must:
        raise KeyError(x)


def set_contains_slow(s, x):
    """`x in s`"""
    return set_find(s, x) >= 0


def _combine(s, other, op):
    """`s op= other` of two sets."""
    if op == "|":
        for x in other:
            set_add_slow(s, x)
        return
    mine = [x for x in s]
    inside = [x in other for x in mine]
    if op == "^":
        theirs = [x for x in other if x not in s]
    for x, found in zip(mine, inside):
        if found != (op == "&"):
            set_remove_slow(s, x, False)
    if op == "^":
        for x in theirs:
            set_add_slow(s, x)


def _as_set(iterable):
    return set_new_slow(set, iterable)


def set_operator_slow(a, b, op):
    """`a op b`"""
    result = _as_set(a)
    _combine(result, b if isinstance(b, (set, frozenset)) else _as_set(b), op)
    return freeze(result, frozenset) if isinstance(a, frozenset) else result


def set_in_place_slow(a, b, op):
    """`a op= b`"""
    _combine(a, _as_set(b), op)
    return a


def set_many_slow(s, iterables, op, update):
    """`s.union(...)`, `s.difference_update(...)` and so on."""
    result = s if update else _as_set(s)
    for it in iterables:
        _combine(result, _as_set(it), op)
    if update:
        return None
    return freeze(result, frozenset) if isinstance(s, frozenset) else result


def set_order_slow(a, b, op):
    """`a <= b` and its kin, in the subset order."""
    if op == ">" or op == ">=":
        a, b = b, a
    if len(a) > len(b) or (len(a) == len(b) and (op == "<" or op == ">")):
        return False
    for x in a:
        if x not in b:
            return False
    return True


def set_relation_slow(a, iterable, op):
    """`issubset`, `issuperset`"""
    return set_order_slow(a, _as_set(iterable), op)


def set_isdisjoint_slow(a, b):
    """`a.isdisjoint(b)`"""
    for x in b:
        if x in a:
            return False
    return True


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
    """`object.__reduce_ex__`: enough for `copy`."""
    import copyreg
    state = getattr(obj, "__dict__", None)
    return copyreg.__newobj__, (type(obj),), (dict(state) if state else None), None, None


def input_slow(prompt):
    """`input(prompt)`: nobody types."""
    if prompt is not MISSING:
        print(prompt, end="")
    raise EOFError("EOF when reading a line")


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
    if meta is type or isinstance(namespace, dict):
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
            _bound(hook, value)(cls, key)
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


# === Pattern matching ===

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


# === Exceptions ===

def raise_slow(exc, cause):
    """`raise exc` and `raise exc from cause`; `cause` is False when not given."""
    if isinstance(exc, type) and issubclass(exc, BaseException):
        cls = exc
        exc = cls()
        if not isinstance(exc, BaseException):
            raise TypeError(
                f"calling {cls!r} should have returned an instance of BaseException, not {type(exc)!r}")
    if cause is False:
        cause = MISSING
    elif isinstance(cause, type) and issubclass(cause, BaseException):
        cause = cause()
    raise_from(exc, cause)


def throw_slow(generator, cls):
    """`generator.throw(cls)`"""
    return generator.throw(cls())


def athrow_slow(generator, cls):
    """`generator.athrow(cls)`"""
    return generator.athrow(cls())


def warn_never_awaited(qualname):
    """The warning of a coroutine that dies unawaited (A30)."""
    import linecache
    import sys
    place = frame_place()
    text = f"RuntimeWarning: coroutine '{qualname}' was never awaited\n"
    if place is not None:
        text = f"{place[0]}:{place[1]}: {text}"
        line = linecache.getline(place[0], place[1]).strip()
        if line:
            text += f"  {line}\n"
    sys.stderr.write(text + "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n")


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
    """`except* cls`: (rest, match), each None where there is nothing."""
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
        group = BaseExceptionGroup("", [exc])
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


set_builtin("__build_class__", build_class)
