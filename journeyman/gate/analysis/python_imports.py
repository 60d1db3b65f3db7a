"""Imports, and what is used of a module: judged by lists for the standard library, by names for other libraries."""

from __future__ import annotations

import ast
import os

from journeyman.gate.analysis.digests import digest_file, digest_tree, without_waiting
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_context import Context, argument, scattered
from journeyman.gate.analysis.python_libraries import LIBRARIES, NETWORK
from journeyman.gate.analysis.python_modules import (
    ATTRIBUTES,
    COMPUTING,
    EXCEPT,
    NETWORK_STANDARD,
    PASSED,
    REACHED,
)
from journeyman.gate.analysis.python_names import ACTING, BARE, SAFE_DUNDERS
from journeyman.gate.analysis.python_standard import EXTRA, IMPORTS, JUDGES
from journeyman.values import Effect

_JUDGED = frozenset(name.partition(".")[0] for name in JUDGES if "." in name)
IMPORTABLE = COMPUTING | {name.partition(".")[0] for name in ATTRIBUTES} | frozenset(EXTRA) | _JUDGED | NETWORK_STANDARD
_OWN = frozenset({"journeyman", "ipy_ext", "journeyman_profile"})
_LARGEST, _DEEPEST = 200_000, 3
_NETWORK_PARTS = names("urllib.request")


def judge_import(context: Context, node: ast.Import) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        if not may_import(alias.name, context):
            continue
        top = alias.name.partition(".")[0]
        if alias.asname and alias.name in PASSED and alias.asname != alias.name:
            context.unsafe(f"import {alias.name} as {alias.asname}", f"gives {alias.name} another name")
        if top in ATTRIBUTES and alias.name != top and alias.name not in _NETWORK_PARTS:
            check_member(context, alias.name)


def judge_import_from(context: Context, node: ast.ImportFrom) -> None:
    """``from a import b as c``."""
    module = node.module or ""
    if node.level:
        context.unsafe("a relative import", "imports code of the workspace", "execute")
        return
    if module in {"__future__"} or not may_import(module, context):
        return
    for alias in node.names:
        if alias.name == "*":
            if module in PASSED or module in _JUDGED or module in NETWORK:
                context.unsafe(f"from {module} import *", f"imports everything from {module}")
            continue
        full = f"{module}.{alias.name}"
        if full in JUDGES or full in IMPORTS or module in _NETWORK_PARTS:
            if context.values.around and full not in _HARMLESS:
                context.unsafe(full, f"makes {full} an attribute of a class")
            elif (alias.asname or alias.name) not in BARE | JUDGES.keys() and full not in _HARMLESS:
                context.unsafe(full, f"gives {full} a name of its own")
        elif full in PASSED or (alias.name.strip("_") in REACHED and module not in ATTRIBUTES):
            context.unsafe(full, f"reaches {alias.name} through {module}")
        elif (
            check_member(context, full)
            and module.partition(".")[0] in NETWORK
            and alias.asname
            and alias.name.islower()
        ):
            context.unsafe(full, f"gives {full} a name of its own")


_HARMLESS = names(
    """
    glob.glob glob.iglob os.listdir os.getenv os.walk os.scandir os.stat sqlite3.connect zipfile.ZipFile timeit.timeit
    timeit.repeat timeit.Timer operator.attrgetter operator.methodcaller importlib.reload tarfile.TarFile gzip.GzipFile
    urllib.request.Request tempfile.gettempdir logging.basicConfig
    """
)
"""Judged functions that do no harm when a later piece of code calls them by a name that is not known there."""


_HANDED = names(
    """
    glob.glob glob.iglob os.listdir os.getenv os.walk os.scandir os.stat os.environ.get sqlite3.connect
    tempfile.gettempdir operator.attrgetter urllib.request.Request zipfile.ZipFile tarfile.TarFile gzip.GzipFile
    """
)
"""Judged functions and classes that do no harm when something else is given them."""


def may_import(name: str, context: Context) -> bool:
    """Judge importing the module ``name``; return whether its names may be used."""
    top = name.partition(".")[0]
    if top in _OWN:
        context.floor(f"import {top}", "imports Journeyman from an action", "self")
        return False
    known = top in IMPORTABLE or top in LIBRARIES or top in NETWORK
    local = _local(top, context)
    if local and not (known and os.path.isdir(local) and not _is_package(local)):
        _judge_local(name, local, context)
    elif not known:
        context.unsafe(f"import {name}", f"imports {name}, which is not known to only compute", "execute")
    if not known:
        context.settled.add(top)
        return False
    if top == "psutil":
        context.record.add(Effect("read", "read", "none", "processes"))
    if any(part.strip("_") in REACHED for part in name.split(".")[1:]) and top != "os":
        context.unsafe(f"import {name}", f"reaches another module through {top}")
    return True


def _local(top: str, context: Context) -> str:
    """Return the path of the workspace's own module ``top``, or ""."""
    for cwd in context.record.cwds:
        for path in (os.path.join(cwd, top + ".py"), os.path.join(cwd, top)):
            there = path in context.record.overlay or os.path.lexists(path)
            if there and (path.endswith(".py") or os.path.isdir(path)):
                return path
    return ""


def _is_package(folder: str) -> bool:
    """Return whether a folder holds code; one of data only shares its name with a library."""
    return any(name.endswith((".py", ".so", ".pyd")) for name in os.listdir(folder))


def _judge_local(name: str, path: str, context: Context) -> None:
    """Judge a module of the workspace by its text: importing runs it."""
    record = context.record
    text = None
    if path.endswith(".py"):
        record.digests[path] = digest_file(path, record.overlay)
        text = record.overlay.get(path, _text_of(path))
    else:
        below = os.path.relpath(path, record.workspace.root)
        record.digests[f"tree:{path}"] = digest_tree(record.workspace, (f"{below}/*",), record.overlay)
    if text is None or record.depth >= _DEEPEST:
        context.unsafe(f"import {name}", f"imports {name}, which is code of the workspace", "execute")
        return
    record.depth += 1
    record.run_python(text, record)
    record.depth -= 1


def _text_of(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", opener=without_waiting) as stream:
            text = stream.read(_LARGEST + 1)
    except (OSError, UnicodeDecodeError):
        return None
    return text if len(text) <= _LARGEST else None


def check_member(context: Context, full: str) -> bool:
    """Judge using ``full`` (module and member, dotted) as a value; return whether it is harmless."""
    parts = full.split(".")
    top = parts[0]
    if top in context.settled:
        return True
    if full in JUDGES or full in IMPORTS:
        harmless = full in _HANDED
        if not harmless:
            context.unsafe(full, f"hands over {full}, which can act")
        return harmless
    if full in ACTING:
        context.unsafe(full, f"hands over {full}, which can act")
        return False
    if top in LIBRARIES or top in NETWORK:
        return all([judge_name(context, part, handed=True, of=full) for part in parts[1:]])  # noqa: C419 - each is recorded
    if any(part.startswith("_") and part not in SAFE_DUNDERS for part in parts[1:]):
        context.unsafe(full)
        return False
    calls_are_judged = top in NETWORK_STANDARD or full.startswith("urllib.request")
    return calls_are_judged or _standard(context, parts)


def _standard(context: Context, parts: list[str]) -> bool:
    for count in range(len(parts), 0, -1):
        module = ".".join(parts[:count])
        allowed = ATTRIBUTES.get(module)
        extra = EXTRA.get(module)
        if allowed is None and extra is None and module not in COMPUTING:
            continue
        if count == len(parts):
            return True
        member = parts[count]
        if allowed is None and extra is None:
            good = member not in EXCEPT.get(module, ()) and member not in REACHED
        else:
            good = member in (allowed or ()) or member in (extra or ())
        good = good or member in SAFE_DUNDERS
        if not good:
            context.unsafe(".".join(parts[: count + 1]))
        return good and all(judge_name(context, part, handed=True, of=".".join(parts)) for part in parts[count + 1 :])
    context.unsafe(".".join(parts))
    return False


def judge_dynamic_import(context: Context, node: ast.Call, name: str) -> None:
    """Judge ``importlib.import_module("name")`` and ``__import__("name")``."""
    module = context.values.constant(argument(node, 0, "name"))
    if module is None or scattered(node):
        context.floor(name, f"{name} imports what is not known before it runs")
    elif may_import(module, context) and module.partition(".")[0] in PASSED | _GUARDED:
        context.unsafe(name, f"{name} reaches {module}")


_GUARDED = names("io pathlib glob requests urllib http yaml")
