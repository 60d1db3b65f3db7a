"""Goals taken apart."""

from __future__ import annotations

import pytest

from journeyman.plan.grammar import read_goal
from journeyman.plan.vocabulary import Vocabulary
from journeyman.plan.words import phrase


@pytest.mark.parametrize(
    ("text", "verb", "thing"),
    [
        ("Create a hello world Flask API with a test", "create", "hello world flask api"),
        ("Could you please build me a small CLI?", "build", "small cli"),
        ("I'd like you to set up the environment", "set up", "environment"),
        ("simple web page, please", "", "simple web page"),
        ("commit and tag v1", "commit", ""),
        ("make something that greets people", "make", "something"),
    ],
)
def test_verb_and_thing(text: str, verb: str, thing: str, vocabulary: Vocabulary) -> None:
    clause = read_goal(text, vocabulary).clauses[0]
    assert (clause.verb, clause.thing) == (phrase(verb), phrase(thing))


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("create an API and deploy it", ["create", "deploy"]),
        ("create an API and a test", ["create"]),
        ("Create an API. Then run it, commit it and tag it", ["create", "run", "commit", "tag"]),
        ("add tests, docs and examples", ["add"]),
    ],
)
def test_clauses(text: str, verbs: list[str], vocabulary: Vocabulary) -> None:
    assert [clause.verb for clause in read_goal(text, vocabulary).clauses] == [phrase(verb) for verb in verbs]


@pytest.mark.parametrize(
    "text", ["What is Flask?", "can Flask do this", "please, how do I undo it", "Is it done?", "tell me why"]
)
def test_questions(text: str, vocabulary: Vocabulary) -> None:
    assert read_goal(text, vocabulary).question


@pytest.mark.parametrize("text", ["can you create a CLI?", "would you mind adding tests?", "have a Flask API built"])
def test_polite_requests_are_no_questions(text: str, vocabulary: Vocabulary) -> None:
    assert not read_goal(text, vocabulary).question


@pytest.mark.parametrize("text", ["don't create an API", "never commit this", "please do not add tests"])
def test_prohibitions(text: str, vocabulary: Vocabulary) -> None:
    assert read_goal(text, vocabulary).negated


@pytest.mark.parametrize(
    ("text", "existing"),
    [("build my API", True), ("build my first API", False), ("build an API", False), ("extend the existing API", True)],
)
def test_what_is_there_already(text: str, existing: bool, vocabulary: Vocabulary) -> None:
    assert read_goal(text, vocabulary).clauses[0].existing is existing


def test_what_is_excluded_and_what_is_a_name_is_not_wished(vocabulary: Vocabulary) -> None:
    wished = read_goal("an API without a database, in Flask instead of Django, called docker", vocabulary).wished
    assert {"api", "flask"} <= set(wished)
    assert not {"database", "databas", "django", "docker"} & set(wished)
