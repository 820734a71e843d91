"""Take from a process what a worker never needs: sockets, memory without end, a life after its parent's.

What holds where: the alarm on any POSIX system; the memory limit where /proc tells the size of a process;
death with the parent and the bar on sockets (seccomp) on Linux, the latter on x86-64 and AArch64.
:func:`bar_sockets` says whether it is up.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_EPERM = 1
#: Machine → its audit number, and the numbers of socket and io_uring_setup (which could open one too).
_MACHINES = {"x86_64": (0xC000003E, (41, 425)), "aarch64": (0xC00000B7, (198, 425))}
_X32 = 0x40000000  # system calls of another numbering, on x86-64

_INSTRUCTION = struct.Struct("HBBI")
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | _EPERM


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when ``parent``, which forked it, ends; at once if it has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def size() -> int | None:
    """Return the bytes of address space that this process has, None where that cannot be told."""
    statm = Path("/proc/self/statm")
    try:
        return int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return None


def limit_memory(more: int) -> None:
    """Let this process have ``more`` bytes of address space than it has now, where that can be told."""
    now = size()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if now is not None:  # a guess might be less than it has
        most = now + more if hard == resource.RLIM_INFINITY else min(now + more, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bar_sockets() -> bool:
    """Take from this process, for good, the right to open a socket; False where that is not known how."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    code = _filter(*_MACHINES[platform.machine()])
    program = _Program(len(code) // _INSTRUCTION.size, code)
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, None, 0, 0):
        return False
    return bool(prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0) == 0)


def _filter(machine: int, calls: tuple[int, ...]) -> bytes:
    """Return a BPF program (linux/filter.h) that refuses ``calls`` and those of any other machine."""
    refused = [(_EQUAL, call) for call in calls] + [(_AT_LEAST, _X32)]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    steps += [(kind, len(refused) - place, 0, number) for place, (kind, number) in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(_INSTRUCTION.pack(*step) for step in steps)


def forget_signals() -> None:
    """Ignore what ends the web process: it drains, and its end is ours. An alarm ends this process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
