"""Started by `journeyman interpreter`, nothing but the model's own server is called."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.doubles.model_server import ScriptedModelServer, text
from tests.profile.conftest import HERE

pytestmark = [pytest.mark.interpreter, pytest.mark.slow]

LAUNCH = """\
import sys
from journeyman import interpreter_launch
interpreter_launch.PROFILE = sys.argv[1]
sys.exit(interpreter_launch.main(sys.argv[2:]))
"""


def test_a_whole_conversation_looks_nothing_up(open_interpreter):
    open_interpreter.policy("allow")
    record = open_interpreter.home / "network.txt"
    env = {key: value for key, value in open_interpreter.env.items() if not key.startswith("LITELLM_")}
    env |= {
        "NETWORK_RECORD": str(record),
        "PYTHONPATH": os.pathsep.join([str(HERE / "doubles"), env["PYTHONPATH"]]),
    }
    turns = [text("```python\nprint('fine', 6 * 7)\n```"), text("Over.")]
    with ScriptedModelServer(turns) as server:
        model = ["--api_base", server.base_url, "--api_key", "x", "--model", "openai/scripted"]
        ended = subprocess.run(
            [sys.executable, "-c", LAUNCH, str(open_interpreter.profile), "--stdin", *model],
            input="go\n",
            text=True,
            capture_output=True,
            env=env,
            cwd=open_interpreter.workspace,
            timeout=120,
            check=False,
        )
    assert "fine 42" in ended.stdout and "Over." in ended.stdout, ended.stderr
    assert not record.exists(), record.read_text()


def test_the_recorder_sees_a_look_up(tmp_path):
    record = tmp_path / "network.txt"
    env = {**os.environ, "NETWORK_RECORD": str(record), "PYTHONPATH": str(HERE / "doubles")}
    program = "import socket\ntry: socket.getaddrinfo('model-prices.invalid', 80)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", program], env=env, check=True)
    assert "model-prices.invalid" in record.read_text()
