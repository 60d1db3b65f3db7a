"""What makes a Python exception the one it is, wherever it came up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.normalise import normalise
from journeyman.faults.python.frames import is_own
from journeyman.faults.python.raised import Frame, Raised

_NAMELESS = re.compile(r"^(?:<module>|<cell line.*|<lambda>|<listcomp>|<genexpr>|<dictcomp>|<setcomp>|test\w*|)$")
_VALUES_ONLY = frozenset(
    (
        "ValueError",
        "AssertionError",
        "UnicodeDecodeError",
        "UnicodeEncodeError",
        "JSONDecodeError",
        "ValidationError",
        "InvalidOperation",
    )
)
_FROM_ANYWHERE = frozenset(
    (
        "ModuleNotFoundError",
        "ImportError",
        "FileNotFoundError",
        "PermissionError",
        "NotADirectoryError",
        "IsADirectoryError",
        "FileExistsError",
        "KeyboardInterrupt",
    )
)
_HINT = re.compile(
    r"\.? Did you (?:mean|forget)[^?]{0,200}\?.*$|\. Maybe you meant.*$|\. Perhaps you forgot.*$", re.DOTALL
)
_QUALIFIED = re.compile(r"(?:[\w<>]+\.)+(\w+)\(\)")
_REWORDED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"local variable '(\w+)' referenced before assignment|cannot access local variable '(\w+)' where.*"),
        r"local variable '\1\2'",
    ),
    (re.compile(r"maximum recursion depth exceeded.*"), "maximum recursion depth exceeded"),
    (re.compile(r"with url: \S+"), ""),
    (
        re.compile(
            r"(?:float|integer) (?:floor )?division or modulo by zero|(?:float )?(?:floor )?division by zero|integer modulo by zero|float modulo(?: by zero)?"
        ),
        "division by zero",
    ),
    (re.compile(r"^\[Errno (-?\d+)\] "), r"errno_\1 "),
    (re.compile(r" \(most likely due to.*"), ""),
    (re.compile(r" from '[\w.]+' \(.*\)$"), ""),
    (re.compile(r"(?:without an implementation for|with) abstract methods? "), "with abstract method "),
    (re.compile(r"(?<=abstract method )'?([\w, ']+?)'?$"), r"\1"),
    (re.compile(r"\(detected at line \d+\)|on line \d+"), ""),
)
_HOST = re.compile(r"host='([\w.-]+)'|https?://([\w.-]+)|\(['\"]([\w.-]+)['\"], \d+\)|host:? ([\w.-]+)")
_CYCLE = 60


def identity(chain: Sequence[Raised]) -> str:
    """Return in words what makes the failure the one it is: exception, message, and the user's own place."""
    out = chain[-1]
    root = next((raised for raised in chain if raised is out or _leads_to(raised, chain)), out)
    if root.name in {"ModuleNotFoundError"} and (match := re.search(r"No module named '?([\w.]+)", root.message)):
        return f"module|{match[1].partition('.')[0]}"
    parts = [root.name, _message(root), _place(root)]
    if out is not root and out.name != root.name:
        parts.append(out.name)
    return "|".join(parts)


def _leads_to(raised: Raised, chain: Sequence[Raised]) -> bool:
    """Tell whether all that came after it was raised from it on purpose."""
    following = chain[list(chain).index(raised) + 1 :]
    return all(later.relation == "cause" for later in following)


def _message(raised: Raised) -> str:
    text = _HINT.sub("", raised.message)
    if raised.name == "AssertionError" and (text.startswith("assert ") or not text):
        return ""
    for pattern, new in _REWORDED:
        text = pattern.sub(new, text)
    text = _QUALIFIED.sub(r"\1()", text)
    return normalise(text, keep_names=raised.name not in _VALUES_ONLY)


def _place(raised: Raised) -> str:
    """The user's own function and line of source; nothing for what the surroundings lack."""
    if raised.name in _FROM_ANYWHERE and (raised.message or raised.name == "KeyboardInterrupt"):
        return ""
    if _HOST.search(raised.message) and re.search(r"Connect|Timeout|URL|SSL|Proxy|HTTP|Retry", raised.name):
        return ""
    frames = [frame for frame in raised.frames if is_own(frame)] or list(raised.frames[-1:])
    if not frames:
        return ""
    if raised.name == "RecursionError":
        return " ".join(sorted({frame.function for frame in frames[-_CYCLE:] if not _NAMELESS.match(frame.function)}))
    named = next((frame.function for frame in reversed(frames) if frame.function not in _COMPREHENSIONS), "")
    named = named.rpartition(".")[2] or named
    function = "" if _NAMELESS.match(named) else named
    return f"{function}:{_source(frames[-1])}"


_COMPREHENSIONS = frozenset(("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"))


def _source(frame: Frame) -> str:
    text = re.sub(r"\s+#.*$", "", frame.source.strip())
    if text and text != "???":
        return re.sub(r"\s+", "", text)[:200]
    return "" if frame.in_cell else frame.path.rpartition("/")[2].rpartition("\\")[2]
