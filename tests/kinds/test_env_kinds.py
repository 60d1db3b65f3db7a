"""Virtual environments: made for real, packages installed for real."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from journeyman.errors import KindError
from journeyman.kinds import all_composites
from journeyman.kinds.kind import Context
from journeyman.values import Action

pytestmark = pytest.mark.slow


def wheel(folder: Path, name: str, version: str) -> Path:
    """A wheel with one module, made by hand: pip needs no build tools for it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def wheels(bench, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of our own, the only one that pip is told of."""
    folder = bench.root / "wheels"
    wheel(folder, "tinyone", "1.0")
    wheel(folder, "tinytwo", "2.0")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_an_environment_is_set_up_from_nothing(bench, wheels: Path):
    setup = all_composites(lambda recipe, parameters: [])["env.setup"]
    action = Action("env.setup", {"packages": ["tinyone>=1", "tinytwo"]})
    (_, create), (title, install) = setup.expand(action, Context(bench.workspace, {}))
    assert title == "Install tinyone>=1, tinytwo"

    made = bench.do(create)
    assert made.status == "done", made.output
    assert (bench.root / ".venv/bin/python").exists()
    assert bench.do(create).message == ".venv exists already"

    installed = bench.do(install, network=True)
    assert installed.status == "done", installed.output
    assert installed.data["added"] == ["tinyone==1.0", "tinytwo==2.0"]
    assert "tinyone==1.0" in installed.message
    assert set(installed.data["added"]) <= set(installed.data["freeze"])
    assert sorted(os.listdir(bench.workspace.outputs)) == sorted(f"{action.id}.txt" for action in (create, install))

    again = bench.run("env.install", {"packages": ["tinyone"]}, network=True)
    assert "nothing new" in again.message
    assert bench.run("python.run", {"code": "import tinytwo; print(tinytwo.VERSION)"}).output == "2.0\n"

    (bench.root / "requirements.txt").write_text("no-such-package-anywhere\n")
    failed = bench.run("env.install", {"requirements": "requirements.txt"}, network=True)
    assert failed.status == "failed"
    assert failed.diagnosis.code == "pip.no_matching_distribution"
    assert failed.diagnosis.severity == "critical"


def test_from_the_configured_index_with_network(bench, isolated_home: Path, monkeypatch: pytest.MonkeyPatch):
    """The index that pip is set up for, its certificates and its names, seen from inside the sandbox."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(isolated_home / "cache"))
    assert bench.run("env.create", {}).status == "done"
    result = bench.run("env.install", {"packages": ["iniconfig"], "timeout": 120}, network=True)
    if result.status != "done" and result.diagnosis and result.diagnosis.code != "sandbox.read_only":
        import subprocess

        plain = [
            str(bench.root / ".venv/bin/python"),
            "-m",
            "pip",
            "download",
            "--no-deps",
            "-d",
            str(isolated_home),
            "iniconfig",
        ]
        if subprocess.run(plain, capture_output=True, check=False).returncode != 0:
            pytest.skip("no package index can be reached from here, with or without the sandbox")
    assert result.status == "done", result.output
    assert any(line.startswith("iniconfig==") for line in result.data["added"])


def test_what_is_no_environment_is_told(bench):
    (bench.root / ".venv").mkdir()
    with pytest.raises(KindError, match="is no virtual environment; choose another path"):
        bench.run("env.create", {})
    with pytest.raises(KindError, match=r"create it with env\.create first"):
        bench.run("env.install", {"packages": ["x"]})


def test_a_python_that_is_not_there_is_told(bench):
    result = None
    with pytest.raises(Exception, match="python9") as caught:
        result = bench.run("env.create", {"python": "python9"})
    assert result is None
    assert "\n" not in str(caught.value)


def test_a_python_that_makes_no_environment_is_told(bench, tmp_path: Path):
    fake = bench.root / "python3"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    with pytest.raises(KindError, match="has no Python in it"):
        bench.run("env.create", {"python": str(fake)})
    fake.write_text("#!/bin/sh\necho 'ensurepip is not available'\nexit 1\n")
    assert bench.run("env.create", {"python": str(fake)}).status == "failed"


def test_pip_that_lies_is_found_out(bench):
    python = bench.root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 0\n")
    python.chmod(0o755)
    with pytest.raises(KindError, match=r"tinyone is not in \.venv"):
        bench.run("env.install", {"packages": ["tinyone"]})


def test_levels(bench):
    create = bench.predict("env.create", {})
    assert (create.level, create.paths) == ("contained", (str(bench.root / ".venv"),))
    install = bench.predict("env.install", {"packages": ["Flask", "a_b.c"], "requirements": "r.txt"})
    assert (install.level, install.network) == ("external", True)
    assert install.subject == "pip install a-b-c flask"
    assert install.digests == {str(bench.root / "r.txt"): "missing"}


def test_setting_up_alone_installs_nothing(bench):
    setup = all_composites(lambda recipe, parameters: [])["env.setup"]
    steps = setup.expand(Action("env.setup", {"path": "venv", "python": "python3"}), Context(bench.workspace, {}))
    assert [(action.kind, dict(action.args)) for _, action in steps] == [
        ("env.create", {"path": "venv", "python": "python3"})
    ]
