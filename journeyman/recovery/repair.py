"""The recovery loop: the most promising fix, then what had failed once more; verified, or the next fix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from journeyman.asking import do_asking
from journeyman.faults.memory import FaultLog
from journeyman.gate import Approver
from journeyman.recovery.carry_out import as_action, mended
from journeyman.runner import Runner
from journeyman.values import Action, Fault, Fix, FixTrial, Origin, Outcome, new_id

Status = Literal["fixed", "done", "pending", "failed", "nothing"]
Notice = Callable[[str], None]
LookUp = Callable[[Fault, Action | None], Sequence[Fix]]
"""Returns further fixes, from what stands in the workspace and in the system now."""
Do = Callable[[Action], Outcome]
Propose = Callable[[Fault, Action | None, Do, Notice], Sequence[Fix]]
"""Asks a model for further fixes, once nothing else is left to try."""

_STARTS = "process.start"
"""A restart is itself what had failed, done again."""


@dataclass(frozen=True, slots=True)
class Try:
    """One fix that was tried: what came of it, and of what had failed when it was done again (None: it was not)."""

    fix: Fix
    outcome: Outcome
    again: Outcome | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """How a repair ended.

    ``fixed``: what had failed went well; ``done``: the fix was carried out, and there was nothing to do again that
    would show whether it helped; ``pending``: a person is asked first; ``failed``: nothing that was tried helped;
    ``nothing``: there was nothing to try. ``action`` and ``outcome`` are the last ones of what had failed.
    """

    fault: Fault
    status: Status
    tries: tuple[Try, ...] = ()
    action: Action | None = None
    outcome: Outcome | None = None
    left: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Repairer:
    """Repairs failures of one workspace, at most ``rounds`` fixes at a time."""

    runner: Runner
    log: FaultLog
    look_up: LookUp
    rounds: int = 3
    propose: Propose | None = None

    def fixes(self, fault: Fault) -> tuple[Fix, ...]:
        """Return everything that may help now, the most promising first."""
        failed = self.failed_action(fault)
        known = {fix.key for fix in fault.diagnosis.fixes}
        more = tuple(fix for fix in self.look_up(fault, failed) if fix.key not in known)
        return self.log.fixes(replace(fault.diagnosis, fixes=(*more, *fault.diagnosis.fixes)))

    def trials(self, fingerprint: str) -> Sequence[FixTrial]:
        """Return what was tried against one failure, newest first."""
        return self.runner.store.fix_trials(fingerprint)

    def failed_action(self, fault: Fault) -> Action | None:
        """Return the action that failed, to be done again; None when it is gone or held secrets."""
        if fault.source == "cell" and "cell.run" in self.runner.executors:
            return Action("cell.run", {"code": fault.command})
        record = self.runner.store.action(fault.action_id) if fault.action_id else None
        return None if record is None or record.scrubbed else record.action

    def repair(
        self,
        fault: Fault,
        approver: Approver,
        origin: Origin,
        *,
        emit: Callable[[str], None] | None = None,
        notice: Notice = lambda text: None,
        only: Fix | None = None,
        unasked: bool = False,
    ) -> Repair:
        """Try to repair ``fault`` and tell how it ended.

        ``only`` tries that fix alone. ``unasked`` is what may happen without a person: safe fixes that the gate lets
        run, for what is not critical, and none that has just failed. The same fix is never tried twice for the same
        failure.
        """
        work = _Work(self, approver, origin, emit, notice, unasked, fault, self.failed_action(fault))
        ended: Status | None = None
        for _ in range(1 if only else self.rounds):
            ended = work.round(only)
            if ended is not None:
                break
        return Repair(fault, ended or "failed", tuple(work.tries), work.action, work.outcome, work.untried())


@dataclass(slots=True)
class _Work:
    """One repair under way: ``current`` is the failure as it is now, ``failed`` what is done again."""

    repairer: Repairer
    approver: Approver
    origin: Origin
    emit: Callable[[str], None] | None
    notice: Notice
    unasked: bool
    current: Fault
    failed: Action | None
    action: Action | None = None
    outcome: Outcome | None = None
    tries: list[Try] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    helped: list[tuple[str, Fix]] = field(default_factory=list)

    def untried(self) -> tuple[Fix, ...]:
        """Return what has not been tried, for a person to choose from."""
        fixes = self.repairer.fixes(self.current)
        return tuple(fix for fix in fixes if (self.current.fingerprint, fix.key) not in self.used)

    def round(self, only: Fix | None) -> Status | None:
        """Try one fix; return how the repair has ended, or None to go on."""
        chosen = next(filter(None, map(self._planned, (only,) if only else self.untried())), None)
        if chosen is None and only is None:
            chosen = next(filter(None, map(self._planned, self._proposed())), None)
        if chosen is None:
            return "failed" if self.tries else "nothing"
        fix, action, again = chosen
        self.used.add((self.current.fingerprint, fix.key))
        self.notice(f"trying: {fix}")
        outcome = None if action is None else self._do(action)
        if outcome is not None and not outcome.ok:
            return self._not_carried_out(fix, outcome)
        if outcome is not None:
            self.repairer.log.offered(self.current.fingerprint, fix, outcome.action_id)
        if again is None:
            self.tries.append(Try(fix, outcome or Outcome("", "done", "carried out before")))
            return "done"
        return self._again(fix, outcome, again)

    def _proposed(self) -> Sequence[Fix]:
        """Ask a model, once for each failure; what it proposes is for a person to decide."""
        mark = (self.current.fingerprint, "model")
        if self.repairer.propose is None or self.unasked or mark in self.used:
            return ()
        self.used.add(mark)
        return self.repairer.propose(self.current, self.failed, self._do, self.notice)

    def _planned(self, fix: Fix) -> tuple[Fix, Action | None, Action | None] | None:
        """Return ``fix`` with its action and what is done again after it; None when it cannot, or may not, be done."""
        runner = self.repairer.runner
        found = self.current.diagnosis
        code = found.code if fix.key in {known.key for known in found.fixes} else ""
        changed = mended(fix, self.failed, code) if self.failed is not None else None
        action = None if changed else as_action(fix, self.failed, runner.workspace, runner.store, self.origin)
        if changed is None and action is None:
            return None
        waits = self.repairer.log.waiting(self.current.fingerprint, fix)
        changed, action = (waits or changed, None) if changed else (None, waits or action)
        if fix.key in {done.key for done in self.repairer.log.applied(self.current.fingerprint)}:
            action = None
        if self.unasked and not self._may_be_unasked(fix, action or changed):
            return None
        again = replace(changed, origin=self.origin) if changed else self._once_more()
        return fix, action, again if action is None or action.kind != _STARTS else None

    def _once_more(self) -> Action | None:
        """Return what had failed, to be done again; a person's own cell is left to that person."""
        if self.failed is None or self.current.source == "cell":
            return None
        return self.repairer.log.again(self.current.fingerprint) or replace(self.failed, id=new_id("a"))

    def _may_be_unasked(self, fix: Fix, action: Action | None) -> bool:
        found = self.current.diagnosis
        if fix.safety != "safe" or found.severity == "critical" or action is None:
            return False
        latest = next((t for t in self.repairer.trials(found.fingerprint) if t.fix.key == fix.key), None)
        if latest is not None and not latest.verified:
            return False
        return self.repairer.runner.decide(action).verdict == "allow"

    def _do(self, action: Action) -> Outcome:
        return do_asking(self.repairer.runner, self.approver, action, self.emit)

    def _not_carried_out(self, fix: Fix, outcome: Outcome) -> Status | None:
        self.tries.append(Try(fix, outcome))
        if outcome.status == "pending":
            self.repairer.log.offered(self.current.fingerprint, fix, outcome.action_id)
        if outcome.status in ("pending", "interrupted"):
            return "pending"
        if outcome.status == "failed":
            self._remember(fix, verified=False, action_id=outcome.action_id)
        return None

    def _again(self, fix: Fix, outcome: Outcome | None, again: Action) -> Status | None:
        """Do once more what had failed; only that it goes well shows that the fix has worked."""
        self.notice(f"again: {self.current.subject}")
        ended = self._do(again)
        self.action, self.outcome = again, ended
        self.tries.append(Try(fix, outcome or ended, ended, ended.ok))
        if ended.ok:
            for fingerprint, what in (*self.helped, (self.current.fingerprint, fix)):
                self.repairer.log.tried(fingerprint, what, verified=True, action_id=again.id)
            return "fixed"
        if ended.status == "pending":
            self.repairer.log.await_again(self.current.fingerprint, again.id)
            if outcome is None:
                self.repairer.log.offered(self.current.fingerprint, fix, again.id)
        if ended.status not in ("failed", "timeout"):
            return "pending"
        following = self.repairer.log.find(again.id)
        if following.fingerprint == self.current.fingerprint:
            self._remember(fix, verified=False, action_id=again.id)
        else:
            self.helped.append((self.current.fingerprint, fix))
            self.failed, self.current = again, following
        return None

    def _remember(self, fix: Fix, *, verified: bool, action_id: str) -> None:
        self.repairer.log.tried(self.current.fingerprint, fix, verified=verified, action_id=action_id)
