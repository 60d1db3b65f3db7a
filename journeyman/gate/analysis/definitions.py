"""Functions and aliases that the text itself defines: their bodies are judged where they are called."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from journeyman.gate.analysis.record import MAX_DEPTH, Record
from journeyman.gate.analysis.scope import PARAMETERS
from journeyman.gate.analysis.words import Word

_DEEPEST = 2
"""How often a function is followed into itself; the second time, folder and variables are not known any more."""


def call_defined(words: Sequence[Word], record: Record) -> bool:
    """Judge what a name of the text's own stands for; return whether it can mean nothing else.

    Inside, ``$1`` to ``$9`` are its words as far as they are known. Whether an alias is expanded depends on options
    and lines, so the program of that name is judged as well.
    """
    name = words[0].text
    if name in record.aliases and name not in record.calling and record.effort.spend():
        record.calling.append(name)
        record.run_text(_expanded(record.aliases[name], words[1:]), record)
        record.calling.pop()
    function = record.functions.get(name)
    if function is None:
        return False
    if record.depth > MAX_DEPTH or not record.effort.spend():
        record.note("unknown", "floor", "commands are nested too deeply to follow")
        return True
    depth = record.calling.count(function.bodies)
    if depth < _DEEPEST:
        if depth:
            record.scope.forget()
            record.cwd_unknown = True
        record.calling.append(function.bodies)
        record.depth += 1
        outer = [record.scope.value(name) for name in PARAMETERS]
        plain = not depth and not any(word.glob for word in words)
        record.scope.give([word.text if word.known else None for word in words[1:]] if plain else [None])
        for body in function.bodies:
            body()
        record.scope.give(outer)
        record.depth -= 1
        record.calling.pop()
    return function.certain


def _expanded(body: str, words: Sequence[Word]) -> str:
    """Return the text that replaces an alias and its words."""
    return " ".join([body, *(shlex.quote(word.text) if word.known else '"$__unknown"' for word in words)])
