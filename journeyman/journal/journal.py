"""The journal: every event goes into the store first, then to the sinks (log files, state file, front ends)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Protocol

from journeyman.store import Store
from journeyman.values import Event, EventLevel, Json

Sink = Callable[[Event], None]
"""Receives every event after it was stored, on the thread that caused it. Must be quick and must not raise."""


class TextRedactor(Protocol):
    """What the journal needs of :class:`journeyman.redact.Redactor`."""

    def text(self, text: str) -> str:
        """Return ``text`` without secrets."""
        ...

    def value(self, value: Json) -> Json:
        """Return a JSON value without secrets."""
        ...


def printable(text: str) -> str:
    """Return ``text`` with what no encoding can hold (bytes of a file name that are no UTF-8) written as escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


class Journal:
    """Makes, redacts, stores and hands out events."""

    def __init__(self, store: Store, redactor: TextRedactor, clock: Callable[[], float] = time.time) -> None:
        self.store = store
        self.redactor = redactor
        self._clock = clock
        self._sinks: list[Sink] = []

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Hand every later event to ``sink``; call the result to stop that."""
        self._sinks.append(sink)
        return lambda: self._sinks.remove(sink) if sink in self._sinks else None

    def event(
        self,
        name: str,
        message: str = "",
        *,
        level: EventLevel = "info",
        action_id: str = "",
        plan_id: str = "",
        kind: str = "",
        data: Mapping[str, Json] | None = None,
    ) -> Event:
        """Return an event of now with secrets redacted; it is not written yet."""
        clean = self.redactor.value(dict(data)) if data else {}
        text = printable(self.redactor.text(message))
        return Event(name, self._clock(), text, level, action_id, plan_id, kind, clean)

    def record(
        self,
        name: str,
        message: str = "",
        *,
        level: EventLevel = "info",
        action_id: str = "",
        plan_id: str = "",
        kind: str = "",
        data: Mapping[str, Json] | None = None,
    ) -> Event:
        """Make an event, store it and hand it to the sinks."""
        event = self.event(name, message, level=level, action_id=action_id, plan_id=plan_id, kind=kind, data=data)
        written = self.store.append(event)[0]
        self.publish(written)
        return written

    def publish(self, event: Event) -> None:
        """Hand an event that is already stored to the sinks."""
        for sink in self._sinks:
            sink(event)
