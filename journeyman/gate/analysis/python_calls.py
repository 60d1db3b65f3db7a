"""Calls that name files: ``open`` by its mode, readers by their path."""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def judge_open(node: ast.Call, record: Record, path: ast.Call | None = None) -> None:
    """Judge ``open(path, mode)``, or ``Path(path).open(mode)`` when ``path`` is the call that makes the path."""
    arguments = node.args if path is None else [*path.args[:1], *node.args]
    if path is not None and not path.args:
        arguments = [ast.Name(id="unknown"), *node.args]
    word = _word(arguments[0]) if arguments else Word(HOLE)
    mode = _mode(arguments, node)
    if any(each.arg == "opener" for each in node.keywords) or len(arguments) > 7:
        mode = None
    if any(isinstance(each, ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords):
        mode = None
    if any(each.arg == "file" for each in node.keywords):
        word = Word(HOLE)
    if mode is not None and set(mode) <= set("rbtU"):
        record.read(word)
        return
    if mode is None:
        record.unknown("opens a file in a mode that is not known")
    record.write(word)


def _mode(arguments: list[ast.expr], node: ast.Call) -> str | None:
    found = next((each.value for each in node.keywords if each.arg == "mode"), None)
    value = found if found is not None else arguments[1] if len(arguments) > 1 else ast.Constant("r")
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def reads_path(node: ast.Call, record: Record) -> None:
    """Record that the first argument of a call is read, from a file or from an address."""
    named = {"filepath_or_buffer", "path", "io", "fname", "file", "path_or_buf"}
    values = [*node.args[:1], *(each.value for each in node.keywords if each.arg in named)]
    if any(each.arg == "allow_pickle" for each in node.keywords):
        record.unknown("may load code from a file")
    word = _word(values[0]) if values else Word(HOLE)
    if _REMOTE.match(word.text):
        record.note("network-out", "external", f"reads {word.text[:80].replace(HOLE, '...')}")
        return
    record.read(word)


def _word(node: ast.expr) -> Word:
    """Return the text of an expression with holes where it is not known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return Word(node.value)
    if isinstance(node, ast.JoinedStr):
        pieces = [value.value if isinstance(value, ast.Constant) else HOLE for value in node.values]
        return Word("".join(str(piece) for piece in pieces))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return Word(_word(node.left).text + _word(node.right).text)
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Path" and node.args:
        return _word(node.args[0])
    return Word(HOLE)
