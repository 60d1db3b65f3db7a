"""The tour notebook runs from top to bottom in a copy of the workspace, with nobody there to press a button."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ipy_ext.conftest import ROOT

TOUR = ROOT / "notebooks" / "tour.ipynb"


@pytest.mark.slow
def test_nbval(folder: Path) -> None:
    pytest.importorskip("nbval")
    (folder / "notebooks").mkdir()
    shutil.copy(TOUR, folder / "notebooks")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider", "-q"),
            *("--rootdir", str(folder), "-c", os.devnull, "notebooks/tour.ipynb"),
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    cells = [cell for cell in json.loads(TOUR.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert f"{len(cells)} passed" in done.stdout
    assert [path.name for path in folder.glob("journeyman-tour-*/sizes.txt")] == ["sizes.txt"]


def test_what_is_tracked_has_no_outputs_and_names_no_machine() -> None:
    text = TOUR.read_text("utf-8")
    tour = json.loads(text)
    assert [cell["id"] for cell in tour["cells"] if cell.get("outputs") or cell.get("execution_count")] == []
    assert "widgets" not in tour["metadata"]
    assert not re.search(r"/home/|/root/|/tmp/|/work/|/Users/", text)
