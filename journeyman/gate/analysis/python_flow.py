"""Which names are certainly bound where: a name that may still be an earlier cell's is judged as one."""

from __future__ import annotations

import ast
from collections.abc import Iterable


class Flow(ast.NodeVisitor):
    """Visits every node in the order in which it runs, and keeps :attr:`visible` to what is bound at that point.

    Only what every path has bound counts: an assignment that never runs must not make a name look harmless.
    """

    def __init__(self) -> None:
        self.visible: set[str] = set()
        self._attributes: set[str] = set()

    def bind(self, target: ast.AST | None) -> None:
        """Remember that the names in ``target`` are bound from here on."""
        if isinstance(target, ast.Name):
            self.visible.add(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for each in target.elts:
                self.bind(each)
        elif isinstance(target, ast.Starred):
            self.bind(target.value)

    def walk(self, nodes: Iterable[ast.AST | None]) -> None:
        """Visit nodes one after another."""
        for each in nodes:
            if each is not None:
                self.visit(each)

    def apart(self, nodes: Iterable[ast.AST], names: Iterable[str] = ()) -> set[str]:
        """Visit nodes that may run or not; return what is bound after them."""
        kept, self.visible = self.visible, self.visible | set(names)
        self.walk(nodes)
        after, self.visible = self.visible, kept
        return after

    def inside(self, nodes: Iterable[ast.AST], names: Iterable[str]) -> None:
        """Visit the body of a function: what the class around it binds is no name there."""
        kept, attributes = self.visible, self._attributes
        self.visible, self._attributes = (kept - attributes) | set(names), set()
        self.walk(nodes)
        self.visible, self._attributes = kept, attributes

    def annotations(self, nodes: Iterable[ast.expr | None]) -> None:
        """Visit annotations."""
        self.walk(nodes)

    # statements that bind
    def visit_Assign(self, node: ast.Assign) -> None:
        """``a = b = c``."""
        self.visit(node.value)
        self.walk(node.targets)
        for target in node.targets:
            self.bind(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """``a: T = b``."""
        self.annotations([node.annotation])
        self.walk([node.value, node.target])
        if node.value is not None:
            self.bind(node.target)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        """``with a as b``."""
        for each in node.items:
            self.walk([each.context_expr, each.optional_vars])
            self.bind(each.optional_vars)
        kept = set(self.visible)
        self.walk(node.body)
        self.visible &= kept  # a context manager may swallow what ends its body early

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        """``async with a as b``."""
        self.visit_With(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        """``del a``: the name is free again."""
        self.walk(node.targets)
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                self.visible.discard(each.id)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from a import b``; ``*`` may give any name another meaning."""
        if any(alias.name == "*" for alias in node.names):
            self.visible.clear()
        self.visible.update(alias.asname or alias.name for alias in node.names)

    # statements that may not run
    def visit_If(self, node: ast.If) -> None:
        """What both branches bind is bound."""
        self.visit(node.test)
        one, other = self.apart(node.body), self.apart(node.orelse)
        self.visible = one & other

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        """The body may not run at all."""
        self.visit(node.iter)
        kept = set(self.visible)
        self.visit(node.target)
        self.bind(node.target)
        self.walk(node.body)
        self.visible = kept
        self.apart(node.orelse)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        """The same."""
        self.visit_For(node)

    def visit_While(self, node: ast.While) -> None:
        """The same."""
        self.visit(node.test)
        self.apart(node.body)
        self.apart(node.orelse)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        """A handler may begin anywhere in the body."""
        kept = set(self.visible)
        self.walk([*node.body, *node.orelse])
        after, self.visible = self.visible, kept
        for each in node.handlers:
            self.walk([each.type])
            after &= self.apart(each.body, [each.name] if each.name else []) - {each.name}
        self.visible = kept
        self.walk(node.finalbody)  # it may follow any part of the body
        self.visible = self.visible | after

    def visit_TryStar(self, node: ast.TryStar) -> None:
        """``except*``: the same."""
        self.visit_Try(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        """One case of several."""
        self.apart([each for each in [node.pattern, node.guard, *node.body] if each is not None])

    # places of their own
    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function: its name first, because it may call itself."""
        arguments = node.args
        self.walk(
            [
                *arguments.defaults,
                *arguments.kw_defaults,
                *getattr(node, "type_params", ()),
            ]
        )
        self.annotations([node.returns, *(each.annotation for each in _parameters(arguments))])
        self.visible.add(node.name)
        self.inside(node.body, [each.arg for each in _parameters(arguments)])

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """The same."""
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """``lambda a: b``."""
        self.walk([*node.args.defaults, *node.args.kw_defaults])
        self.inside([node.body], [each.arg for each in _parameters(node.args)])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A class: what its body binds are its attributes."""
        self.walk([*node.bases, *(each.value for each in node.keywords), *getattr(node, "type_params", ())])
        self.visible.add(node.name)
        kept, attributes = set(self.visible), self._attributes
        self._attributes = attributes | (_bound_in(node.body) - self.visible)
        self.walk(node.body)
        self.visible, self._attributes = kept, attributes

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        """``[a for a in b]``: the loops come first."""
        kept = set(self.visible)
        for each in node.generators:
            self.visit(each.iter)
            self.visit(each.target)
            self.bind(each.target)
            self.walk(each.ifs)
        self.walk([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.visible = kept

    def visit_SetComp(self, node: ast.SetComp) -> None:
        """``{a for a in b}``."""
        self.visit_ListComp(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        """``(a for a in b)``."""
        self.visit_ListComp(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        """``{a: b for a in c}``."""
        self.visit_ListComp(node)


def _bound_in(body: list[ast.stmt]) -> set[str]:
    """Return every name that may be bound in a class's own body."""
    found = {each.id for part in body for each in ast.walk(part) if isinstance(each, ast.Name)}
    return found | {
        each.name for each in body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*found, *(each for each in (arguments.vararg, arguments.kwarg) if each is not None)]
