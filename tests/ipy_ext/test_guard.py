"""The guard in a real kernel: the user's own cells are judged, held, approved; and left alone again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipy_ext.guard import Guard, Held
from tests.ipy_ext.conftest import LiveKernel


def errors(kernel: LiveKernel, source: str) -> list[str]:
    """Run a cell that may fail; return the text of its errors."""
    return [output["evalue"] for output in kernel.run(source, fails=True) if output["output_type"] == "error"]


@pytest.fixture
def guarded(kernel: LiveKernel) -> LiveKernel:
    """A kernel whose guard is on."""
    assert "Guard on" in kernel.text("%agent guard on")
    return kernel


def test_it_is_off_until_it_is_switched_on(kernel: LiveKernel, folder: Path) -> None:
    assert "Guard off" in kernel.text("%agent guard")
    kernel.run("!touch made.txt")
    assert (folder / "made.txt").exists()


def test_what_only_reads_runs(guarded: LiveKernel, folder: Path) -> None:
    (folder / "seen.txt").write_text("x")
    assert guarded.text("sum(range(5))") == "10"
    assert "seen.txt" in guarded.text("!ls")


@pytest.mark.parametrize(
    "cell",
    ["open('made.txt', 'w').close()", "!touch made.txt", "%%bash\ntouch made.txt", "%agent status\n!touch made.txt"],
)
def test_what_writes_is_held_and_runs_once_it_is_approved(guarded: LiveKernel, folder: Path, cell: str) -> None:
    (error,) = errors(guarded, cell)
    assert error.startswith("Held, it was not run: writes made.txt")
    assert not (folder / "made.txt").exists()
    guarded.click("Approve plan")
    guarded.until((folder / "made.txt").exists)


def test_what_is_denied_is_not_offered(guarded: LiveKernel) -> None:
    (error,) = errors(guarded, "!journeyman approve anything")
    assert error.startswith("Denied, it was not run")
    assert not guarded.buttons("Approve plan")


def test_switched_off_cells_run_as_ever(guarded: LiveKernel, folder: Path) -> None:
    assert "Guard off" in guarded.text("%agent guard off")
    assert errors(guarded, "!touch made.txt") == []
    assert (folder / "made.txt").exists()


def test_unloading_takes_the_guard_away(guarded: LiveKernel, folder: Path) -> None:
    guarded.run("%unload_ext ipy_ext")
    guarded.run("!touch made.txt")
    assert (folder / "made.txt").exists()


def test_a_cell_that_cannot_be_judged_is_held() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    def broken(code: str) -> None:
        raise RuntimeError("the store is gone")

    shell = InteractiveShell()
    guard = Guard(shell, broken, broken)
    guard.switch(True)
    done = shell.run_cell("reached = True")
    assert isinstance(done.error_before_exec, Held)
    assert "it could not be judged (RuntimeError: the store is gone)" in str(done.error_before_exec)
    assert "reached" not in shell.user_ns
    assert guard in shell.ast_transformers, "it must stay in force"


@pytest.mark.parametrize(
    "cell",
    [
        "x = '''\n%agent '''; open('made.txt', 'w').close(); y = '''\n'''",
        "z = 1 + \\\n2\nx = '''\n%agent '''; open('made.txt', 'w').close(); y = '''\n'''",
        "%agent status\nopen('made.txt', 'w').close()",
    ],
)
def test_code_behind_what_looks_like_our_line_is_judged(guarded: LiveKernel, folder: Path, cell: str) -> None:
    (error,) = errors(guarded, cell)
    assert error.startswith("Held, it was not run: ")
    assert not (folder / "made.txt").exists()


def test_our_own_lines_are_not_judged(guarded: LiveKernel) -> None:
    assert errors(guarded, "\n%agent status\nx = 1\n%agent queue") == []
    assert errors(guarded, "%%agent queue add --shell\ntouch made.txt") == []


def test_at_a_shell_there_are_no_cells(run) -> None:
    result = run("guard on")
    assert result.exit_code == 2
    assert "%agent guard on" in result.text
