"""Recipes: plans written once by people, with blanks that the goal fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from journeyman.config import user_folder
from journeyman.errors import ConfigError
from journeyman.plan.facts import FACTS
from journeyman.plan.recipe_file import read_checked
from journeyman.plan.vocabulary import Vocabulary, load_vocabulary
from journeyman.plan.words import Phrase
from journeyman.shipped import shipped
from journeyman.values import Json
from journeyman.workspace import Workspace

Source = Literal["shipped", "user", "workspace"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a recipe, and how it is read from the goal.

    ``pattern`` is a regular expression whose first group that took part is the value; with ``unquoted`` it does
    not look into quoted sentences. ``if_said``, ``unless_said`` and ``choices`` are phrases, ``if_verb`` the stems of
    what the goal asks to be done; ``fact`` names a look at the workspace. ``required`` is the message when no value was
    found for it, nor for any of the parameters ``unless``.
    """

    name: str
    type: str
    help: str
    default: Json = None
    fact: str = ""
    pattern: re.Pattern[str] | None = None
    if_said: tuple[str, ...] = ()
    unless_said: tuple[str, ...] = ()
    if_verb: frozenset[Phrase] = frozenset()
    choices: Mapping[str, Sequence[str]] | None = None
    minimum: int | None = None
    maximum: int | None = None
    unquoted: bool = False
    required: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file to be written. ``exists`` says what an existing one means: refuse to plan, keep it, or append to it."""

    path: str
    template: str
    exists: str = "refuse"


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """A step with blanks. ``when`` names booleans that must hold; ``each`` a list to repeat the step for."""

    title: str
    kind: str
    args: Mapping[str, Json]
    when: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as it was read; word lists are stems. ``folder`` holds ``recipe.yaml`` and ``templates/``."""

    name: str
    summary: str
    examples: tuple[str, ...]
    verbs: frozenset[Phrase]
    also: frozenset[Phrase]
    objects: frozenset[Phrase]
    needs: tuple[frozenset[Phrase], ...]
    beyond: frozenset[Phrase]
    new: bool
    parameters: Mapping[str, Parameter]
    files: tuple[TemplateFile, ...]
    steps: tuple[RecipeStep, ...]
    folder: Path
    source: Source
    notes: str = ""
    undo: str = ""

    @property
    def proposer(self) -> str:
        """Who plans made from it name as their author: a workspace's recipe shares no trust with a shipped one."""
        return f"recipe:{self.name}" if self.source == "shipped" else f"recipe:{self.name}@{self.source}"

    def template(self, name: str) -> str:
        """Return the text of a template. Raises ConfigError when it is missing or no UTF-8."""
        path = self.folder / "templates" / name
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read as a template: {error}") from None


def recipe_folders(workspace: Workspace | None, trusted: bool) -> list[tuple[Source, Path]]:
    """Return the folders to read recipes from, the later ones overriding; a workspace's only when it is trusted."""
    folders: list[tuple[Source, Path]] = [
        ("shipped", shipped("configs") / "recipes"),
        ("user", user_folder() / "recipes"),
    ]
    if workspace is not None and trusted and (workspace.configs / "recipes").resolve() != folders[0][1].resolve():
        folders.append(("workspace", workspace.configs / "recipes"))
    return folders


def load_recipes(workspace: Workspace | None = None, trusted: bool = False) -> dict[str, Recipe]:
    """Return all recipes by name. Raises ConfigError naming file, key and what is allowed."""
    vocabulary = load_vocabulary(shipped("configs") / "recipes" / "vocabulary.yaml")
    recipes = {}
    for source, folder in recipe_folders(workspace, trusted):
        for path in sorted(folder.glob("*/recipe.yaml")):
            recipe = load_recipe(path, source, vocabulary)
            recipes[recipe.name] = recipe
    return recipes


def load_recipe(path: Path, source: Source, vocabulary: Vocabulary) -> Recipe:
    """Read one ``recipe.yaml``. Raises ConfigError naming file, key and what is allowed."""
    data = read_checked(path, "recipe")
    if data["name"] != path.parent.name:
        raise ConfigError(f"{path}: name: found {data['name']}; allowed is the folder's name, {path.parent.name}")
    match = data["match"]
    recipe = Recipe(
        name=data["name"],
        summary=data["summary"],
        examples=tuple(data["examples"]),
        verbs=vocabulary.resolve(match["verbs"], f"{path}: match.verbs"),
        also=vocabulary.resolve(match.get("also", ()), f"{path}: match.also"),
        objects=vocabulary.resolve(match["objects"], f"{path}: match.objects"),
        needs=tuple(vocabulary.resolve(group, f"{path}: match.needs") for group in match.get("needs", ())),
        beyond=vocabulary.resolve(match.get("beyond", ()), f"{path}: match.beyond"),
        new=match.get("new", False),
        parameters={
            name: _parameter(name, given, vocabulary, f"{path}: parameters.{name}")
            for name, given in data.get("parameters", {}).items()
        },
        files=tuple(TemplateFile(**each) for each in data.get("files", ())),
        steps=tuple(RecipeStep(**{"args": {}, **each}) for each in data["steps"]),
        folder=path.parent,
        source=source,
        notes=data.get("notes", ""),
        undo=data.get("undo", ""),
    )
    _check_names(recipe, path)
    return recipe


def _parameter(name: str, given: Mapping[str, Json], vocabulary: Vocabulary, where: str) -> Parameter:
    fields = dict(given)
    if "pattern" in fields:
        try:
            fields["pattern"] = re.compile(vocabulary.pattern(fields["pattern"]), re.IGNORECASE)
        except re.error as error:
            raise ConfigError(f"{where}.pattern: {error}; a regular expression is allowed") from None
        if fields["pattern"].groups < 1:
            raise ConfigError(f"{where}.pattern: has no group; one group, the value, is needed")
    if "fact" in fields and fields["fact"] not in FACTS:
        raise ConfigError(f"{where}.fact: found {fields['fact']}; allowed are {', '.join(FACTS)}")
    if fields["type"] == "choice" and not fields.get("choices"):
        raise ConfigError(f"{where}.choices: is missing; a choice needs its values and their phrases")
    fields["if_verb"] = vocabulary.resolve(fields.get("if_verb", ()), f"{where}.if_verb")
    for key in ("if_said", "unless_said", "unless"):
        fields[key] = tuple(fields.get(key, ()))
    return Parameter(name=name, **fields)


def _check_names(recipe: Recipe, path: Path) -> None:
    known = {*recipe.parameters, "files", "appended", "app"}
    for parameter in recipe.parameters.values():
        if unknown := sorted(set(parameter.unless) - set(recipe.parameters)):
            raise ConfigError(
                f"{path}: parameters.{parameter.name}.unless: found {', '.join(unknown)}; "
                f"allowed are {', '.join(recipe.parameters)}"
            )
    for number, step in enumerate(recipe.steps):
        used = {word for word in step.when.split() if word not in ("not", "and")} | ({step.each} - {""})
        if used - known:
            raise ConfigError(
                f"{path}: steps.{number}: found the unknown name {', '.join(sorted(used - known))}; "
                f"allowed are {', '.join(sorted(known))}"
            )
