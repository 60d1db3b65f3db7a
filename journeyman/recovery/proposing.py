"""Let a model propose a patch, try it on a copy, and offer it only when it helped there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from journeyman.errors import JourneymanError
from journeyman.llm import ModelClient
from journeyman.recovery.model_patch import ModelPatch, NoPatch, trial
from journeyman.store import Store
from journeyman.values import Action, Fault, Fix, Outcome
from journeyman.workspace import Workspace, confine


@dataclass(frozen=True, slots=True)
class Proposing:
    """Asks ``client`` for a patch of what failed."""

    workspace: Workspace
    store: Store
    client: Callable[[], ModelClient | None]

    def __call__(
        self, fault: Fault, failed: Action | None, do: Callable[[Action], Outcome], notice: Callable[[str], None]
    ) -> Sequence[Fix]:
        """Return the patch as the only fix; none without a model, or when its patch is no good.

        ``do`` carries out the trial (it may ask); ``notice`` is told what became of the patch.
        """
        record = self.store.action(fault.action_id) if fault.action_id else None
        output = record.outcome.output if record and record.outcome else ""
        try:
            fix = ModelPatch(self.workspace, self.client).propose(fault, output, self._shown(fault, failed))
        except NoPatch as error:
            notice(str(error))
            return ()
        return (fix,) if fix is not None and self._helps(fix, failed, do, notice) else ()

    def _helps(
        self, fix: Fix, failed: Action | None, do: Callable[[Action], Outcome], notice: Callable[[str], None]
    ) -> bool:
        """Try it on a copy; where there is nothing that could show whether it helps, a person must see."""
        action = trial(fix, failed, self.workspace) if failed is not None else None
        if action is None:
            notice("the patch fits; nothing could be run to see whether it helps")
            return True
        notice("trying the patch on a copy")
        outcome = do(action)
        if outcome.status == "pending":
            notice(f"the patch is tried on a copy before it is offered: {outcome.message}")
        else:
            notice(f"{'it helps there' if outcome.ok else 'it does not help'}: {outcome.message}")
        return outcome.ok

    def _shown(self, fault: Fault, failed: Action | None) -> Path | None:
        """Return the file that the failure is about: where it says, or what changed last."""
        names = [fault.diagnosis.where.partition(":")[0], *fault.changed]
        command = str(failed.args.get("command", "")) if failed else ""
        names += [word for word in command.split() if os.path.splitext(word)[1]]
        for name in filter(None, names):
            try:
                path = confine(self.workspace.root, name)
            except JourneymanError:
                continue
            if path.is_file():
                return path
        return None
