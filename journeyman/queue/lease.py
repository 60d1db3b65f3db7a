"""A claim on a step that is kept alive while the step runs, and ends by itself when its runner dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

from journeyman.store import Store
from journeyman.store.owner import this_owner
from journeyman.store.protocol import StepRecord
from journeyman.values import StepStatus


class Lease:
    """Context manager over one claimed step: renews the lease every ``renew`` seconds until the block ends."""

    def __init__(
        self, store: Store, step: StepRecord, seconds: float, renew: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._step = step
        self._seconds = seconds
        self._renew = renew
        self._clock = clock
        # Two runs within one process must not take each other's steps.
        self.owner = f"{this_owner()}"
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def claim(self, expected: tuple[StepStatus, ...]) -> bool:
        """Take the step if its status is one of ``expected`` and nobody else took it; it is running then."""
        step = self._step
        until = self._clock() + self._seconds
        return self._store.claim_step(step.plan_id, step.position, self.owner, until, expected)

    def __enter__(self) -> Lease:
        self._thread = threading.Thread(target=self._keep, name="journeyman-lease", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def _keep(self) -> None:
        step = self._step
        while not self._done.wait(self._renew):
            until = self._clock() + self._seconds
            if not self._store.renew_lease(step.plan_id, step.position, self.owner, until):
                return
