"""What was Python 2."""

from __future__ import annotations

import re
from itertools import pairwise

from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def python2(problem: Problem) -> Diagnosis | None:
    """What was Python 2."""
    text, words = problem.text, problem.words
    if not words:
        return None
    if ("print" in words or "Missing parentheses in call to 'print'" in problem.message) and (found := _print(problem)):
        return found
    if words[0] == "exec" and len(words) > 1 and words[1] not in {"(", "=", "."}:
        return Diagnosis(
            "python.exec_statement",
            "`exec` is a function now: its argument needs parentheses",
            fixes=problem.repair(re.sub(r"\bexec\s+(.+)$", r"exec(\1)", text)),
        )
    if match := re.match(r"(\s*)except\s+([\w.]+)\s*,\s*(\w+)\s*:(.*)$", text):
        new = f"{match[1]}except {match[2]} as {match[3]}:{match[4]}"
        return Diagnosis(
            "python.except_comma",
            "several exceptions need parentheses; a name for one comes after `as`",
            fixes=problem.repair(new) or (advice("write except (A, B):"),),
        )
    if re.match(r"\s*except\s+[\w.]+\s*,", text):
        inside = re.sub(r"except\s+([\w., ]+?)(\s+as\s+\w+)?\s*:", r"except (\1)\2:", text)
        return Diagnosis(
            "python.exception_types_parentheses",
            "several exceptions after `except` need parentheses",
            fixes=problem.repair(inside) or (advice("write except (A, B):"),),
        )
    if match := re.match(r"(\s*)raise\s+([\w.]+)\s*,\s*(.+)$", text):
        return Diagnosis(
            "python.raise_comma",
            "`raise A, B` is Python 2: the message goes in parentheses",
            fixes=problem.repair(f"{match[1]}raise {match[2]}({match[3]})") or (advice("write raise Error(message)"),),
        )
    if "<>" in text.replace(" ", "") and any(a == "<" and b == ">" for a, b in pairwise(words)):
        return Diagnosis(
            "python.not_equal", "`<>` is written `!=` now", fixes=problem.repair(re.sub(r"<\s*>", "!=", text))
        )
    if "`" in words:
        return Diagnosis(
            "python.backquotes",
            "backquotes are not used in Python 3: write repr(...), or quotes for a text",
            fixes=problem.repair(re.sub(r"`([^`]*)`", r"repr(\1)", text)),
        )
    if match := re.search(r"\b(\d+)[lL]\b", text):
        return Diagnosis(
            "python.long_literal",
            "whole numbers need no L in Python 3",
            fixes=problem.repair(re.sub(r"\b(\d+)[lL]\b", r"\1", text)),
        )
    if re.search(r"\bur['\"]", text):
        return Diagnosis(
            "python.string_prefix", "the prefix ur is gone", fixes=problem.repair(re.sub(r"\bur(['\"])", r"r\1", text))
        )
    return None


def _print(problem: Problem) -> Diagnosis | None:
    text = problem.text
    match = re.search(
        r"(?:^|[:;]|\s)(print)(\s+(?![=(.,)\]}:]|$|in\b|is\b|and\b|or\b|not in\b|if\b)(.*?)|\s*)(;.*|#.*)?$", text
    )
    if (
        "call to 'print'" not in problem.message
        and (match is None or not (match[3] or "").strip() or re.match(r"[-+*/%@&|^<>=]=? ?[\w\"']", match[3]))
        and (match is None or not re.match(r">>", match[3] or ""))
    ):
        return None
    if match is None:
        return Diagnosis(
            "python.print_statement",
            "`print` is a function now: its arguments need parentheses",
            fixes=(advice("write print(...)"),),
        )
    argument = (match[3] or "").strip()
    if redirect := re.match(r">>\s*([\w.]+)\s*,?\s*(.*)$", argument):
        new = f"print({redirect[2]}, file={redirect[1]})" if redirect[2] else f"print(file={redirect[1]})"
    elif argument.endswith(","):
        new = f'print({argument[:-1].rstrip()}, end=" ")'
    else:
        new = f"print({argument})"
    line = text[: match.start(1)] + new + (f"  {match[4]}" if match[4] else "")
    return Diagnosis(
        "python.print_statement",
        "`print` is a function in Python 3: its arguments need parentheses",
        fixes=problem.repair(line) or (advice("write print(...)"),),
    )


CHECKS: tuple[Check, ...] = (python2,)
