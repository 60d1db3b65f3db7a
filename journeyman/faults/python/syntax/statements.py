"""The first lines of statements: if, for, while, try and so on."""

from __future__ import annotations

import keyword
import re

from journeyman.faults.python.near import near
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_HEADERS = (
    "if",
    "elif",
    "else",
    "for",
    "while",
    "def",
    "class",
    "try",
    "except",
    "finally",
    "with",
    "match",
    "case",
    "async",
)
_STARTS = (
    *_HEADERS,
    "import",
    "from",
    "return",
    "raise",
    "del",
    "assert",
    "global",
    "nonlocal",
    "pass",
    "break",
    "continue",
    "yield",
    "await",
    "lambda",
    "print",
)


def branch(problem: Problem) -> Diagnosis | None:
    """`else if`, `elseif`, `else` with a condition, and branches without their `if`."""
    text, words = problem.text, problem.words
    if not words:
        return None
    if words[:2] == ["else", "if"]:
        new = re.sub(r"\belse\s+if\b", "elif", text)
        return Diagnosis(
            "python.else_if", "`else if` is written `elif`", fixes=problem.repair(new) or (advice("write elif"),)
        )
    if words[0] in {"elseif", "elsif", "elif_", "elsi", "esle", "eles", "elf", "elfi", "elseIf", "eslif", "ElseIf"}:
        new = "else" if words[1:2] == [":"] else "elif"
        return Diagnosis(
            "python.elif_misspelt",
            f"`{words[0]}` is written `{new}`",
            fixes=problem.repair(re.sub(rf"\b{words[0]}\b", new, text)),
        )
    if words[0] == "else" and len(words) > 2 and words[1] != ":" and words[-1] == ":":
        new = re.sub(r"\belse\b", "elif", text, count=1)
        return Diagnosis(
            "python.else_with_condition",
            "`else` takes no condition: `elif` does",
            fixes=problem.repair(new) or (advice("write elif, or else: alone"),),
        )
    if words[0] in {"else", "elif", "except", "finally"} and "invalid syntax" in problem.message and words[-1] == ":":
        return Diagnosis(
            "python.branch_without_start",
            f"`{words[0]}` has no statement before it at the same indentation that it belongs to",
            fixes=(advice("indent it like its `if`, `for` or `try`, and put nothing in between"),),
        )
    return None


def header(problem: Problem) -> Diagnosis | None:
    """A header whose colon, condition or parts are missing."""
    text, words = problem.text, problem.words
    if not words or words[0] not in _HEADERS:
        return None
    first, bare = words[0], text.split("#")[0].rstrip()
    if words[1:2] == [":"] or len(words) == 1:
        if first in {"if", "elif", "while"}:
            what = (
                f"`{first}` needs a condition before its colon"
                if first != "while"
                else "`while` needs a condition before its colon"
            )
            return Diagnosis("python.condition_missing", what, fixes=(advice("write the condition before the colon"),))
        if first == "for":
            return Diagnosis(
                "python.for_incomplete",
                "`for` needs a variable and what to loop over",
                fixes=(advice("write for NAME in SEQUENCE:"),),
            )
        if first == "def":
            return Diagnosis(
                "python.function_name_missing", "the function has no name", fixes=(advice("write def name(...):"),)
            )
        if first == "class":
            return Diagnosis("python.class_name_missing", "the class has no name", fixes=(advice("write class Name:"),))
        if first == "with":
            return Diagnosis(
                "python.with_incomplete", "`with` needs what it opens", fixes=(advice("write with open(...) as file:"),)
            )
    if words[-1] == ";" and first not in {"async"}:
        return Diagnosis(
            "python.semicolon_for_colon",
            "the line ends with a semicolon, where a colon begins the block",
            fixes=problem.repair(re.sub(r";(\s*(?:#.*)?)$", r":\1", text)),
        )
    if first == "for" and (found := _loop(problem)):
        return found
    if (words[-1] != ":" and first not in {"match", "case"} and not problem.brackets.open and ":" not in words[1:]) or (
        "expected ':'" in problem.message and not problem.brackets.open
    ):
        comment = text[len(bare) :]
        for new in (
            f"{bare}:{comment}",
            re.sub(r"[:;.,]+$", "", bare) + f":{comment}",
            re.sub(r"\b(then|do)$", "", bare).rstrip() + ":",
        ):
            if fixes := problem.repair(new):
                return Diagnosis(
                    "python.colon_missing", f"a colon is missing at the end of the `{first}` line", fixes=fixes
                )
        if "expected ':'" in problem.message and words[-1] != ":":
            return Diagnosis(
                "python.colon_missing",
                f"a colon is missing in the `{first}` line",
                fixes=(advice("end the line with a colon"),),
            )
    return None


def _loop(problem: Problem) -> Diagnosis | None:
    text, words = problem.text, problem.words
    if problem.tokens[1:2] and problem.tokens[1].kind in {"string", "number"}:
        return Diagnosis(
            "python.loop_variable",
            "what stands after `for` is a value, where a variable must be",
            fixes=(advice("leave out the quotes"),),
        )
    if match := re.match(r"(\s*for\s+[\w, ]+?\s+in\s+range)\s+([\w.]+)\s*:", text):
        return Diagnosis(
            "python.range_parentheses",
            "`range` is called with parentheses",
            fixes=problem.repair(f"{match[1]}({match[2]}):"),
        )
    if "in" not in words:
        if match := re.match(r"(\s*for\s+\w+(?:\s*,\s*\w+)*)\s+(?:of\s+|=\s*|:\s*|on\s+)?(.+)$", text):
            new = f"{match[1]} in {match[2]}"
            return Diagnosis(
                "python.for_without_in",
                "`in` is missing in the `for` loop",
                fixes=problem.repair(new) or (advice("write for NAME in SEQUENCE:"),),
            )
        if ";" in words:
            return Diagnosis(
                "python.for_of_c",
                "a loop over numbers is written: for i in range(n):",
                fixes=(advice("write for i in range(n):"),),
            )
    return None


def try_parts(problem: Problem) -> Diagnosis | None:
    """What stands where an ``except`` is expected."""
    if "expected 'except' or 'finally' block" not in problem.message or not problem.words:
        return None
    first = problem.words[0]
    if problem.words[-1] == ":" or problem.words[1:2] == [":"]:
        found = near(first, ("except", "finally"), at_least=0.55)
        meant = (
            found[0]
            if found and not (len(problem.words) > 2 and found[0] == "finally")
            else ("except" if len(problem.words) > 2 else "finally")
        )
        new = re.sub(rf"\b{re.escape(first)}\b", meant, problem.text, count=1)
        return Diagnosis(
            "python.except_misspelt",
            f"`{first}` stands where `except ...:` or `finally:` belongs after `try`; `{meant}` was meant",
            fixes=problem.repair(new),
        )
    return None


def keyword_typo(problem: Problem) -> Diagnosis | None:
    """A keyword that is misspelt or in upper case, at the start of the line or before the place of the error."""
    if "invalid syntax" not in problem.message and "expected" not in problem.message:
        return None
    candidates = [problem.tokens[0]] if problem.tokens else []
    near_by = slice(max(problem.at - 2, 0), None if "expected 'else'" in problem.message else problem.at + 1)
    candidates += problem.tokens[near_by]
    for token in candidates:
        if token.kind != "name" or token.is_keyword or token.text in {"match", "case", "type", "_"}:
            continue
        words = (
            _STARTS
            if token is candidates[0]
            else (
                "in",
                "is",
                "not",
                "and",
                "or",
                "if",
                "else",
                "for",
                "as",
                "import",
                "lambda",
                "True",
                "False",
                "None",
                "range",
            )
        )
        options = [
            w
            for w in words
            if w != token.text and (w == token.text.lower() or keyword.iskeyword(w) or w in {"match", "case"})
        ]
        for meant in near(token.text, options, 2, at_least=0.66):
            new = problem.replaced(token, meant)
            if (problem.whole or token is candidates[0]) and (fixes := problem.repair(new)):
                return Diagnosis(
                    "python.keyword_misspelt_in_code",
                    f"`{token.text}` is misspelt: `{meant}` was meant",
                    fixes=fixes,
                )
    return None


EARLY_CHECKS: tuple[Check, ...] = (try_parts, branch)
CHECKS: tuple[Check, ...] = (header,)
LATE_CHECKS: tuple[Check, ...] = (keyword_typo,)
