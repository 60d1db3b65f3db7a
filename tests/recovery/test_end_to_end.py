"""Failures as they really happen, repaired for real: by pip, npm, git and servers on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from journeyman.sandbox.probe import probe
from journeyman.values.fault import command
from tests.doubles.npm_registry import registry
from tests.kinds.test_env_kinds import wheel
from tests.recovery.conftest import Bench, Says, serving

pytestmark = pytest.mark.slow


class TestAMissingPythonModule:
    @pytest.fixture
    def project(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
        """A project with an environment of its own, and an index of our own with one package."""
        wheel(bench.root / "wheels", "tinyone", "1.0")
        for name in [name for name in os.environ if name.startswith("PIP_")]:
            monkeypatch.delenv(name)
        for name, value in (
            ("CONFIG_FILE", "/dev/null"),
            ("NO_INDEX", "1"),
            ("FIND_LINKS", str(bench.root / "wheels")),
        ):
            monkeypatch.setenv(f"PIP_{name}", value)
        assert bench.do("env.create").ok
        return bench

    def test_is_installed_and_the_program_runs(self, project: Bench):
        (project.root / "app.py").write_text("import tinyone\nprint('version', tinyone.VERSION)\n")
        fault = project.fail("shell.run", command=".venv/bin/python app.py")
        done = project.repair(fault)
        assert done.status == "fixed", (done, project.told)
        assert done.outcome.output.strip() == "version 1.0"
        assert [each.kind for each in project.person.asked][-2:] == ["env.install", "shell.run"]
        assert project.group(fault).status == "resolved"

    def test_one_that_does_not_exist_stays_missing_and_that_is_said(self, project: Bench):
        (project.root / "app.py").write_text("import nothing_of_that_name\n")
        fault = project.fail("shell.run", command=".venv/bin/python app.py")
        done = project.repair(fault)
        assert done.status == "failed"
        assert not any(each.verified for each in done.tries)


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_a_missing_npm_package_is_installed_and_the_program_runs(bench: Bench):
    answer = registry("tiny-greeter", "module.exports = () => 'hello from tiny'\n")
    with serving(answer) as url:
        answer.address = url
        (bench.root / ".npmrc").write_text(f"registry={url}/\naudit=false\nfund=false\nupdate-notifier=false\n")
        (bench.root / "package.json").write_text('{"name": "app", "version": "1.0.0"}\n')
        (bench.root / "app.js").write_text("console.log(require('tiny-greeter')())\n")
        fault = bench.fail("shell.run", command="node app.js")
        done = bench.repair(fault)
    assert done.status == "fixed", (done, bench.told)
    assert done.outcome.output.strip() == "hello from tiny"
    assert (bench.root / "node_modules/tiny-greeter/index.js").exists()


def test_a_port_that_our_own_server_holds(bench: Bench):
    if not probe().capability.tcp:
        pytest.skip("no sandbox that separates networks")
    first = bench.do("process.start", command="python3 -m http.server ${PORT} --bind 127.0.0.1", name="old", port=0)
    assert first.ok, first
    port = first.data["port"]
    fault = bench.fail(
        "process.start", command=f"python3 -m http.server {port} --bind 127.0.0.1", name="new", port=port
    )
    done = bench.repair(fault)
    try:
        assert done.status == "fixed", (done, bench.told)
        assert "stop old, which listens on port" in str(done.tries[0].fix)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as found:
            assert found.status == 200
    finally:
        bench.do("process.stop", name="new")


def test_a_port_that_somebody_else_holds_is_never_taken_by_force(bench: Bench):
    with serving(lambda path: (200, {}, b"x")) as url:
        port = int(url.rpartition(":")[2])
        fault = bench.fail("process.start", command=f"python3 -m http.server {port}", name="new", port=port)
        killing = [fix for fix in bench.fixes(fault) if f"kill {os.getpid()}" in fix.command]
        assert [fix.safety for fix in killing] == ["dangerous"]
        bench.person = Says("rejected")
        assert bench.repair(fault).status in ("failed", "nothing")


def git(folder: Path, *words: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "t", f"GIT_{who}_EMAIL": "t@example.com"}
    subprocess.run(["git", *words], cwd=folder, env=environment, check=False, capture_output=True)


def test_a_conflict_mark_that_a_merge_left(bench: Bench):
    app = bench.root / "app.py"
    git(bench.root, "init", "-b", "main")
    for branch, value in (("main", 1), ("other", 2), ("main", 3)):
        git(bench.root, "checkout", "-B" if branch == "other" else "-q", branch)
        app.write_text(f"value = {value}\nprint('value', value)\n")
        git(bench.root, "add", "app.py")
        git(bench.root, "commit", "-m", f"value {value}")
    git(bench.root, "merge", "other")
    assert "<<<<<<<" in app.read_text()
    fault = bench.fail("shell.run", command="python3 app.py")
    ours, theirs = [fix for fix in bench.fixes(fault) if "side of the conflict" in str(fix)]
    done = bench.repair(fault)
    assert done.status == "fixed", (done, bench.told)
    assert done.outcome.output.strip() == "value 3"
    assert {ours.safety, theirs.safety} == {"ask"}


def test_a_test_that_fails_after_a_bad_edit_is_rolled_back(bench: Bench):
    good = "def double(x):\n    return 2 * x\n"
    (bench.root / "calc.py").write_text(good)
    (bench.root / "test_calc.py").write_text("from calc import double\n\ndef test_it():\n    assert double(4) == 8\n")
    command = f"{sys.executable} -m pytest -q -p no:cacheprovider test_calc.py"
    assert bench.do("shell.run", command=command).ok
    assert bench.do("file.modify", path="calc.py", old="2 * x", new="3 * x").ok
    fault = bench.fail("shell.run", command=command)
    assert fault.changed == ("calc.py",)
    (rollback,) = [fix for fix in bench.fixes(fault) if fix.operation == "rollback"]
    assert "take back the last change of calc.py" in str(rollback)
    done = bench.repair(fault, only=rollback)
    assert done.status == "fixed", (done, bench.told)
    assert (bench.root / "calc.py").read_text() == good
    assert bench.group(fault).fixed_by == str(rollback)


def test_a_full_disk_is_critical_and_nothing_is_tried_unasked(bench: Bench, autonomous: None):
    fault = bench.fail("shell.run", command="echo data >/dev/full")
    assert fault.diagnosis.severity == "critical"
    assert any("GB are free" in str(fix) for fix in bench.fixes(fault))
    assert bench.repair(fault, unasked=True).status == "nothing"


def test_a_plan_repairs_a_step_and_goes_on(bench: Bench, autonomous: None, run):
    fix = "touch ready"
    run("queue add --shell cat ready")
    run("run")
    fault = bench.services.faults.find()
    run(f"fix {fault.id} --with '{fix}'")
    assert bench.group(fault).fixed_by == fix


def test_a_misspelt_name_in_code_is_put_right_and_the_code_run(bench: Bench):
    fault = bench.fail("python.run", code="greeting = 'hello'\nprint(greting)")
    done = bench.repair(fault)
    assert done.status == "fixed"
    assert done.outcome is not None
    assert done.outcome.output == "hello\n"


def test_a_mistyped_command_is_done_as_it_was_meant_and_once(bench: Bench):
    subprocess.run(["git", "init", "-q"], cwd=bench.root, check=True)
    fault = bench.fail("shell.run", command="git statsu --short")
    done = bench.repair(fault)
    assert done.status == "fixed"
    assert done.action is not None
    assert done.action.args == {"command": "git status --short"}
    assert len(done.tries) == 1
    assert bench.group(fault).fixed_by == "git status --short"
    assert len(bench.services.store.actions()) == 2


def test_a_command_of_ones_own_does_not_stand_in_for_the_mistyped_one(bench: Bench):
    subprocess.run(["git", "init", "-q"], cwd=bench.root, check=True)
    fault = bench.fail("shell.run", command="git statsu --short")
    done = bench.repair(fault, only=command("touch other"))
    assert done.status == "failed"
    assert (bench.root / "other").exists()
