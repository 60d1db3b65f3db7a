"""Predict what shell text would do: every node of its syntax tree is known, or the answer is "ask"."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from journeyman.gate.analysis.canonical import calls_in, join_lines, settle
from journeyman.gate.analysis.commands import judge_command, judge_tree
from journeyman.gate.analysis.executed import judge_content
from journeyman.gate.analysis.python_code import judge_python
from journeyman.gate.analysis.record import MAX_DEPTH, Record
from journeyman.gate.analysis.second_parser import SecondParser, installed_parser
from journeyman.gate.analysis.steering import bind_code
from journeyman.gate.analysis.syntax import Unreadable, parse
from journeyman.gate.analysis.unicode_text import strip_invisible
from journeyman.gate.analysis.walker import Walker
from journeyman.values import Prediction

if TYPE_CHECKING:
    from journeyman.workspace import Workspace

_MOST_PIECES = 200
_PIECE = re.compile(r"[\n;|&`(){}]|^\s*(?:time|coproc)\b", re.MULTILINE)
"""What may separate commands; in an unreadable text nobody knows where."""


def analyse_shell(
    command: str,
    *,
    cwd: str,
    workspace: Workspace,
    overlay: Mapping[str, str] | None = None,
    second: SecondParser | None = None,
    open_environment: bool = False,
) -> Prediction:
    """Predict the effects of ``command`` run by bash in the folder ``cwd`` (absolute, or relative to the workspace).

    ``overlay`` maps absolute paths to text that will stand there by then. ``second`` is asked where the first parser
    is not to be believed (default: shfmt, if it is installed). ``open_environment``: it runs where nobody has taken the
    secrets out of the environment, so that showing that is asked every time. What cannot be read with certainty becomes
    an effect of level ``floor``; no part of the command is executed, and nothing is raised for bad syntax.
    """
    record = new_record(workspace, cwd, overlay, second, open_environment)
    record.scope.give(())
    read_text(command, record)
    record.finish()
    record.name_whole(command)
    if record.level == "external" and record.runs_code:
        bind_code(record)
    return record.prediction()


def new_record(
    workspace: Workspace,
    cwd: str,
    overlay: Mapping[str, str] | None = None,
    second: SecondParser | None = None,
    open_environment: bool = False,
) -> Record:
    """Return an empty record whose judges know how to go on into shell text and Python code."""
    root = str(workspace.root)
    return Record(
        workspace=workspace,
        cwds=[os.path.normpath(os.path.join(root, cwd))],
        overlay=overlay or {},
        run=judge_command,
        run_tree=judge_tree,
        run_text=read_text,
        run_python=judge_python,
        run_file=judge_content,
        second=second or installed_parser(root),
        open_environment=open_environment,
    )


def read_text(text: str, record: Record) -> None:
    """Record the effects of shell text; unreadable text is asked every time."""
    if record.depth > MAX_DEPTH or not record.effort.spend():
        record.note("unknown", "floor", "commands are nested too deeply to follow")
        return
    record.depth += 1
    try:
        _read(text, record)
    except Unreadable as reason:
        record.refuse(str(reason))
    except RecursionError:
        record.note("unknown", "floor", "it is nested too deeply to read")
        record.subject("unreadable", "floor")
    finally:
        record.depth -= 1


def _read(text: str, record: Record) -> None:
    plain, deceit = strip_invisible(text)
    if deceit:
        record.refuse(deceit)
    source = parse(plain)
    if source.doubt and not deceit:
        # where nothing can be rewritten, the first parser's error stays, and the two cannot agree
        settled = settle(plain, record.second) if source.rewritable else None
        if settled is None:
            record.refuse(source.doubt)
        source = settled or source
    walker = Walker(source, record)
    walker.walk()
    if source.doubt or walker.refused:
        _read_loosely(plain, record)


def _read_loosely(text: str, record: Record) -> None:
    """Look at the lines of an unreadable text: what must never happen is denied however it is written."""
    apart = record.branch()
    apart.scope.restore(record.scope.copy())
    whole = join_lines(text)
    calls = map(join_lines, calls_in(text, record.second)[:_MOST_PIECES])
    pieces = [whole, *_PIECE.split(whole)[:_MOST_PIECES], *calls]
    for piece in dict.fromkeys(pieces):
        if piece.strip() and piece != text:
            Walker(parse(piece), apart).walk()
    apart.finish()
    record.adopt(apart, "catastrophic")
