"""Processes that die when they, or what they start, reach for a network: Python and native code.

A filter of the kernel (seccomp) kills on the calls that send or connect. Making a socket is let
through: urllib3 makes one when it is imported, to see whether IPv6 exists.
"""

from __future__ import annotations

import ctypes
import platform
import signal
import sys
from collections.abc import Callable

# connect, sendto, sendmsg, sendmmsg; include/uapi/linux/audit.h and the kernel's syscall tables.
_CALLS = {
    "x86_64": (0xC000003E, (42, 44, 46, 307)),
    "aarch64": (0xC00000B7, (203, 206, 211, 269)),
}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_NUMBER_AT, _MACHINE_AT = 0, 4  # struct seccomp_data

KILLED = -signal.SIGSYS


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("jump_if", ctypes.c_ubyte),
        ("jump_else", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def shut_off() -> Callable[[], None] | None:
    """For `preexec_fn`: shuts a process off for good; None where there is no such filter."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return None
    machine, calls = _CALLS[platform.machine()]
    last = len(calls)
    steps = [
        _Step(_LOAD, 0, 0, _MACHINE_AT),
        _Step(_IF_EQUAL, 0, last + 2, machine),  # calls of another machine have other numbers
        _Step(_LOAD, 0, 0, _NUMBER_AT),
        *(_Step(_IF_EQUAL, last - place, 0, call) for place, call in enumerate(calls)),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _KILL),
    ]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)

    def shut() -> None:
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(
            _SECCOMP, _FILTER, ctypes.byref(program), 0, 0
        ):
            raise OSError(ctypes.get_errno(), "the kernel refuses the filter")

    return shut
