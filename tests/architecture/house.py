"""Reads the source as syntax trees: which modules there are, and which imports stand in them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its dotted name, its tree, and its length in lines."""

    name: str
    tree: ast.Module
    lines: int
    is_package: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's target. ``lazy`` is inside a function, ``typing_only`` under ``if TYPE_CHECKING``."""

    target: str
    line: int
    lazy: bool
    typing_only: bool


def parse(name: str, source: str, *, is_package: bool = False) -> Module:
    """Return the module that ``source`` makes."""
    return Module(name, ast.parse(source), source.count("\n") + 1, is_package)


def load(root: Path, *folders: str) -> dict[str, Module]:
    """Return every module below ``root/folder`` by its dotted name."""
    found = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            found[name] = parse(name, path.read_text("utf-8"), is_package=is_package)
    return found


def imports(module: Module, known: Iterable[str] = ()) -> Iterator[Import]:
    """Yield what ``module`` imports; ``from a import b`` names ``a.b`` where that is a known module, else ``a``."""
    names = frozenset(known)
    for node, lazy, typing_only in _statements(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, lazy, typing_only)
        else:
            base = _absolute(module, node)
            for target in dict.fromkeys(
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in names else base for alias in node.names
            ):
                yield Import(target, node.lineno, lazy, typing_only)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    package = parts[: len(parts) - node.level + (1 if module.is_package else 0)]
    return ".".join([*package, *([node.module] if node.module else [])])


def _statements(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    waiting: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while waiting:
        node, lazy, typing_only = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, lazy, typing_only
            continue
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        guarded = list(node.body) if isinstance(node, ast.If) and _is_type_checking(node.test) else []
        for child in ast.iter_child_nodes(node):
            waiting.append((child, inside, typing_only or child in guarded))


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def cycles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other, directly or in a ring (Tarjan's components of size > 1)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in edges.get(name, ()):
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            group = [stack.pop()]
            while group[-1] != name:
                group.append(stack.pop())
            if len(group) > 1 or name in edges.get(name, ()):
                found.append(sorted(group))

    for name in edges:
        if name not in index:
            visit(name)
    return sorted(found)
