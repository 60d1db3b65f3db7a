"""Try again what failed for a passing reason: later each time, no sooner than the other side asks, and few times."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.journal import Journal
from journeyman.kinds.kind import Result
from journeyman.values import Action, Decision

if TYPE_CHECKING:
    from journeyman.faults.transient import Transient

LONGEST_WAIT = 60.0
"""Seconds; when the other side asks for more, it is not waited for."""
_REPEATABLE = frozenset(("read", "network-in", "install"))
_ours: ContextVar[bool] = ContextVar("journeyman_retrying", default=False)


class _Passing(Exception):
    """A try that failed for a passing reason."""

    def __init__(self, why: Transient) -> None:
        super().__init__(why.reason)
        self.why = why


@dataclass(frozen=True, slots=True)
class Retrying:
    """Repeats actions that may be repeated. ``first_wait`` is in seconds; it doubles, with jitter."""

    journal: Journal
    attempts: int = 4
    first_wait: float = 0.5

    def run(
        self, once: Callable[[], Result], action: Action, decision: Decision, emit: Callable[[str], None] | None
    ) -> Result:
        """Return the result of ``once``, called again while it fails for a passing reason.

        It is one action all the time: what was approved covers its tries. Only what reads, downloads or installs is
        repeated, and what is declared ``idempotent``: anything else might be done twice.
        """
        result = once()
        why = _passing(result)
        if why is None or not repeatable(action, decision) or self.attempts < 2:
            return result
        import stamina

        last = result
        contexts = stamina.retry_context(
            on=_wait,
            attempts=self.attempts,
            timeout=None,
            wait_initial=self.first_wait,
            wait_max=LONGEST_WAIT,
            wait_jitter=self.first_wait,
        )
        with suppress(_Passing), _quiet():
            for attempt in contexts:
                with attempt:
                    if attempt.num > 1:
                        last = once()
                    why = _passing(last)
                    if why is not None:
                        self._tell(attempt.num, attempt.next_wait, why, action, emit)
                        raise _Passing(why)
        return last

    def _tell(
        self, number: int, wait: float, why: Transient, action: Action, emit: Callable[[str], None] | None
    ) -> None:
        if number >= self.attempts:
            return
        seconds = wait if why.retry_after is None else why.retry_after
        text = f"{why.reason}: trying again in {seconds:.1f} s (try {number + 1} of {self.attempts})"
        if seconds > LONGEST_WAIT:
            text = f"{why.reason}, and asks to wait {seconds:.0f} s: not tried again"
        self.journal.record("action.retried", text, level="warning", action_id=action.id, kind=action.kind)
        if emit is not None:
            emit(f"{text}\n")


def repeatable(action: Action, decision: Decision) -> bool:
    """Tell whether doing ``action`` twice does no more than doing it once."""
    if action.args.get("idempotent"):
        return True
    return bool(decision.effects) and all(effect.operation in _REPEATABLE for effect in decision.effects)


def _passing(result: Result) -> Transient | None:
    if result.status != "failed":
        return None
    from journeyman.faults.transient import transient

    return transient(result.output or result.message)


def _wait(error: Exception) -> bool | float:
    if not isinstance(error, _Passing):
        return False
    asked = error.why.retry_after
    if asked is None:
        return True
    return asked if asked <= LONGEST_WAIT else False


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep stamina's own log lines about our tries off the user's screen: the journal and ``emit`` tell of them."""
    logger = logging.getLogger("stamina")
    if _not_ours not in logger.filters:
        logger.addFilter(_not_ours)
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def _not_ours(record: logging.LogRecord) -> bool:
    return not _ours.get()
