# timeslice: native
"""What a program asks of the scheduler: cores, nice values, its turn. Part of os."""
from _ipc import set_standing, standing
from _timeslice import n_cores

PRIO_PROCESS, PRIO_PGRP, PRIO_USER = 0, 1, 2


def cpu_count():
    """How many cores the machine has."""
    return n_cores()


def process_cpu_count():
    """How many cores the calling thread may use."""
    return len(sched_getaffinity(0))


def sched_getaffinity(pid, /):
    """The cores a thread may use, 0: the calling one."""
    _, cores = standing(pid)
    return {core for core in range(cpu_count()) if cores >> core & 1}


def sched_setaffinity(pid, mask, /):
    """Sets the cores a thread may use, 0: the calling one."""
    bits = 0
    for core in mask:
        if not isinstance(core, int):
            raise TypeError("expected an iterator of ints, but iterator yielded " + str(type(core)))
        if core < 0:
            raise ValueError("negative CPU number")
        if core < cpu_count():
            bits |= 1 << core
    if not bits:
        raise OSError(22, "Invalid argument")
    nice_value, _ = standing(pid)
    set_standing(pid, nice_value, bits)


def _standing_of(which, who):
    if which != PRIO_PROCESS:
        raise OSError(22, "Invalid argument: os.getpriority() and os.setpriority() are simulated with PRIO_PROCESS")
    return standing(who)


def getpriority(which, who):
    """The nice value of a thread, 0: the calling one."""
    return _standing_of(which, who)[0]


def setpriority(which, who, priority):
    """Sets the nice value of a thread; who is not root can only make it nicer."""
    old, cores = _standing_of(which, who)
    priority = max(-20, min(priority, 19))
    if priority < old:
        raise PermissionError(13, "Permission denied")
    set_standing(who, priority, cores)


def nice(increment, /):
    """Adds to the nice value of the calling thread; the new one."""
    old, cores = standing(0)
    new = max(-20, min(old + increment, 19))
    if new < old:
        raise PermissionError(1, "Operation not permitted")
    set_standing(0, new, cores)
    return new


def sched_yield():
    """Gives the core away for once."""
    from time import sleep
    sleep(0)
