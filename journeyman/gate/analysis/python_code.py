"""Read the effects of Python code from its syntax tree: what is not known to only compute and read is asked."""

from __future__ import annotations

import ast
import os
import re

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_calls import judge_open, reads_path
from journeyman.gate.analysis.python_names import (
    ALIASES,
    CALLS_BACK,
    COMPUTING_MODULES,
    METHODS,
    MODULE_ATTRIBUTES,
    MODULE_EXCEPT,
    NETWORK_MODULES,
    READERS,
    SAFE_BUILTINS,
)
from journeyman.gate.analysis.record import Record
from journeyman.values import Effect

_SAFE_DUNDERS = names("__name__ __version__ __doc__ __init__ __len__ __file__ __qualname__")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def judge_python(code: str, record: Record) -> None:
    """Record the effects of Python code."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        record.unknown(f"the code cannot be parsed: {type(error).__name__}")
        record.subject("python unreadable", "contained")
        return
    before = record.level
    visitor = _Visitor(record)
    try:
        visitor.visit(tree)
    except RecursionError:
        record.note("unknown", "floor", "the code is nested too deeply to read")
    if record.level == "read":
        record.add(Effect("read", "read", "none", "python"))
    elif before == "read":
        record.subject(", ".join(["python", *sorted(set(visitor.uses))]), record.level)


class _Visitor(ast.NodeVisitor):
    """Visits every node; a node without a method of its own only has its children visited."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.modules: dict[str, str] = {}
        self.callables: set[str] = set()
        self.assigned: set[str] = set()
        self.uses: list[str] = []

    def visit_Module(self, node: ast.Module) -> None:
        """Collect the names that the code binds, then judge it."""
        for each in ast.walk(node):
            if isinstance(each, _DEFINES):
                self.callables.add(each.name)
            elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                self.assigned.add(each.id)
            elif isinstance(each, ast.arg):
                self.assigned.add(each.arg)
        lambdas = {
            target.id
            for each in ast.walk(node)
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Lambda)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        counts = [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        self.callables |= {name for name in lambdas if counts.count(name) == 1}
        self.callables -= self.assigned - lambdas
        self.generic_visit(node)

    # imports
    def visit_Import(self, node: ast.Import) -> None:
        """``import a.b as c``."""
        for alias in node.names:
            if self._module(alias.name):
                if alias.asname:
                    self.modules[alias.asname] = alias.name
                else:
                    self.modules[alias.name.partition(".")[0]] = alias.name.partition(".")[0]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from a import b``."""
        name = node.module or ""
        if node.level or not self._module(name):
            if node.level:
                self._unsafe("imports code of the workspace")
            return
        for alias in node.names:
            full, bound = f"{name}.{alias.name}", alias.asname or alias.name
            if full in COMPUTING_MODULES:
                self.modules[bound] = full
            elif alias.name == "*":
                if name in MODULE_ATTRIBUTES or name in MODULE_EXCEPT:
                    self._unsafe(f"imports everything from {name}")
            elif self._attribute(name, alias.name):
                self.modules[bound] = full

    def _module(self, name: str) -> bool:
        """Judge importing a module; return whether its names may be used."""
        top = name.partition(".")[0]
        if top in {"journeyman", "ipy_ext"}:
            self.record.note("self", "floor", "imports Journeyman from an action")
            return False
        if top in NETWORK_MODULES:
            self.record.note("network-out", "external", f"{top} uses the network")
            return False
        if name not in COMPUTING_MODULES:
            self._unsafe(f"imports {name}, which is not known to only compute")
            return False
        for cwd in self.record.cwds:
            if os.path.lexists(os.path.join(cwd, top + ".py")) or os.path.isdir(os.path.join(cwd, top)):
                self._unsafe(f"{top} may be a file of the workspace")
                return False
        return True

    def _attribute(self, module: str, name: str) -> bool:
        """Judge one attribute of a module; return whether it only computes or reads."""
        allowed = MODULE_ATTRIBUTES.get(module)
        excepted = MODULE_EXCEPT.get(module, frozenset()) - READERS
        good = name not in excepted if allowed is None else name in allowed
        if not good or (name.startswith("_") and name not in _SAFE_DUNDERS):
            self._unsafe(f"{module}.{name} is not known to only compute")
            return False
        return True

    # names and attributes
    def visit_Name(self, node: ast.Name) -> None:
        """A name that is read: builtins are allowlisted, other names are values."""
        name = node.id
        if isinstance(node.ctx, ast.Load):
            if (name in _DANGEROUS and name not in self.callables) or (
                name.startswith("__") and name not in _SAFE_DUNDERS and name not in SAFE_BUILTINS
            ):
                self._unsafe(f"uses {name}")
        elif name in SAFE_BUILTINS and name not in {
            "id",
            "type",
            "format",
            "hash",
            "input",
            "min",
            "max",
            "sum",
            "dir",
        }:
            self._unsafe(f"gives another meaning to {name}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``a.b``: of a module by its list; dunder names are not known."""
        path = self._path(node)
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            base = node.value
            local = isinstance(base, ast.Name) and base.id in self.assigned and base.id not in self.modules
            if not local:
                self._unsafe(f"changes the attribute {node.attr} of something that is not its own")
        if node.attr.startswith("__") and node.attr not in _SAFE_DUNDERS:
            self._unsafe(f"uses {node.attr}")
        elif path is not None:
            module, name = path
            if f"{module}.{name}" not in COMPUTING_MODULES or module in MODULE_ATTRIBUTES:
                self._attribute(module, name)
            return
        self.visit(node.value)

    def _path(self, node: ast.Attribute) -> tuple[str, str] | None:
        """Return (module, attribute) when ``node`` is an attribute of a module, else None."""
        base = node.value
        if isinstance(base, ast.Name):
            module = self._module_named(base.id)
            return (module, node.attr) if module else None
        if isinstance(base, ast.Attribute):
            outer = self._path(base)
            if outer is not None:
                full = f"{outer[0]}.{outer[1]}"
                if full in COMPUTING_MODULES or outer[0] in COMPUTING_MODULES:
                    return full, node.attr
        return None

    def _module_named(self, name: str) -> str:
        if name in self.modules:
            return self.modules[name]
        return "" if name in self.assigned or name in self.callables else ALIASES.get(name, "")

    # calls
    def visit_Call(self, node: ast.Call) -> None:
        """A call: of a safe builtin, a function of its own, a module's function, or a method that computes."""
        function = node.func
        name = ""
        if isinstance(function, ast.Name):
            name = function.id
            self._call_name(name, node)
        elif isinstance(function, ast.Attribute):
            name = function.attr
            self._call_method(function, node)
        elif isinstance(function, ast.Lambda):
            self.visit(function)
        else:
            self._unsafe("calls something that is not known")
            self.visit(function)
        if name in CALLS_BACK or any(each.arg in {"key", "func", "default_factory"} for each in node.keywords):
            self._callbacks(node)
        for argument in [*node.args, *(each.value for each in node.keywords)]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and name not in _TEXT_CALLS:
                self._address(argument.value)
            self.visit(argument)

    def _call_name(self, name: str, node: ast.Call) -> None:
        if name == "open" and name not in self.callables | self.assigned:
            judge_open(node, self.record)
        elif name in self.modules:
            self._call_imported(self.modules[name], node)
        elif name in self.callables:
            return
        elif name == "type" and len(node.args) != 1:
            self._unsafe("makes a class at run time")
        elif name not in SAFE_BUILTINS or name in self.assigned:
            self._unsafe(f"calls {name}, which is not known to only compute")

    def _call_imported(self, full: str, node: ast.Call) -> None:
        module, _, name = full.rpartition(".")
        if name in READERS and module in {"numpy", "pandas", "matplotlib.pyplot"}:
            reads_path(node, self.record)

    def _call_method(self, function: ast.Attribute, node: ast.Call) -> None:
        path = self._path(function)
        name = function.attr
        self.visit_Attribute(function)
        if path is not None:
            if name in READERS and path[0] in {"numpy", "pandas", "matplotlib.pyplot"}:
                reads_path(node, self.record)
            return
        if name in {"read_text", "read_bytes"}:
            reads_path(_receiver(function), self.record)
        elif name == "replace":
            if len(node.args) == 1 and not isinstance(node.args[0], ast.Dict):
                self._unsafe("replace with one argument may move a file")
        elif name == "open":
            judge_open(node, self.record, path=_receiver(function))
        elif (isinstance(function.value, ast.Name) and function.value.id == "self" and name in self.callables) or (
            isinstance(function.value, ast.Call) and getattr(function.value.func, "id", "") == "super"
        ):
            return
        elif name in _CHANGES and (isinstance(function.value, ast.Attribute) or _drops_all(name, node)):
            self._unsafe(f"calls the method {name}, which may change more than memory")
        elif name not in METHODS and not self._own_method(function):
            self._unsafe(f"calls the method {name}, which is not known to only compute")

    def _own_method(self, function: ast.Attribute) -> bool:
        """Return whether the method is defined in the code and called on something made from its own classes."""
        base = function.value
        made = isinstance(base, ast.Name) and base.id in self.assigned
        return function.attr in self.callables and made

    def _callbacks(self, node: ast.Call) -> None:
        """Judge functions that are handed over to be called."""
        for argument in [*node.args, *(each.value for each in node.keywords)]:
            for each in argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]:
                if isinstance(each, ast.Attribute) and self._path(each) is None and each.attr not in METHODS:
                    self._unsafe(f"hands over {each.attr}, which is not known to only compute")
                elif isinstance(each, ast.Name) and each.id == "open":
                    self._unsafe("hands over open")

    def _address(self, text: str) -> None:
        if _URL.match(text):
            self.record.note("network-out", "external", f"reaches for {text.split('?', maxsplit=1)[0][:80]}")

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """``except E as e``: the name is a value."""
        if node.name:
            self.assigned.add(node.name)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        """``global`` names are values."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function: its body is judged with the rest, its decorators are called."""
        self._decorators(node.decorator_list)
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """The same."""
        self._decorators(node.decorator_list)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A class: the same, and a metaclass is called too."""
        self._decorators([*node.decorator_list, *(each.value for each in node.keywords)])
        self.generic_visit(node)

    def _decorators(self, decorators: list[ast.expr]) -> None:
        for each in decorators:
            known = isinstance(each, ast.Call) or (isinstance(each, ast.Attribute) and self._path(each) is not None)
            if isinstance(each, ast.Name):
                known = each.id in self.callables | self.modules.keys() | _DECORATORS
            if isinstance(each, ast.Attribute) and each.attr in {"setter", "getter", "deleter", "register"}:
                known = True
            if not known:
                self._unsafe(f"decorates with {ast.unparse(each)}, which is not known to only compute")

    def _unsafe(self, reason: str) -> None:
        self.uses.append(reason.partition(",")[0].removesuffix(" is not known to only compute"))
        self.record.unknown(reason)


_DANGEROUS = names(
    """
    eval exec compile __import__ __builtins__ globals locals vars getattr setattr delattr input breakpoint
    memoryview exit quit get_ipython __loader__ __spec__
    """
)
_CHANGES = names("insert remove update clear add drop set")
_DECORATORS = names("staticmethod classmethod property")
_TEXT_CALLS = names("print display Markdown HTML format replace split startswith len repr")


def _drops_all(name: str, node: ast.Call) -> bool:
    """Return whether the call is ``drop()``: without words it is a table that goes, not a column."""
    return name == "drop" and not (node.args or node.keywords)


def _receiver(function: ast.Attribute) -> ast.Call:
    """Return the call whose argument is the path in ``Path("x").read_text()``; an empty one when it is not there."""
    base = function.value
    if isinstance(base, ast.Call) and isinstance(base.func, (ast.Name, ast.Attribute)):
        name = base.func.id if isinstance(base.func, ast.Name) else base.func.attr
        if name in {"Path", "PosixPath"}:
            return base
    return ast.Call(func=ast.Name(id="Path"), args=[], keywords=[])
