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
        kept = set(self.visible)
        self.visible.update(names)
        self.walk(nodes)
        after, self.visible = self.visible, kept
        return after

    # statements that bind
    def visit_Assign(self, node: ast.Assign) -> None:
        """``a = b = c``."""
        self.visit(node.value)
        self.walk(node.targets)
        for target in node.targets:
            self.bind(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """``a: T = b``."""
        self.walk([node.annotation, node.value, node.target])
        if node.value is not None:
            self.bind(node.target)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        """``with a as b``."""
        for each in node.items:
            self.walk([each.context_expr, each.optional_vars])
            self.bind(each.optional_vars)
        self.walk(node.body)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        """``async with a as b``."""
        self.visit_With(node)

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
            after &= self.apart(each.body, [each.name] if each.name else [])
        self.visible = after
        self.walk(node.finalbody)

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
                node.returns,
                *(each.annotation for each in _parameters(arguments)),
            ]
        )
        self.visible.add(node.name)
        self.apart(node.body, [each.arg for each in _parameters(arguments)])

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """The same."""
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """``lambda a: b``."""
        self.walk([*node.args.defaults, *node.args.kw_defaults])
        self.apart([node.body], [each.arg for each in _parameters(node.args)])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A class: what its body binds are its attributes."""
        self.walk([*node.bases, *(each.value for each in node.keywords)])
        self.visible.add(node.name)
        self.apart(node.body)

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


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*found, *(each for each in (arguments.vararg, arguments.kwarg) if each is not None)]
