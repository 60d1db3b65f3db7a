"""Every escape that is tried, who tries it in which sandbox, and what is known not to be held."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.network import NETWORK, SHARED
from tests.sandbox.escapes.processes import LIMITS, PROCESSES
from tests.sandbox.escapes.reading import READING
from tests.sandbox.escapes.surface import (
    MORE_LIMITS,
    MORE_NETWORK,
    MORE_PROCESSES,
    MORE_READING,
    MORE_SYSTEM,
    MORE_WRITING,
)
from tests.sandbox.escapes.system import KERNEL, SYSTEM
from tests.sandbox.escapes.writing import PROTECTED, WRITING

ESCAPES: list[Escape] = [
    *(*READING, *MORE_READING, *WRITING, *MORE_WRITING, *PROTECTED, *NETWORK, *MORE_NETWORK, *SHARED),
    *(*PROCESSES, *MORE_PROCESSES, *LIMITS, *MORE_LIMITS, *SYSTEM, *MORE_SYSTEM, *KERNEL),
]

NOT_HELD: dict[str, dict[str, str]] = {
    "bubblewrap": {},
    "warm": {},
    "landlock": {
        "read.arguments_of_another_process": "the list of processes is not separated: command lines of others are seen",
        "read.sizes_and_times_of_secrets": "that a file exists, its size and its times are seen, not what is in it",
    },
}
"""By sandbox: each stands in docs/sandbox.md as well."""

ORDINARY = 61234
"""The id of a user who owns nothing else."""
_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]


@dataclass(frozen=True)
class Combination:
    """Who tries. ``variant`` is the sandbox: bubblewrap, the Python that is kept warm in it, Landlock, or none (the
    control); ``denied`` is what a filter takes away before."""

    variant: str
    user: str
    denied: str = ""

    def names(self) -> tuple[str, ...]:
        """Return which escapes are tried."""
        return tuple(
            escape.name
            for escape in ESCAPES
            if self.user in escape.users and (self.variant != "none" or escape.control)
        )

    def __str__(self) -> str:
        return "-".join(filter(None, (self.variant, self.user, self.denied and f"without_{self.denied}")))


COMBINATIONS: tuple[Combination, ...] = (
    *(Combination(variant, user) for variant in ("bubblewrap", "warm", "landlock") for user in ("root", "ordinary")),
    *(Combination("landlock", user, "namespaces") for user in ("root", "ordinary")),
)
CONTROL = Combination("none", "ordinary")


def reason_against(combination: Combination) -> str:
    """Return why this combination cannot be tried here; the empty text when it can."""
    if not sys.platform.startswith("linux"):
        return "sandboxes exist on Linux only"
    if os.geteuid() != 0 and combination.user == "root":
        return "only root can try it as root"
    if os.geteuid() == 0 and combination.user == "ordinary":
        if shutil.which("setpriv") is None:
            return "setpriv (util-linux) is not installed"
        if python_for_all() is None:
            return "no Python that an ordinary user could start, with the same packages"
    return ""


def python_for_all() -> str | None:
    """Return a Python that any user may execute and that can import what the product needs."""
    for found in (os.path.realpath(sys.executable), shutil.which("python3", path="/usr/bin:/usr/local/bin")):
        if found and _works_for_all(found):
            return found
    return None


def _works_for_all(python: str) -> bool:
    code = "import sys; sys.version_info >= (3, 11) or sys.exit(1); import psutil, journeyman.sandbox, tests.sandbox.escapes.catalogue"
    argv = [*_becoming_ordinary(), "env", *_environment(), python, "-c", code]
    return subprocess.run(argv, capture_output=True, check=False, cwd="/").returncode == 0


def _becoming_ordinary() -> list[str]:
    return ["setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", "--"]


def _environment() -> list[str]:
    packages = sysconfig.get_path("purelib")
    return [f"PYTHONPATH={_ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE=1"]


def _folder(combination: Combination) -> Path:
    """Make a folder that is not below /tmp, whose content a sandbox replaces anyway."""
    parent = "/var/lib" if os.geteuid() == 0 else os.path.expanduser("~")
    base = Path(tempfile.mkdtemp(prefix=".journeyman-escapes-", dir=parent))
    (base / "work").mkdir()
    if os.geteuid() == 0 and combination.user == "ordinary":
        for path in (base, base / "work"):
            os.chown(path, ORDINARY, ORDINARY)
    return base


def run(combination: Combination) -> dict[str, dict[str, str]]:
    """Try every escape in one combination; by name: name, category, result (held, escaped, broken) and why."""
    base = _folder(combination)
    ordinary = os.geteuid() == 0 and combination.user == "ordinary"
    python = python_for_all() if ordinary else sys.executable
    argv = [*(_becoming_ordinary() if ordinary else ()), "env", f"HOME={base}/home", *_environment()]
    if combination.denied:
        argv += [str(python), str(_HERE / "denied.py"), combination.denied]
    argv += [str(python), str(_HERE / "driver.py"), combination.variant, str(base), *combination.names()]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd="/", timeout=600)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    found = {line["name"]: line for line in lines if "name" in line}
    if combination.variant == "warm" and not any(line.get("taken") for line in lines):
        raise RuntimeError("no warm interpreter took a run")
    if not found:
        raise RuntimeError(f"{combination} did not begin: {done.stderr[-2000:]}")
    return found


def measure(
    combinations: tuple[Combination, ...] = COMBINATIONS, progress: Callable[[str], None] = lambda text: None
) -> list[dict[str, str]]:
    """Try everything, two combinations at a time; a row for each: name, category, variant, user, denied, result, why."""
    possible = [each for each in combinations if not reason_against(each)]

    def one(combination: Combination) -> dict[str, dict[str, str]]:
        found = run(combination)
        progress(f"{combination}: {sum(each['result'] == 'held' for each in found.values())} of {len(found)} held")
        return found

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, possible))
    return [
        {**row, "variant": each.variant, "user": each.user, "denied": each.denied}
        for each, result in zip(possible, results, strict=True)
        for row in result.values()
    ]
