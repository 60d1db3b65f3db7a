from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis import analyse_python, analyse_shell
from journeyman.values import Prediction
from journeyman.workspace import Workspace


@pytest.fixture
def shell(workspace: Workspace) -> Callable[[str], Prediction]:
    """Predict shell text in the workspace's root; nothing is executed."""
    return lambda text: analyse_shell(text, cwd=".", workspace=workspace)


@pytest.fixture
def cell(workspace: Workspace) -> Callable[[str], Prediction]:
    """Predict a notebook cell."""
    return lambda code: analyse_python(code, cwd=".", workspace=workspace, live_kernel=True)


@pytest.fixture
def script(workspace: Workspace) -> Callable[[str], Prediction]:
    """Predict Python code that runs in the sandbox."""
    return lambda code: analyse_python(code, cwd=".", workspace=workspace, live_kernel=False)
