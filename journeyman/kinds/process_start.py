"""``process.start``: start a background process and wait until it is ready."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import serving
from journeyman.kinds.arguments import NAME, PORT, SECONDS, TEXT, arguments
from journeyman.kinds.background import log_tail, running
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import limits_for, predict_shell, specify
from journeyman.sandbox import Background, Limits, PortInUse, ProcessSpec
from journeyman.values import Action, Effect, Prediction

_READY = 20.0


class ProcessStart:
    """Starts ``bash -c COMMAND`` under a supervisor that outlives the front end."""

    name = "process.start"
    summary = "start a background process; ready when its port or url answers; port 0 picks a free one as ${PORT}"
    confinement = "sandbox"
    schema: Schema = arguments(
        {"command": TEXT, "name": NAME, "port": PORT, "url": TEXT, "ready_timeout": SECONDS}, required=["command"]
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the command would do, and a background process of our own."""
        inner = predict_shell(action.args["command"], action, context)
        if "url" in action.args:
            serving.address(action.args["url"], action.args.get("port") or 1)
        effect = Effect("process", "contained", "none", _name(action), "starts a background process")
        return replace(inner, effects=(*inner.effects, effect))

    def run(self, action: Action, context: RunContext) -> Result:
        """Start it and wait for its port or URL. Raises KindError when the name is taken."""
        name = _name(action)
        taken = next((record for record in running(context) if record["name"] == name), None)
        if taken is not None:
            raise KindError(f"{name} is running already (pid {taken['pid']}); stop it first, or choose another name")
        log = context.workspace.outputs / f"{action.id}.log"
        port = action.args.get("port")
        for attempt in range(3):
            chosen = serving.free_port() if port == 0 else port
            spec = _spec(action, context, chosen)
            try:
                started = context.processes.start(spec, confined=context.confined, log=log, name=name)
                break
            except PortInUse:
                if port != 0 or attempt == 2:
                    raise
        _remember(action, context, started)
        return _await(action, context, started)


def _name(action: Action) -> str:
    words = action.args["command"].split()
    return str(action.args.get("name") or os.path.basename(words[0] if words else "process")[:64])


def _spec(action: Action, context: RunContext, port: int | None) -> ProcessSpec:
    if port and serving.listening(port):
        raise PortInUse(f"port {port} is in use; choose another one, or 0 for a free one")
    env = {"PORT": str(port)} if port else {}
    argv = ("bash", "-c", action.args["command"])
    return specify(action, context, argv, env=env, limits=_limits(action, context), forward_port=port)


def _limits(action: Action, context: RunContext) -> Limits:
    """What serves for days has no limit of time."""
    return replace(limits_for(action.kind, context.settings, {}), wall=None, cpu=None)


def _remember(action: Action, context: RunContext, started: Background) -> None:
    context.registry.add_process(
        {
            "action_id": action.id,
            "name": started.name,
            "pid": started.pid,
            "start_time": started.start_time,
            "port": started.port,
            "log": str(started.log),
            "status": "running",
        }
    )


def _await(action: Action, context: RunContext, started: Background) -> Result:
    """Wait until it is ready; end it when it does not become so."""
    url = action.args.get("url")
    where = serving.address(url, started.port) if url else None
    check = _check(where, started.port)

    def alive() -> bool:
        return context.processes.alive(started.pid, started.start_time)

    seconds = action.args.get("ready_timeout", _READY)
    try:
        ready = serving.wait_until(check, alive, seconds)
    except BaseException:
        _give_up(action, context, started)
        raise
    output = log_tail(started.log)
    shown = where.url if where else (f"http://127.0.0.1:{started.port}" if started.port else "")
    data = {"pid": started.pid, "port": started.port, "url": shown, "log": str(started.log), "name": started.name}
    if ready and alive():
        at = f" at {shown}" if shown else ""
        return Result("done", f"{started.name} is running{at} (pid {started.pid})", output=output, data=data)
    return _failed(action, context, started, alive(), seconds)


def _check(where: serving.Address | None, port: int | None) -> Callable[[], bool]:
    if where is not None:
        return lambda: serving.responds(where)
    if port:
        return lambda: serving.answers(port)
    return _settled()


def _settled() -> Callable[[], bool]:
    """Without a port there is nothing to ask: a process that lives for half a second counts as started."""
    looks = iter(range(10))
    return lambda: next(looks, None) is None


def _failed(action: Action, context: RunContext, started: Background, alive: bool, seconds: float) -> Result:
    from journeyman.faults.judge import judge, timed_out

    _give_up(action, context, started)
    output, code = log_tail(started.log), _exit_code(started.log)
    if alive:
        message = f"{started.name} was not ready within {seconds:g} s and was stopped; see {started.log}"
        return Result("timeout", message, output=output, diagnosis=timed_out(seconds))
    _, diagnosis = judge("process.start", action.args["command"], code or 1, output)
    why = diagnosis.summary if diagnosis else f"see {started.log}"
    return Result("failed", f"{started.name} ended at once (exit code {code}): {why}", code, output, {}, diagnosis)


def _exit_code(log: Path) -> int | None:
    from journeyman.sandbox.background import exit_code

    return exit_code(log)


def _give_up(action: Action, context: RunContext, started: Background) -> None:
    with contextlib.suppress(OSError):
        context.processes.end(started.pid, started.start_time)
    context.registry.end_process(action.id, "failed")
