"""Records every failure once, wherever it was seen, and finds it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from journeyman.errors import NotFound
from journeyman.faults.memory.mining import Miner
from journeyman.faults.memory.ranking import proven, ranked
from journeyman.faults.memory.subject import subject_of
from journeyman.faults.severity import proven as once_proven
from journeyman.journal import Journal
from journeyman.store import FaultFilter, Store
from journeyman.store.protocol import ActionRecord
from journeyman.values import Action, Diagnosis, Event, Fault, FaultGroup, FaultSource, Fix, FixTrial, Outcome, new_id

FAILURES = ("action.failed", "action.timeout")
OWN = ".fault"
"""How the names of events end that tell of a fault of the program itself."""
UNKNOWN = "unknown.failure"
_LOOKED_AT = 60
_CHANGED = 20
_MINER = "faults.patterns"
_OFFERS = "faults.offers"
_OFFERED = 50
_AWAITED = "faults.awaited"
_VARIES = re.compile(r"\d+|'[^']*'|\"[^\"]*\"|/\S+")


class FaultLog:
    """The failures of one workspace. As a sink of the journal it records every failed action."""

    def __init__(self, store: Store, journal: Journal, clock: Callable[[], float]) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock

    def on_event(self, event: Event) -> None:
        """Record the action that ``event`` says has failed, or the fault of our own that it tells of."""
        if event.name == "action.done":
            self._done(event.action_id)
        if event.name.endswith(OWN):
            self.record(undiagnosed(event.name.removesuffix(OWN), event.message), "agent", event.name)
        if event.name not in FAILURES:
            return
        record = self._store.action(event.action_id)
        if record is not None and record.outcome is not None:
            self.record_action(record.action, record.outcome)

    def record_action(self, action: Action, outcome: Outcome) -> tuple[Fault, FaultGroup]:
        """Record that ``action`` failed as ``outcome`` says."""
        found = outcome.diagnosis or _of_message(action.kind, outcome.message)
        subject = subject_of(action)
        command = str(action.args.get("command") or action.args.get("code") or subject)
        changed = changed_since_success(self._store.actions(limit=_LOOKED_AT), action.id, subject)
        return self.record(found, "action", subject, command, action.id, changed)

    def record(
        self,
        diagnosis: Diagnosis,
        source: FaultSource,
        subject: str,
        command: str = "",
        action_id: str = "",
        changed: tuple[str, ...] = (),
    ) -> tuple[Fault, FaultGroup]:
        """Record one failure; return it, and its group with this one counted."""
        diagnosis = self._mined(diagnosis)
        if source == "cell":
            for fix in self.applied(diagnosis.fingerprint):
                self.tried(diagnosis.fingerprint, fix, verified=False)
        diagnosis = self._weighed(diagnosis)
        hide = self._journal.redactor.text
        fault = Fault(
            new_id("f"), self._clock(), self._clean(diagnosis), source, hide(subject), hide(command), action_id, changed
        )
        event = self._journal.event(
            "fault.seen",
            f"{diagnosis.code}: {diagnosis.summary}",
            level="warning",
            action_id=action_id,
            data={"fault": fault.id, "fingerprint": fault.fingerprint, "severity": diagnosis.severity},
        )
        group, written = self._store.add_fault(fault, event)
        self._journal.publish(written)
        return fault, group

    def find(self, wanted: str = "") -> Fault:
        """Return one failure: by its id, its group's fingerprint, its action's id; the last one for "" and ``last``.

        Raises NotFound.
        """
        if wanted in ("", "last"):
            newest = self._store.faults(FaultFilter(limit=1))
            if not newest:
                raise NotFound("no failure has been seen in this workspace")
            return newest[0]
        found = self._store.fault(wanted)
        if found is None:
            every = self._store.faults()
            found = next((each for each in every if wanted in (each.fingerprint, each.action_id)), None)
        if found is None:
            raise NotFound(f"no failure {wanted}; `errors` lists them")
        return found

    def group(self, fingerprint: str) -> FaultGroup | None:
        """Return the group of a fingerprint."""
        found = self._store.fault_groups(FaultFilter(fingerprint=fingerprint))
        return found[0] if found else None

    def fixes(self, diagnosis: Diagnosis) -> tuple[Fix, ...]:
        """Return what may help, the most promising first, as experience tells."""
        return ranked(diagnosis.fixes, self._store.fix_trials(diagnosis.fingerprint), self._clock())

    def tried(self, fingerprint: str, fix: Fix, *, verified: bool, action_id: str = "") -> None:
        """Remember what came of a fix; that it was applied tells nothing more."""
        offers = self._store.get(_OFFERS, [])
        kept = [each for each in offers if each[0] != fingerprint or Fix.from_dict(each[1]).key != fix.key]
        if len(kept) < len(offers):
            self._store.put(_OFFERS, kept)
        self._store.add_fix_trial(FixTrial(fingerprint, fix, self._clock(), verified, action_id))
        self._journal.record(
            "fix.worked" if verified else "fix.failed",
            str(fix),
            level="info" if verified else "warning",
            action_id=action_id,
            data={"fingerprint": fingerprint, "fix": fix.key},
        )

    def offered(self, fingerprint: str, fix: Fix, action_id: str) -> None:
        """Remember the action as which ``fix`` waits for a yes, or was carried out; what it is worth shows later."""
        offers = [offer for offer in self._store.get(_OFFERS, []) if offer[2] != action_id]
        self._store.put(_OFFERS, [*offers, [fingerprint, fix.to_dict(), action_id]][-_OFFERED:])

    def applied(self, fingerprint: str) -> tuple[Fix, ...]:
        """Return the fixes that have been carried out; whether they helped is not known yet."""
        return tuple(fix for fix, record in self._offers(fingerprint) if record.status == "done")

    def waiting(self, fingerprint: str, fix: Fix) -> Action | None:
        """Return the action as which ``fix`` waits for a yes, so that nobody is asked for the same twice."""
        return self._asked_for(record for each, record in self._offers(fingerprint) if each.key == fix.key)

    def _asked_for(self, records: Iterable[ActionRecord]) -> Action | None:
        waits = [record.action for record in records if record.status == "pending"]
        asked = {approval.action_id for approval in self._store.approvals(status="pending")} if waits else set()
        return next((action for action in waits if action.id in asked), None)

    def _done(self, action_id: str) -> None:
        awaited = self._store.get(_AWAITED, [])
        for fingerprint in [mark for mark, waits in awaited if waits == action_id]:
            self._store.put(_AWAITED, [each for each in awaited if each[1] != action_id])
            self.went_well(fingerprint, action_id)

    def _offers(self, fingerprint: str) -> list[tuple[Fix, ActionRecord]]:
        offers = [offer for offer in self._store.get(_OFFERS, []) if offer[0] == fingerprint]
        found = ((Fix.from_dict(fix), self._store.action(action_id)) for _, fix, action_id in offers)
        return [(fix, record) for fix, record in found if record is not None]

    def await_again(self, fingerprint: str, action_id: str) -> None:
        """Remember an action that waits for a yes, and that shows, once it is done, that a failure is gone."""
        others = [each for each in self._store.get(_AWAITED, []) if each[1] != action_id]
        self._store.put(_AWAITED, [*others, [fingerprint, action_id]][-_OFFERED:])

    def again(self, fingerprint: str) -> Action | None:
        """Return the action that waits for a yes to do again what had failed."""
        ids = [action_id for mark, action_id in self._store.get(_AWAITED, []) if mark == fingerprint]
        return self._asked_for(filter(None, map(self._store.action, ids)))

    def went_well(self, fingerprint: str, action_id: str = "") -> None:
        """What had failed went well: whatever was applied has helped; else it was resolved in some other way."""
        applied = self.applied(fingerprint)
        for fix in applied:
            self.tried(fingerprint, fix, verified=True, action_id=action_id)
        kept = [offer for offer in self._store.get(_OFFERS, []) if offer[0] != fingerprint]
        self._store.put(_OFFERS, kept)
        if not applied:
            self._store.set_fault_status([fingerprint], "resolved")

    def tidy(self, keep_days: float) -> None:
        """Forget single occurrences older than so many days; groups, and what helped, stay."""
        self._store.delete_faults(self._clock() - keep_days * 86400.0)

    def patterns(self) -> Miner:
        """Return the patterns of what no rule knows."""
        return Miner.from_list(self._store.get(_MINER, []))

    def _mined(self, diagnosis: Diagnosis) -> Diagnosis:
        """Group what no rule knows by the pattern of its message."""
        if diagnosis.code != UNKNOWN:
            return diagnosis
        miner = self.patterns()
        pattern = miner.learn(self._journal.redactor.text(diagnosis.summary))
        self._store.put(_MINER, miner.to_list())
        if pattern is None or pattern.count < 2:
            return diagnosis
        return replace(diagnosis, fingerprint=f"pattern-{pattern.id}")

    def _weighed(self, diagnosis: Diagnosis) -> Diagnosis:
        """A failure that a proven safe fix is known for is a minor one."""
        if diagnosis.severity != "moderate":
            return diagnosis
        trials = self._store.fix_trials(diagnosis.fingerprint)
        now = self._clock()
        helpful = tuple(fix for fix in diagnosis.fixes if fix.safety == "safe" and proven(fix, trials, now))
        severity, reason = once_proven(replace(diagnosis, fixes=helpful))
        return replace(diagnosis, severity=severity, reason=reason)

    def _clean(self, diagnosis: Diagnosis) -> Diagnosis:
        return Diagnosis.from_dict(self._journal.redactor.value(diagnosis.to_dict()))


def _of_message(kind: str, message: str) -> Diagnosis:
    """Explain an action that could not be carried out: by its message, where a diagnoser knows what that means."""
    from journeyman.faults.case import Case
    from journeyman.faults.diagnosers import diagnose

    found = diagnose(Case("shell", "", 1, message))
    return found if found is not None and found.code != UNKNOWN else undiagnosed(kind, message)


def undiagnosed(kind: str, message: str) -> Diagnosis:
    """Return the diagnosis of a failure that has only a message: an action that could not be carried out."""
    text = f"{kind}|{_VARIES.sub('#', message)}"
    mark = f"action-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return Diagnosis(f"{kind.replace('.', '_')}.failed", message, reason="the action failed", fingerprint=mark)


def changed_since_success(records: Iterable[ActionRecord], action_id: str, subject: str) -> tuple[str, ...]:
    """Return the paths that actions changed since ``subject`` last went well; ``records`` are newest first."""
    found: dict[str, None] = {}
    for record in records:
        if record.action.id == action_id or record.outcome is None:
            continue
        if record.status == "done" and subject_of(record.action) == subject:
            break
        found.update(dict.fromkeys(record.outcome.changed))
    return tuple(found)[:_CHANGED]
