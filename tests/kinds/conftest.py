"""A workspace, a registry, real processes, and a short way to predict and run an action."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from journeyman.kinds import all_kinds
from journeyman.kinds.kind import Context, Result, RunContext
from journeyman.kinds.validate import validate
from journeyman.sandbox import NoSandbox, Processes
from journeyman.sandbox.probe import probe
from journeyman.values import Action, Json, Outcome, Prediction
from journeyman.workspace import Workspace

KINDS = all_kinds()


@dataclass
class Registry:
    """Background processes, remembered in memory."""

    records: list[dict[str, Json]] = field(default_factory=list)

    def add_process(self, record: Mapping[str, Json]) -> None:
        self.records.insert(0, dict(record))

    def processes(self) -> Sequence[Mapping[str, Json]]:
        return list(self.records)

    def end_process(self, action_id: str, status: str) -> None:
        for record in self.records:
            if record["action_id"] == action_id:
                record["status"] = status


@dataclass
class Bench:
    """Predicts and runs actions in one workspace, without the gate."""

    workspace: Workspace
    registry: Registry
    processes: Processes
    settings: dict[str, Json] = field(default_factory=dict)
    executors: dict[str, Callable[[Action, RunContext], Result]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.workspace.root

    def predict(
        self,
        kind: str,
        args: Mapping[str, Json],
        cwd: str = ".",
        overlay: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Prediction:
        validate(KINDS[kind], args)
        return KINDS[kind].predict(
            Action(kind, args, cwd=cwd, env=env or {}), Context(self.workspace, self.settings, overlay or {})
        )

    def context(self, action: Action, **more: object) -> RunContext:
        options: dict[str, object] = {"executors": self.executors, "emit": self.heard.append, **more}
        return RunContext(
            self.workspace,
            self.settings,
            self.processes,
            self.registry,
            self.workspace.outputs / f"{action.id}.txt",
            **options,  # type: ignore[arg-type]
        )

    def run(
        self, kind: str, args: Mapping[str, Json], cwd: str = ".", env: Mapping[str, str] | None = None, **more: object
    ) -> Result:
        return self.do(Action(kind, args, cwd=cwd, env=env or {}), **more)

    def do(self, action: Action, **more: object) -> Result:
        validate(KINDS[action.kind], action.args)
        return KINDS[action.kind].run(action, self.context(action, **more))

    def invert(self, action: Action, result: Result) -> Result:
        outcome = Outcome(action.id, result.status, result.message, data=result.data)
        return KINDS[action.kind].invert(action, outcome, self.context(Action("action.revert")))  # type: ignore[attr-defined]


@pytest.fixture
def bench(workspace: Workspace) -> Iterator[Bench]:
    made = Bench(workspace, Registry(), Processes(grace=0.5))
    yield made
    for record in made.registry.processes():
        if record["status"] == "running":
            made.processes.end(record["pid"], record["start_time"], 1.0)
    made.processes.close()


@pytest.fixture
def unconfined(bench: Bench) -> Bench:
    """The same, where no sandbox works."""
    bench.processes = Processes(NoSandbox("for a test"), grace=0.5)
    return bench


@pytest.fixture
def sandboxed(bench: Bench) -> Bench:
    """The same, only where a sandbox works."""
    if not probe().capability.confines:
        pytest.skip(f"no sandbox here: {probe().capability.detail}")
    return bench
