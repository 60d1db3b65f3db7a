"""Notebook cells taken apart: Python, shell escapes, magics."""

from __future__ import annotations

import re

from journeyman.gate.analysis.python_names import CODE_MAGICS, READ_MAGICS, SHELL_MAGICS

_ESCAPE = re.compile(r"^(\s*)(?:[A-Za-z_][\w, .\[\]'\"]*=\s*)?([!%])(?=[\w!\s.~/%(\"'$-])(.*)$")
_INSTALLERS = frozenset({"pip", "conda", "mamba", "uv", "micromamba", "pip3"})
_HELP = re.compile(r"^\s*(\?{1,2}[\w.*%]+|%?[\w.*]+\?{1,2})\s*$")


def split_cell(code: str) -> list[tuple[str, str]]:
    """Return (language, text) pairs: ``python``, ``shell``, ``install`` or ``magic`` (its name).

    The order of pieces is not that of the cell: Python lines come together, with escapes replaced by ``pass``.
    """
    stripped = code.lstrip()
    if stripped.startswith("%%"):
        return _cell_magic(stripped)
    pieces: list[tuple[str, str]] = []
    lines: list[str] = []
    for line in code.split("\n"):
        found = _ESCAPE.match(line)
        if _HELP.match(line):
            lines.append("pass")
        elif found and not _inside_text(lines):
            pieces.extend(_escape(found[2], found[3]))
            lines.append(found[1] + "pass")
        else:
            lines.append(line)
    return [("python", "\n".join(lines)), *pieces]


def _inside_text(lines: list[str]) -> bool:
    """Return whether the lines so far end inside a triple-quoted text (a guess that only chooses who judges)."""
    text = "\n".join(lines)
    return text.count('"""') % 2 == 1 or text.count("'''") % 2 == 1


def _cell_magic(code: str) -> list[tuple[str, str]]:
    head, _, body = code[2:].partition("\n")
    name, _, rest = head.strip().partition(" ")
    if name in SHELL_MAGICS:
        if name == "script" and rest.split()[:1] not in (["bash"], ["sh"]):
            return [("magic", name)]
        if rest and name != "script":
            return [("shell", body), ("magic", f"{name} with options")]
        return [("shell", body)]
    if name in CODE_MAGICS:
        return [*split_cell(body), *([("python", _code(rest))] if rest and name != "capture" else [])]
    return [("magic", name)]


def _escape(sign: str, text: str) -> list[tuple[str, str]]:
    if sign == "!":
        return [("shell", text.lstrip("!"))]
    name, _, rest = text.lstrip("%").strip().partition(" ")
    if name in _INSTALLERS:
        reads = rest.split()[:1] in (["list"], ["show"], ["freeze"], ["check"], ["--version"])
        return [("shell", f"{name} {rest}")] if reads else [("install", f"%{name}")]
    if name in SHELL_MAGICS:
        return [("shell", rest)]
    if name in {"time", "timeit"}:
        return [("python", _code(rest))]
    if name in READ_MAGICS:
        return []
    return [("magic", name)]


def _code(text: str) -> str:
    """Return a magic's code without its options."""
    return re.sub(r"^(\s*-[a-zA-Z]\s?\d*)+\s*", "", text)
