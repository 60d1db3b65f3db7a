"""The real `interpreter` on standard input, where nobody can answer. The gate is the in-memory one."""

from __future__ import annotations

import json

import pytest

from tests.doubles.model_server import ScriptedModelServer, text, tool_call

pytestmark = [pytest.mark.interpreter, pytest.mark.slow]

REFUSED = "echo mkfs.fakefs /dev/null"
"""A harmless stand-in: it would only print."""


def block(language, code):
    return text(f"```{language}\n{code}\n```\n")


def told(server, turn):
    """What the model was told right after its turn (counted from 0)."""
    return json.dumps(server.chats[turn + 1]["messages"][-1])


@pytest.mark.parametrize("options", [(), ("-y",)], ids=["asking", "with -y"])
def test_what_the_gate_refuses_does_not_run_and_the_model_reads_why(open_interpreter, options):
    turns = [
        block("shell", REFUSED),
        block("python", "print('unanswered', 6 * 7)"),
        block("python", "print('fine', 6 * 7)"),
        text("Over."),
    ]
    with ScriptedModelServer(turns) as server:
        ended = open_interpreter.policy("deny:mkfs,allow:fine,ask").stdin(server, *options)
        assert "No approval can allow this" in told(server, 0)
        assert "%agent approve q" in told(server, 1)
        assert "fine 42" in told(server, 2)
    assert ended.returncode == 0, ended.stderr
    assert "Over." in ended.stdout
    assert "unanswered 42" not in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
    assert open_interpreter.statuses == ["denied", "pending", "done"]


def test_tool_calls_go_through_the_same_door(open_interpreter):
    turns = [
        tool_call("execute", language="shell", code=REFUSED),
        tool_call("execute", language="python", code="x = 6\nprint('fine', x * 7)"),
        tool_call("execute", language="python", code="print('fine', x)\nraise ValueError('fine too')"),
        text("Over."),
    ]
    with ScriptedModelServer(turns) as server:
        ended = open_interpreter.policy("deny:mkfs,allow:fine").stdin(server, "-y", "--llm_supports_functions")
        assert "No approval can allow this" in told(server, 0)
        assert "fine 42" in told(server, 1)
        assert "fine 6" in told(server, 2)
    assert ended.returncode == 0, ended.stderr
    assert open_interpreter.statuses == ["denied", "done", "failed"]
    assert "ValueError: fine too" in open_interpreter.outcomes[-1]["message"]


def test_a_plot_comes_through_and_a_secret_does_not(open_interpreter):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('s3cr' + '3t', 'end')"
    with ScriptedModelServer([block("python", plot), text("Over.")]) as server:
        ended = open_interpreter.policy("allow").stdin(server, "-y")
        assert "*** end" in told(server, 0)
    assert ended.returncode == 0, ended.stderr
    assert "s3cr3t" not in ended.stdout
