"""What blocks in Open Interpreter's own languages are said to do: nothing confines them there."""

from __future__ import annotations

import pytest

from journeyman.kinds.kind import Context
from journeyman.kinds.oi_code import OiCode
from journeyman.values import Action, Prediction
from journeyman.workspace import Workspace


def predict(workspace: Workspace, language: str, code: str) -> Prediction:
    return OiCode().predict(Action("oi.code", {"language": language, "code": code}), Context(workspace, {}))


@pytest.mark.parametrize("language", ["python", "py", "Python", "ipython"])
def test_python_is_read(workspace: Workspace, language: str) -> None:
    assert predict(workspace, language, "x = 1 + 1\nprint(x)").level == "read"
    assert predict(workspace, language, "import os\nos.remove('x')").level == "kernel"
    assert predict(workspace, language, "!rm x").level == "kernel"


@pytest.mark.parametrize("language", ["shell", "bash"])
def test_shell_is_read_but_runs_outside_the_sandbox(workspace: Workspace, language: str) -> None:
    assert predict(workspace, language, "ls").level == "kernel"
    assert predict(workspace, language, "sudo ls").level == "floor"


@pytest.mark.parametrize(
    "language", ["javascript", "r", "ruby", "html", "react", "java", "applescript", "powershell", "batch", "unheard"]
)
def test_any_other_language_is_asked_every_time(workspace: Workspace, language: str) -> None:
    prediction = predict(workspace, language, "1 + 1")
    assert prediction.level == "floor"
    assert prediction.network
    assert "outside the sandbox" in prediction.effects[0].reason
