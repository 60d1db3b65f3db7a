"""``kill -9`` at twenty random points: nothing finished is repeated, nothing is lost, ``resume`` completes the plan."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from journeyman.values import Action, Plan, Step

STEPS = 6
POINTS = [round(point, 3) for point in random.Random(20).sample([n / 100 for n in range(1, 100)], 20)]
RUN = [sys.executable, "-m", "journeyman", "run"]


def queued(services):
    steps = []
    for number in range(STEPS):
        if number % 2:
            action = Action("shell.run", {"command": f"echo {number} >> out.txt"})
        else:
            action = Action("file.append", {"path": "out.txt", "content": f"{number}\n"})
        steps.append(Step(f"append {number}", action))
    (services.workspace.root / "out.txt").write_text("")
    return services.queue.add(Plan("append", tuple(steps), "user", time.time()))


@pytest.fixture(scope="module")
def whole_run() -> dict[str, float]:
    return {}


@pytest.mark.parametrize("point", POINTS)
def test_kill_and_resume(services, run, autonomous, whole_run, point):
    record = queued(services)
    env = {**os.environ, "JOURNEYMAN_WORKSPACE": str(services.workspace.root)}
    if "seconds" not in whole_run:
        started = time.monotonic()
        subprocess.run(RUN, env=env, check=True, capture_output=True)
        whole_run["seconds"] = time.monotonic() - started
        assert (services.workspace.root / "out.txt").read_text() == "".join(f"{n}\n" for n in range(STEPS))
        record = queued(services)
    process = subprocess.Popen(RUN, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(point * whole_run["seconds"])
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    status = run("status")
    assert status.exit_code == 0
    finished = [step.position for step in services.queue.find(record.id).steps if step.status == "done"]
    assert finished == list(range(len(finished)))
    done_before = {services.queue.find(record.id).steps[n].action.id for n in finished}
    while services.queue.find(record.id).status == "open":
        result = run(f"resume {record.id}")
        assert result.exit_code == 0, result.text
    assert (services.workspace.root / "out.txt").read_text() == "".join(f"{n}\n" for n in range(STEPS))
    kept = {step.action.id for step in services.queue.find(record.id).steps}
    assert done_before <= kept, "finished steps are the same actions as before"
    assert services.store.verify_chain() == 0
