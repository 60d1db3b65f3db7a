"""Characterisation tests: they pass on the code they were written for, and fail when it changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.errors import PlanError
from journeyman.plan.characterise import characterise, read_surface

SHOP = '''"""A shop."""
from __future__ import annotations
import functools
import os
from dataclasses import dataclass

PORT = int(os.environ.get("PORT", "80"))
TABLE: dict[str, int] = {"a": 1}

try:
    import json
except ImportError:
    json = None

if PORT:
    LIMIT = 5

def total(prices, /, rate=0.0, *extra, tax: float = 0, **more): ...
async def fetch(url): ...
@functools.cache
def cached(a, b): ...
def rebound(a): ...
rebound = functools.partial(rebound, 1)
def _private(): ...

@dataclass
class Item:
    name: str
    def price(self, day): ...
    @property
    def label(self): ...
    def _hidden(self): ...

if __name__ == "__main__":
    print(total([]))
'''


def _write(root: Path, files: dict[str, str]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)


def _apply(root: Path, target: str = "") -> str:
    found = characterise(root, target)
    _write(root, {item["path"]: item["content"] for item in found.files})
    return found.notes


def _pytest(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_they_pass_then_notice_a_change(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "shop.py": SHOP,
            "pkg/__init__.py": "",
            "pkg/inner.py": "def f(x): ...\n",
            "src/lib/__init__.py": "def g(): ...\n",
        },
    )
    assert _apply(tmp_path) == ""
    done = _pytest(tmp_path)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    (tmp_path / "shop.py").write_text(SHOP.replace("rate=0.0", "rates=0.0").replace("def label", "def labels"))
    done = _pytest(tmp_path)
    assert done.returncode == 1
    assert "2 failed" in done.stdout


def test_what_a_module_offers(tmp_path: Path) -> None:
    _write(tmp_path, {"shop.py": SHOP})
    surface = read_surface(tmp_path, "shop.py")
    assert not isinstance(surface, str)
    assert surface.functions == {
        "total": ("prices", "rate", "extra", "tax", "more"),
        "fetch": ("url",),
        "cached": None,
        "rebound": None,
    }
    assert surface.classes == {"Item": ("price", "label")}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("print('hi')", "it runs code when imported, line 1"),
        ("x = 1\n\nDATA = open('x').read()", "it runs code when imported, line 3"),
        ("import requests\nR = requests.get('http://x')", "it runs code when imported, line 2"),
        ("for i in range(3): pass", "it runs code when imported"),
        ("try:\n    boot()\nexcept Exception:\n    pass", "it runs code when imported"),
        ("class A:\n    print('x')", "it runs code when imported"),
        ("def broken(:", "it cannot be read: SyntaxError"),
        ("x = '\0'", "it cannot be read"),
    ],
)
def test_modules_that_could_do_harm_are_left_out(source: str, reason: str, tmp_path: Path) -> None:
    _write(tmp_path, {"mod.py": source})
    assert reason in str(read_surface(tmp_path, "mod.py"))
    with pytest.raises(PlanError, match="nothing to write tests for"):
        characterise(tmp_path)


def test_what_is_no_source_is_passed_over(tmp_path: Path) -> None:
    plain = "def f(): ...\n"
    names = [
        "setup.py",
        "conftest.py",
        "test_x.py",
        "x_test.py",
        "tests/helper.py",
        "docs/conf.py",
        ".venv/lib/a.py",
        "not-a-name.py",
        "node_modules/n.py",
    ]
    _write(tmp_path, dict.fromkeys([*names, "real.py"], plain))
    assert [item["module"] for item in characterise(tmp_path).files] == ["the import path", "real"]


def test_one_module_can_be_named(tmp_path: Path) -> None:
    _write(tmp_path, {"a.py": "A = 1\n", "pkg/__init__.py": "", "pkg/b.py": "B = 1\n"})
    for target, module in [("a.py", "a"), ("pkg/b.py", "pkg.b"), ("pkg.b", "pkg.b"), ("b", "pkg.b")]:
        assert [item["module"] for item in characterise(tmp_path, target).files][1:] == [module]
    assert [item["module"] for item in characterise(tmp_path, "pkg").files][1:] == ["pkg", "pkg.b"]
    with pytest.raises(PlanError, match=r"no Python module 'c\.py'"):
        characterise(tmp_path, "c.py")


def test_existing_tests_are_kept(tmp_path: Path) -> None:
    _write(tmp_path, {"a.py": "A = 1\n", "b.py": "B = 1\n", "tests/conftest.py": "", "tests/test_a_surface.py": "mine"})
    found = characterise(tmp_path)
    assert [item["path"] for item in found.files] == ["tests/test_b_surface.py"]
    assert "a.py (tests/test_a_surface.py is there already)" in found.notes


def test_large_projects_are_bounded(tmp_path: Path) -> None:
    _write(tmp_path, {f"m{n:02}.py": "X = 1\n" for n in range(25)} | {"huge.py": "#" * 1_000_001})
    found = characterise(tmp_path)
    assert len(found.files) == 21
    assert "5 more modules" in found.notes
    assert "huge.py (it is too large)" in found.notes
