"""Terminals: plain text when piped, colours and a prompt for people."""

from __future__ import annotations

import json
import os
import sys

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result, Table, Text
from journeyman.gate.approver import PromptApprover
from journeyman.store.protocol import StepRecord
from journeyman.values import Outcome

_RICH_STYLES = {"title": "bold", "good": "green", "warn": "yellow", "bad": "red", "dim": "dim", "code": "", "plain": ""}


def terminal_frontend(as_json: bool = False) -> Frontend:
    """Return the shell's front end: it asks when somebody sits there, and otherwise leaves questions pending."""
    talking = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    if not talking:
        return Frontend("shell")
    return Frontend("shell", PromptApprover(), on_step=show_step, emit=_emit)


def show_step(step: StepRecord, outcome: Outcome | None) -> None:
    """Print that a step begins."""
    if outcome is None:
        sys.stdout.write(f"▶ {step.position + 1}. {step.title}\n")
        sys.stdout.flush()


def show(result: Result, as_json: bool = False) -> int:
    """Print ``result`` as JSON, as plain text, or in colours on a terminal; return its exit code."""
    if as_json:
        text = json.dumps({"exit_code": result.exit_code, **result.data}, ensure_ascii=False, indent=2, sort_keys=True)
        _write(text)
    elif sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        _show_rich(result)
    else:
        _write(result.text)
    return result.exit_code


def _show_rich(result: Result) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    console = Console(highlight=False)
    for block in result.blocks:
        if isinstance(block, Text):
            console.print(RichText(block.text, style=_RICH_STYLES[block.tone]))
        elif isinstance(block, Table):
            table = RichTable(box=box.SIMPLE_HEAD)
            for column in block.columns:
                table.add_column(column, overflow="fold")
            for row in block.rows:
                table.add_row(*(RichText(cell) for cell in row))
            console.print(table)
        elif block.text:
            console.print(RichText(block.text))


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding) + "\n")


def _emit(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
