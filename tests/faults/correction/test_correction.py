"""Distances, words put in the place of others, and what an output offers."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case
from journeyman.faults.correction.distance import distance, nearest
from journeyman.faults.correction.keyboard import retyped
from journeyman.faults.correction.rewrite import appended, as_root, fix, inserted, preceded, replaced, without
from journeyman.faults.correction.suggestions import offers, usage_options, usage_words
from journeyman.faults.report import explain


def numbered(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.split("\n"), 1))


def test_swapped_letters_are_the_smallest_slip():
    assert distance("gti", "git") < distance("gut", "git") < distance("gxt", "git")
    assert distance("git", "git") == 0
    assert nearest("sl", ["ls", "sh", "sd"])[0] == "ls"
    assert nearest("comit", ["config", "commit", "clone"])[0] == "commit"


def test_what_is_far_is_not_near_unless_it_was_offered():
    assert nearest("frobnicate", ["commit", "push"]) == []
    assert nearest("frobnicate", ["commit", "push"], offered=True) != []
    assert nearest("push", ["push"]) == [], "never the word itself"


def test_only_one_word_changes():
    case = Case("shell", "cd 'a b'  &&  sudo git  comit -m \"it's\" | cat")
    segment = case.segments[1]
    assert replaced(case, segment, 1, "commit") == "cd 'a b'  &&  sudo git  commit -m \"it's\" | cat"
    assert without(case, segment, 1) == "cd 'a b'  &&  sudo git -m \"it's\" | cat"
    assert inserted(case, segment, 1, "-a") == "cd 'a b'  &&  sudo git  comit -a -m \"it's\" | cat"
    assert appended(case, segment, "--x") == "cd 'a b'  &&  sudo git  comit -m \"it's\" --x | cat"
    assert preceded(case, segment, "true && ") == "cd 'a b'  &&  true && sudo git  comit -m \"it's\" | cat"


def test_root_gets_a_shell_where_one_is_needed():
    assert as_root(Case("shell", "apt update")) == "sudo apt update"
    assert as_root(Case("shell", 'echo "$x" > /etc/y')) == 'sudo sh -c "echo \\"\\$x\\" > /etc/y"'


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("git status", "safe"),
        ("ls -la src", "safe"),
        ("mkdir -p a/b", "safe"),
        ("ls x > y", "ask"),
        ("git push --set-upstream origin x", "ask"),
        ("npm install x", "ask"),
        ("git branch -D x", "dangerous"),
        ("rm -r build", "dangerous"),
        ("git push --force", "dangerous"),
        ("git reset --hard", "dangerous"),
        ("terraform destroy", "dangerous"),
    ],
)
def test_a_command_looks_as_safe_as_it_is(text: str, safety: str):
    assert fix(text).safety == safety


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Did you mean `build`?", ("build",)),
        ("(did you mean one of blame, phase, rebase?)", ("blame", "phase", "rebase")),
        ("Did you mean this?\n\tget\n\tset\n\nRun x for help", ("get", "set")),
        ("Perhaps you meant logs?", ("logs",)),
        ("  tip: a similar argument exists: '--release'", ("--release",)),
        ("Invalid choice: 'x', maybe you meant:\n\n  * ls\n  * cp\n", ("ls", "cp")),
        ("The most similar commands are\n\tstatus\n\tstash\n", ("status", "stash")),
        ("invalid choice: 'x' (choose from 'a1', 'b2')", ("a1", "b2")),
        ("npm error Did you mean this?\nnpm error   npm run build # run it\nnpm error\n", ("npm run build",)),
    ],
)
def test_what_an_output_offers(text: str, found: tuple[str, ...]):
    assert next(offers(numbered(text))).candidates == found


def test_usage_texts_list_words_and_options():
    text = "usage: tool [--[no-]colour] [--all]\n\nCommands:\n   build   makes it\n   test    tries it\n    a, b, c\n"
    assert {"build", "test", "a", "c"} <= set(usage_words(numbered(text)))
    assert {"--colour", "--no-colour", "--all"} <= set(usage_options(numbered(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("пше ыефегы", "git status"),
        ("ls\u3000-l", "ls -l"),
        ("ｌｓ -l", "ls -l"),  # noqa: RUF001 - wide letters are what is tested
        ("grep \u201cx\u201d file", 'grep "x" file'),
    ],
)
def test_other_keyboards_and_other_signs(typed: str, meant: str):
    assert list(retyped(typed)) == [meant]


def test_plain_commands_are_not_retyped():
    assert list(retyped("git status")) == []
    assert list(retyped("echo Grüße")) == [], "it says what it means"


def test_a_word_that_does_not_stand_in_the_command_is_not_put_right():
    found = explain(Case("shell", "make", 2, "x.c:3: error: 'pritnf' undeclared; did you mean 'printf'?\n"))
    assert found is not None
    assert [each.command for each in found.fixes if each.command.startswith("make")] == []


def test_a_dangerous_option_is_never_made_by_dropping_one():
    found = explain(Case("shell", "rm --dryrun x", 1, "rm: unrecognized option '--dryrun'\n"))
    assert found is not None
    assert all("rm x" not in each.command for each in found.fixes)
