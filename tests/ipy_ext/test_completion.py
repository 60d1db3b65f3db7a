from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ipy_ext.completion import complete
from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.registry import VERBS


@pytest.fixture
def words(services: Any) -> Any:
    """Returns what is offered after ``%agent`` and some text."""

    def offered(typed: str) -> list[str]:
        found = complete(SimpleNamespace(services=services), typed)
        assert found["suppress"] is True
        return [completion.text for completion in found["completions"]]

    return offered


def do(services: Any, line: str) -> Any:
    return run_line(services, Frontend(), line)


def test_verbs(words: Any) -> None:
    assert words("") == [name for name, verb in VERBS.items() if not verb.shell_only]
    assert words("sta") == ["status"]
    assert words("help und") == ["undo"]
    assert words("nonsense ") == []


def test_options_and_choices(words: Any) -> None:
    assert "--no-run" in words("approve --")
    assert words("log --le") == ["--level"]
    assert words("log --level wa") == ["warning"]
    assert words("lockdown ") == ["on", "off"]
    assert words("log verify ") == []
    assert words("queue ") == ["add"]
    assert words("queue add ") == []
    assert words("plan some") == [], "a goal is free text"


def test_ids(words: Any, services: Any) -> None:
    do(services, "queue add --shell touch one")
    plan_id = services.queue.find().id
    assert words("run ") == [plan_id]
    assert words("approve plan p") == [plan_id]
    do(services, "run")
    (approval,) = services.store.approvals()
    assert words("approve ") == [approval.id, "plan"]
    assert words("reject q") == [approval.id]
    assert approval.action_id in words("why ")
    assert words("show p") == [plan_id]
    assert words("approve plan " + plan_id + " x") == []


def test_all_open_plans_are_offered(services: Any, words: Any) -> None:
    for number in range(40):
        do(services, f"queue add --shell touch f{number}")
    assert len(words("run ")) == 40
