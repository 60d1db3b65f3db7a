"""Code that cannot be read, with what Python says about it, and a way to try repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from journeyman.faults.python.quiet import parse_error_line
from journeyman.faults.python.syntax.lexer import Brackets, Token, brackets, tokens
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import edit

_TRIED_UP_TO = 40_000


@dataclass(frozen=True)
class Problem:
    """A syntax error: its message, the code (or only the shown line), and the line in it (from 1).

    ``shift`` is what must be added to a line of ``code`` to get the line in the file; ``whole`` tells whether
    all of the code is there, so that a repair can be tried.
    """

    message: str
    code: str
    line: int
    column: int | None = None
    shift: int = 0
    path: str = ""
    whole: bool = True
    name: str = "SyntaxError"

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the code."""
        return self.code.split("\n")

    @cached_property
    def text(self) -> str:
        """The line that Python points at."""
        return self.lines[self.line - 1] if 0 < self.line <= len(self.lines) else ""

    @cached_property
    def all_tokens(self) -> tuple[Token, ...]:
        """All tokens."""
        return tokens(self.code)

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the line, comments left out."""
        return [
            t for t in self.all_tokens if t.line == self.line and t.kind not in {"comment", "newline", "continuation"}
        ]

    @cached_property
    def words(self) -> list[str]:
        """The texts of the tokens of the line."""
        return [token.text for token in self.tokens]

    @cached_property
    def brackets(self) -> Brackets:
        """What is wrong with the brackets."""
        return brackets(self.all_tokens)

    @cached_property
    def at(self) -> int:
        """The index of the token of the line that Python points at; the number of tokens when behind the last."""
        if self.column is None:
            return len(self.tokens)
        return next(
            (i for i, token in enumerate(self.tokens) if token.column + len(token.text) > self.column), len(self.tokens)
        )

    def previous_line(self) -> int:
        """Return the number of the last line before this one that has code; 0 when there is none."""
        return next(
            (
                n
                for n in range(self.line - 1, 0, -1)
                if self.lines[n - 1].strip() and not self.lines[n - 1].lstrip().startswith("#")
            ),
            0,
        )

    def repair(self, new: str, advice: str = "", line: int = 0) -> tuple[Fix, ...]:
        """Return the fix that makes ``new`` of a line (of this one by default), when the code gets better by it."""
        number = line or self.line
        if not 0 < number <= len(self.lines):
            return ()
        old = self.lines[number - 1]
        if new == old or not self.helps([*self.lines[: number - 1], *new.split("\n"), *self.lines[number:]]):
            return ()
        return (edit(self.path, number + self.shift, old, new, advice),)

    def helps(self, lines: Sequence[str]) -> bool:
        """Tell whether other lines can be read, or at least further than these."""
        if not self.whole or len(self.code) > _TRIED_UP_TO:
            return True
        stops = parse_error_line("\n".join(lines))
        return stops is None or stops > self._stops

    @cached_property
    def _stops(self) -> int:
        return max(parse_error_line(self.code) or 0, self.line)

    def replaced(self, token: Token, new: str) -> str:
        """Return the token's line with the token replaced."""
        old = self.lines[token.line - 1]
        return old[: token.column] + new + old[token.column + len(token.text) :]


Check = Callable[[Problem], Diagnosis | None]
