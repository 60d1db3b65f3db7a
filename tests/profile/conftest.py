"""The profile's package on the path, and the real Open Interpreter in a home of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from journeyman.shipped import shipped
from tests.doubles.model_server import ScriptedModelServer

sys.path.append(str(shipped("profile")))

HERE = Path(__file__).parent
MEMORY_PROFILE = HERE / "doubles" / "memory_profile.py"
START = """\
import sys
from interpreter.terminal_interface.start_terminal_interface import main
sys.argv[0] = "interpreter"
sys.exit(main())
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if importlib.util.find_spec("interpreter") is None:
        skip = pytest.mark.skip(
            reason=f"Open Interpreter is not installed for {sys.executable}; `make test` uses .venv-oi"
        )
        for item in items:
            if HERE in item.path.parents and item.get_closest_marker("interpreter"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def plot_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where matplotlib keeps its list of fonts: made once, it takes seconds."""
    return tmp_path_factory.mktemp("matplotlib")


@dataclass
class OpenInterpreter:
    """Starts the real program in a workspace and a home of its own, against a scripted model."""

    workspace: Path
    home: Path
    env: dict[str, str]
    profile: Path = shipped("profile") / "journeyman.py"
    children: list[Any] = field(default_factory=list)

    def policy(self, policy: str) -> OpenInterpreter:
        """Use the in-memory door: see ``doubles/memory_profile.py``."""
        self.profile = MEMORY_PROFILE
        self.env |= {"OI_TEST_POLICY": policy, "OI_TEST_RECORD": str(self.home / "outcomes.jsonl")}
        return self

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """What came of each block behind the in-memory door."""
        record = self.home / "outcomes.jsonl"
        return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []

    @property
    def statuses(self) -> list[str]:
        return [outcome["status"] for outcome in self.outcomes]

    def argv(self, server: ScriptedModelServer, *options: str) -> list[str]:
        model = ["--api_base", server.base_url, "--api_key", "x", "--model", "openai/scripted"]
        return [sys.executable, "-c", START, "--profile", str(self.profile), *model, *options]

    def stdin(self, server: ScriptedModelServer, *options: str, text: str = "go\n") -> subprocess.CompletedProcess[str]:
        """Run it with a message on standard input, and to its end."""
        return subprocess.run(
            self.argv(server, "--stdin", *options),
            input=text,
            text=True,
            capture_output=True,
            env=self.env,
            cwd=self.workspace,
            timeout=120,
            check=False,
        )

    def terminal(self, server: ScriptedModelServer, *options: str) -> Terminal:
        """Run it in a terminal of its own and wait for its prompt."""
        import pexpect

        argv = self.argv(server, *options)
        child = pexpect.spawn(
            argv[0], argv[1:], env=self.env, cwd=self.workspace, encoding="utf-8", timeout=60, dimensions=(50, 150)
        )
        self.children.append(child)
        terminal = Terminal(child)
        terminal.prompt()
        return terminal


@dataclass
class Terminal:
    """A person at the terminal: types, waits, looks."""

    child: Any
    seen: str = ""

    @property
    def screen(self) -> str:
        """Everything shown so far, without control sequences."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)

    def wait(self, pattern: str) -> None:
        self.child.expect(pattern)
        self.seen += self.child.before + self.child.after

    def prompt(self) -> None:
        self.wait(r"(?:\A|\n|\x1b\[\?25h)> $")

    def say(self, line: str, until: str = "") -> None:
        """Type a line and wait for words, or else for the prompt."""
        self.child.sendline(line)
        if until:
            self.wait(re.escape(until))
        else:
            self.prompt()


@pytest.fixture
def open_interpreter(tmp_path: Path, isolated_home: Path, plot_cache: Path) -> Any:
    """The real program; its processes are ended after the test."""
    workspace = tmp_path / "work"
    workspace.mkdir()
    dropped = ("INTERPRETER_", "OPENAI_", "OI_TEST_", "JOURNEYMAN_")
    env = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    env |= {
        "HOME": str(isolated_home),
        "XDG_STATE_HOME": str(isolated_home / "state"),
        "XDG_CONFIG_HOME": str(isolated_home / "config"),
        "MPLCONFIGDIR": str(plot_cache),
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "TERM": "xterm",
        "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), *filter(None, [env.get("PYTHONPATH")])]),
    }
    started = OpenInterpreter(workspace, isolated_home, env)
    yield started
    for child in started.children:
        child.close(force=True)
