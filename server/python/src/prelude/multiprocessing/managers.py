"""Managers: objects that live in a server process, and the proxies by which others use them."""

__all__ = ["BaseManager", "SyncManager", "BaseProxy", "Token", "SharedMemoryManager"]

import array
import os
import queue
import sys
import threading
import time
from multiprocessing import context, process, util
from multiprocessing.connection import Client, Listener
from multiprocessing.context import get_spawning_popen
from multiprocessing.pool import Pool as _Pool
from multiprocessing.reduction import ForkingPickler
from traceback import format_exc


class Token:
    """What names an object of a server."""

    __slots__ = ("typeid", "address", "id")

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id = typeid, address, id

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return f"{type(self).__name__}(typeid={self.typeid!r}, address={self.address!r}, id={self.id!r})"


for _view in (dict().keys(), dict().values(), dict().items()):
    # What a proxy's keys(), values() and items() answer with travels as a list.
    ForkingPickler.register(type(_view), lambda view: (list, (list(view),)))


class RemoteError(Exception):
    """What went wrong in the server."""

    def __str__(self):
        return "\n" + "-" * 75 + "\n" + str(self.args[0]) + "-" * 75


def dispatch(c, id, methodname, args=(), kwds={}):
    """Calls a method of the server."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == "#RETURN":
        return result
    raise convert_to_error(kind, result)


def convert_to_error(kind, result):
    """The exception that an answer stands for."""
    if kind == "#ERROR":
        return result
    if kind in ("#TRACEBACK", "#UNSERIALIZABLE"):
        if kind == "#UNSERIALIZABLE":
            return RemoteError("Unserializable message: %s\n" % result)
        return RemoteError(result)
    return ValueError("Unrecognized message type {!r}".format(kind))


def all_methods(obj):
    """The names of an object's methods."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    """Those without an underscore."""
    return [name for name in all_methods(obj) if name[0] != "_"]


class Server:
    """Keeps the objects; one thread for each connection."""

    public = ["shutdown", "create", "accept_connection", "get_methods", "debug_info", "number_of_objects", "dummy",
              "incref", "decref"]

    def __init__(self, registry, address, authkey):
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        self.listener = Listener(address=address)
        self.address = self.listener.address
        self.id_to_obj = {"0": (None, ())}
        self.id_to_refcount = {}
        self.mutex = threading.Lock()
        self.n_objects = 0

    def serve_forever(self):
        """Until told to stop."""
        self.stop_event = threading.Event()
        accepter = threading.Thread(target=self.accepter)
        accepter.daemon = True
        accepter.start()
        self.stop_event.wait()
        sys.exit(0)

    def accepter(self):
        while True:
            try:
                c = self.listener.accept()
            except OSError:
                continue
            t = threading.Thread(target=self.handle_request, args=(c,))
            t.daemon = True
            t.start()

    def handle_request(self, c):
        from multiprocessing.connection import answer_challenge, deliver_challenge
        try:
            deliver_challenge(c, self.authkey)
            answer_challenge(c, self.authkey)
            _, funcname, args, kwds = c.recv()
            assert funcname in self.public, "%r unrecognized" % funcname
            msg = ("#RETURN", getattr(self, funcname)(c, *args, **kwds))
        except Exception:
            msg = ("#TRACEBACK", format_exc())
        if msg[1] is _served:
            return
        try:
            c.send(msg)
        except OSError:
            pass
        c.close()

    def serve_client(self, conn):
        """The calls of one thread of a client, one after the other."""
        while True:
            try:
                ident, methodname, args, kwds = conn.recv()
            except (EOFError, OSError):
                conn.close()
                return
            try:
                obj, exposed, typeids = self.id_to_obj[ident]
                if methodname not in exposed:
                    if methodname in ("__str__", "#STR"):
                        msg = ("#RETURN", str(obj))
                    elif methodname in ("__repr__", "#REPR"):
                        msg = ("#RETURN", repr(obj))
                    elif methodname == "#GETVALUE":
                        msg = ("#RETURN", obj)
                    else:
                        raise AttributeError("method %r of %r object is not in exposed=%r"
                                             % (methodname, type(obj), exposed))
                else:
                    try:
                        result = getattr(obj, methodname)(*args, **kwds)
                    except Exception as e:
                        msg = ("#ERROR", e)
                    else:
                        typeid = typeids and typeids.get(methodname)
                        if typeid:
                            rident, rexposed = self.create(conn, typeid, result)
                            msg = ("#PROXY", (rexposed, Token(typeid, self.address, rident)))
                        else:
                            msg = ("#RETURN", result)
            except Exception:
                msg = ("#TRACEBACK", format_exc())
            try:
                conn.send(msg)
            except (OSError, EOFError):
                conn.close()
                return
            except Exception:
                conn.send(("#UNSERIALIZABLE", format_exc()))

    def dummy(self, c):
        """Nothing."""

    def debug_info(self, c):
        """What there is."""
        return "\n".join("  %s: %s" % (ident, str(entry[0])[:75])
                         for ident, entry in sorted(self.id_to_obj.items()) if ident != "0")

    def number_of_objects(self, c):
        """How many."""
        return len(self.id_to_obj) - 1

    def shutdown(self, c):
        """Stops the server."""
        c.send(("#RETURN", None))
        self.stop_event.set()
        return _served

    def create(self, c, typeid, /, *args, **kwds):
        """A new object: its id and its methods."""
        with self.mutex:
            callable, exposed, method_to_typeid, proxytype = self.registry[typeid]
        if callable is None:
            if kwds or (len(args) != 1):
                raise ValueError("Without callable, must have one non-keyword argument")
            obj = args[0]
        else:
            obj = callable(*args, **kwds)
        with self.mutex:
            if exposed is None:
                exposed = public_methods(obj)
            if method_to_typeid is not None:
                exposed = list(exposed) + list(method_to_typeid)
            self.n_objects += 1
            ident = "%x" % self.n_objects
            self.id_to_obj[ident] = (obj, set(exposed), method_to_typeid)
            self.id_to_refcount[ident] = 0
        self.incref(c, ident)
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        """The methods of an object."""
        return tuple(self.id_to_obj[token.id][1])

    def accept_connection(self, c, name):
        """Serves this connection from now on."""
        threading.current_thread().name = name
        c.send(("#RETURN", None))
        self.serve_client(c)
        return _served

    def incref(self, c, ident):
        """One proxy more."""
        with self.mutex:
            self.id_to_refcount[ident] += 1

    def decref(self, c, ident):
        """One proxy less; the object goes with the last one."""
        with self.mutex:
            self.id_to_refcount[ident] -= 1
            if self.id_to_refcount[ident] == 0:
                del self.id_to_refcount[ident]
                del self.id_to_obj[ident]


_served = object()


class State:
    """Of a manager."""

    INITIAL, STARTED, SHUTDOWN = 0, 1, 2


class BaseManager:
    """Starts a server, and makes objects in it."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer="pickle", ctx=None, *, shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = process.AuthenticationString(authkey)
        self._value = State.INITIAL
        self._serializer = serializer
        self._ctx = ctx or context._default_context.get_context()
        self._shutdown_timeout = shutdown_timeout

    def get_server(self):
        """A server, to be run in this process."""
        self._check_initial("create server")
        return Server(self._registry, self._address, self._authkey)

    def _check_initial(self, what):
        if self._value == State.STARTED:
            raise context.ProcessError("Already started SyncManager" if what == "start" else "Already started server")
        if self._value == State.SHUTDOWN:
            raise context.ProcessError("Manager has shut down")

    def connect(self):
        """Uses a server that runs already."""
        conn = Client(self._address, authkey=self._authkey)
        dispatch(conn, None, "dummy")
        self._value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Starts a server process."""
        self._check_initial("start")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        reader, writer = self._ctx.Pipe(duplex=False)
        self._process = self._ctx.Process(target=type(self)._run_server, args=(
            self._registry, self._address, bytes(self._authkey), writer, initializer, initargs))
        ident = ":".join(str(i) for i in self._process._identity)
        self._process.name = type(self).__name__ + "-" + ident
        self._process.start()
        writer.close()
        self._address = reader.recv()
        reader.close()
        self._value = State.STARTED
        self.shutdown = util.Finalize(self, self._finalize_manager, exitpriority=0)

    @classmethod
    def _run_server(cls, registry, address, authkey, writer, initializer=None, initargs=()):
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey)
        writer.send(server.address)
        writer.close()
        util.info("manager serving at %r", server.address)
        server.serve_forever()

    def _create(self, typeid, /, *args, **kwds):
        assert self._value == State.STARTED, "server not yet started"
        conn = Client(self._address, authkey=self._authkey)
        try:
            id, exposed = dispatch(conn, None, "create", (typeid,) + args, kwds)
        finally:
            conn.close()
        return Token(typeid, self._address, id), exposed

    def join(self, timeout=None):
        """Waits for the server's end."""
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        conn = Client(self._address, authkey=self._authkey)
        try:
            return dispatch(conn, None, "debug_info")
        finally:
            conn.close()

    def _number_of_objects(self):
        conn = Client(self._address, authkey=self._authkey)
        try:
            return dispatch(conn, None, "number_of_objects")
        finally:
            conn.close()

    def __enter__(self):
        if self._value == State.INITIAL:
            self.start()
        assert self._value == State.STARTED
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    def _finalize_manager(self):
        if self._process.is_alive():
            util.info("sending shutdown message to manager")
            try:
                conn = Client(self._address, authkey=self._authkey)
                try:
                    dispatch(conn, None, "shutdown")
                finally:
                    conn.close()
            except Exception:
                pass
            self._process.join(timeout=self._shutdown_timeout)
            if self._process.is_alive():
                self._process.terminate()
                self._process.join(timeout=self._shutdown_timeout)
        self._value = State.SHUTDOWN
        BaseProxy._address_to_local.pop(self._address, None)

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """A type of objects that managers of this class can make."""
        if "_registry" not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, "_exposed_", None)
        method_to_typeid = method_to_typeid or getattr(proxytype, "_method_to_typeid_", None)
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def temp(self, /, *args, **kwds):
                token, exp = self._create(typeid, *args, **kwds)
                proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey, exposed=exp)
                conn = Client(token.address, authkey=self._authkey)
                dispatch(conn, None, "decref", (token.id,))
                return proxy
            temp.__name__ = typeid
            setattr(cls, typeid, temp)


class BaseProxy:
    """Stands for an object of a server. Each thread has a connection of its own."""

    _address_to_local = {}
    _mutex = threading.RLock()

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        with BaseProxy._mutex:
            tls = BaseProxy._address_to_local.get(token.address)
            if tls is None:
                tls = threading.local()
                BaseProxy._address_to_local[token.address] = tls
        self._tls = tls
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._owned_by_manager = manager_owned
        if authkey is not None:
            self._authkey = process.AuthenticationString(authkey)
        elif manager is not None:
            self._authkey = manager._authkey
        else:
            self._authkey = process.current_process().authkey
        self._close = None
        if incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    def _connect(self):
        name = process.current_process().name
        if threading.current_thread().name != "MainThread":
            name += "|" + threading.current_thread().name
        conn = Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, "accept_connection", (name,))
        self._tls.connection = conn
        self._tls.pid = os.getpid()

    def _callmethod(self, methodname, args=(), kwds={}):
        """The result of a method of the object."""
        conn = getattr(self._tls, "connection", None)
        if conn is None or self._tls.pid != os.getpid():
            self._connect()
            conn = self._tls.connection
        conn.send((self._id, methodname, args, kwds))
        kind, result = conn.recv()
        if kind == "#RETURN":
            return result
        if kind == "#PROXY":
            exposed, token = result
            registry = self._manager._registry if self._manager is not None else SyncManager._registry
            proxytype = registry[token.typeid][-1]
            token.address = self._token.address
            proxy = proxytype(token, self._serializer, manager=self._manager, authkey=self._authkey, exposed=exposed)
            conn = Client(token.address, authkey=self._authkey)
            dispatch(conn, None, "decref", (token.id,))
            return proxy
        raise convert_to_error(kind, result)

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod("#GETVALUE")

    def _incref(self):
        if self._owned_by_manager:
            return
        conn = Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, "incref", (self._id,))
        conn.close()
        self._close = util.Finalize(self, self._decref, exitpriority=10)

    def _decref(self):
        if self._manager is not None and self._manager._value != State.STARTED:
            return
        try:
            conn = Client(self._token.address, authkey=self._authkey)
            dispatch(conn, None, "decref", (self._id,))
            conn.close()
        except Exception:
            pass

    def _after_fork(self):
        self._manager = None
        try:
            self._incref()
        except Exception as e:
            util.info("incref failed: %s" % e)

    def __reduce__(self):
        kwds = {}
        if get_spawning_popen() is not None:
            kwds["authkey"] = bytes(self._authkey)
        if getattr(self, "_isauto", False):
            kwds["exposed"] = self._exposed_
            return RebuildProxy, (AutoProxy, self._token, self._serializer, kwds)
        return RebuildProxy, (type(self), self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return "<%s object, typeid %r at %#x>" % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        try:
            return self._callmethod("__repr__")
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """A proxy that has arrived."""
    return func(token, serializer, incref=True, **kwds)


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with these methods."""
    exposed = tuple(exposed)
    if (name, exposed) in _cache:
        return _cache[(name, exposed)]
    namespace = {meth: _forwarder(meth) for meth in exposed}
    cls = type(name, (BaseProxy,), namespace)
    cls._exposed_ = exposed
    _cache[(name, exposed)] = cls
    return cls


def _forwarder(meth):
    def forward(self, /, *args, **kwds):
        return self._callmethod(meth, args, kwds)
    forward.__name__ = forward.__qualname__ = meth
    return forward


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy with the public methods of its object."""
    if authkey is None and manager is not None:
        authkey = manager._authkey
    if authkey is None:
        authkey = process.current_process().authkey
    if exposed is None:
        conn = Client(token.address, authkey=authkey)
        try:
            exposed = dispatch(conn, None, "get_methods", (token,))
        finally:
            conn.close()
    cls = MakeProxyType("AutoProxy[%s]" % token.typeid, sorted(exposed))
    proxy = cls(token, serializer, manager=manager, authkey=authkey, incref=incref, manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


# === The types of `Manager()` ===


class Namespace:
    """Attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted(f"{name}={value!r}" for name, value in self.__dict__.items() if not name.startswith("_"))
        return "%s(%s)" % (self.__class__.__name__, ", ".join(items))


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        """It."""
        return self._value

    def set(self, value):
        """Another one."""
        self._value = value

    def __repr__(self):
        return "%s(%r, %r)" % (type(self).__name__, self._typecode, self._value)

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    """An array."""
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    """An iterator."""

    _exposed_ = ("__next__", "send", "throw", "close")

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod("__next__", args)

    def send(self, *args):
        return self._callmethod("send", args)

    def throw(self, *args):
        return self._callmethod("throw", args)

    def close(self, *args):
        return self._callmethod("close", args)


class AcquirerProxy(BaseProxy):
    """A lock."""

    _exposed_ = ("acquire", "release")

    def acquire(self, blocking=True, timeout=None):
        args = (blocking,) if timeout is None else (blocking, timeout)
        return self._callmethod("acquire", args)

    def release(self):
        return self._callmethod("release")

    def __enter__(self):
        return self._callmethod("acquire")

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod("release")


class ConditionProxy(AcquirerProxy):
    """A condition."""

    _exposed_ = ("acquire", "release", "wait", "notify", "notify_all")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))

    def notify(self, n=1):
        return self._callmethod("notify", (n,))

    def notify_all(self):
        return self._callmethod("notify_all")

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        deadline = None if timeout is None else time.monotonic() + timeout
        while not result:
            remaining = None
            if deadline is not None:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    break
            self.wait(remaining)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    """An event."""

    _exposed_ = ("is_set", "set", "clear", "wait")

    def is_set(self):
        return self._callmethod("is_set")

    def set(self):
        return self._callmethod("set")

    def clear(self):
        return self._callmethod("clear")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))


class BarrierProxy(BaseProxy):
    """A barrier."""

    _exposed_ = ("__getattribute__", "wait", "abort", "reset")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))

    def abort(self):
        return self._callmethod("abort")

    def reset(self):
        return self._callmethod("reset")

    @property
    def parties(self):
        return self._callmethod("__getattribute__", ("parties",))

    @property
    def n_waiting(self):
        return self._callmethod("__getattribute__", ("n_waiting",))

    @property
    def broken(self):
        return self._callmethod("__getattribute__", ("broken",))


class NamespaceProxy(BaseProxy):
    """A namespace."""

    _exposed_ = ("__getattribute__", "__setattr__", "__delattr__")

    def __getattr__(self, key):
        if key[0] == "_":
            return object.__getattribute__(self, key)
        callmethod = object.__getattribute__(self, "_callmethod")
        return callmethod("__getattribute__", (key,))

    def __setattr__(self, key, value):
        if key[0] == "_":
            return object.__setattr__(self, key, value)
        callmethod = object.__getattribute__(self, "_callmethod")
        return callmethod("__setattr__", (key, value))

    def __delattr__(self, key):
        if key[0] == "_":
            return object.__delattr__(self, key)
        callmethod = object.__getattribute__(self, "_callmethod")
        return callmethod("__delattr__", (key,))


class ValueProxy(BaseProxy):
    """A value."""

    _exposed_ = ("get", "set")

    def get(self):
        return self._callmethod("get")

    def set(self, value):
        return self._callmethod("set", (value,))

    value = property(get, set)

    def __class_getitem__(cls, item):
        return cls


BaseListProxy = MakeProxyType("BaseListProxy", (
    "__add__", "__contains__", "__delitem__", "__getitem__", "__len__", "__mul__", "__reversed__", "__rmul__",
    "__setitem__", "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
    "__imul__"))


class ListProxy(BaseListProxy):
    """A list."""

    def __iadd__(self, value):
        self._callmethod("extend", (value,))
        return self

    def __imul__(self, value):
        self._callmethod("__imul__", (value,))
        return self

    def __class_getitem__(cls, item):
        return cls


BaseDictProxy = MakeProxyType("BaseDictProxy", (
    "__contains__", "__delitem__", "__getitem__", "__ior__", "__iter__", "__len__", "__or__", "__reversed__", "__ror__",
    "__setitem__", "clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"))


class DictProxy(BaseDictProxy):
    """A dict."""

    def __ior__(self, value):
        self._callmethod("__ior__", (value,))
        return self

    def __class_getitem__(cls, item):
        return cls


DictProxy._method_to_typeid_ = {"__iter__": "Iterator"}


class _SharedDict(dict):
    """A dict whose views can be sent."""

    def keys(self):
        return list(dict.keys(self))

    def values(self):
        return list(dict.values(self))

    def items(self):
        return list(dict.items(self))

    def copy(self):
        return dict(self)


BaseSetProxy = MakeProxyType("BaseSetProxy", (
    "__and__", "__contains__", "__iand__", "__ior__", "__isub__", "__ixor__", "__len__", "__or__", "__rand__", "__ror__",
    "__rsub__", "__rxor__", "__sub__", "__xor__", "__ge__", "__gt__", "__le__", "__lt__", "__eq__", "add", "clear",
    "copy", "difference", "difference_update", "discard", "intersection", "intersection_update", "isdisjoint",
    "issubset", "issuperset", "pop", "remove", "symmetric_difference", "symmetric_difference_update", "union", "update"))


class SetProxy(BaseSetProxy):
    """A set."""

    def __iter__(self):
        return iter(self._getvalue())

    __hash__ = None


ArrayProxy = MakeProxyType("ArrayProxy", ("__len__", "__getitem__", "__setitem__"))
BasePoolProxy = MakeProxyType("PoolProxy", (
    "apply", "apply_async", "close", "imap", "imap_unordered", "join", "map", "map_async", "starmap", "starmap_async",
    "terminate"))
BasePoolProxy._method_to_typeid_ = {
    "apply_async": "AsyncResult", "map_async": "AsyncResult", "starmap_async": "AsyncResult", "imap": "Iterator",
    "imap_unordered": "Iterator"}


class PoolProxy(BasePoolProxy):
    """A pool."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """The manager that `Manager()` starts."""


SyncManager.register("Queue", queue.Queue)
SyncManager.register("JoinableQueue", queue.Queue)
SyncManager.register("Event", threading.Event, EventProxy)
SyncManager.register("Lock", threading.Lock, AcquirerProxy)
SyncManager.register("RLock", threading.RLock, AcquirerProxy)
SyncManager.register("Semaphore", threading.Semaphore, AcquirerProxy)
SyncManager.register("BoundedSemaphore", threading.BoundedSemaphore, AcquirerProxy)
SyncManager.register("Condition", threading.Condition, ConditionProxy)
SyncManager.register("Barrier", threading.Barrier, BarrierProxy)
SyncManager.register("Pool", _Pool, PoolProxy)
SyncManager.register("list", list, ListProxy)
SyncManager.register("dict", _SharedDict, DictProxy)
if sys.version_info >= (3, 14):
    SyncManager.register("set", set, SetProxy)
SyncManager.register("Value", Value, ValueProxy)
SyncManager.register("Array", Array, ArrayProxy)
SyncManager.register("Namespace", Namespace, NamespaceProxy)
SyncManager.register("Iterator", proxytype=IteratorProxy, create_method=False)
SyncManager.register("AsyncResult", create_method=False)


class SharedMemoryManager(BaseManager):
    """Frees the shared memory made through it."""

    def __init__(self, *args, **kwargs):
        BaseManager.__init__(self, *args, **kwargs)
        self._blocks = []

    def SharedMemory(self, size):
        """A block."""
        from multiprocessing.shared_memory import SharedMemory
        block = SharedMemory(None, create=True, size=size)
        self._blocks.append(block)
        return block

    def ShareableList(self, sequence):
        """A list."""
        from multiprocessing.shared_memory import ShareableList
        made = ShareableList(sequence)
        self._blocks.append(made.shm)
        return made

    def __exit__(self, *exc_info):
        for block in self._blocks:
            block.unlink()
        BaseManager.__exit__(self, *exc_info)
