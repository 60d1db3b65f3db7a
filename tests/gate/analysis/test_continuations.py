"""Which continued lines the shell joins: those outside single quotes and comments; doubt where a parser is needed."""

from __future__ import annotations

import subprocess

import pytest

from journeyman.gate.analysis.continuations import without_continuations

JOINED = [
    ("l\\\ns", "ls"),
    ("echo 'a\\\nb'", "echo 'a\\\nb'"),
    ('echo "a\\\nb"', 'echo "ab"'),
    ("echo a\\\\\necho b", "echo a\\\\\necho b"),
    ("echo \\'a\\\nb", "echo \\'ab"),
    ("echo a # it's\\\necho b", "echo a # it's\\\necho b"),
    ("echo a#'\\\nb'", "echo a#'\\\nb'"),
    ("echo $'it\\'s' a\\\nb", "echo $'it\\'s' ab"),
    ("cat <<< a\\\nb", "cat <<< ab"),
    ('echo "a\\"\\\nb" \\\n c', 'echo "a\\"b"  c'),
]


@pytest.mark.parametrize(("text", "joined"), JOINED)
def test_it_is_what_the_shell_does(text: str, joined: str) -> None:
    assert without_continuations(text) == joined
    said = [subprocess.run(["bash", "-c", each], capture_output=True, cwd="/", check=False) for each in (text, joined)]
    assert said[0].stdout == said[1].stdout


@pytest.mark.parametrize(
    "text", ["a <<E\n\\\nE", "echo `a\\\nb`", '"$(a\\\nb)"', "${a\\\n}", "'a\\\n", "$'a\\\nb'", "a\\", "$((1\\\n))"]
)
def test_what_needs_a_parser_is_left_to_one(text: str) -> None:
    assert without_continuations(text) is None
