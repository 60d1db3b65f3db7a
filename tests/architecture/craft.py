"""Checks of craft on one syntax tree: docstrings, sizes, what is printed, which faults may be hidden."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef


def without_docstring(tree: ast.Module) -> list[str]:
    """Return the public classes, functions and methods that have none, as ``line: name``."""
    missing = [] if ast.get_docstring(tree) is not None or not tree.body else ["1: module"]
    for owner, node in _public(tree.body, ""):
        if ast.get_docstring(node) is None and not _is_exempt(node):
            missing.append(f"{node.lineno}: {owner}{node.name}")
    return missing


def _public(body: list[ast.stmt], owner: str) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from _public([*node.body, *node.orelse], owner)
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield owner, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{node.name}.")


def _is_exempt(node: Function | ast.ClassDef) -> bool:
    names = {ast.unparse(item).rsplit(".", 1)[-1] for item in node.decorator_list}
    return bool(names & {"overload", "setter", "deleter"})


def long_functions(tree: ast.Module, limit: int) -> list[str]:
    """Return the functions with more than ``limit`` lines, as ``line: name (lines)``."""
    return [
        f"{node.lineno}: {node.name} ({length} lines)"
        for node in ast.walk(tree)
        if isinstance(node, Function)
        for length in [(node.end_lineno or node.lineno) - node.lineno + 1]
        if length > limit
    ]


def prints(tree: ast.Module) -> list[str]:
    """Return where something is written to the screen: ``print`` or ``sys.stdout``/``sys.stderr``."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"})
    ]


def broad_handlers(tree: ast.Module) -> list[str]:
    """Return ``line: function`` of each handler of all exceptions that does not raise the same one again."""
    found: list[str] = []

    def visit(node: ast.AST, owner: str) -> None:
        if isinstance(node, Function | ast.ClassDef):
            owner = f"{owner}.{node.name}".lstrip(".")
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node):
            found.append(f"{node.lineno}: {owner}")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"suppress", "contextlib.suppress"}:
            found.extend(f"{node.lineno}: {owner}" for item in node.args if _is_broad(item))
        for child in ast.iter_child_nodes(node):
            visit(child, owner)

    visit(tree, "")
    return found


def _is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_is_broad(item) for item in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
