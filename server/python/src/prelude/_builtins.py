# timeslice: native
"""Slow paths of the builtins: what they do when an operand's behaviour is written in Python.

The virtual machine calls these when its fast path does not apply. Operators, comparisons and numeric protocols are in
`_builtins_number`, containers and their reprs in `_builtins_container`; their names are all reachable from here.
It knows nothing of modules: what programs import lives in files of the import's name.
"""
from _sys import _version_tuple
from _timeslice import MISSING, sort_by_keys, type_lookup
from _builtins_number import *
from _builtins_container import *
from _builtins_text import *
from _builtins_lock import *
from _builtins_hashed import *
from _builtins_sequence import *
from _builtins_class import *
from _builtins_match import *
from _builtins_raise import *
from _builtins_group import *
from _builtins_signal import *
from _builtins_source import *
from _builtins_number import _bound, _call0, _call1

_OLD_TEXTS = _version_tuple < (3, 12)


# === Iteration ===

def collect(iterable):
    """All items of an iterable, as a list."""
    result = []
    append = result.append
    for x in iterable:
        append(x)
    return result


def map_gen(f, iters):
    """`map`: stops at the shortest."""
    if len(iters) == 1:
        for x in iters[0]:
            yield f(x)
        return
    iters = [iter(it) for it in iters]
    while True:
        args = []
        for it in iters:
            x = next(it, MISSING)
            if x is MISSING:
                return
            args.append(x)
        yield f(*args)


def filter_gen(f, it):
    """`filter`; `f` may be None."""
    if f is None:
        for x in it:
            if x:
                yield x
    else:
        for x in it:
            if f(x):
                yield x


def zip_gen(iters, strict):
    """`zip`."""
    iters = [iter(it) for it in iters]
    if not iters:
        return
    while True:
        items = []
        for it in iters:
            x = next(it, MISSING)
            if x is MISSING:
                if strict:
                    _zip_strict(iters, len(items))
                return
            items.append(x)
        yield tuple(items)


def _zip_strict(iters, ended):
    if ended:
        before = "s 1-" if ended > 1 else " "
        raise ValueError(f"zip() argument {ended + 1} is shorter than argument{before}{ended}")
    for i in range(1, len(iters)):
        if next(iters[i], MISSING) is not MISSING:
            before = "s 1-" if i > 1 else " "
            raise ValueError(f"zip() argument {i + 1} is longer than argument{before}{i}")


def enumerate_gen(it, start):
    """`enumerate`."""
    n = start
    for x in it:
        yield n, x
        n += 1


name_generators(map_gen, filter_gen, zip_gen, enumerate_gen)


def reversed_gen(seq):
    """`reversed` of an object with `__len__` and `__getitem__`."""
    i = len(seq) - 1
    while i >= 0:
        try:
            x = seq[i]
        except (IndexError, StopIteration):
            return
        yield x
        i -= 1


def reversed_slow(seq):
    """`reversed(seq)`: `__reversed__`, or None when the caller is to make a `reversed_gen`."""
    cls = type(seq)
    method = type_lookup(cls, "__reversed__")
    if method is not MISSING:
        if method is None:
            raise TypeError(f"'{cls.__name__}' object is not reversible")
        return _call0(method, seq)
    if type_lookup(cls, "__getitem__") is MISSING or type_lookup(cls, "keys") is not MISSING and issubclass(cls, dict):
        raise TypeError(f"'{cls.__name__}' object is not reversible")
    if type_lookup(cls, "__len__") is MISSING:
        raise TypeError(f"object of type '{cls.__name__}' has no len()")
    return None


def iter_sentinel(f, sentinel):
    """`iter(f, sentinel)`."""
    while True:
        try:
            x = f()
        except StopIteration:
            return
        if x is sentinel or x == sentinel:
            return
        yield x


def seq_iter(obj):
    """Iteration over an object that has only `__getitem__`."""
    i = 0
    while True:
        try:
            x = obj[i]
        except (IndexError, StopIteration):
            return
        yield x
        i += 1


def iter_slow(obj):
    """`iter(obj)`: the checked result of `__iter__`, or None when the caller is to make a `seq_iter`."""
    cls = type(obj)
    method = type_lookup(cls, "__iter__")
    if method is MISSING:
        if type_lookup(cls, "__getitem__") is not MISSING:
            return None
        raise TypeError(f"'{cls.__name__}' object is not iterable")
    if method is None:
        raise TypeError(f"'{cls.__name__}' object is not iterable")
    it = _call0(method, obj)
    if type_lookup(type(it), "__next__") is MISSING:
        raise TypeError(f"iter() returned non-iterator of type '{type(it).__name__}'")
    return it


def next_slow(it, default):
    """`next(it, default)`."""
    method = type_lookup(type(it), "__next__")
    if method is MISSING:
        raise TypeError(f"'{type(it).__name__}' object is not an iterator")
    try:
        return _call0(method, it)
    except StopIteration:
        return default


def any_slow(iterable):
    """`any`."""
    for x in iterable:
        if x:
            return True
    return False


def all_slow(iterable):
    """`all`."""
    for x in iterable:
        if not x:
            return False
    return True


def sum_slow(iterable, start):
    """`sum`."""
    if isinstance(start, str):
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    if isinstance(start, bytes):
        raise TypeError("sum() can't sum bytes [use b''.join(seq) instead]")
    total = start
    for x in iterable:
        total = total + x
    return total


def min_max(args_list, key, default, is_max, name):
    """`min` and `max` over any iterable; `key` may be None, `default` MISSING."""
    best = best_key = MISSING
    for x in args_list:
        k = x if key is None else key(x)
        if best is MISSING or (k > best_key if is_max else k < best_key):
            best, best_key = x, k
    if best is not MISSING:
        return best
    if default is MISSING:
        if _OLD_TEXTS:
            raise ValueError(f"{name}() arg is an empty sequence")
        raise ValueError(f"{name}() iterable argument is empty")
    return default


# === Sorting ===

_RUN = 32


def sorted_slow(list_copy, key, reverse):
    """Stable sort of a list that nobody else holds, with `<` only. Returns a list."""
    items = list_copy
    n = len(items)
    keys = items if key is None else [key(x) for x in items]
    if n < 2:
        return items
    fast = sort_by_keys(items, keys, reverse)
    if fast is not None:
        return fast
    order = list(range(n))
    if reverse:
        order.reverse()
    if n < 64:
        _insertion_sort(keys, order, 0, n)
    else:
        for low in range(0, n, _RUN):
            _insertion_sort(keys, order, low, min(low + _RUN, n))
        width = _RUN
        while width < n:
            merged = []
            for low in range(0, n, 2 * width):
                _merge(keys, order[low:low + width], order[low + width:low + 2 * width], merged)
            order = merged
            width *= 2
    if reverse:
        order.reverse()
    return [items[i] for i in order]


def _insertion_sort(keys, order, low, high):
    """Sorts order[low:high]: the ascending or strictly descending run at the start, then binary insertion."""
    start = low + 1
    if start >= high:
        return
    if keys[order[start]] < keys[order[low]]:
        start += 1
        while start < high and keys[order[start]] < keys[order[start - 1]]:
            start += 1
        order[low:start] = order[low:start][::-1]
    else:
        start += 1
        while start < high and not keys[order[start]] < keys[order[start - 1]]:
            start += 1
    while start < high:
        pivot = order[start]
        k = keys[pivot]
        left = low
        right = start
        while left < right:
            middle = (left + right) >> 1
            if k < keys[order[middle]]:
                right = middle
            else:
                left = middle + 1
        order[left + 1:start + 1] = order[left:start]
        order[left] = pivot
        start += 1


def _merge(keys, a, b, merged):
    if not b or not keys[b[0]] < keys[a[-1]]:
        merged += a
        merged += b
        return
    i = j = 0
    while i < len(a) and j < len(b):
        if keys[b[j]] < keys[a[i]]:
            merged.append(b[j])
            j += 1
        else:
            merged.append(a[i])
            i += 1
    merged += a[i:]
    merged += b[j:]


# === Text and output ===

def print_slow(args, sep, end, file, flush):
    """`print`; `sep`, `end` and `file` are None when not given."""
    if sep is None:
        sep = " "
    elif not isinstance(sep, str):
        raise TypeError(f"sep must be None or a string, not {type(sep).__name__}")
    if end is None:
        end = "\n"
    elif not isinstance(end, str):
        raise TypeError(f"end must be None or a string, not {type(end).__name__}")
    if file is None:
        import sys
        file = sys.stdout
        if file is None:
            return
    write = file.write
    first = True
    for x in args:
        if first:
            first = False
        else:
            write(sep)
        write(str(x))
    write(end)
    if flush:
        file.flush()


def str_slow(obj):
    """`str(obj)`."""
    cls = type(obj)
    text = _call0(type_lookup(cls, "__str__"), obj)
    if not isinstance(text, str):
        raise TypeError(f"__str__ returned non-string (type {type(text).__name__})")
    return text


def repr_slow(obj):
    """`repr(obj)`."""
    text = _call0(type_lookup(type(obj), "__repr__"), obj)
    if not isinstance(text, str):
        raise TypeError(f"__repr__ returned non-string (type {type(text).__name__})")
    return text


def format_slow(obj, spec):
    """`format(obj, spec)`."""
    text = _call1(type_lookup(type(obj), "__format__"), obj, spec)
    if not isinstance(text, str):
        raise TypeError(f"__format__ must return a str, not {type(text).__name__}")
    return text


def str_join_slow(sep, iterable):
    """`sep.join(iterable)`."""
    parts = collect(iterable)
    for i, x in enumerate(parts):
        if not isinstance(x, str):
            raise TypeError(f"sequence item {i}: expected str instance, {type(x).__name__} found")
    return sep.join(parts)


# === Classes ===

def isinstance_slow(obj, cls):
    """`isinstance(obj, cls)`."""
    if type(obj) is cls:
        return True
    if isinstance(cls, tuple):
        for c in cls:
            if isinstance(obj, c):
                return True
        return False
    check = type_lookup(type(cls), "__instancecheck__")
    if check is MISSING:
        raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")
    return True if _call1(check, cls, obj) else False


def isinstance_by_class(obj, cls):
    """`isinstance(obj, cls)` of an object whose class has a `__class__` of its own."""
    try:
        claimed = obj.__class__
    except AttributeError:
        return False
    return isinstance(claimed, type) and claimed is not type(obj) and issubclass(claimed, cls)


def issubclass_slow(sub, cls):
    """`issubclass(sub, cls)`."""
    if isinstance(cls, tuple):
        for c in cls:
            if issubclass(sub, c):
                return True
        return False
    check = type_lookup(type(cls), "__subclasscheck__")
    if check is MISSING:
        raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return True if _call1(check, cls, sub) else False


def dir_slow(obj):
    """`dir(obj)` where `__dir__` is Python code."""
    names = collect(_call0(type_lookup(type(obj), "__dir__"), obj))
    names.sort()
    return names


# Generators resumed where a frame has to stand for the caller: see `push_or_adapt`.

def resume_generator(generator, value):
    if value is None and hasattr(type(generator), "__next__"):
        return next(generator)
    return generator.send(value)


def attribute_or_hook(get, args, owner, name):
    """An attribute's value; `__getattr__` is asked if getting it raises AttributeError."""
    try:
        return get(*args)
    except AttributeError:
        pass
    return type(owner).__getattr__(owner, name)


def throw_into_generator(generator, exc):
    return generator.throw(exc)


def close_generator(generator, _):
    return generator.close()


def close_then_raise(close, exc):
    """What a generator that is closed does with the iterator it delegates to."""
    close()
    raise exc
