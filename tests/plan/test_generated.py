"""What recipes generate really works: their tests pass, their servers answer, their commands run."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from journeyman.plan import render_app


def _write(root: Path, recipe: str, **parameters: object) -> list[str]:
    files = render_app(recipe, parameters)
    for path, content in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    return [path for path, _ in files]


def _run(command: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@contextmanager
def _serving(command: Sequence[str], cwd: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        command, cwd=cwd, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + 60
            while time.monotonic() < end and process.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with what the API recipes install."""
    venv = tmp_path_factory.mktemp("env") / ".venv"
    packages = [
        line
        for recipe in ("flask-api", "fastapi-api")
        for line in dict(render_app(recipe, {}))["requirements.txt"].split()
    ]
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, capture_output=True)
    done = _run([str(venv / "bin" / "python"), "-m", "pip", "install", "-q", *packages], venv)
    if done.returncode:
        pytest.skip(f"the package index cannot be reached: {done.stderr.strip().splitlines()[-1]}")
    return venv / "bin" / "python"


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["flask-api", "fastapi-api"])
@pytest.mark.parametrize("folder", ["", "services/shop"])
def test_api_projects(recipe: str, folder: str, python: Path, tmp_path: Path) -> None:
    message = 'it\'s "odd" \\ </h1> é'
    _write(tmp_path, recipe, folder=folder, message=message)
    tests = _run([str(python), "-m", "pytest", "-q", str(Path(folder, "tests"))], tmp_path)
    assert tests.returncode == 0, tests.stdout
    bare = _run([str(python.with_name("pytest")), "-q"], tmp_path / folder)
    assert bare.returncode == 0, bare.stdout
    with _serving([str(python), str(Path(folder, "app.py"))], tmp_path) as port:
        status, body = _get(port, "/")
        assert (status, json.loads(body)) == (200, {"message": message})
        status, body = _get(port, "/health")
        assert (status, json.loads(body)) == (200, {"status": "ok"})
        assert _get(port, "/nothing")[0] == 404


@pytest.mark.parametrize("folder", ["", "tools/greet"])
def test_the_command_line_project(folder: str, tmp_path: Path) -> None:
    _write(tmp_path, "cli-tool", name="tidy-up", folder=folder)
    tests = _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(folder, "tests"))], tmp_path)
    assert tests.returncode == 0, tests.stdout
    tried = _run([sys.executable, str(Path(folder, "tidy_up/cli.py")), "Ada", "--shout"], tmp_path)
    assert (tried.returncode, tried.stdout) == (0, "HELLO, ADA!\n")


def test_the_static_page(tmp_path: Path) -> None:
    _write(tmp_path, "static-page", heading="Tom & Jerry", folder="www")
    command = 'exec python3 -m http.server "$PORT" --bind 127.0.0.1 --directory www'
    with _serving(["bash", "-c", command], tmp_path) as port:
        status, page = _get(port, "/index.html")
        assert status == 200
        assert "<h1>Tom &amp; Jerry</h1>" in page
        assert _get(port, "/style.css")[0] == 200


@pytest.mark.parametrize("recipe", ["flask-api", "fastapi-api", "cli-tool"])
def test_generated_code_is_clean(recipe: str, tmp_path: Path) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed")
    _write(tmp_path, recipe)
    rules = "E,F,W,I,UP,B,ANN,RUF"
    done = _run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", rules, "--line-length", "120", "."], tmp_path
    )
    assert done.returncode == 0, done.stdout
