from __future__ import annotations

import pytest

from journeyman.config import Rule
from journeyman.gate.rules import RuleBook, Subject
from journeyman.values import Action, Effect, Origin

EFFECTS = (Effect("read", "read", "home"), Effect("network-out", "external", "none"))
SUBJECT = Subject(
    Action("shell.run", origin=Origin("model:gpt", "notebook")),
    "v1|shell.run|git push --force|network-out:external|none",
    "git push --force",
    EFFECTS,
    "external",
)


@pytest.mark.parametrize(
    ("field", "fits", "does_not"),
    [
        ("kind", ["shell.run", "shell.*", "*"], ["file.*", "shell"]),
        ("signature", ["*git push*", "v1|shell.run|*"], ["*git pull*"]),
        ("effect", ["read", "network-out"], ["write"]),
        ("level", ["external"], ["read", "contained"]),
        ("zone", ["home", "none"], ["workspace"]),
        ("program", ["git", "g?t"], ["git push", "gi"]),
        ("proposer", ["model:*", "model:gpt"], ["user", "model:*4"]),
        ("front_end", ["notebook"], ["shell"]),
    ],
)
def test_each_field_of_a_rule(field: str, fits: list[str], does_not: list[str]) -> None:
    for value in fits:
        assert RuleBook([Rule("deny", "", **{field: value})]).first(SUBJECT) is not None
    for value in does_not:
        assert RuleBook([Rule("deny", "", **{field: value})]).first(SUBJECT) is None


def test_all_fields_must_fit_and_the_first_rule_wins() -> None:
    rules = [
        Rule("deny", "one", kind="shell.run", front_end="shell"),
        Rule("ask", "two", kind="shell.run", front_end="notebook"),
        Rule("allow", "three"),
    ]
    found = RuleBook(rules).first(SUBJECT)
    assert found is not None
    assert found.reason == "two"


def test_a_flood_of_unknown_kinds_is_not_remembered_forever() -> None:
    book = RuleBook([Rule("deny", "", kind="x*")])
    for number in range(1200):
        assert book.first(Subject(Action(f"k{number}"), "", "", (), "read")) is None
    assert book.first(Subject(Action("x1"), "", "", (), "read")) is not None
