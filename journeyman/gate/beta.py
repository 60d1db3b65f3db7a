"""The quantile of a Beta distribution, without scipy: what trust is measured by."""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300
_PATIENCE = 20
"""Newton steps tried before the bracket is simply halved: far from the root they can creep."""


@lru_cache(maxsize=4096)
def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = ``probability`` (0 < probability < 1; a, b > 0), to 1e-9 or better.

    Closed form when ``a`` or ``b`` is 1 (only successes or only failures), else Newton steps with Halley's correction
    inside a shrinking bracket (Press et al., Numerical Recipes, 3rd ed., 6.4 and 9.4).
    """
    if b == 1.0:
        return math.exp(math.log(probability) / a)
    if a == 1.0:
        return -math.expm1(math.log1p(-probability) / b)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    low, high = 0.0, 1.0
    x = _first_guess(probability, a, b)
    for attempt in range(120):
        front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta)
        error = _cdf(x, a, b, front) - probability
        if error > 0.0:
            high = x
        else:
            low = x
        density = front / (x * (1.0 - x))
        step = error / density if density > 0.0 else 0.0
        bend = step * ((a - 1.0) / x - (b - 1.0) / (1.0 - x))
        step /= 1.0 - 0.5 * min(1.0, bend)
        following = x - step
        if density > 0.0 and abs(step) < 1e-7 * min(x, 1.0 - x):  # the next step would be its square or less
            return following
        if attempt > _PATIENCE or density == 0.0 or not low < following < high:
            following = 0.5 * (low + high)
        if high - low < 1e-15:
            return following
        x = following
    return x


def _first_guess(probability: float, a: float, b: float) -> float:
    """Return a start in (0, 1): the normal approximation on the logit scale (good for a, b > 1)."""
    tail = probability if probability < 0.5 else 1.0 - probability
    t = math.sqrt(-2.0 * math.log(tail))
    z = t - (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481))
    if probability < 0.5:
        z = -z
    mean = math.log(a / b) + 0.5 / b - 0.5 / a
    logit = mean + z * math.sqrt(1.0 / a + 1.0 / b)
    logit = max(-30.0, min(30.0, logit))
    return 1.0 / (1.0 + math.exp(-logit))


def _cdf(x: float, a: float, b: float, front: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) by Lentz's continued fraction.

    ``front`` is x^a (1-x)^b / B(a, b).
    """
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    total, c, d = a + b, 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    h = d
    for m in range(1, 400):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 + even * d
        c = 1.0 + even / c
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = c if abs(c) > _TINY else _TINY
        h *= d * c
        odd = -(a + m) * (total + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 + odd * d
        c = 1.0 + odd / c
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = c if abs(c) > _TINY else _TINY
        change = d * c
        h *= change
        if abs(change - 1.0) < 1e-13:
            break
    return h
