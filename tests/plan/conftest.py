"""Fixtures for the planning room: goals, recipes, a vocabulary, and stored plans."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from journeyman.plan.recipe import Recipe, load_recipes
from journeyman.plan.vocabulary import Vocabulary, load_vocabulary
from journeyman.shipped import shipped
from journeyman.store.protocol import PlanRecord, StepRecord
from journeyman.values import Action, Origin

TOKEN = "ghp_" + "a1B2" * 9


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def goals() -> ModuleType:
    """The labelled goals."""
    return _module(Path(__file__).with_name("goals.py"))


@pytest.fixture(scope="session")
def double() -> ModuleType:
    """The module of the scripted model server."""
    return _module(Path(__file__).parents[1] / "doubles" / "model_server.py")


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return load_vocabulary(shipped("configs") / "recipes" / "vocabulary.yaml")


@pytest.fixture(scope="session")
def recipes() -> Mapping[str, Recipe]:
    """The shipped recipes."""
    return load_recipes()


@pytest.fixture
def origin() -> Origin:
    """A goal typed in a notebook."""
    return Origin("user", "notebook", "k1")


@pytest.fixture
def token() -> str:
    """A secret that must not be seen anywhere."""
    return TOKEN


@pytest.fixture
def record() -> PlanRecord:
    """A stored plan: one step done, one failed, one still queued."""
    actions = [
        Action("file.create", {"path": "app.py", "content": "x = 1\n" * 50}, id="a0000001"),
        Action("test.run", {"path": "tests"}, id="a0000002"),
        Action("git.commit", {"message": "Add | it", "paths": ["app.py"]}, id="a0000003"),
    ]
    titles = ["Write app.py", "Run the *tests*", "Commit"]
    statuses = ["done", "failed", "queued"]
    steps = tuple(
        StepRecord("p1234567", n, titles[n], action, statuses[n])  # type: ignore[arg-type] # plain strings in a test
        for n, action in enumerate(actions)
    )
    return PlanRecord(
        "p1234567", "Build it <b>now</b>\nsoon", "recipe:flask-api", 1_700_000_000.0, "open", steps, "c0ffee"
    )
