"""Values that are known to be secret: those given, and those of this process's environment."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping

from journeyman.redact.names import is_kept, secret_name

SHORTEST = 8
"""Shorter values of the environment are left alone: they would hide ordinary words."""

_SHORTEST_GIVEN = 4
_SHORTEST_LINE = 16
_REFRESH = 1.0  # seconds between two looks at the environment, when its size has not changed
_ORDINARY = frozenset(
    ["password", "passw0rd", "changeme", "postgres", "postgresql", "localhost", "username", "development"]
    + ["production", "disabled", "required", "optional", "undefined", "redacted", "journeyman"]
)
"""Values that stand for no secret; hiding them would hide ordinary words."""


class KnownValues:
    """The known secrets with their sorts. A secret once seen stays known, also after its variable is gone.

    ``environment`` is a fixed mapping; None follows this process's environment as it changes.
    """

    def __init__(self, given: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self._fixed = environment
        self._sorts: dict[str, str] = {}
        self._size = -1
        self._until = 0.0
        self.items: tuple[tuple[str, str], ...] = ()
        for value in given:
            if len(value) >= _SHORTEST_GIVEN:
                _add(self._sorts, value, "known-value")
        self._read()

    @property
    def values(self) -> tuple[str, ...]:
        """The known secrets, longest first."""
        return tuple(value for value, _ in self.items)

    def refresh(self) -> tuple[tuple[str, str], ...]:
        """Return (value, sort) pairs, longest first, after a look at the environment when it may have changed."""
        if self._fixed is None and (len(os.environ) != self._size or time.monotonic() > self._until):
            self._read()
        return self.items

    def _read(self) -> None:
        environment = os.environ if self._fixed is None else self._fixed
        self._size = len(environment)
        self._until = time.monotonic() + _REFRESH
        sorts = dict(self._sorts)
        for name in list(environment):
            value = environment.get(name, "")
            if len(value) < SHORTEST or value in sorts:
                continue
            if "://" in value:
                value = _password_of_url(value)
            elif secret_name(name) is None:
                continue
            if len(value) >= SHORTEST and value.lower() not in _ORDINARY and not is_kept(value):
                _add(sorts, value, f"value-of-{name}")
        self._take(sorts)

    def _take(self, sorts: dict[str, str]) -> None:
        self._sorts = sorts
        self.items = tuple(sorted(sorts.items(), key=lambda item: -len(item[0])))


def _password_of_url(url: str) -> str:
    account, found, _ = url.split("://", 1)[1].rpartition("@")
    return account.partition(":")[2] if found else ""


def _add(sorts: dict[str, str], value: str, sort: str) -> None:
    """Remember a value, the form it takes inside JSON and percent encoding, and its lines."""
    sorts.setdefault(value, sort)
    if not value.isalnum():
        from urllib.parse import quote, quote_plus

        escaped = (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1])
        for form in (*escaped, quote(value, safe="", errors="replace"), quote_plus(value, errors="replace")):
            sorts.setdefault(form, sort)
    if "\n" in value:
        for line in value.splitlines():
            if len(line.strip()) >= _SHORTEST_LINE:
                sorts.setdefault(line.strip(), sort)
