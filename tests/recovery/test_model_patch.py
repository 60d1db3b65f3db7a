"""A model's patch, from a real server that plays a script: checked, tried on a copy, asked for, verified, or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.services import open_services
from journeyman.workspace import Workspace
from tests.doubles.model_server import ScriptedModelServer, text
from tests.recovery.conftest import Bench, Says

ADD = "def add(a, b):\n    return a - b\n"
CHECK = "from calc import add\nassert add(1, 2) == 3, 'a wrong sum'\n"
GOOD = "@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n+    return a + b\n"


def patch(diff: str, path: str = "calc.py", why: str = "it must add") -> dict[str, object]:
    return text(json.dumps({"path": path, "diff": diff, "why": why}))


@pytest.fixture
def asked(workspace: Workspace, isolated_home: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Bench, object]]:
    """A wrong program, the check that fails, and a model that answers as the test says."""
    with ScriptedModelServer(request.param) as server:
        folder = isolated_home / "config" / "journeyman"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.yaml").write_text(f"model: {{base_url: {server.base_url}, model: tiny}}\n")
        (workspace.root / "calc.py").write_text(ADD)
        (workspace.root / "check.py").write_text(CHECK)
        services = open_services(workspace.root)
        yield Bench(services), server
        services.close()


def script(*turns):
    return pytest.mark.parametrize("asked", [list(turns)], indirect=True)


@script(patch(GOOD))
def test_a_good_patch_is_tried_on_a_copy_then_made_and_verified(asked):
    bench, server = asked
    done = bench.repair(bench.fail("shell.run", command="python3 check.py"))
    assert done.status == "fixed", (done, bench.told)
    assert "return a + b" in (bench.root / "calc.py").read_text()
    kinds = [action.kind for action in bench.person.asked]
    assert kinds[-3:] == ["patch.try", "file.modify", "shell.run"]
    assert any(line.startswith("it helps there") for line in bench.told)
    assert "tiny proposes: it must add" in str(done.tries[-1].fix)
    sent = json.dumps(server.requests[0])
    assert "a wrong sum" in sent
    assert "AssertionError" in sent or "assert" in sent


@script(patch("@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n+    return a * b\n"))
def test_one_that_does_not_help_is_never_made(asked):
    bench, _ = asked
    done = bench.repair(bench.fail("shell.run", command="python3 check.py"))
    assert done.status == "nothing"
    assert (bench.root / "calc.py").read_text() == ADD
    assert any(line.startswith("it does not help") for line in bench.told)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([patch("@@ -1,2 +1,2 @@\n def sub(a, b):\n-    return 1\n+    return 2\n")], "does not fit"),
        ([patch("@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n+    return (a +\n")], "cannot be read any more"),
        ([patch(GOOD, "../calc.py")], "outside"),
        ([patch(GOOD, ".git/config")], "must not"),
        ([patch(GOOD, "configs/policy.yaml")], "must not"),
        ([patch(GOOD, "missing.py")], "cannot be used"),
        ([patch("", why="the test is wrong")], "has no patch: the test is wrong"),
        ([text("I would add them.")], "did not answer as it was asked to"),
        ([{"status": 400, "error": "no such model"}], "no patch"),
    ],
    indirect=["asked"],
)
def test_what_must_not_be_offered_is_refused_with_the_reason(asked, why: str):
    bench, _ = asked
    fault = bench.fail("shell.run", command="python3 check.py")
    before = len(bench.person.asked)
    done = bench.repair(fault)
    assert done.status == "nothing"
    assert any(why in line for line in bench.told), bench.told
    assert len(bench.person.asked) == before
    assert (bench.root / "calc.py").read_text() == ADD


@script(patch(GOOD))
def test_nothing_is_offered_before_the_trial_is_approved(asked):
    bench, _ = asked
    fault = bench.fail("shell.run", command="python3 check.py")
    bench.person = Says(None)
    assert bench.repair(fault).status == "nothing"
    assert any("before it is offered" in line for line in bench.told)


@script(patch(GOOD))
def test_a_model_is_not_asked_unasked(asked):
    bench, server = asked
    bench.repair(bench.fail("shell.run", command="python3 check.py"), unasked=True)
    assert server.requests == []


def test_without_a_model_all_else_works(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert bench.repair(bench.fail("shell.run", command="false")).status == "nothing"
