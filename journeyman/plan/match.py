"""Which recipe serves a goal, if any: grammar and keywords decide, meaning helps where a phrase is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journeyman.plan.grammar import Clause, Goal
from journeyman.plan.meaning import Meaning
from journeyman.plan.recipe import Recipe
from journeyman.plan.vocabulary import Vocabulary
from journeyman.plan.words import Phrase, as_written, ends_with, found, starts_with

_LONGEST_BY_MEANING = 300
"""Characters: a vector of a long text is near to everything."""


@dataclass(frozen=True, slots=True)
class Match:
    """A recipe that serves the goal, and how well (only comparable within one goal)."""

    recipe: Recipe
    score: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A recipe that does not serve the goal by its words.

    ``close`` when only ``reason`` speaks against it; ``final`` when its meaning need not be looked at.
    """

    recipe: Recipe
    reason: str
    close: bool = False
    final: bool = True


def find_match(
    goal: Goal, recipes: Iterable[Recipe], vocabulary: Vocabulary, meaning: Meaning
) -> tuple[Match | None, list[Miss]]:
    """Return the best matching recipe, if any, and the misses."""
    if goal.question or goal.negated or not goal.clauses:
        return None, []
    misses = []
    matches = []
    for recipe in recipes:
        miss = _by_words(goal, recipe, vocabulary)
        if miss is None:
            matches.append(Match(recipe, float(_specific(goal, recipe))))
        else:
            misses.append(miss)
    if not matches:  # vectors are loaded only for goals that the words leave open
        matches = _by_meaning(goal, misses, vocabulary, meaning)
    return max(matches, key=lambda match: match.score, default=None), misses


def _specific(goal: Goal, recipe: Recipe) -> int:
    """Return how many of the goal's words name what sets ``recipe`` apart."""
    return sum(len(hit) for group in recipe.needs for hit in set(found(goal.wished, group)))


def _by_meaning(goal: Goal, misses: Iterable[Miss], vocabulary: Vocabulary, meaning: Meaning) -> list[Match]:
    """Return the recipes whose examples are near to the goal, and nearer than what says something else."""
    matches: list[Match] = []
    if len(goal.text) > _LONGEST_BY_MEANING:
        return matches
    for miss in misses:
        if miss.final:
            continue
        similarity = meaning.nearest(goal.text, miss.recipe.examples)
        ahead = similarity - meaning.nearest(goal.text, vocabulary.decoys)
        if similarity >= meaning.threshold and ahead >= meaning.margin:
            matches.append(Match(miss.recipe, similarity))
    return matches


def _by_words(goal: Goal, recipe: Recipe, vocabulary: Vocabulary) -> Miss | None:
    """Return why the words do not fit ``recipe``; None when they do. A miss that is not final may fit by meaning."""
    first = goal.clauses[0]
    foreign = _foreign(goal.clauses, recipe, vocabulary)
    needs = all(found(goal.wished, group) for group in recipe.needs)
    fits = _does(first, recipe, vocabulary) and needs
    if foreign:
        return Miss(recipe, f"it does not {as_written(foreign, goal.text)}" if fits else "another verb", close=fits)
    existing = first.existing or (first.definite and first.verb in vocabulary.groups.get("weak", ()))
    if recipe.new and existing:
        return Miss(recipe, "it only makes something new")
    beyond = found(goal.wished, recipe.beyond)
    if beyond:
        named = ", ".join(dict.fromkeys(as_written(hit, goal.text) for hit in beyond))
        return Miss(recipe, f"it does not cover: {named}", close=fits)
    if fits:
        return None
    about = vocabulary.groups.get("about", frozenset()) - recipe.objects
    final = not needs or (recipe.new and first.definite) or bool(ends_with(first.thing, about))
    return Miss(recipe, "other words", final=final)


def _foreign(clauses: Sequence[Clause], recipe: Recipe, vocabulary: Vocabulary) -> Phrase:
    """Return the first verb that ``recipe`` does not do, () when there is none."""
    for position, clause in enumerate(clauses):
        if clause.question or clause.negated or not clause.verb or clause.verb in recipe.verbs:
            continue
        if position and clause.verb in recipe.also:
            continue
        return clause.verb
    return ()


def _does(clause: Clause, recipe: Recipe, vocabulary: Vocabulary) -> bool:
    """Tell whether ``clause`` asks for what ``recipe`` makes: a verb of its own (or none), and one of its objects."""
    terms = frozenset(recipe.objects.union(*recipe.needs))
    if not clause.verb:
        stems = clause.thing
        named = starts_with(stems, terms | vocabulary.adjectives)
        return bool(named) and not clause.existing and bool(ends_with(stems, terms))
    if clause.verb not in recipe.verbs:
        return False
    if not clause.thing:
        return () in recipe.objects
    return bool(ends_with(clause.thing, terms))
