"""Terminal IPython: in a real pseudo-terminal where a person answers, and piped where nobody does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipy_ext.terminal import choose
from tests.ipy_ext.conftest import ROOT

PROMPT = r"In \[\d+\]: "
START = ["-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor", "--no-confirm-exit", "--no-tip"]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1"}


class Typist:
    """Somebody at a terminal."""

    def __init__(self, child: Any) -> None:
        import pexpect

        self.child = child
        self.timeout = pexpect.TIMEOUT

    def type(self, line: str, then: str = PROMPT) -> str:
        """Type a line, wait for what is expected next, and return what was shown before it."""
        self.child.sendline(line)
        self.child.expect(then, timeout=40)
        return str(self.child.before)

    def interrupt(self) -> str:
        """Press Ctrl-C until there is a prompt again, and return what was shown before it.

        A signal that arrives just before a read begins is seen only after it: a person presses again.
        """
        shown = ""
        for _ in range(6):
            self.child.sendintr()
            if self.child.expect([PROMPT, self.timeout], timeout=5) == 0:
                return shown + str(self.child.before)
            shown += str(self.child.before)
        raise AssertionError("the interrupt had no effect")


@pytest.fixture
def typist(folder: Path) -> Iterator[Typist]:
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable, START, cwd=str(folder), env=environment(), encoding="utf-8", dimensions=(50, 200), echo=False
    )
    try:
        child.expect(PROMPT, timeout=60)
        made = Typist(child)
        made.type("%load_ext ipy_ext")
        yield made
        child.sendline("exit")
        child.expect(pexpect.EOF, timeout=30)
    finally:
        child.close(force=True)


QUESTION = "Enter = later: "


def test_a_plan_is_offered_and_run_when_the_answer_is_yes(typist: Typist, folder: Path) -> None:
    shown = typist.type("%agent queue add --shell touch made", QUESTION)
    assert "contained" in shown
    assert "✓" in typist.type("y")
    assert (folder / "made").exists()


def test_no_cancels_and_nothing_runs(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --shell touch never", QUESTION)
    assert "will not run" in typist.type("n")
    assert "empty" in typist.type("%agent queue")
    assert not (folder / "never").exists()


def test_what_is_refused_is_not_offered(typist: Typist) -> None:
    shown = typist.type("%agent queue add --shell journeyman approve x")
    assert "As it stands it will not run" in shown
    assert "Run it?" not in shown


def test_a_guarded_cell_tells_what_became_of_it(typist: Typist, folder: Path) -> None:
    typist.type("%agent guard on")
    typist.type("!touch never", QUESTION)
    assert "Held, it was not run: writes never" in typist.type("n")
    assert not (folder / "never").exists()
    typist.type("!touch made", QUESTION)
    told = typist.type("y")
    assert "Held: it ran above, as an action that you approved" in told
    assert "Approve it above" not in told
    assert (folder / "made").exists()


def test_later_leaves_it_in_the_queue_and_run_asks_again(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --shell touch made", QUESTION)
    typist.type("perhaps", "please answer")
    typist.child.expect(QUESTION)
    typist.type("")
    asked = typist.type("%agent run", QUESTION)
    assert "touch" in asked
    typist.type("n")
    assert not (folder / "made").exists()
    assert "rejected" in typist.type("%agent why")


def test_step_by_step_asks_for_each(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --shell touch made", QUESTION)
    typist.type("s", QUESTION)
    typist.type("y")
    assert (folder / "made").exists()


def test_an_interrupt_at_a_question_means_later(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --shell touch made", QUESTION)
    typist.interrupt()
    typist.type("%agent run", QUESTION)
    typist.interrupt()
    assert "approve" in typist.type("%agent status")
    assert not (folder / "made").exists()


def test_an_interrupt_stops_what_runs(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --shell echo begun; sleep 60", QUESTION)
    typist.child.sendline("y")
    typist.child.expect("\nbegun", timeout=30)
    shown = typist.interrupt()
    assert "stopped by the user" in shown
    assert "Traceback" not in shown
    assert "interrupted" in typist.type("%agent queue")


def test_cell_run_shows_what_it_prints_once(typist: Typist) -> None:
    typist.type("%agent queue add --cell print('pri' + 'nted'); kept = open('f', 'w') and 5", QUESTION)
    shown = typist.type("y")
    assert shown.count("printed") == 1
    assert "5" in typist.type("kept")


def test_cell_run_approved_in_a_shell_runs_at_the_next_line(typist: Typist, folder: Path) -> None:
    typist.type("%agent queue add --cell kept = open('f', 'w') and 5", QUESTION)
    typist.type("s", QUESTION)
    typist.type("")
    told = subprocess.run(
        [sys.executable, "-m", "journeyman", "approve"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "session that proposed it" in told.stdout
    assert "✓" in typist.type("%agent status")
    assert "5" in typist.type("kept")


def test_piped_it_stays_pending(folder: Path) -> None:
    lines = "%load_ext ipy_ext\n%agent queue add --shell touch made\n%agent run\n%agent queue add --cell it's\n"
    done = subprocess.run(
        [sys.executable, *START],
        input=lines,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert "%agent approve q" in done.stdout
    assert not (folder / "made").exists()
    assert "Traceback" not in done.stdout + done.stderr


def test_one_line_of_program_text(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, *START, "-c", "%load_ext ipy_ext\n%agent status --json\n"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
        stdin=subprocess.DEVNULL,
    )
    assert '"exit_code": 0' in done.stdout


def test_the_tab_key_completes(folder: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable,
        [arg for arg in START if arg != "--simple-prompt"],
        cwd=str(folder),
        env=environment() | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        dimensions=(50, 120),
    )
    try:
        child.expect(r"In \[", timeout=60)
        child.send("%load_ext ipy_ext\r")
        child.expect(r"%agent init.*In \[", timeout=30)
        child.send("%agent stat")
        child.expect("stat", timeout=30)
        child.send("\t")
        child.expect("us", timeout=30)
        child.send("\r")
        child.expect("Nothing done yet", timeout=30)
    finally:
        child.close(force=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(["y"], "approve plan"), (["s"], "run"), (["No"], "cancel"), ([""], ""), (["what", "later"], "")],
)
def test_answers(typed: list[str], expected: str) -> None:
    answers = iter(typed)
    assert choose(lambda prompt: next(answers)) == expected


def test_the_end_of_input_means_later() -> None:
    def read(prompt: str) -> str:
        raise EOFError

    assert choose(read) == ""
