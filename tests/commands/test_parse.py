"""What users type, with all its quotes and mistakes."""

from __future__ import annotations

import pytest

from journeyman.commands.parse import HelpAsked, find_verb, parse_line, parse_words, split_head
from journeyman.commands.registry import VERBS
from journeyman.errors import UsageError


def line(text: str):
    head, rest = split_head(text)
    return parse_line(find_verb(head, VERBS), rest, "%agent")


def words(*given: str):
    return parse_words(find_verb(given[0], VERBS), given[1:], "journeyman")


@pytest.mark.parametrize(
    ("typed", "goal"),
    [
        ("plan Create an API", "Create an API"),
        ('plan "Create an API"', "Create an API"),
        ("plan 'Create an API'", "Create an API"),
        ("plan Create the user's API", "Create the user's API"),
        ("plan it's Ann's and Bob's app", "it's Ann's and Bob's app"),
        ('plan an unbalanced " quote', 'an unbalanced " quote'),
        ('plan "one" and "two"', '"one" and "two"'),
        ("plan keep {braces} and $dollars", "keep {braces} and $dollars"),
        ("plan two  spaces stay", "two  spaces stay"),
        ("plan a\nsecond line", "a\nsecond line"),
        ("plan", ""),
        ("plan --json make it", "make it"),
        ("plan use --flags inside", "use --flags inside"),
    ],
)
def test_a_goal_is_taken_as_typed(typed, goal):
    assert line(typed).goal == goal


def test_a_shell_command_is_taken_as_typed():
    space = line("""queue --shell add grep -n 'it'"'"'s' *.py | wc -l""")
    assert space.shell
    assert space.what == """add grep -n 'it'"'"'s' *.py | wc -l"""


def test_words_of_a_shell_are_joined():
    assert words("plan", "Create", "an API").goal == "Create an API"
    assert words("queue", "--shell", "add", "ls -l").what == "add ls -l"


@pytest.mark.parametrize(
    ("given", "what", "shell"),
    [
        (("queue", "add", "--shell", "touch a.txt"), "add touch a.txt", True),
        (("queue", "add", "--shell", "pytest", "-q", "-x"), "add pytest -q -x", True),
        (("queue", "add", "--json", "--shell", "ls -l"), "add ls -l", True),
        (("queue", "add", "--", "--shell", "is", "a", "word"), "add --shell is a word", False),
        (("queue", "add", "a goal"), "add a goal", False),
    ],
)
def test_words_of_a_shell_are_taken_in_any_order(given, what, shell):
    space = words(*given)
    assert (space.what, space.shell) == (what, shell)


def test_an_option_after_the_text_is_still_an_option():
    space = words("trust", "git", "commit", "--json")
    assert (space.what, space.json) == ("git commit", True)


def test_an_unknown_option_before_the_text_is_a_mistake():
    with pytest.raises(UsageError, match="unrecognized arguments: --shel"):
        words("queue", "--shel", "add", "ls")


def test_options_and_ids_are_read():
    space = line("log --level error --since 2h --json --limit 5")
    assert (space.level, space.since, space.json, space.limit) == ("error", "2h", True, 5)
    assert line("approve plan p123 --no-run").plan == "p123"
    assert line("undo").what == "1"
    assert line('approve "q1"').id == "q1"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("paln x", "did you mean plan"),
        ("xyzzy", "`help` lists the verbs"),
        ("log --level loud", "debug"),
        ("log --limit many", "invalid int"),
        ("undo 1 2 3", "unrecognized arguments"),
        ("resume --mode wild", "restore"),
        ("log --levl error", "no option --levl; allowed: --action"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_is_allowed(typed, says):
    with pytest.raises(UsageError) as caught:
        line(typed)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself(verb):
    with pytest.raises(HelpAsked) as caught:
        line(f"{verb} --help")
    assert VERBS[verb].summary.split()[0] in str(caught.value)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_its_function(verb):
    assert callable(VERBS[verb].function())


def test_an_unknown_verb_of_a_megabyte_is_a_short_line():
    with pytest.raises(UsageError) as caught:
        find_verb("x" * 1_000_000, VERBS)
    assert len(str(caught.value)) < 200
