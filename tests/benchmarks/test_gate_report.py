"""The gate's report: a part that fails is told with its reason, and keeps no other one from being measured."""

from __future__ import annotations

import pytest

from benchmarks.gate_report import REPORT
from benchmarks.measure import Figure, table
from benchmarks.reporting import Report


def test_a_part_that_breaks_is_a_section_with_the_reason() -> None:
    text, missed = REPORT.part("no such part")
    assert text.startswith("## No such part\n\n**Failed**: KeyError")
    assert missed == ["no such part: it failed"]


def test_the_others_are_measured_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = {"good": ("## Good\n\nfine\n", []), "bad": ("## Bad\n\n**Failed**: x\n", ["bad: it failed"])}
    monkeypatch.setattr(Report, "part", lambda report, name: measured[name])
    assert REPORT.main(["bad", "good"]) == 1
    report = capsys.readouterr().out
    assert report.index("**Failed**: x") < report.index("## Good")
    assert report.rstrip().endswith("## Limits missed\n\n- bad: it failed")


def test_a_figure_beyond_its_limit_is_named() -> None:
    text, missed = table("Times", [Figure("fast", 1, "ms", 2), Figure("slow", 3, "ms", 2), Figure("free", 9, "ms")])
    assert missed == ["slow"]
    assert "| slow | 3 ms | ≤ 2 ms | **FAIL** |" in text
