"""How bad a failure is, and the reason that goes with it."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case
from journeyman.faults.severity import RULES, proven, weigh
from journeyman.values import Diagnosis
from journeyman.values.fault import advice, edit


@pytest.mark.parametrize(
    ("command", "code", "given", "expected", "word"),
    [
        ("python a.py", "python.key_missing", "moderate", "moderate", "the action failed"),
        ("cp a b", "os.no_space", "moderate", "critical", "disk is full"),
        ("python a.py", "python.disk_full", "critical", "critical", "disk is full"),
        ("python a.py", "python.memory", "moderate", "critical", "memory"),
        ("pip install x", "net.unreachable", "moderate", "critical", "setting it up failed"),
        ("npm ci", "npm.not_found", "moderate", "critical", "setting it up failed"),
        ("uv sync", "unknown.x", "moderate", "critical", "setting it up failed"),
        ("npm test", "npm.script_missing", "moderate", "moderate", "the action failed"),
        ("cat requirements.txt", "shell.no_such_file", "moderate", "moderate", "the action failed"),
        ("python a.py", "python.binary_incompatible", "moderate", "critical", "environment"),
        ("python a.py", "python.interrupted", "moderate", "minor", "work goes on"),
        ("python a.py", "python.setting_with_copy", "minor", "minor", "work goes on"),
        ("git commit", "git.nothing_to_commit", "moderate", "minor", "work goes on"),
    ],
)
def test_rules(command, code, given, expected, word):
    severity, reason = weigh(Case("shell", command, 1), Diagnosis(code, "it failed", given))
    assert severity == expected
    assert word in reason


def test_a_reason_that_a_diagnosis_gives_stays():
    assert weigh(Case("shell", "x", 1), Diagnosis("a.no_space", "s", reason="said before"))[1] == "said before"


def test_only_a_safe_fix_that_has_proven_itself_makes_it_minor():
    safe, unsafe = edit("a.py", 1, "x", "y"), edit("a.py", 1, "x", "y", safety="ask")
    assert proven(Diagnosis("python.name_misspelt", "s", fixes=(safe,)))[0] == "minor"
    assert proven(Diagnosis("python.name_misspelt", "s", fixes=(unsafe, advice("x"))))[0] == "moderate"
    assert proven(Diagnosis("os.no_space", "s", "critical", fixes=(safe,)))[0] == "critical"


def test_every_rule_has_a_reason():
    assert all(rule.reason and rule.severity in {"minor", "critical"} for rule in RULES)
