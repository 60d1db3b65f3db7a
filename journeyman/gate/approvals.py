"""Durable questions and their answers: one-shot, bound to what was asked about, kept in the store."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Literal

from journeyman.config import Policy
from journeyman.errors import NotFound, UsageError
from journeyman.gate import trust
from journeyman.journal import Journal
from journeyman.store.protocol import EvidenceUpdate, Store
from journeyman.values import Action, Approval, Decision, new_id

Answer = Literal["approved", "rejected"]

_ENDED = {
    "approved": "is approved already",
    "rejected": "was rejected already",
    "expired": "has expired; propose the action again",
    "used": "was used already: an approval holds for one run",
    "withdrawn": "was withdrawn",
}


class Approvals:
    """Asks for approval and takes answers. ``clock()`` is Unix seconds."""

    def __init__(self, store: Store, policy: Policy, journal: Journal, clock: Callable[[], float]) -> None:
        self._store = store
        self._policy = policy
        self._journal = journal
        self._clock = clock

    def request(self, action: Action, decision: Decision) -> Approval:
        """Store the question about ``action`` and return it; the same question still open is returned instead."""
        now = self._clock()
        approval = Approval(
            id=new_id("q"),
            action_id=action.id,
            bound_hash=decision.bound_hash,
            status="pending",
            created=now,
            expires=now + self._policy.approval_expiry,
            reasons=decision.reasons,
            plan_id=action.plan_id,
        )
        event = self._journal.event(
            "approval.requested",
            "; ".join(decision.reasons),
            action_id=action.id,
            plan_id=action.plan_id or "",
            kind=action.kind,
            data={"approval": approval.id, "level": decision.level, "signature": decision.signature},
        )
        kept = self._store.add_approval(approval, event)
        if kept.id == approval.id:
            self._journal.publish(event)
        return kept

    def answer(self, approval_id: str, answer: Answer, front_end: str) -> Approval:
        """Answer a pending approval as the operating system's user, with its evidence, in one transaction.

        Raises NotFound for an unknown id and UsageError when it is expired or answered already.
        """
        if answer not in ("approved", "rejected"):
            raise UsageError(f"{answer!r} is no answer; approved and rejected are")
        now = self._clock()
        approval = self._pending(approval_id, now)
        who = user_name()
        key, update = self._evidence(approval, answer, now)
        event = self._journal.event(
            f"approval.{answer}",
            f"{who} {answer} it ({front_end})",
            action_id=approval.action_id,
            plan_id=approval.plan_id or "",
            kind=key[2],
            data={"approval": approval.id, "front_end": front_end},
        )
        answered = self._store.answer_approval(approval.id, answer, who, front_end, event, key, update)
        if answered is None:  # somebody else answered in between
            self._pending(approval.id, now)
            raise UsageError(f"approval {approval.id} could not be answered; look at it again")
        self._journal.publish(event)
        return answered

    def expire(self) -> tuple[Approval, ...]:
        """Mark questions that waited too long as expired and return them."""
        now = self._clock()
        ended = []
        for approval in self._store.approvals(status="pending"):
            if approval.expires <= now and (expired := self._end(approval, now)):
                ended.append(expired)
        return tuple(ended)

    def _end(self, approval: Approval, now: float) -> Approval | None:
        event = self._journal.event(
            "approval.expired",
            "nobody answered in time",
            action_id=approval.action_id,
            plan_id=approval.plan_id or "",
            data={"approval": approval.id},
        )
        return self._store.answer_approval(approval.id, "expired", "", "", event)

    def withdraw(self, plan_id: str) -> int:
        """Withdraw the open questions of a plan that has ended; return how many there were."""
        waiting = self._store.approvals(status="pending", plan_id=plan_id)
        for approval in waiting:
            event = self._journal.event(
                "approval.withdrawn",
                "the plan has ended",
                action_id=approval.action_id,
                plan_id=plan_id,
                data={"approval": approval.id},
            )
            self._store.answer_approval(approval.id, "withdrawn", user_name(), "", event)
        return len(waiting)

    def _pending(self, approval_id: str, now: float) -> Approval:
        approval = self._store.approval(approval_id)
        if approval is None:
            raise NotFound(f"no approval {approval_id!r}; `status` lists those that wait")
        if approval.status == "pending" and approval.expires <= now:
            self._end(approval, now)
            raise UsageError(f"approval {approval.id} {_ENDED['expired']}")
        if approval.status != "pending":
            raise UsageError(f"approval {approval.id} {_ENDED[approval.status]}")
        return approval

    def _evidence(
        self, approval: Approval, answer: Answer, now: float
    ) -> tuple[tuple[str, str, str], EvidenceUpdate | None]:
        record = self._store.action(approval.action_id)
        if record is None or record.decision is None:
            return ("", "", ""), None
        decision, action = record.decision, record.action
        credit = trust.credit_confirm if answer == "approved" else trust.credit_rejection
        update = credit(now, self._policy.trust, decision.basis)
        return (decision.signature, action.origin.proposer, action.kind), update


def user_name() -> str:
    """Return the operating system's name of the user who answers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry in the user database (a container's bare uid), or no pwd module
        import os

        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown user"
