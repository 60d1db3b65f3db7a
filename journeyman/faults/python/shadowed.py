"""A file of the user that hides a module."""

from __future__ import annotations

from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def shadowed(module: str) -> Diagnosis:
    """Return the diagnosis of a file that hides a module."""
    file = f"{module.partition('.')[0]}.py"
    summary = f"the file {file} hides the module `{module}` that was meant"
    fixes = (advice(f"rename {file}, and remove its __pycache__"),)
    return Diagnosis("python.shadowed_module", summary, fixes=fixes)
