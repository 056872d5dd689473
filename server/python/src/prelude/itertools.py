# timeslice: native
"""itertools: building blocks of iterators. Each class wraps a generator that does the work."""
import sys as _sys

_MISSING = object()


class _Iterator:
    """An iterator over the generator `_gen`."""
    __slots__ = ("_gen",)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._gen)


def _made(cls, gen):
    self = object.__new__(cls)
    self._gen = gen
    return self


def _chain(iterables):
    for it in iterables:
        for x in it:
            yield x


class chain(_Iterator):
    """One iterable after the other."""
    __slots__ = ()

    def __new__(cls, *iterables):
        return _made(cls, _chain(iterables))

    @classmethod
    def from_iterable(cls, iterables, /):
        """The iterables come from an iterable."""
        return _made(cls, _chain(iter(iterables)))


class count(_Iterator):
    """Counts without end."""
    __slots__ = ("_next", "_step")

    def __new__(cls, start=0, step=1):
        if not hasattr(start, "__add__") or isinstance(start, (str, list, tuple)):
            raise TypeError("a number is required")
        self = object.__new__(cls)
        self._next = start
        self._step = step
        return self

    def __next__(self):
        n = self._next
        self._next = n + self._step
        return n

    def __repr__(self):
        if isinstance(self._step, int) and self._step == 1:
            return f"count({self._next!r})"
        return f"count({self._next!r}, {self._step!r})"


def _cycle(it):
    saved = []
    for x in it:
        yield x
        saved.append(x)
    while saved:
        for x in saved:
            yield x


class cycle(_Iterator):
    """The same items over and over."""
    __slots__ = ()

    def __new__(cls, iterable, /):
        return _made(cls, _cycle(iter(iterable)))


class repeat(_Iterator):
    """One object, without end or so many times."""
    __slots__ = ("_object", "_left")

    def __new__(cls, object, times=None):
        self = _made(cls, None)
        self._object = object
        self._left = None if times is None else max(0, times)
        return self

    def __next__(self):
        left = self._left
        if left is not None:
            if left == 0:
                raise StopIteration
            self._left = left - 1
        return self._object

    def __repr__(self):
        if self._left is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._left})"

    def __length_hint__(self):
        if self._left is None:
            raise TypeError("len() of unsized object")
        return self._left


def _accumulate(it, func, initial):
    total = initial
    if initial is None:
        for total in it:
            break
        else:
            return
    yield total
    for x in it:
        total = total + x if func is None else func(total, x)
        yield total


class accumulate(_Iterator):
    """Running totals."""
    __slots__ = ()

    def __new__(cls, iterable, func=None, *, initial=None):
        return _made(cls, _accumulate(iter(iterable), func, initial))


def _batched(it, n, strict):
    while True:
        batch = []
        for x in it:
            batch.append(x)
            if len(batch) == n:
                break
        if not batch:
            return
        if strict and len(batch) != n:
            raise ValueError("batched(): incomplete batch")
        yield tuple(batch)


class batched(_Iterator):
    """Tuples of n items each; the last may be shorter."""
    __slots__ = ()

    def __new__(cls, iterable, n, *, strict=False):
        if n < 1:
            raise ValueError("n must be at least one")
        return _made(cls, _batched(iter(iterable), n, strict))


def _compress(data, selectors):
    for x, chosen in zip(data, selectors):
        if chosen:
            yield x


class compress(_Iterator):
    """The items whose selector is true."""
    __slots__ = ()

    def __new__(cls, data, selectors):
        return _made(cls, _compress(iter(data), iter(selectors)))


def _dropwhile(predicate, it):
    for x in it:
        if not predicate(x):
            yield x
            break
    for x in it:
        yield x


class dropwhile(_Iterator):
    """From the first item on for which the predicate is false."""
    __slots__ = ()

    def __new__(cls, predicate, iterable, /):
        return _made(cls, _dropwhile(predicate, iter(iterable)))


def _takewhile(predicate, it):
    for x in it:
        if not predicate(x):
            return
        yield x


class takewhile(_Iterator):
    """Up to the first item for which the predicate is false."""
    __slots__ = ()

    def __new__(cls, predicate, iterable, /):
        return _made(cls, _takewhile(predicate, iter(iterable)))


def _filterfalse(predicate, it):
    for x in it:
        if not (x if predicate is None else predicate(x)):
            yield x


class filterfalse(_Iterator):
    """The items for which the predicate is false."""
    __slots__ = ()

    def __new__(cls, predicate, iterable, /):
        return _made(cls, _filterfalse(predicate, iter(iterable)))


def _starmap(function, it):
    for args in it:
        yield function(*args)


class starmap(_Iterator):
    """Calls with the items as argument lists."""
    __slots__ = ()

    def __new__(cls, function, iterable, /):
        return _made(cls, _starmap(function, iter(iterable)))


def _pairwise(it):
    for a in it:
        break
    else:
        return
    for b in it:
        yield a, b
        a = b


class pairwise(_Iterator):
    """Overlapping pairs."""
    __slots__ = ()

    def __new__(cls, iterable, /):
        return _made(cls, _pairwise(iter(iterable)))


def _islice(it, start, stop, step):
    i = 0
    wanted = start
    while stop is None or wanted < stop:
        x = next(it, _MISSING)
        if x is _MISSING:
            return
        if i == wanted:
            wanted += step
            yield x
        i += 1
    # The items up to `stop` are taken too when the step jumps over it.
    while stop is not None and i < stop:
        if next(it, _MISSING) is _MISSING:
            return
        i += 1


class islice(_Iterator):
    """Some of the items, as a slice."""
    __slots__ = ()

    def __new__(cls, iterable, /, *args):
        if not 1 <= len(args) <= 3:
            if not args:
                raise TypeError("islice expected at least 2 arguments, got 1")
            raise TypeError(f"islice expected at most 4 arguments, got {len(args) + 1}")
        limits = slice(*args)
        start, stop, step = limits.start, limits.stop, limits.step
        if len(args) == 1 and not _is_limit(stop):
            raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if not _is_limit(start) or not _is_limit(stop):
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if not _is_limit(step) or step == 0:
            raise ValueError("Step for islice() must be a positive integer or None.")
        return _made(cls, _islice(iter(iterable), start or 0, stop, 1 if step is None else step))


def _is_limit(x):
    return x is None or isinstance(x, int) and 0 <= x <= _sys.maxsize


def _zip_longest(iterators, fillvalue):
    active = len(iterators)
    if not active:
        return
    while True:
        items = []
        for i in range(len(iterators)):
            x = fillvalue if iterators[i] is None else next(iterators[i], _MISSING)
            if x is _MISSING:
                active -= 1
                if not active:
                    return
                iterators[i] = None
                x = fillvalue
            items.append(x)
        yield tuple(items)


class zip_longest(_Iterator):
    """As `zip`, filled up to the longest."""
    __slots__ = ()

    def __new__(cls, *iterables, **options):
        fillvalue = options.pop("fillvalue", None)
        if options:
            raise TypeError("zip_longest() got an unexpected keyword argument")
        return _made(cls, _zip_longest([iter(it) for it in iterables], fillvalue))


class groupby(_Iterator):
    """Runs of items with the same key: (key, group)."""
    __slots__ = ("_it", "_key", "_target", "_current", "_value", "_group")

    def __new__(cls, iterable, key=None):
        self = object.__new__(cls)
        self._it = iter(iterable)
        self._key = key
        self._target = self._current = self._value = _MISSING
        self._group = None
        return self

    def _advance(self):
        value = next(self._it)
        self._current = value if self._key is None else self._key(value)
        self._value = value

    def __next__(self):
        self._group = None
        while self._current is _MISSING or self._target is not _MISSING and self._current == self._target:
            self._advance()
        self._target = self._current
        group = self._group = _made(_grouper, None)
        group._gen = _group_items(self, group, self._target)
        return self._current, group


def _group_items(parent, group, target):
    while parent._group is group and parent._current == target:
        value = parent._value
        try:
            parent._advance()
            ended = False
        except StopIteration:
            parent._current = _MISSING
            ended = True
        yield value
        if ended:
            return


class _grouper(_Iterator):
    __slots__ = ()


class _tee(_Iterator):
    """One of the iterators of `tee`: a position in a shared chain of [value, next link]."""
    __slots__ = ("_link", "_it")

    def __next__(self):
        link = self._link
        if not link:
            link.append(next(self._it))
            link.append([])
        self._link = link[1]
        return link[0]

    def __copy__(self):
        other = object.__new__(_tee)
        other._link = self._link
        other._it = self._it
        return other


def tee(iterable, n=2, /):
    """n independent iterators over the same items."""
    if n < 0:
        raise ValueError("n must be >= 0")
    it = iter(iterable)
    if isinstance(it, _tee):
        first = it
    else:
        first = object.__new__(_tee)
        first._link = []
        first._it = it
    return tuple([first.__copy__() if i else first for i in range(n)])


# === Combinations ===

def _product(pools):
    for pool in pools:
        if not pool:
            return
    indices = [0] * len(pools)
    while True:
        yield tuple([pools[i][indices[i]] for i in range(len(pools))])
        i = len(pools) - 1
        while i >= 0:
            indices[i] += 1
            if indices[i] < len(pools[i]):
                break
            indices[i] = 0
            i -= 1
        if i < 0:
            return


class product(_Iterator):
    """All choices of one item from each, the last changing fastest."""
    __slots__ = ()

    def __new__(cls, *iterables, repeat=1):
        if repeat < 0:
            raise ValueError("repeat argument cannot be negative")
        return _made(cls, _product([tuple(it) for it in iterables] * repeat))


def _permutations(pool, r):
    n = len(pool)
    if r > n:
        return
    indices = list(range(n))
    cycles = list(range(n, n - r, -1))
    yield tuple(pool[:r])
    while True:
        for i in range(r - 1, -1, -1):
            cycles[i] -= 1
            if cycles[i]:
                j = n - cycles[i]
                indices[i], indices[j] = indices[j], indices[i]
                yield tuple([pool[k] for k in indices[:r]])
                break
            indices[i:] = indices[i + 1:] + indices[i:i + 1]
            cycles[i] = n - i
        else:
            return


class permutations(_Iterator):
    """All orders of r items."""
    __slots__ = ()

    def __new__(cls, iterable, r=None):
        pool = tuple(iterable)
        if r is not None and r < 0:
            raise ValueError("r must be non-negative")
        return _made(cls, _permutations(pool, len(pool) if r is None else r))


def _combinations(pool, r, repeated):
    n = len(pool)
    if r > n and not (repeated and n) and r:
        return
    indices = [0] * r if repeated else list(range(r))
    while True:
        yield tuple([pool[i] for i in indices])
        i = r - 1
        while i >= 0 and indices[i] == (n - 1 if repeated else i + n - r):
            i -= 1
        if i < 0:
            return
        value = indices[i] + 1
        for j in range(i, r):
            indices[j] = value
            if not repeated:
                value += 1


class combinations(_Iterator):
    """All choices of r items, in order."""
    __slots__ = ()

    def __new__(cls, iterable, r):
        pool = tuple(iterable)
        if r < 0:
            raise ValueError("r must be non-negative")
        return _made(cls, _combinations(pool, r, False))


class combinations_with_replacement(_Iterator):
    """As `combinations`, with repeated items."""
    __slots__ = ()

    def __new__(cls, iterable, r):
        pool = tuple(iterable)
        if r < 0:
            raise ValueError("r must be non-negative")
        return _made(cls, _combinations(pool, r, True))


if _sys.version_info < (3, 12):
    del batched
