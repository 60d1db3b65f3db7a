"""One run on a thread of its own, so that the screen stays alive and Ctrl-C reaches what runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from queue import Empty, SimpleQueue

from journeyman.values import Outcome
from journeyman_profile.chunks import Chunk, console
from journeyman_profile.sigint import on_sigint

_DONE = object()
_INTERRUPT = object()
_LAST_WAIT = 10.0
"""Seconds to wait for a run to end when nobody reads its output any more."""

_AGAIN = 0.2
"""Seconds after which an interrupt that found nothing to stop yet is tried again."""

Work = Callable[[Callable[[Chunk], None]], Outcome]
Interrupt = Callable[[bool], object]


class Job:
    """Runs ``work(put)`` and yields what it puts; ``interrupt(hard)`` stops it, or answers False when it is too early.

    The first Ctrl-C interrupts softly and waits, a second one is hard. Either way :meth:`chunks` ends with
    KeyboardInterrupt, after everything that was printed before has been yielded.
    """

    def __init__(self, work: Work, interrupt: Interrupt) -> None:
        self._work = work
        self._interrupt = interrupt
        # SimpleQueue.put is reentrant: a signal handler may call it.
        self._queue: SimpleQueue[object] = SimpleQueue()
        self._thread = threading.Thread(target=self._body, name="journeyman-block", daemon=True)
        self._outcome: Outcome | None = None
        self._error: BaseException | None = None

    @property
    def outcome(self) -> Outcome:
        """How the run ended. Raises what the work raised."""
        if self._error:
            raise self._error
        if self._outcome is None:
            raise RuntimeError("the run has not ended")
        return self._outcome

    def chunks(self) -> Iterator[Chunk]:
        """Start the run and yield its chunks until it has ended."""
        with on_sigint(lambda: self._queue.put(_INTERRUPT)):
            self._thread.start()
            try:
                cuts = yield from self._pump()
            except GeneratorExit:
                self._abandon()
                raise
        if cuts:
            yield console("\nInterrupted by the user.\n")
            raise KeyboardInterrupt

    def _pump(self) -> Generator[Chunk, None, int]:
        cuts, heard = 0, True
        while True:
            try:
                item = self._queue.get(timeout=None if heard else _AGAIN)
            except Empty:
                heard = self._interrupt(False) is not False
                continue
            if item is _DONE:
                return cuts
            if item is _INTERRUPT:
                cuts += 1
                heard = self._interrupt(cuts > 1) is not False
            else:
                yield item  # type: ignore[misc]  # what is neither mark is a chunk

    def _abandon(self) -> None:
        if self._thread.is_alive():
            self._interrupt(False)
            self._thread.join(_LAST_WAIT)

    def _body(self) -> None:
        try:
            self._outcome = self._work(self._queue.put)
        except BaseException as error:  # noqa: BLE001 - handed to the reader, who raises it
            self._error = error
        finally:
            self._queue.put(_DONE)
