"""Variables of the shell as far as the text alone tells their values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyman.gate.analysis.literals import HOLE, LISTED, NUMBER
from journeyman.gate.analysis.names import names

_DYNAMIC = names(
    """
    _ RANDOM SRANDOM SECONDS LINENO BASHPID EPOCHSECONDS EPOCHREALTIME UID EUID PPID PWD OLDPWD GROUPS FUNCNAME
    DIRSTACK OPTARG OPTIND OPTERR REPLY MAPFILE HISTCMD BASH BASHOPTS BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_ALIASES
    BASH_CMDS BASH_COMMAND BASH_LINENO BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_VERSINFO BASH_VERSION COMP_CWORD
    COMP_KEY COMP_LINE COMP_POINT COMP_TYPE COMP_WORDS COMPREPLY COPROC HOSTNAME HOSTTYPE MACHTYPE OSTYPE PIPESTATUS
    SHELLOPTS SHLVL
    """
)
"""Variables that the shell sets by itself: what the text assigns to them may not hold."""

_LONGEST = 4096
"""Characters of a value that is remembered: doubling one again and again must not grow without end."""


PARAMETERS = tuple("123456789")


@dataclass(slots=True)
class Scope:
    """Variables set in the text itself; None: set to something unknown. A value may hold holes.

    ``frozen`` are read-only: a later assignment fails. ``forgotten``: any variable may have been set since.
    """

    variables: dict[str, str | None] = field(default_factory=dict)
    frozen: frozenset[str] = frozenset()
    forgotten: bool = False

    def copy(self) -> Scope:
        """Return a copy, for what runs in a shell of its own."""
        return Scope(dict(self.variables), self.frozen, self.forgotten)

    def restore(self, kept: Scope) -> None:
        """Go back to what ``kept`` (a copy made before) says."""
        self.variables, self.frozen, self.forgotten = kept.variables, kept.frozen, kept.forgotten

    def assign(self, name: str, value: str | None) -> None:
        """Remember a value; one of a read-only or dynamic variable, or a very long one, cannot be relied on."""
        unsure = name in self.frozen or name in _DYNAMIC or (value is not None and len(value) > _LONGEST)
        self.variables[name] = None if unsure else value

    def give(self, words: Sequence[str | None]) -> None:
        """Set the positional parameters; None, and what stands behind it, is not known."""
        known = True
        for index, name in enumerate(PARAMETERS):
            word = words[index] if index < len(words) else ""
            known = known and word is not None
            self.variables[name] = word if known else None

    def forget(self) -> None:
        """Take no value for granted any more."""
        self.variables = dict.fromkeys(self.variables)
        self.forgotten = True

    def value(self, name: str) -> str | None:
        """Return the value of a variable, perhaps with holes; None when nothing is known."""
        if name in self.variables:
            return self.variables[name]
        return os.path.expanduser("~") if name == "HOME" else None

    def is_number(self, name: str) -> bool:
        """Return whether arithmetic may look at the variable: its value is a number, or comes from outside the text."""
        if name in self.variables:
            value = self.variables[name]
            return value == NUMBER or (value is not None and value.strip().lstrip("-").isdigit())
        return name in {"RANDOM", "SECONDS", "LINENO", "UID", "EUID", "PPID", "SHLVL", "BASHPID"} or not self.forgotten

    def split(self, value: str) -> list[str] | None:
        """Return the words of an unquoted value; None when they cannot be told."""
        if "IFS" in self.variables or "\\" in value or LISTED in value:
            return None
        return value.split() if HOLE not in value or not value.strip(HOLE + "1") else [value]
