"""Numbers and names that are not written as Python wants."""

from __future__ import annotations

import re

from journeyman.faults.python.syntax.known import NUMBER_MESSAGE
from journeyman.faults.python.syntax.lexer import Token
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def number(problem: Problem) -> Diagnosis | None:
    """A number that cannot be read, or a name that begins with a digit."""
    if not NUMBER_MESSAGE.search(problem.message) and not (
        "invalid syntax" in problem.message
        and re.search(r"(?<![\w.])\d[\w.]*[A-Za-z_]|(?<![\w.])\d+\.\d+\.\d", problem.text)
    ):
        return None
    odd = [t for t in problem.tokens if t.kind == "number"]
    token = next(
        (
            t
            for t in odd
            if not re.fullmatch(
                r"(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+)(?:[eE][-+]?\d+)?[jJ]?|0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+",
                t.text,
            )
            or re.fullmatch(r"0[\d_]*[1-9][\d_]*", t.text)
        ),
        None,
    )
    if token is None:
        return None
    text = token.text
    return _plain(problem, token, text) or _other_base(text) or _with_letters(problem, token, text)


def _plain(problem: Problem, token: Token, text: str) -> Diagnosis | None:
    """A number with something too much or too little."""
    if re.fullmatch(r"0[\d_]+", text):
        new, octal = text.lstrip("0_"), re.fullmatch(r"0+[0-7]+", text)
        meant = f"0o{new}" if octal and len(text) < 6 and "_" not in text else new
        fixes = (
            *problem.repair(problem.replaced(token, meant)),
            *(problem.repair(problem.replaced(token, new)) if new != meant else ()),
        )
        return Diagnosis("python.leading_zeros", f"a whole number has no leading zeros: `{meant}`", fixes=fixes)
    if re.fullmatch(r"[\d._]+[iI]", text):
        return Diagnosis(
            "python.imaginary_literal",
            f"the imaginary unit is `j`: `{text[:-1]}j`",
            fixes=problem.repair(problem.replaced(token, f"{text[:-1]}j")),
        )
    if re.fullmatch(r"[\d._]+[eE][-+]?", text):
        return Diagnosis(
            "python.exponent_missing",
            f"the exponent after `e` is missing: `{text}0`",
            fixes=problem.repair(problem.replaced(token, f"{text}0")),
        )
    if re.fullmatch(r"\d+(?:\.\d+){2,}.*", text):
        return Diagnosis(
            "python.number_with_dots",
            f"{text} is no number: it has more than one point (a version or address is a text)",
            fixes=problem.repair(problem.replaced(token, f'"{text}"')) or (advice("put it in quotes"),),
        )
    return None


def _other_base(text: str) -> Diagnosis | None:
    """A hexadecimal, octal or binary number with wrong digits."""
    if re.match(r"0[xX]", text):
        return Diagnosis(
            "python.hexadecimal_literal",
            f"{text} is no hexadecimal number: its digits are 0-9 and a-f",
            fixes=(advice("correct the digits"),),
        )
    if re.match(r"0[oO]", text):
        return Diagnosis(
            "python.octal_literal",
            f"{text} is no octal number: its digits are 0-7",
            fixes=(advice("correct the digits"),),
        )
    if re.match(r"0[bB]", text):
        return Diagnosis(
            "python.binary_literal",
            f"{text} is no binary number: its digits are 0 and 1",
            fixes=(advice("correct the digits"),),
        )
    return None


def _with_letters(problem: Problem, token: Token, text: str) -> Diagnosis | None:
    """Letters or underscores in a number."""
    if re.search(r"__|_$|_\.|\._", text):
        return Diagnosis(
            "python.underscore_in_number",
            f"an underscore must stand between two digits: {text}",
            fixes=problem.repair(problem.replaced(token, re.sub(r"_+", "", text))),
        )
    if re.fullmatch(r"[\d.]+[lLfFdDuU]{1,2}", text):
        return Diagnosis(
            "python.number_suffix",
            f"a number has no suffix, and a name does not begin with a digit: {text}",
            fixes=problem.repair(problem.replaced(token, text.rstrip("lLfFdDuU"))),
        )
    match = re.match(r"([\d.]+)(\w*)", text)
    digits, rest = (match[1], match[2]) if match else (text, "")
    following = problem.words[problem.tokens.index(token) + 1 : problem.tokens.index(token) + 2]
    summary = f"a name cannot begin with a digit: `{text}`; or `*` is missing: {digits} * {rest}"
    fixes = () if following in (["="], ["("]) else problem.repair(problem.replaced(token, f"{digits} * {rest}"))
    more = " (a complex number is written with j)" if rest[:1] in {"i", "j"} else ""
    return Diagnosis(
        "python.name_begins_with_digit",
        summary + more,
        fixes=fixes or (advice(f"use another name, as {rest}{digits}"),),
    )


def call_arguments(problem: Problem) -> Diagnosis | None:
    """What is no name before ``=`` in a call."""
    if "perhaps you meant" not in problem.message or "cannot contain assignment" not in problem.message:
        return None
    if match := re.search(r"[(,]\s*(['\"])(\w+)\1\s*=(?!=)", problem.text):
        new = problem.text.replace(f"{match[1]}{match[2]}{match[1]}", match[2], 1)
        return Diagnosis(
            "python.keyword_is_no_name", "the name of an argument has no quotes", fixes=problem.repair(new)
        )
    if match := re.search(r"[(,]\s*(\w[\w.]*(?:-\w+)*)\s*=(?!=)", problem.text):
        word = match[1]
        if word in {"None", "True", "False"}:
            return Diagnosis(
                "python.keyword_is_no_name",
                f"`{word}` is a constant and cannot be the name of an argument",
                fixes=problem.repair(re.sub(rf"({word}\s*)=", r"\1==", problem.text, count=1)),
            )
    return Diagnosis(
        "python.keyword_is_no_name",
        "what stands before `=` in the call is no name",
        fixes=problem.repair(re.sub(r"(?<![=!<>])=(?!=)(?!.*(?<![=!<>])=(?!=))", "==", problem.text))
        or (advice("use a plain name, or `==`"),),
    )


def fstring(problem: Problem) -> Diagnosis | None:
    """A brace of an f-string that is not closed, or quotes inside of it."""
    if "f-string" not in problem.message and not re.search(r"\bf['\"]", problem.text):
        return None
    if re.search(r"expecting '}'|expecting '=', or '!'", problem.message) and (
        problem.text.count("{") > problem.text.count("}")
    ):
        return Diagnosis(
            "python.fstring_brace",
            "the f-string has a `{` that is not closed",
            fixes=(advice("close it with }, or double it for a literal brace"),),
        )
    if "backslash" in problem.message:
        return Diagnosis(
            "python.fstring_backslash",
            "a backslash cannot stand inside of the braces of an f-string before Python 3.12",
            fixes=(advice("put the part with the backslash into a variable first"),),
        )
    if (
        "f-string: unmatched" in problem.message
        or ("unterminated" in problem.message and "f-string" in problem.message)
        or (
            ("invalid syntax" in problem.message or "forgot a comma" in problem.message)
            and re.search(r"f(['\"])[^'\"]*\{[^}'\"]*\1", problem.text)
        )
    ):
        mark = re.search(r"\bf(['\"])", problem.text)
        other = "'" if mark and mark[1] == '"' else '"'
        new = (
            re.sub(r"\{([^{}]*)\}", lambda m: "{" + m[1].replace(mark[1], other) + "}" if mark else m[0], problem.text)
            if mark
            else problem.text
        )
        return Diagnosis(
            "python.fstring_quotes",
            "the quotes inside of the braces end the f-string (before Python 3.12)",
            fixes=problem.repair(new) or (advice("use the other kind of quotes inside"),),
        )
    return None


CHECKS: tuple[Check, ...] = (number, call_arguments, fstring)
