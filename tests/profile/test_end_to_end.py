"""The real `interpreter` with the shipped profile and the real gate, sandbox and store."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from journeyman.interpreter_launch import install_profile
from tests.doubles.model_server import ScriptedModelServer, text

pytestmark = [pytest.mark.interpreter, pytest.mark.slow]


def block(language, code):
    return text(f"```{language}\n{code}\n```\n")


def told(server, turn):
    return json.dumps(server.chats[turn + 1]["messages"][-1])


def journeyman(open_interpreter, *words):
    """Run the shell command in the same workspace; return (exit code, output)."""
    ended = subprocess.run(
        [sys.executable, "-m", "journeyman", *words],
        env=open_interpreter.env,
        cwd=open_interpreter.workspace,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_unasked_reading_pending_writing_and_a_refusal_on_standard_input(open_interpreter):
    (open_interpreter.workspace / "notes.txt").write_text("remember the milk\n")
    turns = [
        block("shell", "cat notes.txt"),
        block("shell", "echo changed > notes.txt"),
        block("shell", "mkfs.fakefs /dev/null"),
        text("Over."),
    ]
    with ScriptedModelServer(turns) as server:
        ended = open_interpreter.stdin(server, "-y")
        assert "remember the milk" in told(server, 0)
        assert "NOT RUN" in told(server, 1) and "%agent approve q" in told(server, 1)
        assert "NOT RUN" in told(server, 2)
    assert ended.returncode == 0, ended.stderr
    assert "%agent init" in ended.stderr
    assert (open_interpreter.workspace / "notes.txt").read_text() == "remember the milk\n"


def test_at_the_prompt_ask_do_undo(open_interpreter):
    made = open_interpreter.workspace / "made.txt"
    turns = [block("shell", "echo hello > made.txt && echo wrote it"), text("Written."), text("Noted.")]
    with ScriptedModelServer(turns) as server:
        terminal = open_interpreter.terminal(server)
        terminal.say("%agent init", until="Ready")
        terminal.prompt()
        terminal.say("go", until="Run it")
        assert not made.exists()
        terminal.say("y", until="Written")
        terminal.prompt()
        assert made.read_text() == "hello\n"
        assert "wrote it" in told(server, 0)
        terminal.say("%agent undo", until="made.txt")
        terminal.prompt()
        assert not made.exists()
        terminal.say("%agent status")
        terminal.say("next", until="Noted")
        assert "%agent undo" in json.dumps(server.chats[-1]["messages"])
    code, log = journeyman(open_interpreter, "log", "--json")
    assert code == 0, log
    assert "shell.run" in log and "oi.code" not in log


def test_shell_blocks_run_confined(open_interpreter):
    _, found = journeyman(open_interpreter, "doctor")
    if not re.search(r"^sandbox +ok", found, re.MULTILINE):
        pytest.skip(f"no sandbox that confines works here: {found}")
    outside = open_interpreter.home / "outside.txt"
    turns = [block("shell", f"echo $$ > pid.txt; echo x > {outside}; cat pid.txt"), text("Over.")]
    with ScriptedModelServer(turns) as server:
        terminal = open_interpreter.terminal(server)
        terminal.say("go", until="Run it")
        terminal.say("y", until="Over")
    assert not outside.exists()
    # Its own process numbers: a shell on the machine itself would have a high one.
    assert int((open_interpreter.workspace / "pid.txt").read_text()) < 100


def test_the_computer_api_inside_the_kernel_is_gated_too(open_interpreter):
    with_api = open_interpreter.home / "with_api.py"
    # The outer block is let through by the in-memory door; what is judged here is the one inside its kernel.
    open_interpreter.policy("allow")
    with_api.write_text(open_interpreter.profile.read_text() + "\ninterpreter.computer.import_computer_api = True\n")
    open_interpreter.profile = with_api
    turns = [block("python", "print(computer.run('shell', 'touch made.txt'))\nprint('went', 'on')"), text("Over.")]
    with ScriptedModelServer(turns) as server:
        ended = open_interpreter.stdin(server, "-y")
        assert "NOT RUN" in told(server, 0) and "went on" in told(server, 0)
    assert ended.returncode == 0, ended.stderr
    assert not (open_interpreter.workspace / "made.txt").exists()


def test_an_approval_from_a_shell_lets_the_repeated_block_run(open_interpreter):
    python = block("python", "open('py.txt', 'w').write('x')\nprint('wro' + 'te')")
    with ScriptedModelServer([python, text("Waiting."), python, text("Over.")]) as server:
        open_interpreter.env["PYTHONUNBUFFERED"] = "1"
        terminal = open_interpreter.terminal(server)
        terminal.say("go", until="Run it")
        approval = terminal.screen.rsplit("approval q", 1)[1].split()[0]
        terminal.child.sendeof()
        terminal.prompt()
        code, said = journeyman(open_interpreter, "approve", f"q{approval}")
        assert code == 0, said
        terminal.say("I approved it", until="Waiting")
        terminal.prompt()
        terminal.say("once more", until="Over")
        assert "wrote" in told(server, 2)
    assert (open_interpreter.workspace / "py.txt").read_text() == "x"


def test_the_installed_stub_is_found_by_its_name(open_interpreter, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", open_interpreter.env["XDG_CONFIG_HOME"])
    path = install_profile()
    open_interpreter.profile = path.name
    with ScriptedModelServer([block("shell", "echo mkfs.fakefs > x"), text("Over.")]) as server:
        ended = open_interpreter.stdin(server, "-y")
        assert "NOT RUN" in told(server, 0)
    assert ended.returncode == 0, ended.stderr
    assert path.exists()


def test_without_a_private_folder_nothing_starts(open_interpreter):
    open_interpreter.env["XDG_STATE_HOME"] = "/dev/null/state"
    with ScriptedModelServer([]) as server:
        ended = open_interpreter.stdin(server, "-y")
        assert server.chats == []
    assert ended.returncode != 0
    assert "journeyman: cannot create the private folder" in ended.stderr
    assert "Traceback" not in ended.stderr
