"""Hide secrets in text and in JSON values; what is shown is the sort of the secret, nothing of its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from journeyman.redact.fields import HINTS, Span, fields
from journeyman.redact.keys import private_keys
from journeyman.redact.known import KnownValues
from journeyman.redact.names import REFERENCE, SecretName, is_kept, is_secret, secret_name
from journeyman.redact.patterns import RUN, SPECIAL, compiled
from journeyman.redact.tokens import runs, tokens
from journeyman.values import Json

_SEGMENT = 32_768
_LONG = b"a" * RUN


class Redactor:
    """Replaces token formats, values of secret-looking names, passwords in URLs and known values.

    ``extra_values`` (4 characters or longer) are hidden wherever they stand, as are the values (8 characters or
    longer) of secret-looking variables in this process's environment, also of those set later; ``environment``
    replaces that by a fixed mapping. ``${secret:NAME}`` references stay. Safe for several threads.
    """

    def __init__(self, extra_values: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self._known = KnownValues(extra_values, environment)

    @property
    def known(self) -> tuple[str, ...]:
        """The values that are hidden wherever they stand, longest first."""
        return self._known.values

    def text(self, text: str) -> str:
        """Return ``text`` with each secret replaced by ``[redacted:SORT]``."""
        found = self.spans(text)
        return replaced(text, found) if found else text

    def has_secret(self, text: str) -> bool:
        """Tell whether :meth:`text` would change ``text``."""
        return bool(self.spans(text)) and self.text(text) != text

    def value(self, value: Json) -> Json:
        """Return a JSON value with secrets replaced, deep; mappings become dicts and sequences lists.

        The value of a key with a secret-looking name is replaced whole, as is what follows a secret-looking flag in
        a list, and the ``value`` beside a secret-looking ``name``.
        """
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, (list, tuple)):
            return self._items(value)
        return value

    def spans(self, text: str) -> list[Span]:
        """Return where the secrets of ``text`` lie: in order, not overlapping."""
        found: list[Span] = []
        if len(text) <= _SEGMENT:
            self._scan(text, found)
        else:
            for start, end in _segments(text):
                part: list[Span] = []
                self._scan(text[start:end], part)
                found += (Span(span[0] + start, span[1] + start, span[2] + start, span[3]) for span in part)
        if "PRIVATE KEY" in text:
            found += private_keys(text)
        return _merged(found) if len(found) > 1 else found

    def _scan(self, text: str, found: list[Span]) -> None:
        """Collect the secrets that lie within a line: cheap looks first, so that plain text costs little."""
        for value, sort in self._known.refresh():
            if value in text:
                found += _occurrences(text, value, sort)
        classes = runs(text)
        if _LONG in classes:
            found += tokens(text, classes)
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = text.replace("\u0130", "i").lower()  # the one letter that grows
        named = False
        for hint in HINTS:
            if hint in lowered:
                named = True
                found += fields(text, lowered)
                break
        if "://" in text or _may_be_special(lowered, named):
            found += _special(text, lowered)

    def _mapping(self, value: Mapping[str, Json]) -> dict[str, Json]:
        out: dict[str, Json] = {}
        for key, item in value.items():
            name = secret_name(key)
            out[self.text(key)] = self.value(item) if name is None else self._under(name.sort, name.weak, item)
        named = value.get("name", value.get("key"))
        if "value" in value and isinstance(named, str):
            name = secret_name(named)
            if name is not None:
                out["value"] = self._under(name.sort, name.weak, value["value"])
        return out

    def _under(self, sort: str, weak: bool, item: Json) -> Json:
        """Return what stands under a secret-looking name with every text and number of it hidden."""
        if isinstance(item, str):
            return _hidden(item, sort) if is_secret(item, SecretName(sort, weak), quoted=True) else self.text(item)
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            return f"[redacted:{sort}]" if not weak and abs(item) >= 1000 else item
        if isinstance(item, (list, tuple)):
            return [self._under(sort, weak, each) for each in item]
        if isinstance(item, Mapping):
            return {self.text(key): self._under(sort, weak, each) for key, each in item.items()}
        return item

    def _items(self, items: Iterable[Json]) -> list[Json]:
        out: list[Json] = []
        before = ""
        for item in items:
            clean = self.value(item)
            if isinstance(item, str):
                if before[:1] == "-" and clean == item and item[:1] != "-":
                    clean = _after_flag(before, item)
                before = item if len(item) <= 64 else ""
            else:
                before = ""
            out.append(clean)
        return out


def replaced(text: str, found: Iterable[Span]) -> str:
    """Return ``text`` with the spans in ``found`` (in order, not overlapping) replaced by their marks."""
    out: list[str] = []
    done = 0
    for _, start, end, sort in found:
        out += (text[done:start], _hidden(text[start:end], sort))
        done = end
    out.append(text[done:])
    return "".join(out)


def _after_flag(flag: str, item: str) -> str:
    if flag in {"-u", "--user", "--proxy-user"}:
        user, colon, password = item.partition(":")
        return f"{user}:{_hidden(password, 'basic-auth')}" if colon and password and not password.isdigit() else item
    name = secret_name(flag) if "=" not in flag else None
    return _hidden(item, name.sort) if name and is_secret(item, name, quoted=True) else item


def _hidden(value: str, sort: str) -> str:
    """Return the mark for a secret; references to secrets inside of it stay."""
    if "${secret:" not in value:
        return f"[redacted:{sort}]"
    out: list[str] = []
    done = 0
    for reference in REFERENCE.finditer(value):
        out += (f"[redacted:{sort}]" if reference.start() > done else "", reference[0])
        done = reference.end()
    out.append(f"[redacted:{sort}]" if len(value) > done else "")
    return "".join(out)


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text at line ends: what :meth:`Redactor._scan` finds lies within a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _SEGMENT) + 1 or len(text)
        yield start, end
        start = end


def _occurrences(text: str, value: str, sort: str) -> Iterator[Span]:
    at = text.find(value)
    while at >= 0:
        yield Span(at, at, at + len(value), sort)
        at = text.find(value, at + len(value))


def _may_be_special(lowered: str, named: bool) -> bool:
    """Tell whether a row of :data:`SPECIAL` may match; ``named``: one of :data:`HINTS` was found."""
    if named and ("authorization" in lowered or "-pass" in lowered or "sshpass" in lowered or "login " in lowered):
        return True
    if "=" in lowered and ("sig=" in lowered or "cookie:" in lowered):
        return True
    if "-" in lowered and ("-u" in lowered or (" -" in lowered and _programs(lowered))):
        return True
    return "bearer" in lowered


def _programs(lowered: str) -> bool:
    return "curl" in lowered or "mysql" in lowered or "mariadb" in lowered or "redis-cli" in lowered


@cache
def _url() -> re.Pattern[str]:
    return re.compile(
        r"[^\s:/?#@\"<>]{0,256}:(?:([^\s/?#\"<>]{1,1024})@|(?!\d{1,5}/)([^\s@\"<>]{1,1024})@)(?=[\w\[.$-])"
    )


def _special(text: str, lowered: str) -> Iterator[Span]:
    """Yield passwords in URLs, and values that are known by what stands before them."""
    at = lowered.find("://")
    while at >= 0:
        found = _url().match(text, at + 3)
        if found:
            group = found.lastindex or 1
            if not is_kept(found[group]):
                yield Span(at, found.start(group), found.end(group), "password")
        at = lowered.find("://", at + 3)
    for row in SPECIAL:
        for literal in row.literals:
            at = lowered.find(literal)
            while at >= 0:
                found = compiled(row).match(text, at)
                if found and not is_kept(found["s"]):
                    yield Span(at, found.start("s"), found.end("s"), row.sort)
                at = lowered.find(literal, at + len(literal))


def _merged(found: list[Span]) -> list[Span]:
    """Join overlapping spans; a token format's name, which was found first, wins over the name of its field."""
    found.sort(key=lambda span: span[1])
    out = [found[0]]
    for span in found[1:]:
        last = out[-1]
        if span[1] < last[2]:
            longer = last if last[2] - last[1] >= span[2] - span[1] else span
            out[-1] = Span(min(last[0], span[0]), last[1], max(last[2], span[2]), longer[3])
        else:
            out.append(span)
    return out
