"""Predict what Python code would do, in the sandbox or in a live kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from journeyman.gate.analysis.cells import split_cell
from journeyman.gate.analysis.python_code import judge_python
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.shell import new_record
from journeyman.values import Effect, Prediction

if TYPE_CHECKING:
    from journeyman.workspace import Workspace


def analyse_python(
    code: str, *, cwd: str, workspace: Workspace, live_kernel: bool, overlay: Mapping[str, str] | None = None
) -> Prediction:
    """Predict the effects of ``code`` run in the folder ``cwd`` (absolute, or relative to the workspace).

    ``live_kernel``: it runs in the user's own kernel, without sandbox and with IPython's syntax: then what would be
    ``contained`` is ``kernel``. Never raises for bad code: what cannot be parsed is not known.
    """
    record = new_record(workspace, cwd, overlay)
    if live_kernel:
        for language, text in split_cell(code):
            _judge_piece(language, text, record)
    else:
        judge_python(code, record)
    record.finish()
    if live_kernel:
        record.effects = [_live(effect) for effect in record.effects]
    if not record.subjects:
        record.subject("python", record.level)
    return record.prediction()


def _judge_piece(language: str, text: str, record: Record) -> None:
    if language == "python":
        judge_python(text, record)
    elif language == "shell":
        record.run_text(text, record)
    elif language == "install":
        record.note("install", "external", f"{text} installs foreign code")
        record.subject(text, "external")
    else:
        record.note("kernel", "contained", f"the magic {text} is not known to be harmless")
        record.subject(f"%{text}", "contained")


def _live(effect: Effect) -> Effect:
    if effect.level != "contained":
        return effect
    return Effect("kernel", "kernel", effect.zone, effect.target, effect.reason)
