"""One visitor over the syntax tree of Python code: what each node is used for decides who judges it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_calls import judge_call
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_environment import ENVIRONMENT, read_variable, set_variable
from journeyman.gate.analysis.python_evaluated import judge_annotation, judge_examples
from journeyman.gate.analysis.python_flow import Flow
from journeyman.gate.analysis.python_handed import judge_handed, spread
from journeyman.gate.analysis.python_imports import check_member, judge_import, judge_import_from
from journeyman.gate.analysis.python_libraries import known_library
from journeyman.gate.analysis.python_methods import judge_call_by_name
from journeyman.gate.analysis.python_modules import PASSED
from journeyman.gate.analysis.python_names import (
    BARE,
    BUILTINS_THAT_ACT,
    HIDDEN,
    METHODS,
    SAFE_DUNDERS,
    SHOWN_DUNDERS,
    SHOWS,
)
from journeyman.gate.analysis.python_network import makes_request
from journeyman.gate.analysis.python_pages import judge_shown
from journeyman.gate.analysis.python_sessions import judge_setting
from journeyman.gate.analysis.record import notice
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import Word

_SECRETS = names(".env id_rsa id_ed25519 id_ecdsa .netrc .pgpass .git-credentials .pypirc .npmrc")
_PRIVATE = ".local/state/journeyman"


class Visitor(Flow, ast.NodeVisitor):
    """Visits every node; a node without a method of its own only has its children visited."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.values = context.values

    def visit(self, node: ast.AST) -> None:
        """Visit a node, with the names that are bound at this point."""
        self.values.visible = self.visible
        super().visit(node)
        self.values.visible = self.visible

    # imports
    def visit_Import(self, node: ast.Import) -> None:
        """``import a``."""
        judge_import(self.context, node)
        self.visible.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from a import b``."""
        judge_import_from(self.context, node)
        super().visit_ImportFrom(node)

    def annotations(self, nodes: Iterable[ast.expr | None]) -> None:
        """Annotations: texts in them may be evaluated, too."""
        kept = list(nodes)
        super().annotations(kept)
        for each in kept:
            judge_annotation(self.context, each)

    # texts
    def visit_Constant(self, node: ast.Constant) -> None:
        """A text that names what leads behind objects, or our own private folder, stands there for a reason."""
        text = node.value
        if isinstance(text, str):
            judge_examples(self.context, text)
        if isinstance(text, str) and len(text) < 400:
            if "__" in text and HIDDEN.search(text) and "\n" not in text:
                self.context.unsafe("a text with dunder names", "holds a name that leads behind objects as text")
            if " " not in text and len(text) > 3 and ("/" in text or len(text) < 40):
                notice(self.context.record, Word("x" + text if text[:1] == "." and text != ".env" else text))
            if "/" in text or text in _SECRETS:
                self._place(text)

    def _place(self, text: str) -> None:
        if _PRIVATE in text or str(self.context.record.workspace.private) in text:
            self.context.floor("our own folder", "names Journeyman's private folder", "self")
        elif "application/javascript" in text:
            self.context.unsafe("a script", "holds a script for the browser")
        elif any(
            ("/" in word or word in _SECRETS) and is_secret(word) and "://" not in word
            for word in re.split(r"[\s'\"=,;()<>|]+", text)
        ):
            self.context.unsafe("a secret's name", f"names a secret: {text[:80]}", "secret-read")

    def visit_Expr(self, node: ast.Expr) -> None:
        """A text alone is a comment."""
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            judge_examples(self.context, node.value.value)
        else:
            self.visit(node.value)

    # names and attributes
    def visit_Name(self, node: ast.Name) -> None:
        """A name taken as a value: neither a function nor a module that acts may be handed on."""
        name = node.id
        if isinstance(node.ctx, ast.Load):
            if name.startswith("__") and name not in SAFE_DUNDERS and name not in self.visible:
                self.context.unsafe(name, f"uses {name}")
            elif name in BUILTINS_THAT_ACT and name not in self.visible:
                self.context.unsafe(name, f"hands over {name}")
            else:
                self._module(node)
        elif name == "__builtins__":
            self.context.floor(name, "changes the builtins")
        elif name in {"_esm", "_javascript", "__javascript__"}:
            self.context.unsafe(name, "holds a script that runs in the browser", "execute")

    def _module(self, node: ast.Name) -> None:
        for each in self.values.named(node.id):
            if each.text == "os.environ":
                self.context.floor(ENVIRONMENT, "reads the whole environment", "secret-read")
            elif each.kind == "module" and each.text in PASSED and each.text != "gc":
                self.context.unsafe(f"{each.text} as a value", f"hands over the module {each.text}")
            elif (
                each.kind == "member"
                and each.text.partition(".")[0] in PASSED
                and node.id in self.values.bindings.names
            ):
                check_member(self.context, each.text)
            elif each.kind == "member" and node.id in BARE:
                self.context.unsafe(node.id, f"hands over {node.id}")
            elif each.kind == "shell":
                self.context.uses.append("get_ipython()")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``a.b`` that is not called: of a module by its lists, of anything else by its name and what it is."""
        found = self.context.members(node)
        if not isinstance(node.ctx, ast.Load):
            self._change(node)
        elif _is_environment(node, self.context):
            self.context.floor(ENVIRONMENT, "reads the whole environment", "secret-read")
        elif found:
            for each in found:
                check_member(self.context, each.text)
            return
        elif (
            node.attr in {"__name__", "__qualname__"}
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "__class__"
        ):
            self.visit(node.value.value)
            return
        elif node.attr in SHOWN_DUNDERS:
            self._shown(node)
        elif "shell" in self.context.kinds(node.value):
            self.context.floor(f"get_ipython().{node.attr}", f"reaches into IPython itself: {node.attr}", "kernel")
        else:
            if judge_name(self.context, node.attr, handed=True):
                judge_handed(self.context, node)
            if isinstance(node.value, ast.Attribute) and node.value.attr in {"write", "writeStream"}:
                self.context.unsafe("the attribute write", "writes through .write", "write")
        self.visit(node.value)

    def _shown(self, node: ast.Attribute) -> None:
        """``self.__dict__`` and ``self.__class__`` are looked at; on other things they lead elsewhere."""
        kinds = self.context.kinds(node.value)
        if node.attr not in {"__class__", "__dict__"} or not kinds <= {"own"}:
            self.context.unsafe(node.attr, f"uses {node.attr}, which leads behind an object")

    def _change(self, node: ast.Attribute) -> None:
        """Setting an attribute: of the standard library's modules it changes what later code means."""
        judge_name(self.context, node.attr, handed=True)
        if node.attr in {"data", "method", "full_url", "host"} and makes_request(self.context, node.value):
            self.context.external(f"Request.{node.attr}", "changes a request after it was made")
        for each in self.context.values.of(node.value):
            whole = f"{each.text}.{node.attr}"
            if each.kind == "shell" or (each.kind in {"module", "member"} and not _may_change(each.text, node.attr)):
                self.context.unsafe(f"{whole} =", f"changes {whole}, which other code relies on", "kernel")

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """``a[b]``: the environment by the variable's name; a dunder name as a key leads elsewhere."""
        base = node.value
        if _is_environment(base, self.context):
            if isinstance(node.ctx, ast.Load):
                read_variable(self.context, node.slice)
            elif isinstance(node.ctx, ast.Del):
                self.context.unsafe("del os.environ", "changes the environment")
            self.visit(node.slice)
            return
        key = self.values.constant(node.slice) if isinstance(node.slice, (ast.Constant, ast.BinOp, ast.Name)) else None
        if key is not None and key.startswith("__") and key not in SAFE_DUNDERS:
            self.context.unsafe(key, f"takes {key} from a mapping")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """An assignment; one to a variable of the environment changes what programs do."""
        for target in node.targets:
            if isinstance(target, ast.Subscript) and _is_environment(target.value, self.context):
                set_variable(self.context, target.slice, node.value)
            else:
                judge_setting(self.context, target, node.value)
        super().visit_Assign(node)

    # calls
    def visit_Call(self, node: ast.Call) -> None:
        """A call: judged as one, then its arguments as values."""
        judge_call(self.context, spread(self.context, node))
        function = node.func
        shows = isinstance(function, ast.Name) and function.id in SHOWS and function.id not in self.visible
        if isinstance(function, ast.Attribute):
            self._receiver(function)
        elif not isinstance(function, ast.Name):
            self.visit(function)
        for argument in [*node.args, *(each.value for each in node.keywords if not _spread_locals(each))]:
            if not (shows and isinstance(argument, ast.Name) and not _is_environment(argument, self.context)):
                self.visit(argument)

    def _receiver(self, function: ast.Attribute) -> None:
        """Visit what a method is called on; modules and their members were judged with the call."""
        if not self.context.members(function.value):
            kept = function.value
            if isinstance(kept, ast.Attribute) and kept.attr in {"write", "writeStream"}:
                self.context.unsafe("the attribute write", "writes through .write", "write")
            self.visit(kept)

    def visit_Compare(self, node: ast.Compare) -> None:
        """``"x" in globals()`` and ``"X" in os.environ`` only look."""
        self.visit(node.left)
        for operator, each in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, (ast.In, ast.NotIn)) and _only_names(each, self.context):
                continue
            self.visit(each)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function: its body is judged with the rest, its decorators are called."""
        self._decorators(node.decorator_list)
        judge_shown(self.context, node)
        super().visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A class: the same."""
        self._decorators(node.decorator_list)
        self.values.around.append(node.name)
        super().visit_ClassDef(node)
        self.values.around.pop()

    def _decorators(self, decorators: list[ast.expr]) -> None:
        for each in decorators:
            if isinstance(each, ast.Name) and each.id not in self.visible:
                judge_call_by_name(self.context, ast.Call(each, [], []), each.id)
                if each.id in BARE:
                    self.context.unsafe(each.id, f"decorates with {each.id}")
            elif isinstance(each, ast.Attribute) and each.attr in METHODS:
                self.context.unsafe(each.attr, f"decorates with {each.attr}")
            self.visit(each)


def _only_names(node: ast.expr, context: Context) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in {"globals", "locals", "dir"} and not node.args
    return _is_environment(node, context)


def _is_environment(node: ast.expr, context: Context) -> bool:
    return any(each.text == "os.environ" for each in context.members(node))


def _spread_locals(keyword: ast.keyword) -> bool:
    """Return whether a keyword is ``**locals()``, as texts are filled."""
    value = keyword.value
    return (
        keyword.arg is None
        and isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "locals"
    )


def _may_change(module: str, name: str) -> bool:
    if module.startswith("IPython"):
        return name == "ast_node_interactivity"
    return known_library(module) or module in _CHANGEABLE or f"{module}.{name}" in _CHANGEABLE


_CHANGEABLE = names("warnings.filterwarnings logging.root logging.Logger.disabled sys.argv csv.field_size_limit")
