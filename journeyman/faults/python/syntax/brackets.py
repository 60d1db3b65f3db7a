"""Brackets and quotes that do not match."""

from __future__ import annotations

import re

from journeyman.faults.python.syntax.lexer import Token, brackets
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_NAMES = {
    "(": "parenthesis",
    "[": "square bracket",
    "{": "curly bracket",
    ")": "parenthesis",
    "]": "square bracket",
    "}": "curly bracket",
}
_SIGNS = (
    "never closed",
    "unexpected EOF",
    "unmatched",
    "does not match opening",
    "invalid syntax",
    "expected ':'",
    "forgot a comma",
    "expected an indented",
    "'in'",
)


def unmatched(problem: Problem) -> Diagnosis | None:
    """A closing bracket without its partner, or of the wrong kind."""
    if "unmatched" in problem.message and "f-string" in problem.message:
        return None
    if "unmatched" not in problem.message and "does not match opening" not in problem.message:
        return None
    found = problem.brackets
    if found.unmatched is None:
        shown = re.findall(r"'([()\[\]{}])'", problem.message)
        if len(shown) == 2:
            return _mismatch(shown[0], shown[1], "", ())
        return Diagnosis(
            "python.bracket_unmatched", f"the closing bracket `{shown[0] if shown else ''}` has no opening one"
        )
    close = found.unmatched
    where = f"on line {close.line + problem.shift}"
    if found.partner is not None:
        right = _CLOSING[found.partner.text]
        fixes = problem.repair(problem.replaced(close, right), "", close.line)
        where = f" (opened on line {found.partner.line + problem.shift}, closed {where})"
        return _mismatch(close.text, found.partner.text, where, fixes)
    fixes = problem.repair(problem.replaced(close, ""), "", close.line)
    summary = f"the closing {_NAMES[close.text]} `{close.text}` {where} has no opening one"
    return Diagnosis(
        "python.bracket_unmatched", summary, fixes=fixes or (advice(f"remove the `{close.text}`, or open it before"),)
    )


def _mismatch(close: str, opening: str, where: str, fixes: tuple[Fix, ...]) -> Diagnosis:
    summary = f"the closing {_NAMES[close]} `{close}` does not match the opening `{opening}`{where}"
    return Diagnosis(
        "python.bracket_mismatched", summary, fixes=fixes or (advice(f"close with `{_CLOSING[opening]}`"),)
    )


def unclosed(problem: Problem) -> Diagnosis | None:
    """An opening bracket that is never closed."""
    if found := _open_before_statement(problem):
        return found
    if not any(sign in problem.message for sign in _SIGNS) or problem.brackets.unmatched or not problem.brackets.open:
        shown = re.search(r"'([(\[{])' was never closed", problem.message)
        if shown:
            return Diagnosis(
                "python.bracket_never_closed", f"the opening {_NAMES[shown[1]]} `{shown[1]}` is never closed"
            )
        return None
    if not problem.whole and "never closed" not in problem.message:
        return None
    opening = problem.brackets.open[-1] if "never closed" not in problem.message else _pointed(problem)
    if opening.line > problem.line:
        return None
    line = problem.lines[opening.line - 1].split("#")[0].rstrip()
    closing = "".join(_CLOSING[token.text] for token in reversed(problem.brackets.open) if token.line == opening.line)
    candidates = [
        f"{line[:-1]}{closing}:" if line.endswith(":") else f"{line}{closing}",
        f"{line}{closing}:",
        f"{line.rstrip(',')}{closing}",
    ]
    fixes: tuple[Fix, ...] = ()
    for candidate in candidates:
        fixes = fixes or problem.repair(candidate, "", opening.line)
    summary = (
        f"the opening {_NAMES[opening.text]} `{opening.text}` on line {opening.line + problem.shift} is never closed"
    )
    return Diagnosis(
        "python.bracket_never_closed", summary, fixes=fixes or (advice(f"add the missing `{_CLOSING[opening.text]}`"),)
    )


def _open_before_statement(problem: Problem) -> Diagnosis | None:
    """A statement begins although a bracket is open, which some later one closes."""
    if problem.brackets.open or problem.words[:1] not in (
        ["def"],
        ["class"],
        ["import"],
        ["while"],
        ["return"],
        ["try"],
        ["with"],
    ):
        return None
    before = brackets([token for token in problem.all_tokens if token.line < problem.line])
    if before.unmatched or not before.open:
        return None
    opening = before.open[-1]
    summary = f"the opening {_NAMES[opening.text]} `{opening.text}` on line {opening.line + problem.shift} is never closed before the next statement"
    return Diagnosis(
        "python.bracket_never_closed", summary, fixes=(advice(f"add the missing `{_CLOSING[opening.text]}`"),)
    )


def _pointed(problem: Problem) -> Token:
    opened = [token for token in problem.brackets.open if token.line == problem.line]
    return opened[0] if opened else problem.brackets.open[-1]


def quote(problem: Problem) -> Diagnosis | None:
    """A text whose quote is never closed."""
    if not re.search(
        r"unterminated (?:[ft]-)?(?:string|triple|f-string)|unterminated.*string literal|EOL while scanning|EOF while scanning",
        problem.message,
    ):
        return None
    if "triple-quoted" in problem.message:
        start = next((t for t in problem.all_tokens if t.kind == "open_string"), None)
        where = f" on line {start.line + problem.shift}" if start else ""
        return Diagnosis(
            "python.triple_quote_never_closed",
            f"the text in triple quotes that begins{where} does not end",
            fixes=(advice("add the three closing quotes"),),
        )
    opened = next((t for t in problem.tokens if t.kind == "open_string"), None)
    if opened is None:
        return Diagnosis(
            "python.quote_never_closed",
            "a text does not end: its closing quote is missing",
            fixes=(advice("add the closing quote"),),
        )
    mark = opened.text.lstrip("rbfutRBFUT")[:1]
    inside = next((t for t in reversed(problem.tokens) if t.kind == "string" and t.end <= opened.start), None)
    if mark == "'" and inside is not None and re.match(r"\w", problem.code[inside.end : inside.end + 1]):
        other = _requoted(problem, inside)
        return Diagnosis(
            "python.quote_in_text",
            "a quote inside of the text ends it",
            fixes=problem.repair(other) if other else (advice("use double quotes around it, or write \\'"),),
        )
    if opened.text.endswith("\\" + mark) or re.search(r"\\[\"']\s*[)\],]*\s*$", problem.text):
        return Diagnosis(
            "python.backslash_before_quote",
            "the backslash before the closing quote makes it a part of the text",
            fixes=(advice("double the backslash, or use forward slashes"),),
        )
    other_mark = '"' if mark == "'" else "'"
    body = problem.text.rstrip()
    if other_mark in opened.text[1:]:
        at = opened.column + opened.text.rindex(other_mark)
        if fixes := problem.repair(problem.text[:at] + mark + problem.text[at + 1 :]):
            return Diagnosis(
                "python.quotes_differ", f"the text begins with {mark} and ends with {other_mark}", fixes=fixes
            )
    tail = re.search(r"[)\]}:,\s]*$", body)
    cut = tail.start() if tail else len(body)
    fixes = problem.repair(body[:cut] + mark + body[cut:]) or problem.repair(body + mark)
    return Diagnosis(
        "python.quote_never_closed",
        f"a text does not end: its closing quote {mark} is missing",
        fixes=fixes or (advice(f"add the closing {mark}"),),
    )


def _requoted(problem: Problem, inside: Token) -> str:
    """Return the line with double quotes around the text that an apostrophe cut."""
    line = problem.text.rstrip()
    last = line.rfind("'")
    if '"' in line[inside.column :] or last <= inside.column:
        return ""
    start = inside.column + inside.text.index("'")
    return f'{line[:start]}"{line[start + 1 : last]}"{line[last + 1 :]}'


CHECKS: tuple[Check, ...] = (quote, unmatched)
LATE_CHECKS: tuple[Check, ...] = (unclosed,)
