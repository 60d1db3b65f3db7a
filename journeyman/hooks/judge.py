"""Judge texts without a store: nothing is executed, nothing is created."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from journeyman.config import Policy, load_policy
from journeyman.errors import ConfigError, UsageError
from journeyman.gate.gate import Gate, TrustLookup
from journeyman.sandbox.spec import Capability
from journeyman.values import Action, Decision, Json, Origin, Prediction
from journeyman.workspace import Workspace, private_folder

CONFINED = Capability("as in a workspace", fs=True, tcp=True, udp=True, signals=True, pids=True, hosts=True)
"""What a workspace's own actions are judged with: no sandbox is looked for, since nothing will run here."""
ELSEWHERE = Capability("none", detail="the agent runs it itself, outside Journeyman's sandbox")
"""What another agent runs: nothing of ours confines it."""
_ROOT_MARKS = ("session_state.json", ".git")


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what the gate thinks of a text in one workspace. ``cwd`` is absolute, or relative to the workspace.

    Who asks may run it in an environment of their own: it counts as one with secrets in it.
    """

    workspace: Workspace
    gate: Gate

    def command(self, text: str, cwd: str = ".") -> Decision:
        """Judge a command line for bash."""

        def predict() -> Prediction:
            from journeyman.gate.analysis.shell import analyse_shell

            return analyse_shell(text, cwd=cwd, workspace=self.workspace, open_environment=True)

        return self.decide("shell.run", {"command": text}, predict, confinable=True)

    def cell(self, code: str, cwd: str = ".") -> Decision:
        """Judge Python code as a cell of a live kernel."""

        def predict() -> Prediction:
            from journeyman.gate.analysis.python import analyse_python

            return analyse_python(code, cwd=cwd, workspace=self.workspace, live_kernel=True)

        return self.decide("cell.run", {"code": code}, predict, confinable=False)

    def decide(
        self, kind: str, args: Mapping[str, Json], predict: Callable[[], Prediction], *, confinable: bool
    ) -> Decision:
        """Judge one action by what ``predict`` says about it; whatever goes wrong there is a denial."""
        action = Action(kind, args, origin=Origin("user", "shell"))
        return self.gate.decide(action, predict, confinable=confinable)


def fresh_judge(folder: str, policy: Path | None = None, capability: Capability = CONFINED) -> Judge:
    """Return a judge for ``folder`` as if it were a new workspace: no trust, and nothing loosened by its own files.

    The folder need not exist. ``policy`` is read in place of the user's own; a bad one gives a judge that denies
    everything above reading, and says why. Raises UsageError when ``policy`` is no file.
    """
    return _judge(_place(folder), policy, capability)


def workspace_judge(folder: str, policy: Path | None = None, capability: Capability = CONFINED) -> Judge:
    """Return a judge with the policy, the trust and the lockdown of the workspace at ``folder``.

    A workspace that nothing is remembered about is judged as a new one. Raises UsageError or StoreError.
    """
    workspace = _place(folder)
    if not workspace.root.is_dir():
        raise UsageError(f"{folder} is not a folder; give an existing one")
    if not workspace.store_path.is_file():
        return _judge(workspace, policy, capability)
    from journeyman.store import open_store

    store = open_store(workspace.store_path)
    return _judge(
        workspace,
        policy,
        capability,
        str(store.get("trusted_policy", "")),
        store.evidence,
        lambda: str(store.get("lockdown", "")),
    )


def root_of(folder: str) -> str:
    """Return the folder that an agent working in ``folder`` works on: the nearest one with a workspace's state file
    or a repository, never the home folder or what is above it; without one, ``folder``.
    """
    start = os.path.realpath(folder)
    home = os.path.realpath(os.path.expanduser("~"))
    current = start
    while current != os.path.dirname(current) and not _holds(current, home):
        if any(os.path.lexists(os.path.join(current, mark)) for mark in _ROOT_MARKS):
            return current
        current = os.path.dirname(current)
    return start


def as_json(decision: Decision) -> dict[str, Json]:
    """Return what a decision tells other programs."""
    return {
        "verdict": decision.verdict,
        "level": decision.level,
        "effects": [effect.to_dict() for effect in decision.effects],
        "reasons": list(decision.reasons),
        "signature": decision.signature,
    }


def _holds(folder: str, home: str) -> bool:
    return home == folder or home.startswith(folder.rstrip("/") + "/")


def _place(folder: str) -> Workspace:
    root = Path(os.path.realpath(folder))
    return Workspace(root, private_folder(root))


def _judge(
    workspace: Workspace,
    policy: Path | None,
    capability: Capability,
    trusted_hash: str = "",
    evidence: TrustLookup = lambda signature, origin: None,
    lockdown: Callable[[], str] = lambda: "",
) -> Judge:
    if policy is not None and not policy.is_file():
        raise UsageError(f"{policy} is not a file; give a policy.yaml")
    try:
        found = load_policy(workspace, trusted_hash, policy)
    except ConfigError as error:
        found = Policy.broken(str(error))
    return Judge(workspace, Gate(found, evidence, capability, lockdown, time.time))
