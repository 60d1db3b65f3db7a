"""Notebook files that are pleasant in a diff: stable cell ids, no outputs, no counts, sorted keys, written at once."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.errors import PlanError
from journeyman.plan.slug import slug
from journeyman.redact import redact
from journeyman.values import Json
from journeyman.workspace import Workspace, confine

if TYPE_CHECKING:
    from journeyman.store.protocol import PlanRecord

Cell = dict[str, Json]
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_MOST_NAMES = 1000


def markdown(cell_id: str, text: str, about: Mapping[str, Json] | None = None) -> Cell:
    """Return a markdown cell; ``about`` goes into its metadata under ``journeyman``. Everything is redacted."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": _metadata(about), "source": _lines(text)}


def code(cell_id: str, text: str, about: Mapping[str, Json] | None = None) -> Cell:
    """Return a code cell without outputs; see :func:`markdown`."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": _metadata(about),
        "outputs": [],
        "source": _lines(text),
    }


def write_notebook(workspace: Workspace, folder: str, plan: PlanRecord, cells: Sequence[Cell], known: str = "") -> Path:
    """Write ``cells`` as a notebook about ``plan`` below ``notebooks/<folder>/`` and return its path.

    ``known`` (workspace-relative) is the file from last time, which is rewritten; without it the name is the plan's
    UTC date and its goal, with a number when another plan has that name. A file that would not change is not touched.

    Raises PlanError when it cannot be written, PathError when the folder leads out of the workspace.
    """
    about = {"kind": folder.rstrip("s"), "plan_id": plan.id, "version": 1}
    metadata = {"journeyman": about, "kernelspec": _KERNEL, "language_info": {"name": "python"}}
    notebook = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    data = text.encode("utf-8", "replace")
    try:
        path = _choose(workspace, folder, plan, known)
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, data)
    except OSError as error:
        raise PlanError(f"the notebook of plan {plan.id} cannot be written: {error.strerror or error}") from None
    return path


def plan_of(path: Path) -> str:
    """Return the id of the plan that the notebook at ``path`` is about, "" when it is about none."""
    try:
        about = json.loads(path.read_text("utf-8"))["metadata"]["journeyman"]
        return str(about["plan_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _choose(workspace: Workspace, folder: str, plan: PlanRecord, known: str) -> Path:
    if known:
        return confine(workspace.root, known)
    day = datetime.fromtimestamp(plan.created, UTC).date().isoformat()
    name = f"{day}-{slug(redact(plan.goal))}"
    for number in range(1, _MOST_NAMES):
        suffix = "" if number == 1 else f"-{number}"
        path = confine(workspace.root, f"notebooks/{folder}/{name}{suffix}.ipynb")
        if not os.path.lexists(path) or plan_of(path) == plan.id:
            return path
    raise PlanError(f"notebooks/{folder} holds {_MOST_NAMES} notebooks called {name}; move some of them")


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _metadata(about: Mapping[str, Json] | None) -> dict[str, Json]:
    return {"journeyman": _clean(about)} if about else {}


def _clean(value: Json) -> Json:
    """Return ``value`` with every text in it redacted."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    return value


def _lines(text: str) -> list[str]:
    lines: list[str] = redact(text).split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
