"""Reading answers off the wire."""

from __future__ import annotations

import json

import pytest

from journeyman.llm import ModelError
from journeyman.llm import answer as answers
from journeyman.llm.answer import read_answer


def _event(content: str | None = None, **more: object) -> str:
    choice = {"delta": {"content": content}, **more}
    return f"data: {json.dumps({'choices': [choice]})}"


def test_events_comments_and_blank_lines() -> None:
    lines = [
        ": waiting",
        "",
        "event: message",
        _event("Hel"),
        "",
        "id: 1",
        _event("lo"),
        _event(),
        "data: [DONE]",
        _event("!"),
    ]
    assert read_answer(lines, "m") == "Hello"


def test_usage_events_without_choices_are_passed_over() -> None:
    assert read_answer(["data: {}", 'data: {"choices": [], "usage": {}}', _event("x")], "m") == "x"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('data: {"error": {"message": "out of memory"}}', "m broke off: out of memory"),
        ('data: {"error": "boom"}', "m broke off: boom"),
        ('data: {"choices": [{"delta": {"refusal": "I will not"}}]}', "m refuses: I will not"),
        ('data: {"choices": [{"delta": {"content": "x"}, "finish_reason": "length"}]}', "length limit"),
        ("data: {broken", "chat-completions protocol"),
        ("data: 5", "chat-completions protocol"),
    ],
)
def test_what_goes_wrong_is_said(line: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        read_answer([line], "m")


def test_an_answer_that_is_too_long_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGEST", 10)
    with pytest.raises(ModelError, match="more than 10 characters"):
        read_answer([_event("x" * 11)], "m")
    with pytest.raises(ModelError, match="does not stop"):
        read_answer([_event("x" * 3)] * 20, "m")
