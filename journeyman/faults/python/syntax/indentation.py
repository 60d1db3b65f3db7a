"""Blocks that are indented too much, too little, or not at all."""

from __future__ import annotations

import re

from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def indentation(problem: Problem) -> Diagnosis | None:
    """Everything about indentation."""
    message, text = problem.message, problem.text
    if "expected an indented block" in message:
        return _block(problem)
    if "unindent does not match" in message:
        levels = _levels(problem)
        own = _width(text)
        nearest = min(levels, key=lambda level: (abs(level - own), level), default=0)
        fixes = problem.repair(" " * nearest + text.lstrip()) if problem.whole else ()
        summary = "the indentation fits no block above"
        return Diagnosis(
            "python.indentation_no_match",
            summary,
            fixes=fixes or (advice("indent it like the block that it belongs to"),),
        )
    if "unexpected indent" in message:
        return _unexpected(problem)
    if "inconsistent use of tabs" in message or problem.name == "TabError":
        new = text.expandtabs(4)
        return Diagnosis(
            "python.tabs_and_blanks",
            "tabs and blanks are mixed in the indentation",
            fixes=problem.repair(new) or (advice("indent with four blanks everywhere"),),
        )
    if "unindent not expected" in message:
        return Diagnosis("python.indentation_no_match", "the indentation fits no block above")
    return None


def _width(line: str) -> int:
    return len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())


def _levels(problem: Problem) -> set[int]:
    return {_width(line) for line in problem.lines[: problem.line - 1] if line.strip()}


def _block(problem: Problem) -> Diagnosis:
    match = re.search(
        r"after (?:'(\w+)' statement|(function|class) definition|.+?)(?: on line (\d+))?$", problem.message
    )
    what = (match[1] or match[2] or "") if match else ""
    start = problem.line if problem.text.rstrip().endswith(":") else problem.previous_line()
    header = problem.lines[start - 1] if start else ""
    where = f" after the line `{header.strip()[:60]}`" if header else f" after `{what}`" if what else ""
    empty = (
        not problem.text.strip()
        or start == problem.line
        or 0 < start < problem.line - 1
        or problem.line > len(problem.lines)
        or _width(problem.text) < _width(header)
        or problem.text.lstrip().startswith(("def ", "class ", "@", "else", "elif", "except", "finally"))
    )
    if start and problem.whole:
        below = problem.repair(" " * (_width(header) + 4) + problem.text.lstrip()) if not empty else ()
        filler = problem.repair(f"{header}\n{' ' * (_width(header) + 4)}pass", "put `pass` in the empty block", start)
        fixes = (*below, *filler)
    else:
        fixes = ()
    code = "python.block_empty" if empty else "python.block_not_indented"
    if code == "python.block_empty":
        return Diagnosis(
            "python.block_empty",
            f"an indented block is expected{where}, and there is none",
            fixes=fixes or (advice("write the block, or `pass`"),),
        )
    return Diagnosis(
        "python.block_not_indented",
        f"the line must be indented{where}",
        fixes=fixes or (advice("indent it with four blanks more"),),
    )


def _unexpected(problem: Problem) -> Diagnosis:
    text, start = problem.text, problem.previous_line()
    before = problem.lines[start - 1] if start else ""
    if start and text.lstrip()[:1] in {'"', "'"} and re.search(r"[\"']\s*$", before):
        return Diagnosis(
            "python.continuation_missing",
            "the text goes on here, and the line before does not say so",
            fixes=problem.repair(f"{before.rstrip()} \\", "", start),
        )
    if (start and re.search(r"(?:[-+*/,(\[{=]|\b(?:and|or|not|in))\s*$", before)) or text.lstrip()[:1] in {
        ".",
        "+",
        "*",
        "/",
    }:
        return Diagnosis(
            "python.continuation_missing",
            "the line goes on with the one before, which does not say so: parentheses are missing",
            fixes=(advice("put the whole expression in parentheses"),),
        )
    if (
        start
        and (match := re.match(r"\s*(if|elif|else|for|while|def|class|try|except|finally|with)\b", before))
        and not before.rstrip().endswith(":")
    ):
        return Diagnosis(
            "python.colon_missing",
            f"a colon is missing at the end of the `{match[1]}` line above",
            fixes=problem.repair(before.rstrip() + ":", "", start),
        )
    fixes = problem.repair(" " * _width(before) + text.lstrip()) if problem.whole else ()
    if not start:
        return Diagnosis(
            "python.unexpected_indent",
            "the first line must not be indented",
            fixes=fixes or problem.repair(text.lstrip()) or (advice("begin at the left"),),
        )
    return Diagnosis(
        "python.unexpected_indent",
        "the line is indented, and the line before opens no block",
        fixes=fixes or (advice("indent it like the line before"),),
    )


CHECKS: tuple[Check, ...] = (indentation,)
