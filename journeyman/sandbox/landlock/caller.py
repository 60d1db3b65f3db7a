"""A confined thread whose system call waits: what its arguments point to, and its folder, descriptors and umask."""

from __future__ import annotations

import errno
import os

from journeyman.sandbox.landlock import kernel
from journeyman.sandbox.landlock.kernel import O_CLOEXEC, O_PATH

CURRENT_FOLDER = -100
"""AT_FDCWD"""
LATER = 1 << 62
"""Instead of a result: the answer has been given, or will be by somebody else."""
_LONGEST_PATH = 4096
_LONGEST_VALUE = 65536


class Caller:
    """Who asks, and with which arguments."""

    __slots__ = ("_memory", "request")

    def __init__(self, request: kernel.Request) -> None:
        self.request = request
        self._memory = -1

    def close(self) -> None:
        """Let go of the thread's memory."""
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    def number(self, index: int) -> int:
        """Return an argument as the kernel takes it: a signed 32-bit number."""
        value: int = self.request.numbers[index] & 0xFFFFFFFF
        return value - (1 << 32) if value & 0x80000000 else value

    def size(self, index: int) -> int:
        """Return an argument as a signed 64-bit number."""
        value: int = self.request.numbers[index]
        return value - (1 << 64) if value >> 63 else value

    def memory(self, index: int, size: int) -> bytes:
        """Return what an argument points to. Raises OSError (EFAULT) when there is less."""
        data = self._read(self.request.numbers[index], size)
        if len(data) < size:
            raise OSError(errno.EFAULT, "bad address")
        return data

    def text(self, index: int, limit: int = _LONGEST_PATH) -> bytes:
        """Return the text that an argument points to. Raises OSError: EFAULT, ENAMETOOLONG."""
        address, found = self.request.numbers[index], b""
        while len(found) < limit:
            # up to the end of a page: the next one may not be there
            piece = self._read(address + len(found), 4096 - (address + len(found)) % 4096)
            if not piece:
                raise OSError(errno.EFAULT, "bad address")
            text, end, _ = piece.partition(b"\0")
            found += text
            if end:
                return found
        raise OSError(errno.ENAMETOOLONG, "file name too long")

    def _read(self, address: int, size: int) -> bytes:
        if not 0 < address < 1 << 63 or size > _LONGEST_VALUE:
            raise OSError(errno.EFAULT, "bad address")
        if self._memory < 0:
            self._memory = os.open(f"/proc/{self.request.tid}/mem", os.O_RDONLY | O_CLOEXEC)
            if not self.request.valid():
                raise OSError(errno.ESRCH, "no such process")
        try:
            return os.pread(self._memory, size, address)
        except OSError:
            raise OSError(errno.EFAULT, "bad address") from None

    def descriptor(self, number: int) -> int:
        """Return a path descriptor of what the caller's descriptor (or CURRENT_FOLDER) stands for; close it."""
        place = "cwd" if number == CURRENT_FOLDER else f"fd/{number}"
        try:
            found = os.open(f"/proc/{self.request.tid}/{place}", O_PATH | O_CLOEXEC)
        except FileNotFoundError:
            raise OSError(errno.EBADF, "bad file descriptor") from None
        if not self.request.valid():
            os.close(found)
            raise OSError(errno.ESRCH, "no such process")
        return found

    def share(self, number: int) -> int:
        """Return a copy of the caller's descriptor, for the same open socket; close it."""
        with open(f"/proc/{self.request.tid}/status", "rb", buffering=0) as stream:
            group = _field(stream.read(4096), b"Tgid:")
        handle = os.pidfd_open(int(group))
        try:
            if not self.request.valid():
                raise OSError(errno.ESRCH, "no such process")
            return kernel.call("pidfd_getfd", handle, number, 0)
        finally:
            os.close(handle)

    def umask(self) -> int:
        """Return the caller's umask."""
        with open(f"/proc/{self.request.tid}/status", "rb", buffering=0) as stream:
            return int(_field(stream.read(4096), b"Umask:"), 8)


def _field(status: bytes, name: bytes) -> bytes:
    found = status.partition(b"\n" + name)[2].split(None, 1)
    if not found:  # killed meanwhile: what is left of it has no such line
        raise OSError(errno.ESRCH, "no such process")
    return found[0]
