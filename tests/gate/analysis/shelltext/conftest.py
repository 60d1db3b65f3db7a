from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.gate.analysis import analyse_shell
from journeyman.gate.analysis.second_parser import NoSecondParser, SecondParser, Shfmt, installed_parser
from journeyman.values import Prediction
from journeyman.workspace import Workspace


@pytest.fixture
def shfmt() -> SecondParser:
    """The second parser, where it is installed."""
    found = installed_parser("/nowhere")
    if not isinstance(found, Shfmt):
        pytest.skip(f"shfmt is not installed beside {Path(sys.executable).name}; what needs it is asked")
    return found


@pytest.fixture
def full_shell(workspace: Workspace, shfmt: SecondParser) -> Callable[[str], Prediction]:
    """Predict shell text with the help of the second parser."""
    return lambda text: analyse_shell(text, cwd=".", workspace=workspace, second=shfmt)


@pytest.fixture
def lone_shell(workspace: Workspace) -> Callable[[str], Prediction]:
    """Predict shell text where no second parser is installed."""
    return lambda text: analyse_shell(text, cwd=".", workspace=workspace, second=NoSecondParser())
