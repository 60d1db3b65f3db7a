"""What kinds that start processes share: the specification, the check afterwards, and the result."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from journeyman.errors import KindError
from journeyman.kinds.kind import Context, Result, RunContext
from journeyman.kinds.output import output_limit
from journeyman.sandbox import Completed, Limits, ProcessSpec, filter_env, protected_paths
from journeyman.values import Action, Effect, Json, Prediction
from journeyman.workspace import confine

_DEFAULTS: Mapping[str, Mapping[str, int]] = {
    "shell.run": {"wall": 600},
    "python.run": {"wall": 120, "cpu": 120, "memory": 2_000_000_000},
    "test.run": {"wall": 1800},
    "process.start": {"memory": 4_000_000_000, "processes": 512},
    "env.create": {"wall": 300},
    "env.install": {"wall": 1800},
}
_NO_CACHES: Mapping[str, str] = {
    "GIT_OPTIONAL_LOCKS": "0",
    "RUFF_NO_CACHE": "true",
    "MYPY_CACHE_DIR": "/dev/null",
    "NO_UPDATE_NOTIFIER": "1",
}
"""Keeps tools that only read from writing beside what they read."""


def predict_shell(command: str, action: Action, context: Context) -> Prediction:
    """Return what ``command`` would do in bash, in the folder and the environment of ``action``."""
    from journeyman.gate.analysis.shell import analyse_shell

    cwd = str(confine(context.workspace.root, action.cwd))
    text = _exports(action) + command
    return analyse_shell(text, cwd=cwd, workspace=context.workspace, overlay=context.overlay)


def predict_python(code: str, action: Action, context: Context, *, live_kernel: bool = False) -> Prediction:
    """Return what ``code`` would do in Python, in the folder and the environment of ``action``."""
    from journeyman.gate.analysis.python import analyse_python

    cwd = str(confine(context.workspace.root, action.cwd))
    found = analyse_python(code, cwd=cwd, workspace=context.workspace, overlay=context.overlay, live_kernel=live_kernel)
    declared = environment_effects(action, context)
    return replace(found, effects=(*found.effects, *declared)) if declared else found


def environment_effects(action: Action, context: Context) -> tuple[Effect, ...]:
    """Return what the environment that ``action`` declares may change about the programs it starts."""
    if not action.env:
        return ()
    return tuple(effect for effect in predict_shell("", action, context).effects if effect.level != "read")


def _exports(action: Action) -> str:
    """The declared environment, written as the shell text that has the same effect."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in action.env.items())


def limits_for(kind: str, settings: Mapping[str, Json], args: Mapping[str, Json]) -> Limits:
    """Return the limits of ``kind``: the settings' (else our own), with the action's own time-out and memory."""
    chosen: dict[str, Any] = {**_DEFAULTS.get(kind, {}), **(settings.get("limits") or {}).get(kind, {})}
    if "timeout" in args:
        chosen["wall"] = args["timeout"]
    if "memory" in args:
        chosen["memory"] = args["memory"]
    return Limits(**chosen)


def folder_of(action: Action, context: RunContext) -> Path:
    """Return the absolute folder that ``action`` runs in. Raises PathError or KindError."""
    folder = Path(os.path.realpath(confine(context.workspace.root, action.cwd)))
    if not folder.is_dir():
        raise KindError(f"the working folder {action.cwd} does not exist; create it with dir.create")
    return folder


def specify(
    action: Action,
    context: RunContext,
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    writable: Sequence[Path] = (),
    limits: Limits | None = None,
    forward_port: int | None = None,
) -> ProcessSpec:
    """Return how to start ``argv`` for ``action``: in its folder, the workspace writable, our own places guarded."""
    root = context.workspace.root
    return ProcessSpec(
        argv=tuple(argv),
        cwd=folder_of(action, context),
        env={
            **filter_env(os.environ, network=context.network),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **({} if context.writes else _NO_CACHES),
            **(env or {}),
            **action.env,
        },
        writable=(root, *writable) if context.writes else (),
        read_only=protected_paths(root) if context.writes else (root,),
        hidden=(context.workspace.private,),
        network=context.network,
        forward_port=forward_port,
        limits=limits or limits_for(action.kind, context.settings, action.args),
        hosts=context.hosts,
        shown=tuple(Path(os.path.expanduser("~")) / place for place in context.credentials),
    )


def execute(action: Action, context: RunContext, spec: ProcessSpec) -> Completed:
    """Run ``spec`` to its end for ``action``. Raises KindError when a repository appeared, besides what run raises."""
    repository = context.workspace.root / ".git"
    before = os.path.lexists(repository)
    done = context.processes.run(
        spec,
        confined=context.confined,
        key=action.id,
        output_path=context.output_path,
        on_output=context.emit,
        limit=output_limit(context.settings),
    )
    if context.confined and not before and os.path.lexists(repository):
        raise KindError(
            "it created .git in the workspace, whose hooks and settings would run unseen; "
            "remove it (file.delete), and create a repository with git.commit and init: true"
        )
    return done


def report(
    kind: str,
    command: str,
    done: Completed,
    spec: ProcessSpec,
    data: Mapping[str, Json] | None = None,
    code: str = "",
) -> Result:
    """Return the result of a finished process, judged by exit code, program and output together.

    ``code`` is what ran, where it was Python given as text.
    """
    from journeyman.faults.judge import judge, timed_out

    data = {**(data or {}), **_contacts(done)}
    seconds = f"{done.duration:.1f} s"
    if done.reason == "timeout":
        limit = spec.limits.wall
        message = f"ended after {seconds}: the limit is {limit:g} s" if limit else f"ended after {seconds}"
        return Result("timeout", message, done.exit_code, done.output, data, timed_out(limit))
    if done.reason == "stopped":
        return Result("interrupted", f"stopped after {seconds}", done.exit_code, done.output, data)
    failed, diagnosis = judge(kind, command, done.exit_code, done.output, code=code)
    if not failed:
        note = f", exit code {done.exit_code}" if done.exit_code else ""
        return Result("done", f"finished in {seconds}{note}", done.exit_code, done.output, data)
    why = diagnosis.summary if diagnosis else ""
    ended = f"exit code {done.exit_code}" if done.exit_code else "it failed, though its exit code is 0"
    return Result("failed", f"{ended}: {why}" if why else ended, done.exit_code, done.output, data, diagnosis)


def _contacts(done: Completed) -> dict[str, Json]:
    """What the filtering proxy saw: ``contacts`` (host, port, bytes sent and received) and ``refused_hosts``."""
    found: dict[str, Json] = {}
    reached = [[seen.host, seen.port, seen.sent, seen.received] for seen in done.contacts if seen.allowed]
    refused = sorted({seen.host for seen in done.contacts if not seen.allowed})
    if reached:
        found["contacts"] = reached
    if refused:
        found["refused_hosts"] = refused
    return found
