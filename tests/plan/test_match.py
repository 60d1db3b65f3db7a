"""Recipes are found for what they do, and for nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import pytest

from journeyman.plan.grammar import read_goal
from journeyman.plan.match import find_match
from journeyman.plan.meaning import Meaning, SharedWords, WordVectors, best_meaning
from journeyman.plan.recipe import Recipe
from journeyman.plan.vocabulary import Vocabulary


@pytest.fixture(scope="module", params=["vectors", "words"])
def meaning(request: pytest.FixtureRequest) -> Meaning:
    if request.param == "words":
        return SharedWords()
    pytest.importorskip("wordllama", reason="the extra 'semantic' is not installed")
    return WordVectors()


def _name(goal: str, recipes: Mapping[str, Recipe], vocabulary: Vocabulary, meaning: Meaning) -> str:
    match, _ = find_match(read_goal(goal, vocabulary), recipes.values(), vocabulary, meaning)
    return match.recipe.name if match else ""


def test_wanted_goals_find_their_recipe(
    goals: ModuleType, recipes: Mapping[str, Recipe], vocabulary: Vocabulary, meaning: Meaning
) -> None:
    pairs = [(goal, name) for name, wanted in goals.WANTED.items() for goal in wanted]
    found = [(goal, name, _name(goal, recipes, vocabulary, meaning)) for goal, name in pairs]
    assert set(goals.WANTED) == set(recipes)
    assert len(pairs) >= 60
    assert [row for row in found if row[2] not in (row[1], "")] == []  # never another recipe
    missed = [goal for goal, _, match in found if not match]
    assert len(missed) <= 0.04 * len(pairs), missed


def test_other_goals_find_none(
    goals: ModuleType, recipes: Mapping[str, Recipe], vocabulary: Vocabulary, meaning: Meaning
) -> None:
    others = [*goals.NEAR_MISSES, *goals.UNRELATED]
    assert len(goals.UNRELATED) >= 40
    assert [(goal, name) for goal in others if (name := _name(goal, recipes, vocabulary, meaning))] == []


def test_every_example_finds_its_own_recipe(
    recipes: Mapping[str, Recipe], vocabulary: Vocabulary, meaning: Meaning
) -> None:
    pairs = [(example, recipe.name) for recipe in recipes.values() for example in recipe.examples]
    assert [pair for pair in pairs if _name(pair[0], recipes, vocabulary, meaning) != pair[1]] == []


def test_decoys_find_none(recipes: Mapping[str, Recipe], vocabulary: Vocabulary, meaning: Meaning) -> None:
    assert [decoy for decoy in vocabulary.decoys if _name(decoy, recipes, vocabulary, meaning)] == []


def test_meaning_helps_where_the_words_are_unknown(recipes: Mapping[str, Recipe], vocabulary: Vocabulary) -> None:
    pytest.importorskip("wordllama", reason="the extra 'semantic' is not installed")
    goal = "sketchily conjure a REST web service in Python with JSON"
    assert _name(goal, recipes, vocabulary, WordVectors()) == "flask-api"


def test_long_texts_are_not_compared_by_meaning(recipes: Mapping[str, Recipe], vocabulary: Vocabulary) -> None:
    class Everything:
        threshold = 0.0
        margin = -1.0

        def nearest(self, text: str, others: object) -> float:
            return 1.0

    assert _name("conjure a flask api", recipes, vocabulary, Everything())
    assert not _name("conjure a flask api " + "and more " * 50, recipes, vocabulary, Everything())


def test_near_misses_say_why(recipes: Mapping[str, Recipe], vocabulary: Vocabulary) -> None:
    goal = read_goal("create a Flask API and deploy it", vocabulary)
    _, misses = find_match(goal, recipes.values(), vocabulary, SharedWords())
    assert [(miss.recipe.name, miss.reason) for miss in misses if miss.close] == [("flask-api", "it does not deploy")]


def test_meaning_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert isinstance(best_meaning(), SharedWords)


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [("add unit tests", "Adding a unit test", 1.0), ("add tests", "order pizza", 0.0), ("", "", 0.0)],
)
def test_shared_words(one: str, other: str, similarity: float) -> None:
    assert SharedWords().nearest(one, [other]) == similarity
    assert SharedWords().nearest(one, []) == 0.0
