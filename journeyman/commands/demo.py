"""``journeyman demo``: the main job in a scratch workspace, for real; a failure anywhere ends it with exit code 1."""

from __future__ import annotations

import argparse
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.commands.boundary import failure, run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result
from journeyman.commands.terminal import show, show_step
from journeyman.errors import JourneymanError, KindError
from journeyman.gate.approver import Answer
from journeyman.store.protocol import StepRecord
from journeyman.values import Action, Approval, Decision, Json, Outcome

if TYPE_CHECKING:
    from journeyman.services import Services

GOAL = "Create a hello world Flask API with a test"
_REBUILDABLE = {".git", ".venv", "__pycache__", ".pytest_cache", "logs", "notebooks", "session_state.json"}


class _Answers:
    """Answers every question with yes, as a user would who has read the plan; says so each time."""

    def __init__(self) -> None:
        self.count = 0

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        """Show the question and answer it."""
        self.count += 1
        _say(f"  ? {action.kind} asks ({decision.level}): {'; '.join(decision.reasons)}")
        _say("    answered: yes")
        return "approved"


def main(words: list[str]) -> int:
    """Run the demo as the shell command; return its exit code."""
    from journeyman.services import open_services

    parser = argparse.ArgumentParser(prog="journeyman demo", description=__doc__)
    parser.add_argument("--goal", default=GOAL, help="what to plan (default: %(default)s)")
    parser.add_argument("--folder", default="", help="scratch workspace (default: a new temporary folder)")
    args = parser.parse_args(words)
    root = Path(args.folder or tempfile.mkdtemp(prefix="journeyman-demo-"))
    started = time.monotonic()
    try:
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()):
            raise KindError(f"{root} is not empty; the demo needs a folder of its own")
        services = open_services(root)
        try:
            _story(services, args.goal)
        finally:
            services.close()
    except JourneymanError as error:
        show(failure(error))
        return error.exit_code
    _say(f"\nAll of it really happened, in {time.monotonic() - started:.0f} s. Remove it: rm -r {root}")
    return 0


def _story(services: Services, goal: str) -> None:
    answers = _Answers()
    frontend = Frontend("shell", answers, on_step=_on_step)
    root = services.workspace.root
    empty = _tree(root)
    _title(f"1. Plan: {goal}")
    planned = _do(services, frontend, f"plan {goal}")
    plan_id = planned.data["plan"]["id"]
    _title("2. Run it: what has not been earned is asked")
    ran = _do(services, frontend, f"run {plan_id}", quiet=True)
    _check_run(services, ran.data)
    _say(f"  {answers.count} questions answered, each one recorded.")
    _title("3. What was kept")
    _check_notebooks(services, ran.data)
    _do(services, frontend, "status")
    _title("4. Take it back")
    written = _tree(root)
    _do(services, frontend, f"undo {plan_id}")
    _check(_tree(root) == empty, "the workspace is byte for byte as it was before the plan", "undo left a difference")
    _title("5. And make it again")
    _do(services, frontend, f"redo {plan_id}")
    _check(_tree(root) == written, f"{len(written)} paths are back, byte for byte", "redo left a difference")
    _do(services, frontend, "log verify")
    _title("Where things lie")
    for name, place in (
        ("project", root),
        ("log", services.workspace.logs / "activity.log"),
        ("state", services.workspace.state_file),
        ("plan notebook", root / ran.data["plan"]["notebook"]),
        ("reflection", root / ran.data["reflection"]),
        ("store and undo", services.workspace.private),
    ):
        services.state.flush()
        _check(place.exists(), f"{name}: {place}", f"{name} is missing: {place}")


def _do(services: Services, frontend: Frontend, line: str, quiet: bool = False) -> Result:
    _say(f"$ journeyman {line}")
    result = run_line(services, frontend, line)
    if not quiet or result.exit_code:
        show(result)
    if result.exit_code:
        raise KindError(f"`{line.partition(' ')[0]}` ended with exit code {result.exit_code}; see above")
    return result


def _check_run(services: Services, data: Mapping[str, Json]) -> None:
    outcomes: dict[str, list[Json]] = {step["action"]["kind"]: [] for step in data["plan"]["steps"]}
    by_id = {outcome["action_id"]: outcome for outcome in data["outcomes"]}
    for step in data["plan"]["steps"]:
        outcomes[step["action"]["kind"]].append(by_id[step["action"]["id"]])
    tests, started, checked = outcomes["test.run"][-1], outcomes["process.start"][-1], outcomes["http.check"][-1]
    commit = outcomes["git.commit"][-1]["data"]["commit"]
    _check(tests["data"]["passed"] > 0, f"pytest: {tests['data']['passed']} passed", "no test passed")
    _check(checked["data"]["status"] == 200, f"the server answered HTTP 200 at {checked['data']['url']}", "no HTTP 200")
    head = subprocess.run(
        ["git", "-C", str(services.workspace.root), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    _check(head == commit, f"git's HEAD is the commit {commit[:10]}", f"HEAD is {head}, not {commit}")
    _check(not _listening(started["data"]["port"]), "the server is stopped, its port is free", "the server still runs")


def _check_notebooks(services: Services, data: Mapping[str, Json]) -> None:
    import nbformat

    for path in (data["plan"]["notebook"], data["reflection"]):
        nbformat.validate(nbformat.read(services.workspace.root / path, as_version=4))  # type: ignore[no-untyped-call]  # nbformat is untyped
        _say(f"  valid notebook: {path}")


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _tree(root: Path) -> dict[str, str]:
    found = {}
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in _REBUILDABLE)
        for name in names:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, root)] = f"folder {os.stat(path).st_mode:o}"
        for name in files:
            path = os.path.join(folder, name)
            if name not in _REBUILDABLE:
                with open(path, "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
                found[os.path.relpath(path, root)] = f"file {os.stat(path).st_mode:o} {digest}"
    return found


def _check(holds: bool, good: str, bad: str) -> None:
    if not holds:
        raise KindError(f"the demo failed: {bad}")
    _say(f"  checked: {good}")


def _on_step(step: StepRecord, outcome: Outcome | None) -> None:
    if outcome is None:
        show_step(step, None)
    else:
        _say(f"  {'✓' if outcome.ok else '✗'} {outcome.message}  ({outcome.duration:.1f} s)")


def _title(text: str) -> None:
    _say(f"\n== {text}")


def _say(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding) + "\n")
    sys.stdout.flush()
