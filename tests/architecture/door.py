"""Finds, in a syntax tree, what starts a process, writes a file, or runs text as code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Category = Literal["process", "write", "code"]

PROCESS = re.compile(
    r"subprocess\.(?!PIPE$|DEVNULL$|STDOUT$|list2cmdline$|(CalledProcessError|TimeoutExpired|SubprocessError)\b)"
    r"|os\.(exec\w+|spawn\w+|fork|forkpty|posix_spawnp?|system|popen|startfile)$"
    r"|(pty|multiprocessing|_posixsubprocess|ctypes|git|pexpect|docker)\."
    r"|asyncio\.create_subprocess_\w+$|concurrent\.futures\.ProcessPoolExecutor|psutil\.Popen$"
)
WRITE = re.compile(
    r"os\.(replace|renames?|unlink|remove(dirs)?|rmdir|mkdir|makedirs|symlink|link|chmod|lchmod|fchmod|chown|lchown|"
    r"fchown|utime|truncate|ftruncate|mkfifo|mknod|setxattr|removexattr)$"
    r"|shutil\.(?!which$|get_terminal_size$|disk_usage$|Error$)"
    r"|tempfile\.(?!gettempdir$)|sqlite3\.connect$|logging\.FileHandler$|logging\.handlers\."
    r"|(tarfile|zipfile|mmap|dbm|shelve)\."
)
CODE = re.compile(r"(builtins\.)?(exec|eval|compile|__import__)$|runpy\.|code\.(Interactive\w+|interact)|timeit\.")
PATTERNS: tuple[tuple[Category, re.Pattern[str]], ...] = (("process", PROCESS), ("write", WRITE), ("code", CODE))
WRITING_METHODS = frozenset(
    {"write_text", "write_bytes", "touch", "unlink", "rmdir", "mkdir", "rename", "symlink_to", "hardlink_to"}
    | {"chmod", "lchmod", "extractall"}
)
OPENERS = frozenset({"open", "io.open", "os.fdopen", "gzip.open", "bz2.open", "lzma.open", "codecs.open"})
BUILTINS = frozenset({"open", "exec", "eval", "compile", "__import__"})
OWN_FUNCTION = re.compile(
    r"(journeyman|ipy_ext|journeyman_profile)\.[a-z_.]+$"
)  # a module's function, no path's method
GUARDED_MODULES = frozenset({"os", "subprocess", "shutil", "builtins"})


@dataclass(frozen=True, slots=True)
class Use:
    """One place that needs a reason on the allow-list."""

    category: Category
    what: str
    line: int


def uses(tree: ast.Module) -> list[Use]:
    """Return every use in ``tree``, by line."""
    names = _bindings(tree)
    annotations = {id(part) for node in ast.walk(tree) for part in _annotation_parts(node)}
    found: set[Use] = set()
    for node in ast.walk(tree):
        if id(node) in annotations:
            continue
        if isinstance(node, ast.Call):
            found.update(_of_call(node, names))
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            found.update(_of_name(node, names))
    return sorted(found, key=lambda use: (use.line, use.category, use.what))


def _bindings(tree: ast.Module) -> dict[str, str]:
    """Map each imported name to the dotted path that it stands for; builtins stand for themselves."""
    names = {name: name for name in BUILTINS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in BUILTINS and node in tree.body:
            del names[node.name]  # the module's own function of that name
    return names


def _annotation_parts(node: ast.AST) -> Iterator[ast.AST]:
    for field in ("annotation", "returns"):
        value = getattr(node, field, None)
        if isinstance(value, ast.AST):
            yield from ast.walk(value)


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    return ""


def _of_name(node: ast.Attribute | ast.Name, names: dict[str, str]) -> Iterator[Use]:
    yield from _of_path(_dotted(node, names), node.lineno)


def _of_path(path: str, line: int) -> Iterator[Use]:
    for category, pattern in PATTERNS:
        if path and pattern.match(path):
            yield Use(category, path, line)


def _of_getattr(node: ast.Call, module: str) -> Iterator[Use]:
    name = _argument(node, 1, "name")
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        yield from _of_path(f"{module}.{name.value}", node.lineno)
    else:
        yield Use("process", f"getattr({module}, ...)", node.lineno)


def _of_call(node: ast.Call, names: dict[str, str]) -> Iterator[Use]:
    path = _dotted(node.func, names)
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if path in OPENERS:
        if _may_write(_argument(node, 1, "mode")):
            yield Use("write", path, node.lineno)
    elif path == "os.open":
        flags = _argument(node, 1, "flags")
        if flags is None or not _is_read_only(flags):
            yield Use("write", path, node.lineno)
    elif _is_getattr(node) and names.get(_first_name(node), "") in GUARDED_MODULES:
        yield from _of_getattr(node, names[_first_name(node)])
    elif not OWN_FUNCTION.match(path) and _is_writing_method(node, method):
        yield Use("write", f".{method}", node.lineno)


def _is_writing_method(node: ast.Call, method: str) -> bool:
    if method == "replace":  # Path.replace has one argument, str.replace two, datetime.replace only keywords
        return len(node.args) == 1 and not node.keywords
    if method == "open":
        return _names_a_mode(_argument(node, 0, "mode"))
    return method in WRITING_METHODS


def _is_getattr(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1


def _first_name(node: ast.Call) -> str:
    return node.args[0].id if node.args and isinstance(node.args[0], ast.Name) else ""


def _argument(node: ast.Call, position: int, keyword: str) -> ast.expr | None:
    for item in node.keywords:
        if item.arg == keyword:
            return item.value
    return node.args[position] if len(node.args) > position else None


def _may_write(mode: ast.expr | None) -> bool:
    if mode is None:
        return False
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return len(mode.value) <= 4 and bool(set(mode.value) & set("wax+"))
    return True  # a mode that is computed may be any


def _names_a_mode(first: ast.expr | None) -> bool:
    """Path.open takes a mode first; other things that open take what is to be opened."""
    return (isinstance(first, ast.Constant) and _may_write(first)) or "mode" in ast.unparse(first or ast.Constant(""))


def _is_read_only(flags: ast.expr) -> bool:
    read_flags = {"O_RDONLY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_NOATIME", "O_PATH", "O_BINARY"}
    if isinstance(flags, ast.BinOp) and isinstance(flags.op, ast.BitOr):
        return _is_read_only(flags.left) and _is_read_only(flags.right)
    if isinstance(flags, ast.Call) and _is_getattr(flags):  # getattr(os, "O_NOATIME", 0): absent on some systems
        name = flags.args[1]
        return isinstance(name, ast.Constant) and name.value in read_flags
    return isinstance(flags, ast.Attribute) and flags.attr in read_flags
