"""The real `interpreter` at a terminal: questions, answers, `%agent`, Ctrl-C. The gate is the in-memory one."""

from __future__ import annotations

import json
import time

import pytest

from tests.doubles.model_server import ScriptedModelServer, text

pytestmark = [pytest.mark.interpreter, pytest.mark.slow]


def python(code):
    return text(f"So:\n```python\n{code}\n```\n")


def wait_for_request(server):
    deadline = time.monotonic() + 60
    while not server.chats and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.chats


def test_the_user_answers_and_the_model_learns_of_it(open_interpreter):
    turns = [python("print('made', 6 * 7)"), text("Good."), python("print('never')"), text("As you like.")]
    with ScriptedModelServer(turns) as server:
        terminal = open_interpreter.policy("ask").terminal(server)
        terminal.say("first", until="Run it")
        assert "Journeyman asks" in terminal.screen
        terminal.say("y", until="Good")
        terminal.prompt()
        assert "made 42" in terminal.screen
        terminal.say("second", until="Run it")
        terminal.say("n")
        terminal.say("third", until="As you like")
        chats = [json.dumps(chat["messages"]) for chat in server.chats]
    assert open_interpreter.statuses == ["pending", "done", "pending", "rejected"]
    assert "made 42" in chats[1]
    assert "I have declined to run this code" in chats[3] and "never" in chats[3]


def test_ctrl_c_gives_the_prompt_back_and_the_next_block_runs(open_interpreter):
    long = "import time\nkept = 'kept'\nprint('be' + 'gun', flush=True)\nwhile True: time.sleep(0.05)"
    with ScriptedModelServer([python(long), python("print(kept, 'anyway')"), text("Fine.")]) as server:
        terminal = open_interpreter.policy("allow").terminal(server)
        terminal.say("work", until="begun")
        terminal.child.sendintr()
        terminal.prompt()
        assert "Interrupted by the user" in terminal.screen
        terminal.say("again", until="Fine")
        assert "Interrupted by the user" in json.dumps(server.chats[1]["messages"])
        assert "kept anyway" in json.dumps(server.chats[2]["messages"][-1])
    assert open_interpreter.statuses == ["interrupted", "done"]


def test_agent_lines_and_shell_lines_at_the_prompt(open_interpreter):
    with ScriptedModelServer([]) as server:
        terminal = open_interpreter.policy("deny:mkfs,ask").terminal(server)
        terminal.say("%agent status", until="did status")
        terminal.prompt()
        terminal.say("%help", until="%agent VERB")
        terminal.prompt()
        terminal.say("%%mkfs.fakefs /dev/null", until="No approval can allow this")
        terminal.prompt()
        terminal.say("%reset")
        terminal.say("%%echo hi", until="Run it")
        terminal.say("y", until="echo hi")
        terminal.prompt()
    assert open_interpreter.statuses == ["denied", "pending", "done"]


def test_an_edited_block_is_asked_about_anew(open_interpreter, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \'print("edi" + "ted")\' > "$1"\n')
    editor.chmod(0o755)
    open_interpreter.env["EDITOR"] = str(editor)
    with ScriptedModelServer([python("print('first')"), text("Done so.")]) as server:
        terminal = open_interpreter.policy("ask").terminal(server)
        terminal.say("go", until="Run it")
        terminal.say("e", until="Run it")
        terminal.say("y", until="Done so")
        assert "edited" in json.dumps(server.chats[1]["messages"][-1])
    assert open_interpreter.statuses == ["pending", "pending", "done"]


def test_ctrl_c_while_the_model_speaks_does_not_end_the_program(open_interpreter):
    with ScriptedModelServer([text("slow", delay=60), text("Quick.")]) as server:
        terminal = open_interpreter.policy("ask").terminal(server)
        terminal.child.sendline("hello")
        wait_for_request(server)
        terminal.child.sendintr()
        terminal.prompt()
        terminal.say("again", until="Quick")
