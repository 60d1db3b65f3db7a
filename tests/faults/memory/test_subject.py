"""What was run has one short name, however it was typed."""

from __future__ import annotations

import pytest

from journeyman.faults.memory import subject_of
from journeyman.values import Action


@pytest.mark.parametrize(
    ("command", "subject"),
    [
        ("pytest -q tests", "pytest tests"),
        ("cd app && FLAG=1 timeout 5 pytest tests -x", "pytest tests"),
        ("git push --force origin main", "git push origin main"),
        ("python -m http.server", "python -m http.server"),
        ("/usr/bin/make", "make"),
    ],
)
def test_a_command(command: str, subject: str):
    assert subject_of(Action("shell.run", {"command": command})) == subject


def test_other_kinds():
    assert subject_of(Action("file.modify", {"path": "a.py"})) == "file.modify a.py"
    assert subject_of(Action("noop")) == "noop"
    assert len(subject_of(Action("file.modify", {"path": "a" * 500}))) == 80
