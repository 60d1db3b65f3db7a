"""Names made from free text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.plan import slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Create a Flask API", "create-a-flask-api"),
        ("the user's total", "the-users-total"),
        ("../../etc/passwd", "etc-passwd"),
        ("Añadir ÜBER tests", "anadir-uber-tests"),
        ("写测试", "plan"),
        ("", "plan"),
        ("CON", "plan-con"),
        ("a" * 100, "a" * 60),
        ("one two " * 20, "one-two-one-two-one-two-one-two-one-two-one-two-one-two-one"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert slug(text) == name


@given(st.text())
def test_names_are_always_safe(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,63}[a-z0-9])?", slug(text))
