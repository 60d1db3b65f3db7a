from __future__ import annotations

import pytest

from ipy_ext.typed import typed, wants_json


@pytest.mark.parametrize(
    ("line", "cell", "expected"),
    [
        ("plan it's {x} $y", None, "plan it's {x} $y"),
        ("", "Create\nan app\n", "plan Create\nan app"),
        ("plan", "a goal", "plan a goal"),
        ("queue add --shell", "echo 1\necho 2", "queue add --shell echo 1\necho 2"),
        ("queue --shell", "echo 1", "queue add --shell echo 1"),
        ("queue", "a goal", "queue add a goal"),
    ],
)
def test_a_cell_is_one_line_for_the_verbs(line: str, cell: str | None, expected: str) -> None:
    assert typed(line, cell) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("status --json", True),
        ("plan --json make it", True),
        ("plan a tool with a --json option", False),
        ("status", False),
        ("nonsense --json", False),
        ("status --json --unknown", False),
    ],
)
def test_json_is_asked_for_by_the_verbs_own_option(line: str, expected: bool) -> None:
    assert wants_json(line) is expected
