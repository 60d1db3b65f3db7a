"""Notebook cells taken apart: Python, shell escapes, magics."""

from __future__ import annotations

import ast
import re
import warnings

from journeyman.gate.analysis.names import names

_ESCAPE = re.compile(r"^(\s*)(?:[A-Za-z_*(\[][\w, .*()\[\]'\"]*=\s*)?(!(?=[^=])|%%?\s?(?=[A-Za-z]))(.*)$", re.DOTALL)
_HELP = re.compile(r"^\s*(\?{1,2}\s*%{0,2}[\w.*]+|%{0,2}[\w.*]+(\[[\w'\"]+\])*\?{1,2})\s*;?\s*$")
_AUTOMATIC = names(
    """
    cd ls ll lx lk lf ldir cat cp mv rm mkdir rmdir man less more pip conda mamba micromamba uv run load save env
    set_env edit ed reset logstart system sx sc bookmark pushd popd alias unalias macro store notebook rerun recall
    logon pycat config gui dhist history hist who whos who_ls timeit time prun pylab matplotlib load_ext reload_ext
    """
)
"""Magics that IPython also runs without their sign, when they are the first word of a cell of one line."""
_TEXTS = re.compile(
    r"#[^\n]*|\"\"\"(?:\\.|.)*?\"\"\"|'''(?:\\.|.)*?'''|'(?:\\.|[^'\n\\])*'|\"(?:\\.|[^\"\n\\])*\"", re.DOTALL
)

Piece = tuple[str, str]
"""A language (``python``, ``shell``, ``magic`` for a line's, ``cell`` for a whole cell's) and its text."""


def split_cell(code: str) -> list[Piece]:
    """Return the pieces of a cell. Its Python lines come together, first, with escapes replaced by ``pass``."""
    stripped = code.lstrip()
    if stripped.startswith("%%"):
        return [("cell", stripped[2:])]
    if automatic(stripped):
        return [("magic", stripped.strip())]
    if ("!" not in code and "%" not in code and "?" not in code) or _plain(code):
        return [("python", code)]
    pieces: list[Piece] = []
    lines: list[str] = []
    for line in _joined(code):
        found = _ESCAPE.match(line)
        if _HELP.match(line):
            lines.append(re.match(r"\s*", line)[0] + "pass")  # type: ignore[index]  # an empty match always succeeds
        elif found and not _inside(lines):
            pieces.append(_escape(found[2], found[3]))
            lines.append(found[1] + "pass")
        else:
            lines.append(line)
    return [("python", "\n".join(lines)), *pieces]


def automatic(code: str) -> bool:
    """Return whether IPython takes a cell of one line as a magic, though it may look like Python (``rm -rf /data``)."""
    text = code.strip()
    word, _, rest = text.partition(" ")
    if text == "env":
        return True
    return "\n" not in text and word in _AUTOMATIC and bool(rest.strip()) and rest.lstrip()[:1] not in {"=", "("}


def _plain(code: str) -> bool:
    """Return whether all of the cell is Python: then nothing in it is an escape, whatever a line begins with."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _joined(code: str) -> list[str]:
    """Return the lines of ``code``, an escape with the lines that its backslashes continue it on."""
    lines: list[str] = []
    for line in code.split("\n"):
        if lines and lines[-1].endswith("\\") and _ESCAPE.match(lines[-1]):
            lines[-1] = f"{lines[-1][:-1]} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _inside(lines: list[str]) -> bool:
    """Return whether the lines so far end inside a long text or an open bracket.

    A guess that only chooses who judges: what is wrongly taken for Python cannot be parsed, and asks.
    """
    left = _TEXTS.sub("", "\n".join(lines))
    if '"""' in left or "'''" in left:
        return True
    return sum(left.count(sign) for sign in "([{") > sum(left.count(sign) for sign in ")]}")


def _escape(sign: str, text: str) -> Piece:
    if sign == "!":
        return "shell", text.lstrip("!")
    return "magic", text.lstrip("%").strip()
