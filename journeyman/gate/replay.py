"""Judge recorded actions again: what would today's rules, or other ones, say? Executes and predicts nothing."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.config import Policy
from journeyman.gate.gate import Gate
from journeyman.gate.history import Ledger
from journeyman.gate.signature import PROGRAM, SCRIPT, counted, subject_of
from journeyman.store.protocol import ActionRecord, Trial
from journeyman.values import Decision, Event, Prediction

if TYPE_CHECKING:
    from journeyman.sandbox.spec import Capability


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded action with what was decided then, and what would be decided."""

    record: ActionRecord
    before: Decision
    after: Decision

    @property
    def differs(self) -> bool:
        """True when another verdict came out."""
        return self.before.verdict != self.after.verdict


def judge_again(gate: Gate, record: ActionRecord, *, programs_now: bool = False) -> Decision | None:
    """Return what ``gate`` decides about a recorded action; None when nothing was predicted then.

    The prediction is the recorded one (effects, hosts, packages, digests). With ``programs_now`` the programs' files
    are looked at anew, as trust counts them.
    """
    before = record.decision
    if before is None or before.rule == "fail-closed":
        return None
    effects = before.predicted or before.effects
    digests = _programs_now(before.digests) if programs_now else before.digests
    prediction = Prediction(
        effects=effects,
        subject=subject_of(before.signature),
        digests=digests,
        paths=before.paths,
        network=before.network,
        hosts=before.contacts,
        credentials=before.credentials,
        packages=before.packages,
    )
    return gate.decide(record.action, lambda: prediction, confinable=before.confined)


def replay(
    records: Iterable[ActionRecord], events: Sequence[Event], policy: Policy, capability: Capability
) -> Iterator[Replayed]:
    """Judge ``records`` (oldest first) anew under ``policy``, each with the evidence that there was before it.

    ``events`` are the journal's :data:`journeyman.gate.history.TAKEN_BACK`, oldest first. Evidence is built up again
    from the recorded outcomes: what would have been learnt under other rules is not known. Lockdown plays no part, and
    only what came from no front end counts as unattended.
    """
    ledger = Ledger(policy.trust)
    counted: dict[str, Trial] = {}
    waiting = deque(events)
    now = 0.0
    gate = Gate(policy, ledger.evidence, capability, lambda: "", lambda: now)
    for record in records:
        now = record.created
        while waiting and waiting[0].time < now:
            ledger.take_back(waiting.popleft(), counted)
        after = judge_again(gate, record)
        if after is None or record.decision is None:
            continue
        yield Replayed(record, record.decision, after)
        counted[record.action.id] = _trial(record, after)
        ledger.add(counted[record.action.id])


def _trial(record: ActionRecord, decision: Decision) -> Trial:
    outcome = record.outcome
    status = "denied" if decision.level == "read" else record.status
    return Trial(
        record.action.id,
        decision.signature,
        record.action.origin.proposer,
        record.finished or record.created,
        status,
        decision.basis,
        bool(outcome and outcome.approval_id),
        bool(outcome and outcome.data.get("mismatch")),
    )


def _programs_now(digests: Mapping[str, str]) -> dict[str, str]:
    from journeyman.gate.analysis.digests import digest_file, program_identity

    found = dict(digests)
    for name in digests:
        if name.startswith(PROGRAM):
            path = name.removeprefix(PROGRAM)
            found[name] = program_identity(path, os.sep)[1] or "missing"
        elif os.path.isabs(name.removeprefix(SCRIPT)):
            found[name] = digest_file(name.removeprefix(SCRIPT))
    return found


def what_changed(before: Decision, after: Decision) -> str:
    """Return why credit earned under ``before`` does not count under ``after``; "" when it does."""
    if before.signature != after.signature:
        return "it is read differently now"
    if before.basis == after.basis:
        return ""
    changed = dict(set(counted(before.level, before.digests)) ^ set(counted(after.level, after.digests)))
    if any(name.startswith((PROGRAM, SCRIPT)) for name in changed):
        return "the program changed"
    if changed:
        return "a file that says what it does changed"
    if before.threshold != after.threshold:
        return f"the threshold changed from {before.threshold} to {after.threshold}"
    return "the rule that matched changed"
