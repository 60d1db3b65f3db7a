"""What the names of a piece of Python code may stand for, as far as its text alone tells."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable
from typing import ClassVar

from journeyman.gate.analysis.python_bindings import SELF, Bindings, Element, Source
from journeyman.gate.analysis.python_libraries import NETWORK
from journeyman.gate.analysis.python_made import BARE, made_by
from journeyman.gate.analysis.python_modules import ALIASES
from journeyman.gate.analysis.python_texts import (
    MANY,
    MEMORY,
    OWN,
    SOME_TEXT,
    UNKNOWN,
    Value,
    attribute_of,
    below,
    formatted,
    joined,
    method_of,
    sliced,
)
from journeyman.gate.analysis.words import HOLE

_WORDS = frozenset({"polygon", "ray", "mouse", "keyboard", "pony", "serial", "fabric", "slack", "dash", "datasets"})
"""Modules' names that are plain words, too."""
_DEEP = 24
_LONG_CHAIN = 200
_SEQUENCES = frozenset({"sorted", "list", "reversed", "tuple", "set", "tqdm", "iter"})


class Values:
    """Tells what expressions may be. Every binding of a name in the whole code counts, in whatever order.

    ``visible`` are the names that are certainly bound at the place that is looked at: others may be an earlier cell's.
    ``around`` are the code's own classes that this place stands in.
    """

    def __init__(self, bindings: Bindings) -> None:
        self.bindings = bindings
        self.visible: set[str] = set()
        self.around: list[str] = []
        self._known: dict[str, tuple[Value, ...]] = {}
        self._depth = 0

    def of(self, node: ast.expr | Element | None) -> tuple[Value, ...]:
        """Return what ``node`` may be: at least one value."""
        if node is None or self._depth > _DEEP:
            return (UNKNOWN,)
        self._depth += 1
        try:
            if isinstance(node, Element):
                return _few(self._element(node))
            judge = self._JUDGES.get(type(node))
            return _few(judge(self, node)) if judge else (UNKNOWN,)
        finally:
            self._depth -= 1

    def named(self, name: str) -> tuple[Value, ...]:
        """Return what a name may be; one that is not certainly bound here may also be an earlier cell's."""
        if name not in self.visible and name in self.bindings.names:
            return _few((*self._here(name), *_earlier(name)))
        return self._here(name)

    def own(self, name: str) -> bool:
        """Return whether ``name`` is a function or a class of the code itself, and nothing else."""
        return name in self.visible and self.bindings.own(name)

    def defines(self, thing: Value, method: str) -> bool:
        """Return whether ``method`` of ``thing`` is one that the code itself defines, and is judged there."""
        owner = self.around[-1] if thing.text == SELF and self.around else thing.text
        return thing.kind == "own" and self.bindings.defines(owner, method)

    def only(self, node: ast.expr, *kinds: str) -> bool:
        """Return whether ``node`` is certainly of one of ``kinds``."""
        return {each.kind for each in self.of(node)} <= set(kinds)

    def text(self, node: ast.expr | None) -> tuple[Value, ...]:
        """Return ``node`` as texts, with holes for what is not known."""
        found = [Value("text", each.text) if each.kind == "number" else each for each in self.of(node)]
        return tuple(each if each.kind in {"text", "path"} else SOME_TEXT for each in found)

    def constant(self, node: ast.expr | None) -> str | None:
        """Return the one text that ``node`` is for certain, else None."""
        found = self.of(node)
        if len(found) == 1 and found[0].kind == "text" and HOLE not in found[0].text:
            return found[0].text
        return None

    # names
    def _here(self, name: str) -> tuple[Value, ...]:
        if name not in self._known:
            self._known[name] = (UNKNOWN,)  # for a name that is defined by itself
            self._known[name] = self._bound(name)
        return self._known[name]

    def _bound(self, name: str) -> tuple[Value, ...]:
        sources = self.bindings.names.get(name)
        if sources is None:
            return _earlier(name)
        found = [value for source in sources[:MANY] for value in self._source(source)]
        return _few([*found, UNKNOWN] if len(sources) > MANY else found)

    def _source(self, source: Source) -> tuple[Value, ...]:
        if source.kind == "expression":
            return self.of(source.node)
        if source.kind == "module":
            return (Value("module", source.text),)
        if source.kind == "member":
            return (Value("member", source.text),)
        return (Value("own", source.text),) if source.kind in {"class", "function", "self"} else (UNKNOWN,)

    # expressions
    def _constant(self, node: ast.Constant) -> Iterable[Value]:
        if isinstance(node.value, (str, bytes)):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            return (Value("text", text.replace(HOLE, " ")),)
        return (MEMORY,)

    def _container(self, node: ast.expr) -> Iterable[Value]:
        return (MEMORY,)

    def _name(self, node: ast.Name) -> Iterable[Value]:
        return self.named(node.id)

    def _joined(self, node: ast.JoinedStr) -> Iterable[Value]:
        found = [Value("text")]
        for each in node.values:
            piece = each.value if isinstance(each, ast.FormattedValue) else each
            formats = isinstance(each, ast.FormattedValue) and (each.format_spec is not None or each.conversion > 0)
            found = joined(found, (SOME_TEXT,) if formats else self.text(piece))
        return found

    def _operation(self, node: ast.BinOp) -> Iterable[Value]:
        if isinstance(node.op, ast.Mod):
            return [formatted(each) for each in self.of(node.left)]
        if not isinstance(node.op, (ast.Add, ast.Div)):
            return (UNKNOWN,)
        chain: list[ast.expr] = []
        current: ast.expr = node
        while isinstance(current, ast.BinOp) and type(current.op) is type(node.op) and len(chain) < _LONG_CHAIN:
            chain.append(current.right)
            current = current.left
        parts = [self.of(each) for each in (current, *reversed(chain))]
        return self._divided(parts) if isinstance(node.op, ast.Div) else self._added(parts)

    def _divided(self, parts: list[tuple[Value, ...]]) -> list[Value]:
        found = list(parts[0])
        for right in parts[1:]:
            found = [below(a, b) for a in found for b in right][:MANY]
        return found

    def _added(self, parts: list[tuple[Value, ...]]) -> list[Value]:
        kinds = {value.kind for values in parts for value in values}
        if not kinds & {"text", "path"}:
            return [MEMORY if "memory" in kinds else UNKNOWN]
        found = [Value("text")]
        for values in parts:
            found = joined(found, values)
        return found

    def _either(self, node: ast.IfExp) -> Iterable[Value]:
        return (*self.of(node.body), *self.of(node.orelse))

    def _any(self, node: ast.BoolOp) -> Iterable[Value]:
        return [found for each in node.values for found in self.of(each)]

    def _inner(self, node: ast.Await | ast.NamedExpr | ast.Starred) -> Iterable[Value]:
        return self.of(node.value)

    def _attribute(self, node: ast.Attribute) -> Iterable[Value]:
        return [self._attribute_of(each, node.attr) for each in self.of(node.value)]

    def _attribute_of(self, base: Value, name: str) -> Value:
        if base.kind in {"module", "member"}:
            whole = f"{base.text}.{name}"
            return Value("module" if whole in self.bindings.submodules else "member", whole)
        return attribute_of(base, name) if base.kind == "path" else UNKNOWN

    def _subscript(self, node: ast.Subscript) -> Iterable[Value]:
        if isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
            return [Value("path", HOLE) if each.kind == "path" else UNKNOWN for each in self.of(node.value.value)]
        if isinstance(node.slice, ast.Slice):
            return [sliced(each, node.slice) for each in self.of(node.value)]
        name = self.constant(node.slice)
        if name == "HOME" and any(each.text == "os.environ" for each in self.of(node.value)):
            return (Value("text", os.path.expanduser("~")),)
        return self._element(Element(node.value))

    # calls
    def _call(self, node: ast.Call) -> Iterable[Value]:
        function = node.func
        if isinstance(function, ast.Attribute):
            if function.attr in {"decode", "fromhex"}:
                return (Value("text", HOLE, True),)
            bases = self.of(function.value)
            return [found for base in bases for found in self._method(base, function.attr, node)]
        if isinstance(function, ast.Name):
            if function.id == "getattr":
                name = self.constant(node.args[1]) if len(node.args) > 1 else None
                return [self._attribute_of(each, name) if name else UNKNOWN for each in self.of(node.args[0])]
            if function.id not in self.bindings.names and function.id not in BARE:
                return made_by(function.id, self, node)
            return [found for each in self.named(function.id) for found in self._called(each, node)]
        return (UNKNOWN,)

    def _called(self, function: Value, node: ast.Call) -> Iterable[Value]:
        if function.kind == "member":
            return made_by(function.text, self, node)
        return (function if function.kind == "own" else UNKNOWN,)

    def _method(self, base: Value, name: str, node: ast.Call) -> Iterable[Value]:
        if base.kind in {"module", "member"}:
            return made_by(f"{base.text}.{name}", self, node)
        if base.kind == "database" and name == "cursor":
            return (base,)
        if base.kind in {"path", "text"}:
            return (method_of(base, name, [self.text(each) for each in node.args], node),)
        return (OWN if base.kind == "own" else UNKNOWN,)

    # elements of what is looped over
    def _element(self, element: Element) -> Iterable[Value]:
        node = element.node
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [found for each in node.elts[: MANY + 1] for found in self.of(each)] or (UNKNOWN,)
        if isinstance(node, ast.Name):
            sources = self.bindings.names.get(node.id, [])
            inner = [source.node if isinstance(source.node, ast.expr) else None for source in sources[: MANY + 1]]
            return [found for each in inner for found in self.of(Element(each))] or (UNKNOWN,)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return self.of(node.elt)
        return self._element_of_call(node) if isinstance(node, ast.Call) else (UNKNOWN,)

    def _element_of_call(self, node: ast.Call) -> Iterable[Value]:
        function = node.func
        if isinstance(function, ast.Name) and function.id in _SEQUENCES and node.args:
            return self.of(Element(node.args[0]))
        if isinstance(function, ast.Name) and function.id == "range" and "range" not in self.bindings.names:
            known = all(isinstance(each, ast.Constant) for each in node.args)
            return (Value("number", "1") if known else UNKNOWN,)
        if isinstance(function, ast.Attribute) and function.attr in {"iterdir", "glob", "rglob"}:
            paths = [each for each in self.of(function.value) if each.kind == "path"]
            if paths:
                return [Value("path", f"{each.text}/{HOLE}") for each in paths]
        whole = {each.text for each in self.of(function) if each.kind == "member"}
        if whole & {"glob.glob", "glob.iglob"} and node.args:
            return [Value("text", each.text) for each in self.text(node.args[0])]
        return (SOME_TEXT if "os.listdir" in whole else UNKNOWN,)

    _JUDGES: ClassVar[dict[type, Callable[..., Iterable[Value]]]] = {
        ast.Constant: _constant,
        ast.Name: _name,
        ast.JoinedStr: _joined,
        ast.BinOp: _operation,
        ast.IfExp: _either,
        ast.BoolOp: _any,
        ast.Await: _inner,
        ast.NamedExpr: _inner,
        ast.Starred: _inner,
        ast.Attribute: _attribute,
        ast.Subscript: _subscript,
        ast.Call: _call,
        **dict.fromkeys((ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp), _container),
    }


def _earlier(name: str) -> tuple[Value, ...]:
    """Return what ``name`` may be when an earlier cell bound it."""
    if name in BARE:
        return (Value("member", BARE[name]),)
    module = ALIASES.get(name, name if name in NETWORK and name not in _WORDS else "")
    return (Value("module", module),) if module else (UNKNOWN,)


def _few(found: Iterable[Value]) -> tuple[Value, ...]:
    """Return different values; of too many, the first ones and that there may be others."""
    kept = tuple(dict.fromkeys(found))
    return (*kept[: MANY - 1], UNKNOWN) if len(kept) > MANY else kept or (UNKNOWN,)
