"""A real kernel, driven as a notebook front end drives it: cells run, widgets live, buttons are clicked."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


class LiveKernel:
    """One kernel behind nbclient. ``state`` is the widgets' by id; ``displays`` the newest data by display id."""

    def __init__(self, client: Any) -> None:
        import nbformat

        self.client = client
        self.state: dict[str, dict[str, Any]] = {}
        self.displays: dict[str, dict[str, Any]] = {}
        self._format = nbformat.v4
        self._receive = client.kc.iopub_channel.get_msg
        client.kc.iopub_channel.get_msg = self._see

    async def _see(self, *args: Any, **options: Any) -> Any:
        """Take in what any thread of the kernel sends at any time; nbclient drops what belongs to no running cell."""
        message = await self._receive(*args, **options)
        content = message["content"]
        data = content.get("data", {})
        if message["msg_type"] == "comm_open":
            self.state[content["comm_id"]] = dict(data["state"])
        elif message["msg_type"] == "comm_msg" and data.get("method") in ("update", "echo_update"):
            self.state.setdefault(content["comm_id"], {}).update(data["state"])
        elif message["msg_type"] == "comm_close":
            self.state.pop(content["comm_id"], None)
        elif "display_id" in content.get("transient", {}):
            self.displays[content["transient"]["display_id"]] = data
        return message

    def run(self, source: str, *, fails: bool = False) -> list[Any]:
        """Run one cell and return its outputs."""
        cell = self._format.new_code_cell(source)
        if fails:
            cell.metadata["tags"] = ["raises-exception"]
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        return list(cell.outputs)

    def text(self, source: str) -> str:
        """Run one cell and return the plain text of all that it shows."""
        shown = []
        for output in self.run(source):
            shown.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
        return "\n".join(shown)

    def widgets(self, model: str) -> dict[str, dict[str, Any]]:
        """Return the state of all widgets of one model (``ButtonModel``), by id."""
        return {key: state for key, state in self.state.items() if state.get("_model_name") == model}

    def buttons(self, label: str) -> list[str]:
        """Return the ids of the buttons with this label that can be pressed, oldest first."""
        layouts = self.widgets("LayoutModel")
        return [
            key
            for key, state in self.widgets("ButtonModel").items()
            if state["description"] == label
            and not state["disabled"]
            and layouts[state["layout"].removeprefix("IPY_MODEL_")].get("display") != "none"
        ]

    def click(self, label: str, times: int = 1) -> None:
        """Press the newest button with this label, as a front end does, and let the kernel answer."""
        button = self.buttons(label)[-1]
        for _ in range(times):
            content = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
            message = self.client.kc.session.msg("comm_msg", content)
            self.client.kc.shell_channel.send(message)
        self.run("None")

    def html(self) -> str:
        """Return all HTML that the widgets show."""
        return "\n".join(str(state.get("value", "")) for state in self.widgets("HTMLModel").values())

    def until(self, holds: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Run empty cells (which takes in what the kernel has sent) until ``holds()`` is true; return that."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := holds():
                return found
            self.run("import time; time.sleep(0.05)")
        raise AssertionError(f"it did not come true within {seconds} s")


@contextmanager
def live_kernel(folder: Path) -> Iterator[LiveKernel]:
    """Start a kernel in ``folder`` with the environment of the test."""
    import nbformat
    from nbclient import NotebookClient

    client = NotebookClient(nbformat.v4.new_notebook(), timeout=60, resources={"metadata": {"path": str(folder)}})
    client.create_kernel_manager()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with client.setup_kernel(env=environment, cwd=str(folder)):
        yield LiveKernel(client)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty workspace folder."""
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.fixture
def kernel(folder: Path) -> Iterator[LiveKernel]:
    """A kernel in an empty workspace, with the extension loaded."""
    with live_kernel(folder) as started:
        started.run("%load_ext ipy_ext")
        yield started


@pytest.fixture
def shell(isolated_home: Path) -> Iterator[Any]:
    """A real IPython shell inside this process; what it publishes is kept in ``shell.display_pub.outputs``."""
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell

    before = (sys.displayhook, sys.excepthook)
    made = InteractiveShell.instance(colors="nocolor", xmode="Minimal")
    made.display_pub = CapturingDisplayPublisher()
    made.kernel = None
    yield made
    if made.history_manager is not None:
        made.history_manager.end_session()
    InteractiveShell.clear_instance()
    sys.displayhook, sys.excepthook = before


@pytest.fixture
def services(workspace: Any) -> Iterator[Any]:
    """The real rooms of a temporary workspace."""
    from journeyman.services import open_services

    opened = open_services(workspace.root, {})
    yield opened
    opened.close()
