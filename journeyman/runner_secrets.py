"""Secrets on their way through the door: resolved at the last moment, hidden everywhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from journeyman.errors import KindError
from journeyman.redact import Redactor, StreamRedactor
from journeyman.values import Action, Decision, Diagnosis, Effect, Json, dumps

_PIECE = 1 << 20
_REFERENCE = re.compile(r"\$\{secret:([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class SecretKeeper:
    """Resolves ``${secret:NAME}`` from the environment and redacts what an action leaves behind."""

    redactor: Redactor

    def resolve(self, action: Action) -> Action:
        """Return ``action`` with its secret references replaced; the same object when it has none.

        Raises KindError, naming the variable, when it is not set in the environment.
        """
        if not (action.args or action.env) or "${secret:" not in dumps([dict(action.args), dict(action.env)]):
            return action
        return replace(action, args=_resolve(action.args), env=_resolve(action.env))

    def stream(self, emit: Callable[[str], None]) -> _Stream:
        """Return a sink that redacts output on its way to ``emit``."""
        return _Stream(StreamRedactor(self.redactor), emit)

    def scrub(self, action: Action) -> Action | None:
        """Return ``action`` with its secrets redacted, or None when it holds none."""
        if not (action.args or action.env or action.cwd != "."):
            return None
        payload = [dict(action.args), dict(action.env), action.cwd]
        clean = self.redactor.value(payload)
        return None if clean == payload else replace(action, args=clean[0], env=clean[1], cwd=clean[2])

    def clean_decision(self, action: Action, decision: Decision) -> Decision:
        """Return ``decision`` without the secrets of ``action``; the same object when it holds none.

        Reasons, effects and signature quote what was asked for, and are shown and kept.
        """
        if self.scrub(action) is None:
            return decision
        text = self.redactor.text

        def clean(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
            return tuple(replace(each, target=text(each.target), reason=text(each.reason)) for each in effects)

        return replace(
            decision,
            signature=text(decision.signature),
            reasons=tuple(text(reason) for reason in decision.reasons),
            effects=clean(decision.effects),
            predicted=clean(decision.predicted),
        )

    def clean_diagnosis(self, diagnosis: Diagnosis | None) -> Diagnosis | None:
        """Return ``diagnosis`` without secrets: it quotes the output."""
        if diagnosis is None:
            return None
        return Diagnosis.from_dict(self.redactor.value(diagnosis.to_dict()))

    def clean_file(self, file: str) -> str:
        """Redact a full output on disk; return its path, or "" when there is no such file.

        It may be huge: it is read piece by piece.
        """
        if not os.path.exists(file):
            return ""
        temporary = f"{file}.clean"
        changed = False
        stream = StreamRedactor(self.redactor)
        with (
            open(file, encoding="utf-8", errors="surrogateescape", newline="") as raw,
            open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="") as clean,
        ):
            while piece := raw.read(_PIECE):
                shown = stream.feed(piece)
                clean.write(shown)
                changed = changed or "[redacted:" in shown
            shown = stream.flush()
            clean.write(shown)
            changed = changed or "[redacted:" in shown
        if changed:
            os.replace(temporary, file)
        else:
            os.unlink(temporary)
        return file


class _Stream:
    """Output on its way to a screen."""

    def __init__(self, redactor: StreamRedactor, emit: Callable[[str], None]) -> None:
        self._redactor = redactor
        self._emit = emit

    def feed(self, chunk: str) -> None:
        """Pass on what is certain to hold no part of a secret."""
        if text := self._redactor.feed(chunk):
            self._emit(text)

    def flush(self) -> None:
        """Pass on the rest."""
        if text := self._redactor.flush():
            self._emit(text)


def _resolve(value: Json) -> Json:
    if isinstance(value, str):
        return _REFERENCE.sub(_secret, value)
    if isinstance(value, Mapping):
        return {key: _resolve(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_resolve(item) for item in value]
    return value


def _secret(match: re.Match[str]) -> str:
    name = match.group(1)
    if name not in os.environ:
        raise KindError(f"the secret {name} is not set; set the environment variable {name} and try again")
    return os.environ[name]
