"""Try every escape in one sandbox, as the user who runs this; writes one JSON line for each.

``python driver.py VARIANT FOLDER NAMES`` where VARIANT is a sandbox's name, ``warm`` for the interpreter that is kept warm in
bubblewrap, or ``none`` for the control.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from journeyman.errors import SandboxError
from journeyman.sandbox import Limits, NoSandbox, Processes, ProcessSpec, filter_env, usage
from journeyman.sandbox.probe import CANDIDATES
from tests.sandbox.escapes.catalogue import ESCAPES
from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.world import World, in_background

FREE = usage._free
SIGNALS: list[str] = []
"""What has reached this program itself."""


def sandbox_named(name: str):
    if name == "none":
        return NoSandbox("the control")
    name = "bubblewrap" if name == "warm" else name
    return next(each for each in (make() for make in CANDIDATES) if each.capability.name == name)


def used(*folders: Path) -> int:
    """Return how many bytes lie in ``folders``: what a nearly full disk of this attempt's own would have lost."""
    total = 0
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    total += os.lstat(f"{path}/{name}").st_size
    return total


def attempt(escape: Escape, world: World, processes: Processes, output: Path, *, warm: bool) -> tuple[str, str]:
    """Return the result (held, escaped, or broken: it did not get as far as trying) and why."""
    confines = processes.capability.confines
    own_temp = (Path(f"/tmp/journeyman-{os.geteuid()}"),)
    environment = {
        **os.environ,
        "API_TOKEN": world.token,
        "SSH_AUTH_SOCK": world.addresses["agent"],
        "XDG_RUNTIME_DIR": str(world.runtime),
        "LD_PRELOAD": "/nowhere.so",
        "HOME": str(world.home),
        "DATABASE_URL": f"postgres://u:{world.token}@h/d",
    }
    spec = ProcessSpec(
        (
            sys.executable,
            "-I",
            *(() if warm else ("-S",)),
            "-c",
            escape.source(),
            repr(
                {
                    **world.parameters(),
                    "patience": 0.2 if confines else 2.0,
                    "landlock": processes.capability.name == "landlock" or not confines,
                }
            ),
        ),
        world.work,
        filter_env(environment),
        writable=(world.work,),
        read_only=tuple(world.work / name for name in (".git", "configs", "logs")),
        hidden=(world.store,),
        python=warm,
        limits=Limits(**{"wall": 20.0, **(escape.limits if confines else {})}),
    )
    if warm:
        processes.warm(spec)
    if escape.name.startswith("limit.disk") and confines:
        usage._free = lambda folder: usage.FREE + 150_000_000 - used(world.work, output.parent, *own_temp)
    if escape.name == "network.listening":
        in_background(world.knock, 1.0)
    try:
        done = processes.run(spec, confined=True, key=escape.name, output_path=output)
    except SandboxError as error:
        return "broken", str(error)
    finally:
        usage._free = FREE
    found = [*world.touched(done.output, everywhere=escape.name == "write.everywhere"), *SIGNALS]
    SIGNALS.clear()
    if found:
        return "escaped", "; ".join(found)
    if "TRIED" not in done.output and not escape.ends:
        return "broken", f"{done.reason} {done.exit_code}: {done.output[-600:]}"
    return "held", done.output[-300:]


def main(variant: str, base: str, names: list[str]) -> None:
    user = "root" if os.geteuid() == 0 else "ordinary"
    folder = Path(base)
    os.environ["HOME"] = str(folder / "home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ.pop(name, None)
    os.environ["XDG_STATE_HOME"] = str(folder / "state")  # ours, which is made anew now and then
    (folder / "state").mkdir()
    signal.signal(signal.SIGUSR2, lambda number, frame: SIGNALS.append("the starter was signalled"))
    world = World(folder)
    processes = Processes(sandbox_named(variant), grace=0.1)
    if variant != "none" and not processes.capability.confines:
        sys.exit(f"{variant} does not confine here: {processes.capability.detail}")
    print(json.dumps({"capability": str(processes.capability)}), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for escape in ESCAPES:
                if user not in escape.users or (names and escape.name not in names):
                    continue
                if variant == "none" and not escape.control:
                    continue
                result, why = attempt(escape, world, processes, Path(scratch, "output"), warm=variant == "warm")
                print(
                    json.dumps({"name": escape.name, "category": escape.category, "result": result, "why": why}),
                    flush=True,
                )
        finally:
            print(json.dumps({"taken": processes._warm.taken}), flush=True)
            world.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
