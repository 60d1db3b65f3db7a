"""One line of the journal: what happened, chained by hash to what happened before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeyman.values.canonical import Json, dumps

EventLevel = Literal["debug", "info", "warning", "error"]

GENESIS = "0" * 64
"""The hash that the first event of a journal is chained to."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. ``time`` is Unix seconds; ``name`` is dotted (``action.done``).

    ``seq`` and ``hash`` are given by the store when the event is written (0 and "" before).
    """

    name: str
    time: float
    message: str = ""
    level: EventLevel = "info"
    action_id: str = ""
    plan_id: str = ""
    kind: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)
    seq: int = 0
    hash: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "seq": self.seq,
            "time": self.time,
            "name": self.name,
            "level": self.level,
            "message": self.message,
            "action_id": self.action_id,
            "plan_id": self.plan_id,
            "kind": self.kind,
            "data": dict(self.data),
            "hash": self.hash,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Event:
        """Rebuild from :meth:`to_dict`."""
        return cls(**data)


def chain_hash(previous: str, seq: int, event: Event, data_text: str) -> str:
    """Return the SHA-256 that ties ``event`` at position ``seq`` to the hash before it.

    ``data_text`` is the canonical JSON of ``event.data``, passed in so that a writer encodes it once.
    """
    body = dumps(
        [
            previous,
            seq,
            event.time,
            event.name,
            event.level,
            event.message,
            event.action_id,
            event.plan_id,
            event.kind,
            data_text,
        ]
    )
    return hashlib.sha256(body.encode("ascii")).hexdigest()
