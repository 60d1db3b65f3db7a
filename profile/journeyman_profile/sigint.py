"""Take Ctrl-C for a while, to stop something gently instead of being torn out of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def on_sigint(act: Callable[[], object]) -> Iterator[None]:
    """Call ``act`` on Ctrl-C instead of raising; on other threads than the main one signals cannot be set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        act()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
