"""Plans from recipes: no model, no network, the same goal gives the same plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from journeyman.errors import PlanError
from journeyman.plan.goal import check_goal
from journeyman.plan.grammar import Goal, read_goal
from journeyman.plan.match import Miss, find_match
from journeyman.plan.meaning import Meaning, best_meaning
from journeyman.plan.parameters import default_of, read_parameters
from journeyman.plan.recipe import Recipe, RecipeStep, load_recipes
from journeyman.plan.render import KEEP, blanks, fill, fill_value, render_app
from journeyman.plan.vocabulary import Vocabulary, load_vocabulary
from journeyman.shipped import shipped
from journeyman.values import Action, Json, Origin, Plan, Step, new_id
from journeyman.workspace import Workspace, confine


class RecipePlanner:
    """Finds the recipe that a goal asks for and fills its blanks. ``load`` reads the recipes, at the first goal."""

    def __init__(
        self,
        load: Callable[[], Mapping[str, Recipe]] = load_recipes,
        *,
        meaning: Meaning | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._load = load
        self._meaning = meaning or best_meaning()
        self._clock = clock

    @cached_property
    def recipes(self) -> Mapping[str, Recipe]:
        """The recipes it knows, by name."""
        return self._load()

    def plan(self, goal: str, *, workspace: Workspace, origin: Origin) -> Plan | None:
        """Return the plan of the recipe that ``goal`` asks for, None when there is none.

        Raises UsageError when the recipe lacks something that the goal must say, PlanError when the workspace stands
        against it (a file is there already, there is nothing to test), ConfigError for a broken recipe.
        """
        read = read_goal(check_goal(goal), self._vocabulary)
        match, _ = find_match(read, self.recipes.values(), self._vocabulary, self._meaning)
        if match is None:
            return None
        return self._make(match.recipe, read, workspace, origin)

    def offers(self, goal: str) -> Sequence[str]:
        """Name the recipes, and those that came close."""
        read = read_goal(goal, self._vocabulary)
        _, misses = find_match(read, self.recipes.values(), self._vocabulary, self._meaning)
        near = [_nearly(miss) for miss in misses if miss.close]
        listed = ", ".join(f'{recipe.name} ("{recipe.examples[0]}")' for recipe in self.recipes.values())
        return [f"no recipe matches the goal{''.join(near)}", f"the recipes are {listed}"]

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return load_vocabulary(shipped("configs") / "recipes" / "vocabulary.yaml")

    def _make(self, recipe: Recipe, goal: Goal, workspace: Workspace, origin: Origin) -> Plan:
        parameters = read_parameters(recipe, goal, workspace)
        values = blanks(parameters) | _files(recipe, parameters, workspace)
        plan_id = new_id("p")
        author = replace(origin, proposer=recipe.proposer)
        steps = tuple(
            Step(title, Action(kind, args, origin=author, plan_id=plan_id))
            for title, kind, args in _steps(recipe, values)
        )
        if not steps:
            raise PlanError(f"the recipe {recipe.name} has nothing to do here: no step's condition holds")
        notes = " ".join(fill(recipe.notes, values, f"{recipe.folder / 'recipe.yaml'}: notes").split())
        return Plan(goal.text, steps, recipe.proposer, self._clock(), plan_id, notes)


def _nearly(miss: Miss) -> str:
    return f"; {miss.recipe.name} comes close, but {miss.reason}"


def _steps(recipe: Recipe, values: Mapping[str, Json]) -> Iterator[tuple[str, str, Mapping[str, Json]]]:
    for number, step in enumerate(recipe.steps):
        where = f"{recipe.folder / 'recipe.yaml'}: steps.{number}"
        if not _holds(step.when, values):
            continue
        for item in _repeated(step, values):
            names = {**values, **item}
            yield fill(step.title, names, f"{where}.title"), step.kind, fill_value(step.args, names, f"{where}.args")


def _repeated(step: RecipeStep, values: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    return [item if isinstance(item, Mapping) else {"item": item} for item in values[step.each]] if step.each else [{}]


def _holds(condition: str, values: Mapping[str, Json]) -> bool:
    if not condition:
        return True
    parts = condition.split(" and ")
    return all(bool(values[part.removeprefix("not ")]) != part.startswith("not ") for part in parts)


def _files(recipe: Recipe, parameters: Mapping[str, Json], workspace: Workspace) -> dict[str, Json]:
    """Return ``files`` (paths that will be written), ``appended`` (path and content) and ``app`` (for app.create).

    Raises PlanError when a file that must not be there is there.
    """
    if not recipe.files:
        return {"files": [], "appended": [], "app": {}}
    known = {recipe.name: recipe}
    rendered = dict(render_app(recipe.name, _plain(recipe, parameters), known))
    keep, appended, refused = [], [], []
    for file, (path, content) in zip(recipe.files, rendered.items(), strict=True):
        there = confine(workspace.root, path)
        if not there.is_symlink() and not there.exists():
            continue
        if file.exists == "refuse":
            refused.append(path)
        else:
            keep.append(path)
        if file.exists == "append" and (missing := _missing_lines(there, content)):
            appended.append({"path": path, "content": missing})
    if refused:
        raise PlanError(
            f"the recipe {recipe.name} would overwrite {', '.join(refused)}; "
            'say where else to put it (for example "in folder shop"), or move what is there'
        )
    files = [path for path in rendered if path not in keep] + [item["path"] for item in appended]
    app = _plain(recipe, parameters) | ({KEEP: keep} if keep else {})
    return {"files": files, "appended": appended, "app": app}


def _plain(recipe: Recipe, parameters: Mapping[str, Json]) -> dict[str, Json]:
    """Return the parameters that differ from their defaults: what app.create needs to be told."""
    known = recipe.parameters
    return {
        name: value for name, value in parameters.items() if not known[name].fact and value != default_of(known[name])
    }


def _missing_lines(path: Path, content: str) -> str:
    """Return the lines of ``content`` that the file at ``path`` lacks, to be appended to it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{path} cannot be read: {error}; a readable text file, or none, is needed") from None
    present = {line.strip() for line in text.splitlines()}
    missing = [line for line in content.splitlines() if line.strip() and line.strip() not in present]
    return "".join(f"{line}\n" for line in missing)
