"""JSON lines: one decision for every line, in order, whatever the line is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from journeyman.hooks.judge import fresh_judge
from journeyman.hooks.lines import LineJudge, judge_lines


@pytest.fixture
def judged(tmp_path):
    """Judge bytes as they would arrive in pieces of these sizes; returns the decisions."""

    def call(data: bytes, base: Path = tmp_path) -> list[dict]:
        written: list[str] = []
        judge_lines(io.BytesIO(data), LineJudge(fresh_judge, str(base)), written.append, lambda: None)
        return [json.loads(line) for line in "".join(written).splitlines()]

    return call


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_one_decision_a_line_in_order(judged):
    found = judged(
        lines(
            {"command": "git status"},
            {"command": "rm -rf build", "lang": "bash"},
            {"command": "rm -rf /"},
            {"command": "print(1 + 1)", "lang": "python"},
            {"command": "import shutil; shutil.rmtree('x')", "lang": "python"},
        )
    )
    assert [row["verdict"] for row in found] == ["allow", "ask", "deny", "allow", "ask"]
    assert [row["level"] for row in found] == ["read", "contained", "catastrophic", "read", "kernel"]
    assert found[1]["signature"].startswith("v1|shell.run|rm")
    (effect,) = [effect for effect in found[1]["effects"] if effect["operation"] == "delete"]
    assert effect.keys() == {"operation", "level", "zone", "target", "reason"}
    assert any("deletes build" in reason for reason in found[1]["reasons"])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"nope", "line 2 is not JSON"),
        (b"", "line 2 is not JSON"),
        (b"\xff\xfe{", "line 2 is not JSON"),
        (b"[1, 2]", "line 2 is not an object"),
        (b"{}", "line 2 has no command"),
        (b'{"command": 7}', "line 2 has a command that is no text"),
        (b'{"command": "ls", "lang": "ruby"}', "line 2 has lang 'ruby'; allowed: bash, python"),
        (b'{"command": "ls", "cwd": 7}', "line 2 has a cwd that is no text"),
        (b'{"command": "ls", "cwd": "\\u0000"}', "line 2 has a cwd that no folder can have"),
        (b'{"command": "ls \\ud800"}', "line 2 has a command that is not valid Unicode"),
        (b'{"a":' * 5000, "line 2 is nested too deeply"),
        (b'{"command": "' + b"x" * 2_000_000 + b'"}', "line 2 is longer than 1048576 bytes"),
    ],
)
def test_a_bad_line_is_denied_and_nothing_is_lost(judged, line, why):
    good = lines({"command": "ls"})
    found = judged(good + line + b"\n" + good)
    assert [row["verdict"] for row in found] == ["allow", "deny", "allow"]
    assert found[1]["reasons"][0].startswith(why)
    assert found[1].keys() == found[0].keys()


def test_the_last_line_needs_no_end(judged):
    assert [row["verdict"] for row in judged(b'{"command": "ls"}\n{"command": "ls"}')] == ["allow", "allow"]
    assert judged(b"") == []
    (row,) = judged(b'{"command": "' + b"x" * 2_000_000)
    assert "longer" in row["reasons"][0]


def test_other_keys_are_passed_over_and_an_id_comes_back(judged):
    (row,) = judged(lines({"command": "ls", "id": [1, "a"], "source": "elsewhere"}))
    assert row["id"] == [1, "a"]
    assert "source" not in row


def test_a_folder_of_its_own_for_each_line(judged, tmp_path):
    here, other = tmp_path / "here", tmp_path / "other"
    write = "touch note.txt"
    rows = [{"command": write, "cwd": str(here)}, {"command": write, "cwd": "other"}, {"command": write}]
    targets = [
        effect["target"] for row in judged(lines(*rows)) for effect in row["effects"] if effect["operation"] == "write"
    ]
    assert targets == [str(folder / "note.txt") for folder in (here, other, tmp_path)]
    assert list(tmp_path.iterdir()) == [], "nothing was made"


def test_an_answer_comes_as_soon_as_its_line_is_there(tmp_path):
    """A slow writer gets each answer before it writes on: the judge flushes when nothing more has arrived."""
    events: list[str] = []

    pieces = [lines({"command": "ls"})[:9], lines({"command": "ls"})[9:] + b'{"comm', b'and": "pwd"}\n']

    class Slow(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            piece = pieces.pop(0) if pieces else b""
            events.append("read" if piece else "end")
            buffer[: len(piece)] = piece
            return len(piece)

    judge = LineJudge(fresh_judge, str(tmp_path))
    judge_lines(io.BufferedReader(Slow()), judge, lambda text: events.append("answer"), lambda: events.append("flush"))
    assert events == ["read", "read", "answer", "flush", "read", "answer", "flush", "end"]
