"""The fork server: a process with one thread and a clean memory that forks children on demand (P1, P2)."""

import _ipc
import os
import sys
import threading

__all__ = ["ensure_running", "set_forkserver_preload", "connect_to_new_process"]

_lock = threading.Lock()
_requests = None
_preload = ["__main__"]
# Before 3.14 the server did not find the main module (P2).
_FINDS_MAIN = sys.version_info >= (3, 14)


def set_forkserver_preload(modules_names):
    """Modules that the server shall import before it forks."""
    global _preload
    if not all(type(name) is str for name in modules_names):
        raise TypeError("module_names must be a list of strings")
    _preload = list(modules_names)


def ensure_running():
    """Starts the server if there is none."""
    global _requests
    from multiprocessing.connection import Connection
    from multiprocessing.reduction import dumps
    from multiprocessing.spawn import _check_not_importing_main
    with _lock:
        if _requests is not None:
            return
        mine, theirs = _ipc.socket_pair()
        payload = dumps((None, theirs)) + dumps((_preload if _FINDS_MAIN else [], sys.argv))
        _ipc.spawn("forkserver", payload, [theirs])
        _ipc.close(theirs)
        _requests = Connection(mine)


def connect_to_new_process(name, payload, tickets):
    """Has the server fork a child for this payload: its pid, and the connection on which its end is told."""
    from multiprocessing.connection import Connection
    ensure_running()
    mine, theirs = _ipc.socket_pair()
    ticket = _ipc.send_file(theirs)
    _ipc.close(theirs)
    with _lock:
        _requests.send((name, payload, tickets, ticket))
    status = Connection(mine)
    return status.recv(), status


def main(requests, preload, argv):
    """The server. It ends with its parent."""
    from multiprocessing.connection import Connection, wait
    from multiprocessing import process, spawn, util
    sys.argv = argv
    if "__main__" in preload:
        process.current_process()._inheriting = True
        try:
            spawn.import_main()
        finally:
            del process.current_process()._inheriting
    util._flush_std_streams()
    requests = Connection(requests)
    children = {}  # what becomes readable when a child ends: its pid and where to tell
    while True:
        ready = wait([requests, *children])
        for fd in ready:
            if fd is not requests:
                _tell_end(fd, *children.pop(fd))
        if requests not in ready:
            continue
        try:
            name, payload, tickets, ticket = requests.recv()
        except EOFError:
            return 0
        status = Connection(_ipc.receive_file(ticket))
        for_child = [_ipc.receive_file(ticket) for ticket in tickets]
        alive_r, alive_w = _ipc.pipe()
        pid = _ipc.fork(name)
        if pid == 0:
            code = 1
            try:
                threading._after_fork()
                requests.close()
                for fd, (_, other) in children.items():
                    _ipc.close(fd)
                    other.close()
                _ipc.close(alive_r)
                code = _child(payload, for_child, status)
            except SystemExit as exit:
                code = exit.code
            except BaseException as error:
                import traceback
                sys.stderr.write("".join(traceback.format_exception(error)))
            finally:
                util._flush_std_streams()
                os._exit(code)
        _ipc.close(alive_w)
        for fd in for_child:
            _ipc.close(fd)
        children[alive_r] = (pid, status)
        status.send(pid)


def _tell_end(fd, pid, status):
    _ipc.close(fd)
    _, code = _ipc.wait_child(pid, None)
    try:
        status.send(code)
    except OSError:
        pass  # the parent is gone
    status.close()


def _child(payload, fds, status):
    from multiprocessing import spawn
    from multiprocessing.reduction import inherit
    inherit(fds)
    return spawn.run_payload(payload, 0, status.fileno())
