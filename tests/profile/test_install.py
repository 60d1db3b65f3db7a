"""Installing on a real interpreter object, in this process. The gate is the in-memory one."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from journeyman_profile.install import install
from journeyman_profile.languages import Languages
from journeyman_profile.memory_door import MemoryDoor, context

from journeyman.errors import UsageError
from journeyman.interpreter_launch import SWITCHES
from journeyman.values import Action

pytestmark = [pytest.mark.interpreter, pytest.mark.slow]

PATCHED = {
    "interpreter.core.core": ("respond",),
    "interpreter.core.llm.llm": ("run_text_llm", "print"),
    "interpreter.core.computer.terminal.terminal": ("import_computer_api_code",),
    "interpreter.terminal_interface.magic_commands": ("handle_help",),
    "interpreter.terminal_interface.start_terminal_interface": ("contribute_conversation_launch_logic",),
    "interpreter.terminal_interface.terminal_interface": ("input", "handle_magic_command"),
}


@pytest.fixture
def fresh(monkeypatch, tmp_path, plot_cache):
    """A new OpenInterpreter; what installing changes elsewhere is put back."""
    import importlib

    for name, value in SWITCHES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MPLCONFIGDIR", str(plot_cache))
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", os.environ.get("TIKTOKEN_CACHE_DIR", str(tmp_path)))
    monkeypatch.chdir(tmp_path)
    modules = {name: importlib.import_module(name) for name in PATCHED}
    before = {(name, attr): getattr(modules[name], attr, None) for name, attrs in PATCHED.items() for attr in attrs}
    import interpreter

    made = interpreter.OpenInterpreter()
    yield made
    made.computer.terminal.terminate()
    interpreter.interpreter.computer.terminal.__dict__.pop("run", None)
    for (name, attr), value in before.items():
        if value is None:
            modules[name].__dict__.pop(attr, None)
        else:
            setattr(modules[name], attr, value)


def guarded(interpreter, policy="ask", **more):
    doors = []

    def open_door(workspace, executors, session):
        doors.append(MemoryDoor(lambda action: policy, executors, **more))
        return doors[0]

    install(interpreter, open_door)
    return doors[0]


def text(chunks):
    return "".join(chunk["content"] for chunk in chunks if chunk.get("format") == "output")


def test_every_way_to_run_something_goes_through_the_door(fresh, capsys):
    import interpreter as package
    from interpreter.terminal_interface import terminal_interface as screen

    door = guarded(fresh)
    computer = fresh.computer
    said = [
        text(computer.run("python", "1")),
        text(computer.run("shell", "ls", stream=True)),
        text(computer.exec("ls")),
        text(computer.terminal.run("shell", "apt install sl", stream=True)),
        text(computer.terminal.run("shell", "apt install sl")),
        text(package.interpreter.computer.run("javascript", "1")),
    ]
    screen.handle_magic_command(fresh, "%%ls")
    assert ["NOT RUN: needs approval" in words for words in said] == [True] * 6
    assert "NOT RUN" in capsys.readouterr().out
    assert [action.kind for action in door.actions] == [
        "oi.code", "shell.run", "shell.run", "shell.run", "shell.run", "oi.code", "shell.run",
    ]  # fmt: skip
    assert computer.terminal._active_languages == {}


def test_its_own_switches_are_overruled(fresh):
    guarded(fresh)
    fresh.auto_run = False
    assert fresh.auto_run is True
    assert (fresh.offline, fresh.disable_telemetry, fresh.anonymous_telemetry) == (True, True, False)
    assert fresh.llm.vision_renderer is None
    assert "Journeyman" in fresh.custom_instructions


def test_installing_twice_changes_nothing(fresh):
    guarded(fresh)
    run = fresh.computer.terminal.run
    install(fresh, None)
    assert fresh.computer.terminal.run == run


@pytest.mark.parametrize(("ready", "offers"), [(True, 0), (False, 1)])
def test_an_unprepared_workspace_is_offered_its_set_up_in_one_line(fresh, capsys, ready, offers):
    guarded(fresh, ready=ready)
    err = capsys.readouterr().err
    assert err.count("%agent init") == err.count("\n") == offers


def test_a_workspace_that_cannot_be_opened_ends_the_program_with_one_line(fresh):
    def broken(workspace, executors, session):
        raise UsageError("the store is in use")

    with pytest.raises(SystemExit, match="journeyman: the store is in use"):
        install(fresh, broken)


def test_agent_and_help_at_the_prompt(fresh, capsys):
    from interpreter.terminal_interface import terminal_interface as screen

    door = guarded(fresh)
    screen.handle_magic_command(fresh, "%agent why a1")
    screen.handle_magic_command(fresh, "%help")
    assert door.verbs == ["why a1"]
    assert "%agent VERB" in capsys.readouterr().out


def block(code):
    return Action("oi.code", {"language": "python", "code": code})


def test_a_real_kernel_reports_how_blocks_end_and_keeps_its_variables(fresh):
    languages = Languages(fresh.computer.terminal)
    heard = []
    results = [
        languages.execute(block(code), context(heard.append))
        for code in ("x = 6", "print('is', x * 7)", "1 / 0", "print('Traceback: a word')", "x +")
    ]
    assert [result.status for result in results] == ["done", "done", "failed", "done", "failed"]
    assert results[1].output == "is 42\n"
    assert results[2].message == "ZeroDivisionError: division by zero"
    assert "is 42\n" in heard


def test_ctrl_c_ends_a_real_block_and_keeps_the_variables(fresh):
    guarded(fresh, "allow")
    run = fresh.computer.terminal.run
    assert text(run("python", "kept = 42\nprint('ready')")) == "ready\n"
    began, ended = [], []

    def press():
        began.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        for chunk in run("python", "import time\nprint('on')\nwhile True: time.sleep(0.05)", stream=True):
            if chunk.get("format") == "output" and chunk["content"] == "on\n":
                threading.Thread(target=press).start()
    ended.append(time.monotonic())
    assert text(run("python", "print('still', kept)")) == "still 42\n"
    print(f"prompt back after {ended[0] - began[0]:.2f} s")


def test_a_second_ctrl_c_ends_a_kernel_that_does_not_listen(fresh):
    door = guarded(fresh, "allow")
    run = fresh.computer.terminal.run
    deaf = "import time\nprint('on')\nwhile True:\n    try:\n        time.sleep(0.05)\n    except KeyboardInterrupt:\n        print('no')"
    with pytest.raises(KeyboardInterrupt):
        for chunk in run("python", deaf, stream=True):
            if chunk.get("format") == "output" and chunk["content"] in ("on\n", "no\n"):
                os.kill(os.getpid(), signal.SIGINT)
    assert door.outcomes[-1].status == "interrupted"
    assert text(run("python", "print('anew')")) == "anew\n"
