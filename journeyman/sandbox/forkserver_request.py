"""What a warm interpreter is told: how it is started for a policy, and what one run of it is."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from journeyman.sandbox import tree
from journeyman.sandbox.spec import Limits, ProcessSpec, Sandbox

MARK_ROOM = 128
"""Bytes in the environment of a warm interpreter that each run writes its own mark into."""
_PROGRAM = os.path.join(os.path.dirname(os.path.realpath(__file__)), "forkserver_main.py")
_BOOT = (
    "exec(compile(open(__import__('sys').argv[1]).read(), __import__('sys').argv[1], 'exec'), "
    "{'__name__': 'journeyman.sandbox.forkserver_main', 'SERVING': True})"
)
_START_UP = ("HOME", "LANG", "LANGUAGE", "PATH")
_RLIMITS = (
    ("RLIMIT_CPU", "cpu"),
    ("RLIMIT_DATA", "memory"),
    ("RLIMIT_FSIZE", "file_size"),
    ("RLIMIT_NPROC", "processes"),
)
_MOUNTS = {"--bind": 2, "--ro-bind": 2, "--tmpfs": 1, "--dev": 1, "--proc": 1}
"""Mount options, and how far behind them the place stands."""
_ISOLATING = ("-I", "-E")


@dataclass(frozen=True, slots=True)
class PythonCall:
    """A Python command line, taken apart: ``code``, or else ``script``, with ``args``."""

    python: str
    options: tuple[str, ...]
    code: str
    script: str
    args: tuple[str, ...]


def python_call(argv: Sequence[str]) -> PythonCall | None:
    """Take ``argv`` apart; None for what only a new interpreter can do."""
    options: list[str] = []
    rest = list(argv[1:])
    while rest and rest[0].startswith("-") and rest[0] != "-c":
        options.append(rest.pop(0))
    known = set(options) <= {"-I", "-E", "-s"} and any(option in _ISOLATING for option in options)
    if not known or not rest or not _plain(rest):
        return None  # without isolation, variables of the environment would change how the interpreter starts
    if rest[0] != "-c":
        return PythonCall(argv[0], tuple(options), "", rest[0], tuple(rest[1:]))
    return PythonCall(argv[0], tuple(options), rest[1], "", tuple(rest[2:])) if len(rest) > 1 else None


def _plain(words: Sequence[str]) -> bool:
    """Words that need no care: no process can have a zero byte among them, and no code half a character."""
    try:
        return "\0" not in "".join(words) and bool("".join(words).encode())
    except UnicodeEncodeError:
        return False


@dataclass(frozen=True, slots=True)
class Policy:
    """What warm interpreters are told apart by: all that confines them, and all that they start with."""

    argv: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    identity: tuple[int, ...]

    def command(self, control: int, requests: int) -> list[str]:
        """Return the argv with the two descriptors that the interpreter inherits."""
        numbers = {"{control}": str(control), "{requests}": str(requests)}
        return [numbers.get(word, word) for word in self.argv]


def policy_for(call: PythonCall, spec: ProcessSpec, sandbox: Sandbox, idle: float) -> Policy | None:
    """Return the policy of ``spec`` under ``sandbox``; None when the Python is not there. Raises SandboxError."""
    try:
        state = os.stat(call.python)
        outside = os.readlink("/proc/self/ns/pid")
    except OSError:
        return None
    env = {name: value for name, value in spec.env.items() if name in _START_UP or name.startswith("LC_")}
    env[tree.MARKER] = "-" * MARK_ROOM
    script = _PROGRAM
    words = (script, "{control}", "{requests}", outside, str(idle), *sorted(env), "--")
    inner = replace(
        spec,
        argv=(call.python, *call.options, "-c", _BOOT, *words),
        cwd=Path("/"),
        read_only=(*spec.read_only, Path(script)),
        limits=Limits(memory=spec.limits.memory),  # bounds the private file systems, too
    )
    identity = (state.st_dev, state.st_ino, state.st_mtime_ns)
    argv = sandbox.command(inner)
    return Policy((*argv, *_mount_points(argv)), tuple(sorted(env.items())), identity)


def _mount_points(argv: Sequence[str]) -> list[str]:
    """Return where bubblewrap is told to mount something."""
    options = argv[: argv.index("--")]
    return sorted({options[at + _MOUNTS[word]] for at, word in enumerate(options) if word in _MOUNTS})


def request(call: PythonCall, spec: ProcessSpec, mark: str) -> bytes | None:
    """Return what the forked process reads; None when the mark is too long."""
    text = mark.encode() + b"\0"
    if len(text) > MARK_ROOM:
        return None
    asked: dict[str, object] = {
        "argv": list(spec.argv),
        "args": list(call.args),
        "cwd": str(spec.cwd),
        "env": {**dict(spec.env), tree.MARKER: mark},
        "limits": _limits(spec.limits),
        "mark": text,
    }
    asked.update({"script": call.script} if call.script else {"code": call.code})
    return marshal.dumps(asked)


def _limits(limits: Limits) -> list[tuple[str, int]]:
    chosen = [(name, getattr(limits, field)) for name, field in _RLIMITS]
    found = [(name, value) for name, value in chosen if value is not None]
    return [*found, ("RLIMIT_CORE", 0)] if found else []
