"""Trust over time, drawn."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from journeyman.commands.plots import picture, sparkline
from journeyman.commands.result import Picture, Result, Text
from journeyman.commands.terminal import show
from journeyman.gate.history import Mark, Point

SVG = "{http://www.w3.org/2000/svg}"
EVERY: tuple[Mark, ...] = ("success", "failure", "rejection", "undo", "reset", "changed")


def drawn(*points: Point, title: str = "git commit", threshold: float | None = 0.75, now: float = 100.0):
    return ElementTree.fromstring(picture(title, points, threshold, now))


def texts(svg) -> list[str]:
    return [node.text for node in svg.iter(f"{SVG}text")]


def test_a_sparkline_has_a_block_for_each_value():
    assert sparkline((0.0, 0.5, 1.0)) == "▁▅█"
    assert sparkline(()) == ""
    assert sparkline((-1.0, 2.0)) == "▁█"


def test_a_picture_has_axes_threshold_line_and_what_went_wrong():
    svg = drawn(Point(0.0, 0.4, "success"), Point(50.0, 0.2, "failure"), Point(80.0, 0.1, "undo"))
    said = texts(svg)
    assert "trust" in said
    assert "time (UTC)" in said
    assert "runs unasked from 0.75" in said
    assert [text for text in said if text.startswith("1970-01-01")], "the time axis is labelled"
    titles = [node.text for node in svg.iter(f"{SVG}title")]
    assert titles == [
        "1970-01-01 00:00 UTC: clean run, 0.40",
        "1970-01-01 00:00 UTC: failed, 0.20",
        "1970-01-01 00:01 UTC: undone, 0.10",
    ]
    assert svg.get("aria-label") == "git commit: 3 events, now 0.10"


@pytest.mark.parametrize("mark", EVERY)
def test_every_mark_can_be_drawn(mark: Mark):
    assert len(list(drawn(Point(1.0, 0.5, mark)).iter(f"{SVG}title"))) == 1


def test_many_clean_runs_are_a_line_without_dots():
    points = [Point(float(number), 0.5, "success") for number in range(100)]
    svg = drawn(*points, Point(99.5, 0.2, "failure"))
    assert list(svg.iter(f"{SVG}circle")) == []
    assert len(list(svg.iter(f"{SVG}title"))) == 1


def test_the_drawing_stays_inside_its_frame():
    svg = drawn(Point(0.0, 1.0, "success"), Point(10.0, 0.0, "failure"), now=5.0)
    circle = next(svg.iter(f"{SVG}circle"))
    assert 0 < float(circle.get("cx")) < 360
    assert 0 < float(circle.get("cy")) < 120


def test_a_title_is_text_and_colours_follow_the_theme():
    text = picture("<script>alert('x')</script> & 'q'", [Point(0.0, 0.5, "success")], None, 0.0)
    assert "<script>" not in text
    assert "currentColor" in text
    assert "var(--jp-" in text
    assert "runs unasked" not in text
    assert ElementTree.fromstring(text).get("role") == "img"


def test_a_long_title_is_cut():
    assert "x" * 55 + "…" in texts(drawn(Point(0.0, 0.5, "success"), title="x" * 200))


def test_a_picture_is_shown_where_it_can_be_and_told_elsewhere(capsys):
    result = Result((Text("before"), Picture("<svg>1</svg>", "▁▅█"), Text("after")))
    assert result.text == "before\n▁▅█\nafter"
    assert "<svg>1</svg>" in result.html
    assert result._repr_mimebundle_()["image/svg+xml"] == "<svg>1</svg>"
    show(result)
    assert capsys.readouterr().out == "before\n▁▅█\nafter\n"


def test_pictures_without_words_are_left_out_of_texts():
    result = Result((Text("before"), Picture("<svg>1</svg>"), Picture("<svg>2</svg>")))
    assert result.text == "before"
    assert "image/svg+xml" not in result._repr_mimebundle_(), "with several, HTML holds them all"
    assert result.html.count("<svg>") == 2


def test_colours_on_a_terminal(monkeypatch, capsys):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show(Result((Picture("<svg/>", "▁▅█"), Picture("<svg/>"))))
    assert capsys.readouterr().out == "▁▅█\n"
