"""Mutated commands: any text gets an answer, and no other form of a command is judged more mildly."""

from __future__ import annotations

import random
from functools import cache

from journeyman.gate.analysis import analyse_shell
from journeyman.gate.analysis.second_parser import SecondParser
from journeyman.values import LEVELS, Level, rank
from journeyman.workspace import Workspace
from tests.gate.analysis.mutations import damage, same_meaning
from tests.gate.analysis.seeds import PLAIN, TEXTS

DAMAGED, REWRITTEN = 1_500, 2_000


def test_any_damaged_text_gets_an_answer(workspace: Workspace) -> None:
    chance = random.Random(20_260_101)
    for _ in range(DAMAGED):
        text = damage(chance.choice(PLAIN + TEXTS), chance)
        assert analyse_shell(text, cwd=".", workspace=workspace).level in LEVELS, text


def test_another_form_of_the_same_command_is_never_judged_more_mildly(
    workspace: Workspace, shfmt: SecondParser
) -> None:
    @cache
    def level(text: str) -> Level:
        return analyse_shell(text, cwd=".", workspace=workspace, second=shfmt).level

    chance = random.Random(20_260_102)
    milder = []
    for _ in range(REWRITTEN):
        seed, text = same_meaning(chance)
        if rank(level(text)) < rank(level(seed)):
            milder.append((level(seed), level(text), seed, text))
    assert milder == []


def test_not_even_without_a_second_parser(workspace: Workspace) -> None:
    chance = random.Random(20_260_103)
    unasked = []
    for _ in range(REWRITTEN // 2):
        seed, text = same_meaning(chance)
        before = analyse_shell(seed, cwd=".", workspace=workspace)
        after = analyse_shell(text, cwd=".", workspace=workspace)
        if before.level != "read" and after.level == "read":
            unasked.append((seed, text))
    assert unasked == []
