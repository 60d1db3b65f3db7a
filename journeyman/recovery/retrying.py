"""Try again what failed for a passing reason: later each time, no sooner than the other side asks, and few times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from journeyman.faults.transient import Transient, transient
from journeyman.journal import Journal
from journeyman.runner import Runner
from journeyman.values import Action, Outcome, new_id

Do = Callable[[Action], Outcome]
Notice = Callable[[str], None]
"""Told, in one line, why it is tried again and when."""

ATTEMPTS = 4
"""Tries in all."""
LONGEST_WAIT = 60.0
"""Seconds; when the other side asks for more, it is not waited for."""
_REPEATABLE = frozenset(("read", "network-in", "install"))


class _Passing(Exception):
    """A try that failed for a passing reason."""

    def __init__(self, outcome: Outcome, why: Transient) -> None:
        super().__init__(why.reason)
        self.outcome = outcome
        self.why = why


@dataclass(frozen=True, slots=True)
class Retrying:
    """Repeats actions that may be repeated. ``first_wait`` is in seconds; it doubles, with jitter."""

    runner: Runner
    journal: Journal
    attempts: int = ATTEMPTS
    first_wait: float = 0.5

    def again(self, action: Action, outcome: Outcome, do: Do, notice: Notice) -> tuple[Action, Outcome]:
        """Return the last try of ``action``, which has just ended as ``outcome``: that one when it was not repeated.

        Only what reads, downloads or installs is repeated, and what is declared ``idempotent``: anything else might be
        done twice.
        """
        why = self._passing(outcome)
        if why is None or not self.repeatable(action):
            return action, outcome
        return self._repeat(action, outcome, do, notice)

    def repeatable(self, action: Action) -> bool:
        """Tell whether doing ``action`` twice does no more than doing it once."""
        if action.args.get("idempotent"):
            return True
        effects = self.runner.decide(action).effects
        return bool(effects) and all(effect.operation in _REPEATABLE for effect in effects)

    def _repeat(self, action: Action, outcome: Outcome, do: Do, notice: Notice) -> tuple[Action, Outcome]:
        import stamina

        last = (action, outcome)
        contexts = stamina.retry_context(
            on=self._wait,
            attempts=self.attempts,
            timeout=None,
            wait_initial=self.first_wait,
            wait_max=LONGEST_WAIT,
            wait_jitter=self.first_wait,
        )
        try:
            for attempt in contexts:
                with attempt:
                    if attempt.num > 1:
                        last = self._once(action, do)
                    why = self._passing(last[1])
                    if why is not None:
                        self._tell(attempt.num, attempt.next_wait, why, last[0], notice)
                        raise _Passing(last[1], why)
        except _Passing:
            return last
        return last

    def _once(self, action: Action, do: Do) -> tuple[Action, Outcome]:
        copy = replace(action, id=new_id("a"))
        return copy, do(copy)

    def _wait(self, error: Exception) -> bool | float:
        if not isinstance(error, _Passing):
            return False
        asked = error.why.retry_after
        if asked is None:
            return True
        return asked if asked <= LONGEST_WAIT else False

    def _passing(self, outcome: Outcome) -> Transient | None:
        return transient(outcome.output or outcome.message) if outcome.status == "failed" else None

    def _tell(self, number: int, wait: float, why: Transient, action: Action, notice: Notice) -> None:
        if number >= self.attempts:
            return
        seconds = wait if why.retry_after is None else why.retry_after
        text = f"{why.reason}: trying again in {seconds:.1f} s (try {number + 1} of {self.attempts})"
        if seconds > LONGEST_WAIT:
            text = f"{why.reason}, and asks to wait {seconds:.0f} s: not tried again"
        self.journal.record("action.retried", text, level="warning", action_id=action.id, kind=action.kind)
        notice(text)
