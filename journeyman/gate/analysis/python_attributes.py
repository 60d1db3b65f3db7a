"""Names of attributes and methods: which lead out of plain computing, whatever they are taken from."""

from __future__ import annotations

import re
from functools import lru_cache

from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_modules import REACHED
from journeyman.gate.analysis.python_names import FRAMES, METHODS, SAFE_DUNDERS, SPOKEN, VERBS

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def judge_name(context: Context, name: str, *, handed: bool, of: str = "") -> bool:
    """Judge the attribute ``name``; ``handed``: it is taken as a value, not called. Return whether it is harmless."""
    if (name.startswith("__") and name.endswith("__") and name not in SAFE_DUNDERS) or name in FRAMES:
        context.unsafe(name, f"uses {name}, which leads behind an object")
        return False
    if name.strip("_") in REACHED:
        context.unsafe(of or name, f"reaches {name} through something else")
        return False
    if handed and name in METHODS:
        context.unsafe(of or name, f"hands over {name}, which can act")
        return False
    return True


@lru_cache(maxsize=4096)
def speaks_of_acting(name: str) -> str:
    """Return the word in ``name`` that says that it acts (``delete`` in ``delete_user``), or ""."""
    if name in SPOKEN or name.startswith(("eval_", "is_", "has_", "test_", "assert")):
        return ""
    return next((word for each in _WORDS.findall(name) if (word := each.lower()) in VERBS), "")
