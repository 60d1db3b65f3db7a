"""A verb: defined once, offered as ``%agent VERB``, at the interpreter's prompt and as ``journeyman VERB``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from journeyman.commands.frontend import Frontend
    from journeyman.commands.result import Result
    from journeyman.services import Services

Run = Callable[["Services", "Frontend", argparse.Namespace], "Result"]
Completes = Literal["", "action", "approval", "plan", "pending", "choice"]


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument. A ``rest`` argument takes all remaining text as it was typed.

    ``options`` are passed on to :meth:`argparse.ArgumentParser.add_argument`; ``completes`` says which ids to offer.
    """

    name: str
    help: str
    rest: bool = False
    completes: Completes = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name, a line of help, its arguments, and ``module:function`` that carries it out (lazily).

    ``shell_only`` verbs make no sense inside a live session.
    """

    name: str
    summary: str
    target: str
    args: tuple[Arg, ...] = ()
    shell_only: bool = False

    def function(self) -> Run:
        """Import and return what carries the verb out."""
        import importlib

        module, name = self.target.split(":")
        found: Run = getattr(importlib.import_module(f"journeyman.commands.{module}"), name)
        return found
