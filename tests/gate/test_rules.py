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


def compound(verdict: str, **match: str) -> Rule | None:
    """Return what one rule says about writing in the workspace and sending at once."""
    effects = (
        Effect("read", "read", "system", "ls"),
        Effect("write", "contained", "workspace", "/w/x"),
        Effect("network-out", "external", "none", "curl"),
    )
    mark = "v1|shell.run|touch + curl -d|network-out:external+write:contained|workspace"
    subject = Subject(
        Action("shell.run"),
        mark,
        "touch + curl -d",
        effects,
        "external",
        contacts=("good.example", "evil.example"),
        packages=("pypi:acme", "pypi:other"),
    )
    return RuleBook([Rule(verdict, "", **match)]).first(subject)  # type: ignore[arg-type]  # verdicts are literals


@pytest.mark.parametrize(
    ("match", "whole"),
    [
        ({"program": "touch"}, {"program": "*u*"}),
        ({"program": "curl"}, {"program": "[tc]*"}),
        ({"signature": "v1|shell.run|touch*"}, {"signature": "v1|shell.run|touch + curl -d|*"}),
        ({"host": "good.example"}, {"host": "*.example"}),
        ({"package": "pypi:acme"}, {"package": "pypi:*"}),
    ],
)
def test_an_allow_rule_must_fit_every_part_and_the_others_any_part(
    match: dict[str, str], whole: dict[str, str]
) -> None:
    for verdict in ("ask", "deny"):
        assert compound(verdict, **match) is not None
    assert compound("allow", **match) is None
    assert compound("allow", **whole) is not None


def test_an_allow_rule_about_effects_must_fit_all_that_is_above_reading() -> None:
    assert compound("deny", effect="write") is not None
    assert compound("deny", zone="workspace") is not None
    assert compound("allow", effect="write") is None
    assert compound("allow", zone="workspace") is None
    write = (Effect("read", "read", "home"), Effect("write", "contained", "workspace"))
    subject = Subject(Action("shell.run"), "v1|shell.run|touch|write:contained|workspace", "touch", write, "contained")
    assert RuleBook([Rule("allow", "", effect="write", zone="workspace")]).first(subject) is not None


def test_an_allow_rule_never_fits_what_is_not_known() -> None:
    subject = "touch + mv + cp… 01234567"
    shortened = Subject(Action("shell.run"), f"v1|shell.run|{subject}|x|y", subject, (), "contained")
    assert RuleBook([Rule("allow", "", program="*")]).first(shortened) is not None
    assert RuleBook([Rule("allow", "", program="[tmc]*")]).first(shortened) is None
    fetches = (Effect("network-in", "external", "none", "a.example"),)
    fetch = Subject(Action("shell.run"), "", "kubectl get", fetches, "external")
    assert RuleBook([Rule("allow", "", host="*.example")]).first(fetch) is None


def test_a_program_that_only_reads_beside_others_is_seen_by_ask_and_deny() -> None:
    effects = (Effect("read", "read", "none", "head"), Effect("write", "contained", "workspace", "/w/x"))
    subject = Subject(
        Action("shell.run"), "v1|shell.run|touch|write:contained|workspace", "touch", effects, "contained"
    )
    assert RuleBook([Rule("deny", "", program="head")]).first(subject) is not None
    assert RuleBook([Rule("allow", "", program="touch")]).first(subject) is not None
