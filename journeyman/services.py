"""Put the rooms together for one workspace; everything heavy is made on first use."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.errors import ConfigError
from journeyman.store import SqliteStore, open_store
from journeyman.values import Action, Event, Fault, Fix, Json, Outcome
from journeyman.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from journeyman.config import Policy
    from journeyman.faults.diagnoser import Diagnoser
    from journeyman.faults.memory import FaultLog
    from journeyman.faults.own import Loaded
    from journeyman.gate import Approvals, Gate
    from journeyman.journal import Journal
    from journeyman.journal.logs import LogFiles
    from journeyman.kinds.kind import Composite, Kind
    from journeyman.llm import ModelClient
    from journeyman.plan import ChainPlanner
    from journeyman.queue import Queue
    from journeyman.queue.queue import Mend
    from journeyman.recovery import Repairer
    from journeyman.recovery.repair import Propose
    from journeyman.redact import Redactor
    from journeyman.runner import Executor, Runner
    from journeyman.runner_secrets import SecretKeeper
    from journeyman.sandbox import Processes, Sandbox
    from journeyman.state import StateFile
    from journeyman.undo import Checkpoints

_AWAITED = "faults.awaited"
_FAILURES = ("action.failed", "action.timeout", ".fault")
"""How events end that the record of failures is interested in; named here, so that it is loaded only for those."""


_NEWEST_EVENTS = 200
"""How much of the journal each session verifies by itself (`doctor` and `log verify` look at all of it)."""


class Services:
    """All rooms of one workspace, each made when it is first needed.

    ``executors`` are kinds that only the front end can carry out; ``attended`` tells whether somebody sits there. Close
    with :meth:`close`.
    """

    def __init__(
        self,
        workspace: Workspace,
        store: SqliteStore,
        executors: dict[str, Executor] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.workspace = workspace
        self.store = store
        self.clock = clock
        self.attended = True
        self.executors: dict[str, Executor] = executors if executors is not None else {}

    @cached_property
    def redactor(self) -> Redactor:
        """Hides secrets on their way to any sink."""
        from journeyman.redact import Redactor

        return Redactor()

    @cached_property
    def secrets(self) -> SecretKeeper:
        """Resolves and scrubs secrets of actions."""
        from journeyman.runner_secrets import SecretKeeper

        return SecretKeeper(self.redactor)

    @cached_property
    def state(self) -> StateFile:
        """The projection ``session_state.json``."""
        from journeyman.state import StateFile

        return StateFile(self.workspace.state_file, self._snapshot)

    def _snapshot(self) -> dict[str, Json]:
        from journeyman.state import project

        return project(self.store, self.clock(), self.workspace, self.problems)

    @property
    def problems(self) -> tuple[str, ...]:
        """What needs attention and does not stand in the store: what was moved aside, what cannot be written."""
        made = [self.__dict__[name].problem for name in ("logs", "checkpoints", "state") if name in self.__dict__]
        policy = self.policy_problem if "policy" in self.__dict__ else ""
        return tuple(filter(None, (policy, self.store.notice, self.state.look(), *made)))

    @property
    def policy_problem(self) -> str:
        """Why everything above reading is denied, when a policy file cannot be believed; "" when all are valid."""
        broken = self.policy.broken_reason
        return f"everything above reading is denied: {broken}" if broken else ""

    @cached_property
    def logs(self) -> LogFiles:
        """The log files of the workspace."""
        from journeyman.journal.logs import LogFiles

        numbers = self.settings["log"]
        return LogFiles(self.workspace.logs, self.workspace.root, numbers["max_bytes"], numbers["keep"])

    @cached_property
    def journal(self) -> Journal:
        """The journal, with log files and state file as its sinks."""
        from journeyman.journal import Journal

        journal = Journal(self.store, self.redactor, self.clock)
        journal.subscribe(self.logs.write)
        journal.subscribe(lambda event: self.state.mark_dirty())
        journal.subscribe(self._note_failure)
        for notice in filter(None, (self.store.notice, self.state.look())):
            journal.record("workspace.moved_aside", notice, level="error")
        return journal

    @property
    def own_failures(self) -> Loaded:
        """What the user and the workspace describe of failures; files are read once for each change."""
        from journeyman.faults.own import load_own, own_folders

        return load_own(own_folders(self.workspace))

    def _own_diagnoser(self) -> Diagnoser | None:
        found = self.own_failures.patterns
        return found if found.patterns else None

    def _note_failure(self, event: Event) -> None:
        # What is awaited is asked of the store: most processes never open the room of failures.
        awaited = event.name == "action.done" and bool(self.store.get(_AWAITED, []))
        if awaited or event.name.endswith(_FAILURES):
            self.faults.on_event(event)

    @cached_property
    def faults(self) -> FaultLog:
        """The failures of this workspace, and what helped against them."""
        from journeyman.faults.memory import FaultLog

        return FaultLog(self.store, self.journal, self.clock)

    @cached_property
    def settings(self) -> Mapping[str, Json]:
        """The merged settings. Raises ConfigError for a bad file."""
        from journeyman.config import load_settings

        return load_settings(self.workspace, trusted_hash=self.store.get("trusted_policy", ""))

    @cached_property
    def policy(self) -> Policy:
        """The merged policy; a bad file gives one that denies everything above reading, and says why."""
        from journeyman.config import Policy, load_policy

        try:
            return load_policy(self.workspace, trusted_hash=self.store.get("trusted_policy", ""))
        except ConfigError as error:
            return Policy.broken(str(error))

    @cached_property
    def sandbox(self) -> Sandbox:
        """The strongest sandbox that works here; lockdown trips when one held before and none does now."""
        from journeyman.gate.lockdown import check_sandbox
        from journeyman.sandbox.probe import probe

        found = probe()
        check_sandbox(self.store, self.journal, found.capability)
        return found

    @cached_property
    def processes(self) -> Processes:
        """Starts and stops processes."""
        from journeyman.sandbox import Processes

        return Processes(self.sandbox)

    @cached_property
    def gate(self) -> Gate:
        """Decides; before it does for the first time, the end of the journal must be whole, or lockdown trips."""
        from journeyman.gate import Gate
        from journeyman.gate.lockdown import check_journal

        check_journal(self.store, self.journal, newest=_NEWEST_EVENTS)
        return Gate(
            self.policy,
            self.store.evidence,
            self.sandbox.capability,
            lambda: str(self.store.get("lockdown", "")),
            self.clock,
            lambda: self.attended,
        )

    @cached_property
    def approvals(self) -> Approvals:
        """Asks and takes answers."""
        from journeyman.gate import Approvals

        return Approvals(self.store, self.policy, self.journal, self.clock)

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """Remembers what changes, and restores it."""
        from journeyman.undo import Checkpoints

        return Checkpoints(self.workspace, self.store, self.settings, self.clock)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """All kinds of actions that execute."""
        from journeyman.kinds import all_kinds
        from journeyman.kinds.action_revert import ActionRevert
        from journeyman.kinds.checkpoint_restore import CheckpointRestore

        kinds = all_kinds()
        revert = ActionRevert(self.store, kinds, self.checkpoints.forget)
        return {**kinds, **all_kinds((CheckpointRestore(self.checkpoints), revert))}

    @cached_property
    def composites(self) -> dict[str, Composite]:
        """Kinds that stand for other actions."""
        from journeyman.kinds import all_composites
        from journeyman.plan.render import render_app

        return all_composites(render_app)

    @cached_property
    def runner(self) -> Runner:
        """The one door."""
        from journeyman.runner import Runner
        from journeyman.runner_retrying import Retrying

        numbers = self.settings["recovery"]
        return Runner(
            self.workspace,
            self.settings,
            self.store,
            self.gate,
            self.approvals,
            self.kinds,
            self.checkpoints,
            self.journal,
            self.processes,
            self.secrets,
            self.executors,
            self.clock,
            Retrying(self.journal, numbers["attempts"], numbers["first_wait"]),
            self._own_diagnoser,
        )

    @cached_property
    def queue(self) -> Queue:
        """The durable queue."""
        from journeyman.journal.recovery import recover
        from journeyman.queue import Queue

        queue = Queue(self.store, self.runner, self.journal, self.settings, self.clock, self._mend())
        recover(self.store, self.journal, self.clock())
        return queue

    def _proposer(self) -> Propose | None:
        if not self.settings["recovery"]["model"]:
            return None

        def propose(
            fault: Fault, failed: Action | None, do: Callable[[Action], Outcome], notice: Callable[[str], None]
        ) -> Sequence[Fix]:
            from journeyman.recovery.proposing import Proposing

            return Proposing(self.workspace, self.store, self.model)(fault, failed, do, notice)

        return propose

    def model(self) -> ModelClient | None:
        """Find the model that is configured; None when there is none. Raises ConfigError."""
        import os

        from journeyman.llm import OpenAICompatible, find_endpoint

        endpoint = find_endpoint(self.settings, os.environ)
        return OpenAICompatible(endpoint.base_url, endpoint.key, endpoint.model) if endpoint else None

    def _mend(self) -> Mend | None:
        if not self.settings["recovery"]["automatic"]:
            return None

        def mend(action: Action, outcome: Outcome, emit: Callable[[str], None] | None = None) -> tuple[Action, Outcome]:
            from journeyman.recovery import Mending

            return Mending(self.repairer)(action, outcome, emit)

        return mend

    @cached_property
    def repairer(self) -> Repairer:
        """The recovery loop."""
        from journeyman.recovery import Repairer
        from journeyman.recovery.lookups import LookUps

        look_up = LookUps(self.workspace, self.store)
        return Repairer(self.runner, self.faults, look_up, self.settings["recovery"]["rounds"], self._proposer())

    @cached_property
    def planner(self) -> ChainPlanner:
        """Recipes first, then a model where one is configured."""
        from journeyman.config import workspace_hash
        from journeyman.plan import default_planner

        now = workspace_hash(self.workspace)
        trusted = bool(now) and self.store.get("trusted_policy", "") == now
        kinds: dict[str, Kind | Composite] = {**self.kinds, **self.composites}
        return default_planner(self.settings, kinds, workspace=self.workspace, trusted=trusted)

    def note_deaths(self) -> tuple[Fault, ...]:
        """Record the background processes that ended by themselves since somebody last looked; return those."""
        if all(record["status"] not in ("running", "gone") for record in self.store.processes()):
            return ()
        from journeyman.recovery.deaths import note_deaths

        return note_deaths(self.store, self.faults)

    def close(self) -> None:
        """Write what is still to be written, clean up once a day, and close the store."""
        if "processes" in self.__dict__:
            self.processes.close()
        if "checkpoints" in self.__dict__:
            self.checkpoints.tidy()
        if "faults" in self.__dict__:
            self.faults.tidy(self.settings["recovery"]["retention_days"])
        if "state" in self.__dict__:
            self.state.close()
        if "logs" in self.__dict__:
            self.logs.close()
        self.store.close()


def open_services(
    start: Path | str | None = None,
    executors: dict[str, Executor] | None = None,
    clock: Callable[[], float] = time.time,
) -> Services:
    """Open the workspace at ``start`` (see :func:`journeyman.workspace.find_workspace`) with its store."""
    workspace = find_workspace(start).prepare()
    return Services(workspace, open_store(workspace.store_path), executors, clock)
