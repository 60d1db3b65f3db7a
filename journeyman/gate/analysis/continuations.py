"""Tell which continued lines the shell would join, wherever its own rule for them needs no parser."""

from __future__ import annotations

_BEYOND = ("`", "${", "((", "\r", "\0", "$[")
"""Forms inside which quotes, comments or backslashes follow rules of their own."""
_BEFORE_A_COMMENT = " \t\n;&|()<>"


def without_continuations(text: str) -> str | None:
    """Return ``text`` with each backslash and newline that the shell takes out taken out; those it keeps stay.

    None when it holds something by which that cannot be told sign by sign: a here-document, backticks, ``${``, a
    substitution inside double quotes, an open quote.
    """
    if any(form in text for form in _BEYOND) or "<<" in text.replace("<<<", ""):
        return None
    found: list[str] = []
    place = 0
    while place < len(text):
        end = _end_of_part(text, place, found[-1][-1:] if found else "\n")
        if end is None:
            return None
        part = text[place:end]
        if part.startswith('"'):
            part = _joined(part)
        if part != "\\\n":
            found.append(part)
        place = end
    return "".join(found)


def _end_of_part(text: str, place: int, before: str) -> int | None:
    """Return where the quoted text, comment, pair or single sign ends that starts at ``place``."""
    sign = text[place]
    if sign == "\\":
        return place + 2 if place + 1 < len(text) else None
    if sign == "#" and before in _BEFORE_A_COMMENT:
        end = text.find("\n", place)
        return len(text) if end < 0 else end
    if sign == "'":
        end = _closing(text, place) if before == "$" else text.find("'", place + 1)
        if end < 0 or (before == "$" and "\\\n" in text[place:end]):
            return None
        return end + 1
    if sign == '"':
        end = _closing(text, place)
        return None if end < 0 or "$(" in _joined(text[place:end]) else end + 1
    return place + 1


def _closing(text: str, place: int) -> int:
    """Return where a quote is closed in which a backslash takes the next sign along; -1 for nowhere."""
    quote = text[place]
    place += 1
    while place < len(text):
        if text[place] == quote:
            return place
        place += 2 if text[place] == "\\" else 1
    return -1


def _joined(quoted: str) -> str:
    pieces = []
    place = 0
    while place < len(quoted):
        width = 2 if quoted[place] == "\\" else 1
        if quoted[place : place + 2] != "\\\n":
            pieces.append(quoted[place : place + width])
        place += width
    return "".join(pieces)
