from __future__ import annotations

import os
import signal
import threading

import pytest
from journeyman_profile.asking import Asker
from journeyman_profile.gatekeeper import Gatekeeper
from journeyman_profile.languages import Languages
from journeyman_profile.memory_door import MemoryDoor

from journeyman.errors import StoreError
from journeyman.values import Diagnosis, Outcome
from journeyman.values.fault import command
from tests.profile.doubles.fake_terminal import FakeTerminal

OK = {"status": "ok"}


def make(policy="allow", evaluate=lambda code: (f"{code}\n", OK), there=False, answers=()):
    terminal = FakeTerminal(evaluate)
    languages = Languages(terminal, "s1")
    door = MemoryDoor(lambda action: policy, {"oi.code": languages.execute}, secret="s3cr3t")
    lines = iter(answers)
    gatekeeper = Gatekeeper(
        door, languages, Asker(door, lambda: there), lambda: "model:m", "s1", "sub", lambda prompt: next(lines)
    )
    terminal.run = gatekeeper.run
    return terminal, door


def text(chunks):
    return "".join(chunk["content"] for chunk in chunks if chunk.get("format") == "output")


def test_a_shell_block_is_our_own_sandboxed_action():
    terminal, door = make()
    for name in ("shell", "bash", "sh", "zsh"):
        assert "ls -l" in text(terminal.run(name, "ls -l"))
    assert terminal.ran == []
    action = door.actions[0]
    assert (action.kind, dict(action.args), action.cwd) == ("shell.run", {"command": "ls -l"}, "sub")
    assert (action.origin.proposer, action.origin.front_end, action.origin.session) == ("model:m", "interpreter", "")


def test_open_interpreter_s_special_case_for_apt_is_a_shell_block_like_any_other():
    terminal, door = make("deny")
    assert "NOT RUN" in text(terminal.run("shell", "apt install sl", stream=True))
    assert door.actions[0].kind == "shell.run"


def test_other_languages_run_in_open_interpreter_and_belong_to_this_session():
    terminal, door = make()
    assert text(terminal.run("py", "40 + 2")) == "40 + 2\n"
    action = door.actions[0]
    assert (action.kind, dict(action.args)) == ("oi.code", {"language": "python", "code": "40 + 2"})
    assert action.origin.session == "s1"


@pytest.mark.parametrize("policy", ["deny", "ask"])
@pytest.mark.parametrize("stream", [True, False])
def test_what_is_refused_never_reaches_a_language_and_the_model_reads_why(policy, stream):
    terminal, door = make(policy)
    said = text(terminal.run("python", "1", stream=stream))
    assert "NOT RUN" in said and "the policy says so" in said
    assert terminal.ran == []
    if policy == "ask":
        assert f"%agent approve {door.outcomes[0].approval_id}" in said


def test_streaming_yields_line_markers_and_a_list_has_none():
    terminal, _ = make()
    assert [chunk["format"] for chunk in terminal.run("python", "1", stream=True)] == ["active_line", "output"]
    assert [chunk["format"] for chunk in terminal.run("python", "1")] == ["output"]


def test_display_prints(capsys):
    terminal, _ = make()
    terminal.run("shell", "ls", display=True)
    assert "ls" in capsys.readouterr().out


def test_secrets_in_the_output_do_not_reach_the_model():
    terminal, _ = make(evaluate=lambda code: ("the key is s3cr3t\n", OK))
    assert text(terminal.run("python", "print(key)")) == "the key is ***\n"


def test_a_block_nobody_was_asked_about_yet_is_asked_in_place(capsys):
    terminal, door = make("ask", there=True, answers=["y", "n"])
    assert text(terminal.run("python", "1")) == "1\n"
    assert "the user" in text(terminal.run("python", "2"))
    assert [outcome.status for outcome in door.outcomes] == ["pending", "done", "pending", "rejected"]
    assert "Journeyman asks" in capsys.readouterr().out


def test_what_ran_while_it_was_considered_is_shown_and_not_run_again():
    terminal, door = make(there=True)
    verdicts = iter(["ask", "allow"])
    door.policy = lambda action: next(verdicts)
    assert text(terminal.run("python", "1")) == "1\n"
    assert terminal.ran == [("python", ""), ("python", "1")]


def test_its_own_nested_runs_pass():
    terminal, door = make(
        evaluate=lambda code: (text(terminal.run("python", "bootstrap")) if code == "outer" else code, OK)
    )
    assert text(terminal.run("python", "outer")) == "bootstrap"
    assert [action.args["code"] for action in door.actions] == ["outer"]


def test_an_unknown_language_is_refused_in_a_sentence():
    terminal, door = make()
    assert "`cobol` is not a language" in text(terminal.run("cobol", "x"))
    assert door.actions == []


def test_an_expected_error_of_the_core_is_told_and_nothing_runs():
    def broken(action, on_output):
        raise StoreError("the disk is full")

    terminal, _ = _with_do(broken)
    assert text(terminal.run("python", "1")) == "NOT RUN: the disk is full\n"
    assert terminal.ran == []


def _with_do(do):
    terminal = FakeTerminal(lambda code: (code, OK))
    languages = Languages(terminal)

    class Broken(MemoryDoor):
        def do(self, action, on_output=None):
            return do(action, on_output)

    door = Broken(lambda action: "allow")
    gatekeeper = Gatekeeper(door, languages, Asker(door, lambda: False), lambda: "m", "s")
    terminal.run = gatekeeper.run
    return terminal, door


def test_a_failure_is_told_with_its_diagnosis():
    fault = Diagnosis("git.not_a_repository", "this folder is no repository", fixes=(command("git init"),))
    terminal, _ = _with_do(lambda action, emit: Outcome(action.id, "failed", "git failed", 128, diagnosis=fault))
    said = text(terminal.run("shell", "git log"))
    assert said.splitlines() == [
        "FAILED (exit code 128): git failed",
        "git.not_a_repository: this folder is no repository",
        "  what would help: git init",
    ]


def test_nothing_is_said_twice():
    fault = Diagnosis("shell.command_not_found", "no such command: x")
    message = "exit code 127: no such command: x"
    terminal, _ = _with_do(lambda action, emit: Outcome(action.id, "failed", message, 127, diagnosis=fault))
    assert text(terminal.run("shell", "x")).splitlines() == [f"FAILED: {message}", "shell.command_not_found"]


def test_ctrl_c_interrupts_the_kernel_and_returns_the_prompt():
    def evaluate(code):
        if code:
            os.kill(os.getpid(), signal.SIGINT)
            assert terminal._active_languages["python"].interrupted.wait(30)
        return code, OK

    terminal, door = make(evaluate=evaluate)
    with pytest.raises(KeyboardInterrupt):
        list(terminal.run("python", "while True: pass", stream=True))
    assert door.outcomes[-1].status == "interrupted"
    assert "python" in terminal._active_languages


def test_ctrl_c_stops_the_processes_of_a_shell_block():
    stopped = threading.Event()

    def do(action, emit):
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped.wait(30)
        return Outcome(action.id, "interrupted", "stopped by the user")

    terminal, door = _with_do(do)
    type(door).interrupt = lambda self, action_id: (self.interrupted.append(action_id), stopped.set())
    with pytest.raises(KeyboardInterrupt):
        list(terminal.run("shell", "sleep 60", stream=True))
    assert len(door.interrupted) == 1
