"""Forms that stand for other text: ``$'...'``, ``{a,b}``, ``{1..9}``, ``~user``, what ``printf`` prints."""

from __future__ import annotations

import os
import re

HOLE = "\0"
"""Stands for a part of a word that only running it would tell."""
NUMBER = "1" + HOLE
"""Stands for a number that only running it would tell: never a path of its own, never code."""
COMPUTED = HOLE + "\ue003"
"""Stands for text that a command puts together from literal pieces: it may be meant to hide what it says."""

NAMED = HOLE + "\ue006"
"""Stands for a name of a fixed form that is there already (a hash, an id): never an option."""
SERVED = NAMED + "\ue008"
"""The same, told by a service about what it holds: it may be told that name again."""
LISTED = HOLE + "\ue007"
"""Stands for a line that names a file and does not begin like an option; it may hold blanks."""
TOLD = frozenset({NAMED, SERVED, LISTED})
_MARKS = re.compile("\0[\ue003\ue006\ue007]?\ue008?")


def filled(text: str, sign: str) -> str:
    """Return ``text`` with its unknown parts shown as ``sign``."""
    return _MARKS.sub(sign, text) if HOLE in text else text


_ANSI = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b"}
_ANSI_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c.|.)", re.DOTALL)
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?\Z|([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?\Z")
_FORMAT = re.compile(r"%(?:%|[sbdi])")
_MOST = 64
_PROTECTED = str.maketrans({"{": "\ue000", "}": "\ue001", ",": "\ue002", ".": "\ue004"})
_PLAIN = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": ",", "\ue004": "."})


def protect(text: str) -> str:
    """Return quoted text with the signs of brace expansion replaced, so that it takes no part in one."""
    return text.translate(_PROTECTED)


def unprotect(text: str) -> str:
    """Undo :func:`protect`."""
    return text if text.isascii() else text.translate(_PLAIN)


def decode_ansi(text: str) -> str:
    """Return what stands for the inside of ``$'...'``."""

    def decode(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "xuU" and len(code) > 1:
            value = int(code[1:], 16)
            return chr(value) if 0 < value < 0xD800 or 0xDFFF < value < 0x110000 else HOLE
        if code[0] in "01234567":
            return chr(int(code, 8) & 0xFF) if int(code, 8) & 0xFF else HOLE
        if code[0] == "c":
            return HOLE
        return _ANSI.get(code, code if code in "\\'\"?" else "\\" + code)

    return _ANSI_ESCAPE.sub(decode, text)


def expand_tilde(raw: str, folder: str | None) -> str | None:
    """Return the folder that ``~``, ``~user``, ``~+`` or ``~-`` stands for; None when it is no such prefix."""
    name = raw[1:]
    if not name:
        return os.path.expanduser("~")
    if name == "+":
        return folder or HOLE
    if name == "-" or name.isdigit() or name[0] in "+-":
        return HOLE
    found = os.path.expanduser(raw)
    return found if found != raw else None


def expand_braces(text: str) -> list[str]:
    """Return the brace expansion of ``text`` (lists, ranges, nested); one unknown word when it is too large."""
    found = _expand(text)
    return found if len(found) <= _MOST else [HOLE]


def _expand(text: str) -> list[str]:
    start = text.find("{")
    while start >= 0:
        pieces, end = _pieces(text, start)
        if end and len(pieces) == 1:
            pieces = _ranged(pieces[0])
        if end and pieces:
            break
        start = text.find("{", start + 1)
    else:
        return [text]
    tails = _expand(text[end:])
    middles = [inner for piece in pieces for inner in _expand(piece)]
    if len(tails) * len(middles) > _MOST:
        return [HOLE]
    return [text[:start] + middle + tail for middle in middles for tail in tails]


def _pieces(text: str, start: int) -> tuple[list[str], int]:
    """Return the comma-separated pieces of the brace at ``start``, and where it ends (0: it is not closed)."""
    depth, pieces, last = 0, [], start + 1
    for position in range(start, len(text)):
        sign = text[position]
        if sign == "{":
            depth += 1
        elif sign == "," and depth == 1:
            pieces.append(text[last:position])
            last = position + 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return [*pieces, text[last:position]], position + 1
    return [], 0


def _ranged(text: str) -> list[str]:
    """Return the elements of ``1..9`` or ``a..e``; nothing when it is no range."""
    found = _RANGE.match(text)
    if found is None:
        return []
    low, high, step, first, last, stride = found.groups()
    if first is not None:
        low, high, step = str(ord(first)), str(ord(last)), stride
    start, end, by = int(low), int(high), max(1, abs(int(step or 1)))
    if abs(end - start) // by >= _MOST:
        return [NUMBER] if first is None else [HOLE]
    numbers = range(start, end + 1, by) if end >= start else range(start, end - 1, -by)
    if first is not None:
        return [chr(number) for number in numbers]
    width = max(len(low), len(high)) if re.match(r"-?0\d", low) or re.match(r"-?0\d", high) else 0
    return [f"{number:0{width}d}" for number in numbers]


def print_echo(words: list[str]) -> str:
    """Return what ``echo`` prints for its arguments."""
    ends, escapes, index = True, False, 0
    while index < len(words) and re.fullmatch(r"-[neE]+", words[index]):
        ends = ends and "n" not in words[index]
        escapes = "e" in words[index] if set(words[index]) & {"e", "E"} else escapes
        index += 1
    text = " ".join(words[index:])
    return (decode_ansi(text) if escapes else text) + ("\n" if ends else "")


def print_format(words: list[str]) -> str | None:
    """Return what ``printf`` prints, or None where its format holds more than plain strings."""
    words = words[1:] if words[:1] == ["--"] else words
    if not words or words[0].startswith("-") or re.search(r"%(?![%sbdi])", words[0]):
        return None
    template, rest, printed = decode_ansi(words[0]), list(words[1:]), []
    for _ in range(_MOST * 4):

        def take(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            text = rest.pop(0) if rest else ""
            return decode_ansi(text) if found[0] == "%b" else text

        before = len(rest)
        printed.append(_FORMAT.sub(take, template))
        if not rest:
            return "".join(printed)
        if len(rest) == before:
            return "".join(printed)
    return None
