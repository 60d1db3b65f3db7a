"""Which Python a project uses."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def venv_python(folder: Path) -> Path | None:
    """Return the interpreter of the virtual environment ``folder``, or None."""
    for name in ("bin/python", "Scripts/python.exe"):
        candidate = folder / name
        if os.access(candidate, os.X_OK):
            return candidate
    return None


def project_python(cwd: Path, root: Path) -> Path | None:
    """Return the interpreter of the nearest ``.venv`` or ``venv`` from ``cwd`` up to ``root``, or None."""
    for folder in (cwd, *cwd.parents):
        for name in (".venv", "venv"):
            if found := venv_python(folder / name):
                return found
        if folder == root:
            break
    return None


def python_with(module: str) -> str:
    """Return a Python that has ``module``: this one when it has it, else the one on PATH."""
    from importlib.util import find_spec

    if find_spec(module) is not None:
        return sys.executable
    return shutil.which("python3") or sys.executable
