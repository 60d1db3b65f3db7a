"""A command line taken apart into words that know where they stand."""

from __future__ import annotations

import pytest

from journeyman.faults.command import expanded, segments
from journeyman.faults.scan import scan


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]),
        ("a $(b 'c)' d) e", ["a", "$(b 'c)' d)", "e"]),
        ("a 2>&1 >log <in b", ["a", "b"]),
        ("a # b", ["a"]),
        ("cat <<EOF\nx ; y\nEOF\nls", ["cat", "ls"]),
        ("a 'b", ["a", "b"]),
        ("a \\\n b", ["a", "b"]),
        ("(( 1 > 2 )) && a", ["((", "a"]),
        ("", []),
    ],
)
def test_words(command: str, words: list[str]):
    assert [token.text for token in scan(command) if token.kind == "word"] == words


def test_each_word_knows_its_place():
    command = "  git   'comit'  -m x"
    assert [command[token.start : token.end] for token in scan(command)] == ["git", "'comit'", "-m", "x"]


@pytest.mark.parametrize(
    "command", ["env", "env x", "sudo", "sudo -u", "time", "nice -n", "timeout", "timeout 5", "command -v x"]
)
def test_a_wrapper_without_a_program_comes_to_an_end(command: str):
    assert len(segments(command)) == 1


@pytest.mark.parametrize(
    ("command", "programs"),
    [
        ("bash -c 'make | tail'", ["make", "tail"]),
        ("npx tsc && python3 -m pytest -q", ["tsc", "pytest"]),
        ("poetry run pytest", ["pytest"]),
        ("find . | xargs grep x", ["find", "grep"]),
        ('bash -c "bash -c \'bash -c \\"bash -c x\\"\'"', ["bash"]),
        ("if ! git diff --quiet; then make; fi", ["git", "make"]),
        ("for f in a b; do rm $f; done", ["rm"]),
    ],
)
def test_what_runs_others_is_looked_into(command: str, programs: list[str]):
    assert [segment.program for segment in expanded(segments(command))] == programs


@pytest.mark.parametrize(
    "command", ["(" * 20_000, "'" * 20_001, "$(" * 10_000, "`" * 9_999, "<" * 20_000, "\\" * 20_000, "a " * 50_000]
)
def test_nonsense_is_no_error(command: str):
    assert isinstance(expanded(segments(command)), list)
