"""Find out what is wrong by trying what would make it right, one small change at a time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from journeyman.faults.python.syntax.lexer import Token
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

_MOST = 40
_SIGNS = frozenset(
    [
        "*",
        "/",
        "//",
        "%",
        "**",
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "and",
        "or",
        "in",
        "is",
        "|",
        "&",
        "^",
        "@",
        "+",
        "-",
        "=",
        "+=",
        "-=",
    ]
)


def comprehension(problem: Problem) -> Diagnosis | None:
    """The parts of a comprehension in the wrong order."""
    text = problem.text
    if re.search(r"[\[({].*\bfor\b.*\bin\b.*\bif\b.*\belse\b.*[\])}]", text):
        match = re.search(r"([\[({])\s*(.+?)\s+for\s+(.+?)\s+in\s+(.+?)\s+if\s+(.+?)\s+else\s+(.+?)([\])}])", text)
        fixes: tuple[Fix, ...] = ()
        if match:
            new = f"{match[1]}{match[2]} if {match[5]} else {match[6]} for {match[3]} in {match[4]}{match[7]}"
            fixes = problem.repair(text[: match.start()] + new + text[match.end() :])
        return Diagnosis(
            "python.comprehension_order",
            "in a comprehension a condition with `else` stands before `for`, one without it at the end",
            fixes=fixes or (advice("write [a if c else b for x in xs]"),),
        )
    if "did you forget parentheses around the comprehension target" in problem.message or (
        re.search(r"\[\s*[\w*]+\s*,\s*[\w*]+.*\bfor\b", text) and "invalid syntax" in problem.message
    ):
        match = re.search(r"([\[{(])\s*([^\[\](){}]+?,[^\[\](){}]+?)\s+for\b", text)
        new = text[: match.start(2)] + f"({match[2]})" + text[match.end(2) :] if match else text
        return Diagnosis(
            "python.comprehension_parentheses",
            "a comprehension that makes tuples needs parentheses around each",
            fixes=problem.repair(new) or (advice("write ((a, b) for ...)"),),
        )
    return None


def dictionary(problem: Problem) -> Diagnosis | None:
    """Keys without values, and `=` for `:`."""
    opened = [t for t in problem.tokens if t.text == "{"]
    if not opened and not any(t.text == "{" for t in problem.brackets.open):
        return None
    text = problem.text
    if "':' expected after dictionary key" in problem.message:
        return Diagnosis(
            "python.dict_colon_missing", "a key in the dictionary has no value", fixes=(advice("write key: value"),)
        )
    if "expression expected after dictionary key" in problem.message:
        return Diagnosis(
            "python.dict_value_missing",
            "a key in the dictionary has a colon and nothing after it",
            fixes=(advice("add the value"),),
        )
    if "starred expression in a dictionary value" in problem.message or re.search(r":\s*\*\w|:\s*\*\(", text):
        return Diagnosis(
            "python.star_in_dict_value",
            "`*` cannot unpack into a value of a dictionary",
            fixes=problem.repair(re.sub(r":\s*\*(\w+|\([^)]*\))", r": [*\1]", text)) or (advice("write [*a]"),),
        )
    start = opened[0].column if opened else 0
    if sign := next((t for t in problem.tokens if t.text == "=" and t.column > start), None):
        before = problem.tokens[problem.tokens.index(sign) - 1]
        if before.kind in {"string", "number"} or (opened and sign.column > opened[0].column):
            if fixes := problem.repair(problem.replaced(sign, ":")):
                return Diagnosis(
                    "python.dict_equal", "in a dictionary a colon stands between key and value, not `=`", fixes=fixes
                )
    return None


def separators(problem: Problem) -> Diagnosis | None:
    """Semicolons and colons in brackets, where a comma is expected."""
    text, words = problem.text, problem.words
    inside = bool(problem.brackets.open) or any(w in words for w in "([{")
    if (
        ";" in words
        and inside
        and (
            "invalid syntax" in problem.message
            or "never closed" in problem.message
            or "does not match" in problem.message
        )
    ):
        new, many = text.replace(";", ","), words.count(";") > 1
        what = "there are semicolons where commas are" if many else "there is a semicolon where a comma is"
        return Diagnosis("python.semicolon_for_comma", f"{what} expected inside of brackets", fixes=problem.repair(new))
    if re.search(r"\.\s*$|\.\s*\)", text) and "invalid syntax" in problem.message:
        if fixes := problem.repair(re.sub(r"\.(\s*\)?\s*)$", r"\1", text)):
            return Diagnosis("python.stray_dot", "a dot at the end has nothing after it", fixes=fixes)
    if ",," in "".join(words) and (fixes := problem.repair(re.sub(r",\s*,+", ",", text))):
        return Diagnosis("python.comma_twice", "two commas follow each other", fixes=fixes)
    if match := re.search(r"([(\[{])\s*,", text):
        if fixes := problem.repair(text[: match.end() - 1] + text[match.end() :].lstrip()):
            return Diagnosis("python.comma_first", f"a comma stands right after `{match[1]}`", fixes=fixes)
    return None


def operators(problem: Problem) -> Diagnosis | None:
    """Two operators in a row, one without a right side, `->` at the wrong place."""
    text, _tokens = problem.text, problem.tokens
    if "->" in problem.words and problem.words[:1] != ["def"] and problem.words[:2] != ["async", "def"]:
        return Diagnosis(
            "python.arrow",
            "`->` only stands before the type of what a function returns",
            fixes=problem.repair(text.replace("->", ".")) or (advice("use a dot for an attribute, or lambda x: ..."),),
        )
    if re.search(r"=\s*[<>!](?!=)|=<|=>|=!", text):
        new = re.sub(r"=\s*([<>!])(?!=)", r"\1=", text)
        if fixes := problem.repair(new):
            return Diagnosis(
                "python.comparison_turned",
                "the comparison is written the other way round: `<=`, `>=`, `!=`",
                fixes=fixes,
            )
    if re.search(r"[<>!=]\s+=", text) and (fixes := problem.repair(re.sub(r"([<>!=])\s+=", r"\1=", text))):
        return Diagnosis("python.blank_in_operator", "there is a blank inside of an operator", fixes=fixes)
    return _in_a_row(problem)


def _in_a_row(problem: Problem) -> Diagnosis | None:
    """Two operators side by side, or one at the end."""
    text, tokens = problem.text, problem.tokens
    for one, two in itertools.pairwise(tokens):
        if (
            one.text in _SIGNS
            and two.text in _SIGNS - {"+", "-", "*", "**"}
            and (one.text, two.text) not in {("is", "not"), ("not", "in")}
            and "invalid syntax" in problem.message
        ):
            return Diagnosis(
                "python.two_operators",
                f"the operators `{one.text}` and `{two.text}` cannot follow each other",
                fixes=problem.repair(problem.replaced(two, ""))
                or (advice("remove one, or put something between them"),),
            )
    if (
        tokens
        and tokens[-1].text in _SIGNS
        and tokens[-1].kind != "name"
        and "invalid syntax" in problem.message
        and not problem.brackets.open
    ):
        new = text[: tokens[-1].column].rstrip()
        return Diagnosis(
            "python.operator_without_right_side",
            f"nothing follows the operator `{tokens[-1].text}`",
            fixes=problem.repair(new) or (advice("complete the line, or put it in parentheses to go on below"),),
        )
    if len(tokens) > 2 and tokens[-1].text in {"and", "or", "not", "in", "is"} and not problem.brackets.open:
        return Diagnosis(
            "python.operator_without_right_side",
            f"nothing follows `{tokens[-1].text}`",
            fixes=(advice("complete the line, or put it in parentheses"),),
        )
    return None


def continuation(problem: Problem) -> Diagnosis | None:
    """A backslash that is followed by something."""
    if "line continuation character" not in problem.message:
        return None
    if match := re.search(r"(\w|\))\s*\\\s*(\w|\()", problem.text):
        new = problem.text[: match.end(1)] + " / " + problem.text[match.start(2) :]
        return Diagnosis(
            "python.backslash_for_slash",
            "a backslash stands between two values, where `/` divides",
            fixes=problem.repair(new) or (advice("use / to divide, quotes around a path"),),
        )
    if re.search(r"\\[ \t]+$", problem.text):
        return Diagnosis(
            "python.line_continuation",
            "there are blanks after the backslash, which must be the last on its line",
            fixes=problem.repair(problem.text.rstrip()),
        )
    if re.search(r"\\[nt]", problem.text):
        return Diagnosis(
            "python.escape_outside_text",
            "an escape as \\n stands outside of quotes",
            fixes=problem.repair(re.sub(r"\\[nt]", "", problem.text)) or (advice("put it in quotes"),),
        )
    return Diagnosis(
        "python.line_continuation",
        "something stands after a backslash, which must be the last on its line",
        fixes=problem.repair(problem.text.replace("\\", "")) or (advice("remove the backslash, or what follows it"),),
    )


def star(problem: Problem) -> Diagnosis | None:
    """Stars where they cannot be."""
    if re.search(r"(?:iterable|dict) unpacking cannot be used", problem.message):
        return Diagnosis(
            "python.star_in_comprehension",
            "a comprehension cannot unpack its elements with `*`",
            fixes=(advice("use two loops: [y for x in xs for y in x]"),),
        )
    if re.search(r"can(?:'|no)t use starred expression here", problem.message):
        return Diagnosis(
            "python.star_alone",
            "a star needs a list, a tuple or a call around it",
            fixes=(advice("write [*a] or print(*a)"),),
        )
    return None


def annotation(problem: Problem) -> Diagnosis | None:
    """A type in front of a name, or a colon where none can be."""
    if match := re.match(r"\s*(\w+)\s+(\w+)\s*:\s*(.+)$", problem.text):
        if match[1] in {"case", "type"} and match[2].isidentifier():
            return Diagnosis(
                "python.match_needed",
                f"`{match[1]} ...:` stands only inside of a `match` statement",
                fixes=(advice("write match VALUE: above it"),),
            )
    if problem.words[:1] == ["case"] and problem.words[-1:] == [":"]:
        return Diagnosis(
            "python.match_needed",
            "`case` stands only inside of a `match` statement",
            fixes=(advice("write match VALUE: above it"),),
        )
    if problem.words[:1] == ["@"]:
        return Diagnosis(
            "python.decorator",
            "the line of a decorator stands alone, above a def or class",
            fixes=(advice("write @name, and the function below"),),
        )
    return None


def previous(problem: Problem) -> Diagnosis | None:
    """The mistake is on the line before: a decorator without function, a statement that goes on."""
    start = problem.previous_line()
    before = problem.lines[start - 1] if start else ""
    if before.lstrip().startswith("@") and problem.words[:1] and problem.words[0] not in {"def", "class", "async", "@"}:
        return Diagnosis(
            "python.decorator",
            "a decorator must stand right above a def or class",
            fixes=(advice("put it above the function"),),
        )
    return None


def by_trying(problem: Problem) -> Diagnosis | None:
    """Try small changes at and before the place of the error."""
    if not problem.whole or len(problem.code) > 20_000:
        return _guessed(problem)
    for number, (code, summary, new) in enumerate(_candidates(problem)):
        if number > _MOST:
            break
        if fixes := problem.repair(new):
            return _found(code, summary, fixes)
    return _guessed(problem)


def _found(code: str, summary: str, fixes: tuple[Fix, ...]) -> Diagnosis:
    if code == "comma":
        return Diagnosis("python.comma_missing", summary, fixes=fixes)
    if code == "space":
        return Diagnosis("python.blank_in_name", summary, fixes=fixes)
    if code == "operator":
        return Diagnosis("python.operator_missing", summary, fixes=fixes)
    return Diagnosis("python.stray_token", summary, fixes=fixes)


def _candidates(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Yield (what, in words, the changed line)."""
    tokens, text = problem.tokens, problem.text
    pairs = [(one, two) for one, two in itertools.pairwise(tokens) if _side_by_side(one, two)]
    bracketed = bool(problem.brackets.open) or any(t.text in {"(", "[", "{"} for t in tokens)
    for one, two in pairs:
        head, tail = text[: one.column + len(one.text)], text[two.column :]
        if one is tokens[0] and one.kind == "name" and two.kind == "name" and len(tokens) > 2 and tokens[2].text == "=":
            yield "space", f"a name cannot have a blank in it: `{one.text} {two.text}`", f"{head}_{tail}"
        if bracketed:
            yield "comma", f"a comma is missing between `{one.text[:30]}` and `{two.text[:30]}`", f"{head}, {tail}"
    for one, two in pairs:
        head, tail = text[: one.column + len(one.text)], text[two.column :]
        what = f"between `{one.text[:30]}` and `{two.text[:30]}` an operator or a comma is missing"
        yield "operator", what, f"{head}{' + ' if one.kind == 'string' or two.kind == 'string' else ' * '}{tail}"
        yield "comma", what, f"{head}, {tail}"
    for index in dict.fromkeys((problem.at, problem.at - 1)):
        if 0 <= index < len(tokens) and tokens[index].text not in {"def", "class"}:
            token = tokens[index]
            yield (
                "stray",
                f"`{token.text[:30]}` does not fit there: it was written by mistake",
                problem.replaced(token, "").rstrip(),
            )


def _side_by_side(one: Token, two: Token) -> bool:
    ends = one.is_operand or one.text in {")", "]", "}"}
    return ends and (
        two.is_operand
        or (two.text in {"{"} and one.kind != "name")
        or (two.text == "[" and one.kind == "number")
        or (two.text == "(" and one.kind in {"number", "string"})
    )


def _guessed(problem: Problem) -> Diagnosis | None:
    """Several words side by side: a sentence, or something missing between two of them."""
    tokens = problem.tokens
    pairs = [(one, two) for one, two in itertools.pairwise(tokens) if _side_by_side(one, two)]
    if "forgot a comma" in problem.message:
        return Diagnosis(
            "python.comma_missing",
            "between two values a comma is missing",
            fixes=(advice("put a comma or an operator between them"),),
        )
    names = sum(1 for t in tokens if t.kind == "name")
    if len(pairs) >= 2 and names >= 3 and names >= len(tokens) * 0.6:
        return Diagnosis(
            "python.sentence_for_code",
            "this is a sentence, not Python: a comment begins with `#`, a text needs quotes",
            fixes=problem.repair(re.sub(r"^(\s*)", r"\1# ", problem.text)) or (advice("put # before it"),),
        )
    if pairs:
        one, two = pairs[0]
        return Diagnosis(
            "python.operator_missing",
            f"between `{one.text[:30]}` and `{two.text[:30]}` an operator or a comma is missing",
            fixes=(advice("put an operator or a comma between them"),),
        )
    return None


EARLY_CHECKS: tuple[Check, ...] = (dictionary,)
CHECKS: tuple[Check, ...] = (continuation, comprehension, star, dictionary, separators, annotation, previous, operators)
LATE_CHECKS: tuple[Check, ...] = (by_trying,)
