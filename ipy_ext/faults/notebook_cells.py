"""The cells of the notebook that a kernel belongs to, as far as they can be known."""

from __future__ import annotations

import json
import os
from typing import Any


def cells_of(shell: Any) -> dict[int, str]:
    """Return the cells by the number of their last run, in the notebook's order where its file can be read."""
    history = {number: code for number, code in enumerate(shell.user_ns.get("In", ())) if number and code}
    path = os.environ.get("JPY_SESSION_NAME", "")
    in_file = _cells_of_file(path) if path.endswith(".ipynb") else []
    if not in_file:
        return history
    last = {code.strip(): number for number, code in history.items()}
    found: dict[int, str] = {}
    for position, (code, count) in enumerate(in_file):
        number = last.get(code.strip()) or (count if count and count not in history else 0)
        found[number if number and number not in found else -position] = code
    return found


def _cells_of_file(path: str) -> list[tuple[str, int | None]]:
    try:
        with open(path, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    return [("".join(cell.get("source", "")), cell.get("execution_count")) for cell in code]
