"""What one command really contacted, bounded in memory."""

from __future__ import annotations

from dataclasses import dataclass

from journeyman.sandbox.spec import Contact

_MOST = 500
"""Different hosts and ports that are told apart; further ones count as one, named ``*``."""


@dataclass(slots=True)
class Line:
    """What went to and came from one host and port (bytes), over all connections."""

    host: str
    port: int
    allowed: bool = True
    reason: str = ""
    sent: int = 0
    received: int = 0


class Ledger:
    """Keeps one line for each host and port."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], Line] = {}

    def line(self, host: str, port: int) -> Line:
        """Return the line of ``host`` and ``port``."""
        key = (host, port)
        if key not in self._lines and len(self._lines) >= _MOST:
            key = ("*", 0)
        return self._lines.setdefault(key, Line(*key))

    def contacts(self) -> tuple[Contact, ...]:
        """Return all lines as values, in the order of first contact."""
        return tuple(
            Contact(line.host, line.port, line.allowed, line.sent, line.received, line.reason)
            for line in self._lines.values()
        )
