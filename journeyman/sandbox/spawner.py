"""The one thread that starts all processes.

A confined process asks the kernel to be killed when its parent *thread* ends, so whoever starts it must live as long as
the program does: worker threads of front ends come and go.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

_Job = tuple["Future[subprocess.Popen[bytes]]", Sequence[str], dict[str, Any]]


class Spawner:
    """Starts processes on a daemon thread of its own; the thread begins with the first of them."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._pid = 0

    def popen(self, argv: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own and return it. Raises OSError when it does not start."""
        self._ensure()
        future: Future[subprocess.Popen[bytes]] = Future()
        self._jobs.put((future, argv, options))
        return future.result()

    def _ensure(self) -> None:
        with self._lock:
            if self._thread and self._thread.is_alive() and self._pid == os.getpid():
                return
            self._jobs = queue.SimpleQueue()
            self._pid = os.getpid()
            self._thread = threading.Thread(target=self._serve, args=(self._jobs,), name="spawner", daemon=True)
            self._thread.start()

    @staticmethod
    def _serve(jobs: queue.SimpleQueue[_Job]) -> None:
        while True:
            future, argv, options = jobs.get()
            try:
                future.set_result(
                    cast("subprocess.Popen[bytes]", subprocess.Popen(argv, start_new_session=True, **options))
                )
            except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
                future.set_exception(error)
            del future, argv, options


SPAWNER = Spawner()


def capture(argv: Sequence[str], env: Mapping[str, str], timeout: float, cwd: Path | None = None) -> tuple[int, str]:
    """Run a short command to its end and return its exit code and output. Raises OSError when it does not start."""
    process = SPAWNER.popen(
        argv,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            return 124, output.decode(errors="replace")
    return process.returncode, output.decode(errors="replace")
