"""The shipped program data: every entry is valid, and its own examples hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeyman.errors import ConfigError
from journeyman.gate.analysis import programs
from journeyman.gate.analysis.judges import JUDGES
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]
NAMES = sorted(programs._index())


@pytest.fixture
def own_programs(isolated_home: Path) -> Iterator[Callable[[str], None]]:
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)

    def write(text: str) -> None:
        (folder / "own.yaml").write_text(text)
        programs.reload_programs()

    yield write
    programs.reload_programs()


@pytest.mark.parametrize("path", programs.program_files(), ids=lambda path: path.stem)
def test_every_entry_is_valid_and_named_once(path: Path) -> None:
    seen: set[str] = set()
    for names, _ in programs._entries(path):
        assert not seen & set(names)
        seen |= set(names)
    assert seen
    for name in seen:
        found = programs.find_program(name)
        assert found is not None
        assert found.judge == "" or found.judge in JUDGES


def test_hundreds_of_programs_are_described() -> None:
    assert len(NAMES) > 400
    assert programs.find_program("no-such-program") is None


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_an_entry_hold(shell: Shell, name: str) -> None:
    found = programs.find_program(name)
    assert found is not None
    for text in found.options.get("match", ()):
        assert shell(text).level == "read", text
    for text in found.options.get("not_match", ()):
        assert shell(text).level != "read", text


def test_a_user_adds_a_program_without_code(shell: Shell, own_programs: Callable[[str], None]) -> None:
    assert shell("mytool show x").level == "contained"
    own_programs(
        "mytool:\n  network: true\n  read: show, list *\n  commands:\n    drop: {level: floor, reason: it drops}\n"
    )
    assert shell("mytool show x").level == "read"
    assert shell("mytool list all").level == "read"
    assert shell("mytool add x").level == "external"
    assert shell("mytool drop x").level == "floor"
    assert shell("mytool --odd show").level == "external"
    assert shell("mytool show $X").level == "external"


def test_a_user_overrides_a_shipped_program(shell: Shell, own_programs: Callable[[str], None]) -> None:
    own_programs("cat:\n  level: contained\n  flags: any\n")
    assert shell("cat x").level == "contained"


@pytest.mark.parametrize(
    "text", ["mytool: {level: perhaps}\n", "mytool: {flag: -a}\n", "mytool:\n  read: [\n", "mytool: 3\n"]
)
def test_a_bad_entry_is_an_error_that_names_the_file(
    shell: Shell, own_programs: Callable[[str], None], text: str
) -> None:
    own_programs(text)
    with pytest.raises(ConfigError, match=r"own\.yaml"):
        shell("mytool x")
    assert shell("ls").level == "read"
