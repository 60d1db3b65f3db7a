from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ipy_ext.cell_run import CellRun
from journeyman.values import Action, Origin

ME = "k-me"


class Bench:
    """The executor of one shell, and what it passed on."""

    def __init__(self, shell: Any, services: Any) -> None:
        self.shell = shell
        self.kept: list[Any] = []
        self.emitted: list[str] = []
        self._run = CellRun(shell, ME, lambda action_id, displays: self.kept.extend(displays))
        self._services = services

    def __call__(self, code: str, session: str = ME) -> Any:
        action = Action("cell.run", {"code": code}, origin=Origin("user", "notebook", session))
        return self._run(action, self._services.runner.context(action.id, None, self.emitted.append))


@pytest.fixture
def bench(shell: Any, services: Any) -> Bench:
    return Bench(shell, services)


def test_code_shares_the_users_variables(bench: Bench) -> None:
    bench.shell.user_ns["before"] = 20
    done = bench("after = before + 1\nprint(after)\nafter * 2")
    assert (done.status, done.output) == ("done", "21\n42\n")
    assert bench.shell.user_ns["after"] == 21
    assert "".join(bench.emitted) == "21\n42\n"
    assert bench.kept[0]["data"]["text/plain"] == "42"


def test_a_failure_has_its_traceback_and_a_diagnosis(bench: Bench) -> None:
    failed = bench("import nonexistent_module_xyz")
    assert failed.status == "failed"
    assert failed.message.startswith("ModuleNotFoundError: No module named")
    assert "ModuleNotFoundError" in failed.output
    assert failed.diagnosis.code == "python.module_not_found"


def test_a_cell_that_cannot_be_parsed_fails(bench: Bench) -> None:
    failed = bench("if:")
    assert failed.status == "failed"
    assert failed.message.startswith("SyntaxError")


@pytest.mark.parametrize("code", ["raise KeyboardInterrupt", "import _thread; _thread.interrupt_main(); 1"])
def test_an_interrupt_is_no_failure(bench: Bench, code: str) -> None:
    assert bench(code).status == "interrupted"


def test_leaving_does_not_end_the_program(bench: Bench) -> None:
    assert bench("raise SystemExit(3)").status == "failed"


def test_code_of_another_session_is_never_run(bench: Bench) -> None:
    refused = bench("stolen = 1", session="k-other")
    assert refused.status == "failed"
    assert "k-other" in refused.message
    assert "stolen" not in bench.shell.user_ns


def test_code_that_awaits_runs_where_no_loop_runs(bench: Bench) -> None:
    assert bench("import asyncio\nawait asyncio.sleep(0)\nslept = True").status == "done"
    assert bench.shell.user_ns["slept"]


def test_code_that_awaits_is_refused_inside_a_running_cell(bench: Bench) -> None:
    import asyncio

    async def cell() -> Any:
        return bench("import asyncio\nawait asyncio.sleep(0)")

    refused = asyncio.run(cell())
    assert refused.status == "failed"
    assert "button" in refused.message


def test_long_output_is_bounded_and_whole_on_disk(bench: Bench, services: Any) -> None:
    done = bench("print('x' * 100_000)")
    assert len(done.output) < 30_000
    whole = [Path(path) for path in services.workspace.outputs.iterdir()]
    assert [path.read_text() for path in whole] == ["x" * 100_000 + "\n"]
