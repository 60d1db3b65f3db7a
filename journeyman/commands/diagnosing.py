"""``diagnose``: tell whether a run failed and why, from its text alone. It needs no workspace and creates nothing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.commands.parse import HelpAsked, parse_words
from journeyman.commands.registry import VERBS
from journeyman.errors import JourneymanError, UsageError
from journeyman.values import Json

if TYPE_CHECKING:
    from journeyman.faults.diagnoser import Diagnoser

_LONGEST = 1 << 26
"""Bytes of one line; outputs of builds are long."""
_EXAMPLE = '{"command": "...", "exit_code": 1, "output": "..."}'


def main(words: Sequence[str]) -> int:
    """Carry out ``diagnose ...`` and return the exit code (2 for a wrong call)."""
    try:
        args = parse_words(VERBS["diagnose"], words[1:], "journeyman")
        return _lines(args) if args.jsonl else _one(args)
    except HelpAsked as asked:
        sys.stdout.write(str(asked))
        return 0
    except JourneymanError as error:
        sys.stderr.write(f"journeyman diagnose: {error}\n")
        return 2


def _lines(args: argparse.Namespace) -> int:
    if args.command:
        raise UsageError("--jsonl reads its runs from standard input; give no command with it")
    from journeyman.jsonl import answer_lines

    def write(line: str) -> None:
        sys.stdout.write(line)
        sys.stdout.flush()

    answer_lines(sys.stdin.buffer, LineReporter(_own()).answer, write, sys.stdout.flush, _LONGEST)
    return 0


class LineReporter:
    """Answers lines ``{"kind", "command", "exit_code", "output", "code", "id"}``; other keys are passed over."""

    def __init__(self, own: Diagnoser | None = None) -> None:
        self._own = own
        self._number = 0

    def answer(self, line: bytes | None) -> str:
        """Return what is known of the next line's run as JSON text; ``{"error": ...}`` for a line that is none."""
        from journeyman.faults.report import case_of, report
        from journeyman.jsonl import parsed

        self._number += 1
        given: dict[str, Json] = {}
        found: dict[str, Json]
        try:
            given = parsed(line, _LONGEST, _EXAMPLE)
            found = report(case_of(given), self._own)
        except (UsageError, ValueError, RecursionError) as error:
            found = {"error": f"line {self._number} {error}"}
        if "id" in given:
            found["id"] = given["id"]
        return json.dumps(found, separators=(",", ":"))


def _one(args: argparse.Namespace) -> int:
    from journeyman.faults.case import Case
    from journeyman.faults.report import explain, report

    if len(args.command) > 1:
        raise UsageError("one command, in quotes: journeyman diagnose 'make all' --exit-code 2 < build.log")
    given = args.command[0] if args.command else ""
    output = _standard_input()
    if not given and not output.strip():
        raise UsageError("give a command in quotes, and what it printed on standard input")
    is_code = args.kind == "python"
    case = Case(args.kind, "" if is_code else given, args.exit_code, output, given if is_code else "")
    if args.json:
        sys.stdout.write(json.dumps(report(case, _own())) + "\n")
        return 0
    found = explain(case, _own())
    lines = ["It has not failed."]
    if found is not None:
        line = next((text.strip() for number, text in case.lines if number == found.line), "")
        lines = [f"It failed ({found.severity}): {found.summary}"]
        lines += [f"  {found.why}"] if found.why else []
        lines += [f"  line {found.line}: {line}"] if line else []
        lines += [f"  fix ({fix.safety}): {fix}" for fix in found.fixes]
        lines += [f"  {found.code}  {found.fingerprint}"]
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write("\n".join(lines).encode(encoding, errors="replace").decode(encoding) + "\n")
    return 0


def _own() -> Diagnoser | None:
    """Return what the user described of failures; what is wrong with a file is told on standard error."""
    from journeyman.faults.own import load_own, own_folders

    loaded = load_own(own_folders())
    for problem in loaded.problems:
        sys.stderr.write(f"journeyman diagnose: {problem}\n")
    return loaded.patterns if loaded.patterns.patterns else None


def _standard_input() -> str:
    return "" if sys.stdin.isatty() else sys.stdin.buffer.read().decode("utf-8", errors="replace")
