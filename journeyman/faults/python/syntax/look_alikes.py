"""Characters that look like others, or cannot be seen."""

from __future__ import annotations

import re
import unicodedata

from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

ANGLES, GUILLEMETS = "‹›", "«»‹›"
QUOTES = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‹": "'",
    "›": "'",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "`": "'",
    "´": "'",
    "＂": '"',
    "＇": "'",
    "′": "'",
    "″": '"',
    "「": '"',
    "」": '"',
}
SIGNS = {
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "×": "*",
    "·": "*",
    "∙": "*",
    "÷": "/",
    "⁄": "/",
    "∕": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "，": ",",
    "；": ";",
    "：": ":",
    "．": ".",
    "。": ".",
    "＝": "=",
    "＋": "+",
    "－": "-",
    "、": ",",
    "＊": "*",
    "／": "/",
    "＜": "<",
    "＞": ">",
    "！": "!",
    "…": "...",
    "→": "->",
    "⇒": "->",
    "＃": "#",
    "￥": "$",
    "‹": "<",
    "›": ">",
    "∗": "*",
    "²": "**2",
    "³": "**3",
}


def character(problem: Problem) -> Diagnosis | None:
    """A character that looks like another, or that cannot be seen."""
    match = re.search(
        r"invalid (?:non-printable )?character (?:'(.)' )?\(?U\+([0-9A-F]{4,6})\)?|invalid character in identifier",
        problem.message,
    )
    odd = next((t for t in problem.tokens if t.kind == "odd" and ord(t.text) > 126), None)
    if match is None and odd is None:
        return None
    text = chr(int(match[2], 16)) if match and match[2] else odd.text if odd else ""
    number = (
        next((n for n, line in enumerate(problem.lines, 1) if text in line), problem.line)
        if text not in problem.text
        else problem.line
    )
    line = problem.lines[number - 1]
    if text in QUOTES and not (text in ANGLES and line.count(text) == 1 and "›" not in line):
        new = (
            "".join(QUOTES.get(char, char) for char in line)
            if text not in GUILLEMETS
            else re.sub(r"\s*»|«\s*|‹\s*|\s*›", '"', line)
        )
        why = f"the line has a typographic quote {text} instead of a plain one"
        return Diagnosis(
            "python.curly_quotes", why, fixes=problem.repair(new, "", number) or (advice("use plain quotes"),)
        )
    if text in SIGNS:
        new = "".join(SIGNS.get(char, char) for char in line)
        why = f"the character {text} looks like `{SIGNS[text]}`, but is another"
        return Diagnosis(
            "python.look_alike_character",
            why,
            fixes=problem.repair(new, "", number) or (advice(f"write {SIGNS[text]}"),),
        )
    if not text or unicodedata.category(text) in {"Cf", "Zs", "Cc", "Co", "Cn"}:
        shown = f"U+{ord(text):04X} ({unicodedata.name(text, 'no name').lower()})" if text else ""
        new = re.sub(rf"{re.escape(text)}+", " " if unicodedata.category(text) == "Zs" else "", line) if text else line
        return Diagnosis(
            "python.invisible_character",
            f"the line has a character that cannot be seen: {shown}",
            fixes=problem.repair(new, "", number) or (advice("type the line anew"),),
        )
    if unicodedata.category(text) == "No" and unicodedata.numeric(text, None) is not None:
        value = unicodedata.normalize("NFKC", text).replace("⁄", "/")
        return Diagnosis(
            "python.look_alike_character",
            f"the fraction {text} is written {value}",
            fixes=problem.repair(line.replace(text, f"({value})")),
        )
    name = unicodedata.name(text, "").lower()
    return Diagnosis(
        "python.character_not_allowed",
        f"the character {text} ({name}) cannot be part of a name",
        fixes=(advice("use letters, digits and _ for names; put texts in quotes"),),
    )


CHECKS: tuple[Check, ...] = (character,)
