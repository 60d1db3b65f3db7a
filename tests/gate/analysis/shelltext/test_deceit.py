"""Characters that deceive the eye, and globs that stand for more than they show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.gate.analysis.globs import matches
from journeyman.gate.analysis.unicode_text import lookalike, strip_invisible
from journeyman.values import Prediction
from journeyman.workspace import Workspace

Shell = Callable[[str], Prediction]


@pytest.mark.parametrize(
    "text",
    [
        "l\u0455 -la",  # Cyrillic dze
        "\u0441at notes.txt",  # Cyrillic es
        "cat /etc/p\u0430sswd",
        "cat \u0441\u043e\u0440\u0443",  # all of it looks Latin
        "cat \u03bfut.txt",  # Greek omicron
        "cat \uff0fetc\uff0fpasswd",  # full width
        "cat a\u2215b",  # division slash
        "\U0001d4ec\U0001d4ea\U0001d4fd x",  # mathematical letters
        "ls \u202egnp.exe",  # right to left
        "ls\u200b -la",
        "ls \u00a0-la",
        "echo a\u2028rm",
        "ls \ufeff",
        "ls \x07",
        "ls \U000e0041",
        "ls a\u200db",
    ],
)
def test_a_name_that_is_not_what_it_looks_like_is_asked(shell: Shell, text: str) -> None:
    prediction = shell(text)
    assert prediction.level == "floor"
    assert any("looks like" in effect.reason or "invisible" in effect.reason for effect in prediction.effects)


@pytest.mark.parametrize(
    "text",
    [
        "echo привет мир",
        "cat документы/заметки.txt",
        "grep -n naïve café.md",
        "echo 'm² 5µs ½'",
        "git log --grep='Größe'",
        "echo '👩\u200d💻 ✅ ⚠️'",
        "ls 文档",
        "echo Δt",
    ],
)
def test_other_scripts_are_welcome(shell: Shell, text: str) -> None:
    assert shell(text).level == "read"


def test_the_sign_is_named() -> None:
    assert "U+0430" in lookalike("p\u0430ss")
    assert lookalike("plain/path.txt") == ""
    assert strip_invisible("a\u200bb") == ("ab", "the command holds the invisible character U+200B")
    assert strip_invisible("a\tb\n") == ("a\tb\n", "")


@pytest.fixture
def files(workspace: Workspace) -> Path:
    for name in ("a.txt", "b.txt", "prod.env", ".hidden", "src/c.py", "src/key.pem", "-rf"):
        path = workspace.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return workspace.root


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("[!a].txt", ["b.txt"]),
        ("[^a].txt", ["b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        (".h*", [".hidden"]),
        ("s*/*.p[xy]", ["src/c.py"]),
        ("src/../*.env", ["src/../prod.env"]),
        ("gone/*", []),
        ("nothing*", []),
    ],
)
def test_globs_match_as_in_bash(files: Path, pattern: str, expected: list[str]) -> None:
    found = matches(pattern, str(files))
    assert found is not None
    assert sorted(path[len(str(files)) + 1 :] for path in found) == expected
    assert matches(f"{files}/{pattern}", "/") == matches(pattern, str(files))


def test_a_folder_with_too_many_names_is_not_known(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"{number}.txt").touch()
    assert matches("*.txt", str(tmp_path)) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("cat *.txt", "read"),
        ("cat *env", "floor"),
        ("cat p???.env", "floor"),
        ("cat src/*", "floor"),
        ("cat s*/k*", "floor"),
        ("ls *", "read"),
        ("for f in *.txt; do cat $f; done", "read"),
        ("for f in src/*; do cat $f; done", "floor"),
        ("rm *.txt", "contained"),
        ("rm -rf *", "floor"),  # session_state.json, logs and configs are among them
        ("rm log*/*", "floor"),
        ("echo x > session_*.json", "floor"),
        ("cat /e??/shad*", "floor"),
        ("cat ~/.ss*/*", "floor"),
    ],
)
def test_a_glob_is_as_bad_as_what_it_matches(
    shell: Shell,
    files: Path,
    workspace: Workspace,
    isolated_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    level: str,
) -> None:
    workspace.state_file.write_text("{}")
    workspace.logs.mkdir(exist_ok=True)
    (workspace.logs / "activity.log").write_text("")
    monkeypatch.setenv("HOME", str(isolated_home))
    (isolated_home / ".ssh").mkdir()
    (isolated_home / ".ssh" / "id_rsa").write_text("")
    assert shell(text).level == level, shell(text).effects
