"""What undo costs: recording a known path, looking at the whole tree, restoring. Each function returns seconds."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from benchmarks.door_bench import workspace
from benchmarks.measure import Figure, seconds
from journeyman.services import Services
from journeyman.values import Action


@contextmanager
def filled(files: int) -> Iterator[Services]:
    """A workspace of ``files`` small files, old enough that a scan believes their stamps."""
    with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
        services = workspace(Path(folder), "undo", files)
        time.sleep(0.05)
        yield services
        services.close()


def median(run: Callable[[], object], rounds: int) -> float:
    """Return the median over ``rounds``, after three to warm up."""
    for _ in range(3):
        run()
    return statistics.median(seconds(run) for _ in range(rounds))


def record_known_path(services: Services, rounds: int = 100) -> float:
    """Before and after of one new file whose path is known, without the action around it."""
    checkpoints, numbers = services.checkpoints, count()
    root = services.workspace.root

    def record() -> float:
        path = root / f"known_{next(numbers)}.py"
        start = time.perf_counter()
        before = checkpoints.before((str(path),), path.name)
        taken = time.perf_counter() - start
        path.write_text("VALUE = 1\n")
        start = time.perf_counter()
        checkpoints.after(before, path.name)
        return taken + time.perf_counter() - start

    for _ in range(3):
        record()
    return statistics.median(record() for _ in range(rounds))


def look_at_everything(services: Services, rounds: int = 15) -> float:
    """Before and after of an action that may have changed anything, and changed nothing."""
    checkpoints = services.checkpoints
    return median(lambda: checkpoints.after(checkpoints.before(None, "a"), "a"), rounds)


def undo_ten_files(services: Services, rounds: int = 15) -> float:
    """One undo of a change to ten files, through the door."""
    paths = [f"part_{number:03}/file_{number * 50:05}.py" for number in range(10)]
    command = "; ".join(f"echo CHANGED >> {path}" for path in paths)
    checkpoint = services.runner.do(Action("shell.run", {"command": command})).checkpoint_id

    def restore(direction: str) -> float:
        action = Action("checkpoint.restore", {"checkpoints": [checkpoint], "direction": direction})
        start = time.perf_counter()
        outcome = services.runner.do(action)
        taken = time.perf_counter() - start
        if not outcome.ok:
            raise SystemExit(outcome.message)
        return taken

    return statistics.median([(restore("undo"), restore("redo"))[0] for _ in range(rounds)])


def create_file(services: Services, rounds: int = 100) -> float:
    """``file.create`` end to end: gate, checkpoint, the file, journal, log, trust."""
    numbers = count()

    def create() -> None:
        action = Action("file.create", {"path": f"made/new_{next(numbers)}.py", "content": "VALUE = 1\n" * 20})
        if not services.runner.do(action).ok:
            raise SystemExit("the file was not created")

    return median(create, rounds)


def figures() -> list[Figure]:
    """Measure everything."""
    with filled(2000) as services:
        found = [
            Figure("record of a known path", record_known_path(services) * 1000, "ms", None, "2000 files"),
            Figure("look at 2000 files, twice", look_at_everything(services) * 1000, "ms", None, "nothing changed"),
            Figure("undo of a 10-file change", undo_ten_files(services) * 1000, "ms", 60, "2000 files"),
            Figure("`file.create`, end to end", create_file(services) * 1000, "ms", 10, "2000 files"),
        ]
    with filled(20_000) as services:
        taken = look_at_everything(services) * 1000
    return [*found, Figure("look at 20000 files, twice", taken, "ms", None, "nothing changed")]


if __name__ == "__main__":
    for figure in figures():
        print(figure.row())
