"""Which programs a command line runs, read loosely: good enough to weigh an exit code, never to decide about risk."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

_PUNCTUATION = ";&|()\n"
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_WRAPPERS = frozenset(
    ("env", "sudo", "time", "command", "nice", "nohup", "exec", "builtin", "stdbuf", "ionice", "xvfb-run")
)
_KEYWORDS = frozenset(
    ("if", "then", "else", "elif", "fi", "while", "until", "do", "done", "!", "{", "}", "(", ")", "for")
)
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One simple command: its words without wrappers, and the operator that stands before it."""

    operator: str
    words: tuple[str, ...]

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


def segments(command: str) -> list[Segment]:
    """Return the simple commands of ``command`` in order; empty when it cannot be read."""
    lexer = shlex.shlex(command[:_LONGEST], posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace = " \t\r"
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError:
        return []
    found: list[Segment] = []
    operator = ""
    words: list[str] = []
    for token in [*tokens, ";"]:
        if set(token) <= set(_PUNCTUATION):
            if stripped := _strip(words):
                found.append(Segment(operator, stripped))
            operator, words = _operator(token) or operator, []
        else:
            words.append(token)
    return found


def _operator(token: str) -> str:
    """Return the operator in a run of punctuation: ``|``, ``&&``, ``||``, or ``;`` for all that ends a list."""
    bare = token.strip("()")
    return bare if bare in {"|", "&&", "||"} else "|" if bare == "|&" else ";" if bare else ""


def _strip(words: list[str]) -> tuple[str, ...]:
    """Drop assignments, keywords and wrappers before the program."""
    rest = list(words)
    while rest:
        word = rest[0]
        if word in _KEYWORDS or word in _WRAPPERS or _ASSIGNMENT.match(word) or set(word) <= {"(", ")"}:
            del rest[0]
        elif word == "timeout" and len(rest) > 2:
            del rest[0]
            while rest and (rest[0].startswith("-") or rest[0][:1].isdigit()):
                del rest[0]
        else:
            break
    return tuple(rest)


def deciders(found: Sequence[Segment]) -> list[Segment]:
    """Return the commands that the exit code may come from: the last of each pipeline of the last list."""
    start = max((i for i, segment in enumerate(found) if segment.operator == ";"), default=0)
    last = found[start:]
    return [segment for i, segment in enumerate(last) if i + 1 == len(last) or last[i + 1].operator != "|"]
