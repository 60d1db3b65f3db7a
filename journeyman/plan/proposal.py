"""Read and check what a model proposes: nothing of it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journeyman.errors import JourneymanError, PlanError
from journeyman.plan.prompt import MOST_STEPS, KindLike
from journeyman.values import Json
from journeyman.workspace import Workspace, confine

_FENCE = re.compile(r"```[ \t]*(?:json|JSON)?[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_PATHS = frozenset({"path", "paths", "requirements", "file", "files", "source", "target", "script", "cwd", "directory"})
"""Arguments that name files: checked here as well as by the kinds, so that the model hears of it and can repair."""
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A checked answer: (title, kind, arguments) of each step."""

    steps: tuple[tuple[str, str, Mapping[str, Json]], ...]
    notes: str


class Unfit(Exception):
    """An answer that cannot be used; the message says what is wrong in words that the model can act on."""


def read_proposal(answer: str, kinds: Mapping[str, KindLike], workspace: Workspace) -> Proposal:
    """Return what ``answer`` proposes.

    Raises Unfit when it is no JSON object of the agreed form, names unknown kinds, wrong arguments or paths outside
    the workspace, or has too many steps; PlanError when it declines.
    """
    data = _object(answer)
    steps = data.get("steps")
    notes = data.get("notes", "")
    if not isinstance(steps, list) or not isinstance(notes, str):
        raise Unfit('the answer needs "steps" (a list) and "notes" (text)')
    if not steps:
        raise PlanError(f"the model proposes no steps: {' '.join(notes.split())[:500] or 'it gives no reason'}")
    if len(steps) > MOST_STEPS:
        raise Unfit(f"the answer has {len(steps)} steps; at most {MOST_STEPS} are allowed")
    checked = tuple(_step(number, step, kinds, workspace) for number, step in enumerate(steps, 1))
    return Proposal(checked, " ".join(notes.split())[:1000])


def _object(answer: str) -> dict[str, Json]:
    text = _THOUGHT.sub("", answer).strip()
    fenced = _FENCE.findall(text)
    candidates = [text, *fenced] if len(fenced) <= 1 else [text]
    problem = "it is text, not JSON"
    for candidate in candidates:
        try:
            value = json.loads(candidate)
        except (ValueError, RecursionError) as error:
            if candidate.lstrip().startswith(("{", "[")):
                problem = f"its JSON is broken: {error}"
            continue
        if isinstance(value, dict):
            return value
        problem = f"it is a JSON {type(value).__name__}"
    raise Unfit(f"the answer must be one JSON object and nothing else, but {problem}")


def _step(
    number: int, step: Json, kinds: Mapping[str, KindLike], workspace: Workspace
) -> tuple[str, str, Mapping[str, Json]]:
    from journeyman.kinds.validate import validate

    if not isinstance(step, dict) or set(step) - {"title", "kind", "args"}:
        raise Unfit(f'step {number} must be an object with "title", "kind" and "args" only')
    title, name, args = step.get("title"), step.get("kind"), step.get("args", {})
    if not isinstance(title, str) or not title.strip() or not isinstance(args, dict):
        raise Unfit(f'step {number} needs "title" (text) and "args" (an object)')
    if not isinstance(name, str) or name not in kinds:
        raise Unfit(f"step {number} has the unknown kind {name!r}; allowed are {', '.join(sorted(kinds))}")
    try:
        validate(kinds[name], args)
        for path in _named_paths(args):
            confine(workspace.root, path)
    except JourneymanError as error:
        raise Unfit(f"step {number} ({name}): {error}") from None
    shown = "".join(character if character.isprintable() else " " for character in title)
    return " ".join(shown.split())[:_LONGEST_TITLE], name, args


def _named_paths(args: Mapping[str, Json]) -> Iterator[str]:
    for key, value in args.items():
        if key in _PATHS:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
