"""Whatever fails in our own hook is one line; the user's traceback is there before it, whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ipy_ext import extension
from ipy_ext.faults.desk import FaultDesk
from journeyman.errors import StoreError


@pytest.fixture
def loaded(shell: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Any]:
    monkeypatch.setenv("JOURNEYMAN_WORKSPACE", str(tmp_path))
    extension.attach(shell)
    yield shell
    extension.detach(shell)


@pytest.mark.parametrize("error", [StoreError("the disk is full"), RuntimeError("a mistake of ours"), KeyError("x")])
def test_a_fault_of_our_own_is_one_line_below_the_traceback(
    loaded: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
):
    def fails(self: FaultDesk, seen: object) -> None:
        raise error

    monkeypatch.setattr(FaultDesk, "saw", fails)
    loaded.run_cell("1/0")
    shown = capsys.readouterr()
    assert "ZeroDivisionError: division by zero" in shown.out
    assert "Error in callback" not in shown.out + shown.err
    (line,) = shown.err.splitlines()
    assert line.startswith("Journeyman: this failure could not be recorded: ")
    assert str(error.args[0]) in line


def test_nor_does_it_come_between_a_cell_that_goes_well_and_its_result(
    loaded: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fails(self: FaultDesk, code: str) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(FaultDesk, "went_well", fails)
    loaded.run_cell("1/0")
    capsys.readouterr()
    assert loaded.run_cell("6 * 7").result == 42
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert "a mistake of ours" in shown.err
