"""Words and stems."""

from __future__ import annotations

import pytest

from journeyman.plan.words import ends_with, found, phrase, phrases, starts_with, stem, tokens


@pytest.mark.parametrize(
    "forms",
    [
        ("create", "creates", "created", "creating"),
        ("test", "tests", "tested", "testing"),
        ("add", "added", "adding", "adds"),
        ("tag", "tagged", "tagging", "tags"),
        ("dependency", "dependencies"),
        ("api", "apis", "api's"),
        ("v1.0", "2.3.4-rc.1", "v7"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("http", "https"), ("test", "rest"), ("page", "package"), ("tag", "stage")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Create a CLI, now!", ["create", "a", "cli", ",", "now", "!"]),
        ("commit 'fix the user's bug'", ["commit", "<quoted>"]),
        ("the user's total", ["the", "user's", "total"]),
        ("an unbalanced 'quote", ["an", "unbalanced", "quote"]),
        ("say “hi there” and `x`", ["say", "<quoted>", "and", "<quoted>"]),
        ("test shop.py with c++ in .venv.", ["test", "shop.py", "with", "c++", "in", ".venv", "."]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_phrases_are_found_longest_first() -> None:
    known = phrases(["web", "web page", "page", "set up"])
    stems = phrase("set up a web page")
    assert found(stems, known) == [("set", "up"), phrase("web page")]
    assert starts_with(stems, known) == 2
    assert ends_with(stems, known) == 2
    assert starts_with((), known) == ends_with((), known) == 0
