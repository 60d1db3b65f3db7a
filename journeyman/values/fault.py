"""Why something failed, and what would help: values that every room and front end share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from journeyman.values.canonical import Json

Severity = Literal["minor", "moderate", "critical"]
Safety = Literal["safe", "ask", "dangerous"]
FixOperation = Literal["command", "edit", "install", "stop", "restart", "rollback", "advice"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``old`` by ``new`` in ``path``, at ``line`` (counted from 1); ``path`` is "" for the code of a cell."""

    path: str
    line: int
    old: str
    new: str

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {"path": self.path, "line": self.line, "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that would help: a command, an edit, or advice for a person.

    ``safety`` is what the one who proposes it expects (``safe``: changes nothing that cannot be taken back, and nothing
    outside the workspace); the gate judges it all the same when it is carried out. ``operation`` says what a command is
    for: an ``install`` runs in the project's environment. Of ``stop``, ``restart`` and ``rollback`` the command is the
    id of the action that is stopped, started anew or taken back.
    """

    safety: Safety
    command: str = ""
    edit: Edit | None = None
    advice: str = ""
    operation: FixOperation = "advice"

    def __str__(self) -> str:
        if self.edit is not None:
            where = f"{self.edit.path}:{self.edit.line}: " if self.edit.path else f"line {self.edit.line}: "
            return self.advice or f"{where}replace `{self.edit.old.strip()}` by `{self.edit.new.strip()}`"
        if self.command and self.operation not in ("stop", "restart", "rollback"):
            return f"{self.command}  ({self.advice})" if self.advice else self.command
        return self.advice

    @property
    def key(self) -> str:
        """What tells this fix from the others of the same failure, in the memory of what worked."""
        if self.edit is not None:
            return f"edit {self.edit.path}:{self.edit.old.strip()}->{self.edit.new.strip()}"
        return f"{self.operation} {self.command or self.advice}"

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict; only what is given is in it."""
        found: dict[str, Json] = {"safety": self.safety, "operation": self.operation}
        if self.command:
            found["command"] = self.command
        if self.edit is not None:
            found["edit"] = self.edit.to_dict()
        if self.advice:
            found["advice"] = self.advice
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Json] | str) -> Fix:
        """Rebuild from :meth:`to_dict`; a bare text, as older records hold, is advice."""
        if isinstance(data, str):
            return advice(data)
        edit = Edit(**data["edit"]) if data.get("edit") else None
        return cls(data["safety"], data.get("command", ""), edit, data.get("advice", ""), data["operation"])


def command(text: str, safety: Safety = "ask", advice: str = "", operation: FixOperation = "command") -> Fix:
    """Return a fix that runs ``text`` in the shell."""
    return Fix(safety, text, None, advice, operation)


def install(text: str, advice: str = "", safety: Safety = "ask") -> Fix:
    """Return a fix that installs something with the command ``text``."""
    return Fix(safety, text, None, advice, "install")


def edit(path: str, line: int, old: str, new: str, advice: str = "", safety: Safety = "safe") -> Fix:
    """Return a fix that replaces text in a file, or with an empty ``path`` in the code of a cell."""
    return Fix(safety, "", Edit(path, line, old, new), advice, "edit")


def advice(text: str) -> Fix:
    """Return a fix that only a person can carry out."""
    return Fix("safe", "", None, text, "advice")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why something failed: a stable code (``tool.problem``), one sentence, and what would help, the best first.

    ``line`` is counted from 1 in the output that was given (for code without an output: in the code). ``why`` explains
    in a sentence or two; ``where`` is a place in the user's own files, ``path:line`` or with ``in FUNCTION``;
    ``reason`` says why it has its severity; ``fingerprint`` is the same for the same failure, wherever it comes up.
    """

    code: str
    summary: str
    severity: Severity = "moderate"
    line: int | None = None
    fixes: tuple[Fix, ...] = ()
    why: str = ""
    where: str = ""
    reason: str = ""
    fingerprint: str = ""

    @property
    def tool(self) -> str:
        """The tool whose failure it is."""
        return self.code.partition(".")[0]

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "code": self.code,
            "summary": self.summary,
            "severity": self.severity,
            "line": self.line,
            "fixes": [fix.to_dict() for fix in self.fixes],
            "why": self.why,
            "where": self.where,
            "reason": self.reason,
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Diagnosis:
        """Rebuild from :meth:`to_dict`."""
        return cls(**{**data, "fixes": tuple(map(Fix.from_dict, data["fixes"]))})
