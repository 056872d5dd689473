"""graphlib: an order in which everything comes after what it depends on."""
__all__ = ["TopologicalSorter", "CycleError"]


class CycleError(ValueError):
    """The graph has a cycle; `args[1]` is one, with its first node again at its end."""


class TopologicalSorter:
    """Nodes and what they depend on; told at once, or step by step while they are worked on."""

    def __init__(self, graph=None):
        self._before = {}  # node -> nodes it waits for, in order
        self._waits = None  # node -> how many of these are not done
        self._after = {}  # node -> nodes that wait for it, in order
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def add(self, node, *predecessors):
        """Adds a node and what it depends on."""
        if self._waits is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        mine = self._node(node)
        for predecessor in predecessors:
            self._node(predecessor)
            if predecessor not in mine:
                mine[predecessor] = None
                self._after[predecessor].append(node)

    def _node(self, node):
        self._after.setdefault(node, [])
        return self._before.setdefault(node, {})

    def prepare(self):
        """No more nodes come; the graph must have no cycle."""
        if self._waits is not None:
            raise ValueError("cannot prepare() more than once")
        self._waits = {node: len(before) for node, before in self._before.items()}
        self._ready = [node for node, n in self._waits.items() if n == 0]
        self._out = set()
        self._n_done = self._n_out = 0
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        done = set()
        for start in self._before:
            path, at, iterators = [], {}, []
            node = start
            while True:
                if node in at:
                    return path[at[node]:] + [node]
                if node not in done:
                    done.add(node)
                    at[node] = len(path)
                    path.append(node)
                    iterators.append(iter(self._after[node]))
                while path:
                    following = next(iterators[-1], path)
                    if following is not path:
                        node = following
                        break
                    del at[path.pop()]
                    iterators.pop()
                else:
                    break
        return None

    def get_ready(self):
        """The nodes that can be worked on now and have not been given out."""
        self._check_prepared()
        ready, self._ready = tuple(self._ready), []
        self._out.update(ready)
        self._n_out += len(ready)
        return ready

    def is_active(self):
        """Whether there is more to do."""
        self._check_prepared()
        return self._n_done < self._n_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """These are done: what waits for nothing else is ready."""
        self._check_prepared()
        for node in nodes:
            if node not in self._before:
                raise ValueError(f"node {node!r} was not added using add()")
            if node not in self._out:
                if self._waits[node] < 0:
                    raise ValueError(f"node {node!r} was already marked done")
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            self._out.discard(node)
            self._waits[node] = -1
            self._n_done += 1
            for following in self._after[node]:
                self._waits[following] -= 1
                if self._waits[following] == 0:
                    self._ready.append(following)

    def _check_prepared(self):
        if self._waits is None:
            raise ValueError("prepare() must be called first")

    def static_order(self):
        """All nodes, in an order that respects what they depend on."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)
