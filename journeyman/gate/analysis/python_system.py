"""What ``sys.path``, the standard streams and the environment are told to do."""

from __future__ import annotations

import ast

from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_environment import ENVIRONMENT, set_variable
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.gate.analysis.zones import place


def judge_search_path(context: Context, node: ast.Call, member: str) -> None:
    """Judge ``sys.path.append(...)``: a folder at the end hides nothing that is installed."""
    name = member.rpartition(".")[2]
    if name == "append" or (name == "insert" and len(node.args) == 2 and context.values.constant(node.args[0]) is None):
        for word in context.words(node.args[-1] if node.args else None):
            if name == "append" and _is_scratch(context, word):
                context.unsafe("sys.path.append", "looks for modules where anybody may have put some", "execute")
            elif name == "append" or word.text in {".", "..", "../", "../src", "src"}:
                continue
            context.unsafe("sys.path.insert", "changes where modules are looked for", "execute")
    elif name not in {"copy", "index", "count"}:
        context.unsafe(f"sys.path.{name}", "changes where modules are looked for", "execute")


def _is_scratch(context: Context, word: Word) -> bool:
    record = context.record
    return word.text[:1] == "/" and any(
        place(word.text.replace(HOLE, "_"), cwd, record.workspace).zone == "temp" for cwd in record.cwds
    )


def judge_stream(context: Context, node: ast.Call, full: str) -> None:
    """Judge a method of the environment or of a standard stream."""
    name = full.rpartition(".")[2]
    if full.startswith("os.environ."):
        if name in {"copy", "items", "values"}:
            context.floor(ENVIRONMENT, "reads the whole environment", "secret-read")
        elif name == "setdefault" and len(node.args) == 2:
            set_variable(context, node.args[0], node.args[1])
        elif name == "update" and not node.args and node.keywords:
            for each in node.keywords:
                set_variable(context, ast.Constant(each.arg or ""), each.value)
        elif name in {"clear", "pop", "popitem", "setdefault", "update"}:
            context.unsafe(full, "changes the environment")
        elif name != "keys":  # `str(os.environ).encode()`
            context.floor(ENVIRONMENT, "reads the whole environment", "secret-read")
    elif name not in {
        "write",
        "flush",
        "read",
        "readline",
        "readlines",
        "isatty",
        "fileno",
        "writelines",
        "reconfigure",
    }:
        context.unsafe(full)
