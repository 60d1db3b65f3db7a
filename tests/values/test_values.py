"""Values survive JSON, cannot be changed, and hash by content alone."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.values import (
    Action,
    Approval,
    Change,
    Checkpoint,
    Decision,
    Diagnosis,
    Effect,
    Entry,
    Event,
    Origin,
    Outcome,
    Plan,
    Prediction,
    Step,
    bind,
    new_id,
)
from journeyman.values.fault import advice, command, edit, install

texts = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
arguments = st.dictionaries(texts, values, max_size=4)
actions = st.builds(
    Action,
    kind=texts,
    args=arguments,
    cwd=texts,
    env=st.dictionaries(texts, texts, max_size=2),
    origin=st.builds(Origin, texts, texts, texts),
    plan_id=st.none() | texts,
)
FIXES = (command("x y", "safe", "why"), edit("f", 2, "a", "b"), install("pip install x"), advice("look"))
EXAMPLES = [
    Approval("q1", "a1", "h", "pending", 1.0, 2.0, ("because",), "p1", 1.5, "ann", "shell"),
    Decision("a1", "ask", "contained", "v1|x", ("why",), (Effect("write", "contained", "workspace", "f"),), "rule 1"),
    Decision("a1", "allow", "read", "v1|x", paths=None, digests={"a": "b"}),
    Outcome("a1", "failed", "no", 1, "text", "/x", 0.5, ("f",), Diagnosis("a.b", "s", "minor", 3, FIXES), "q", "c"),
    Outcome("a1", "done", "yes"),
    Event("x.y", 1.0, "m", "error", "a1", "p1", "k", {"n": [1]}, 4, "h"),
    Checkpoint("c1", "a1", 1.0, (Change("f", None, Entry("file", 0o644, 1, "d", 2)),), "undone", ("big",)),
    Plan("goal", (Step("one", Action("noop", id="a1")),), "user", 1.0, "p1", "notes"),
]


@given(actions)
def test_an_action_survives_json(action):
    again = Action.from_dict(json.loads(json.dumps(action.to_dict())))
    assert again == action
    assert again.content_hash == action.content_hash


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_values_survive_json(value):
    assert type(value).from_dict(json.loads(json.dumps(value.to_dict()))) == value


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_values_are_frozen(value):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, dataclasses.fields(value)[0].name, "other")


@given(arguments, texts)
def test_the_hash_is_about_content_only(args, plan_id):
    one = Action("k", args)
    two = Action("k", dict(reversed(list(args.items()))), origin=Origin("model:x"), plan_id=plan_id)
    assert one.id != two.id
    assert one.content_hash == two.content_hash


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"args": {"a": 2}}, {"cwd": "sub"}, {"env": {"A": "1"}}], ids=lambda c: next(iter(c))
)
def test_the_hash_changes_with_the_content(change):
    action = Action("k", {"a": 1})
    assert dataclasses.replace(action, **change).content_hash != action.content_hash


def test_an_action_does_not_share_its_arguments_with_the_caller():
    args = {"list": [1]}
    action = Action("k", args)
    args["list"].append(2)
    args["more"] = 1
    assert action.to_dict()["args"] == {"list": [1]}
    with pytest.raises(TypeError):
        action.args["x"] = 1


def test_a_forged_hash_is_not_believed():
    data = Action("k", {"a": 1}).to_dict()
    assert Action.from_dict({**data, "content_hash": "forged"}).content_hash == data["content_hash"]


@pytest.mark.parametrize("bad", [{1: "x"}, {"x": object()}, {"x": float("nan")}])
def test_arguments_must_be_json(bad):
    with pytest.raises((TypeError, ValueError)):
        Action("k", bad)


def test_a_binding_covers_the_scripts():
    assert bind("h", {}) == "h"
    assert bind("h", {"a.sh": "1"}) != bind("h", {"a.sh": "2"}) != "h"


def test_a_plan_hash_covers_its_steps_in_order():
    one, two = Step("1", Action("a")), Step("2", Action("b"))
    hashes = {Plan("g", steps, "user", 1.0).content_hash for steps in [(one, two), (two, one), (one,)]}
    assert len(hashes) == 3


def test_the_worst_effect_is_the_level():
    effects = (Effect("read", "read"), Effect("network-out", "external"), Effect("write", "contained"))
    assert Prediction(effects).level == "external"
    assert Prediction(()).level == "read"


def test_ids_are_short_and_different():
    ids = {new_id("a") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(found) == 9 and found.isalnum() for found in ids)


def test_done_is_the_only_ok():
    assert Outcome("a", "done", "").ok
    assert not Outcome("a", "pending", "").ok
