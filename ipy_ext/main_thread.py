"""Run something on a kernel's main thread, the only one that a user's code runs on and that an interrupt reaches."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def on_main_thread() -> bool:
    """Tell whether this is the main thread."""
    return threading.current_thread() is threading.main_thread()


def loop_is_running() -> bool:
    """Tell whether this thread is inside an event loop already, so that nothing can be awaited to its end here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def call(shell: Any, work: Callable[[], T]) -> T:
    """Return what ``work`` returns on the main thread of ``shell``; from another thread, wait for it.

    There it is scheduled on the kernel's loop, that is between cells, and can be interrupted. Raises what it raises.
    """
    if on_main_thread():
        return work()

    async def plain() -> T:
        with _on_interrupt(signal.default_int_handler):
            return work()

    return _schedule(shell, plain)


def await_there(shell: Any, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what the coroutine ``work()`` returns on the kernel's loop; an interrupt cancels it.

    Must be called from another thread than the main one.
    """

    async def awaited() -> T:
        loop = asyncio.get_running_loop()
        task = loop.create_task(work())
        # Raising inside the loop itself would end the kernel.
        with _on_interrupt(lambda *_: loop.call_soon_threadsafe(task.cancel)):
            return await task

    return _schedule(shell, awaited)


def _schedule(shell: Any, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    future: Future[T] = Future()

    async def carry_out() -> None:
        try:
            future.set_result(await work())
        except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the thread that waits for it
            future.set_exception(error)

    shell.kernel.io_loop.add_callback(carry_out)
    return future.result()


@contextmanager
def _on_interrupt(handler: Any) -> Iterator[None]:
    # Between cells a kernel ignores interrupts.
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
