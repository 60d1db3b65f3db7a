"""What counts as a goal."""

from __future__ import annotations

import pytest

from journeyman.errors import UsageError
from journeyman.plan import check_goal


@pytest.mark.parametrize("goal", ["", "   ", "\n\t", '""', "...", "'"])
def test_an_empty_goal_is_refused_with_an_example(goal: str) -> None:
    with pytest.raises(UsageError, match=r"the goal is empty; say what to do, e\.g\."):
        check_goal(goal)


def test_the_longest_goal_is_named() -> None:
    assert len(check_goal("x" * 10_000)) == 10_000
    with pytest.raises(UsageError, match="1000000 characters; at most 10000"):
        check_goal("x" * 1_000_000)


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        ("a\x00b", "U[+]0000 at position 2"),
        ("\x1b[2Jclear", "U[+]001B at position 1"),
        ("a\u202eb", "U[+]202E"),
        ("a\ud800", "U[+]D800"),
    ],
)
def test_control_characters_are_named(goal: str, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        check_goal(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "fix the user's total",
        'say "hello',
        "it's 'unbalanced",
        "line one\nline two",
        "Füge Tests hinzu",
        "写测试",
        "a 👩‍💻 b",
    ],
)
def test_ordinary_text_passes(goal: str) -> None:
    assert check_goal(f"  {goal}\n") == goal
