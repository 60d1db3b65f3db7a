from __future__ import annotations

import os
import signal
import threading

import pytest
from journeyman_profile.chunks import console, echoed, merged
from journeyman_profile.job import Job

from journeyman.values import Outcome

DONE = Outcome("a1", "done", "done")


def never(hard):
    raise AssertionError("nothing was to be interrupted")


def test_chunks_come_in_order_and_the_outcome_after_them():
    def work(put):
        put(console("one"))
        put(console("two"))
        return DONE

    job = Job(work, never)
    with pytest.raises(RuntimeError):
        job.outcome  # noqa: B018 - asking is the test
    assert [chunk["content"] for chunk in job.chunks()] == ["one", "two"]
    assert job.outcome is DONE


def test_what_the_work_raises_is_raised_to_the_reader():
    def work(put):
        raise ValueError("broken")

    job = Job(work, never)
    assert list(job.chunks()) == []
    with pytest.raises(ValueError, match="broken"):
        job.outcome  # noqa: B018 - asking is the test


def test_ctrl_c_interrupts_the_work_and_then_ends_the_reading_after_its_last_words():
    stopped, cuts, said = threading.Event(), [], []

    def work(put):
        put(console("working"))
        os.kill(os.getpid(), signal.SIGINT)
        stopped.wait()
        put(console("last words"))
        return DONE

    def interrupt(hard):
        cuts.append(hard)
        stopped.set()

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        for chunk in Job(work, interrupt).chunks():
            said.append(chunk["content"])
    assert cuts == [False]
    assert said == ["working", "last words", "\nInterrupted by the user.\n"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_is_hard():
    stopped, first = threading.Event(), threading.Event()

    def work(put):
        os.kill(os.getpid(), signal.SIGINT)
        first.wait()
        os.kill(os.getpid(), signal.SIGINT)
        stopped.wait()
        return DONE

    cuts = []

    def interrupt(hard):
        cuts.append(hard)
        (stopped if hard else first).set()

    with pytest.raises(KeyboardInterrupt):
        list(Job(work, interrupt).chunks())
    assert cuts == [False, True]


def test_an_interrupt_that_comes_too_early_is_repeated_until_it_is_heard():
    stopped, answers = threading.Event(), iter([False, False, True])

    def work(put):
        os.kill(os.getpid(), signal.SIGINT)
        stopped.wait()
        return DONE

    def interrupt(hard):
        heard = next(answers)
        if heard:
            stopped.set()
        return heard

    with pytest.raises(KeyboardInterrupt):
        list(Job(work, interrupt).chunks())
    assert next(answers, None) is None


def test_a_reader_that_leaves_stops_the_work():
    stopped = threading.Event()

    def work(put):
        put(console("one"))
        stopped.wait()
        return DONE

    chunks = Job(work, lambda hard: stopped.set()).chunks()
    assert next(chunks)["content"] == "one"
    chunks.close()
    assert stopped.is_set()


def test_beside_the_main_thread_signals_are_left_alone():
    before, seen = signal.getsignal(signal.SIGINT), []

    def work(put):
        seen.append(signal.getsignal(signal.SIGINT))
        return DONE

    thread = threading.Thread(target=lambda: list(Job(work, never).chunks()))
    thread.start()
    thread.join()
    assert seen == [before]


def test_a_call_without_streaming_gets_neighbours_joined():
    chunks = [
        console("a"),
        {"type": "console", "format": "active_line", "content": 1},
        console("b"),
        {"type": "image", "format": "base64.png", "content": "..."},
        console("c"),
    ]
    assert [message["content"] for message in merged(chunks)] == ["ab", "...", "c"]


def test_display_prints_output_and_no_line_markers(capsys):
    chunks = [console("shown"), {"type": "console", "format": "active_line", "content": 3}]
    assert list(echoed(chunks)) == chunks
    assert capsys.readouterr().out == "shown"
