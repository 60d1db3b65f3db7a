"""What changed in the workspace while an action ran, exactly enough to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from journeyman.values.canonical import Json

EntryType = Literal["file", "dir", "link"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One path as it was: type, permission bits, mtime in ns; a file's SHA-256 and size, or a link's target.

    ``digest`` is "" for a file whose content was not kept (over the cap): such an entry cannot be restored.
    """

    type: EntryType
    mode: int
    mtime_ns: int = 0
    digest: str = ""
    size: int = 0
    target: str = ""

    def to_list(self) -> list[Json]:
        """Return a compact JSON-ready list."""
        return [self.type, self.mode, self.mtime_ns, self.digest, self.size, self.target]

    @classmethod
    def from_list(cls, data: list[Json]) -> Entry:
        """Rebuild from :meth:`to_list`."""
        return cls(*data)


@dataclass(frozen=True, slots=True)
class Change:
    """One path before and after; None means that it did not exist. ``path`` is workspace-relative (fsdecoded)."""

    path: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that one action changed. ``status`` tells whether the change stands or was taken back.

    ``unrestorable`` lists changed paths that cannot be brought back (too large, unreadable).
    """

    id: str
    action_id: str
    created: float
    changes: tuple[Change, ...]
    status: Literal["applied", "undone"] = "applied"
    unrestorable: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "id": self.id,
            "action_id": self.action_id,
            "created": self.created,
            "changes": [
                [
                    change.path,
                    change.before.to_list() if change.before else None,
                    change.after.to_list() if change.after else None,
                ]
                for change in self.changes
            ],
            "status": self.status,
            "unrestorable": list(self.unrestorable),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Checkpoint:
        """Rebuild from :meth:`to_dict`."""
        changes = tuple(
            Change(
                path,
                Entry.from_list(before) if before else None,
                Entry.from_list(after) if after else None,
            )
            for path, before, after in data["changes"]
        )
        return cls(
            data["id"],
            data["action_id"],
            data["created"],
            changes,
            data["status"],
            tuple(data["unrestorable"]),
        )
