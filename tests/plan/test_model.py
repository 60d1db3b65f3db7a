"""Plans from a model: validated, repaired once, refused with a clear message; against a real server on loopback."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

from journeyman.errors import PlanError
from journeyman.kinds import all_kinds
from journeyman.kinds.kind import Kind
from journeyman.llm import FakeModel, ModelError, OpenAICompatible
from journeyman.plan import ModelPlanner
from journeyman.values import Origin, Plan
from journeyman.workspace import Workspace

STEP = {"title": "Write a note", "kind": "file.create", "args": {"path": "note.txt", "content": "hi"}}
GOOD = json.dumps({"notes": "One file.", "steps": [STEP]})


def _answer(*steps: object, notes: object = "") -> str:
    return json.dumps({"notes": notes, "steps": list(steps)})


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, Kind]:
    return all_kinds()


class Bench:
    """Plans against a scripted server."""

    def __init__(self, double: ModuleType, kinds: Mapping[str, Kind], workspace: Workspace, origin: Origin) -> None:
        self.double, self.kinds, self.workspace, self.origin = double, kinds, workspace, origin
        self.server: Any = None

    def plan(self, *turns: str | dict[str, Any], goal: str = "write a note", timeout: float = 10.0) -> Plan | None:
        self.server = self.double.ScriptedModelServer(
            [self.double.text(turn) if isinstance(turn, str) else turn for turn in turns]
        ).start()
        client = OpenAICompatible(self.server.base_url, "k", "tiny", sleep=lambda seconds: None)
        planner = ModelPlanner(client, self.kinds, timeout=timeout, clock=lambda: 7.0)
        return planner.plan(goal, workspace=self.workspace, origin=self.origin)


@pytest.fixture
def bench(double: ModuleType, kinds: Mapping[str, Kind], workspace: Workspace, origin: Origin) -> Iterator[Bench]:
    bench = Bench(double, kinds, workspace, origin)
    yield bench
    if bench.server:
        bench.server.stop()


def test_a_good_answer_becomes_a_plan(bench: Bench) -> None:
    plan = bench.plan(GOOD)
    assert plan
    assert (plan.goal, plan.planner, plan.created, plan.notes) == ("write a note", "model:tiny", 7.0, "One file.")
    (step,) = plan.steps
    assert (step.title, step.action.kind, dict(step.action.args)) == (STEP["title"], STEP["kind"], STEP["args"])
    assert step.action.origin == Origin("model:tiny", "notebook", "k1")
    assert step.action.plan_id == plan.id


def test_the_model_is_told_goal_kinds_and_files(bench: Bench) -> None:
    (bench.workspace.root / "shop.py").write_text("x = 1")
    (bench.workspace.root / ".venv").mkdir()
    (bench.workspace.root / ".venv" / "hidden.py").write_text("x = 1")
    bench.plan(GOOD)
    (chat,) = bench.server.chats
    system, user = (message["content"] for message in chat["messages"])
    assert "Goal: write a note" in user
    assert '"shop.py"' in user
    assert "hidden.py" not in user
    assert all(f"- {name}: " in system for name in bench.kinds)
    schema = chat["response_format"]["json_schema"]["schema"]
    assert set(schema["properties"]["steps"]["items"]["properties"]["kind"]["enum"]) == set(bench.kinds)


def test_secrets_in_the_goal_stay_here(bench: Bench, token: str) -> None:
    plan = bench.plan(GOOD, goal=f"write a note with {token}")
    assert plan
    assert token not in json.dumps(bench.server.requests)


@pytest.mark.parametrize(
    "wrapped",
    [
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Here is the plan:\n```json\n{GOOD}\n```\nEnjoy!",
        f"<think>hm {{</think>\n{GOOD}",
        f"\n {GOOD} \n",
    ],
)
def test_wrapped_json_is_accepted(wrapped: str, bench: Bench) -> None:
    assert bench.plan(wrapped)
    assert len(bench.server.chats) == 1


BAD = [
    ("Sure! First I would create a file.", "must be one JSON object and nothing else, but it is text, not JSON"),
    (GOOD[:-5], "its JSON is broken: "),
    ("[1, 2]", "it is a JSON list"),
    (f"```json\n{GOOD}\n```\nor\n```json\n{GOOD}\n```", "it is text, not JSON"),
    ('{"plan": []}', 'the answer needs "steps" (a list) and "notes" (text)'),
    (_answer(STEP, notes=5), 'the answer needs "steps"'),
    (_answer("write it"), 'step 1 must be an object with "title", "kind" and "args" only'),
    (_answer({**STEP, "env": {}}), "step 1 must be an object"),
    (_answer({**STEP, "title": " "}), 'step 1 needs "title" (text)'),
    (_answer({**STEP, "args": []}), 'step 1 needs "title" (text) and "args" (an object)'),
    (_answer(STEP, {**STEP, "kind": "rocket.launch"}), "step 2 has the unknown kind 'rocket.launch'; allowed are "),
    (_answer({**STEP, "kind": ["file.create"]}), "step 1 has the unknown kind"),
    (_answer({**STEP, "args": {"path": "a"}}), "step 1 (file.create): file.create: the argument 'content' is missing"),
    (_answer({**STEP, "args": {"path": "../a", "content": ""}}), "outside the workspace"),
    (_answer({**STEP, "args": {"path": "/etc/passwd", "content": ""}}), "/etc/passwd resolves to /etc/passwd, outside the workspace"),
    (_answer({"title": "c", "kind": "git.commit", "args": {"message": "m", "paths": ["a", "../b"]}}), "../b resolves to"),
    (_answer(*[STEP] * 51), "the answer has 51 steps; at most 50 are allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "problem"), BAD)
def test_a_bad_answer_is_repaired_once(answer: str, problem: str, bench: Bench) -> None:
    assert bench.plan(answer, GOOD)
    first, second = bench.server.chats
    assert second["messages"][:2] == first["messages"]
    assert second["messages"][2] == {"role": "assistant", "content": answer}
    assert problem in second["messages"][3]["content"]
    assert "Answer again" in second["messages"][3]["content"]


@pytest.mark.parametrize(("answer", "problem"), BAD)
def test_a_bad_answer_twice_is_refused(answer: str, problem: str, bench: Bench) -> None:
    with pytest.raises(PlanError) as error:
        bench.plan("I would rather not.", answer)
    assert "the model tiny gave no usable plan, also when asked again" in str(error.value)
    assert problem in str(error.value)
    assert "\n" not in str(error.value)
    assert len(bench.server.chats) == 2


def test_a_link_out_of_the_workspace_is_outside(bench: Bench) -> None:
    os.symlink("/etc", bench.workspace.root / "link")
    step = {**STEP, "args": {"path": "link/x", "content": ""}}
    with pytest.raises(PlanError, match="link/x resolves to /etc/x, outside the workspace"):
        bench.plan(_answer(step), _answer(step))


def test_an_honest_no_is_passed_on(bench: Bench) -> None:
    with pytest.raises(PlanError, match="the model proposes no steps: That is no task"):
        bench.plan(_answer(notes="That is\nno task."))
    with pytest.raises(PlanError, match="it gives no reason"):
        bench.plan(_answer())
    assert len(bench.server.chats) == 1


def test_silence_is_a_clear_error(bench: Bench) -> None:
    with pytest.raises(PlanError, match=r"no plan was made: the model tiny at http://127.* sent nothing for 0\.2 s"):
        bench.plan({"content": GOOD, "delay": 60}, timeout=0.2)


def test_an_endpoint_that_fails_is_a_clear_error(bench: Bench) -> None:
    with pytest.raises(PlanError, match=r"failed 3 times \(HTTP 500\)"):
        bench.plan(*[{"status": 500}] * 3)


def test_the_question_may_go_unheard_the_second_time(
    workspace: Workspace, origin: Origin, kinds: Mapping[str, Kind]
) -> None:
    model = FakeModel(["prose", ModelError("gone")])
    with pytest.raises(PlanError, match="no plan was made: gone"):
        ModelPlanner(model, kinds).plan("write", workspace=workspace, origin=origin)


def test_without_a_model_it_is_not_its_matter(workspace: Workspace, origin: Origin) -> None:
    assert ModelPlanner(lambda: None, {}).plan("write", workspace=workspace, origin=origin) is None


def test_titles_are_made_fit_for_a_screen(bench: Bench) -> None:
    plan = bench.plan(_answer({**STEP, "title": "a\n\x1b[31mb" + "c" * 500}))
    assert plan
    assert plan.steps[0].title.startswith("a [31mbccc")
    assert len(plan.steps[0].title) == 200
