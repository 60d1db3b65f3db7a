"""What holds for every kind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyman.errors import JourneymanError, KindError, PathError
from journeyman.kinds import COMPOSITES, all_composites, all_kinds
from journeyman.kinds.kind import Context, Result
from journeyman.kinds.validate import validate
from journeyman.values import EXIT_CODES, Action, Outcome, Prediction, dumps
from journeyman.workspace import Workspace

KINDS = all_kinds()
ARGS = {
    "file.create": {"path": "new.txt", "content": "x"},
    "file.modify": {"path": "text.txt", "old": "one", "new": "two"},
    "file.append": {"path": "text.txt", "content": "more"},
    "file.delete": {"path": "text.txt"},
    "dir.create": {"path": "folder"},
    "shell.run": {"command": "echo hi; touch made"},
    "process.start": {"command": "sleep 30", "name": "sleeper"},
    "process.stop": {"name": "sleeper"},
    "http.check": {"name": "sleeper"},
    "python.run": {"code": "open('made', 'w').write('x'); print('hi')"},
    "test.run": {"command": "true"},
    "patch.try": {"path": "text.txt", "diff": "@@ -1 +1 @@\n-one\n+two\n", "command": "cat text.txt"},
    "cell.run": {"code": "x = 1"},
    "oi.code": {"language": "python", "code": "x = 1"},
    "git.commit": {"message": "first", "paths": ["text.txt"], "init": True},
    "git.tag": {"name": "v1"},
    "env.create": {},
    "env.install": {"packages": ["some-package"]},
    "noop": {},
}
WITH_PATH = {
    "file.create": "path",
    "file.modify": "path",
    "file.append": "path",
    "file.delete": "path",
    "dir.create": "path",
    "git.commit": "paths",
    "env.install": "requirements",
}


def tree(root: Path) -> list[tuple[str, int, int]]:
    found = []
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            status = os.lstat(os.path.join(folder, name))
            found.append((os.path.join(folder, name), status.st_mode, status.st_mtime_ns))
    return sorted(found)


@pytest.fixture
def filled(bench):
    (bench.root / "text.txt").write_text("one\n")
    return bench


def test_every_kind_is_tried_here():
    assert set(ARGS) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_describes_itself(name: str):
    kind = KINDS[name]
    assert kind.name == name
    assert kind.summary
    assert "\n" not in kind.summary
    assert kind.confinement in {"exact", "sandbox", "none"}
    assert kind.schema["type"] == "object"
    assert kind.schema["additionalProperties"] is False
    assert dumps(kind.schema), "a model is given the schema as JSON"


@pytest.mark.parametrize("name", KINDS)
def test_predicting_does_nothing_on_disk(filled, name: str):
    before = tree(filled.root), tree(filled.workspace.private)
    found = filled.predict(name, ARGS[name])
    assert isinstance(found, Prediction)
    assert (tree(filled.root), tree(filled.workspace.private)) == before
    assert all(os.path.isabs(path) and Path(path).is_relative_to(filled.root) for path in found.paths or ())


@pytest.mark.parametrize("name", KINDS)
def test_unknown_arguments_are_refused_by_name(name: str):
    with pytest.raises(KindError, match=rf"{name}: unknown argument 'colour'; known: "):
        validate(KINDS[name], {**ARGS[name], "colour": "red"})


@pytest.mark.parametrize("name", [name for name in KINDS if KINDS[name].schema["required"]])
def test_missing_arguments_are_named(name: str):
    with pytest.raises(KindError, match=r"the argument '\w+' is missing"):
        validate(KINDS[name], {})


@pytest.mark.parametrize(
    "name", ["file.create", "shell.run", "python.run", "git.commit", "noop", "process.stop", "cell.run"]
)
def test_results_have_one_shape(filled, name: str):
    try:
        result = filled.run(name, ARGS[name])
    except JourneymanError as error:
        assert "\n" not in str(error)
        return
    assert isinstance(result, Result)
    assert result.status in EXIT_CODES
    assert result.message
    assert "\n" not in result.message
    outcome = Outcome("a1", result.status, result.message, result.exit_code, result.output, data=result.data)
    assert Outcome.from_dict(outcome.to_dict()) == outcome
    assert dumps(dict(result.data))


@pytest.mark.parametrize("name", WITH_PATH)
def test_paths_outside_are_refused_with_the_resolved_path(filled, tmp_path: Path, name: str):
    key = WITH_PATH[name]
    bad = ["../x"] if key == "paths" else "../x"
    with pytest.raises(PathError, match=f"resolves to {tmp_path / 'x'}"):
        filled.predict(name, {**ARGS[name], key: bad})


@pytest.mark.parametrize(
    "name", ["shell.run", "python.run", "test.run", "process.start", "git.commit", "git.tag", "env.create"]
)
def test_folders_outside_are_refused(filled, name: str):
    for act in (filled.predict, filled.run):
        with pytest.raises(PathError, match="outside the workspace"):
            act(name, ARGS[name], cwd="..")


@pytest.mark.parametrize("name", ["shell.run", "python.run", "test.run", "process.start", "git.commit", "git.tag"])
def test_a_missing_folder_is_told(filled, name: str):
    with pytest.raises(KindError, match=r"the working folder gone does not exist"):
        filled.run(name, {**ARGS[name], **({"paths": ["x"]} if name == "git.commit" else {})}, cwd="gone")


def test_composites_expand_into_kinds(workspace: Workspace):
    composites = all_composites(lambda recipe, parameters: [("app/main.py", "x"), ("README.md", "y")])
    assert tuple(composites) == COMPOSITES
    context = Context(workspace, {})
    for name, args in (("app.create", {"recipe": "flask-api"}), ("env.setup", {"packages": ["flask"]})):
        validate(composites[name], args)
        steps = composites[name].expand(Action(name, args), context)
        assert steps
        for title, action in steps:
            assert title
            validate(KINDS[action.kind], action.args)
        assert len({action.id for _, action in steps}) == len(steps)


def test_importing_the_kinds_loads_nothing_heavy():
    import subprocess
    import sys

    heavy = (
        "git",
        "psutil",
        "fastjsonschema",
        "yaml",
        "tree_sitter",
        "rich",
        "nbformat",
        "openai",
        "IPython",
        "http.client",
    )
    code = (
        f"import sys, journeyman.kinds; journeyman.kinds.all_kinds(); print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["shell.run", "python.run", "test.run", "process.start", "env.create", "env.install"])
def test_a_declared_environment_that_changes_programs_is_an_effect(filled, name: str):
    plain, harmless = filled.predict(name, ARGS[name]), filled.predict(name, ARGS[name], env={"LANG": "C"})
    assert [effect for effect in harmless.effects if effect.level != "read"] == [
        effect for effect in plain.effects if effect.level != "read"
    ]
    preloaded = filled.predict(name, ARGS[name], env={"LD_PRELOAD": "./x.so", "QUOTED": "a 'b' $(touch made)"})
    reasons = " ".join(effect.reason for effect in preloaded.effects)
    assert "LD_PRELOAD" in reasons
    assert preloaded.level != "read"
    assert not (filled.root / "made").exists()
