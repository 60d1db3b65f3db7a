"""Functions that read a path or an address, or run SQL: judged by their first argument."""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.gate.analysis.python_context import Context, argument, is_false, mode_of, scattered
from journeyman.gate.analysis.python_standard import judge_open
from journeyman.gate.analysis.words import HOLE

_PLACES = ("filepath_or_buffer", "path", "io", "fname", "file", "path_or_buf", "filename", "url", "uri", "source")


def judge_reader(context: Context, node: ast.Call, name: str) -> None:
    """``read_csv(place)`` and its like."""
    place = argument(node, 0, *_PLACES)
    if any(each.arg == "allow_pickle" and not is_false(each.value) for each in node.keywords):
        context.unsafe(f"{name} allow_pickle", f"{name} may run code from what it reads", "execute")
    if name == "load" and scattered(node):
        context.unsafe(f"{name} with options", f"{name} may run code from what it reads", "execute")
    if not only_reads_into_memory(context, node):
        context.write(place, f"{name} mmap_mode")
    if name == "VideoCapture" and isinstance(place, ast.Constant) and isinstance(place.value, int):
        context.unsafe(name, "looks through the camera")
    if place is None or not ({"text", "path", "unknown"} & context.kinds(place)):
        return
    if name.startswith("read_sql") and name != "read_sql_table":
        judge_sql(context, place, name)
    elif name != "read_sql_table":
        context.read(place, name)


def only_reads_into_memory(context: Context, node: ast.Call) -> bool:
    """Return whether ``mmap_mode`` lets no change of the array reach the file."""
    modes = [each.value for each in node.keywords if each.arg == "mmap_mode"]
    return all(is_false(each) or context.values.constant(each) in {"r", "c"} for each in modes)


def judge_opener(context: Context, node: ast.Call, name: str, shown: str) -> None:
    """Judge a library's way of opening files; where the second argument is no mode it only reads."""
    if name in {"memmap", "open_memmap"}:
        if mode_of(node, 2, "r+") not in {"r", "c"}:
            context.write(argument(node, 0, "filename"), shown)
    elif name != "Dataset" or isinstance(argument(node, 1, "mode"), (ast.Constant, type(None))):
        judge_open(context, node, shown)


def judge_sql(context: Context, node: ast.expr | None, name: str) -> None:
    """Judge SQL: statements that only read, or it may change the database."""
    if isinstance(node, ast.Call) and node.args:
        function = node.func
        if (function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")) in {"text", "dedent"}:
            node = node.args[0]
    for value in context.values.text(node):
        text = value.text.replace(HOLE, "x")
        known = not value.text.lstrip().startswith(HOLE) and not value.hidden
        if not known or not (sql_only_reads(text) or re.fullmatch(r"\w+", text)):
            context.unsafe(f"{name} SQL", f"{name} of a statement that may change the database")
