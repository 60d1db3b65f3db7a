"""Secrets of the environment that a command would print: ``echo $API_KEY``, ``jq env.API_KEY``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.redact import is_secret_name

_REFERENCE = re.compile(r"\$\{?!?([A-Za-z_]\w*)(?![\w+]|:\+)")
"""A variable's value, not its length and not only whether it is set."""
_PRINTING = frozenset({"echo", "printf", "print"})
_LOOKUP = re.compile(r"(?:\benv\.|\$ENV\.|\$ENV\[\s*.|\bENVIRON\[\s*.|\b(?:str)?env\(\s*)(\w+)")
"""How filters name a variable of the environment."""
_FILTERS = frozenset({"jq", "gojq", "jaq", "yq", "awk", "gawk", "mawk", "nawk"})


def judge_shown(words: Sequence[Word], text: str, record: Record) -> None:
    """Record that ``words`` (as they stand in ``text``) print a secret variable that the text itself did not set."""
    program = words[0].text if words else ""
    if program in _PRINTING and "$" in text:
        names = _REFERENCE.findall(text)
    elif program in _FILTERS:
        names = _LOOKUP.findall(text)
    elif program == "printenv":
        names = [word.text for word in words[1:]]
    else:
        return
    for name in names:
        if is_secret_name(name) and name not in record.scope.variables:
            record.note("secret-read", "floor", f"shows the secret variable {name}")
