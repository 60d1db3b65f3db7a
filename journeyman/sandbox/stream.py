"""Output as it arrives: decoded piece by piece, kept whole on disk and bounded in memory."""

from __future__ import annotations

import codecs
import os
from collections import deque
from pathlib import Path

from journeyman.sandbox.spec import OnOutput


class BoundedText:
    """The beginning and the end of a text, with a note of what lies between: at most about ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self._head_limit = limit // 2
        self._tail_limit = limit - self._head_limit
        self._head: list[str] = []
        self._head_size = 0
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._dropped = 0

    def add(self, text: str) -> None:
        """Append ``text``."""
        room = self._head_limit - self._head_size
        if room > 0:
            self._head.append(text[:room])
            self._head_size += len(text[:room])
            text = text[room:]
        if not text:
            return
        self._tail.append(text)
        self._tail_size += len(text)
        while self._tail_size - len(self._tail[0]) >= self._tail_limit:
            gone = self._tail.popleft()
            self._tail_size -= len(gone)
            self._dropped += len(gone)

    @property
    def truncated(self) -> bool:
        """True when something between head and tail is missing."""
        return self._dropped > 0 or self._tail_size > self._tail_limit

    def text(self) -> str:
        """Return head and tail, with a line between them that tells how many characters are left out."""
        tail = "".join(self._tail)
        extra = max(0, len(tail) - self._tail_limit)
        missing = self._dropped + extra
        if not missing:
            return "".join(self._head) + tail
        return f"{''.join(self._head)}\n[... {missing} characters left out ...]\n{tail[extra:]}"


class Sink:
    """Takes raw output: bytes to a file (mode 0600), text to a listener, a bounded text to memory."""

    def __init__(self, path: Path, listener: OnOutput | None, limit: int) -> None:
        self.folder = path.parent
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._listener = listener
        self.bounded = BoundedText(limit)
        self.incomplete = False

    def feed(self, data: bytes, final: bool = False) -> None:
        """Take a piece of output."""
        self._keep(data)
        text = self._decoder.decode(data, final)
        if text:
            self.bounded.add(text)
            if self._listener:
                self._listener(text)

    def _keep(self, data: bytes) -> None:
        """A full disk must not kill a running action: the file ends there, the rest goes on."""
        view = memoryview(data)
        try:
            while view and not self.incomplete:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            self.incomplete = True

    def close(self) -> None:
        """Finish decoding and close the file."""
        try:
            self.feed(b"", final=True)
        finally:
            os.close(self._descriptor)
