"""Plans and reflections as notebooks: valid, stable, redacted, never in the way of another file."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from journeyman.errors import PathError, PlanError
from journeyman.plan import TrustChange, write_plan_notebook, write_reflection_notebook
from journeyman.plan.notebook_file import plan_of
from journeyman.store.protocol import PlanRecord
from journeyman.values import Decision, Diagnosis, Outcome
from journeyman.values.fault import advice
from journeyman.workspace import Workspace

DECISIONS = {"a0000001": Decision("a0000001", "ask", "contained", "file.create", ("not trusted yet",))}
OUTCOMES = {
    "a0000001": Outcome("a0000001", "done", "created app.py", duration=0.01, changed=("app.py",)),
    "a0000002": Outcome(
        "a0000002", "failed", "1 failed | ```", 1, "assert 1 == 2\n```\n<script>", duration=9.0,
        diagnosis=Diagnosis("pytest.assertion", "1 is not 2", fixes=(advice("make it 1"),)),
    ),
}  # fmt: skip
CHANGES = [
    TrustChange("file.create contained", 0.70, 0.76, 0.75),
    TrustChange("test.run", 0.8, 0.6, 0.75),
    TrustChange("x", 0.5, 0.5),
]


def _plan(workspace: Workspace, record: PlanRecord) -> Path:
    return write_plan_notebook(workspace, record, DECISIONS, OUTCOMES)


def _reflection(workspace: Workspace, record: PlanRecord) -> Path:
    return write_reflection_notebook(workspace, record, OUTCOMES, CHANGES)


both = pytest.mark.parametrize("write", [_plan, _reflection])


@both
def test_they_are_valid_and_diff_friendly(write: object, workspace: Workspace, record: PlanRecord) -> None:
    path = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    assert path.name == "2023-11-14-build-it-b-now-b-soon.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = path.read_text("utf-8")
    assert text.endswith("}\n")
    assert text == nbformat.writes(notebook) + "\n"
    assert "widgets" not in notebook.metadata
    assert {cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code"} == {None}
    assert [cell.outputs for cell in notebook.cells if cell.cell_type == "code" and cell.outputs] == []
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert plan_of(path) == record.id


@both
def test_writing_again_gives_the_same_bytes_in_the_same_file(
    write: object, workspace: Workspace, record: PlanRecord
) -> None:
    first = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    before, stamp = first.read_bytes(), first.stat().st_mtime_ns
    second = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    assert (second, second.read_bytes(), second.stat().st_mtime_ns) == (first, before, stamp)


@both
def test_another_plan_of_that_name_gets_a_number(write: object, workspace: Workspace, record: PlanRecord) -> None:
    first = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    other = write(workspace, replace(record, id="p7654321"))  # type: ignore[operator] # one of the two functions above
    assert (first.stem + "-2", plan_of(first)) == (other.stem, record.id)


@both
def test_a_file_of_the_user_is_left_alone(write: object, workspace: Workspace, record: PlanRecord) -> None:
    first = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    first.write_text("mine")
    other = write(workspace, record)  # type: ignore[operator] # one of the two functions above
    assert (first.read_text(), other.stem) == ("mine", first.stem + "-2")


@both
def test_secrets_are_hidden(write: object, workspace: Workspace, record: PlanRecord, token: str) -> None:
    steps = tuple(replace(step, title=f"{step.title} {token}", message=token) for step in record.steps)
    action = replace(steps[0].action, args={"path": token, "content": token})
    leaky = replace(record, goal=f"use {token}", steps=(replace(steps[0], action=action), *steps[1:]))
    path = write(workspace, leaky)  # type: ignore[operator] # one of the two functions above
    assert token not in path.read_text("utf-8")
    assert token.lower() not in path.name


@both
def test_a_folder_that_leads_out_is_refused(
    write: object, workspace: Workspace, record: PlanRecord, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", workspace.root / "notebooks")
    with pytest.raises(PathError, match="outside the workspace"):
        write(workspace, record)  # type: ignore[operator] # one of the two functions above
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(workspace: Workspace, record: PlanRecord) -> None:
    (workspace.root / "notebooks").write_text("a file")
    with pytest.raises(PlanError, match="notebook of plan p1234567 cannot be written"):
        _plan(workspace, record)


def test_no_half_written_file_stays(workspace: Workspace, record: PlanRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(PlanError, match="No space left on device"):
        _plan(workspace, record)
    assert list((workspace.root / "notebooks" / "plans").iterdir()) == []


def test_the_plan_notebook_runs_steps_again(workspace: Workspace, record: PlanRecord) -> None:
    cells = json.loads(_plan(workspace, record).read_text("utf-8"))["cells"]
    code = {cell["id"]: cell for cell in cells if cell["cell_type"] == "code"}
    assert code["p1234567-load"]["source"] == ["%load_ext ipy_ext"]
    assert [code[f"p1234567-{n}-run"]["source"] for n in range(3)] == [[f"%agent run a000000{n + 1}"] for n in range(3)]
    about = code["p1234567-1-run"]["metadata"]["journeyman"]
    assert (about["action_id"], about["status"]) == ("a0000002", "failed")
    assert about["outcome"]["diagnosis"]["code"] == "pytest.assertion"
    assert "outcome" not in code["p1234567-2-run"]["metadata"]["journeyman"]


def test_cell_ids_stay_when_a_step_is_tried_again(workspace: Workspace, record: PlanRecord) -> None:
    before = [cell["id"] for cell in json.loads(_plan(workspace, record).read_text("utf-8"))["cells"]]
    again = replace(record.steps[1], action=replace(record.steps[1].action, id="a0000009"), status="done")
    changed = replace(record, steps=(record.steps[0], again, record.steps[2]))
    after = json.loads(_plan(workspace, changed).read_text("utf-8"))["cells"]
    assert [cell["id"] for cell in after] == before
    assert "%agent run a0000009" in json.dumps(after)


def test_a_known_file_is_rewritten_wherever_it_is(workspace: Workspace, record: PlanRecord) -> None:
    known = replace(record, notebook="notebooks/plans/moved.ipynb")
    assert _plan(workspace, known) == workspace.root / "notebooks/plans/moved.ipynb"
    path = write_reflection_notebook(workspace, record, {}, known="notebooks/reflections/x.ipynb")
    assert path == workspace.root / "notebooks/reflections/x.ipynb"


def test_text_of_others_does_not_become_markup(workspace: Workspace, record: PlanRecord) -> None:
    cells = json.loads(_plan(workspace, record).read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "# Build it \\<b\\>now\\</b\\> soon" in text
    assert "Run the \\*tests\\*" in text
    assert "````text\nassert 1 == 2\n```\n<script>\n````" in text
    assert "1 failed \\| \\`\\`\\`" in text
    assert "not trusted yet" in text
    assert '"content":"<300 characters>"' in text


def test_the_reflection_says_what_happened(workspace: Workspace, record: PlanRecord) -> None:
    cells = json.loads(_reflection(workspace, record).read_text("utf-8"))["cells"]
    text = {cell["id"].removeprefix("p1234567-"): "".join(cell["source"]) for cell in cells}
    assert "3 steps (1 done, 1 failed, 1 queued), 9.0 s of work" in text["summary"]
    assert "- Write app.py: created app.py" in text["worked"]
    assert "cause `pytest.assertion`: 1 is not 2" in text["failed"]
    assert "would help: make it 1" in text["failed"]
    assert "- Commit: **queued**" in text["failed"]
    assert "| `file.create contained` | 0.70 | 0.76 | 0.75 |" in text["trust"]
    assert "`x`" not in text["trust"]
    assert "file.create contained has earned its autonomy" in text["lessons"]


def test_a_reflection_on_nothing(workspace: Workspace, record: PlanRecord) -> None:
    steps = tuple(replace(step, status="done") for step in record.steps)  # type: ignore[arg-type] # a status
    path = write_reflection_notebook(workspace, replace(record, steps=steps), {}, lessons_learnt=[])
    text = path.read_text("utf-8")
    assert "Every step was completed" in text
    assert "It did not change" in text
    assert "Nothing stood out" in text
    none = write_reflection_notebook(workspace, replace(record, id="p2", steps=record.steps[2:]), {})
    assert "No step was completed" in none.read_text("utf-8")
