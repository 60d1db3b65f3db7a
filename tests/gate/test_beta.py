from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.gate.beta import beta_quantile


def density_integral(x: float, a: float, b: float, steps: int = 20_000) -> float:
    """I_x(a, b) by Simpson's rule: slow and independent of the code under test (a, b >= 1)."""
    h = x / steps
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    def density(t: float) -> float:
        if t in (0.0, 1.0):
            return 0.0 if (a > 1 and t == 0) or (b > 1 and t == 1) else math.exp(-log_beta)
        return math.exp((a - 1) * math.log(t) + (b - 1) * math.log1p(-t) - log_beta)

    odd = sum(density((2 * i + 1) * h) for i in range(steps // 2))
    even = sum(density(2 * i * h) for i in range(1, steps // 2))
    return h / 3 * (density(0.0) + 4 * odd + 2 * even + density(x))


@pytest.mark.parametrize(("a", "b"), [(2, 3), (6.37, 4.11), (3.2, 19.5), (40, 4), (4, 40), (12.5, 12.5)])
@pytest.mark.parametrize("probability", [0.05, 0.2, 0.5])
def test_the_quantile_inverts_the_distribution(probability: float, a: float, b: float) -> None:
    assert density_integral(beta_quantile(probability, a, b), a, b) == pytest.approx(probability, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2.5, 6, 16, 1000])
def test_only_successes_or_only_failures_have_a_closed_form(n: float) -> None:
    assert beta_quantile(0.2, n, 1.0) == pytest.approx(0.2 ** (1 / n), abs=1e-12)
    assert beta_quantile(0.2, 1.0, n) == pytest.approx(1 - 0.8 ** (1 / n), abs=1e-12)


def test_the_closed_form_and_the_iteration_meet() -> None:
    for a in (1.5, 6.0, 16.0):
        assert beta_quantile(0.2, a, 1.0 + 1e-9) == pytest.approx(beta_quantile(0.2, a, 1.0), abs=1e-8)


@given(st.floats(1, 500), st.floats(1, 500), st.floats(0.001, 0.5))
def test_it_lies_between_zero_and_one_and_grows_with_success(a: float, b: float, probability: float) -> None:
    low = beta_quantile(probability, a, b)
    assert 0.0 < low < 1.0
    assert beta_quantile(probability, a + 1, b) > low
    assert beta_quantile(probability, a, b + 1) < low


def test_it_agrees_with_sampling() -> None:
    generator = random.Random(7)
    drawn = sorted(generator.betavariate(9, 4) for _ in range(40_000))
    assert beta_quantile(0.2, 9, 4) == pytest.approx(drawn[8_000], abs=0.01)
