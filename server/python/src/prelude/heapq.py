# timeslice: native
"""heapq: a binary heap in a list, the least item first. The order of comparisons is CPython's."""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def _check(heap, function):
    if not isinstance(heap, list):
        raise TypeError(f"{function}() argument 1 must be list, not {type(heap).__name__}")


def heappush(heap, item, /):
    """Adds an item."""
    _check(heap, "heappush")
    heap.append(item)
    _up(heap, 0, len(heap) - 1)


def heappop(heap, /):
    """Takes the least item out."""
    _check(heap, "heappop")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    least = heap[0]
    heap[0] = last
    _down(heap, 0)
    return least


def heapreplace(heap, item, /):
    """Takes the least item out, then adds one."""
    _check(heap, "heapreplace")
    if not heap:
        raise IndexError("index out of range")
    least = heap[0]
    heap[0] = item
    _down(heap, 0)
    return least


def heappushpop(heap, item, /):
    """Adds an item, then takes the least out."""
    _check(heap, "heappushpop")
    if heap and heap[0] < item:
        least = heap[0]
        heap[0] = item
        _down(heap, 0)
        return least
    return item


def heapify(heap, /):
    """Makes a heap of a list, in place."""
    _check(heap, "heapify")
    for i in range(len(heap) // 2 - 1, -1, -1):
        _down(heap, i)


def _up(heap, start, i):
    """Moves heap[i] towards the root, not above `start`."""
    item = heap[i]
    while i > start:
        parent = (i - 1) >> 1
        if not item < heap[parent]:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = item


def _down(heap, i):
    """Moves heap[i] down to a leaf along the lesser children, then up to its place."""
    end = len(heap)
    start = i
    item = heap[i]
    child = 2 * i + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = item
    _up(heap, start, i)


def _up_max(heap, start, i):
    item = heap[i]
    while i > start:
        parent = (i - 1) >> 1
        if not heap[parent] < item:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = item


def _down_max(heap, i):
    end = len(heap)
    start = i
    item = heap[i]
    child = 2 * i + 1
    while child < end:
        if child + 1 < end and not heap[child + 1] < heap[child]:
            child += 1
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = item
    _up_max(heap, start, i)


def heapify_max(heap, /):
    """As `heapify`, the greatest first (3.14)."""
    _check(heap, "heapify_max")
    for i in range(len(heap) // 2 - 1, -1, -1):
        _down_max(heap, i)


def heappush_max(heap, item, /):
    """As `heappush`, the greatest first (3.14)."""
    _check(heap, "heappush_max")
    heap.append(item)
    _up_max(heap, 0, len(heap) - 1)


def heappop_max(heap, /):
    """As `heappop`, the greatest first (3.14)."""
    _check(heap, "heappop_max")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    greatest = heap[0]
    heap[0] = last
    _down_max(heap, 0)
    return greatest


_heapify_max, _heappop_max = heapify_max, heappop_max


def merge(*iterables, key=None, reverse=False):
    """Merges sorted inputs."""
    heap = []
    for order, it in enumerate(map(iter, iterables)):
        for value in it:
            k = value if key is None else key(value)
            heap.append([k, -order if reverse else order, value, it])
            break
    if reverse:
        heapify_max(heap)
        sift = _down_max
    else:
        heapify(heap)
        sift = _down
    while heap:
        entry = heap[0]
        yield entry[2]
        for value in entry[3]:
            heap[0] = [value if key is None else key(value), entry[1], value, entry[3]]
            sift(heap, 0)
            break
        else:
            last = heap.pop()
            if heap:
                heap[0] = last
                sift(heap, 0)


def nsmallest(n, iterable, key=None):
    """The n least, in order."""
    return sorted(iterable, key=key)[:max(0, n)]


def nlargest(n, iterable, key=None):
    """The n greatest, in order."""
    return sorted(iterable, key=key, reverse=True)[:max(0, n)]
