"""Each check of the architecture can fail: shown on small snippets."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from tests.architecture import craft, door, house


def _tree(source: str) -> ast.Module:
    return ast.parse(dedent(source))


def _imports(source: str, name: str = "a.b", known: tuple[str, ...] = ()) -> list[tuple[str, bool, bool]]:
    module = house.parse(name, dedent(source))
    return [(item.target, item.lazy, item.typing_only) for item in house.imports(module, known)]


def test_imports_tell_lazy_and_typing_only_apart() -> None:
    source = """
        from typing import TYPE_CHECKING
        import yaml
        if TYPE_CHECKING:
            import rich
        try:
            import psutil
        except ImportError:
            pass
        def load():
            import numpy
    """
    assert sorted(_imports(source)) == [
        ("numpy", True, False),
        ("psutil", False, False),
        ("rich", False, True),
        ("typing", False, False),
        ("yaml", False, False),
    ]


def test_imports_name_the_submodule_where_there_is_one() -> None:
    assert _imports("from a import c, D", known=("a", "a.c")) == [("a.c", False, False), ("a", False, False)]


def test_relative_imports_are_resolved() -> None:
    assert _imports("from . import c", known=("a", "a.c")) == [("a.c", False, False)]
    assert _imports("from ..x import y", name="a.b.c") == [("a.x", False, False)]


def test_cycles_are_found_and_trees_are_not() -> None:
    assert house.cycles({"a": ["b"], "b": ["c"], "c": []}) == []
    assert house.cycles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "b", "c"]]
    assert house.cycles({"a": ["a"]}) == [["a"]]


@pytest.mark.parametrize(
    ("source", "category"),
    [
        ("import subprocess\nsubprocess.run(['ls'])", "process"),
        ("import subprocess as sp\nstart = sp.Popen", "process"),
        ("from subprocess import check_output as ask\nask(['ls'])", "process"),
        ("import os\nos.system('ls')", "process"),
        ("import os\nos.execvp('ls', [])", "process"),
        ("import os\nos.posix_spawn('ls', [], {})", "process"),
        ("import os\nos.fork()", "process"),
        ("import os\ngetattr(os, 'sys' + 'tem')('ls')", "process"),
        ("import os\ngetattr(os, 'system')('ls')", "process"),
        ("import pty\npty.spawn('ls')", "process"),
        ("import multiprocessing\nmultiprocessing.Process()", "process"),
        ("from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor()", "process"),
        ("def f():\n    from git import Repo\n    Repo('.')", "process"),
        ("import asyncio\nasyncio.create_subprocess_exec('ls')", "process"),
        ("open('x', 'w')", "write"),
        ("open('x', mode='rb+')", "write"),
        ("def f(mode):\n    open('x', mode)", "write"),
        ("path.open('a')", "write"),
        ("def f(mode):\n    path.open(mode)", "write"),
        ("from journeyman.elsewhere import PATH\nPATH.touch()", "write"),
        ("import os\nos.open('x', os.O_WRONLY | os.O_CREAT)", "write"),
        ("import os\nos.open('x', flags)", "write"),
        ("import os\nos.replace('a', 'b')", "write"),
        ("from os import unlink\nunlink('a')", "write"),
        ("import shutil\nshutil.rmtree('a')", "write"),
        ("import tempfile\ntempfile.mkdtemp()", "write"),
        ("import sqlite3\nsqlite3.connect('a')", "write"),
        ("path.write_text('x')", "write"),
        ("path.replace(other)", "write"),
        ("from elsewhere import PATH\nPATH.write_text('x')", "write"),
        ("path.parent.mkdir()", "write"),
        ("import gzip\ngzip.open('x', 'wb')", "write"),
        ("exec('1')", "code"),
        ("eval('1')", "code"),
        ("run = compile", "code"),
        ("import builtins\nbuiltins.exec('1')", "code"),
        ("import runpy\nrunpy.run_path('x')", "code"),
    ],
)
def test_the_door_sees(source: str, category: str) -> None:
    assert category in {use.category for use in door.uses(_tree(source))}


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess\ntry:\n    pass\nexcept subprocess.TimeoutExpired:\n    pass",
        "import subprocess\ndef f(p: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]: ...",
        "open('x')",
        "open('x', 'rb')",
        "path.open()",
        "opener.open(request)",
        "from journeyman.kinds import places\nplaces.touch(path)",
        "import os\nos.open('x', os.O_RDONLY | os.O_CLOEXEC)",
        "import os\nos.open('x', os.O_RDONLY | getattr(os, 'O_NOATIME', 0))",
        "'abc'.replace('a', 'b')",
        "import dataclasses\ndataclasses.replace(value, a=1)",
        "import re\nre.compile('x')",
        "import os\nos.path.join('a', 'b')",
        "import shutil\nshutil.which('git')",
        "path.read_text()",
        "import os\nos.stat('x')",
    ],
)
def test_the_door_lets_reading_pass(source: str) -> None:
    assert door.uses(_tree(source)) == []


def test_missing_docstrings_are_named() -> None:
    source = '''
        """Module."""
        class A:
            """Has one."""
            def b(self): ...
            def _c(self): ...
            @b.setter
            def d(self, value): ...
        def e(): ...
    '''
    assert craft.without_docstring(_tree(source)) == ["5: A.b", "9: e"]
    assert craft.without_docstring(_tree("x = 1")) == ["1: module"]


def test_long_functions_are_named() -> None:
    assert craft.long_functions(_tree("def f():\n" + "    x = 1\n" * 5), 5) == ["1: f (6 lines)"]
    assert craft.long_functions(_tree("def f():\n" + "    x = 1\n" * 4), 5) == []


def test_prints_are_named() -> None:
    assert craft.prints(_tree("import sys\nprint(1)\nsys.stderr.write('x')")) == ["2: print", "3: sys.stderr"]
    assert craft.prints(_tree("class A:\n    def print(self): ...")) == []


@pytest.mark.parametrize(
    "handler",
    ["except:", "except Exception:", "except BaseException as error:", "except (ValueError, Exception):"],
)
def test_broad_handlers_are_named(handler: str) -> None:
    source = f"class A:\n    def f(self):\n        try:\n            g()\n        {handler}\n            "
    assert craft.broad_handlers(_tree(source + "pass")) == ["5: A.f"]
    assert craft.broad_handlers(_tree(source + "raise")) == []


def test_suppressing_everything_is_named() -> None:
    assert craft.broad_handlers(_tree("with contextlib.suppress(Exception):\n    f()")) == ["1: "]
    assert craft.broad_handlers(_tree("with contextlib.suppress(OSError):\n    f()")) == []
    assert craft.broad_handlers(_tree("try:\n    f()\nexcept OSError:\n    pass")) == []
