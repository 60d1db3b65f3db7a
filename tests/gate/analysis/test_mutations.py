"""Commands that were damaged, and commands that were written in another way."""

from __future__ import annotations

import random

import pytest

from journeyman.services import Services
from journeyman.values import Action, Decision
from tests.gate.analysis.mutations import damage, same_meaning
from tests.gate.analysis.seeds import PLAIN, TEXTS

STRICTNESS = {"allow": 0, "ask": 1, "deny": 2}


def judge(services: Services, text: str) -> Decision:
    return services.runner.decide(Action("shell.run", {"command": text}))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_text_it_is_judged(services: Services, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        text = damage(chance.choice((*PLAIN, *TEXTS)), chance)
        decision = judge(services, text)
        assert not any("could not be judged" in reason for reason in decision.reasons), text


@pytest.mark.parametrize("seed", range(6))
def test_no_other_way_of_writing_is_judged_looser(services: Services, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        original, text = same_meaning(chance)
        before, after = judge(services, original), judge(services, text)
        assert STRICTNESS[after.verdict] >= STRICTNESS[before.verdict], f"{original!r} as {text!r}"
