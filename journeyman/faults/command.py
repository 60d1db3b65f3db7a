"""Which programs a command line runs, read loosely: good enough to weigh an exit code, never to decide about risk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journeyman.faults.scan import Token, scan

_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_WRAPPERS = frozenset(
    ("env", "sudo", "doas", "time", "command", "nice", "nohup", "exec", "builtin", "stdbuf", "ionice", "xvfb-run")
)
_WITH_VALUE = {
    "sudo": frozenset(("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U")),
    "env": frozenset(("-u", "-C", "-S")),
    "nice": frozenset(("-n",)),
    "stdbuf": frozenset(("-i", "-o", "-e")),
    "ionice": frozenset(("-c", "-n")),
}
_CONDITIONS = frozenset(("if", "elif", "while", "until"))
_KEYWORDS = _CONDITIONS | {"then", "else", "fi", "do", "done", "!", "{", "}", "for"}
_RUNNERS = frozenset(("npx", "bunx", "poetry", "uv", "pipenv", "pdm", "hatch", "bundle", "pnpm", "yarn", "xargs"))
_RUN_WORDS = frozenset(("run", "exec", "dlx"))
_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh"))
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """One simple command: its words without wrappers, and the operator that stands before it.

    ``before`` holds the keywords, assignments and wrappers in front; ``spans`` says where each word stands in the
    command line, and ``start`` where the segment begins.
    """

    operator: str
    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    start: int = 0
    redirected: bool = False
    """What it prints goes into a file, at least in part."""

    @property
    def subcommand(self) -> str:
        """The first word that is neither an option nor the value of one of git's that take one."""
        rest = iter(self.words[1:])
        for word in rest:
            if word in {"-C", "-c", "--git-dir", "--work-tree"}:
                next(rest, "")
            elif not word.startswith("-"):
                return word
        return ""

    @property
    def program(self) -> str:
        """The program's name without its folder."""
        return self.words[0].rpartition("/")[2] if self.words else ""

    @property
    def is_condition(self) -> bool:
        """It is asked by ``if`` or ``while``, or turned round by ``!``: its exit code is an answer."""
        return any(word in _CONDITIONS or word == "!" for word in self.before)


def segments(command: str) -> list[Segment]:
    """Return the simple commands of ``command`` in order."""
    found: list[Segment] = []
    operator = ""
    held: list[Token] = []
    for token in [*scan(command), Token("operator", ";", len(command), len(command))]:
        if token.kind != "operator":
            held.append(token)
            continue
        if segment := _segment(operator, held):
            found.append(segment)
        operator, held = _operator(token.text) or ("" if segment else operator), []
    return found


def _segment(operator: str, tokens: Sequence[Token]) -> Segment | None:
    words = [token for token in tokens if token.kind == "word"]
    count = _before([word.text for word in words])
    rest = words[count:]
    if not rest or "for" in [word.text for word in words[:count]] or rest[0].text == "case":
        return None
    return Segment(
        operator,
        tuple(word.text for word in rest),
        tuple(word.text for word in words[:count]),
        tuple((word.start, word.end) for word in rest),
        words[0].start,
        any(token.kind == "redirection" for token in tokens),
    )


def _operator(sign: str) -> str:
    """Return what the operator does: ``|``, ``&&``, ``||``, ``;`` for all that ends a list, "" for parentheses."""
    return sign if sign in {"|", "&&", "||"} else "|" if sign == "|&" else "" if sign in {"(", ")"} else ";"


def _before(words: Sequence[str]) -> int:
    """Return how many words stand before the program: assignments, keywords, wrappers and their options."""
    at = 0
    while at < len(words):
        word = words[at]
        if word in _KEYWORDS or _ASSIGNMENT.match(word):
            at += 1
        elif word == "timeout" and len(words) > at + 2:
            at += 1
            while at < len(words) - 1 and (words[at].startswith("-") or words[at][:1].isdigit()):
                at += 1
        elif word in _WRAPPERS and at + 1 < len(words):
            at = _after_wrapper(word, words, at + 1)
        else:
            break
    return at


def _after_wrapper(wrapper: str, words: Sequence[str], at: int) -> int:
    if wrapper == "command" and words[at] in {"-v", "-V"}:
        return at  # it asks whether there is such a program
    while at < len(words) - 1 and words[at].startswith("-"):
        at += 2 if words[at] in _WITH_VALUE.get(wrapper, ()) else 1
    return min(at, len(words) - 1)


def deciders(found: Sequence[Segment]) -> list[Segment]:
    """Return the commands that the exit code may come from: the last of each pipeline of the last list."""
    start = max((i for i, segment in enumerate(found) if segment.operator == ";"), default=0)
    last = found[start:]
    return [segment for i, segment in enumerate(last) if i + 1 == len(last) or last[i + 1].operator != "|"]


def expanded(found: Sequence[Segment], depth: int = 0) -> list[Segment]:
    """Return ``found`` with what runs other commands (``bash -c``, ``npx``, ``poetry run``) replaced by these."""
    result: list[Segment] = []
    for segment in found:
        inner = _inner(segment) if depth < _DEEPEST else []
        if inner:
            before = (*segment.before, segment.program, *inner[0].before)
            first = Segment(segment.operator, inner[0].words, before)
            result += expanded([first, *inner[1:]], depth + 1)
        else:
            result.append(segment)
    return result


def _inner(segment: Segment) -> list[Segment]:
    words = segment.words
    if segment.program in _SHELLS:
        for at, word in enumerate(words[1:-1], 1):
            if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
                return segments(words[at + 1])
        return []
    if segment.program in _RUNNERS:
        rest = list(words[1:])
        while rest and rest[0].startswith("-"):
            del rest[0]
        ran = bool(rest) and rest[0] in _RUN_WORDS
        if segment.program in {"npx", "bunx", "xargs"} or ran:
            rest = rest[1:] if ran else rest
            return [Segment("", tuple(rest))] if rest else []
    if words[1:2] == ("-m",) and len(words) > 2 and segment.program.startswith(("python", "py")):
        return [Segment("", words[2:])]
    return []
