"""What is to be done: an immutable request, and who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from journeyman.values.canonical import Json, content_hash, freeze
from journeyman.values.ids import new_id


@dataclass(frozen=True, slots=True)
class Origin:
    """Who proposed an action, and through which front end.

    ``proposer`` is ``user``, ``recipe:NAME``, ``model:NAME`` or ``agent``; ``front_end`` is ``shell``,
    ``notebook``, ``terminal``, ``interpreter`` or ``python``. ``session`` names the live kernel or
    interpreter that must run a ``cell.run`` or ``oi.code`` (empty: any process may run it).
    """

    proposer: str = "user"
    front_end: str = "python"
    session: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {"proposer": self.proposer, "front_end": self.front_end, "session": self.session}

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Origin:
        """Rebuild from :meth:`to_dict`."""
        return cls(data["proposer"], data["front_end"], data.get("session", ""))


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: a kind and its arguments.

    ``cwd`` is relative to the workspace. ``env`` is the environment the action declares on top of the
    filtered one. ``content_hash`` covers kind, args, cwd and env: what an approval binds to.
    """

    kind: str
    args: Mapping[str, Json] = field(default_factory=dict)
    cwd: str = "."
    env: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = Origin()
    plan_id: str | None = None
    id: str = ""
    content_hash: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        args, env = freeze(self.args), freeze(self.env)
        put(self, "args", MappingProxyType(args))
        put(self, "env", MappingProxyType(env))
        put(self, "id", self.id or new_id("a"))
        put(
            self,
            "content_hash",
            content_hash({"kind": self.kind, "args": args, "cwd": self.cwd, "env": env}),
        )

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict with everything needed to run the action again."""
        return {
            "id": self.id,
            "kind": self.kind,
            "args": dict(self.args),
            "cwd": self.cwd,
            "env": dict(self.env),
            "origin": self.origin.to_dict(),
            "plan_id": self.plan_id,
            "content_hash": self.content_hash,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Action:
        """Rebuild from :meth:`to_dict`; the hash is computed anew, never taken over."""
        return cls(
            kind=data["kind"],
            args=data["args"],
            cwd=data["cwd"],
            env=data["env"],
            origin=Origin.from_dict(data["origin"]),
            plan_id=data["plan_id"],
            id=data["id"],
        )
