"""Which names a piece of Python code binds, and to what: one pass over its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Element:
    """Any one element of what ``node`` is: the variable of a loop over it."""

    node: ast.expr | Element | None


@dataclass(frozen=True, slots=True)
class Source:
    """What one binding gives a name: an expression, a module or a member of one (dotted), a class or a function."""

    kind: Literal["expression", "module", "member", "class", "function", "self", "unknown"]
    node: ast.expr | Element | None = None
    text: str = ""


@dataclass(slots=True)
class Bindings:
    """All bindings of each name, in any scope. ``classes`` are the code's own, with the methods that each defines.

    ``parents`` are what each of them inherits from, in any of its definitions, by the text of its syntax.
    """

    names: dict[str, list[Source]] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    parents: dict[str, dict[str, ast.expr]] = field(default_factory=dict)
    submodules: set[str] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)

    def add(self, name: str, source: Source) -> None:
        """Remember one more binding of ``name``."""
        self.names.setdefault(name, []).append(source)

    def own(self, name: str) -> bool:
        """Return whether every binding of ``name`` is a function or a class of the code itself."""
        sources = self.names.get(name, [])
        return bool(sources) and all(source.kind in {"class", "function"} for source in sources)

    def defines(self, owner: str, method: str) -> bool:
        """Return whether the code's own class ``owner``, or one that it inherits from, defines ``method``."""
        return any(method in self.classes[each] for each in self.line(owner))

    def line(self, owner: str) -> list[str]:
        """Return the code's own classes that ``owner`` inherits from, with itself, each once."""
        found = [owner] if owner in self.classes else []
        for each in found:  # it grows while it is walked
            for base in self.parents[each].values():
                if isinstance(base, ast.Name) and base.id in self.classes and base.id not in found:
                    found.append(base.id)
        return found


SELF = "self"
"""Stands for the class that the code in question belongs to."""
_UNKNOWN = Source("unknown")
_DESCRIPTORS = frozenset({"__get__", "__set__", "__delete__"})


def collect(tree: ast.AST) -> Bindings:
    """Return the bindings of ``tree``."""
    found = Bindings()
    todo: list[ast.AST] = [tree]
    while todo:  # outer nodes first: a class tells which functions are its methods
        node = todo.pop()
        judge = _JUDGES.get(type(node))
        if judge is not None:
            judge(node, found)
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                todo.extend(each for each in value if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST):
                todo.append(value)
    return found


def _assign(node: ast.Assign, found: Bindings) -> None:
    for target in node.targets:
        _target(target, node.value, found)


def _annotated(node: ast.AnnAssign | ast.NamedExpr, found: Bindings) -> None:
    if node.value is not None:
        _target(node.target, node.value, found)


def _augmented(node: ast.AugAssign, found: Bindings) -> None:
    _target(node.target, None, found)


def _loops(node: ast.For | ast.AsyncFor | ast.comprehension, found: Bindings) -> None:
    _loop(node.target, node.iter, found)


def _with(node: ast.withitem, found: Bindings) -> None:
    if node.optional_vars is not None:
        _target(node.optional_vars, node.context_expr, found)


def _class(node: ast.ClassDef, found: Bindings) -> None:
    found.add(node.name, Source("class", text=node.name))
    methods = frozenset(each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
    found.classes[node.name] = found.classes.get(node.name, methods) & methods
    found.parents.setdefault(node.name, {}).update((ast.dump(base), base) for base in node.bases)
    for each in node.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.inside.add(id(each))
            given = each.args.args
            if given and given[0].arg in {"self", "cls"}:
                found.add(given[0].arg, Source("self", text=SELF))
            if each.name in _DESCRIPTORS and len(given) > 1:  # the object whose attribute it is
                found.inside.add(id(given[1]))
                found.add(given[1].arg, Source("self"))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, found: Bindings) -> None:
    if id(node) not in found.inside:
        found.add(node.name, Source("function"))


def _argument(node: ast.arg, found: Bindings) -> None:
    if node.arg not in {"self", "cls"} and id(node) not in found.inside:
        found.add(node.arg, _UNKNOWN)


def _captured(node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar, found: Bindings) -> None:
    if node.name:
        found.add(node.name, _UNKNOWN)


def _rest(node: ast.MatchMapping, found: Bindings) -> None:
    if node.rest:
        found.add(node.rest, _UNKNOWN)


def _import(node: ast.Import, found: Bindings) -> None:
    for alias in node.names:
        parts = alias.name.split(".")
        for count in range(2, len(parts) + 1):
            found.submodules.add(".".join(parts[:count]))
        found.add(alias.asname or parts[0], Source("module", text=alias.name if alias.asname else parts[0]))


def _import_from(node: ast.ImportFrom, found: Bindings) -> None:
    for alias in node.names:
        found.add(alias.asname or alias.name, Source("member", text=f"{node.module or ''}.{alias.name}"))


def _target(target: ast.expr, value: ast.expr | None, found: Bindings) -> None:
    if isinstance(target, ast.Name):
        found.add(target.id, Source("expression", value) if value is not None else _UNKNOWN)
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        values = value.elts if same and isinstance(value, (ast.Tuple, ast.List)) else None
        for index, each in enumerate(target.elts):
            _target(each, values[index] if values else None, found)
    elif isinstance(target, ast.Starred):
        _target(target.value, None, found)


def _loop(target: ast.expr, iterated: ast.expr, found: Bindings) -> None:
    """Bind a loop's variables; through ``enumerate`` and ``zip`` to what is looped over."""
    if isinstance(target, ast.Name):
        found.add(target.id, Source("expression", Element(iterated)))
        return
    name = iterated.func.id if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) else ""
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(iterated, ast.Call):
        if name == "enumerate" and len(target.elts) == 2 and iterated.args:
            _target(target.elts[0], None, found)
            _loop(target.elts[1], iterated.args[0], found)
            return
        if name == "zip" and len(target.elts) == len(iterated.args):
            for each, part in zip(target.elts, iterated.args, strict=True):
                _loop(each, part, found)
            return
    _target(target, None, found)


_JUDGES: dict[type, Callable[[Any, Bindings], None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.NamedExpr: _annotated,
    ast.AugAssign: _augmented,
    ast.For: _loops,
    ast.AsyncFor: _loops,
    ast.comprehension: _loops,
    ast.withitem: _with,
    ast.ClassDef: _class,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.arg: _argument,
    ast.ExceptHandler: _captured,
    ast.MatchAs: _captured,
    ast.MatchStar: _captured,
    ast.MatchMapping: _rest,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}
