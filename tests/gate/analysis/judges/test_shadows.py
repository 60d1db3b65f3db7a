"""Files that stand in the place of Python's own modules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction
from journeyman.workspace import Workspace

Shell = Callable[[str], Prediction]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("re.py", "python -c 'import json'"),
        ("json.py", "python -m json.tool a.json"),
        ("random/__init__.py", "python3 -m calendar"),
        ("pip/__init__.py", "python -m pip list"),
        ("json.cpython-311-x86_64-linux-gnu.so", "python -c 'print(1)'"),
        ("heapq.py", "python <<< 'print(1)'"),
    ],
)
def test_python_would_run_the_project_s_own(shell: Shell, workspace: Workspace, name: str, text: str) -> None:
    assert shell(text).level == "read"
    (workspace.root / name).parent.mkdir(exist_ok=True)
    (workspace.root / name).write_text("")
    found = shell(text)
    assert found.level in {"contained", "external"}
    assert any(path.startswith(str(workspace.root)) for path in found.digests)


@pytest.mark.parametrize("text", ["python -I -c 'import json'", "python -P -c 'import json'"])
def test_where_the_folder_is_not_looked_at_nothing_changes(shell: Shell, workspace: Workspace, text: str) -> None:
    (workspace.root / "re.py").write_text("")
    assert shell(text).level == "read"


@pytest.mark.parametrize("name", ["app.py", "test/__init__.py", "json/a.json"])
def test_other_files_change_nothing(shell: Shell, workspace: Workspace, name: str) -> None:
    (workspace.root / name).parent.mkdir(exist_ok=True)
    (workspace.root / name).write_text("")
    assert shell("python -c 'print(1)'").level == "read"
