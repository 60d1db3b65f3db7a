"""A failure as HTML: all of it there, every text escaped, buttons that say what they do."""

from __future__ import annotations

import pytest

from ipy_ext.faults.draw import card, label
from ipy_ext.faults.frames import Frame
from journeyman.values import Diagnosis, Fault, FaultGroup, Fix
from journeyman.values.fault import advice, command, edit, install


@pytest.mark.parametrize(
    ("fix", "text"),
    [
        (edit("", 1, "print(greting)", "print(greeting)"), "Apply: greting → greeting"),
        (edit("a.py", 3, "if x", "if x:"), "Apply: add :"),
        (edit("a.py", 3, "return x;", "return x"), "Apply: remove ;"),
        (install("pip install flask"), "Apply: pip install flask"),
        (command("git " + "x" * 80), "Apply: git " + "x" * 44 + "…"),
        (
            Fix("ask", "a1", None, "take back the last change of x.py", "rollback"),
            "Apply: take back the last change of x.py",
        ),
    ],
)
def test_a_button_says_what_it_does(fix: Fix, text: str):
    assert label(fix) == text


def test_what_others_wrote_is_text():
    evil = "<img src=x onerror=alert(1)>"
    fixes = (command(evil), advice(evil), edit(evil, 1, evil, evil + "2"))
    fault = Fault("f1", 1.0, Diagnosis("x.y", evil, fixes=fixes, why=evil, where=evil, fingerprint="1"))
    group = FaultGroup("1", "x.y", "moderate", evil, "open", 4, 1.0, 2.0, "f1", fixed_by=evil)
    html = card(fault, group, fixes, [Frame(evil, evil, ((evil, evil),))], ["", "worked 1 of 2 times", ""])
    assert "<img" not in html
    assert html.count("&lt;img") >= 9
    assert "seen 4 times" in html
    assert "worked 1 of 2 times" in html
