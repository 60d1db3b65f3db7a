"""What would surely fail if code were run, found without running it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.notebook import bound
from journeyman.faults.python import registry
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.known_names import module_names, type_names
from journeyman.faults.python.quiet import LONGEST, parsed, syntax_error
from journeyman.faults.python.raised import Frame, Raised
from journeyman.faults.python.syntax import explain as syntax
from journeyman.values import Diagnosis

_IMPLICIT = frozenset(
    (
        "__file__",
        "__name__",
        "__doc__",
        "__builtins__",
        "__spec__",
        "__annotations__",
        "get_ipython",
        "display",
        "In",
        "Out",
        "_",
        "__",
        "exit",
        "quit",
        "copyright",
        "credits",
        "license",
    )
)


def diagnose(code: str, around: Surroundings) -> Diagnosis | None:
    """Return why ``code`` cannot be read, or what in it would surely fail; None when nothing is found."""
    if len(code) > LONGEST:
        return None
    clean = _without_magics(code)
    if (error := syntax_error(clean)) is not None:
        found = syntax.explain(syntax.of_error(error, clean))
        return _at(found, error.lineno or 1)
    tree = parsed(clean)
    if tree is None:
        return None
    for name, message, line in _failures(tree, around):
        source = code.split("\n")[line - 1].strip()
        raised = Raised(name, "", message, line, (Frame("<cell>", line, "<module>", source, line),))
        failure = Failure(Case("python", code=code, around=around), raised, (raised,))
        for explainer in registry.explainers().get(name, ()):
            if found_ := explainer(failure):
                return _at(found_, line)
    return None


def _at(found: Diagnosis, line: int) -> Diagnosis:
    from dataclasses import replace

    return replace(found, line=line, where=f"the code:{line}")


def _without_magics(code: str) -> str:
    lines = code.split("\n")
    if lines[0].startswith("%%"):
        return ""
    return "\n".join("pass" if line.startswith(("%", "!")) and not line.startswith("!=") else line for line in lines)


def _failures(tree: ast.Module, around: Surroundings) -> Iterator[tuple[str, str, int]]:
    """Yield (exception, message, line) of what the statements at the top would do, in their order."""
    known = {*dir(builtins), *_IMPLICIT, *around.names}
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        known_star = True
    else:
        known_star = False
    modules: dict[str, str] = {}
    literals: dict[str, str] = {}
    later = bound(tree)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            known |= bound(ast.Module([statement], []))
            continue
        if isinstance(statement, ast.If | ast.Try | ast.While | ast.For | ast.With | ast.Match):
            known |= bound(ast.Module([statement], []))
            continue
        if not known_star:
            yield from _undefined(statement, known, later)
        yield from _imported(statement, modules)
        yield from _values(statement, modules, literals)
        known |= bound(ast.Module([statement], []))


def _undefined(statement: ast.stmt, known: set[str], later: set[str]) -> Iterator[tuple[str, str, int]]:
    inner: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.arg):
            inner.add(node.arg)
        elif (
            isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and not isinstance(statement, ast.AugAssign)
        ):
            inner.add(node.id)
    targets = (
        {t.id for t in getattr(statement, "targets", []) if isinstance(t, ast.Name)}
        if isinstance(statement, ast.Assign)
        else set()
    )
    inner -= {name for name in targets if name not in _comprehension_names(statement)}
    lambdas = {id(sub) for node in ast.walk(statement) if isinstance(node, ast.Lambda) for sub in ast.walk(node.body)}
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load | ast.Del) and node.id not in known | inner:
            if id(node) in lambdas and node.id in later:
                continue
            yield "NameError", f"name '{node.id}' is not defined", node.lineno
    if (
        isinstance(statement, ast.AugAssign)
        and isinstance(statement.target, ast.Name)
        and statement.target.id not in known
    ):
        yield "NameError", f"name '{statement.target.id}' is not defined", statement.lineno


def _comprehension_names(statement: ast.stmt) -> set[str]:
    return {
        name.id
        for node in ast.walk(statement)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }


def _imported(statement: ast.stmt, modules: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            modules[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        names = module_names(statement.module)
        for alias in statement.names:
            if names and alias.name not in names and alias.name != "*" and not alias.name.startswith("_"):
                yield (
                    "ImportError",
                    f"cannot import name '{alias.name}' from '{statement.module}' (unknown location)",
                    statement.lineno,
                )


def _values(statement: ast.stmt, modules: dict[str, str], literals: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            module = modules[node.value.id]
            names = module_names(module)
            if names and node.attr not in names and not node.attr.startswith("_") and isinstance(node.ctx, ast.Load):
                yield "AttributeError", f"module '{module}' has no attribute '{node.attr}'", node.lineno
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and (kind := _kind(node.value, literals))
        ):
            if node.attr not in type_names(kind) and not node.attr.startswith("__"):
                yield "AttributeError", f"'{kind}' object has no attribute '{node.attr}'", node.lineno
        elif isinstance(node, ast.BinOp):
            yield from _operation(node, literals)
        elif isinstance(node, ast.Call):
            yield from _call(node, literals)
    if isinstance(statement, ast.Assign):
        kind = _kind(statement.value, literals)
        for target in statement.targets:
            if isinstance(target, ast.Name):
                literals.pop(target.id, None)
                if kind:
                    literals[target.id] = kind


def _kind(node: ast.expr, literals: dict[str, str]) -> str:
    """Return the type of an expression where it is plain, or ""."""
    if isinstance(node, ast.Constant) and node.value is not None and node.value is not ...:
        return type(node.value).__name__
    plain = {
        ast.List: "list",
        ast.Dict: "dict",
        ast.Set: "set",
        ast.Tuple: "tuple",
        ast.ListComp: "list",
        ast.JoinedStr: "str",
    }
    if type(node) in plain:
        return plain[type(node)]
    return literals.get(node.id, "") if isinstance(node, ast.Name) else ""


def _operation(node: ast.BinOp, literals: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    left, right = _kind(node.left, literals), _kind(node.right, literals)
    if (
        isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)
        and isinstance(node.right, ast.Constant)
        and node.right.value == 0
        and left != "str"
    ):
        yield (
            "ZeroDivisionError",
            "integer modulo by zero" if isinstance(node.op, ast.Mod) else "division by zero",
            node.lineno,
        )
    if isinstance(node.op, ast.Add) and left and right:
        if "str" in {left, right} and left != right:
            other = right if left == "str" else left
            message = (
                f'can only concatenate str (not "{other}") to str'
                if left == "str"
                else f"unsupported operand type(s) for +: '{left}' and '{right}'"
            )
            yield "TypeError", message, node.lineno
        elif {left, right} in ({"list", "int"}, {"list", "tuple"}, {"dict"}, {"list", "dict"}):
            yield "TypeError", f"unsupported operand type(s) for +: '{left}' and '{right}'", node.lineno


def _call(node: ast.Call, literals: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    if kind := _kind(node.func, literals):
        yield "TypeError", f"'{kind}' object is not callable", node.lineno
    if isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords and node.func.id not in literals:
        first = node.args[0]
        if node.func.id in {"int", "float"} and isinstance(first, ast.Constant) and isinstance(first.value, str):
            try:
                {"int": int, "float": float}[node.func.id](first.value)
            except ValueError as error:
                yield "ValueError", str(error), node.lineno
        if node.func.id in {"max", "min"} and isinstance(first, ast.List | ast.Tuple) and not first.elts:
            yield "ValueError", f"{node.func.id}() arg is an empty sequence", node.lineno
        if node.func.id == "len" and _kind(first, literals) in {"int", "float", "bool"}:
            yield "TypeError", f"object of type '{_kind(first, literals)}' has no len()", node.lineno
