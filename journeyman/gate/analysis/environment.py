"""Environment variables that change what a program runs: setting one is more than setting a value."""

from __future__ import annotations

from journeyman.gate.analysis.environment_names import changes_nothing, is_own, steers
from journeyman.gate.analysis.literals import HOLE
from journeyman.gate.analysis.record import Record


def judge_variable(name: str, value: str, record: Record) -> None:
    """Record what setting ``name`` may change; a plain value of the text's own changes nothing."""
    record.vague = True
    if changes_nothing(name, value):
        return
    if is_own(name):
        record.note("self", "floor", f"sets {name}, which tells where Journeyman keeps its data")
        return
    if steers(name):
        record.environment_tainted = True
        record.note("execute", "contained", f"sets {name}, which may change what programs do")
        record.subject(f"{name}=", "contained")


def judge_given(name: str, value: str | None, record: Record) -> None:
    """Judge a variable that a loop or a builtin sets, not an assignment."""
    if steers(name):
        judge_variable(name, HOLE if value is None else value, record)
