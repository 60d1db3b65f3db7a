"""Tab completion of verbs, options and ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from IPython.core.completer import SimpleCompletion

from journeyman.commands.registry import VERBS

if TYPE_CHECKING:
    from IPython.core.completer import SimpleMatcherResult

    from ipy_ext.session import Session
    from journeyman.commands.verb import Arg, Completes, Verb
    from journeyman.services import Services

_NEWEST = 30
"""How many actions are offered."""


def complete(session: Session, typed: str) -> SimpleMatcherResult:
    """Return what can follow ``typed`` (the text between ``%agent`` and the cursor), most likely first."""
    words = typed.split()
    fragment = "" if not typed or typed[-1].isspace() else words[-1]
    before = words[: len(words) - bool(fragment)]
    found = [word for word in _candidates(session, before, fragment) if word.startswith(fragment)]
    return {
        "completions": [SimpleCompletion(text=word, type="journeyman") for word in dict.fromkeys(found)],
        "matched_fragment": fragment,
        "suppress": True,
        "ordered": True,
    }


def _candidates(session: Session, before: list[str], fragment: str) -> Iterable[str]:
    if not before:
        return [name for name, verb in VERBS.items() if not verb.shell_only]
    verb = VERBS.get(before[0])
    if verb is None:
        return ()
    if fragment.startswith("-"):
        return [*(arg.name for arg in verb.args if arg.name.startswith("--")), "--json", "--help"]
    option = next((arg for arg in verb.args if arg.name == before[-1] and "action" not in arg.options), None)
    if option is not None:
        return _values(session, option)
    return _positional(session, verb, before[1:])


def _positional(session: Session, verb: Verb, given: list[str]) -> Iterable[str]:
    if verb.name == "help":
        return [name for name, found in VERBS.items() if not found.shell_only]
    if verb.name == "queue":
        return ("add",) if not [word for word in given if not word.startswith("--")] else ()
    taking = [arg for arg in verb.args if not arg.name.startswith("--") and not arg.rest]
    position = sum(1 for word in given if not word.startswith("--"))
    if position >= len(taking):
        return ()
    extra = ("plan",) if verb.name == "approve" and position == 0 else ()
    return (*_values(session, taking[position]), *extra)


def _values(session: Session, arg: Arg) -> Iterable[str]:
    choices = arg.options.get("choices")
    return tuple(choices) if choices else _ids(session.services, arg.completes)


def _ids(services: Services, what: Completes) -> Iterable[str]:
    store = services.store
    if what == "plan":
        return [record.id for record in reversed(store.plans(status="open"))]
    if what in ("pending", "approval"):
        return [found.id for found in reversed(store.approvals(status="pending"))]
    if what == "action":
        plans = [record.id for record in reversed(store.plans())][:_NEWEST]
        return [*(record.action.id for record in store.actions(limit=_NEWEST)), *plans]
    return ()
