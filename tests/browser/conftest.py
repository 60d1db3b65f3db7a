"""A real JupyterLab and a real browser: one server and one Chromium for all tests of this folder."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
ARTIFACTS = ROOT / "artifacts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = "" if CHROMIUM else "Chromium is not installed"
    for module in ("playwright", "jupyterlab"):
        if not missing and not _installed(module):
            missing = f"{module} is not installed"
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


def _installed(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


@dataclass(frozen=True)
class Lab:
    """A running server: its folder, address and token."""

    folder: Path
    port: int
    token: str
    environment: dict[str, str]

    def get(self, path: str) -> Any:
        """Return the JSON that the server answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}?token={self.token}", timeout=5) as answer:
            return json.load(answer)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in a temporary folder, with every folder of its own there as well."""
    base = tmp_path_factory.mktemp("lab")
    folder = base / "work"
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COVERAGE_"))}
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        environment[f"JUPYTER_{name}"] = str(base / name.lower())
    for name in ("SETTINGS_DIR", "WORKSPACES_DIR"):
        environment[f"JUPYTERLAB_{name}"] = str(base / name.lower())
    labconfig = base / "config_dir" / "labconfig"
    labconfig.mkdir(parents=True)
    disabled = {"@jupyterlab/apputils-extension:announcements": True}
    (labconfig / "page_config.json").write_text(json.dumps({"disabledExtensions": disabled}))
    environment |= {
        "JUPYTER_TOKEN": secrets.token_hex(16),
        "XDG_STATE_HOME": str(base / "state"),
        "XDG_CONFIG_HOME": str(base / "config"),
        "IPYTHONDIR": str(base / "ipython"),
        "PYTHONPATH": str(ROOT),
    }
    port = _free_port()
    arguments = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"]
    arguments += ["--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    with (base / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments], cwd=folder, env=environment, stdout=log, stderr=log
        )
        found = Lab(folder, port, environment["JUPYTER_TOKEN"], environment)
        try:
            _wait_for(found, server, base / "server.log")
            yield found
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError):
            lab.get("/api/status")
            return
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium(lab: Lab) -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Notebook:
    """One notebook open in JupyterLab."""

    def __init__(self, page: Any, lab: Lab, name: str) -> None:
        self.page = page
        self.lab = lab
        self.name = name
        self.path = lab.folder / name

    @property
    def folder(self) -> Path:
        """The workspace folder of this notebook."""
        return self.path.parent

    def open(self, *cells: str) -> None:
        """Write a notebook with these cells and open it with a kernel that is ready."""
        import nbformat

        made = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, self.path)
        self.load()

    def load(self) -> None:
        """Open (or open again) the notebook's page."""
        workspace = secrets.token_hex(4)
        self.page.goto(
            f"http://127.0.0.1:{self.lab.port}/lab/workspaces/{workspace}/tree/{self.name}?reset&token={self.lab.token}"
        )
        self.page.wait_for_selector(".jp-Notebook", timeout=90_000)
        self.page.wait_for_function(
            """() => {
              const kernel = document.querySelector('.jp-NotebookPanel .jp-Toolbar-kernelName');
              const light = document.querySelector('.jp-NotebookPanel .jp-Notebook-ExecutionIndicator');
              return kernel && !/No Kernel/.test(kernel.textContent) && light && light.dataset.status === 'idle'
                && !document.querySelector('.jp-SpinnerContent');
            }""",
            timeout=90_000,
        )

    def command(self, name: str, **arguments: Any) -> None:
        """Carry out a command of JupyterLab."""
        self.page.evaluate("([name, given]) => jupyterapp.commands.execute(name, given)", [name, arguments])

    def start_all(self) -> None:
        """Begin to run all cells; do not wait."""
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")

    def run_all(self) -> None:
        """Run all cells and wait until the last one has ended."""
        self.start_all()
        # Asked of the model: JupyterLab does not render cells that are out of view.
        told = self.page.wait_for_function(
            """() => {
              const panel = jupyterapp.shell.currentWidget;
              const cells = [...panel.content.model.cells].map(cell => cell.toJSON());
              const errors = cells.flatMap(cell => cell.outputs || []).filter(output => output.output_type === 'error');
              if (errors.length) return `${errors[0].ename}: ${errors[0].evalue}`;
              const idle = panel.sessionContext.session?.kernel?.status === 'idle';
              return idle && cells.every(cell => cell.execution_count) && 'done';
            }""",
            timeout=60_000,
        )
        assert told.json_value() == "done"

    def card(self, number: int = -1) -> Any:
        """Return the locator of a card (default: the last one)."""
        cards = self.page.locator(".jm-card:not(.jm-saved)")
        return cards.nth(number) if number >= 0 else cards.last

    def save(self) -> Any:
        """Save the notebook and return what is on disk."""
        import nbformat

        self.command("docmanager:save")
        self.page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')", timeout=20_000)
        return nbformat.read(self.path, as_version=4)

    def shoot(self, locator: Any, name: str) -> Path:
        """Keep a screenshot of one element as an artifact."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / name
        locator.screenshot(path=str(path))
        return path


@pytest.fixture
def notebook(lab: Lab, chromium: Any) -> Iterator[Notebook]:
    """A notebook in a workspace folder of its own; its kernel ends with the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1600}, device_scale_factor=1.5)
    page = context.new_page()
    name = f"w{secrets.token_hex(3)}/notebook.ipynb"
    try:
        yield Notebook(page, lab, name)
    finally:
        context.close()
        for session in lab.get("/api/sessions"):
            if session["path"] == name:
                request = urllib.request.Request(
                    f"http://127.0.0.1:{lab.port}/api/sessions/{session['id']}",
                    method="DELETE",
                    headers={"Authorization": f"token {lab.token}"},
                )
                urllib.request.urlopen(request, timeout=10).close()
