"""Every kind of failure in a live shell is seen once; the user's own handlers and tracebacks stay as they are."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ipy_ext.capture import capture
from ipy_ext.faults.seen import Seen
from ipy_ext.faults.watch import FaultWatch


class Watched:
    """A shell, and what was seen to fail in it."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.seen: list[Seen] = []
        self.well: list[str] = []
        self.watch = FaultWatch(shell, self.seen.append, self.well.append)
        self.watch.add()

    def run(self, code: str) -> list[Seen]:
        self.seen.clear()
        self.shell.run_cell(code, store_history=True)
        return list(self.seen)

    def one(self, code: str) -> Seen:
        (found,) = self.run(code)
        return found


@pytest.fixture
def watched(shell: Any) -> Iterator[Watched]:
    found = Watched(shell)
    yield found
    found.watch.remove()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1/0", ZeroDivisionError),
        ("x = (1,", SyntaxError),
        ("  indented\nwrong", SyntaxError),
        ("%no_such_magic", Exception),
        ("%%no_such_magic\nx", Exception),
        ("raise SystemExit(3)", SystemExit),
        ("raise ExceptionGroup('two', [ValueError(1), KeyError(2)])", ExceptionGroup),
        ("import asyncio\nawait asyncio.sleep('x')", TypeError),
        ("class Odd:\n    def __repr__(self): raise ValueError('no text')\nOdd()", ValueError),
        ("class Odd:\n    def _repr_html_(self): raise KeyError('no html')\nOdd()", KeyError),
    ],
)
def test_each_is_seen_with_its_exception(watched: Watched, code: str, kind: type[BaseException]):
    found = watched.one(code)
    assert found.how == "cell"
    assert found.code == code
    assert found.error is None or isinstance(found.error, kind)


def test_a_script_that_fails_is_seen_though_its_cell_counts_as_a_success(watched: Watched, tmp_path):
    (tmp_path / "script.py").write_text("import sys\nsys.path\nnothing_by_this_name\n")
    found = watched.one(f"%run {tmp_path / 'script.py'}")
    assert isinstance(found.error, NameError)


def test_bash_cells(watched: Watched):
    found = watched.one("%%bash\nexit 3")
    assert found.error.returncode == 3


@pytest.mark.parametrize(
    "code", ["1 + 1", "raise SystemExit", "raise KeyboardInterrupt", "None", "raise SystemExit(0)"]
)
def test_what_is_no_failure(watched: Watched, code: str):
    assert watched.run(code) == []


def test_cells_that_go_well_are_told_of(watched: Watched):
    watched.run("1 + 1")
    watched.run("1/0")
    assert watched.well == ["1 + 1"]


class TestShellLines:
    @pytest.fixture(autouse=True)
    def piped(self, watched: Watched) -> None:
        watched.watch.remove()
        watched.shell.system = watched.shell.system_piped
        watched.watch.add()

    def test_with_exit_code_command_and_output(self, watched: Watched, capsys):
        found = watched.one("name = 'here'\n!echo not $name; exit 4")
        assert (found.how, found.exit_code) == ("shell", 4)
        assert found.command == "echo not here; exit 4"
        assert found.output.strip() == "not here"
        assert "not here" in capsys.readouterr().out
        assert watched.shell.user_ns["_exit_code"] == 4

    def test_names_of_the_function_that_calls_it(self, watched: Watched):
        found = watched.one("def f(word):\n    !echo $word {word}; false\nf('mine')")
        assert found.command == "echo mine mine; false"

    def test_each_of_several(self, watched: Watched):
        assert [seen.exit_code for seen in watched.run("!exit 1\n!exit 2\n!true")] == [1, 2]

    @pytest.mark.parametrize(
        "line", ["!X=5; echo $X {{1}}", "!echo {1 + 1} ${HOME} '$x'", "!echo $name {name!r} $nothing", "!echo '{'"]
    )
    def test_a_line_does_what_it_does_without_us(self, watched: Watched, capsys, line: str):
        watched.shell.user_ns["name"] = "me"
        watched.run(line)
        with_us = capsys.readouterr().out
        watched.watch.remove()
        watched.run(line)
        assert capsys.readouterr().out == with_us

    def test_nothing_is_left_in_its_way(self, watched: Watched):
        before = sys.stdout
        watched.run("!false")
        assert sys.stdout is before
        assert "var_expand" not in vars(watched.shell)


def test_a_cell_within_a_cell_is_told_of_once(watched: Watched):
    seen = watched.run("get_ipython().run_cell('nothing_by_this_name')")
    assert [(found.how, found.code) for found in seen] == [("cell", "nothing_by_this_name")]


def test_a_cell_within_a_cell_does_not_hide_what_failed_before_it(watched: Watched):
    watched.shell.system = watched.shell.system_piped
    watched.watch.remove()
    watched.watch.add()
    seen = watched.run("!echo before; exit 3\nget_ipython().run_cell('1 + 1')")
    assert [found.exit_code for found in seen] == [3]


def test_threads_and_the_hook_that_stood_there(watched: Watched, monkeypatch: pytest.MonkeyPatch):
    shown: list[Any] = []
    watched.watch.remove()
    monkeypatch.setattr(threading, "excepthook", lambda args: shown.append(args.exc_type))
    watched.watch.add()
    watched.run("import threading\nt = threading.Thread(target=lambda: 1/0)\nt.start(); t.join()")
    assert [seen.how for seen in watched.seen] == ["thread"]
    assert shown == [ZeroDivisionError]


def test_tasks_that_nobody_waits_for(watched: Watched):
    code = (
        "import asyncio, gc\n"
        "async def lost():\n    raise ValueError('lost')\n"
        "t = asyncio.ensure_future(lost())\nawait asyncio.sleep(0.01)\ndel t\ngc.collect()"
    )
    seen = watched.run(code)
    gc.collect()
    assert "task" in [found.how for found in (*seen, *watched.seen)]


def test_what_runs_as_an_action_is_left_to_the_runner(watched: Watched):
    with capture(watched.shell, lambda text: None):
        assert watched.run("1/0") == []
    assert watched.run("2/0") != []


def test_a_handler_of_the_users_own_still_has_its_say(watched: Watched):
    asked: list[type[BaseException]] = []
    watched.shell.set_custom_exc((ValueError,), lambda shell, kind, error, tb, tb_offset=None: asked.append(kind))
    try:
        assert isinstance(watched.one("raise ValueError('mine')").error, ValueError)
    finally:
        watched.shell.set_custom_exc((), None)
    assert asked == [ValueError]


def test_the_traceback_is_what_it_was(shell: Any, capsys):
    shell.run_cell("1/0")
    plain = capsys.readouterr().out
    watched = Watched(shell)
    try:
        watched.run("1/0")
        assert capsys.readouterr().out == plain
    finally:
        watched.watch.remove()


def test_everything_is_put_back(shell: Any):
    loop_before = asyncio.events.get_event_loop_policy()
    system, hook = shell.system, threading.excepthook
    events = {name: list(found) for name, found in shell.events.callbacks.items()}
    watched = Watched(shell)
    watched.run("1/0")
    watched.watch.remove()
    watched.watch.remove()
    assert (shell.system, threading.excepthook) == (system, hook)
    assert {name: list(found) for name, found in shell.events.callbacks.items()} == events
    assert asyncio.events.get_event_loop_policy() is loop_before
    assert watched.run("1/0") == []
