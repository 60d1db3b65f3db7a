"""Become a program with some system calls forbidden, as in a container that allows no namespaces.

``python denied.py namespaces|landlock|both PROGRAM ARGUMENTS``: the filter denies what such a container's does.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_AMD = os.uname().machine == "x86_64"
_ARCHITECTURE = 0xC000003E if _AMD else 0xC00000B7
_CLONE, _CLONE3 = (56 if _AMD else 220), 435
_NAMESPACES = (272, 308, 165, 166, 155) if _AMD else (97, 268, 40, 39, 41)
"""unshare, setns, mount, umount2, pivot_root"""
_LANDLOCK = (444, 445, 446)


def code(what: str) -> bytes:
    lines = [(0x20, 0, 0, 4), (0x15, 1, 0, _ARCHITECTURE), (0x06, 0, 0, 0x7FFF0000), (0x20, 0, 0, 0)]
    if what in ("namespaces", "both"):
        for number in _NAMESPACES:
            lines += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050001)]
        lines += [(0x15, 0, 1, _CLONE3), (0x06, 0, 0, 0x00050026)]
        lines += [(0x15, 0, 4, _CLONE), (0x20, 0, 0, 16), (0x45, 0, 1, 0x7E020000), (0x06, 0, 0, 0x00050001)]
        lines += [(0x06, 0, 0, 0x7FFF0000)]
    if what in ("landlock", "both"):
        for number in _LANDLOCK:
            lines += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050026)]
    lines.append((0x06, 0, 0, 0x7FFF0000))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def install(what: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    text = code(what)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(Program(len(text) // 8, text)), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter was not accepted")


if __name__ == "__main__":
    install(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])
