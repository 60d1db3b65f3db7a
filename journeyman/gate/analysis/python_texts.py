"""What an expression may be, and texts and paths that code puts together: folded as far as they are known."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.words import HOLE

Kind = Literal[
    "text", "path", "number", "module", "member", "file", "memory", "own", "database", "session", "shell", "unknown"
]
MANY = 8
"""More things than this are not told apart."""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that an expression may be.

    ``text``: the characters of a text or a path (:data:`HOLE` where they are not known), the dotted name of a module or
    of a module's member. ``hidden``: it was put together from numbers or decoded, as one does who hides it.
    ``number`` is one of a few that the code itself counts; ``memory`` is a plain container, ``own`` something made by
    the code's own classes (``text`` says which) and functions, ``file`` was opened by it, ``database`` lives in memory,
    ``shell`` is IPython's.
    """

    kind: Kind
    text: str = ""
    hidden: bool = False

    @property
    def written(self) -> str:
        """Its characters when it is a text or a path, else a hole."""
        return self.text if self.kind in {"text", "path"} else HOLE


UNKNOWN = Value("unknown")
MEMORY = Value("memory")
OWN = Value("own")
FILE = Value("file")
SOME_TEXT = Value("text", HOLE)

_LONGEST = 10_000
_PERCENT = re.compile(r"%(\([^)]*\))?[-#0 +]*[\d*]*(\.[\d*]+)?[a-zA-Z]")
_BRACES = re.compile(r"\{[^{}]*\}")
_SAME = names(
    """
    resolve absolute with_stem expanduser as_posix strip rstrip lstrip encode casefold lower upper title copy
    """
)
_CHANGED = names(
    """
    with_suffix with_name relative_to replace format format_map join removesuffix removeprefix translate zfill
    swapcase
    """
)
_HIDING = names("decode translate swapcase fromhex")
_PARTS = names("split rsplit splitlines partition")


def joined(left: Iterable[Value], right: Iterable[Value]) -> list[Value]:
    """Return the texts that ``left + right`` may be."""
    found = []
    for a in left:
        for b in right:
            text = re.sub(HOLE + "+", HOLE, a.written + b.written)
            found.append(Value("text", text, a.hidden or b.hidden))
    return found[:MANY]


def below(folder: Value, name: Value) -> Value:
    """Return ``folder / name``; something unknown counts as a path when it is divided by a text."""
    texts = {"text", "path"}
    if "memory" in {folder.kind, name.kind} or (folder.kind == "unknown" and name.kind not in texts):
        return UNKNOWN
    text = name.written
    whole = text if text.startswith("/") else f"{folder.written}/{text}"
    return Value("path", whole, folder.hidden or name.hidden)


def formatted(value: Value) -> Value:
    """Return what ``value % something`` may be."""
    return Value("text", _PERCENT.sub(HOLE, value.text), value.hidden) if value.kind == "text" else UNKNOWN


def sliced(value: Value, part: ast.Slice) -> Value:
    """Return ``value[a:b:c]``; a text that is taken apart counts as hidden."""
    if value.kind != "text":
        return value
    bounds: list[int | None] = []
    for each in (part.lower, part.upper, part.step):
        try:
            bounds.append(None if each is None else int(ast.literal_eval(each)))
        except (ValueError, TypeError, SyntaxError):
            return Value("text", HOLE, True)
    known = HOLE not in value.text and bounds[2] != 0
    return Value("text", value.text[slice(*bounds)] if known else HOLE, True)


def attribute_of(value: Value, name: str) -> Value:
    """Return the attribute of a path: ``parent``, ``name``, ``stem``."""
    if name == "parent":
        folder = os.path.dirname(value.text.rstrip("/"))
        above = HOLE if HOLE in value.text or value.text == "." else "."
        return Value(value.kind, folder or above, value.hidden)
    if name in {"name", "stem", "suffix"}:
        return Value("text", value.text.rsplit("/", 1)[-1] if name == "name" else HOLE, value.hidden)
    return UNKNOWN


def method_of(base: Value, name: str, arguments: Sequence[tuple[Value, ...]], node: ast.Call) -> Value:
    """Return what a method of a text or a path gives: exactly where all is known, else with holes."""
    if base.kind == "path":
        return _path_method(base, name, arguments)
    if name in _SAME and not arguments:
        known = HOLE not in base.text and name not in {"encode", "copy"} and hasattr(str, name)
        return Value("text", str(getattr(base.text, name)()), base.hidden) if known else base
    if name in _CHANGED or name in _HIDING or name in _SAME:
        return _changed(base, name, arguments, node)
    return UNKNOWN


def _path_method(base: Value, name: str, arguments: Sequence[tuple[Value, ...]]) -> Value:
    if name == "expanduser":
        return Value("path", expand(base.text), base.hidden)
    if name in _SAME:
        return base
    if name == "joinpath":
        return Value("path", "/".join([base.text, *(each[0].written for each in arguments)]), base.hidden)
    if name == "open":
        return FILE
    if name in {"with_suffix", "with_name"}:
        last = arguments[0][0].written if arguments and name == "with_name" else HOLE
        return Value("path", f"{os.path.dirname(base.text) or '.'}/{last}", base.hidden)
    return Value("path", HOLE) if name in _CHANGED or name == "rename" else UNKNOWN


def _changed(base: Value, name: str, arguments: Sequence[tuple[Value, ...]], node: ast.Call) -> Value:
    hidden = base.hidden or name in _HIDING or any(each.hidden for values in arguments for each in values)
    first = [values[0].written for values in arguments]
    known = all(len(values) == 1 for values in arguments) and not any(HOLE in text for text in [base.text, *first])
    if name == "format" and not node.keywords:
        return Value("text", _filled(base.text, first), hidden)
    if name in {"format", "format_map"}:
        return Value("text", _BRACES.sub(HOLE, base.text), hidden)
    if name == "join":
        return _listed(base, node, hidden)
    if known and name in {"replace", "removesuffix", "removeprefix"} and len(base.text) < _LONGEST:
        try:
            return Value("text", str(getattr(base.text, name)(*first))[:_LONGEST], hidden)
        except TypeError:
            return Value("text", HOLE, hidden)
    return Value("text", HOLE, hidden)


def _filled(pattern: str, values: Sequence[str]) -> str:
    """Return ``pattern.format(*values)`` for the plain fields ``{}`` and ``{0}``; other fields become holes."""
    left = iter(values)

    def field(found: re.Match[str]) -> str:
        inner = found[0][1:-1]
        if not inner:
            return next(left, HOLE)
        return values[int(inner)] if inner.isdecimal() and len(inner) < 3 and int(inner) < len(values) else HOLE

    return _BRACES.sub(field, pattern)


def _listed(base: Value, node: ast.Call, hidden: bool) -> Value:
    """Return ``base.join([...])`` of a list of plain texts; one made from numbers or backwards counts as hidden."""
    parts = node.args[0] if node.args else None
    if isinstance(parts, (ast.List, ast.Tuple)):
        texts = [str(each.value) if isinstance(each, ast.Constant) else HOLE for each in parts.elts]
        return Value("text", base.text.join(texts)[:_LONGEST], hidden)
    if parts is not None:
        called = {each.id for each in ast.walk(parts) if isinstance(each, ast.Name)}
        hidden = hidden or bool(called & {"chr", "bytes", "reversed"})
    return Value("text", HOLE, hidden)


def expand(text: str) -> str:
    """Return ``text`` with a leading ``~`` as the home folder."""
    return os.path.expanduser(text) if text.startswith("~") and HOLE not in text.split("/", 1)[0] else text
