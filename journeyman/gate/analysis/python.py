"""Predict what Python code would do, in the sandbox or in a live kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from journeyman.gate.analysis.python_code import judge_python
from journeyman.gate.analysis.python_magics import judge_cell
from journeyman.gate.analysis.shell import new_record
from journeyman.gate.analysis.steering import bind_code
from journeyman.values import Effect, Prediction

if TYPE_CHECKING:
    from journeyman.workspace import Workspace


def analyse_python(
    code: str, *, cwd: str, workspace: Workspace, live_kernel: bool, overlay: Mapping[str, str] | None = None
) -> Prediction:
    """Predict the effects of ``code`` run in the folder ``cwd`` (absolute, or relative to the workspace).

    ``live_kernel``: it runs in the user's own kernel, without sandbox and with IPython's syntax: then what would be
    ``contained`` is ``kernel``, and the environment still holds its secrets. Never raises for bad code: what cannot
    be parsed is not known.
    """
    record = new_record(workspace, cwd, overlay, open_environment=live_kernel)
    if live_kernel:
        judge_cell(code, record)
    else:
        judge_python(code, record)
    record.finish()
    record.name_whole(code, always=live_kernel and any(map(_untold, record.effects)))
    if record.runs_code and (live_kernel or record.level == "external"):
        bind_code(record)
    if live_kernel:
        record.effects = [_live(effect) for effect in record.effects]
    if not record.subjects and not record.acts:
        record.subject("python", record.level)
    return record.prediction()


def _untold(effect: Effect) -> bool:
    """Return whether it is not known what happens without a sandbox: then only the same code is the same again."""
    told = effect.operation in ("write", "delete") and effect.zone in ("workspace", "temp")
    return effect.level == "contained" and not told


def _live(effect: Effect) -> Effect:
    if effect.level != "contained":
        return effect
    return Effect("kernel", "kernel", effect.zone, effect.target, effect.reason)
