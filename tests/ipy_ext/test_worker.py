from __future__ import annotations

import threading

from ipy_ext.worker import Worker


def test_jobs_run_one_at_a_time_and_leave_no_thread() -> None:
    worker = Worker()
    inside = 0
    most = 0
    ended = threading.Semaphore(0)

    def job() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.01)
        inside -= 1
        ended.release()

    for _ in range(5):
        worker.start(job)
    assert worker.busy
    for _ in range(5):
        assert ended.acquire(timeout=5)
    worker.close(lambda: None)
    assert most == 1
    assert not worker.busy
    assert "journeyman-worker" not in [thread.name for thread in threading.enumerate()]


def test_closing_stops_what_runs() -> None:
    worker = Worker()
    stop = threading.Event()
    begun = threading.Event()

    def job() -> None:
        begun.set()
        stop.wait(10)

    worker.start(job)
    assert begun.wait(5)
    worker.close(stop.set)
    assert not worker.busy


def test_nothing_is_stopped_where_nothing_runs() -> None:
    stopped: list[int] = []
    Worker().close(lambda: stopped.append(1))
    assert stopped == []
