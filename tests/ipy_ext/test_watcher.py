from __future__ import annotations

import threading

from ipy_ext.watcher import Watcher


class Source:
    """A counter that a test moves, and a record of what was seen."""

    def __init__(self) -> None:
        self.value = 0
        self.waits = True
        self.seen: list[int] = []
        self.saw = threading.Event()
        self.ready = True

    def changed(self) -> bool:
        self.seen.append(self.value)
        self.saw.set()
        return self.ready

    def watcher(self) -> Watcher:
        return Watcher(lambda: self.value, lambda: self.waits, self.changed, pause=0.005)


def names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def test_it_tells_of_each_change_once_and_ends_when_nothing_is_waited_for() -> None:
    source = Source()
    watcher = source.watcher()
    watcher.watch()
    watcher.watch()
    assert names().count("journeyman-watcher") == 1
    assert source.saw.wait(5)
    source.saw.clear()
    source.value = 7
    assert source.saw.wait(5)
    assert source.seen == [0, 7]
    thread = next(found for found in threading.enumerate() if found.name == "journeyman-watcher")
    source.waits = False
    thread.join(5)
    assert not thread.is_alive()
    watcher.watch()
    assert "journeyman-watcher" not in names(), "there is nothing to wait for"
    source.waits = True
    watcher.watch()
    assert "journeyman-watcher" in names()
    watcher.close()
    assert "journeyman-watcher" not in names()


def test_what_could_not_be_done_is_tried_again() -> None:
    source = Source()
    source.ready = False
    watcher = source.watcher()
    watcher.watch()
    for _ in range(3):
        assert source.saw.wait(5)
        source.saw.clear()
    watcher.close()
    assert set(source.seen) == {0}


def test_closed_for_good() -> None:
    source = Source()
    watcher = source.watcher()
    watcher.close()
    watcher.watch()
    assert "journeyman-watcher" not in names()


def test_a_fault_ends_the_thread_and_the_next_call_begins_another(monkeypatch: object) -> None:
    faults: list[object] = []
    before = threading.excepthook
    threading.excepthook = lambda args: faults.append(args.exc_value)
    try:
        source = Source()
        watcher = Watcher(lambda: 1 // source.value, lambda: True, source.changed, pause=0.005)
        watcher.watch()
        thread = next((found for found in threading.enumerate() if found.name == "journeyman-watcher"), None)
        if thread is not None:
            thread.join(5)
        assert len(faults) == 1
        source.value = 1
        watcher.watch()
        assert source.saw.wait(5)
        watcher.close()
    finally:
        threading.excepthook = before
