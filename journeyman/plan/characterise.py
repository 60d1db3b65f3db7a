"""Tests that pin down what a project's modules offer today: they import, and their functions take these arguments.

Everything is read with :mod:`ast`; nothing of the project is run while planning. A module that does more on import
than define things is left out and named, because a test of it could do harm.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from journeyman.errors import PlanError
from journeyman.plan.layout import walk

MOST_MODULES = 20
_MOST_FILES = 2000
_LARGEST = 1_000_000
_NOT_SOURCES = frozenset({"setup.py", "conftest.py", "noxfile.py", "tasks.py", "__main__.py", "manage.py"})
_HARMLESS = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Pass,
)


@dataclass(frozen=True, slots=True)
class Surface:
    """What a module offers. ``functions`` maps a name to its parameters, None when a decorator may change them."""

    module: str
    path: str
    functions: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Characterisation:
    """The test files to write (``path``, ``content``, ``module``), and a sentence on what was left out."""

    files: tuple[Mapping[str, str], ...]
    notes: str


def characterise(root: Path, target: str = "") -> Characterisation:
    """Return characterisation tests for the Python modules below ``root``, at most 20.

    ``target`` keeps only the modules of that path or dotted name. Raises PlanError when there is nothing to test.
    """
    left_out: list[str] = []
    surfaces = []
    for path in _sources(root, target):
        found = read_surface(root, path)
        if isinstance(found, str):
            left_out.append(f"{path} ({found})")
        elif (root / test_path(found)).exists():
            left_out.append(f"{path} ({test_path(found)} is there already)")
        else:
            surfaces.append(found)
    if not surfaces:
        what = f"no Python module {target!r}" if target else "no Python module"
        why = f"; left out: {', '.join(left_out)}" if left_out else ""
        raise PlanError(
            f"there is nothing to write tests for: {what} in {root} can be imported without running it{why}"
        )
    if len(surfaces) > MOST_MODULES:
        left_out.append(f"{len(surfaces) - MOST_MODULES} more modules")
        surfaces = surfaces[:MOST_MODULES]
    files = [{"path": test_path(each), "content": test_text(each), "module": each.module} for each in surfaces]
    if not (root / "tests" / "conftest.py").exists():
        files.insert(0, {"path": "tests/conftest.py", "content": _conftest(surfaces), "module": "the import path"})
    notes = f"Left out: {', '.join(left_out)}." if left_out else ""
    return Characterisation(tuple(files), notes)


def read_surface(root: Path, path: str) -> Surface | str:
    """Return what the module in ``path`` offers, or why no test of it can be written."""
    try:
        source = root / path
        if source.stat().st_size > _LARGEST:
            return "it is too large"
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError) as error:
        return f"it cannot be read: {type(error).__name__}"
    risky = next((node for node in tree.body if not _harmless(node)), None)
    if risky is not None:
        return f"it runs code when imported, line {risky.lineno}"
    rebound = _rebound(tree)
    functions = {
        node.name: None if node.decorator_list or node.name in rebound else _parameters(node)
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_")
    }
    classes = {
        node.name: tuple(_methods(node))
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    return Surface(_module_name(root, path), path, functions, classes)


def test_path(surface: Surface) -> str:
    """Return where the tests of ``surface`` go."""
    return f"tests/test_{surface.module.replace('.', '_')}_surface.py"


def test_text(surface: Surface) -> str:
    """Return the source of the tests of ``surface``."""
    plain = {name: list(given) for name, given in surface.functions.items() if given is not None}
    callables = [name for name, given in surface.functions.items() if given is None]
    classes = {name: list(methods) for name, methods in surface.classes.items()}
    parts = [
        f'"""What `{surface.module}` offers today. A failure means that its callers may have to change."""\n\n'
        "from __future__ import annotations\n\nimport importlib\n"
        + ("import inspect\n" if plain else "")
        + ("\nimport pytest\n" if plain or callables or classes else ""),
        f'MODULE = "{surface.module}"\n',
        "def test_it_imports() -> None:\n    assert importlib.import_module(MODULE).__name__ == MODULE\n",
    ]
    if plain:
        parts.append(_table("FUNCTIONS", plain) + _SIGNATURES)
    if callables:
        parts.append(f"DECORATED = {_literal(callables)}\n" + _CALLABLES)
    if classes:
        parts.append(_table("CLASSES", classes) + _CLASSES)
    return "\n\n".join(parts)


_SIGNATURES = """

@pytest.mark.parametrize(("name", "parameters"), FUNCTIONS.items())
def test_functions_take_these_arguments(name: str, parameters: list[str]) -> None:
    function = getattr(importlib.import_module(MODULE), name)
    assert list(inspect.signature(function).parameters) == parameters
"""
_CALLABLES = """

@pytest.mark.parametrize("name", DECORATED)
def test_decorated_functions_are_there(name: str) -> None:
    assert getattr(importlib.import_module(MODULE), name) is not None
"""
_CLASSES = """

@pytest.mark.parametrize(("name", "methods"), CLASSES.items())
def test_classes_have_these_methods(name: str, methods: list[str]) -> None:
    owner = getattr(importlib.import_module(MODULE), name)
    assert [method for method in methods if not hasattr(owner, method)] == []
"""


def _table(name: str, rows: Mapping[str, list[str]]) -> str:
    lines = "".join(f'    "{key}": {_literal(values)},\n' for key, values in rows.items())
    return f"{name}: dict[str, list[str]] = {{\n{lines}}}\n"


def _literal(values: list[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _conftest(surfaces: list[Surface]) -> str:
    roots = sorted({_import_root(surface) for surface in surfaces})
    lines = "\n".join(
        f'sys.path.insert(0, str(ROOT / "{root}"))' if root else "sys.path.insert(0, str(ROOT))" for root in roots
    )
    text = '"""Let the tests import the project without installing it."""\n\nimport sys\nfrom pathlib import Path\n\n'
    return f"{text}ROOT = Path(__file__).resolve().parent.parent\n{lines}\n"


def _import_root(surface: Surface) -> str:
    parts = PurePosixPath(surface.path).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    return "/".join(parts[: len(parts) - len(surface.module.split("."))])


def _sources(root: Path, target: str) -> Iterator[str]:
    wanted = target.removesuffix(".py").replace(".", "/").strip("/")
    for path in walk(root, _MOST_FILES):
        parts = PurePosixPath(path).parts
        name = parts[-1]
        if not name.endswith(".py") or name in _NOT_SOURCES or name.startswith("test_") or name.endswith("_test.py"):
            continue
        if {"tests", "test", "docs", "examples", "scripts", "migrations"} & set(parts[:-1]):
            continue
        if not all(part.isidentifier() for part in (*parts[:-1], name[:-3])):
            continue
        plain = path[:-3]
        if not wanted or plain == wanted or plain.endswith(f"/{wanted}") or f"/{plain}/".find(f"/{wanted}/") >= 0:
            yield path


def _module_name(root: Path, path: str) -> str:
    """Return the dotted name under which ``path`` is imported: from the outermost package, or its own folder."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    start = len(parts) - 1
    while start > 0 and (root.joinpath(*parts[:start]) / "__init__.py").is_file():
        start -= 1
    name = parts[start:]
    return ".".join(name[:-1] if name[-1] == "__init__" and len(name) > 1 else name)


def _harmless(node: ast.stmt) -> bool:
    """Tell whether a statement at the top of a module only defines things."""
    match node:
        case ast.ClassDef():
            inner: list[ast.stmt] = node.body
        case ast.If() if not _is_guard(node.test):
            inner = [*node.body, *node.orelse]
        case ast.Try():
            handled = [each for handler in node.handlers for each in handler.body]
            inner = [*node.body, *handled, *node.orelse, *node.finalbody]
        case ast.Expr():
            return isinstance(node.value, ast.Constant)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return node.value is None or not any(_acts(each) for each in ast.walk(node.value))
        case _:
            return isinstance(node, (*_HARMLESS, ast.If, getattr(ast, "TypeAlias", ast.Pass)))
    return all(_harmless(each) for each in inner)


def _acts(node: ast.AST) -> bool:
    """Tell whether an expression might do something: a call by a name that is known for acting."""
    if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
        return True
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr in _ACTING or (isinstance(owner, ast.Name) and owner.id in _NETWORK)
    return isinstance(function, ast.Name) and function.id in _ACTING


_ACTING = frozenset(
    [
        "open",
        "input",
        "exec",
        "eval",
        "system",
        "popen",
        "run",
        "call",
        "check_call",
        "check_output",
        "Popen",
        "connect",
        "urlopen",
        "parse_args",
        "request",
        "remove",
        "unlink",
        "rmtree",
        "mkdir",
        "makedirs",
        "rename",
        "write",
        "write_text",
        "write_bytes",
        "exit",
        "quit",
        "sleep",
        "start",
        "main",
        "download",
        "fit",
        "read_csv",
        "execute",
        "commit",
        "fork",
        "kill",
    ]
)
_NETWORK = frozenset({"requests", "httpx"})


def _rebound(tree: ast.Module) -> frozenset[str]:
    """Return the names that an assignment at the top gives another meaning (``f = cached(f)``)."""
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def _is_guard(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id in ("__name__", "TYPE_CHECKING")
    )


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    given = node.args
    names = [*given.posonlyargs, *given.args]
    variable = [given.vararg] if given.vararg else []
    keywords = [given.kwarg] if given.kwarg else []
    return tuple(each.arg for each in (*names, *variable, *given.kwonlyargs, *keywords))


def _methods(node: ast.ClassDef) -> Iterator[str]:
    for inner in node.body:
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and not inner.name.startswith("_"):
            yield inner.name
