"""Redact text that arrives in pieces: a secret cut in two must not slip through."""

from __future__ import annotations

import re
from functools import cache

from journeyman.redact.fields import HINTS, Span
from journeyman.redact.keys import SORT, footer, undecided
from journeyman.redact.redactor import Redactor, replaced

LIMIT = 16_384
"""The most that is held back, in characters."""

_KEEP = 4_096
"""How far from the end a line without an end may be cut: everything that shows a secret is nearer together."""

_LOUD = (
    *HINTS,
    *("-----", "://", "=", '"', "'", "`", "<", "-u", "bearer", "cookie", "env ", "login"),
    *("curl", "mysql", "mariadb", "redis-cli"),
)
"""What may begin a field whose value is still to come; a line without any is passed on word by word."""


class StreamRedactor:
    """Passes on what is certain to hold no part of a secret, and holds back the rest (at most :data:`LIMIT`).

    Complete lines are passed on at once; the words of an unfinished line too, unless it may be about to tell a secret.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._held = ""
        self._in_key = False
        self._in_secret = False
        self._line_end = ""

    def feed(self, chunk: str) -> str:
        """Take a piece and return what can be shown by now."""
        self._held += chunk
        out = []
        while self._held:
            size = len(self._held)
            if self._in_key:
                self._skip_key()
            elif self._in_secret:
                self._skip_line()
            else:
                out.append(self._pass_on())
            if len(self._held) == size:
                break
        return "".join(out)

    def flush(self) -> str:
        """Return the rest; the stream may go on afterwards."""
        if self._in_key and self._held and not _key_line().fullmatch(self._held):
            self._in_key = False
        rest = "" if self._in_key or self._in_secret else self._redactor.text(self._held)
        self._held = ""
        self._in_key = self._in_secret = False
        return rest

    def _pass_on(self) -> str:
        held = self._held
        cut = self._natural_cut(held)
        if cut <= 0:
            return ""
        spans = self._redactor.spans(held)
        opened = undecided(held)
        if opened is not None:
            cut = min(cut, opened)
        cut = self._before_known(held, cut)
        for span in spans:
            if span.sort == SORT and span.start < cut and _is_open(held, span, cut):
                return self._open_key(spans, span)
            if span.context < cut < span.end:
                cut = span.context
                break
        if cut <= 0 and len(held) > LIMIT:
            return self._open_secret(spans)
        self._held = held[cut:]
        return replaced(held[:cut], [span for span in spans if span.end <= cut])

    def _natural_cut(self, held: str) -> int:
        """Return where the held text may be cut, before any secret in it is looked at."""
        cut = max(held.rfind("\n"), held.rfind("\r", 0, len(held) - 1)) + 1
        if len(held) - cut > LIMIT:
            return len(held) - _KEEP
        space = held.rfind(" ") + 1
        if space > cut:
            lowered = held[cut:].lower()
            if not any(mark in lowered for mark in _LOUD):
                return space
        return cut

    def _before_known(self, held: str, cut: int) -> int:
        """Return ``cut``, or the beginning of a known value with white space that may lie across it."""
        for value in self._redactor.known:
            if not value.isspace() and len(value.split(None, 1)) > 1:
                at = held.find(value[0], max(0, cut - len(value) + 1), cut)
                while at >= 0:
                    if held.startswith(value[: len(held) - at], at):
                        cut = at
                        break
                    at = held.find(value[0], at + 1, cut)
        return cut

    def _open_key(self, spans: list[Span], key: Span) -> str:
        self._in_key, self._line_end = True, ""
        self._held, held = self._held[key.end :], self._held
        return replaced(held[: key.end], [span for span in spans if span.end <= key.end])

    def _skip_key(self) -> None:
        """Drop lines of a private key; the first other line ends it, and so does its last line."""
        last = footer().search(self._held)
        end = self._held.find("\n") + 1
        if last and (not end or last.start() < end):
            self._held, self._in_key = self._held[last.end() :], False
        elif end:
            if _key_line().fullmatch(self._held, 0, end):
                self._held, self._line_end = self._held[end:], "\n"
            else:
                self._held, self._in_key = self._line_end + self._held, False
        elif len(self._held) > LIMIT:
            self._held = self._held[-_KEEP:]

    def _open_secret(self, spans: list[Span]) -> str:
        """Give up on a secret that is longer than what may be held: hide the rest of its line."""
        first = spans[0]
        self._in_secret = True
        self._held, held = self._held[first.end :], self._held
        return replaced(held[: first.end], [first])

    def _skip_line(self) -> None:
        end = self._held.find("\n")
        self._held, self._in_secret = ("", True) if end < 0 else (self._held[end:], False)


def _is_open(held: str, key: Span, cut: int) -> bool:
    """Tell whether more of a private key may be on its way."""
    going_on = key.end >= cut or _key_tail().fullmatch(held, key.end)
    return bool(going_on) and not footer().search(held, key.start, key.end)


@cache
def _key_tail() -> re.Pattern[str]:
    return re.compile(r"(?:\s|\\+[nrt]?)*+(?:-{1,5}|-----E[A-Z0-9 ]{0,60}-{0,4})?")


@cache
def _key_line() -> re.Pattern[str]:
    return re.compile(
        r"[\s|+>\"'(,]*+(?:[A-Za-z-]{3,20}: [^\n]{0,200}|[A-Za-z0-9+/=]*+(?:\\+[nrt]|[A-Za-z0-9+/=])*+[\s\"'+,)\\]*+)"
        r"|\s*-{1,5}(?:E(?:N(?:D[A-Z0-9 ]*)?)?)?-{0,5}"
    )
