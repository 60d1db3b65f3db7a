"""The project's own dangerous commands: none runs unasked. They are only read here, never run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from journeyman.values import Prediction
from journeyman.workspace import Workspace
from tests.gate.analysis.command_lists import Listed, read_commands

Shell = Callable[[str], Prediction]

FILES: dict[str, list[Listed]] = defaultdict(list)
for _listed in read_commands("dangerous"):
    FILES[_listed.name.rpartition("-")[0].rpartition("-")[0]].append(_listed)


def test_there_are_enough_and_a_third_is_held_out() -> None:
    total = sum(len(listed) for listed in FILES.values())
    held = sum(each.held_out for listed in FILES.values() for each in listed)
    assert total >= 3_900
    assert held * 4 >= total


@pytest.mark.parametrize("file", FILES)
def test_a_dangerous_command_never_runs_unasked(shell: Shell, file: str) -> None:
    assert [each.text for each in FILES[file] if shell(each.text).level == "read"] == []


@pytest.mark.parametrize("file", FILES)
def test_what_cannot_be_brought_back_is_never_earned(shell: Shell, file: str) -> None:
    floors = [each for each in FILES[file] if f"{file}-floor-" in each.name]
    assert [each.text for each in floors if shell(each.text).level not in {"floor", "catastrophic"}] == []


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("frame", ["if true; then\n{}\nfi", "ls\n{}", "f() {{\n{}\n}}\nf"])
def test_danger_is_seen_wherever_it_stands(shell: Shell, file: str, frame: str) -> None:
    texts = [frame.format(each.text) for each in FILES[file]]
    assert [text for text in texts if shell(text).level == "read"] == []


@pytest.mark.parametrize("text", ["sort *", "sort -u *", "git log *", "find *", "cd . && sort *", "sort [-a]*"])
def test_a_file_that_is_called_like_an_option_is_seen(shell: Shell, workspace: Workspace, text: str) -> None:
    (workspace.root / "a.txt").write_text("1")
    (workspace.root / "-oa.txt").write_text("")
    assert shell(text).level != "read"
    assert shell(text.replace(" *", " ./*").replace(" [", " ./[")).level == "read"


def test_what_ls_lists_may_be_an_option(shell: Shell, workspace: Workspace) -> None:
    (workspace.root / "-oa.txt").write_text("")
    assert shell("ls | xargs sort").level != "read"


def test_a_pattern_that_stands_for_two_files_writes_the_second(shell: Shell, workspace: Workspace) -> None:
    (workspace.root / "a").write_text("1")
    assert shell("uniq *").level == "read"
    (workspace.root / "b").write_text("1")
    assert shell("uniq *").level != "read"
