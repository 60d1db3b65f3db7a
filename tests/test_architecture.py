"""The house as it was designed: floors, no cycles, light imports, and one door."""

from __future__ import annotations

import ast
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.architecture import craft, door, house
from tests.architecture.allowed import BROAD_HANDLERS, DOOR, SCREEN

ROOT = Path(__file__).parents[1]
MODULES = house.load(ROOT, "journeyman", "ipy_ext", "profile")
CORE = {name: module for name, module in MODULES.items() if name.split(".")[0] == "journeyman"}
EDGES = {
    name: [item for item in house.imports(module, MODULES) if item.target in MODULES]
    for name, module in MODULES.items()
}

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"journeyman", "values", "errors", "config", "workspace", "redact", "shipped", "jsonl"}),
    frozenset({"store", "journal", "state", "llm"}),
    frozenset({"gate", "sandbox", "undo", "faults", "kinds"}),
    frozenset({"runner", "runner_secrets", "runner_retrying", "asking"}),
    frozenset({"plan", "queue", "recovery"}),
    frozenset({"commands", "services", "hooks", "interpreter_launch"}),
    frozenset({"cli", "__main__", "ipy_ext", "profile"}),
)
# Within the floor of the gate, further than "no cycles": which rooms a room may use beside itself.
BESIDE: dict[str, tuple[str, ...]] = {
    "sandbox": (),
    "gate": ("sandbox",),
    "undo": ("sandbox",),
    "faults": ("sandbox",),
    "kinds": ("gate.analysis", "sandbox", "faults", "undo"),
}
FRONT_END = (
    *("IPython", "ipywidgets", "ipykernel", "jupyter", "notebook", "interpreter", "traitlets"),
    *("ipy_ext", "profile", "journeyman_profile"),
)
HEAVY = frozenset(
    {"yaml", "rich", "nbformat", "git", "openai", "fastjsonschema", "tree_sitter", "tree_sitter_bash", "psutil"}
    | {
        "numpy",
        "wordllama",
        "httpx",
        "pydantic",
        "jsonschema",
        "playwright",
        "ipywidgets",
        "litellm",
        "nbclient",
        "regex",
    }
)


def _room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "journeyman" and len(parts) > 1 else parts[0]


def _floor(name: str) -> int:
    """Return the floor of a module; one that has none yet counts as the highest."""
    return next((floor for floor, rooms in enumerate(FLOORS) if _room(name) in rooms), len(FLOORS))


def _none(found: Iterable[str], what: str) -> None:
    lines = sorted(found)
    if lines:
        pytest.fail("\n  ".join([what, *lines]), pytrace=False)


def _report(check: Callable[[house.Module], list[str]], modules: dict[str, house.Module]) -> list[str]:
    return [f"{name}:{found}" for name, module in modules.items() for found in check(module)]


def test_every_module_has_a_floor() -> None:
    _none((name for name in MODULES if _floor(name) == len(FLOORS)), "modules without a floor:")


def test_imports_go_down() -> None:
    upward = [
        f"{name}:{item.line} imports {item.target}"
        for name, items in EDGES.items()
        for item in items
        if _floor(item.target) > _floor(name)
    ]
    _none(upward, "imports that go up:")


def test_rooms_beside_the_gate_keep_apart() -> None:
    sideways = [
        f"{name}:{item.line} imports {item.target}"
        for name, items in EDGES.items()
        for item in items
        if {_room(name), _room(item.target)} <= BESIDE.keys()
        and not f"{item.target}.".startswith(
            tuple(f"journeyman.{room}." for room in (_room(name), *BESIDE[_room(name)]))
        )
    ]
    _none(sideways, "imports between rooms that keep apart:")


def test_no_module_imports_itself_in_a_ring() -> None:
    rings = house.cycles({name: [item.target for item in items] for name, items in EDGES.items()})
    _none((" - ".join(ring) for ring in rings), "modules that import each other:")


def test_the_core_knows_no_front_end() -> None:
    known = [
        f"{name}:{item.line} imports {item.target}"
        for name, module in CORE.items()
        for item in house.imports(module)
        if item.target.startswith(FRONT_END)
    ]
    _none(known, "the core knows a front end:")


def test_heavy_libraries_are_imported_in_functions_only() -> None:
    eager = [
        f"{name}:{item.line} imports {item.target}"
        for name, module in MODULES.items()
        for item in house.imports(module)
        if item.target.split(".")[0] in HEAVY and not item.lazy and not item.typing_only
    ]
    _none(eager, "heavy libraries imported at once:")


@pytest.mark.parametrize("name", ["journeyman", "ipy_ext", "journeyman.cli"])
def test_a_fresh_import_brings_nothing_heavy(name: str) -> None:
    program = f"import {'IPython, ' if name == 'ipy_ext' else ''}sys; before = set(sys.modules); import {name}; "
    program += "print(*(set(sys.modules) - before))"
    loaded = {item.split(".")[0] for item in _python(program).split()}
    assert name.partition(".")[0] in loaded
    assert sorted(loaded & HEAVY) == []


WATCHED_IMPORT = """
import importlib, json, os, sys
seen = []
def hook(event, args):
    if event == "open":
        writes = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(args[2], int) else 0
        if writes: seen.append([event, str(args[0])])
    elif event.startswith(("socket.connect", "socket.getaddrinfo", "subprocess.", "os.system", "os.exec", "os.fork",
                           "os.posix_spawn", "os.mkdir", "os.remove", "os.rename", "sqlite3.connect", "shutil.")):
        seen.append([event, str(args[:1])])
sys.addaudithook(hook)
for name in json.loads(sys.argv[1]): importlib.import_module(name)
seen and sys.exit(json.dumps(seen))
"""


def test_importing_does_nothing() -> None:
    """No file is written, no address asked for, no process started, no word printed by importing any module."""
    names = [name for name in MODULES if not name.endswith("__main__") and not name.startswith("profile")]
    assert _python(WATCHED_IMPORT, json.dumps(names)) == ""


def test_importing_needs_no_posix_module() -> None:
    """Other systems lack these modules; there, all must import, and the gate asks."""
    absent = ["fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"]
    program = f"import sys; sys.modules.update(dict.fromkeys({absent}))\nimport importlib, json\n"
    program += "for name in json.loads(sys.argv[1]): importlib.import_module(name)"
    names = [name for name in CORE if not name.endswith("__main__")]
    assert _python(program, json.dumps(names)) == ""


def _python(program: str, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stderr, pytrace=False)
    return done.stdout


@pytest.mark.parametrize("category", ["process", "write", "code"])
def test_the_one_door(category: str) -> None:
    """What starts a process, writes a file or runs text as code stands in the list, with its reason; nothing else."""
    used = {
        (name, use.category): f"{name}:{use.line} {use.what}"
        for name, module in MODULES.items()
        for use in reversed(door.uses(module.tree))
        if use.category == category
    }
    allowed = {(name, kind) for name, reasons in DOOR.items() for kind in reasons if kind == category}
    _none((place for key, place in used.items() if key not in allowed), f"{category}: not on the list:")
    _none((name for name, _ in allowed - used.keys()), f"{category}: on the list, but not (any more) needed:")


def test_every_reason_says_something() -> None:
    reasons = [*(reason for reasons in DOOR.values() for reason in reasons.values()), *BROAD_HANDLERS.values()]
    _none((reason for reason in [*reasons, *SCREEN.values()] if len(reason.split()) < 4), "not much of a reason:")


def test_only_front_ends_print() -> None:
    quiet = {name: module for name, module in CORE.items() if name not in SCREEN}
    _none(_report(lambda module: craft.prints(module.tree), quiet), "prints:")


def test_broad_handlers_have_a_reason() -> None:
    found = {
        f"{name}:{place.split(': ')[1]}": place
        for name, module in MODULES.items()
        for place in craft.broad_handlers(module.tree)
    }
    _none(found.keys() - BROAD_HANDLERS.keys(), "all exceptions caught, and not on the list:")
    _none(BROAD_HANDLERS.keys() - found.keys(), "on the list, but not (any more) needed:")


def test_no_code_runs_between_fork_and_exec() -> None:
    """In a process with threads it may hang for ever on a lock that another thread held."""
    handed = [
        f"{name}:{node.value.lineno}"
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg == "preexec_fn"
    ]
    _none(handed, "code between fork and exec:")


def test_public_names_are_explained() -> None:
    _none(_report(lambda module: craft.without_docstring(module.tree), MODULES), "no docstring:")


def test_files_stay_small() -> None:
    lines = {name: module.lines for name, module in MODULES.items()}
    _none((f"{name}: {count}" for name, count in lines.items() if count > 450), "files over 450 lines:")
    assert statistics.median(lines.values()) < 100


def test_functions_fit_a_screen() -> None:
    _none(_report(lambda module: craft.long_functions(module.tree, 60), MODULES), "functions over 60 lines:")
