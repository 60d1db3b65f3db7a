from __future__ import annotations

import os
import signal
import subprocess
import threading
from dataclasses import replace

import pytest
from journeyman_profile.languages import Languages
from journeyman_profile.memory_door import context

from journeyman.errors import KindError
from journeyman.values import Action, Origin
from tests.profile.doubles.fake_terminal import FakeTerminal

OK = {"status": "ok"}


def block(code, language="python"):
    return Action("oi.code", {"language": language, "code": code})


def make(evaluate=lambda code: (f"{code}\n", OK)):
    terminal = FakeTerminal(evaluate)
    return terminal, Languages(terminal)


def test_names_are_one_for_all_aliases():
    _, languages = make()
    assert [languages.name(name) for name in ("py", "Python", "bash", "sh", "zsh", "html", "cobol")] == [
        "python", "python", "shell", "shell", "shell", "html", "",
    ]  # fmt: skip


def test_output_goes_to_the_door_and_every_chunk_to_the_screen():
    _, languages = make()
    heard, seen = [], []
    action = block("40 + 2")
    with languages.streaming(action.id, seen.append):
        result = languages.execute(action, context(heard.append))
    assert (result.status, result.exit_code, result.output) == ("done", 0, "40 + 2\n")
    assert heard == ["40 + 2\n"]
    assert [chunk["format"] for chunk in seen] == ["active_line", "output"]


def test_a_block_that_raised_has_failed_with_the_kernel_s_own_words():
    _, languages = make(
        lambda code: ("Traceback...", {"status": "error", "ename": "ValueError", "evalue": "no"} if code else OK)
    )
    result = languages.execute(block("raise ValueError('no')"), context(print))
    assert (result.status, result.message, result.exit_code) == ("failed", "ValueError: no", 1)


def test_a_printed_traceback_alone_is_no_failure():
    _, languages = make(lambda code: ("Traceback (most recent call last): ...", OK))
    assert languages.execute(block("print(log)"), context(print)).status == "done"


def test_a_kernel_that_never_replies_is_not_called_verified(monkeypatch):
    terminal, languages = make()
    languages.execute(block("1"), context(print))
    monkeypatch.setattr(terminal._active_languages["python"], "get_shell_msg", _empty)
    result = languages.execute(block("2"), context(print))
    assert "no status" in result.message and result.exit_code is None


def _empty(timeout):
    from queue import Empty

    raise Empty


def test_an_unknown_language_is_named():
    _, languages = make()
    with pytest.raises(KindError, match="cobol"):
        languages.execute(block("1", "cobol"), context(print))


def test_open_interpreter_s_own_runs_within_a_block_are_nested_ones_and_no_others():
    seen = []

    def evaluate(code):
        seen.append(languages.nested)
        thread = threading.Thread(target=lambda: seen.append(languages.nested))
        thread.start()
        thread.join()
        return "", OK

    _, languages = make(evaluate)
    languages.execute(block("x"), context(print))
    assert seen[-2:] == [True, False]
    assert not languages.nested


def test_interrupting_a_kernel_keeps_it_and_a_hard_stop_ends_it():
    terminal, languages = make()
    action = block("x")
    languages.execute(action, context(print))
    kernel = terminal._active_languages["python"]
    assert languages.interrupt(action)
    assert kernel.calls == ["interrupt"]
    assert languages.interrupt(action, hard=True)
    assert kernel.calls == ["interrupt", "stop_channels", "shutdown"]
    assert "python" not in terminal._active_languages


def test_a_block_interrupted_while_its_kernel_starts_does_not_begin():
    started, go = threading.Event(), threading.Event()

    def evaluate(code):
        started.set()
        go.wait()
        return code, OK

    terminal, languages = make(evaluate)
    action, results = block("dangerous"), []

    def run():
        with languages.streaming(action.id, lambda chunk: None):
            results.append(languages.execute(action, context(print)))

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    languages.interrupt(action)
    go.set()
    thread.join()
    assert results[0].status == "interrupted"
    assert ("python", "dangerous") not in terminal.ran


def test_before_a_language_is_there_an_interrupt_is_too_early():
    _, languages = make()
    assert languages.interrupt(block("x")) is False


def test_a_language_in_a_process_is_killed_and_starts_anew():
    terminal, languages = make()

    class Node:
        def __init__(self):
            self.done = threading.Event()
            self.process = subprocess.Popen(["sleep", "60"])

    node = terminal._active_languages["javascript"] = Node()
    process = node.process
    assert languages.interrupt(block("x", "javascript"))
    assert process.poll() is not None
    assert node.process is None and node.done.is_set()


def test_other_languages_are_asked_to_stop():
    terminal, languages = make()
    languages.execute(block("<b>", "html"), context(print))
    assert languages.interrupt(block("<b>", "html"))
    assert terminal._active_languages["html"].stopped


def test_a_block_of_another_session_is_not_run_here():
    terminal, languages = make()
    action = Action("oi.code", {"language": "python", "code": "1"}, origin=Origin(session="elsewhere"))
    with pytest.raises(KindError, match="elsewhere"):
        languages.execute(action, context(print))
    assert terminal.ran == []


def test_a_long_output_is_kept_whole_on_disk(tmp_path):
    _, languages = make(lambda code: ("x" * 50_000, OK))
    where = replace(context(lambda text: None), output_file=str(tmp_path / "full.txt"))
    result = languages.execute(block("x"), where)
    assert len(result.output) < 21_000
    assert (tmp_path / "full.txt").read_text() == "x" * 50_000


def test_ctrl_c_on_the_main_thread_interrupts_the_kernel_too():
    def evaluate(code):
        if code:
            os.kill(os.getpid(), signal.SIGINT)
            assert terminal._active_languages["python"].interrupted.wait(30)
        return code, OK

    terminal, languages = make(evaluate)
    assert languages.execute(block("while True: pass"), context(print)).status == "interrupted"
